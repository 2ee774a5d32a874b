"""The mouse in the claims table: a click, a drag, Shift and Ctrl select cells as in a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTableView

from claimtracker.gui.widgets.table_ranges import Columns, TableRanges

_OUTSIDE = 40
"""Milliseconds between two steps while a drag is held outside of the table."""


class RangeMouse(QObject):
    """Takes the mouse events of the table's viewport."""

    double_clicked = Signal(QModelIndex)

    def __init__(self, table: QTableView, header: Columns, ranges: TableRanges) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._ranges = ranges
        self._dragging = False
        self._outside = QTimer(self)
        self._outside.setInterval(_OUTSIDE)
        self._outside.timeout.connect(self._on_outside)
        self._place = QPoint()

    def press(self, event: QMouseEvent) -> None:
        """Left: make a cell active, stretch with Shift, add with Ctrl. Right: keep what is selected if it is in it."""
        index = self._table.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        if event.button() == Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._ranges.go(index.row(), index.column(), extend=extend, add=add, scroll=False)
            self._dragging = True
        elif event.button() == Qt.MouseButton.RightButton and not self._table.selectionModel().isSelected(index):
            self._ranges.go(index.row(), index.column(), scroll=False)

    def move(self, event: QMouseEvent) -> None:
        """Stretch the selection to the cell under the pointer."""
        if self._dragging:
            self._drag(event.position().toPoint())

    def release(self, _event: QMouseEvent) -> None:
        """The drag is over."""
        self._outside.stop()
        self._dragging = False

    def double_click(self, event: QMouseEvent) -> None:
        """Ask for the cell to be edited."""
        index = self._table.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._ranges.go(index.row(), index.column(), scroll=False)
            self.double_clicked.emit(index)

    def _drag(self, place: QPoint) -> None:
        self._place = place
        area = self._table.viewport().rect()
        if area.contains(place):
            self._outside.stop()
        elif not self._outside.isActive():
            self._outside.start()
        index = self._cell_near(place)
        if index.isValid() and (index.row(), index.column()) != self._ranges.extent:
            self._ranges.go(index.row(), index.column(), extend=True)

    def _on_outside(self) -> None:
        area = self._table.viewport().rect()
        for bar, before, after in (
            (self._table.verticalScrollBar(), self._place.y() - area.top(), self._place.y() - area.bottom()),
            (self._table.horizontalScrollBar(), self._place.x() - area.left(), self._place.x() - area.right()),
        ):
            bar.setValue(bar.value() + min(before, 0) + max(after, 0))
        self._drag(self._place)

    def _cell_near(self, place: QPoint) -> QModelIndex:
        area = self._table.viewport().rect()
        row = self._table.rowAt(min(max(place.y(), area.top()), area.bottom()))
        column = self._table.columnAt(min(max(place.x(), area.left()), area.right()))
        model = self._table.model()
        return model.index(
            row if row >= 0 else model.rowCount() - 1, column if column >= 0 else self._header.shown_columns()[-1]
        )
