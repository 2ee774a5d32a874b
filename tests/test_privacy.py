"""Nothing leaves the machine, and what lies on it is for this person alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from claimtracker.workspace import Workspace
from tests.factories import make_article

_LISTEN = """
import sys
def hear(event, arguments):
    if event.startswith("socket.") or event in {"urllib.Request", "http.client.connect", "ftplib.connect"}:
        # A local pair to be woken by is no way out; neither is asking for the name of this machine.
        if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo",
                     "urllib.Request", "http.client.connect", "ftplib.connect", "socket.gethostbyname"}:
            print("LEAVES", event, flush=True)
sys.addaudithook(hear)
"""
_TAG = """
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from claimtracker.gui import app

def work():
    window = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "MainWindow")
    window.be_whole()
    window.tag_view.flow.bar.take_focus()
    QTest.keyClicks(window.tag_view.flow.bar.line, "Ana Dorn > urged : a rise")
    window.tag_view.flow.save_line(False)
    for view in ("claims", "review", "speakers", "vocabulary"):
        window.page.show_view(view)
    from claimtracker.exchange import claim_sheet
    workspace = window.session.workspace
    rows = claim_sheet.export_sheet(workspace.connection, Path(sys.argv[1]).with_suffix(".csv")).rows
    print("ROWS", rows)
    window.stop()

app.make_application()
QTimer.singleShot(300, work)
app.run_app(Path(sys.argv[1]))
loaded = [name for name in sys.modules if "QtNetwork" in name or "WebEngine" in name or name == "PySide6.QtSql"]
print("LOADED", loaded)
"""


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "talks.claims"
    with Workspace.create(path) as workspace:
        make_article(workspace)
    return path


def _program(text: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LISTEN + text, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_starting_tagging_and_exporting_opens_no_way_out(project):
    pytest.importorskip("PySide6")
    assert _program(_TAG, project) == "ROWS 1\nLOADED []\n"
    assert _unlike(project.parent.glob("talks.claims*")) == []


def test_the_commands_open_no_way_out(project, tmp_path):
    program = "from claimtracker.cli.main import commands\ncommands(sys.argv[1:], standalone_mode=False)"
    for arguments in (("articles", project), ("export", project, tmp_path / "out.csv"), ("check", project)):
        assert "LEAVES" not in _program(program, *arguments)


def test_the_listener_hears():
    told = _program(
        "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9), timeout=0.1)\nexcept OSError:\n    pass"
    )
    assert "LEAVES socket.connect" in told


def _unlike(paths) -> list[tuple[str, str]]:
    """What others may read, though it is ours."""
    found = []
    for path in paths:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            found.append((path.name, oct(mode)))
    return found


@pytest.mark.skipif(os.name != "posix", reason="permissions are of another kind here")
def test_what_is_ours_is_for_this_person_alone(project):
    pytest.importorskip("PySide6")
    before = os.umask(0o022)
    try:
        _program(_TAG, project)
    finally:
        os.umask(before)
    home = Path.home()
    ours = [path for path in home.rglob("*") if "claimtracker" in path.parts]
    assert ours
    assert _unlike(path for path in ours if path.is_file()) == []
    assert _unlike(path for path in ours if path.is_dir()) == []
    # A sheet is for handing on: it gets what the person's own files get.
    assert stat.S_IMODE(project.with_suffix(".csv").stat().st_mode) == 0o644


def test_the_log_beside_an_open_project_is_private_too(project):
    with Workspace.open(project) as workspace:
        make_article(workspace, "More.")
        assert len(list(project.parent.iterdir())) > 1
        assert _unlike(project.parent.iterdir()) == []
