"""What the window shows while it is being built: the list and the article that were shown last, in their places.

The window is painted with this before the views are even loaded, which take several times as long. It is painted
lean, from a `Glimpse` of the file; the real panes take its place. What somebody presses meanwhile is kept for them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QTextOption
from PySide6.QtWidgets import QWidget

from claimtracker.gui.dates import article_described
from claimtracker.gui.delegates.article_line import SELECTED, draw_article, draw_line, fill_rounded, line_height
from claimtracker.gui.views.catalogue import VIEWS
from claimtracker.storage.glimpse import ArticleLine, Glimpse

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from claimtracker.gui.theme import Theme

ROWS = 60
"""As many articles as fit on a high screen."""
_GUTTER, _MARGIN = 60, 14
_QUIET = ("dateline", "byline", "caption")
_SIZES = {"heading": 1.08, "caption": 0.9, "dateline": 0.95, "byline": 0.95}


class FirstSight(QWidget):
    """Stands where the body of the window will."""

    painted = Signal()
    """Once: it can be seen."""

    def __init__(self, name: str, glimpse: Glimpse | None, theme: Theme, *, side_width: int, zoom: float) -> None:
        super().__init__()
        self._name = name
        self._glimpse = glimpse
        self._theme = theme
        self._side_width = max(side_width, 170)
        self._zoom = zoom
        self.seen = False
        """Whether it was painted."""
        self.kept: list[QKeyEvent | QMouseEvent] = []
        """What was pressed before there was anybody to take it."""
        self.setAccessibleName(f"{name} is being opened" if name else "Claim Tracker starts")

    def keep(self, event: QKeyEvent | QMouseEvent) -> None:
        """Keep a key or a click until the panes are there."""
        self.kept.append(event.clone())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Kept for what will be at that place."""
        self.keep(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what was shown last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        top, foot = metrics.height() + 28, metrics.height() + 10
        middle = QRect(0, top + 1, self.width(), self.height() - top - foot - 2)
        glimpse = self._glimpse
        self._draw_top_bar(painter, QRect(0, 0, self.width(), top))
        if glimpse is not None and glimpse.view == "tag" and glimpse.chosen is not None:
            self._draw_tag_view(painter, middle, glimpse, glimpse.chosen)
        painter.fillRect(QRect(0, self.height() - foot, self.width(), foot), self._theme.color("side"))
        for edge in (top, self.height() - foot - 1):
            painter.fillRect(QRect(0, edge, self.width(), 1), self._theme.color("line"))
        painter.end()
        if not self.seen:
            self.seen = True
            self.painted.emit()

    def _draw_top_bar(self, painter: QPainter, bar: QRect) -> None:
        if not self._name:
            return
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        height = self.fontMetrics().height()
        line = QRect(16, (bar.height() - height) // 2, bar.width(), height)
        painter.setPen(self._theme.color("text"))
        draw_line(painter, line, self._name, bold)
        left = line.left() + QFontMetrics(bold).horizontalAdvance(self._name) + 28
        for view in VIEWS:
            shown = self._glimpse is not None and view.key == self._glimpse.view
            font = bold if shown else self.font()
            width = QFontMetrics(font).horizontalAdvance(view.label)
            if shown:
                ground = QRectF(left, line.top() - 7, width + 37, height + 14)
                fill_rounded(painter, ground, 6, self._theme.color("accent_soft"))
            painter.setPen(self._theme.color("accent" if shown else "text"))
            draw_line(painter, QRect(left + 18, line.top(), width + 18, height), view.label, font)
            left += width + (41 if shown else 43)

    def _draw_tag_view(self, painter: QPainter, area: QRect, glimpse: Glimpse, chosen: ArticleLine) -> None:
        side, left, right = self._parts(area, glimpse.panes)
        self._draw_side(painter, side, glimpse)
        self._draw_article(painter, left, glimpse, chosen)
        painter.fillRect(right, self._theme.color("side"))
        for edge in (side.right() + 1, left.right() + 1):
            painter.fillRect(QRect(edge, area.top(), 1, area.height()), self._theme.color("line"))

    def _parts(self, area: QRect, panes: str) -> tuple[QRect, QRect, QRect]:
        """The list, the article, and what is told of a claim, which has the table above it."""
        article, beside, table, told = 5, 6, 541, 222
        try:
            kept = json.loads(panes)
            article, beside = (int(size) for size in kept["panes"])
            table, told = (int(size) for size in kept["right"])
        except (ValueError, TypeError, KeyError):
            pass
        room = area.width() - self._side_width - 2
        width = max(300, room * article // max(1, article + beside))
        side = QRect(0, area.top(), self._side_width, area.height())
        left = QRect(side.right() + 2, area.top(), width, area.height())
        height = area.height() * told // max(1, table + told)
        right = QRect(left.right() + 2, area.bottom() - height + 1, area.width() - left.right() - 2, height)
        return side, left, right

    def _draw_side(self, painter: QPainter, side: QRect, glimpse: Glimpse) -> None:
        painter.fillRect(side, self._theme.color("side"))
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        heading = QRect(18, side.top() + 16, side.width() - 30, QFontMetrics(bold).height())
        painter.setPen(self._theme.color("muted"))
        draw_line(painter, heading, f"ARTICLES · {glimpse.articles}", bold)
        high = line_height(self.fontMetrics())
        top = heading.bottom() + 11
        below = side.bottom() - 12 - self.fontMetrics().height() - 8
        # A list that was scrolled ends with the chosen article.
        place = glimpse.lines.index(glimpse.chosen) if glimpse.chosen in glimpse.lines else 0
        scrolled = max(0, (place + 1) * high - (below - top))
        painter.save()
        painter.setClipRect(QRect(0, top, side.width(), below - top))
        for row, line in enumerate(glimpse.lines):
            area = QRect(0, top + row * high - scrolled, side.width(), high)
            if area.bottom() >= top and area.top() <= below:
                ground = SELECTED if line == glimpse.chosen else ""
                words = (line.title, line.published, line.source)
                draw_article(painter, area, self.font(), self._theme, ground=ground, words=words, share=0.0)
        painter.restore()

    def _draw_article(self, painter: QPainter, left: QRect, glimpse: Glimpse, chosen: ArticleLine) -> None:
        title = QFont(self.font())
        title.setPointSizeF(title.pointSizeF() * 1.45 * self._zoom)
        title.setWeight(QFont.Weight.DemiBold)
        inside = QRect(left.left() + 24, left.top() + 16, left.width() - 42, QFontMetrics(title).height() + 2)
        painter.setPen(self._theme.color("text"))
        draw_line(painter, inside, " ".join(chosen.title.split()), title)
        below = QRect(inside.left(), inside.bottom() + 5, inside.width(), self.fontMetrics().height() + 2)
        painter.setPen(self._theme.color("muted"))
        described = article_described(chosen.source, chosen.published, glimpse.sentence_count, glimpse.claim_count)
        draw_line(painter, below, described, self.font())
        text = QRect(left.left(), below.bottom() + 15, left.width(), left.bottom() - below.bottom() - 90)
        painter.save()
        painter.setClipRect(text)
        self._draw_sentences(painter, text, glimpse)
        painter.restore()

    def _draw_sentences(self, painter: QPainter, text: QRect, glimpse: Glimpse) -> None:
        size = max(6.0, (self.font().pointSizeF() + 1.5) * self._zoom)
        wrapped = QTextOption()
        wrapped.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        small = QFont(self.font())
        small.setPointSizeF(size * 0.78)
        top, left, width = text.top() + 2.0, text.left() + _GUTTER + 2, text.width() - _GUTTER - _MARGIN - 16
        first = next((place for place, (kind, *_) in enumerate(glimpse.sentences) if kind not in _QUIET), 0)
        before = None
        for place, (kind, words, paragraph) in enumerate(glimpse.sentences):
            if before is not None:
                top += _height(self.font(), max(1.0, size * (0.35 if paragraph == before else 1.15)))
            before = paragraph
            font, colour = self._written(kind, size)
            painter.setFont(font)
            shown = " ".join(words.split())
            area = painter.boundingRect(QRectF(left, top, width, 100_000), shown, wrapped)
            if place == first:
                ground = QRectF(text.left() + 6, top - 3, text.width() - 6, area.height() + 6)
                fill_rounded(painter, ground, 6, self._theme.color("current"))
            painter.setPen(self._theme.color(colour))
            painter.drawText(QRectF(left, top, width, area.height() + 2), shown, wrapped)
            painter.setPen(self._theme.color("accent" if place == first else "faint"))
            number, drop = str(place + 1), (QFontMetrics(font).height() - QFontMetrics(small).height()) // 2
            edge = text.left() + _GUTTER - 12 - QFontMetrics(small).horizontalAdvance(number)
            draw_line(painter, QRect(edge, int(top) + drop, _GUTTER, QFontMetrics(small).height()), number, small)
            top += area.height()
            if top > text.bottom():
                return

    def _written(self, kind: str, size: float) -> tuple[QFont, str]:
        font = QFont(self.font())
        font.setPointSizeF(size * _SIZES.get(kind, 1.0))
        font.setItalic(kind == "caption")
        if kind == "heading":
            font.setWeight(QFont.Weight.DemiBold)
        return font, "muted" if kind in _QUIET else "text"


def _height(font: QFont, size: float) -> float:
    sized = QFont(font)
    sized.setPointSizeF(size)
    return QFontMetricsF(sized).height()
