"""import of folders, ZIPs and sheets; article original."""

from __future__ import annotations

import csv
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_folders_and_zips_come_in_as_one_step_with_a_report(run: Run, project: Path, folder: Path) -> None:
    (folder / "monday" / "deep").mkdir(parents=True)
    (folder / "monday" / "a.txt").write_text("Monday. Varga spoke.", encoding="utf-8")
    (folder / "monday" / "deep" / "known.txt").write_text(TALKS, encoding="utf-8")
    (folder / "monday" / "photo.jpg").write_bytes(b"x")
    with zipfile.ZipFile(folder / "tuesday.zip", "w") as archive:
        archive.writestr("../b.txt", "Tuesday. Dorn spoke.")
        archive.writestr("empty.txt", "")
    result = run("import", project, "monday", "tuesday.zip", "--report", "report.csv", "--source", "Post", code=1)
    assert [line.split()[:2] for line in result.stdout.splitlines()[1:-1]] == [
        ["imported", "2"], ["already", "there"], ["imported", "3"],
    ]  # fmt: skip
    assert result.stdout.splitlines()[-1] == "2 imported, 1 already there, 1 failed, 1 passed over."
    assert result.stderr == "Error: tuesday.zip/empty.txt holds no text.\n"
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["outcome"], row["article"]) for row in rows] == [
        ("monday/a.txt", "imported", "2"),
        ("monday/deep/known.txt", "already there", "1"),
        ("monday/photo.jpg", "passed over", ""),
        ("tuesday.zip/../b.txt", "imported", "3"),
        ("tuesday.zip/empty.txt", "failed", ""),
    ]
    listed = json.loads(run("articles", project, "--json").stdout)
    assert {row["source"] for row in listed if row["id"] > 1} == {"Post"}
    run("undo", project)
    assert len(json.loads(run("articles", project, "--json").stdout)) == 1
    assert not (folder.parent / "b.txt").exists()


def test_a_sheet_of_articles_comes_in_row_by_row(run: Run, project: Path, folder: Path) -> None:
    (folder / "articles.csv").write_text(
        "headline,outlet,date,link,body\nOne,Post,2025-11-04,https://example.org/1,Text one.\nTwo,Post,,,\n"
        "Three,Wire,2025-11-05,https://example.org/3,Text three.\n",
        encoding="utf-8",
    )
    result = run("import", project, "articles.csv", code=1)
    assert result.stdout.splitlines()[-1] == "2 imported, 1 failed."
    assert result.stderr == "Error: articles.csv, line 3: the cell of the text is empty.\n"
    rows = {row["title"]: row for row in json.loads(run("articles", project, "--json").stdout)}
    assert (rows["Three"]["source"], rows["Three"]["published"]) == ("Wire", "2025-11-05")


