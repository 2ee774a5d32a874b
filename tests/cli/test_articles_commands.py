"""new, import, articles, article, sentences."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_new_makes_a_project_and_never_replaces_one(run: Run, folder: Path) -> None:
    assert "Made talks.claims" in run("new", "talks").stdout
    before = (folder / "talks.claims").read_bytes()
    failed = run("new", "talks.claims", code=1)
    assert failed.stderr == "Error: There is already a file at talks.claims; nothing was changed.\n"
    assert (folder / "talks.claims").read_bytes() == before


def test_import_prints_the_number_and_finds_title_and_date(run: Run, folder: Path) -> None:
    run("new", "p.claims")
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbf" + TALKS.replace("\n", "\r\n").encode())
    assert run("import", "p.claims", "a.txt").stdout.startswith("1  Norvian Transport Secretary")
    (article,) = json.loads(run("articles", "p.claims", "--json").stdout)
    assert article["published"] == "2025-11-04T06:58:00-05:00"
    assert article["sha256"] == hashlib.sha256(TALKS.encode()).hexdigest()


def test_import_takes_what_is_said_about_the_article(run: Run, folder: Path) -> None:
    run("new", "p.claims")
    (folder / "a.txt").write_text("A text.", encoding="utf-8")
    described = {
        "title": "Talks",
        "source": "Post",
        "author": "A. Writer",
        "url": "https://example.org/1",
        "published": "2025-11-04",
        "language": "en",
    }
    options = [part for key, value in described.items() for part in (f"--{key}", value)]
    run("import", "p.claims", "a.txt", *options, "--note", "kept", "--coder", "ana")
    (article,) = json.loads(run("articles", "p.claims", "--json").stdout)
    assert article == described | {
        "id": 1,
        "sentences": 1,
        "claims": 0,
        "sha256": hashlib.sha256(b"A text.").hexdigest(),
    }
    with Workspace.open("p.claims") as workspace:
        assert queries.article(workspace.connection, queries.article_ids(workspace.connection)[0]).note == "kept"
        assert queries.history(workspace.connection)[0].coder == "ana"


def test_the_same_text_twice_is_noticed(run: Run, project: Path, folder: Path) -> None:
    (folder / "again.txt").write_text(TALKS + "", encoding="utf-16")
    assert run("import", project, "again.txt").stdout == "1  Talks: already there\n"
    assert len(json.loads(run("articles", project, "--json").stdout)) == 1


def test_a_bad_file_does_not_stop_the_others(run: Run, project: Path, folder: Path) -> None:
    (folder / "good.txt").write_text("Another text. With two sentences.", encoding="utf-8")
    (folder / "empty.txt").write_text(" \n", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n")
    result = run("import", project, "none.txt", "empty.txt", "good.txt", "picture.txt", code=1)
    heading, imported, summary = result.stdout.splitlines()
    assert heading.split() == ["outcome", "article", "sentences", "published", "file", "title"]
    assert imported.split() == ["imported", "2", "2", "good.txt", "Another", "text"]
    assert summary == "1 imported, 3 failed."
    assert result.stderr.splitlines() == [
        "Error: none.txt could not be read: No such file or directory.",
        "Error: empty.txt holds no text.",
        "Error: picture.txt is a picture, not plain text.",
    ]


def test_an_ambiguous_time_zone_is_said_and_how_to_settle_it(run: Run, project: Path, folder: Path) -> None:
    (folder / "zone.txt").write_text("Tuesday, 04 November 2025 06:58 AM IST\n\nA text.", encoding="utf-8")
    result = run("import", project, "zone.txt")
    assert "“IST” can be several" in result.stderr
    assert "India, --published 2025-11-04T06:58:00+05:30" in result.stderr
    assert json.loads(run("articles", project, "--json").stdout)[0]["published"] == "2025-11-04"
    run("article", "edit", project, 2, "--published", "2025-11-04T06:58:00+05:30")
    published = {row["id"]: row["published"] for row in json.loads(run("articles", project, "--json").stdout)}
    assert published[2] == "2025-11-04T06:58:00+05:30"


def test_one_title_is_not_for_several_files(run: Run, project: Path) -> None:
    assert "--title is for one article" in run("import", project, "a", "b", "--title", "T", code=2).stderr


def test_articles_are_listed_in_columns(run: Run, project: Path) -> None:
    heading, line = run("articles", project).stdout.splitlines()
    assert heading.split() == ["id", "published", "outlet", "sentences", "claims", "title"]
    assert line.split() == ["1", "2025-11-04T06:58:00-05:00", "The", "Harbour", "Post", "3", "0", "Talks"]


def test_sentences_have_numbers_kinds_and_places(run: Run, project: Path) -> None:
    rows = json.loads(run("sentences", project, "--article", 1, "--json").stdout)
    assert [(row["number"], row["kind"], row["paragraph"]) for row in rows] == [
        (1, "dateline", 0),
        (2, "body", 1),
        (3, "body", 1),
        (4, "body", 2),
    ]
    for row in rows:
        assert TALKS[row["start"] : row["end"]] == row["text"]
    assert set(rows[0]) == {"number", "kind", "paragraph", "start", "end", "text"}
    assert run("sentences", project, "--article", 1).stdout.splitlines()[3].endswith("there were any disagreements.")


def test_a_text_cannot_steer_the_terminal(run: Run, project: Path, folder: Path) -> None:
    (folder / "hostile.txt").write_text("Red \x1b[31malert\x07 said Dorn.", encoding="utf-8")
    run("import", project, "hostile.txt")
    shown = run("articles", project).stdout + run("sentences", project, "--article", 2).stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert json.loads(run("sentences", project, "--article", 2, "--json").stdout)[0]["text"].startswith("Red \x1b[31m")


def test_articles_are_edited_and_deleted(run: Run, project: Path) -> None:
    run("claim", "add", project, "--article", 1, "--sentence", 2)
    assert "“New title”, The Harbour Post" in run("article", "edit", project, 1, "--title", "New title").stdout
    assert "Deleted 1 article" in run("article", "delete", project, 1).stdout
    assert run("articles", project, "--json").stdout == "[]\n"
    run("undo", project)
    (article,) = json.loads(run("articles", project, "--json").stdout)
    assert (article["title"], article["claims"]) == ("New title", 1)


@pytest.mark.parametrize(
    "arguments",
    [("articles",), ("sentences", "--article", 1), ("claims",), ("history",), ("check",), ("undo",), ("redo",)],
)
def test_a_missing_project_is_said_and_not_made(run: Run, folder: Path, arguments: tuple[object, ...]) -> None:
    command, *options = arguments
    assert run(command, "none.claims", *options, code=1).stderr == "Error: There is no project at none.claims.\n"
    assert list(folder.iterdir()) == []


def test_a_missing_article_is_said(run: Run, project: Path) -> None:
    sentence = "Error: There is no article 7 in this project.\n"
    assert run("sentences", project, "--article", 7, code=1).stderr == sentence
    assert run("article", "edit", project, 7, "--note", "x", code=1).stderr == sentence
    assert run("article", "delete", project, 7, code=1).stderr == sentence
    assert run("claims", project, "--article", 7, code=1).stderr == sentence
