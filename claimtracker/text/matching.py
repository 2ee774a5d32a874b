"""How well what somebody typed fits a label: beginnings of words are enough, and small misspellings are forgiven."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import islice

from claimtracker.text import fuzzy

_FORGIVING_FROM = 4
"""Letters typed before a misspelling is looked for: shorter ones are like everything."""
_LIKE_ENOUGH = 80.0
_SCORED = 1000
"""So many labels are weighed for one key at most."""
_COMPARED = 2000
"""Of more labels than that only the first so many may be misspelt that have a word with the same first letter."""


def plain(text: str) -> str:
    """Text as it is compared: lower case, without accents, in words parted by one space."""
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    return " ".join(folded.split())


def ranked(typed: str, labels: Sequence[str], *, limit: int) -> list[tuple[int, float]]:
    """Which of the labels fit, best first: their places in `labels`, which are `plain`, and how well from 0 to 1.

    All typed words have to occur, in any order. Only when no label holds them all, those that are much like what was
    typed are taken.
    """
    wanted = plain(typed)
    words = wanted.split()
    if not words:
        return []
    longest = max(words, key=len)
    found = [place for place, label in enumerate(labels) if longest in label]
    if len(words) > 1:
        found = [place for place in found if all(word in labels[place] for word in words)]
    if found:
        if len(found) > _SCORED:
            # A letter or two are in most labels; those that begin so are the better ones anyway.
            begun = [place for place in found if labels[place].startswith(wanted)]
            found = (begun if len(begun) >= limit else found)[:_SCORED]
        scored = [(place, _fit(wanted, words, labels[place])) for place in found]
        return sorted(scored, key=lambda fit: (-fit[1], fit[0]))[:limit]
    if len(wanted) < _FORGIVING_FROM:
        return []
    places: Sequence[int] = range(len(labels))
    if len(labels) > _COMPARED:
        # The first letter is seldom the slip, and to compare all takes longer than a key.
        begin = f" {wanted[0]}"
        alike = (place for place, label in enumerate(labels) if label.startswith(wanted[0]) or begin in label)
        places = list(islice(alike, _COMPARED))
    among = [labels[place] for place in places]
    like = fuzzy.process.extract(wanted, among, scorer=fuzzy.fuzz.partial_ratio, score_cutoff=_LIKE_ENOUGH, limit=limit)
    return [(places[number], score / 200) for label, score, number in like if len(label) >= _FORGIVING_FROM]


def _fit(wanted: str, words: Sequence[str], label: str) -> float:
    if label == wanted:
        return 1.0
    begun = f" {label}"
    if label.startswith(wanted):
        fit = 0.95
    elif all(f" {word}" in begun for word in words):
        places = [begun.index(f" {word}") for word in words]
        fit = 0.85 if places == sorted(places) else 0.75
        fit += 0.05 if wanted in label else 0.0
    else:
        fit = 0.55
    # Of two that fit alike the shorter one is meant.
    return fit - min(len(label), 200) / 4000
