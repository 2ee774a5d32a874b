"""How an article is drawn in the list: title, date and outlet, and how much of it was seen to."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from claimtracker.gui.dates import short_date
from claimtracker.gui.theme import Theme

SELECTED, POINTED_AT = "accent_soft", "hover"
"""Grounds of an article in the list."""


def line_height(metrics: QFontMetrics) -> int:
    """Two lines and a bar."""
    return 2 * metrics.height() + 28


def draw_line(painter: QPainter, area: QRect, text: str, font: QFont) -> None:
    """One line at the top of an area, cut with “…” where there is no room."""
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), shown)


def fill_rounded(painter: QPainter, area: QRectF, radius: float, colour: QColor) -> None:
    """A ground with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, radius, radius)


def draw_article(
    painter: QPainter,
    whole: QRect,
    font: QFont,
    theme: Theme,
    *,
    ground: str,
    words: tuple[str, str, str],
    share: float,
    badge: tuple[str, str] = ("", "muted"),
) -> None:
    """Draw title, date and outlet on a ground of that colour ("" for none), the share that was seen to, and a mark."""
    title, published, source = words
    area = whole.adjusted(8, 2, -8, -2)
    if ground:
        fill_rounded(painter, QRectF(area), 6, theme.color(ground))
    inside = area.adjusted(10, 7, -10, -6)
    bold = QFont(font)
    if ground == SELECTED:
        bold.setWeight(QFont.Weight.DemiBold)
    painter.setPen(theme.color("text"))
    draw_line(painter, inside, " ".join(title.split()), bold)
    small = QFont(font)
    small.setPointSizeF(small.pointSizeF() * 0.9)
    below = inside.adjusted(0, QFontMetrics(bold).height() + 2, 0, 0)
    mark, colour = badge
    if mark:
        painter.setFont(small)
        painter.setPen(theme.color(colour))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), mark)
        below.setRight(below.right() - QFontMetrics(small).horizontalAdvance(mark) - 8)
    painter.setPen(theme.color("muted"))
    where = " · ".join(part for part in (short_date(published), source) if part) or "undated"
    draw_line(painter, below, where, small)
    bar = QRectF(inside.left(), inside.bottom() - 2, inside.width(), 3)
    fill_rounded(painter, bar, 1.5, theme.color("line"))
    if share:
        bar.setWidth(bar.width() * share)
        fill_rounded(painter, bar, 1.5, theme.color("accent"))
