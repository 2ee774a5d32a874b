"""The margin beside the sentences: their numbers, a bar in the colour of each claim, a tick where they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from claimtracker.gui.theme import Theme

if TYPE_CHECKING:
    from claimtracker.gui.widgets.sentence_pane import SentencePane

GUTTER_WIDTH = 54


@dataclass(frozen=True, slots=True)
class SentenceMark:
    """What stands beside one block: its place in the viewport, its number, the colours of its claims."""

    area: QRectF
    number: str
    bars: tuple[QColor, ...]
    read: bool
    current: bool


class Gutter(QWidget):
    """Painted from what the pane shows; it takes no keys and no clicks."""

    def __init__(self, pane: SentencePane, theme: Theme) -> None:
        super().__init__(pane)
        self._pane = pane
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the visible marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("background"))
        area = self._pane.current_area()
        if area is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("current"))
            painter.drawRoundedRect(QRectF(6, area.top(), self.width() + 12, area.height()), 6, 6)
        font = QFont(self._pane.font())
        font.setPointSizeF(font.pointSizeF() * 0.78)
        painter.setFont(font)
        line = self._pane.first_line_height()
        for mark in self._pane.marks():
            self._bars(painter, mark)
            place = QRectF(14, mark.area.top(), GUTTER_WIDTH - 26, line)
            painter.setPen(self._theme.color("accent" if mark.current else "faint"))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, align, mark.number)
            if mark.read and mark.number:
                painter.setPen(self._theme.color("success"))
                painter.drawText(QRectF(12, mark.area.top(), 14, line), Qt.AlignmentFlag.AlignVCenter, "✓")
        painter.end()

    def _bars(self, painter: QPainter, mark: SentenceMark) -> None:
        if not mark.bars:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        share = mark.area.height() / len(mark.bars)
        for place, colour in enumerate(mark.bars):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(6, mark.area.top() + place * share, 3, share - 1), 1.5, 1.5)
