"""The program as a process of its own: what it loads, how it ends, what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimtracker.domain.values import Span
from claimtracker.operations import AddClaim, ImportArticles, NewArticle
from claimtracker.workspace import Workspace
from tests.factories import TALKS

ROOT = Path(__file__).parents[2]
WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; from claimtracker.__main__ import main; main()"


def start(
    folder: Path, *arguments: str, code: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "claimtracker"] if code is None else [sys.executable, "-c", code]
    return subprocess.run(
        [*program, *arguments],
        cwd=folder,
        env=_environment(**environment),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def _environment(**changes: str) -> dict[str, str]:
    dropped = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONWARNINGS": "error"} | changes


def test_a_whole_round_works_where_qt_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    for arguments in (
        ("new", "talks.claims"),
        ("import", "talks.claims", "talks.txt"),
        ("claim", "add", "talks.claims", "--article", "1", "--sentence", "3", "--speaker", "Ilse Varga"),
        ("claim", "edit", "talks.claims", "1", "--status", "denied"),
        ("undo", "talks.claims"),
        ("redo", "talks.claims"),
        ("export", "talks.claims", "claims.csv"),
        ("import-claims", "talks.claims", "claims.csv"),
        ("check", "talks.claims"),
    ):
        result = start(tmp_path, *arguments, code=WITHOUT_QT)
        assert (result.returncode, result.stderr) == (0, "")
    found = start(tmp_path, "claims", "talks.claims", "--json", code=WITHOUT_QT)
    assert [(claim["speaker"], claim["status"]) for claim in json.loads(found.stdout)] == [("Ilse Varga", "denied")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "talks.claims", "talks.txt"]
    picture = start(tmp_path, "screenshot", "talks.claims", "out.png", code=WITHOUT_QT)
    assert picture.returncode == 1
    assert "The window needs PySide6-Essentials" in picture.stderr
    assert len(picture.stderr.splitlines()) == 1


def test_the_window_says_that_qt_is_missing(tmp_path: Path) -> None:
    result = start(tmp_path, code=WITHOUT_QT, QT_QPA_PLATFORM="offscreen")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: The window needs PySide6-Essentials")
    assert len(result.stderr.splitlines()) == 1


def test_help_loads_neither_qt_nor_the_database(tmp_path: Path) -> None:
    code = """if True:
        import atexit, sys
        from claimtracker.__main__ import main
        heavy = {"PySide6", "sqlite3", "sqlite_utils", "sentencex", "dateutil", "charset_normalizer"}
        atexit.register(lambda: print("LOADED", sorted(heavy & set(sys.modules))))
        main()
    """
    result = start(tmp_path, "--help", code=code)
    assert result.returncode == 0
    assert result.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("arguments", [(), ("talks.claims",)])
def test_without_a_display_the_window_says_so_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("there is always a display on this system")
    Workspace.create(tmp_path / "talks.claims").close()
    result = start(tmp_path, *arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "claimtracker --help" in result.stderr


def test_a_project_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = start(tmp_path, "none.claims")
    assert (result.returncode, result.stderr) == (1, "Error: There is no project at none.claims.\n")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    result = start(tmp_path, "exprot", "talks.claims", "out.csv")
    assert result.returncode == 2
    assert "No such command 'exprot'" in result.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_told_by_the_exit_code_alone(tmp_path: Path, unbuffered: str) -> None:
    with Workspace.create(tmp_path / "many.claims") as workspace:
        (article,) = workspace.run(ImportArticles((NewArticle(text=TALKS),)))
        workspace.run(AddClaim(article.article_id, (Span(0, 5),), {"note": "x" * 90_000}))
        workspace.run(AddClaim(article.article_id, (Span(0, 5),), {"note": "x" * 90_000}))
    for arguments in (("claims", "many.claims", "--json"), ("export", "many.claims", "-")):
        with subprocess.Popen(
            [sys.executable, "-m", "claimtracker", *arguments],
            cwd=tmp_path,
            env=_environment(PYTHONUNBUFFERED=unbuffered),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(5000)  # more than the heading: the claims are on their way, and wait for the pipe
            process.stdout.close()
            complaints = process.stderr.read()
        assert b"Traceback" not in complaints
        assert b"BrokenPipe" not in complaints
        assert process.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to answer")
def test_an_export_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "many.claims") as workspace:
        (article,) = workspace.run(ImportArticles((NewArticle(text=TALKS),)))
        workspace.run(AddClaim(article.article_id, (Span(0, 5),), {}))
    # The first line of progress is not taken from a pipe that is full, so that the export stands still in its middle.
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while True:
            os.write(writing, b"x" * 1024)
    except BlockingIOError:
        os.set_blocking(writing, True)
    command = [sys.executable, "-m", "claimtracker", "export", "many.claims", "out.csv", "--progress-json"]
    with subprocess.Popen(command, cwd=tmp_path, env=_environment(), stderr=writing) as process:
        os.close(writing)
        while not list(tmp_path.glob(".out.csv.*.part")):
            assert process.poll() is None
        process.terminate()
        os.close(reading)
        process.wait(timeout=30)
    assert process.returncode != 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.claims"]


def test_a_console_without_the_signs_prints_question_marks(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "talks.claims").close()
    (tmp_path / "a.txt").write_text("“Yes,” said Ilse Várga.", encoding="utf-8")
    result = start(tmp_path, "import", "talks.claims", "a.txt", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 0
    listed = start(tmp_path, "articles", "talks.claims", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "Várga" in json.loads(listed.stdout)[0]["title"]
