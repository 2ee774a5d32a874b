"""After a crash: a report that names nobody's words, to copy or to save; what the disk did is no crash."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from claimtracker.gui import app
from claimtracker.gui.errors import CRASH_TOLD, CrashFile, ReportDialog, Reporter, report_of, without_home
from claimtracker.operations import EditClaim

_CLAIM = "Varga denied everything"


@pytest.fixture
def reporter(qapp, scripted_ask):
    made = Reporter(ask=scripted_ask)
    hook = sys.excepthook
    made.install()
    yield made
    made.uninstall()
    sys.excepthook = hook
    for dialog in _reports():
        dialog.close()


def _reports() -> list[ReportDialog]:
    return [found for found in QApplication.topLevelWidgets() if isinstance(found, ReportDialog) and found.isVisible()]


def _raise(error):
    try:
        raise error
    except type(error) as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def _click(dialog, text):
    next(button for button in dialog.findChildren(QPushButton) if button.text() == text).click()


def test_it_tells_versions_and_what_was_done_last_and_no_word_of_a_claim(reporter, window, qtbot):
    window.operation_done.connect(reporter.note)
    window.session.run(EditClaim(1, {"note": _CLAIM}))
    window.session.undo()
    _raise(ValueError(_CLAIM))
    qtbot.waitUntil(lambda: len(_reports()) == 1)
    (dialog,) = _reports()
    told = dialog.text.toPlainText()
    for word in ("Claim Tracker ", "Python ", "Qt ", "SQLite ", "ValueError", " EditClaim", " Undo"):
        assert word in told
    assert "Varga" not in told
    assert "Edit " not in told  # no label either


def test_it_is_copied_and_saved(reporter, scripted_ask, tmp_path, qtbot):
    reporter.show("A report", CRASH_TOLD)
    (dialog,) = _reports()
    _click(dialog, "Copy report")
    assert QApplication.clipboard().text() == "A report"
    scripted_ask.answers = [tmp_path / "report.txt", tmp_path / "none" / "report.txt", None]
    _click(dialog, "Save report…")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "A report"
    assert dialog.said.text() == "Saved as report.txt."
    _click(dialog, "Save report…")
    assert "could not be written" in dialog.said.text()
    _click(dialog, "Save report…")


def test_the_causes_are_told_and_the_persons_name_is_not():
    def fail():
        try:
            {}[_CLAIM]
        except KeyError as error:
            raise RuntimeError(_CLAIM) from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    told = report_of(caught.value)
    assert told.index("KeyError") < told.index("RuntimeError")
    assert "Varga" not in told
    assert without_home(f'File "{Path.home()}/claims/x.py"') == 'File "~/claims/x.py"'


def test_what_the_disk_did_is_a_sentence_and_no_report(reporter, window, qtbot):
    reporter.explain = window.explain
    reporter.told.connect(window.bar.error)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_READ"
    for _ in range(3):
        _raise(error)
    qtbot.waitUntil(lambda: "gave an error" in window.bar.text)
    assert reporter.shown == []
    _raise(sqlite3.OperationalError("no such column: x"))
    qtbot.waitUntil(lambda: len(_reports()) == 1)


def test_the_log_is_for_this_person_alone_and_small(reporter):
    folder = Path(platformdirs.user_log_dir("claimtracker", appauthor=False))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for _ in range(30):
        reporter._on_qt_message(1, None, "x" * 100_000)
    logs = list(folder.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in logs} == {0}
    assert sum(path.stat().st_size for path in logs) < 2_000_000


_CRASH = """
import faulthandler, sys
from PySide6.QtCore import QTimer
from pathlib import Path
from claimtracker.gui import app
app.make_application()
QTimer.singleShot(600, faulthandler._sigabrt)
sys.exit(app.run_app(Path(sys.argv[1])))
"""


def test_a_hard_crash_is_told_at_the_next_start(project):
    done = subprocess.run(
        [sys.executable, "-c", _CRASH, project], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode not in {0, 1, 2}
    crash = CrashFile()
    left = crash.begin()
    crash.end()
    assert "Fatal Python error: Aborted" in left
    assert "app.py" in left
    assert "SQLite" in left
    path = Path(platformdirs.user_log_dir("claimtracker", appauthor=False)) / "crash.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = CrashFile()
    assert again.begin() == ""  # told once
    again.end()


_START = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pathlib import Path
from claimtracker.gui import app

def look():
    window = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "MainWindow")
    window.be_whole()
    said = []
    while window.bar.text:
        said.append(window.bar.text)
        window.bar.put_away()
    print(json.dumps(said), flush=True)
    window.stop()

app.make_application()
QTimer.singleShot(600, look)
sys.exit(app.run_app(Path(sys.argv[1])))
"""


def test_the_window_offers_the_report_of_a_crash(project):
    subprocess.run([sys.executable, "-c", _CRASH, project], capture_output=True, check=False, timeout=60)
    started = [sys.executable, "-c", _START, project]
    first = json.loads(subprocess.run(started, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert first == [app.CRASHED]
    assert json.loads(subprocess.run(started, capture_output=True, text=True, check=True, timeout=60).stdout) == []
