"""Starting the window."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from claimtracker.gui.ask import QtAsk
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.theme import Choice, Theme
from claimtracker.gui.windows.main_window import MainWindow

CRASHED = (
    "Claim Tracker crashed the last time; everything committed is there. There is a report that names no word of your"
    " claims."
)


def make_application() -> QApplication:
    """The one application object, with its names."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of Qt application is running in this process")
    app.setApplicationName("claimtracker")
    app.setApplicationDisplayName("Claim Tracker")
    app.setDesktopFileName("claimtracker")
    return app


def run_app(path: Path | None) -> int:
    """Open the window on a project, the last one, or the samples; returns the exit code."""
    app = make_application()
    from claimtracker.gui.errors import CRASH_TOLD, CrashFile, Reporter  # noqa: PLC0415  after Qt is up

    reporter = Reporter()
    reporter.install()
    crash = CrashFile()
    crashed = crash.begin()
    preferences = Preferences()
    theme = Theme(_choice(preferences.values.theme))
    theme.apply(app)
    ask = QtAsk()
    window = MainWindow(ask, theme, preferences)
    ask.parent = window
    window.operation_done.connect(reporter.note)
    reporter.explain = window.explain
    reporter.told.connect(window.bar.error)
    first = first_project(path, preferences)
    if first is None:
        # First start: the samples are made after the window is there.
        QTimer.singleShot(0, window, window.actions_by_key["project.sample"].trigger)
    else:
        window.open_project(first)
    window.show()
    if crashed:
        window.bar.question(CRASHED, [("Show the report", partial(reporter.show, crashed, CRASH_TOLD))])
    # Python looks at signals only between its own instructions; the session's timer gives it the chance.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.stop())
    code = app.exec()
    crash.end()
    reporter.uninstall()
    return code


def first_project(named: Path | None, preferences: Preferences) -> Path | None:
    """What to open at the start: the project named, else the last one even if it is gone, to say so; else None."""
    return named or preferences.last()


def sample_project() -> Path:
    """The sample project in the person's documents, made if it is not there. Raises `UserError` if it cannot be."""
    from claimtracker.exchange.samples import make_sample_project  # noqa: PLC0415  only when asked for

    folder = Path(platformdirs.user_documents_dir()) / "Claim Tracker"
    path = folder / "Maren harbour (sample).claims"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        make_sample_project(path)
    return path


def _choice(text: str) -> Choice:
    choices: dict[str, Choice] = {"light": "light", "dark": "dark"}
    return choices.get(text, "system")
