"""export, import-claims, check, screenshot, demo."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from claimtracker.cli.pictures import Drawing
from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def tagged(run: Run, project: Path) -> Path:
    """The project with two claims."""
    run("claim", "add", project, "--article", 1, "--sentence", 3, "--speaker", "Ilse Varga", "--status", "denied")
    run("claim", "add", project, "--article", 1, "--sentence", 4, "--speaker", "Ana Dorn", "--status", "urged")
    return project


def rows_of(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


def test_export_writes_the_sheet_and_says_what_was_verified(run: Run, tagged: Path, folder: Path) -> None:
    assert run("export", tagged, "out.csv").stdout == "Exported 2 claims to out.csv; 2 of 2 quotes verified\n"
    content = (folder / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfclaim_id,article_title,")
    assert [row["speaker"] for row in rows_of(content.decode())] == ["Ilse Varga", "Ana Dorn"]


def test_export_filters_chooses_columns_and_leaves_out_the_mark(run: Run, tagged: Path, folder: Path) -> None:
    run("export", tagged, "out.csv", "--speaker", "Ana Dorn", "--columns", "claim_id, status,stance", "--no-bom")
    assert (folder / "out.csv").read_bytes() == b"claim_id,status,stance\r\n2,urged,proposes\r\n"


def test_export_to_stdout_keeps_it_clean(run: Run, tagged: Path, folder: Path) -> None:
    result = run("export", tagged, "-", "--columns", "claim_id,status", "--no-bom")
    assert result.stdout_bytes == b"claim_id,status\r\n1,denied\r\n2,urged\r\n"
    assert result.stderr == "Exported 2 claims to stdout; 2 of 2 quotes verified\n"
    assert not (folder / "-").exists()


def test_a_window_that_watches_gets_lines_of_progress(run: Run, tagged: Path) -> None:
    result = run("export", tagged, "out.csv", "--progress-json")
    assert json.loads(result.stderr.splitlines()[-1]) == {"done": 2, "total": 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("talks.claims",), "is a project, which must not be written over"),
        (("none/out.csv",), "There is no folder none"),
        (("out.csv", "--columns", "mood"), "There is no column “mood”"),
        (("out.csv", "--article", 9), "There is no article 9"),
    ],
)
def test_what_cannot_be_exported_is_one_line(
    run: Run, tagged: Path, folder: Path, arguments: tuple[object, ...], message: str
) -> None:
    result = run("export", tagged, *arguments, code=1)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (folder / "out.csv").exists()
    run("check", tagged)


def test_a_sheet_goes_out_and_comes_back_changed(run: Run, tagged: Path, folder: Path) -> None:
    run("export", tagged, "out.csv")
    content = (folder / "out.csv").read_bytes().decode("utf-8-sig")
    (folder / "out.csv").write_bytes(content.replace("Ana Dorn,", "President Dorn,").encode())
    assert run("import-claims", tagged, "out.csv").stdout == "0 claims added, 1 changed, 1 as they were\n"
    speakers = [claim["speaker"] for claim in json.loads(run("claims", tagged, "--json").stdout)]
    assert speakers == ["Ilse Varga", "President Dorn"]
    assert run("undo", tagged).stdout == "Undone: Import claim sheet\n"


def test_a_sheet_moves_claims_to_a_project_with_the_article(run: Run, tagged: Path, folder: Path) -> None:
    run("export", tagged, "out.csv")
    run("new", "other.claims")
    refused = run("import-claims", "other.claims", "out.csv", code=1)
    assert refused.stderr == (
        "Error: out.csv, line 2: no article in this project has the text that this claim rests on."
        " Import “Talks” first.\n"
    )
    run("import", "other.claims", "talks.txt", "--title", "Talks", "--source", "The Harbour Post")
    assert run("import-claims", "other.claims", "out.csv").stdout == "2 claims added, 0 changed, 0 as they were\n"
    run("export", "other.claims", "again.csv")
    assert (folder / "again.csv").read_bytes() == (folder / "out.csv").read_bytes()
    assert set(rows_of((folder / "again.csv").read_text(encoding="utf-8"))[0]) == set(COLUMN_KEYS)


def test_check_says_that_all_is_well(run: Run, tagged: Path) -> None:
    assert run("check", tagged).stdout.splitlines() == [
        "The file is sound",
        "1 of 1 articles are as imported",
        "2 of 2 quotes verified",
    ]


def test_check_and_export_tell_of_an_altered_text(run: Run, tagged: Path, folder: Path) -> None:
    connection = sqlite3.connect(tagged)
    with connection:
        connection.execute("update article set text = replace(text, 'denied', 'admits')")
    connection.close()
    result = run("check", tagged, code=1)
    assert "0 of 1 articles are as imported" in result.stdout
    assert "0 of 2 quotes verified" in result.stdout
    assert "The text of article 1 (“Talks”) is not the one that was imported." in result.stderr
    exported = run("export", tagged, "out.csv", code=1)
    assert "Exported 2 claims to out.csv; 0 of 2 quotes verified" in exported.stdout
    assert (folder / "out.csv").exists()


def test_check_tells_of_a_row_that_lost_what_it_refers_to(run: Run, tagged: Path) -> None:
    connection = sqlite3.connect(tagged)
    with connection:
        connection.execute("update claim set speaker_id = 99 where id = 1")
    connection.close()
    result = run("check", tagged, code=1)
    assert "The file is damaged" in result.stdout
    assert "A row of “claim” (1) refers to a row of “speaker” that is not there." in result.stderr


def test_a_screenshot_is_taken_by_whoever_can(run: Run, tagged: Path) -> None:
    taken: list[tuple[str, str, str, int, int, str]] = []

    def take(project: Path, picture: Path, *, view: str, width: int, height: int, theme: str) -> None:
        taken.append((project.name, picture.name, view, width, height, theme))

    drawing = Drawing(take, lambda _page, _path: None)
    result = run("screenshot", tagged, "out.png", "--size", "1024x640", "--theme", "dark", obj=drawing)
    assert result.stdout == "Drew out.png\n"
    assert taken == [("talks.claims", "out.png", "tag", 1024, 640, "dark")]
    assert "end in .png" in run("screenshot", tagged, tagged, obj=drawing, code=2).stderr
    assert "is not a size" in run("screenshot", tagged, "out.png", "--size", "big", obj=drawing, code=2).stderr


def test_without_a_window_a_screenshot_is_refused_in_one_line(run: Run, tagged: Path) -> None:
    assert "Pictures need the window" in run("screenshot", tagged, "out.png", code=1).stderr


def test_the_demo_makes_a_project_and_its_sheet(run: Run, folder: Path) -> None:
    result = run("demo", "shown")
    with Workspace.open(folder / "shown" / "sample.claims") as workspace:
        assert workspace.undo_label == "Add sample articles (command line)"
    rows = rows_of((folder / "shown" / "claims.csv").read_text(encoding="utf-8"))
    assert f"({len(rows)} claims, " in result.stdout
    assert len(rows) >= 10
    assert "No picture:" in result.stderr
    # A second time, what was made is kept.
    run("claim", "edit", "shown/sample.claims", rows[0]["claim_id"], "--note", "mine")
    run("demo", "shown")
    assert rows_of((folder / "shown" / "claims.csv").read_text(encoding="utf-8"))[0]["note"] == "mine"
