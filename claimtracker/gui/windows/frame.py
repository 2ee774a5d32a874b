"""The frame of the window: what stands at once, and how the rest is built into it without holding anybody up."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtWidgets import QMainWindow

from claimtracker.gui.menu_names import MENUS
from claimtracker.gui.steps import Stepper, Steps

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from claimtracker.gui.preferences import Preferences
    from claimtracker.gui.windows.first_sight import FirstSight


class Frame(QMainWindow):
    """Its place on the screen, the names of its menus, and what was shown last until that is there itself.

    It is painted before the rest is even loaded, so it loads next to nothing (`tests/gui/test_first_paint.py`).
    """

    operation_done = Signal(str)
    """Of which kind an operation was that is in the file now."""

    def __init__(self, preferences: Preferences, first_sight: FirstSight | None) -> None:
        super().__init__()
        self._preferences = preferences
        self._first_sight = first_sight
        self._stepper: Stepper | None = None
        for name in MENUS:
            self.menuBar().addMenu(name)
        self.setWindowTitle("Claim Tracker")
        self.setMinimumSize(760, 480)
        room = self.screen().availableGeometry()
        self.resize(min(1440, room.width() - 20), min(860, room.height() - 60))
        geometry = preferences.values.geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        if first_sight is not None:
            self.setCentralWidget(first_sight)

    def go_on_with(self, steps: Steps[None]) -> None:
        """Once the frame can be seen, do the rest, a step at a time."""
        self._stepper = Stepper(steps, self)
        if self._first_sight is not None and not self._first_sight.seen:
            self._first_sight.painted.connect(self._stepper.start)
        else:
            self._stepper.start()

    def be_whole(self) -> None:
        """Do at once what is left to be built: somebody needs it now."""
        if self._stepper is not None:
            self._stepper.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is pressed before there is anybody to take it is kept."""
        if self._first_sight is not None:
            self._first_sight.keep(event)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab as well."""
        return self._first_sight is None and super().focusNextPrevChild(forward)

    def sizeHint(self) -> QSize:
        """As designed."""
        return QSize(1440, 860)

    def _geometry(self) -> str:
        return base64.b64encode(self.saveGeometry().data()).decode()
