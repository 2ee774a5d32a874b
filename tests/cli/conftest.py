"""The command line, driven in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimtracker.cli.main import commands
from tests.factories import TALKS

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMTRACKER_CODER", raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Carry out a command; `code` is the exit code it must end with."""

    def command(*arguments: object, code: int = 0, obj: object = None) -> Result:
        result = CliRunner().invoke(commands, [str(argument) for argument in arguments], obj=obj)
        # Anything that is not an orderly exit is a bug, and shows its trace.
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        if code == 1:
            assert result.stderr
        return result

    return command


@pytest.fixture
def project(run: Run, folder: Path) -> Path:
    """A project with one article."""
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    run("new", "talks.claims")
    run("import", "talks.claims", "talks.txt", "--source", "The Harbour Post", "--title", "Talks")
    return folder / "talks.claims"
