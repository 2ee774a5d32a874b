"""The real window on a project, driven by real events, with a watchdog on its event loop."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from claimtracker.gui.app import make_application
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.theme import Theme
from claimtracker.gui.windows.first_sight import ROWS, FirstSight
from claimtracker.gui.windows.main_window import MainWindow
from claimtracker.storage.glimpse import glimpse
from tests.benchmarks.measuring import Bench

PATIENCE = 900
"""Seconds that something may take."""


class Answers:
    """Answers every question of the window with yes, and has the paths ready that it asks for."""

    def __init__(self) -> None:
        self.paths: list[object] = []

    def _path(self, *_: object) -> object:
        return self.paths.pop(0)

    open_project = save_project = open_texts = open_sheet = save_sheet = save_report = _path
    open_vocabulary = save_vocabulary = save_text = _path

    def confirm(self, *_: object) -> bool:
        """Yes."""
        return True


class Driver:
    """A window on a project; `bench` gets what is measured and the longest stall of each thing that is done."""

    def __init__(self, bench: Bench, path: Path) -> None:
        self.bench = bench
        self.app = make_application()
        theme = Theme("light")
        theme.apply(self.app)
        self.ask = Answers()
        seen = FirstSight(path.name, glimpse(path, ROWS), theme, side_width=230, zoom=1.0)
        preferences = Preferences(bench.folder / "preferences.json")
        self.window = MainWindow(self.ask, theme, preferences, first_sight=seen)  # type: ignore[arg-type]
        self.watchdog = Watchdog()
        self.window.resize(1440, 860)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        gc.disable()  # as the program does while it opens (`claimtracker.gui.app`)
        with self.watchdog.watching(bench, "open"):
            self.window.go_on_with(self.window.build_and_open(path))
            self.settle(lambda: self.window.open_path() is not None and self.window.page is not None)
            # A check of the whole file and a backup begin three seconds after opening: this run has its own.
            self.settle()
        gc.freeze()  # this too
        gc.enable()
        keeper = self.window.keeper
        assert keeper is not None
        keeper.suspended = True
        keeper.look.stop()

    def close(self) -> None:
        """Close the window; nothing runs on."""
        self.window.stop()
        self.app.processEvents()

    @property
    def page(self):
        """The open project."""
        page = self.window.page
        assert page is not None
        return page

    def view(self, key: str):
        """Show a view and wait until it stands still."""
        self.page.show_view(key)
        self.settle()
        return self.page.view

    def settle(self, ready: Callable[[], bool] = lambda: True, quiet: float = 0.15) -> None:
        """Let events go by until something is so, and then nothing more is painted for a while."""
        seen = _Updates(self.app)
        deadline = time.monotonic() + PATIENCE
        still = perf_counter()
        while perf_counter() - still < quiet or not ready():
            seen.look()
            self.app.processEvents()
            if seen.count or not ready():
                seen.count, still = 0, perf_counter()
            time.sleep(0.001)
            assert time.monotonic() < deadline, "it never came to rest"
        seen.end()

    def settle_until(self, ready: Callable[[], bool]) -> None:
        """Let events go by until something is so, and painted."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            self.app.processEvents()
            time.sleep(0.001)
            assert time.monotonic() < deadline, "it never came about"
        self.app.processEvents()

    def painted(
        self,
        widget: QWidget,
        act: Callable[[], object],
        ready: Callable[[], bool] = lambda: True,
        *,
        profiled: bool = True,
    ) -> float:
        """Milliseconds from an event to the end of the paint of a widget that it causes, once something is so."""
        seen = _Paints(widget)
        deadline = time.monotonic() + PATIENCE
        with self.bench.profiled() if profiled else nullcontext():
            started = perf_counter()
            act()
            # What was asked for is painted in the next pass, or was in the one that brought it about.
            self.settle_until(ready)
            while not seen.count:
                self.app.processEvents()
                assert time.monotonic() < deadline, "it was never painted"
            took = 1000 * (perf_counter() - started)
        seen.end()
        return took


class _Paints(QObject):
    """Counts what is painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self._watched = watched
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False

    def end(self) -> None:
        self._watched.removeEventFilter(self)


class _Updates(QObject):
    """Counts how often any window is painted.

    It does not look at every event: each would wait in it for the turn of Python, of which a worker may have much.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._watched: list[QWidget] = []
        self.count = 0

    def look(self) -> None:
        """Watch the windows that there are now."""
        for window in self._app.topLevelWidgets():
            if window.isVisible() and window not in self._watched:
                self._watched.append(window)
                window.installEventFilter(self)
                self.count += 1

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.UpdateRequest:
            self.count += 1
        return False

    def end(self) -> None:
        for window in self._app.topLevelWidgets():
            window.removeEventFilter(self)


class Watchdog(QObject):
    """Ticks whenever the event loop comes round; the longest pause between two ticks is how long the window stood."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_tick)
        self._last = 0.0
        self.longest = 0.0

    @contextmanager
    def watching(self, bench: Bench, name: str) -> Iterator[None]:
        """Note the longest pause, in milliseconds, as `name.stall`."""
        self.longest, self._last = 0.0, perf_counter()
        self._timer.start()
        try:
            yield
        finally:
            self._on_tick()
            self._timer.stop()
            bench.note(f"{name}.stall", self.longest)

    def _on_tick(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, 1000 * (now - self._last))
        self._last = now


def turn_wheel(area: QWidget, notches: int) -> None:
    """The wheel over the middle of a widget, downwards for negative notches."""
    middle = QPointF(area.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(area.mapToGlobal(area.rect().center())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area, event)
