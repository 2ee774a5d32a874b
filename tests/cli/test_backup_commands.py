"""Backups at the command line: made, listed, restored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def listed(run: Run, *arguments: object) -> list[dict[str, object]]:
    return json.loads(run("backups", *arguments, "--json").stdout)


def test_a_backup_is_made_listed_and_restored(run: Run, project: Path) -> None:
    assert listed(run, project) == []
    assert "Backed up 1 article, 0 claims to " in run("backup", project).stdout
    run("claim", "add", project, "--article", "1", "--sentence", "2", "--speaker", "Ilse Varga")
    run("backup", project)
    found = listed(run, project)
    assert [(one["number"], one["claims"], one["reason"]) for one in found] == [(1, 1, "asked"), (2, 0, "asked")]
    result = run("restore", project, "2")
    assert "Restored" in result.stdout
    assert "1 article, 0 claims" in result.stdout
    assert "What it replaced is the backup" in result.stdout
    assert json.loads(run("claims", project, "--json").stdout) == []
    assert len(listed(run, project)) == 3


def test_the_list_says_what_is_in_them(run: Run, project: Path) -> None:
    run("backup", project)
    table = run("backups", project).stdout
    assert "last change" in table
    assert "Import article" in table


def test_a_backup_as_a_new_project(run: Run, project: Path, folder: Path) -> None:
    run("backup", project)
    run("claim", "add", project, "--article", "1", "--sentence", "2")
    name = Path(str(listed(run, project)[0]["path"])).name
    assert "Made" in run("restore", project, name, "--as", "yesterday.claims").stdout
    assert json.loads(run("claims", "yesterday.claims", "--json").stdout) == []
    assert len(json.loads(run("claims", project, "--json").stdout)) == 1
    assert "already a file" in run("restore", project, "1", "--as", "yesterday.claims", code=1).stderr


def test_a_damaged_or_deleted_project_comes_back(run: Run, project: Path) -> None:
    run("backup", project)
    project.write_bytes(bytes(8192))
    assert "lies at" in run("restore", project, "1").stdout
    assert "The file is sound" in run("check", project).stdout
    project.unlink()
    run("restore", project, "1")
    assert "The file is sound" in run("check", project).stdout


def test_backups_can_be_kept_in_another_folder(run: Run, project: Path, folder: Path) -> None:
    run("backup", project, "--to", folder / "stick")
    assert listed(run, project) == []
    (found,) = listed(run, project, "--from", folder / "stick")
    assert Path(str(found["path"])).is_relative_to(folder / "stick")
    run("restore", project, "1", "--from", folder / "stick")


def test_backups_can_be_deleted_for_good(run: Run, project: Path, folder: Path) -> None:
    for _ in range(3):
        run("backup", project)
    oldest = listed(run, project)[-1]["path"]
    assert "Deleted 1 backup" in run("backups", project, "--delete", "3").stdout
    assert not Path(str(oldest)).exists()
    assert "is no backup" in run("backups", project, "--delete", project, code=1).stderr
    assert project.exists()
    assert "Deleted 2 backups" in run("backups", project, "--delete", "all").stdout
    assert listed(run, project) == []


def test_what_is_no_backup_is_told(run: Run, project: Path) -> None:
    assert "There is no backup “7”" in run("restore", project, "7", code=1).stderr
    assert "There is no project at" in run("backup", "none.claims", code=1).stderr


def test_what_can_be_read_of_a_damaged_project_is_recovered(run: Run, project: Path, folder: Path) -> None:
    run("claim", "add", project, "--article", "1", "--sentence", "2", "--speaker", "Ilse Varga")
    whole = run("recover", project, "whole.claims").stdout
    assert "1 claim." in whole
    assert "1 of 1 quotes verified." in whole
    project.write_bytes(bytes(4096) + project.read_bytes()[4096:])
    run("recover", project, "again.claims")
    assert "The file is sound" in run("check", "again.claims").stdout
    assert "already a file" in run("recover", project, "again.claims", code=1).stderr
    (folder / "diary.txt").write_text("Dear diary")
    assert "Nothing could be read" in run("recover", "diary.txt", "none.claims", code=1).stderr
    assert not (folder / "none.claims").exists()
