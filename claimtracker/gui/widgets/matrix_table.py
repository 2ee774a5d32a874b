"""The matrix on screen: chips of statuses, ringed where something changed; the facts stay in sight at the left."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from claimtracker.domain.values import ClaimId, Fact, FactId
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.keys import MATRIX, Keymap
from claimtracker.gui.models.matrix import CELL_ROLE, MatrixCell, MatrixModel
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.fact_header import FactHeader
from claimtracker.gui.widgets.labels import enlarge

Index = QModelIndex | QPersistentModelIndex

_NARROWEST, _COLUMN = 118, 190
"""Pixels: a column at the least and at the most."""
_LINE = 28
"""Pixels of a chip with its room, where the text is of the usual size."""
_MOST_CHIPS = 4


def line_of(metrics: QFontMetrics) -> int:
    """How high a chip is with its room."""
    return max(_LINE, metrics.height() + 12)


class MatrixTable(QTableView):
    """Arrows walk the cells; Enter, or a double click, opens a cell's claims; a refresh leaves one where one was."""

    cell_activated = Signal(object)
    """The ids of the claims of a cell, in the order in which they were said."""
    fact_activated = Signal()
    """A double click on the current fact."""
    verdict_requested = Signal()
    """For the current fact."""
    menu_requested = Signal(QPoint)
    """For the current fact, at a place of the screen."""

    def __init__(self, state: ReviewState, theme: Theme, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._place: tuple[int, FactId | None, str] = (0, None, "")
        self._state = state
        self._grown = 1.0
        self._sought: FactId | None = None
        """A fact that is to be shown as soon as it stands here."""
        self.matrix = MatrixModel(state, self)
        self.setModel(self.matrix)
        self.setItemDelegate(MatrixDelegate(self.matrix, theme, self))
        self.setAccessibleName("Facts by articles")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setWordWrap(True)
        self.facts = FactHeader(theme, self)
        self.setVerticalHeader(self.facts)
        self.facts.sectionPressed.connect(self._on_fact_pressed)
        self.facts.sectionDoubleClicked.connect(self._on_fact_double_clicked)
        self.facts.menu_requested.connect(self._on_fact_menu)
        header = self.horizontalHeader()
        header.setDefaultSectionSize(_COLUMN)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(self._on_activated)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.matrix.modelReset.connect(self._on_reset)
        self._fit()

    def current_fact(self) -> Fact | None:
        """The fact of the current row."""
        return self.matrix.fact_at(self.currentIndex().row())

    def show_fact(self, fact_id: FactId) -> None:
        """Make this fact's row the current one, now or when the matrix is next read."""
        self._place = (self._place[0], fact_id, self._place[2])
        self._sought = fact_id if self.matrix.row_of(fact_id) is None else None
        self._go_back()

    def place_of_current(self) -> QPoint:
        """Where a menu for the current cell opens, on the screen."""
        area = self.visualRect(self.currentIndex())
        if self.currentIndex().isValid() and area.intersects(self.viewport().rect()):
            return self.viewport().mapToGlobal(area.intersected(self.viewport().rect()).bottomLeft())
        return self.viewport().mapToGlobal(QPoint(8, 8))

    def current_claim_ids(self) -> tuple[ClaimId, ...]:
        """The claims of the current cell."""
        cell: MatrixCell | None = self.currentIndex().data(CELL_ROLE) if self.currentIndex().isValid() else None
        return tuple(entry.claim_id for entry in cell.entries) if cell is not None else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the claims of the cell; Tab leaves the table."""
        key = self._keys.action_for(event, MATRIX)
        if key == "matrix.open":
            self._on_activated()
        elif key == "matrix.verdict":
            self.verdict_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the cell under the pointer, or the current one by the menu key."""
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        under = self.indexAt(event.pos())
        if not by_keyboard and under.isValid():
            self.setCurrentIndex(under)
        self.menu_requested.emit(self.place_of_current() if by_keyboard else event.globalPos())

    def _fit(self) -> None:
        """Rows are as high as their fullest cell, for four claims at most; columns as wide as their longest status."""
        metrics = QFontMetrics(self.font())
        line = line_of(metrics)
        lowest = max(line + 16, metrics.lineSpacing() + 28)
        wide = cache(lambda text: metrics.horizontalAdvance(text))  # noqa: PLW0108  asking Qt for a signature costs 60 ms
        self.verticalHeader().setDefaultSectionSize(lowest)
        for row, count in enumerate(self._state.shape.most):
            height = max(lowest, min(count, _MOST_CHIPS) * line + 14, self.facts.height_of(row))
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)
        for column, statuses in enumerate(self._state.shape.statuses):
            widest = max(map(wide, statuses), default=0)
            self.setColumnWidth(column, round(min(_COLUMN * self._grown, max(_NARROWEST * self._grown, widest + 38))))

    def _go_back(self) -> None:
        """To the fact and the column one was in; where they are gone, to what stands there now."""
        cells = self.matrix
        if not cells.rowCount() or not cells.columnCount():
            return
        row, fact_id, column = self._place
        there = cells.row_of(fact_id) if fact_id is not None else None
        row = min(row, cells.rowCount() - 1) if there is None else there
        self.setCurrentIndex(cells.index(row, cells.column_of(column) or 0))

    def set_zoom(self, factor: float) -> None:
        """The size of the text; rows, columns and the facts at the left follow."""
        for widget in (self, self.horizontalHeader()):
            enlarge(widget, factor)
        self._grown = factor
        self.facts.set_zoom(factor)
        self._fit()

    def _on_reset(self) -> None:
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._fit()
        self._go_back()
        if self._sought is None:
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)
        elif self.matrix.row_of(self._sought) is not None:
            self._sought = None

    def _on_current_changed(self, current: QModelIndex) -> None:
        fact, column = self.matrix.fact_at(current.row()), self.matrix.column_at(current.column())
        if fact is not None and column is not None:
            self._place = (current.row(), fact.id, column.key)
        self.facts.viewport().update()

    def _on_fact_pressed(self, row: int) -> None:
        self.setCurrentIndex(self.matrix.index(row, max(0, self.currentIndex().column())))
        self.setFocus()

    def _on_fact_double_clicked(self, row: int) -> None:
        self._on_fact_pressed(row)
        self.fact_activated.emit()

    def _on_fact_menu(self, row: int, place: QPoint) -> None:
        self._on_fact_pressed(row)
        self.menu_requested.emit(place)

    def _on_activated(self) -> None:
        claims = self.current_claim_ids()
        if claims:
            self.cell_activated.emit(claims)


