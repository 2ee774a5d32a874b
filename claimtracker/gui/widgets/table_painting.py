"""How the claims table is painted: what is to be seen anew in one go, without a call of Qt for each cell.

Qt asks a delegate written in Python seven things for each cell; that takes four times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTableView

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.values import ClaimRow
from claimtracker.gui.delegates.claim_cell import NUMBER_KEYS, PADDING, TAKEN, WRAPPED_KEYS
from claimtracker.gui.delegates.painting import CHIP_PADDING, draw_pill
from claimtracker.gui.models.claims_table import ClaimsTableModel, runs, shown_text
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.cell_texts import CellTexts
from claimtracker.gui.widgets.table_columns import TableHeader
from claimtracker.gui.widgets.table_ranges import Columns, Grid, TableRanges

_ABOVE = 3
"""Pixels between the edge of a cell and its text, above and below."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is seen, without the line under it."""

    number: int
    top: int
    height: int
    claim: ClaimRow | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is seen, without the line at its right."""

    number: int
    left: int
    width: int


class TablePainting:
    """Paints grounds, then the texts column by column, then the lines between the cells and around what is selected."""

    def __init__(
        self,
        table: QTableView,
        header: TableHeader,
        claims: ClaimsTableModel,
        ranges: TableRanges,
        *,
        texts: CellTexts,
        theme: Theme,
    ) -> None:
        self._table = table
        self._header = header
        self._claims = claims
        self._ranges = ranges
        self._theme = theme
        self._texts = texts
        self.several = False
        """Whether more than one cell is selected."""

    def paint(self, event: QPaintEvent) -> None:
        """Paint what an event asks for."""
        self._texts.follow_font()
        painter = QPainter(self._table.viewport())
        chosen = self._ranges.by_column() if self.several else {}
        # Area by area, each clipped: what is drawn twice is drawn too bold.
        for area in event.region():  # type: ignore[attr-defined]
            painter.setClipRect(area)
            painter.fillRect(area, self._theme.color("background"))
            self._paint_area(painter, area, chosen)
        grid = self._ranges.grid() if self.several else None
        if grid is not None:
            painter.setClipping(False)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for outline in outlines(self._table, self._header, grid):
                painter.drawRect(outline)
        painter.end()

    def _paint_area(self, painter: QPainter, area: QRect, chosen: dict[int, tuple[range, ...]]) -> None:
        rows, columns = self._rows_in(area), self._columns_in(area)
        if not rows or not columns:
            return
        self._paint_grounds(painter, rows, columns, chosen)
        for column in columns:
            if COLUMNS[column.number].key == "status":
                self._paint_chips(painter, rows, column, chosen.get(column.number, ()))
            else:
                self._paint_texts(painter, rows, column)
        line = self._theme.color("line")
        right, bottom = columns[-1].left + columns[-1].width, rows[-1].top + rows[-1].height
        for row in rows:
            painter.fillRect(area.left(), row.top + row.height, right - area.left() + 1, 1, line)
        for column in columns:
            painter.fillRect(column.left + column.width, area.top(), 1, bottom - area.top() + 1, line)

    def _rows_in(self, area: QRect) -> list[_Row]:
        number = self._table.rowAt(area.top())
        if number < 0:
            return []
        rows, top = [], self._table.rowViewportPosition(number)
        while top <= area.bottom() and number < self._claims.count:
            height = self._table.rowHeight(number)
            rows.append(_Row(number, top, height - 1, self._claims.claim_at(number)))
            top, number = top + height, number + 1
        return rows

    def _columns_in(self, area: QRect) -> list[_Column]:
        first, last = (self._header.visualIndexAt(place) for place in (area.left(), area.right()))
        columns = []
        for visual in range(max(0, first), (last if last >= 0 else self._header.count() - 1) + 1):
            number = self._header.logicalIndex(visual)
            if not self._header.isSectionHidden(number):
                left, width = self._header.sectionViewportPosition(number), self._header.sectionSize(number)
                columns.append(_Column(number, left, width - 1))
        return columns

    def _paint_grounds(
        self, painter: QPainter, rows: list[_Row], columns: list[_Column], chosen: dict[int, tuple[range, ...]]
    ) -> None:
        """What is selected; else the row that is current, as much as the keyboard is in the table or not."""
        index, theme = self._table.currentIndex(), self._theme
        here, active, focused = index.row(), index.column(), self._table.hasFocus()
        for row in rows if self.several else [row for row in rows if row.number == here]:
            for column in columns:
                area = QRect(column.left, row.top, column.width, row.height)
                if focused and row.number == here and column.number == active:
                    painter.fillRect(area, theme.color("background"))
                    painter.setPen(QPen(theme.color("accent"), 2))
                    painter.drawRect(area.adjusted(1, 1, -1, -1))
                elif any(row.number in stretch for stretch in chosen.get(column.number, ())):
                    painter.fillRect(area, theme.color("accent_soft"))
                elif not self.several:
                    painter.fillRect(area, theme.color("current" if focused else "accent_soft"))

    def _paint_chips(self, painter: QPainter, rows: list[_Row], column: _Column, chosen: tuple[range, ...]) -> None:
        room, current = column.width - 2 * PADDING, self._table.currentIndex().row()
        left = column.left + PADDING
        height = self._texts.metrics.height() + 6
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in rows:
            label = "" if row.claim is None else shown_text(row.claim, "status")
            if row.claim is None or not label:
                continue
            text = self._texts.line(label, max(20, room - 2 * CHIP_PADDING))
            width = min(room, round(text.width) + 2 * CHIP_PADDING)
            chip = self._theme.chip(row.claim.colour)
            selected = row.number == current or any(row.number in stretch for stretch in chosen)
            area = QRect(left, row.top + _ABOVE, room, row.height - 2 * _ABOVE)
            pill = draw_pill(painter, area, width, height, chip, selected=selected)
            painter.setPen(chip.text)
            text.draw(painter, pill.left() + (width - text.width) / 2, pill.top(), pill.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_texts(self, painter: QPainter, rows: list[_Row], column: _Column) -> None:
        """Wrapped where the column has it so and the row is high enough; else in one line."""
        declared, texts = COLUMNS[column.number], self._texts
        key, right, wraps = declared.key, declared.key in NUMBER_KEYS, declared.key in WRAPPED_KEYS
        left, room = column.left + PADDING, column.width - 2 * PADDING
        spacing, leading = texts.metrics.lineSpacing(), max(0, texts.metrics.leading())
        colour = self._theme.color("text" if declared.editor else "muted")
        painter.setPen(colour)
        for row in rows:
            words = "" if row.claim is None else shown_text(row.claim, key)
            if row.claim is None or not words:
                continue
            top, height = row.top + _ABOVE, row.height - 2 * _ABOVE
            if key == "sentence_number" and row.claim.taken_from:
                painter.setPen(self._theme.color("accent"))
                texts.line(TAKEN, column.width).draw(painter, column.left + 4, row.top, row.height)
                painter.setPen(colour)
            lines = (height + leading) // spacing if wraps else 1
            text = texts.wrapped(words, room, lines) if lines > 1 else texts.line(words, room, right=right)
            if text.width <= room:
                text.draw(painter, left, top, height)
                continue
            painter.save()
            painter.setClipRect(left, top, room, height, Qt.ClipOperation.IntersectClip)
            text.draw(painter, left, top, height)
            painter.restore()


def outlines(table: QTableView, columns: Columns, grid: Grid) -> Iterator[QRect]:
    """Where selected cells are seen: a rectangle for each stretch of rows and of columns side by side."""
    shown = columns.shown_columns()
    places = sorted(shown.index(column) for column in grid.columns if column in shown)
    bounds = table.viewport().rect().adjusted(-4, -4, 4, 4)
    for rows in grid.rows:
        top = table.rowViewportPosition(rows[0])
        bottom = table.rowViewportPosition(rows[-1]) + table.rowHeight(rows[-1])
        for stretch in runs(places):
            left = table.columnViewportPosition(shown[stretch[0]])
            last = shown[stretch[-1]]
            right = table.columnViewportPosition(last) + table.columnWidth(last)
            area = QRect(QPoint(left, top), QPoint(right - 2, bottom - 2)).intersected(bounds)
            if not area.isEmpty():
                yield area
