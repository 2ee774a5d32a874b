"""Lines of a table of what became of things: plain words, and a pill for the outcome."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.import_report import TONE_ROLE
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_PADDING = 8


class PillLineDelegate(QStyledItemDelegate):
    """One line a cell, cut with “…”; file names in their middle."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setFont(option.font)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        inside = area.adjusted(_PADDING, 2, -_PADDING, -2)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        tone = index.data(TONE_ROLE)
        if tone:
            draw_chip(painter, inside, text, self._theme.chip(tone), inside.width(), selected=True)
        else:
            cut = Qt.TextElideMode.ElideMiddle if index.column() == 0 else Qt.TextElideMode.ElideRight
            painter.setPen(self._theme.color("muted" if index.column() == 0 else "text"))
            shown = option.fontMetrics.elidedText(text, cut, inside.width())
            side = Qt.AlignmentFlag.AlignRight if text.replace(",", "").isdecimal() else Qt.AlignmentFlag.AlignLeft
            painter.drawText(inside, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text of a cell that is cut off, as plain text whatever is in it."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "") if index.isValid() else ""
        cut = option.fontMetrics.horizontalAdvance(text) > QRect(option.rect).width() - 2 * _PADDING
        QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if text and cut else "", view)
        return True
