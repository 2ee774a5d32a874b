"""Statuses of a table: each is drawn once, and the picture put wherever a claim has it."""

from __future__ import annotations

from functools import lru_cache
from math import floor

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from claimtracker.domain.values import ClaimRow
from claimtracker.gui.delegates.painting import CHIP_PADDING, draw_pill
from claimtracker.gui.models.claims_table import shown_text
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.cell_texts import CellText, CellTexts

_KEPT = 64
"""Pictures that are kept, of 8 KB each."""
_EDGE = 1
"""Pixels of the ground around a pill in its picture."""


class ChipPictures:
    """Draws statuses in the font of a table and the colours of the theme."""

    def __init__(self, texts: CellTexts, theme: Theme) -> None:
        self._texts = texts
        self._theme = theme
        self._metrics = texts.metrics
        self._picture = lru_cache(maxsize=_KEPT)(self._make)

    def picture(self, claim: ClaimRow, room: int, height: int, scale: float) -> tuple[QPixmap, int, int] | None:
        """The picture of a status, and where it belongs in a place of so much room at the top left of a row.

        It stands on the plain ground of the table. None where the screen has no whole pixels for it: its `scale`.
        """
        if not scale.is_integer():
            return None
        if self._metrics is not self._texts.metrics:
            self._metrics = self._texts.metrics
            self._picture.cache_clear()
        made = self._picture(shown_text(claim, "status"), claim.colour, room, scale, self._theme.name)
        top = floor(QRect(0, 0, room, height).center().y() - self._height() / 2 + 0.5)
        return made, -_EDGE, top - _EDGE

    def draw(self, painter: QPainter, area: QRect, claim: ClaimRow, *, selected: bool) -> None:
        """Put the status of a claim at the left of an area, in the middle of its height, whatever the ground is."""
        self._paint(painter, area, shown_text(claim, "status"), claim.colour, selected=selected)

    def _height(self) -> int:
        return self._texts.metrics.height() + 6

    def _measured(self, label: str, room: int) -> tuple[CellText, int]:
        """The text of a pill, and how wide the pill is."""
        text = self._texts.line(label, max(20, room - 2 * CHIP_PADDING))
        return text, min(room, round(text.width) + 2 * CHIP_PADDING)

    def _paint(self, painter: QPainter, area: QRect, label: str, colour: str, *, selected: bool = False) -> None:
        chip, (text, width) = self._theme.chip(colour), self._measured(label, area.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = draw_pill(painter, area, width, self._height(), chip, selected=selected)
        painter.setPen(chip.text)
        text.draw(painter, pill.left() + (width - text.width) / 2, pill.top(), pill.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _make(self, label: str, colour: str, room: int, scale: float, _theme: str) -> QPixmap:
        area = QRect(_EDGE, _EDGE, room, self._height() + 1)
        _, width = self._measured(label, room)
        picture = QPixmap(int(scale) * (width + 2 * _EDGE), int(scale) * (area.height() + 2 * _EDGE))
        picture.setDevicePixelRatio(scale)
        picture.fill(self._theme.color("background"))
        painter = QPainter(picture)
        self._paint(painter, area, label, colour)
        painter.end()
        return picture
