"""Starting the window."""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from claimtracker.gui.loading import load
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.steps import Steps
from claimtracker.gui.theme import Choice, Theme
from claimtracker.gui.windows.first_sight import ROWS, FirstSight
from claimtracker.gui.windows.main_window import MainWindow
from claimtracker.storage.glimpse import glimpse

CRASHED = (
    "Claim Tracker crashed the last time; everything committed is there. There is a report that names no word of your"
    " claims."
)
_PATIENCE = 0.0005
"""Seconds; Python's own is ten times as long."""


def make_application() -> QApplication:
    """The one application object, with its names."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of Qt application is running in this process")
    app.setApplicationName("claimtracker")
    app.setApplicationDisplayName("Claim Tracker")
    app.setDesktopFileName("claimtracker")
    # The window waits so long for Python at each step of a paint while a thread beside it works in Python.
    sys.setswitchinterval(_PATIENCE)
    return app


def run_app(path: Path | None) -> int:
    """Open the window on a project, the last one, or the samples; returns the exit code."""
    app = make_application()
    preferences = Preferences()
    theme = Theme(_choice(preferences.values.theme))
    theme.apply(app)
    first = first_project(path, preferences)
    side_width, zoom = preferences.values.side_width, preferences.values.zoom
    seen, name = (None, "") if first is None else (glimpse(first, ROWS), first.name)
    sight = FirstSight(name, seen, theme, side_width=side_width, zoom=zoom)
    window = MainWindow(None, theme, preferences, first_sight=sight)
    with ExitStack() as endings:
        window.go_on_with(_rest(window, first, endings))
        window.show()
        return app.exec()


def _rest(window: MainWindow, first: Path | None, endings: ExitStack) -> Steps[None]:
    """What comes after the first paint; `endings` is what is to be done when the program ends."""
    load("claimtracker.gui.errors")
    from claimtracker.gui.errors import CRASH_TOLD, CrashFile, Reporter  # noqa: PLC0415

    reporter = Reporter()
    reporter.install()
    crash = CrashFile()
    crashed = crash.begin()
    endings.callback(reporter.uninstall)
    endings.callback(crash.end)
    # Python looks at signals only between its own instructions; the session's timer gives it the chance.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: QTimer.singleShot(0, window.stop))
    window.operation_done.connect(reporter.note)
    reporter.explain = window.explain
    yield
    yield from window.build_and_open(first)
    reporter.told.connect(window.bar.error)
    gc.freeze()
    gc.enable()  # `__main__` put it off
    if first is None:
        # First start: the samples are made when the window is there.
        window.actions_by_key["project.sample"].trigger()
    if crashed:
        window.bar.question(CRASHED, [("Show the report", partial(reporter.show, crashed, CRASH_TOLD))])


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
