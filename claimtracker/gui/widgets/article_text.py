"""An article laid out for display: which block shows which characters of which sentence.

One character is shown for each character of the source, so that offsets hold. Qt counts in UTF-16 units, the project in
characters: all conversion between them is here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.values import SentenceRow
from claimtracker.gui.signs import displayed

_LONGEST_BLOCK = 4000
"""Characters: a longer line would stall the layout, so a longer sentence is shown in several blocks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one block shows: characters `start` to `end` of the article, of one sentence. A spacer shows nothing."""

    sentence: int
    """The index of the sentence, from 0; of a spacer the one before it."""
    start: int
    end: int
    spacer: int = 0
    """For a spacer: its height, 1 between sentences, 2 between paragraphs."""


def utf16_length(text: str) -> int:
    """How many UTF-16 units Qt counts for a text."""
    return len(text) if text.isascii() else len(text) + sum(map("\uffff".__lt__, text))


def characters_in(text: str, units: int) -> int:
    """How many characters the first `units` UTF-16 units of a text are."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


class ArticleText:
    """The blocks of an article, and the way from a block to the article's characters and back."""

    def __init__(self, text: str, sentences: Sequence[SentenceRow]) -> None:
        self.text = text
        self.sentences: list[SentenceRow] = []
        self.pieces: list[Piece] = []
        self._first_block: list[int] = []
        self._starts: list[int] = []
        self.extend(sentences)

    @property
    def end(self) -> int:
        """Where the sentences that are there end."""
        return self.sentences[-1].end if self.sentences else 0

    def extend(self, sentences: Sequence[SentenceRow]) -> range:
        """Sentences that come after those that are there; returns the blocks that show them."""
        first = len(self.pieces)
        for sentence in sentences:
            index = len(self.sentences)
            if index:
                wide = sentence.paragraph != self.sentences[-1].paragraph
                self.pieces.append(Piece(index - 1, sentence.start, sentence.start, 2 if wide else 1))
            self.sentences.append(sentence)
            self._starts.append(sentence.start)
            self._first_block.append(len(self.pieces))
            for start in range(sentence.start, sentence.end, _LONGEST_BLOCK):
                self.pieces.append(Piece(index, start, min(start + _LONGEST_BLOCK, sentence.end)))
        return range(first, len(self.pieces))

    def plain_text(self, blocks: range | None = None) -> str:
        """What the document holds, or some of its blocks: a line a block."""
        pieces = self.pieces if blocks is None else self.pieces[blocks.start : blocks.stop]
        return "\n".join(displayed(self.text[piece.start : piece.end]) for piece in pieces)

    def blocks_of(self, sentence: int) -> range:
        """The blocks that show a sentence."""
        first = self._first_block[sentence]
        last = first
        while last + 1 < len(self.pieces) and not self.pieces[last + 1].spacer:
            last += 1
        return range(first, last + 1)

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds a character of the article, or of the last one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def offset(self, block: int, units: int) -> int:
        """The character of the article at a place in a block, counted as Qt counts."""
        piece = self.pieces[block]
        return piece.start + characters_in(displayed(self.text[piece.start : piece.end]), units)

    def units(self, block: int, offset: int) -> int:
        """The place in a block, as Qt counts, of a character of the article; clipped to the block."""
        piece = self.pieces[block]
        inside = min(max(offset, piece.start), piece.end)
        return utf16_length(self.text[piece.start : inside])
