"""How the claims of a sentence are shown on its words: one as a tint, those that overlap it as lines under the words.

Each claim of a sentence has a lane. In lane 0 a claim tints the ground of its words, the claim at hand strongly; from
lane 1 on it draws a thin line below them, each lane under the one before, so that no claim hides another or the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextCursor, QTextLine
from PySide6.QtWidgets import QTextEdit

from claimtracker.domain.values import ClaimId, ClaimRow, Span
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import ArticleText

_LINE = 1.8
_APART = 2.7
_LANES = 3
"""Lines that have room between two lines of text; further claims share the last."""


@dataclass(frozen=True, slots=True)
class Laned:
    """A claim and its lane in a sentence."""

    claim: ClaimRow
    lane: int


def lanes(claims: Sequence[ClaimRow], at_hand: ClaimRow | None) -> list[Laned]:
    """The lowest lane for each claim in which it overlaps no other; the claim at hand comes first.

    From the last lane on nothing is kept apart any more, so that a thousand claims on one sentence cost little.
    """
    first = None if at_hand is None else at_hand.id
    taken = [_Taken() for _ in range(_LANES)]
    made = []
    for claim in sorted(claims, key=lambda one: (one.id != first, one.spans[0].start if one.spans else 0, one.id)):
        lane = next((lane for lane, spans in enumerate(taken) if not spans.overlap(claim.spans)), _LANES)
        if lane < _LANES:
            taken[lane].add(claim.spans)
        made.append(Laned(claim, lane))
    return made


class _Taken:
    """The words of a lane that claims rest on: no two spans overlap, so starts and ends are both in order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlap(self, spans: Iterable[Span]) -> bool:
        for span in spans:
            place = bisect_right(self._ends, span.start)
            if place < len(self._starts) and self._starts[place] < span.end:
                return True
        return False

    def add(self, spans: Iterable[Span]) -> None:
        for span in spans:
            place = bisect_right(self._starts, span.start)
            self._starts.insert(place, span.start)
            self._ends.insert(place, span.end)


