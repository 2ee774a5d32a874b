"""How the claims table is painted: what is to be seen anew in one go, without a call of Qt for each cell.

Qt asks a delegate written in Python seven things for each cell; that takes four times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QTableView

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.values import ClaimRow
from claimtracker.gui.delegates.claim_cell import PADDING
from claimtracker.gui.models.claims_table import ClaimsTableModel, runs
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.cell_texts import CellTexts
from claimtracker.gui.widgets.chip_pictures import ChipPictures
from claimtracker.gui.widgets.row_texts import ABOVE, ColumnPlace, RowTexts, TextsOfRow
from claimtracker.gui.widgets.table_columns import TableHeader
from claimtracker.gui.widgets.table_ranges import Columns, Grid, TableRanges
from claimtracker.gui.widgets.table_rows import RowHeights

_STATUS = next(number for number, column in enumerate(COLUMNS) if column.key == "status")


class _Row(NamedTuple):
    """A row that is seen, without the line under it."""

    number: int
    top: int
    height: int
    claim: ClaimRow | None


class _Strip(NamedTuple):
    """What comes into view at a notch of the wheel, painted beforehand."""

    picture: QPixmap
    start: int
    """Counted from the first row, as it is scrolled."""
    rows: list[tuple[int, int, TextsOfRow]]
    """Each row's number, where it begins, and what it says."""