class MatrixDelegate(QStyledItemDelegate):
    """Paints the chips of a cell one under the other, and a ring around those that changed something."""

    def __init__(self, matrix: MatrixModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        cell: MatrixCell | None = index.data(CELL_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setFont(option.font)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        if cell is not None:
            self._chips(painter, area, cell)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A column of chips."""
        return QSize(_COLUMN, line_of(option.fontMetrics) + 16)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Who said it, and why it is ringed, as plain text whatever is in it."""
        cell: MatrixCell | None = index.data(CELL_ROLE) if index.isValid() else None
        lines = []
        for entry in cell.entries[:8] if cell is not None else ():
            lines.append(f"{entry.speaker or 'No source named'}: {entry.status or 'no status'}")
            lines += [f"– {reason}" for reason in self._matrix.reasons(entry)[:3]]
        QToolTip.showText(event.globalPos(), "<br>".join(escape(line) for line in lines), view)
        return True

    def _chips(self, painter: QPainter, area: QRect, cell: MatrixCell) -> None:
        shown = cell.entries[:_MOST_CHIPS] if len(cell.entries) <= _MOST_CHIPS else cell.entries[: _MOST_CHIPS - 1]
        height = line_of(QFontMetrics(painter.font()))
        top = area.top() + (area.height() - height * min(len(cell.entries), _MOST_CHIPS)) // 2
        for place, entry in enumerate(shown):
            line = QRect(area.left() + 9, top + place * height, area.width() - 18, height)
            width = draw_chip(painter, line, entry.status or "no status", self._theme.chip(entry.colour), line.width())
            if entry.claim_id in cell.ringed:
                self._ring(painter, line, width)
        if len(shown) < len(cell.entries):
            line = QRect(area.left() + 9, top + len(shown) * height, area.width() - 18, height)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, f"and {len(cell.entries) - len(shown)} more")

    def _ring(self, painter: QPainter, line: QRect, width: int) -> None:
        height = QFontMetrics(painter.font()).height() + 6
        pill = QRectF(line.left(), line.center().y() - height / 2 + 0.5, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("danger"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.restore()
