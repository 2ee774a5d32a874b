"""How two assertions differ in their words, and how much that weighs for their meaning."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.values import Span
from claimtracker.text import fuzzy
from claimtracker.text.quantities import find_quantities

_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*%?")
_TOKEN = re.compile(r"[-+]?[$€£¥₹]?\d+(?:[.,:/-]\d+)*%?|[^\W_]+(?:[.'-][^\W_]+)*")
_SIGNS = str.maketrans({"‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": " ", "−": "-", "\xad": None})
_FILLERS = frozenset(
    """a an the that this these those of in on at to for by with from and or but as is are was were be been being has have
    had will would there their its his her it they he she which who whom""".split()
)
_NEGATIONS = frozenset(
    """no not never none nobody nothing neither nor without cannot can't won't isn't aren't wasn't weren't don't doesn't
    didn't hasn't haven't hadn't wouldn't shouldn't couldn't""".split()
)
_LONG = 1_000_000
"""Words of one text times words of the other."""
_WEIGHTS = {"negation": 1.0, "figure": 0.9, "name": 0.8, "word": 0.3}


@dataclass(frozen=True, slots=True)
class Rewording:
    """The words that only one of two texts has. `weight` is 0 for the same words, up to 1 where the meaning turns."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    negation: bool
    """Whether one of them denies what the other does not."""
    names: tuple[str, ...]
    """Names that only one of them has."""
    weight: float


def reworded(earlier: str, later: str) -> Rewording:
    """Compare two assertions: case, order, signs and words such as “the” make no difference, figures go by value."""
    before, after = _content(earlier), _content(later)
    gone, new = before - after, after - before
    negation = bool(_negations(earlier) % 2 != _negations(later) % 2)
    names = tuple(dict.fromkeys([*_names(earlier, set(gone)), *_names(later, set(new))]))
    weights = [_WEIGHTS["word"]] if gone or new else []
    weights += [_WEIGHTS["name"]] if names else []
    weights += [_WEIGHTS["figure"]] if any(word[0].isdigit() for word in (*gone, *new)) else []
    weights += [_WEIGHTS["negation"]] if negation else []
    return Rewording(tuple(gone), tuple(new), negation, names, max(weights, default=0.0))


def plain_tokens(text: str) -> tuple[str, ...]:
    """The words and figures of a text in their order, whatever its punctuation, quotes, dashes, case and spaces."""
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).translate(_SIGNS).casefold()))


def differing_words(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The whole words of two texts that the other has not at that place: characters of each, half-open, joined up."""
    words, others = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    steps = word_steps([word[0].casefold() for word in words], [word[0].casefold() for word in others])
    marked: tuple[list[Span], list[Span]] = ([], [])
    for tag, start, end, other_start, other_end in steps:
        if tag == "equal":
            continue
        for found, (first, last), into in ((words, (start, end), 0), (others, (other_start, other_end), 1)):
            if first < last:
                marked[into].append(Span(found[first].start(), found[last - 1].end()))
    return tuple(marked[0]), tuple(marked[1])


def word_steps(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How the words of one text become those of another: equal, replace, delete and insert, each with both stretches.

    difflib finds what a person would call kept, in time that grows with the square of common words; very long texts are
    left to the edit distance of RapidFuzz.
    """
    if len(one) * len(other) <= _LONG:
        from difflib import SequenceMatcher  # noqa: PLC0415  where nobody compares texts, it takes memory for nothing

        return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())
    steps = fuzzy.Levenshtein.opcodes(one, other)
    return [(step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end) for step in steps]


def _content(text: str) -> Counter[str]:
    """The words that carry meaning, figures by value, each in the number it occurs."""
    quantities = find_quantities(text)
    figures = [f"{one.value if isinstance(one.value, str) else f'{one.value:f}'} {one.unit}" for one in quantities]
    rest = list(text)
    for quantity in quantities:
        rest[quantity.start : quantity.end] = " " * (quantity.end - quantity.start)
    words = [_plain(match[0]) for match in _WORD.finditer("".join(rest))]
    return Counter([*figures, *(word for word in words if word and word not in _FILLERS)])


def _plain(word: str) -> str:
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


def _negations(text: str) -> int:
    return sum(match[0].casefold().replace("’", "'") in _NEGATIONS for match in _WORD.finditer(text))


def _names(text: str, among: set[str]) -> Sequence[str]:
    """Capitalised words that do not begin the text."""
    found = [match[0] for match in _WORD.finditer(text) if match[0][0].isupper()]
    first = _WORD.search(text)
    return [word for word in found if _plain(word) in among and (first is None or word != first[0])]
