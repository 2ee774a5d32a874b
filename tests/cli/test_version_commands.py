"""versions, carried, article edit-text, article version-of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

LATER = TALKS.replace("any disagreements", "some disagreements").replace("8.2%", "7.5%") + " Renn left."


def _second(run: Run, folder: Path) -> None:
    run("claim", "add", "talks.claims", "--article", 1, "--sentence", 3, "--speaker", "Ilse Varga")
    run("claim", "add", "talks.claims", "--article", 1, "--sentence", 2, "--speaker", "Ilse Varga")
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    imported = run("import", "talks.claims", "later.txt", "--version-of", 1)
    assert "1 claim of the version before waits to be confirmed" in imported.stdout + imported.stderr


def test_versions_are_listed_with_what_changed(run: Run, folder: Path, project: Path) -> None:
    assert "Article 1 has no other version." in run("versions", project, "--article", 1).stdout
    _second(run, folder)
    told = run("versions", project, "--article", 2).stdout
    assert "From article 1 to article 2: 3 changes" in told
    assert "[claims 1]" in told
    assert "+    5  Renn left." in told
    assert run("versions", project, "--article", 1).stdout == told
    assert run("versions", project, "--article", 1, "--against", 2).stdout == told
    found = json.loads(run("versions", project, "--article", 2, "--json").stdout)
    assert [change["kind"] for change in found] == ["changed", "added", "changed"]
    first = found[0]
    (old,), (new,) = first["old"], first["new"]
    assert [old["text"][slice(*mark)] for mark in old["differing"]] == ["8.2%"]
    assert [new["text"][slice(*mark)] for mark in new["differing"]] == ["7.5%"]
    assert len(json.loads(run("versions", project, "--article", 2, "--all", "--json").stdout)) == 5
    assert "no changes against itself" in run("versions", project, "--article", 1, "--against", 1, code=1).stderr


def test_claims_that_wait_are_listed_and_decided(run: Run, folder: Path, project: Path) -> None:
    _second(run, folder)
    (waiting,) = json.loads(run("carried", project, "--json").stdout)
    assert (waiting["outcome"], waiting["later_claim"]) == ("edited", None)
    assert "some disagreements" in waiting["words_after"]
    assert len(json.loads(run("carried", project, "--all", "--json").stdout)) == 2
    assert "edited" in run("carried", project).stdout
    assert "Confirmed 1 claim; claims 4" in run("carried", project, "--confirm", waiting["id"]).stderr
    assert json.loads(run("carried", project, "--json").stdout) == []
    assert "Reopened 1 claim" in run("carried", project, "--reopen", waiting["id"]).stderr
    assert "Dropped 1 claim" in run("carried", project, "--drop", waiting["id"]).stderr
    run("undo", project)
    assert len(json.loads(run("carried", project, "--json").stdout)) == 1
    assert "not waiting" in run("carried", project, "--confirm", 99, code=1).stderr


def test_a_text_is_edited_from_a_file_after_a_preview(run: Run, folder: Path, project: Path) -> None:
    run("claim", "add", project, "--article", 1, "--sentence", 3, "--speaker", "Ilse Varga")
    (folder / "mended.txt").write_text(TALKS.replace("any disagreements", "many disagreements"), encoding="utf-8")
    told = run("article", "edit-text", project, 1, "mended.txt", "--preview").stdout
    assert told.splitlines() == [
        "Sentences: 3 kept, 1 edited, 0 added, 0 removed",
        "Claims kept: 0", "Claims moved: 0", "Claims edited: 1: 1", "Claims gone: 0",
    ]  # fmt: skip
    with Workspace.open(project) as workspace:
        assert queries.article(workspace.connection, 1).text == TALKS
    assert run("article", "edit-text", project, 1, "mended.txt").stdout == told
    with Workspace.open(project) as workspace:
        assert "many disagreements" in queries.article(workspace.connection, 1).text
    (folder / "short.txt").write_text(TALKS.split("\n\n")[0], encoding="utf-8")
    assert "take away the words of claim 1" in run("article", "edit-text", project, 1, "short.txt", code=1).stderr
    assert "could not be read" in run("article", "edit-text", project, 1, "missing.txt", code=1).stderr


def test_an_article_is_said_to_be_a_version_and_no_more(run: Run, folder: Path, project: Path) -> None:
    run("claim", "add", project, "--article", 1, "--sentence", 2, "--speaker", "Ilse Varga")
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    run("import", project, "later.txt")
    assert "1 kept, 0 moved, 0 edited, 0 gone" in run("article", "version-of", project, 2, 1).stdout
    assert "its claims stay" in run("article", "version-of", project, 2).stdout
    assert "which is one of it" in run("article", "version-of", project, 1, 1, code=1).stderr
