"""The margin beside the sentences: their numbers, a bar for each claim, a tick where they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from claimtracker.gui.theme import Theme

if TYPE_CHECKING:
    from claimtracker.gui.widgets.article_pane import ArticlePane

GUTTER_WIDTH = 60
_COLUMNS = 4
"""Bars that stand side by side; further ones share a column."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One claim beside its sentence: in the colour of its status, faint when another claim is the one at hand."""

    colour: QColor
    faint: bool


@dataclass(frozen=True, slots=True)
class SentenceMark:
    """What stands beside one block: its place in the viewport, its number, its claims."""

    area: QRectF
    number: str
    bars: tuple[Bar, ...]
    read: bool
    current: bool


class Gutter(QWidget):
    """Painted from what the pane shows; it takes no keys and no clicks."""

    def __init__(self, pane: ArticlePane, theme: Theme) -> None:
        super().__init__(pane)
        self._pane = pane
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the visible marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._theme.color("background"))
        area = self._pane.current_area()
        if area is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("current"))
            painter.drawRoundedRect(QRectF(6, area.top(), self.width() + 12, area.height()), 6, 6)
        font = QFont(self._pane.font())
        font.setPointSizeF(font.pointSizeF() * 0.78)
        painter.setFont(font)
        line = self._pane.first_line_height()
        for mark in self._pane.marks(event.rect()):
            self._bars(painter, mark)
            place = QRectF(22, mark.area.top(), GUTTER_WIDTH - 34, line)
            painter.setPen(self._theme.color("accent" if mark.current else "faint"))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, align, mark.number)
            if mark.read and mark.number:
                painter.setPen(self._theme.color("success"))
                painter.drawText(QRectF(21, mark.area.top(), 14, line), Qt.AlignmentFlag.AlignVCenter, "✓")
        painter.end()

    def _bars(self, painter: QPainter, mark: SentenceMark) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for place, bar in enumerate(mark.bars):
            column = place % _COLUMNS
            shares = len(range(column, len(mark.bars), _COLUMNS))
            height = mark.area.height() / shares
            top = mark.area.top() + place // _COLUMNS * height
            painter.setOpacity(0.4 if bar.faint else 1.0)
            painter.setBrush(bar.colour)
            painter.drawRoundedRect(QRectF(3 + 4.5 * column, top, 3, height - 1), 1.5, 1.5)
        painter.setOpacity(1.0)
