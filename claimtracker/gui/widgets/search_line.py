"""Lines that search, and what the undo of the window is to a line of text."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from claimtracker.gui.keys import Keymap


class SearchLine(QLineEdit):
    """A line that narrows what a view shows, with a cross that empties it; it tells its key."""

    def __init__(self, name: str, tip: str, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = tip
        self._keys = keys
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        keys.changed.connect(self._tell_key)
        self._tell_key()

    def event(self, event: QEvent) -> bool:
        """Undo is the window's where there is no typing to take back."""
        return False if leaves_undo(self, event) else super().event(event)

    def _tell_key(self) -> None:
        self.setPlaceholderText(self._keys.with_key(self.accessibleName(), "view.search"))
        self.setToolTip(self._keys.with_key(self._tip, "view.search"))


def leaves_undo(line: QLineEdit, event: QEvent) -> bool:
    """Leave a key for undo or redo to the window, if the line has nothing of its own to undo. Qt's lines never do."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    left = (undo and not line.isUndoAvailable()) or (redo and not line.isRedoAvailable())
    if left:
        event.ignore()
    return left
