"""Where words that somebody copied out of a text stand in it: exactly, or but for quotation marks, dashes and blanks."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator

from claimtracker.domain.values import Span
from claimtracker.text.spans import in_a_word, trimmed

_QUOTES = "'\"‘’‚‛“”„‟«»‹›`´′″＂＇"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,}|\[\s*\])\s*")
_AROUND = _QUOTES + " \t\n\r\xa0"
_NEAR = 1500
"""Characters that may lie between two pieces of one quote: a paragraph or two."""
_MOST = 20
"""Places that are looked for: words that stand in so many are not told apart by any more."""


class Locator:
    """Finds words in one text; made once for a text in which many are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._alike_text: tuple[str, array[int]] | None = None

    def places(self, words: str) -> list[tuple[Span, ...]]:
        """Every place where these words stand, in order; several spans where they leave something out with “…”.

        Places of exactly these words come before those that differ in case, quotation marks, dashes, blanks and the
        way letters are composed; when there are any, the others are not looked for. A word is never cut.
        """
        for wanted in dict.fromkeys((words.strip(), words.strip(_AROUND), words.strip(_AROUND + ".,;:"))):
            exact: list[tuple[Span, ...]] = [(span,) for span in self._exact(wanted)]
            if exact:
                return exact
        whole: list[tuple[Span, ...]] = [(span,) for span in self._alike(words)]
        pieces = [piece for piece in _LEFT_OUT.split(words.strip(_AROUND)) if piece.strip(_AROUND + ".,;:")]
        return whole if whole or len(pieces) < 2 else self._in_pieces(pieces)

    def _exact(self, wanted: str) -> Iterator[Span]:
        start = self._text.find(wanted) if wanted else -1
        found = 0
        while start >= 0 and found < _MOST:
            end = start + len(wanted)
            if not in_a_word(self._text, start) and not in_a_word(self._text, end):
                found += 1
                yield Span(start, end)
            start = self._text.find(wanted, start + 1)

    def _alike(self, words: str, first: int = 0, last: int | None = None) -> Iterator[Span]:
        """Places between two characters of the text where the folded words stand."""
        if self._alike_text is None:
            # Most words are there as they are, so that this is hardly ever needed.
            self._alike_text = _folded(self._text)
        text, origin = self._alike_text
        folded = _folded(words)[0].strip("' .,;:-")
        low = bisect_left(origin, first)
        high = len(text) if last is None else bisect_left(origin, last)
        start = text.find(folded, low, high) if folded else -1
        found = 0
        while start >= 0 and found < _MOST:
            end = start + len(folded)
            if not in_a_word(text, start) and not in_a_word(text, end):
                span = trimmed(self._text, origin[start], origin[end - 1] + 1)
                if span is not None:
                    found += 1
                    yield span
            start = text.find(folded, start + 1, high)

    def _in_pieces(self, pieces: list[str]) -> list[tuple[Span, ...]]:
        found: list[tuple[Span, ...]] = [(span,) for span in self._alike(pieces[0])]
        for piece in pieces[1:]:
            found = [
                (*before, span)
                for before in found[:_MOST]
                for span in self._alike(piece, before[-1].end, before[-1].end + _NEAR)
            ]
        return found


def _folded(text: str) -> tuple[str, array[int]]:
    """A text in which what is written in several ways is written in one, and where each of its signs stands."""
    signs: list[str] = []
    origin = array("l")
    for place, sign in enumerate(text):
        for plain in sign if sign.isascii() else unicodedata.normalize("NFKD", sign):
            folded = _plain_sign(plain)
            before = signs[-1] if signs else " "
            if folded == " " and before in " -":
                continue
            if folded == "-" and before in " -":
                if before == "-":
                    continue
                if signs:
                    signs.pop()
                    origin.pop()
            for one in folded:
                signs.append(one)
                origin.append(place)
    return "".join(signs), origin


def _plain_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in _QUOTES:
        return "'"
    if sign in _DASHES:
        return "-"
    return "" if unicodedata.category(sign) in {"Cf", "Cc"} else sign.casefold()
