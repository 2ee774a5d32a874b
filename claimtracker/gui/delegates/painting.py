"""How a status is drawn wherever it stands: a pill in its colours."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption

from claimtracker.gui.theme import Chip

CHIP_PADDING = 9
"""Pixels of a pill at either side of its text."""


def draw_chip(painter: QPainter, area: QRect, text: str, chip: Chip, room: int, *, selected: bool = False) -> int:
    """Draw a pill at the left of an area, in the middle of its height; returns how wide it became, in pixels.

    The ground of what is selected may have the colour of the pill, which then has a hairline around it.
    """
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(20, room - 2 * CHIP_PADDING))
    width = min(room, metrics.horizontalAdvance(shown) + 2 * CHIP_PADDING)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pill = draw_pill(painter, area, width, metrics.height() + 6, chip, selected=selected)
    painter.setPen(chip.text)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return int(width)


def draw_pill(painter: QPainter, area: QRect, width: int, height: int, chip: Chip, *, selected: bool) -> QRectF:
    """Draw the pill without its text, with an antialiased painter; returns where it is."""
    pill = QRectF(area.left(), area.center().y() - height / 2 + 0.5, width, height)
    painter.setPen(QPen(chip.bar, 0.8) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(chip.background)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    return pill


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """The text in lines of a width, `most` of them; the last is cut with “…” where there is more."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    # Qt counts in halves of signs beyond the first plane, such as emoji.
    units = text.encode("utf-16-le", "surrogatepass")
    pieces = [units[2 * start : 2 * end] for start, end in zip(starts, [*starts[1:], len(units) // 2], strict=True)]
    lines = [piece.decode("utf-16-le", "surrogatepass").rstrip() for piece in pieces[:most]]
    if len(starts) > most:
        rest = units[2 * starts[most - 1] :].decode("utf-16-le", "surrogatepass")
        lines[-1] = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return lines
