"""A table of words and chips under headings: for a speaker's positions, and for two articles side by side."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.side_by_side import CELL_ROLE, SideBySideModel, SideCell
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import enlarge

Index = QModelIndex | QPersistentModelIndex

_PADDING, _MOST_LINES, _CHIP = 10, 4, 27


class SideTable(QTableView):
    """Arrows walk the cells, Enter or a double click opens the claims of one."""

    cell_activated = Signal(object)
    """The ids of the claims of a cell."""

    def __init__(self, name: str, columns: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = SideBySideModel(columns, self)
        self._cells = SideDelegate(theme, self)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(self._cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._on_activated)
        self._kept: object = None
        self.rows.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.rows.modelReset.connect(self._on_reset)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; headings are stepped over."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_activated()
            return
        super().keyPressEvent(event)
        row = self.rows.row_at(self.currentIndex().row())
        if row is not None and row.heading and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Rows as high as their words, headings over all columns."""
        columns = self.rows.columnCount()
        self.clearSpans()
        metrics = QFontMetrics(self.font())
        for number in range(self.rows.rowCount()):
            row = self.rows.row_at(number)
            if row is None:
                continue
            if row.heading:
                if columns > 1:
                    self.setSpan(number, 0, 1, columns)
                self.setRowHeight(number, metrics.height() + 26)
                continue
            heights = [
                self._cells.height(metrics, row.cells[column], self.columnWidth(column)) for column in range(columns)
            ]
            self.setRowHeight(number, max(heights))

    def set_zoom(self, factor: float) -> None:
        """The size of the words."""
        for widget in (self, self.horizontalHeader()):
            enlarge(widget, factor)
        self.fit()

    def _on_about_to_reset(self) -> None:
        self._kept = (self._what_is_at(self.currentIndex()), self.verticalScrollBar().value())

    def _on_reset(self) -> None:
        self.fit()
        what, scrolled = self._kept if isinstance(self._kept, tuple) else (None, 0)
        for row in range(self.rows.rowCount() if what is not None else 0):
            for column in range(self.rows.columnCount()):
                if self._what_is_at(self.rows.index(row, column)) == what:
                    self.setCurrentIndex(self.rows.index(row, column))
                    self.verticalScrollBar().setValue(scrolled)
                    return
        if self.rows.rowCount() > 1:
            self.setCurrentIndex(self.rows.index(1, 0))

    def _what_is_at(self, index: QModelIndex) -> object:
        """What a cell is known by, when everything is read anew: its claims, else its words."""
        cell = index.data(CELL_ROLE) if index.isValid() else None
        if not isinstance(cell, SideCell):
            return None
        return tuple(claim.id for claim in cell.claims) or (cell.lead, cell.text)

    def _on_activated(self) -> None:
        cell = self.currentIndex().data(CELL_ROLE) if self.currentIndex().isValid() else None
        if isinstance(cell, SideCell) and cell.claims:
            self.cell_activated.emit(tuple(claim.id for claim in cell.claims))


class SideDelegate(QStyledItemDelegate):
    """Paints lean: a lead in muted letters, words wrapped, chips below, a mark at the right."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def height(self, metrics: QFontMetrics, cell: SideCell, width: int) -> int:
        """How high a cell is at a width, in pixels."""
        words = 0
        if cell.text:
            room = QRect(0, 0, max(40, width - 2 * _PADDING), 10_000)
            wrapped = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), cell.text[:1000]).height()
            words = min(wrapped, _MOST_LINES * metrics.lineSpacing())
        lead = metrics.lineSpacing() + 2 if cell.lead or cell.mark else 0
        return max(34, lead + words + _CHIP * min(len(cell.claims), 4) + 16)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows are set by the table."""
        return QSize(120, 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell or heading."""
        cell: SideCell | str | None = index.data(CELL_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setClipRect(area)
        if isinstance(cell, str):
            self._heading(painter, area, cell, option.font)
        elif cell is not None:
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(area, self._theme.color("accent_soft"))
            self._cell(painter, area.adjusted(_PADDING, 7, -_PADDING, -4), cell, option.font)
            painter.setPen(self._theme.color("line"))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(self._theme.color("accent"))
                painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, text: str, font: QFont) -> None:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self._theme.color("text"))
        inside = area.adjusted(_PADDING, 8, -_PADDING, 0)
        shown = QFontMetrics(bold).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _cell(self, painter: QPainter, area: QRect, cell: SideCell, font: QFont) -> None:
        theme, metrics = self._theme, QFontMetrics(font)
        painter.setFont(font)
        top = area.top()
        if cell.lead or cell.mark:
            line = QRect(area.left(), top, area.width(), metrics.lineSpacing())
            painter.setPen(theme.color("danger"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), cell.mark)
            room = line.width() - (metrics.horizontalAdvance(cell.mark) + 12 if cell.mark else 0)
            painter.setPen(theme.color("muted"))
            lead = metrics.elidedText(cell.lead, Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), lead)
            top += metrics.lineSpacing() + 2
        if cell.text:
            below = area.bottom() - top - _CHIP * min(len(cell.claims), 4)
            words = QRect(area.left(), top, area.width(), max(metrics.lineSpacing(), below))
            painter.setPen(theme.color("text"))
            painter.drawText(words, int(Qt.TextFlag.TextWordWrap), displayed(cell.text[:1000]))
            top = words.bottom() + 1
        for claim in cell.claims[:4]:
            line = QRect(area.left(), top, area.width(), _CHIP)
            width = draw_chip(painter, line, claim.status or "no status", theme.chip(claim.colour), area.width() // 2)
            painter.setPen(theme.color("muted"))
            rest = line.adjusted(width + 8, 0, 0, 0)
            name = metrics.elidedText(claim.speaker, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), name)
            top += _CHIP
