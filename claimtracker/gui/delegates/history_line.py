"""A line of history in two: what was done, and under it when, by whom and by which door."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from claimtracker.domain.history import standing
from claimtracker.domain.values import HistoryEntry
from claimtracker.gui.models.history import ENTRY_ROLE, told_entry
from claimtracker.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_EDGE = 16


class HistoryLineDelegate(QStyledItemDelegate):
    """Paints lean: all lines are of one height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text and some air."""
        return QSize(120, 2 * QFontMetrics(option.font).lineSpacing() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line of history."""
        entry: HistoryEntry | None = index.data(ENTRY_ROLE)
        if entry is None:
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        widget: QWidget | None = option.widget
        painter.save()
        if chosen:
            painter.fillRect(area, self._theme.color("accent_soft"))
            if widget is not None and widget.hasFocus():
                painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), self._theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._theme.color("hover"))
        painter.setPen(self._theme.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inside = area.adjusted(_EDGE, 8, -_EDGE, -8)
        self._draw_texts(painter, inside, entry, QFont(option.font))
        painter.restore()

    def _draw_texts(self, painter: QPainter, inside: QRect, entry: HistoryEntry, font: QFont) -> None:
        metrics = QFontMetrics(font)
        stands = standing(entry)
        upper = QRect(inside.left(), inside.top(), inside.width(), metrics.lineSpacing())
        room = upper.width()
        painter.setFont(font)
        if stands:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(upper, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), stands)
            room -= metrics.horizontalAdvance(stands) + 12
        faded = bool(stands) or entry.state == "inverse"
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Normal if faded else QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self._theme.color("muted" if faded else "text"))
        label = QFontMetrics(bold).elidedText(entry.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), label)
        lower = QRect(inside.left(), upper.bottom() + 2, inside.width(), metrics.lineSpacing())
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        told = metrics.elidedText(told_entry(entry), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter), told)
