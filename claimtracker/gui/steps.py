"""Work that must not hold up the window: done a piece at a time, with keys, clicks and paints served in between."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

Result = TypeVar("Result")
Steps = Generator[None, None, Result]
"""Each `yield` is a place where the window may do something else; no piece should take longer than 50 ms."""


def at_once(steps: Steps[Result]) -> Result:
    """All pieces one after the other, for whoever needs the end of it now."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


class Stepper(QObject):
    """Does a piece whenever the window has nothing else to do."""

    finished = Signal()

    def __init__(self, steps: Steps[None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Steps[None] | None = steps
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._on_idle)

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self._steps is None

    def start(self) -> None:
        """Begin, as soon as the window has nothing else to do."""
        if not self.done:
            self._idle.start()

    def finish(self) -> None:
        """Do at once what is left."""
        while not self.done:
            self._on_idle()

    def stop(self) -> None:
        """Leave undone what is left."""
        self._idle.stop()
        self._steps = None

    def _on_idle(self) -> None:
        steps, self._steps = self._steps, None
        if steps is None:
            return
        try:
            next(steps)
        except StopIteration:
            self._idle.stop()
            self.finished.emit()
        except BaseException:
            self._idle.stop()
            raise
        else:
            self._steps = steps
