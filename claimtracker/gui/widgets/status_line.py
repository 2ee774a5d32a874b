"""The line at the foot of the window: whether all is saved, where one is, and the keys that help there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStatusBar, QWidget

from claimtracker.gui.announce import announce
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel

_SHORTLY = 2000
_ON_NETWORK = " · on a network drive"
_ABOUT_NETWORK = (
    "On a network drive every edit is written into the file itself, which takes longer. One person at a time is"
    " safest: not every drive keeps two programs apart."
)


class StatusLine(QStatusBar):
    """Says what is true of the file now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.state, self._position = PlainLabel(), PlainLabel()
        self._hints = ElidedLabel()
        self._hints.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._why_only_read = self._where = self._stopped = ""
        self.addWidget(self.state)
        self.addWidget(self._position)
        self.addWidget(self._hints, 1)

    def opened(self, *, why_only_read: str = "", network: bool = False) -> None:
        """A project is open, and maybe only to be read."""
        self._why_only_read, self._where, self._stopped = why_only_read, _ON_NETWORK if network else "", ""
        self.state.setToolTip(_ABOUT_NETWORK if network else "")
        self.saved()

    def closed(self) -> None:
        """No project is open, so there is nothing to say."""
        for label in (self.state, self._position, self._hints):
            label.setText("")

    def saved(self) -> None:
        """An edit is in the file."""
        if self._stopped:
            self.state.setText(self._stopped)
        elif self._why_only_read:
            self.state.setText(f"Read-only: {self._why_only_read.partition(';')[0]}{self._where}")
        else:
            self.state.setText(f"All changes saved{self._where}")

    def refused(self) -> None:
        """The last edit is not in the file."""
        if not self._why_only_read and not self._stopped:
            self.state.setText("The last change was not kept")

    def stopped(self, why: str) -> None:
        """Nothing can be saved for the time being; empty when it can again."""
        self._stopped = why
        self.saved()

    def say_shortly(self, sentence: str) -> None:
        """Something that is seen anyway, such as a new size of the text; gone after two seconds."""
        self.showMessage(sentence, _SHORTLY)
        announce(self, sentence)

    def show_position(self, position: str, hints: str) -> None:
        """“Sentence 6 of 14”, and the keys that help there."""
        self._position.setText(position)
        self._hints.setText(hints)
