"""What the commands say of files that are unusual."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from claimtracker.storage import schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_a_second_name_is_warned_of_and_the_command_done(run: Run, project: Path) -> None:
    os.link(project, project.with_name("other.claims"))
    done = run("articles", project)
    assert "Warning" in done.stderr
    assert "never open it under both at once" in done.stderr
    assert done.stdout


def test_a_newer_file_is_read_and_not_written(run: Run, project: Path) -> None:
    connection = sqlite3.connect(project)
    connection.execute(f"pragma user_version = {schema.VERSION + 1}")
    connection.close()
    before = project.read_bytes()
    assert run("articles", project).exit_code == 0
    refused = run("set", project, "--all", "note=x", code=1)
    assert "made by a newer version of Claim Tracker; update the program to change it" in refused.stderr
    assert project.read_bytes() == before
