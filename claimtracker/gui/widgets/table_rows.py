"""How high the rows of the claims table are: as their content needs, but looked at only for rows that are seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.gui.delegates.claim_cell import WRAPPED_KEYS, ClaimCellDelegate
from claimtracker.gui.models.claims_table import ClaimsTableModel
from claimtracker.gui.widgets.table_columns import TableHeader

_AHEAD = 20
"""Rows above the visible ones that are looked at as well, so that scrolling up does not jump."""


class RowHeights(QObject):
    """Fits rows when they come into view. A million rows cost what a screenful does."""

    def __init__(
        self, table: QTableView, header: TableHeader, claims: ClaimsTableModel, cells: ClaimCellDelegate
    ) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._claims = claims
        self._cells = cells
        self._fitted: set[int] = set()
        self._resized: set[int] = set()
        self._tall = True
        self._rows = table.verticalHeader()
        self._rows.hide()
        self._rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        table.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def tall(self) -> bool:
        """Whether rows are as high as their content needs; else one line."""
        return self._tall

    def set_tall(self, *, tall: bool) -> None:
        """Rows as high as their content needs, or one line each."""
        self._tall = tall
        self.level()

    def level(self) -> None:
        """One line each, by the font as it is now; then those that are seen as they need."""
        height = self._cells.line_height(QFontMetrics(self._table.font()))
        self._rows.setDefaultSectionSize(height)
        for row in self._resized:
            self._table.setRowHeight(row, height)
        self._resized.clear()
        self.forget()

    def begin(self) -> None:
        """Other claims are shown; rows keep the height of those before until they are seen."""
        self._resized = {row for row in self._resized if row < self._claims.count}
        self.forget()

    def forget(self) -> None:
        """The widths changed: all rows are to be looked at again, and keep their height until they are seen."""
        self._fitted.clear()
        self._soon.start()

    def forget_rows(self, first: int, last: int) -> None:
        """These rows hold something else now."""
        if last - first >= len(self._fitted):
            self._fitted = {row for row in self._fitted if not first <= row <= last}
        else:
            self._fitted.difference_update(range(first, last + 1))
        self._soon.start()

    def fit(self) -> None:
        """Give the rows that are seen their height."""
        self._soon.stop()
        if not self._tall or not self._claims.count:
            return
        metrics = QFontMetrics(self._table.font())
        shown = {COLUMN_KEYS[number]: self._header.sectionSize(number) for number in self._header.shown_columns()}
        widths = {key: shown[key] for key in WRAPPED_KEYS if key in shown}
        first = max(0, self._table.rowAt(0))
        grown = sum(self._fit_row(row, metrics, widths) for row in range(max(0, first - _AHEAD), first))
        if grown:
            bar = self._table.verticalScrollBar()
            bar.setValue(bar.value() + grown)
        row, bottom = first, self._table.viewport().height()
        while row < self._claims.count and self._table.rowViewportPosition(row) < bottom:
            self._fit_row(row, metrics, widths)
            row += 1

    def _fit_row(self, row: int, metrics: QFontMetrics, widths: dict[str, int]) -> int:
        claim = None if row in self._fitted else self._claims.claim_at(row)
        if claim is None:
            return 0
        self._fitted.add(row)
        before = self._table.rowHeight(row)
        height = self._cells.row_height(metrics, claim, widths)
        if height != before:
            self._table.setRowHeight(row, height)
            self._resized.add(row)
        return height - before

    def _on_scrolled(self) -> None:
        if self._tall:
            self._soon.start()