def test_what_is_said_of_one_article_is_not_said_of_several(run: Run, project: Path, folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Text {name}.", encoding="utf-8")
    for option in (("--title", "T"), ("--url", "https://example.org"), ("--version-of", "1")):
        assert f"{option[0]} is for one article" in run("import", project, "a.txt", "b.txt", *option, code=2).stderr
    assert len(json.loads(run("articles", project, "--json").stdout)) == 1


def test_a_later_version_names_the_earlier_one(run: Run, project: Path, folder: Path) -> None:
    (folder / "later.txt").write_text(f"{TALKS} More was said.", encoding="utf-8")
    assert "no article 9" in run("import", project, "later.txt", "--version-of", 9, code=1).stderr
    assert run("import", project, "later.txt", "--version-of", 1, "--title", "Talks").stdout == (
        "2  Talks: 5 sentences, a new version of article 1\n   Claims carried over: 0 kept, 0 moved, 0 edited, 0 gone\n"
    )
    with Workspace.open(project) as workspace:
        assert queries.article(workspace.connection, queries.article_ids(workspace.connection)[1]).revision_of == 1


def test_a_text_that_may_be_a_later_version_is_offered_as_one(run: Run, project: Path, folder: Path) -> None:
    (folder / "later.txt").write_text(f"{TALKS} More was said.", encoding="utf-8")
    result = run("import", project, "later.txt", "--title", "Talks", "--report", "report.csv")
    told, command = result.stderr.splitlines()
    assert told.startswith("Article 2 may be a new version of 1, “Talks”: ")
    assert "It may be a new version of article 1 (" in (folder / "report.csv").read_text(encoding="utf-8")
    run(*command.split()[1:])
    again = run("import", project, "later.txt", "--version-of", 1)
    assert again.stdout == "2  Talks: already there\n"
    assert again.stderr == ""


def test_an_original_comes_back_byte_for_byte(run: Run, project: Path, folder: Path) -> None:
    raw = "Várga said\r\nso.".encode("cp1252")
    (folder / "a.txt").write_bytes(raw)
    run("import", project, "a.txt", "--keep-original")
    (folder / "a.txt").unlink()
    assert run("article", "original", project, 2, "-o", "back.txt").stdout.startswith(
        "Wrote a.txt to back.txt: 15 bytes"
    )
    assert (folder / "back.txt").read_bytes() == raw
    assert run("article", "original", project, 2, "-o", "-").stdout_bytes == raw
    refused = run("article", "original", project, 1, "-o", "none.txt", code=1).stderr
    assert refused.startswith("Error: The file of article 1 was not kept. It was read from talks.txt (SHA-256 ")
    assert "no article 9" in run("article", "original", project, 9, "-o", "none.txt", code=1).stderr
    assert not (folder / "none.txt").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken"])
def test_a_broken_zip_is_one_sentence(run: Run, project: Path, folder: Path, content: bytes) -> None:
    (folder / "a.zip").write_bytes(content)
    result = run("import", project, "a.zip", code=1)
    assert result.stdout == ""
    assert result.stderr == "Error: a.zip is no ZIP that can be read; it may have been cut off.\n"


def test_somebody_elses_claim_sheet_is_previewed_and_brought_in(run: Run, project: Path, folder: Path) -> None:
    (folder / "theirs.csv").write_text(
        "Who,Quote,How,Row id\nVarga,there were any disagreements,denied,1\nVarga,never said,denied,2\n",
        encoding="utf-8",
    )
    shown = run("import-claims", project, "theirs.csv", "--article", 1, "--preview")
    assert shown.stdout.splitlines()[:2] == [
        "Mapped: --map words=Quote --map speaker=Who --map status=How",
        "Not taken: Row id",
    ]
    assert "1 new, 1 refused; nothing was written.\nNew speakers: Varga\n" in shown.stdout
    assert shown.stderr == "Error: theirs.csv, line 3: “never said” is not in “Talks”.\n"
    assert json.loads(run("claims", project, "--json").stdout) == []
    asked = run("import-claims", project, "theirs.csv", "--article", 1, code=2)
    assert "--proposed" in asked.stderr
    done = run(
        "import-claims", project, "theirs.csv", "--article", 1, "--map", "words=Quote", "--map", "speaker=Who", code=1
    )
    assert done.stdout == "1 claim added, 0 already there, 1 row left out\n"
    again = run("import-claims", project, "theirs.csv", "--article", 1, "--proposed", code=1)
    assert again.stdout == "0 claims added, 1 already there, 1 row left out\n"
    (claim,) = json.loads(run("claims", project, "--json").stdout)
    assert (claim["speaker"], claim["status"]) == ("Varga", "")
    run("undo", project)
    assert json.loads(run("claims", project, "--json").stdout) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--map", "speaker"), "write KEY=COLUMN"),
        (("--map", "mood=Who"), "cannot be taken for “mood”"),
        (("--map", "speaker=Nobody"), "has no column “Nobody”"),
        (("--map", "speaker=Who"), "Nothing finds the words"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_told(
    run: Run, project: Path, folder: Path, options: tuple[str, ...], message: str
) -> None:
    (folder / "theirs.csv").write_text("Who,Quote\nVarga,x\n", encoding="utf-8")
    code = 2 if "KEY" in message else 1
    assert message in run("import-claims", project, "theirs.csv", *options, code=code).stderr
