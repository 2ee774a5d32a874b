"""Stretches of a text: joined where they meet, cut out of one another, moved by a word."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from claimtracker.domain.values import Span

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
_REACH = 2000
"""Characters that are looked at for the next word: no word is longer than what anybody would tag."""


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A stretch without white space at its ends; None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or have nothing but white space between them made into one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and (span.start <= found[-1].end or not text[found[-1].end : span.start].strip()):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def without(text: str, spans: Iterable[Span], removed: Span) -> tuple[Span, ...]:
    """What is left of the spans when a stretch is taken out of them."""
    left: list[Span] = []
    for span in spans:
        for start, end in ((span.start, min(span.end, removed.start)), (max(span.start, removed.end), span.end)):
            rest = trimmed(text, start, end) if start < end else None
            if rest is not None and rest not in left:
                left.append(rest)
    return tuple(left)


def words_apart(text: str, spans: Sequence[Span]) -> str:
    """The words of some spans in one line, “ … ” where something was left out."""
    return " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)


def next_end(text: str, offset: int, step: int) -> int:
    """Where a stretch that ends at `offset` ends with one word more (`step` 1) or fewer (-1)."""
    return _neighbour(text, offset, step, side=1)


def next_start(text: str, offset: int, step: int) -> int:
    """Where a stretch that starts at `offset` starts one word further on (`step` 1) or back (-1)."""
    return _neighbour(text, offset, step, side=0)


def in_a_word(text: str, offset: int) -> bool:
    """Whether a place lies between two characters of one word."""
    return 0 < offset < len(text) and _of_a_word(text[offset]) and _of_a_word(text[offset - 1])


def _neighbour(text: str, offset: int, step: int, *, side: int) -> int:
    first, last = max(0, offset - _REACH), min(len(text), offset + _REACH)
    near = text[first:last]
    # The edge of a word, and that of the signs around it: both “governments” and “governments.” can be meant.
    edges = sorted(
        {match.span()[side] + first for found in (_WORD, re.compile(r"\S+")) for match in found.finditer(near)}
    )
    place = bisect_right(edges, offset) if step > 0 else bisect_left(edges, offset) - 1
    return edges[place] if 0 <= place < len(edges) else offset


def _of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")
