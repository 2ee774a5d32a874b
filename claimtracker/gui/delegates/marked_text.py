"""One line of text with stretches of it marked, such as what a search found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from claimtracker.gui.models.replacements import MARKS_ROLE
from claimtracker.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_PADDING = 8


class MarkedTextDelegate(QStyledItemDelegate):
    """What is taken out is marked in one colour, what is put in in another; always plain text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line and its marks, cut with “…” where there is no room."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        inside = area.adjusted(_PADDING, 0, -_PADDING, 0)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        marks = index.data(MARKS_ROLE) or ()
        painter.setPen(self._theme.color("text" if index.column() >= 2 else "muted"))
        layout = QTextLayout(shown, option.font)
        option_of_text = QTextOption()
        option_of_text.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option_of_text)
        layout.setFormats([self._mark(start, length, put_in=index.column() == 3) for start, length in marks])
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        painter.setClipRect(inside)
        layout.draw(painter, QPointF(inside.left(), inside.center().y() - line.height() / 2 + 1))
        painter.restore()

    def _mark(self, start: int, length: int, *, put_in: bool) -> QTextLayout.FormatRange:
        chip = self._theme.chip("green" if put_in else "red")
        look = QTextCharFormat()
        look.setBackground(chip.background)
        look.setForeground(chip.text)
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, length, look
        return made
