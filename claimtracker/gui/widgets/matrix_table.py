"""The matrix on screen: chips of statuses, ringed where something changed; the facts stay in sight at the left."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
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

from claimtracker.domain.values import ClaimId
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.matrix import CELL_ROLE, MatrixCell, MatrixModel
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.theme import Theme
from claimtracker.storage.queries.matrix import MatrixEntry

Index = QModelIndex | QPersistentModelIndex

_NARROWEST, _COLUMN, _FACT = 118, 190, 230
"""Pixels: a column at the least and at the most, and the facts at the left."""
_LINE = 28
_MOST_CHIPS = 4


class MatrixTable(QTableView):
    """Arrows walk the cells; Enter, or a double click, opens the claims of a cell."""

    cell_activated = Signal(object)
    """The ids of the claims of a cell, in the order in which they were said."""

    def __init__(self, state: ReviewState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._facts = FactHeader(theme, self)
        self.setVerticalHeader(self._facts)
        header = self.horizontalHeader()
        header.setDefaultSectionSize(_COLUMN)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(self._on_activated)
        self.matrix.modelReset.connect(self._fit)
        self._fit()

    def current_claim_ids(self) -> tuple[ClaimId, ...]:
        """The claims of the current cell."""
        cell: MatrixCell | None = self.currentIndex().data(CELL_ROLE) if self.currentIndex().isValid() else None
        return tuple(entry.claim_id for entry in cell.entries) if cell is not None else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the claims of the cell; Tab leaves the table."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_activated()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Rows are as high as their fullest cell, for four claims at most; columns as wide as their longest status."""
        cells = self.matrix
        for row in range(cells.rowCount()):
            most = max((len(self._entries(row, column)) for column in range(cells.columnCount())), default=0)
            self.setRowHeight(row, max(44, min(most, _MOST_CHIPS) * _LINE + 14))
        metrics = QFontMetrics(self.font())
        for column in range(cells.columnCount()):
            labels = {entry.status for row in range(cells.rowCount()) for entry in self._entries(row, column)}
            widest = max((metrics.horizontalAdvance(label) for label in labels), default=0)
            self.setColumnWidth(column, min(_COLUMN, max(_NARROWEST, widest + 38)))
        if not self.currentIndex().isValid() and cells.rowCount() and cells.columnCount():
            self.setCurrentIndex(cells.index(0, 0))

    def _entries(self, row: int, column: int) -> tuple[MatrixEntry, ...]:
        cell: MatrixCell | None = self.matrix.index(row, column).data(CELL_ROLE)
        return cell.entries if cell is not None else ()

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

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A column of chips."""
        return QSize(_COLUMN, 44)

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
        top = area.top() + (area.height() - _LINE * min(len(cell.entries), _MOST_CHIPS)) // 2
        for place, entry in enumerate(shown):
            line = QRect(area.left() + 9, top + place * _LINE, area.width() - 18, _LINE)
            width = draw_chip(painter, line, entry.status or "no status", self._theme.chip(entry.colour), line.width())
            if entry.claim_id in cell.ringed:
                self._ring(painter, line, width)
        if len(shown) < len(cell.entries):
            line = QRect(area.left() + 9, top + len(shown) * _LINE, area.width() - 18, _LINE)
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


class FactHeader(QHeaderView):
    """The facts at the left: two lines each, cut with “…”; the whole title as a tip."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setAccessibleName("Facts")
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedWidth(_FACT)

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        """Draw the code and the title of a fact."""
        text = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        code, _, title = text.partition("  ")
        painter.save()
        painter.fillRect(area, self._theme.color("background"))
        painter.setPen(self._theme.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self._theme.color("muted"))
        room = QFontMetrics(bold).horizontalAdvance("F999 ") + 4
        inside = area.adjusted(14, 4, -8, -4)
        metrics = QFontMetrics(self.font())
        place = inside.adjusted(room, 0, 0, 0)
        words = QRect(0, 0, place.width(), 10_000)
        two = min(2 * metrics.lineSpacing(), metrics.boundingRect(words, int(Qt.TextFlag.TextWordWrap), title).height())
        top = area.top() + (area.height() - two) // 2
        painter.drawText(QRect(inside.left(), top, room, metrics.lineSpacing()), Qt.AlignmentFlag.AlignVCenter, code)
        painter.setFont(self.font())
        painter.setPen(self._theme.color("text"))
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(place.width() * 1.8))
        lines = QRect(place.left(), top, place.width(), 2 * metrics.lineSpacing())
        painter.setClipRect(lines)
        painter.drawText(lines, int(Qt.TextFlag.TextWordWrap), shown)
        painter.restore()
