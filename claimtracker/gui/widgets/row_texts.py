"""What a row of the claims table says, put together once: to paint the row again it is only drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.values import ClaimId, ClaimRow
from claimtracker.gui.delegates.claim_cell import NUMBER_KEYS, PADDING, TAKEN, WRAPPED_KEYS
from claimtracker.gui.models.claims_table import shown_text
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.cell_texts import CellTexts
from claimtracker.gui.widgets.chip_pictures import ChipPictures

ABOVE = 3
"""Pixels between the edge of a cell and its text, above and below."""
_KEPT = 64
"""Rows that are kept, whose texts are: a screenful, and those around it."""

Draw = Callable[[QPainter, QPointF], None]


class ColumnPlace(NamedTuple):
    """A column that is seen, without the line at its right."""

    number: int
    left: int
    width: int


class TextsOfRow(NamedTuple):
    """What draws each text, where from the left of the table and how far below the top of the row it does."""

    claim: ClaimRow
    height: int
    columns: tuple[ColumnPlace, ...]
    by_colour: tuple[tuple[str, list[tuple[Draw, int, float]]], ...]
    wide: list[tuple[str, Draw, int, float, int]]
    """Those of which a word is wider than its room, which comes last: they are to be cut off there."""
    chip: tuple[QPixmap, int, int] | None
    """The picture of the status, where from the left and how far below the top."""


class RowTexts:
    """Gives what a row says, and keeps it while the claim, the columns, the height and the look are the same."""

    def __init__(self, texts: CellTexts, chips: ChipPictures, theme: Theme) -> None:
        self._texts = texts
        self._chips = chips
        self._theme = theme
        self._scale = 1.0
        self._look: tuple[object, ...] = ()
        self._kept: dict[ClaimId, TextsOfRow] = {}

    def follow_look(self, scale: float) -> None:
        """Before rows are asked for: the font, the theme or the `scale` of the screen may have changed."""
        self._texts.follow_font()
        look = (self._texts.metrics, self._theme.name, scale)
        if look != self._look:
            self._look, self._scale = look, scale
            self._kept.clear()

    def of(self, claim: ClaimRow, height: int, columns: tuple[ColumnPlace, ...]) -> TextsOfRow:
        """The texts of a claim in a row of a height; a claim that changed is another object."""
        kept = self._kept.get(claim.id)
        if kept is None or kept.claim is not claim or kept.columns is not columns or kept.height != height:
            kept = self._kept[claim.id] = self._put_together(claim, height, columns)
            if len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return kept

    def _put_together(self, claim: ClaimRow, height: int, columns: tuple[ColumnPlace, ...]) -> TextsOfRow:
        """Wrapped where the column has it so and the row is high enough; else in one line."""
        texts = self._texts
        by_colour: dict[str, list[tuple[Draw, int, float]]] = {}
        wide: list[tuple[str, Draw, int, float, int]] = []
        chip = None
        for number, left, width in columns:
            key, room = COLUMNS[number].key, width - 2 * PADDING
            words = shown_text(claim, key)
            if not words:
                continue
            if key == "status":
                found = self._chips.picture(claim, room, height, self._scale)
                chip = None if found is None else (found[0], left + PADDING + found[1], found[2])
                continue
            if key == "sentence_number" and claim.taken_from:
                mark = texts.line(TAKEN, width)
                by_colour.setdefault("accent", []).append((mark.layout.draw, left + 4, (height - mark.height) / 2))
            colour = "text" if COLUMNS[number].editor else "muted"
            lines = texts.lines_in(height - 2 * ABOVE) if key in WRAPPED_KEYS else 1
            text = texts.wrapped(words, room, lines) if lines > 1 else texts.line(words, room, key in NUMBER_KEYS)
            place: tuple[Draw, int, float] = text.layout.draw, left + PADDING, (height - text.height) / 2
            if text.width <= room:
                by_colour.setdefault(colour, []).append(place)
            else:
                wide.append((colour, *place, room))
        return TextsOfRow(claim, height, columns, tuple(by_colour.items()), wide, chip)
