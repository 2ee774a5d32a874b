"""Where the arrow keys and their like lead in the claims table."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from claimtracker.gui.widgets.table_ranges import TableRanges

_FAR = 1 << 30
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


@dataclass(frozen=True, slots=True)
class Move:
    """So many rows and columns further; a leap goes to the edge of the filled block."""

    rows: int
    columns: int
    leap: bool = False

    def carry_out(self, ranges: TableRanges, *, extend: bool) -> None:
        """Move the active cell, or stretch the selection."""
        if self.leap:
            ranges.leap(self.rows, self.columns, extend=extend)
        else:
            ranges.step(self.rows, self.columns, extend=extend)


def direction(event: QKeyEvent, page: int) -> Move | None:
    """Where a key leads; None for a key that leads nowhere. `page` is how many rows are seen at once."""
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
    control = held == Qt.KeyboardModifier.ControlModifier
    if held and not control:
        return None
    if key in _ARROWS:
        return Move(*_ARROWS[key], leap=control)
    if key in _ENDS:
        return Move(_ENDS[key] * _FAR if control else 0, _ENDS[key] * _FAR)
    if key in _PAGES and not control:
        return Move(_PAGES[key] * page, 0)
    return None


def is_extending(event: QKeyEvent) -> bool:
    """Whether the selection is stretched and not moved."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