class TablePainting:
    """Paints grounds, then chips and texts, then the lines between the cells and around what is selected."""

    def __init__(
        self,
        table: QTableView,
        header: TableHeader,
        claims: ClaimsTableModel,
        ranges: TableRanges,
        *,
        heights: RowHeights,
        texts: CellTexts,
        theme: Theme,
    ) -> None:
        self._table = table
        self._header = header
        self._claims = claims
        self._ranges = ranges
        self._heights = heights
        self._theme = theme
        self._texts = texts
        self._chips = ChipPictures(texts, theme)
        self._row_texts = RowTexts(texts, self._chips, theme)
        self._strips: dict[str, _Strip] = {}
        """Above and below what is seen."""
        self._columns: tuple[ColumnPlace, ...] = ()
        self._columns_for = (-1, -1)
        self.several = False
        """Whether more than one cell is selected."""
        bar = table.verticalScrollBar().parentWidget()
        if bar is not None:
            # With a ground of its own: what lies behind it need not be painted at each notch of the wheel.
            bar.setAutoFillBackground(True)
        for changed in (header.sectionResized, header.sectionMoved, header.sectionCountChanged):
            changed.connect(self._on_columns_changed)
        heights.came_near.connect(self._on_came_near)
        claims.modelReset.connect(self._on_reset)

    def paint(self, event: QPaintEvent) -> None:
        """Paint what an event asks for."""
        self._row_texts.follow_look(self._table.devicePixelRatio())
        painter = QPainter(self._table.viewport())
        chosen = self._ranges.by_column() if self.several else {}
        # Area by area, each clipped: what is drawn twice is drawn too bold.
        for area in event.region():  # type: ignore[attr-defined]
            painter.setClipRect(area)
            if not self._put_strip(painter, area):
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
        painter.fillRect(area, self._theme.color("background"))
        rows, columns = self._rows_in(area), self._columns_in(area)
        if not rows or not columns:
            return
        self._paint_grounds(painter, rows, columns, chosen)
        here, chosen_chips = self._table.currentIndex().row(), chosen.get(_STATUS, ())
        for row in rows:
            if row.claim is None:
                continue
            texts = self._row_texts.of(row.claim, row.height, columns)
            self._paint_texts(painter, row, texts)
            selected = row.number == here or any(row.number in stretch for stretch in chosen_chips)
            if texts.chip is None or selected:
                self._draw_chip(painter, row, row.claim, columns, selected=selected)
            else:
                picture, left, below = texts.chip
                painter.drawPixmap(left, row.top + below, picture)
        line, fill = self._theme.color("line"), painter.fillRect
        top, left, right = area.top(), area.left(), columns[-1].left + columns[-1].width
        bottom = rows[-1].top + rows[-1].height
        for row in rows:
            fill(left, row.top + row.height, right - left + 1, 1, line)
        for column in columns:
            fill(column.left + column.width, top, 1, bottom - top + 1, line)

    def _put_strip(self, painter: QPainter, area: QRect) -> bool:
        """Whether an area was painted beforehand, is as it was then, and has been put where it belongs."""
        scrolled = self._table.verticalScrollBar().value()
        start, end = area.top() + scrolled, area.bottom() + 1 + scrolled
        for strip in self._strips.values():
            scale = int(strip.picture.devicePixelRatio())
            wide, high = strip.picture.width(), strip.picture.height()
            if start < strip.start or end > strip.start + high // scale or scale * area.width() != wide:
                continue
            rows = self._plain_rows(area)
            if rows and all(row in strip.rows for row in rows):
                above = scale * (start - strip.start)
                painter.drawPixmap(0, area.top(), strip.picture, 0, above, wide, scale * area.height())
                return True
        return False

    def _plain_rows(self, area: QRect) -> list[tuple[int, int, TextsOfRow]]:
        """The rows that fill an area, as a strip has them; none when any of them is selected or current."""
        here, scrolled, columns = (
            self._table.currentIndex().row(),
            self._table.verticalScrollBar().value(),
            self._columns,
        )
        rows = self._rows_in(area)
        if self.several or not rows or rows[-1].top + rows[-1].height < area.bottom():
            return []
        plain = []
        for number, top, height, claim in rows:
            if claim is None or number == here:
                return []
            plain.append((number, top + scrolled, self._row_texts.of(claim, height, columns)))
        return plain

    def _rows_in(self, area: QRect) -> list[_Row]:
        bottom, count = area.bottom(), self._claims.count
        number, top = self._heights.row_at(area.top())
        rows: list[_Row] = []
        while 0 <= number < count and top <= bottom:
            height = self._table.rowHeight(number)
            rows.append(_Row(number, top, height - 1, self._claims.claim_at(number)))
            top, number = top + height, number + 1
        return rows

    def _columns_in(self, area: QRect) -> tuple[ColumnPlace, ...]:
        columns, left, right = self._columns_seen(), area.left(), area.right()
        if left == 0 and right + 1 >= self._columns_for[1]:
            return columns
        return tuple(column for column in columns if column.left <= right and column.left + column.width >= left)

    def _columns_seen(self) -> tuple[ColumnPlace, ...]:
        """Looked at anew only when they were scrolled, moved or sized."""
        header, wide = self._header, self._table.viewport().width()
        if self._columns_for == (header.offset(), wide):
            return self._columns
        columns = []
        visual, count = max(0, header.visualIndexAt(0)), header.count()
        left = header.sectionViewportPosition(header.logicalIndex(visual))
        while visual < count and left < wide:
            number = header.logicalIndex(visual)
            width = header.sectionSize(number)  # 0 when it is hidden
            if width:
                columns.append(ColumnPlace(number, left, width - 1))
            left, visual = left + width, visual + 1
        self._columns, self._columns_for = tuple(columns), (header.offset(), wide)
        return self._columns

    def _paint_grounds(
        self,
        painter: QPainter,
        rows: list[_Row],
        columns: tuple[ColumnPlace, ...],
        chosen: dict[int, tuple[range, ...]],
    ) -> None:
        """What is selected; else the row that is current, as much as the keyboard is in the table or not."""
        index, theme = self._table.currentIndex(), self._theme
        here = index.row()
        tinted = rows if self.several else [row for row in rows if row.number == here]
        if not tinted:
            return
        active, focused = index.column(), self._table.hasFocus()
        for row in tinted:
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

    def _draw_chip(
        self, painter: QPainter, row: _Row, claim: ClaimRow, columns: tuple[ColumnPlace, ...], *, selected: bool
    ) -> None:
        for number, left, width in columns:
            if number == _STATUS and claim.status:
                area = QRect(left + PADDING, row.top + ABOVE, width - 2 * PADDING, row.height - 2 * ABOVE)
                self._chips.draw(painter, area, claim, selected=selected)

    def _paint_texts(self, painter: QPainter, row: _Row, texts: TextsOfRow) -> None:
        top = row.top
        for colour, cells in texts.by_colour:
            painter.setPen(self._theme.color(colour))
            for draw, left, below in cells:
                draw(painter, QPointF(left, top + below))
        for colour, draw, left, below, room in texts.wide:
            painter.save()
            painter.setPen(self._theme.color(colour))
            painter.setClipRect(left, top + ABOVE, room, row.height - 2 * ABOVE, Qt.ClipOperation.IntersectClip)
            draw(painter, QPointF(left, top + below))
            painter.restore()

    def _on_reset(self) -> None:
        self._strips = {}

    def _on_columns_changed(self) -> None:
        self._columns_for = (-1, -1)

    def _on_came_near(self, first: int, last: int) -> None:
        """Nothing is waited for now: when these rows come into view their texts are at hand."""
        columns = self._columns_seen()
        self._row_texts.follow_look(self._table.devicePixelRatio())
        for number in range(first, last + 1):
            claim = self._claims.claim_at(number)
            if claim is not None:
                self._row_texts.of(claim, self._table.rowHeight(number) - 1, columns)
        self._paint_ahead()

    def _paint_ahead(self) -> None:
        """The rows that the next notch of the wheel brings, up or down: then they have only to be put there."""
        bar, viewport, scale = self._table.verticalScrollBar(), self._table.viewport(), self._table.devicePixelRatio()
        notch = min(bar.singleStep() * QApplication.wheelScrollLines(), bar.pageStep())
        before, self._strips = self._strips, {}
        for where, top in (("above", -notch), ("below", viewport.height())):
            area = QRect(0, top, viewport.width(), notch)
            rows = self._plain_rows(area) if scale.is_integer() else []
            if not rows:
                continue
            picture = before[where].picture if where in before else QPixmap()
            if picture.size() != area.size() * int(scale):
                picture = QPixmap(area.size() * int(scale))
            picture.setDevicePixelRatio(scale)
            painter = QPainter(picture)
            painter.translate(0, -top)
            painter.setClipRect(area)
            self._paint_area(painter, area, {})
            painter.end()
            self._strips[where] = _Strip(picture, top + bar.value(), rows)


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