class ClaimMarks:
    """Paints what claims, held pieces and a stretch that is being changed look like on the words of one article."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.article = ArticleText("", ())
        self.at_hand: ClaimRow | None = None
        self.held: tuple[Span, ...] = ()
        """Pieces that were put aside for a claim that is not made yet."""
        self.tried: tuple[Span, ...] = ()
        """Words that the claim at hand would rest on, while they are being changed: in place of its own."""
        self.active = 0
        """Which of them has its ends shown."""
        self._claims: dict[int, list[ClaimRow]] = {}
        self._claimed: list[int] = []
        """The sentences that claims rest on, in order."""
        self._by_id: dict[int, ClaimRow] = {}
        self._reaching: list[ClaimRow] = []
        """Those that rest on words below the sentences that are there, too."""
        self._lanes: dict[int, list[Laned]] = {}

    def set_claims(self, claims: Iterable[ClaimRow]) -> None:
        """The claims of the article."""
        self._claims, self._by_id, self._claimed, self._reaching = {}, {}, [], []
        self._lanes.clear()
        self.add_claims(claims, 0)

    def add_claims(self, claims: Iterable[ClaimRow], first: int) -> None:
        """Further claims, on sentences from `first` on, which may be new as well, below those that are there."""
        reaching, self._reaching = self._reaching, []
        claimed: set[int] = set()
        for claim in (*reaching, *claims):
            on = [index for index in self.sentences_of(claim) if index >= first]
            for index in on:
                self._claims.setdefault(index, []).append(claim)
                self._lanes.pop(index, None)
            if on:
                self._by_id[claim.id] = claim
            claimed.update(on)
            if claim.spans and claim.spans[-1].end > self.article.end:
                self._reaching.append(claim)
        self._claimed += sorted(claimed)

    def choose(self, claim: ClaimRow | None) -> set[int]:
        """The claim at hand; returns the sentences that look otherwise because of that."""
        touched = {index for one in (self.at_hand, claim) if one is not None for index in self.sentences_of(one)}
        self.at_hand = claim
        for index in touched:
            self._lanes.pop(index, None)
        return touched

    def sentences_of(self, claim: ClaimRow) -> Iterable[int]:
        """The sentences that a claim rests on."""
        touched: dict[int, None] = {}
        for span in claim.spans:
            if span.start >= self.article.end:
                break
            last = self.article.sentence_at(max(span.start, span.end - 1))
            touched |= dict.fromkeys(range(self.article.sentence_at(span.start), last + 1))
        return touched

    def claims_at(self, sentence: int) -> list[ClaimRow]:
        """The claims that rest on a sentence."""
        return self._claims.get(sentence, [])

    def claimed_sentences(self) -> Collection[int]:
        """The sentences that claims rest on."""
        return self._claims.keys()

    def claims_above(self, sentence: int) -> Iterator[ClaimRow]:
        """The claims that rest on sentences before one, the nearest first."""
        for index in reversed(self._claimed[: bisect_left(self._claimed, sentence)]):
            yield from reversed(self._claims[index])

    def claim(self, claim_id: ClaimId | None) -> ClaimRow | None:
        """A claim of the article that rests on words of it."""
        return self._by_id.get(claim_id) if claim_id is not None else None

    def tints(self, block: QTextBlock) -> list[QTextEdit.ExtraSelection]:
        """The grounds of a block's words."""
        number = block.blockNumber()
        piece = self.article.pieces[number]
        if piece.spacer:
            return []
        made: list[QTextEdit.ExtraSelection] = []
        for laned in sorted(self._laned(piece.sentence), key=lambda one: self._is_at_hand(one.claim)):
            if laned.lane == 0:
                made += self._tint(block, laned.claim)
        for span in self.held:
            made += self._grounds(block, (span,), self._theme.color("selection"))
        return made

    def draw_lines(self, painter: QPainter, block: QTextBlock, top: QPointF) -> None:
        """The lines under a block's words, and under pieces that are held."""
        piece = self.article.pieces[block.blockNumber()]
        if piece.spacer:
            return
        lines: dict[tuple[int, tuple[Span, ...]], QColor] = {}
        for laned in self._laned(piece.sentence):
            if laned.lane:
                # Where many claims share the last lane and rest on the same words, the last one alone is seen.
                place = (min(laned.lane, _LANES) - 1, laned.claim.spans)
                lines.pop(place, None)
                lines[place] = self._theme.chip(laned.claim.colour).bar
        for (lane, spans), colour in lines.items():
            for area in self._under(block, spans, top):
                painter.fillRect(area.translated(0, lane * _APART), colour)
        for area in self._under(block, self.held, top):
            painter.fillRect(area, self._theme.color("accent"))

    def edges(self, block: QTextBlock, top: QPointF) -> list[QRectF]:
        """Upright strokes at both ends of the piece that is being changed."""
        piece = self.article.pieces[block.blockNumber()]
        if piece.spacer or not self.tried:
            return []
        offsets = (self.tried[self.active].start, self.tried[self.active].end)
        return [self.stroke_at(block, offset, top) for offset in offsets if piece.start <= offset <= piece.end]

    def stroke_at(self, block: QTextBlock, offset: int, top: QPointF) -> QRectF:
        """An upright stroke before a character of the article, as a caret has it."""
        units = self.article.units(block.blockNumber(), offset)
        line = block.layout().lineForTextPosition(units)
        if not line.isValid():
            return QRectF()
        return QRectF(top.x() + _x(line, units) - 1, top.y() + line.y() + 1, 2, line.height() - 1)

    def _laned(self, sentence: int) -> list[Laned]:
        if sentence not in self._lanes:
            self._lanes[sentence] = lanes(self.claims_at(sentence), self.at_hand)
        return self._lanes[sentence]

    def _is_at_hand(self, claim: ClaimRow) -> bool:
        return self.at_hand is not None and claim.id == self.at_hand.id

    def _tint(self, block: QTextBlock, claim: ClaimRow) -> list[QTextEdit.ExtraSelection]:
        chip = self._theme.chip(claim.colour)
        if not self._is_at_hand(claim):
            return self._grounds(block, claim.spans, chip.tint)
        ground = _blend(chip.bar, self._theme.color("background"), 0.38)
        made = self._grounds(block, self.tried or claim.spans, ground)
        piece = self.article.pieces[block.blockNumber()]
        cue = self.article.text.find(claim.cue, piece.start, piece.end) if claim.cue else -1
        if cue >= 0:
            at = Span(cue, cue + len(claim.cue))
            inside = any(span.start <= at.start and at.end <= span.end for span in self.tried or claim.spans)
            for marked in self._grounds(block, (at,), ground if inside else None):
                marked.format.setFontUnderline(True)
                made.append(marked)
        return made

    def _grounds(
        self, block: QTextBlock, spans: Iterable[Span], ground: QColor | None
    ) -> list[QTextEdit.ExtraSelection]:
        made = []
        for first, last in self._places(block, spans):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + first)
            cursor.setPosition(block.position() + last, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            if ground is not None:
                selection.format.setBackground(ground)
            made.append(selection)
        return made

    def _places(self, block: QTextBlock, spans: Iterable[Span]) -> Iterable[tuple[int, int]]:
        """What of some spans lies in a block, in places of the block."""
        number = block.blockNumber()
        piece = self.article.pieces[number]
        for span in spans:
            if span.start < piece.end and span.end > piece.start:
                yield self.article.units(number, span.start), self.article.units(number, span.end)

    def _under(self, block: QTextBlock, spans: Iterable[Span], top: QPointF) -> list[QRectF]:
        """Where the first line below some words goes, line by line of the text."""
        layout = block.layout()
        found = []
        for first, last in self._places(block, spans):
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                begin, end = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
                if begin < end:
                    left, right = sorted((_x(line, begin), _x(line, end)))
                    below = top.y() + line.y() + line.ascent() + 2
                    found.append(QRectF(top.x() + left, below, min(right, line.naturalTextWidth()) - left, _LINE))
        return found


def _x(line: QTextLine, units: int) -> float:
    # The stubs do not know that the binding may give the place beside the distance.
    place: Any = line.cursorToX(units)
    return float(place[0] if isinstance(place, tuple) else place)


def _blend(top: QColor, ground: QColor, share: float) -> QColor:
    return QColor(
        round(top.red() * share + ground.red() * (1 - share)),
        round(top.green() * share + ground.green() * (1 - share)),
        round(top.blue() * share + ground.blue() * (1 - share)),
    )
