"""The line at the foot of the window: whether all is saved, where one is, and the keys that help there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStatusBar, QWidget

from claimtracker.gui.announce import announce
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel

_SHORTLY = 2000


class StatusLine(QStatusBar):
    """Says what is true of the file now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.state, self._position = PlainLabel(), PlainLabel()
        self._hints = ElidedLabel()
        self._hints.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._read_only = False
        self.addWidget(self.state)
        self.addWidget(self._position)
        self.addWidget(self._hints, 1)

    def opened(self, *, read_only: bool) -> None:
        """A project is open."""
        self._read_only = read_only
        self.saved()

    def closed(self) -> None:
        """No project is open, so there is nothing to say."""
        for label in (self.state, self._position, self._hints):
            label.setText("")

    def saved(self) -> None:
        """An edit is in the file."""
        self.state.setText("This project can only be read" if self._read_only else "All changes saved")

    def refused(self) -> None:
        """The last edit is not in the file."""
        if not self._read_only:
            self.state.setText("The last change was not kept")

    def say_shortly(self, sentence: str) -> None:
        """Something that is seen anyway, such as a new size of the text; gone after two seconds."""
        self.showMessage(sentence, _SHORTLY)
        announce(self, sentence)

    def show_position(self, position: str, hints: str) -> None:
        """“Sentence 6 of 14”, and the keys that help there."""
        self._position.setText(position)
        self._hints.setText(hints)
