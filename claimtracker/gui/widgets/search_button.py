"""The place in the top bar that looks like a search line and opens the command palette."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from claimtracker.gui.keys import written
from claimtracker.gui.theme import Theme

_TEXT = "Search articles, claims, speakers…"
_ICON = 16


class SearchButton(QToolButton):
    """As wide as its words where there is room; an icon where there is none."""

    def __init__(self, action: QAction, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("searchButton")
        self.setDefaultAction(action)
        self.setAccessibleName(_TEXT.rstrip("…"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Room for its words and its key."""
        words = self.fontMetrics().horizontalAdvance(f"{_TEXT}     {self._keys()}")
        return QSize(words + _ICON + 36, self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:
        """The icon alone."""
        return QSize(_ICON + 20, self.fontMetrics().height() + 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame as the style sheet has it, then what fits: icon, words, key."""
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.features = "", QStyleOptionToolButton.ToolButtonFeature.None_
        icon = self.icon()
        option.icon = type(icon)()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        inside = self.rect().adjusted(10, 0, -10, 0)
        mark = QRect(inside.left(), inside.center().y() - _ICON // 2, _ICON, _ICON)
        icon.paint(painter, mark)
        inside.setLeft(mark.right() + 9)
        metrics, middle = self.fontMetrics(), int(Qt.AlignmentFlag.AlignVCenter)
        keys = self._keys()
        room = metrics.horizontalAdvance(keys)
        if keys and inside.width() > room + 40:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(inside, middle | int(Qt.AlignmentFlag.AlignRight), keys)
            inside.setRight(inside.right() - room - 10)
        if inside.width() > 40:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(inside, middle, metrics.elidedText(_TEXT, Qt.TextElideMode.ElideRight, inside.width()))
        painter.end()

    def _keys(self) -> str:
        return written(self.defaultAction().shortcut())
