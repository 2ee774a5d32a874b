"""Statuses and tags that are likely one thing written in two ways, to be merged or told apart."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import Status, Tag
from claimtracker.storage.queries.duplicates import (
    STATUSES_NOT_SAME,
    TAGS_NOT_SAME,
    LikelyDuplicate,
    Named,
    pairs_not_same,
)
from claimtracker.storage.queries.vocabulary import statuses, tags
from claimtracker.text.comparison import folded_words
from claimtracker.text.similarity import LIKELY, likeness, why_alike

Entry = TypeVar("Entry", Status, Tag)

_AGAINST = {Stance.DENIES, Stance.RETRACTS}


def likely_duplicate_statuses(
    connection: sqlite3.Connection, progress: Progress = no_progress
) -> list[LikelyDuplicate]:
    """Pairs such as “denied disagreement” and “denied disagreements”, the most alike first.

    Never two of opposite meaning, nor two that somebody called not the same.
    """
    pairs = _pairs(statuses(connection, retired=True), pairs_not_same(connection, STATUSES_NOT_SAME), progress)
    return _told([pair for pair in pairs if not _opposed(pair[1], pair[2])])


def likely_duplicate_tags(connection: sqlite3.Connection, progress: Progress = no_progress) -> list[LikelyDuplicate]:
    """Pairs of tags such as “harbour” and “harbours”, the most alike first."""
    return _told(_pairs(tags(connection), pairs_not_same(connection, TAGS_NOT_SAME), progress))


def _pairs(
    known: Sequence[Entry], not_same: set[frozenset[str]], progress: Progress
) -> list[tuple[float, Entry, Entry]]:
    """How alike, the one that more claims have, and the other."""
    found: list[tuple[float, Entry, Entry]] = []
    worth = sorted(_worth_comparing([entry.label for entry in known]))
    for number, (first, second) in enumerate(worth):
        progress(number, len(worth))
        one, other = known[first], known[second]
        score = _likeness(one.label, other.label)
        if score >= LIKELY and frozenset({one.uid, other.uid}) not in not_same:
            found.append((score, other, one) if other.claims > one.claims else (score, one, other))
    return found


def _told(pairs: Sequence[tuple[float, Entry, Entry]]) -> list[LikelyDuplicate]:
    """The most alike first, each with why."""
    return [
        LikelyDuplicate(Named.of(one), Named.of(other), score, why_alike(one.label, other.label))
        for score, one, other in sorted(pairs, key=lambda pair: -pair[0])
    ]


def _worth_comparing(labels: Sequence[str]) -> set[tuple[int, int]]:
    """The places of labels that may be alike: a beginning in common, and the same initials but for one."""
    groups: dict[str, list[int]] = {}
    initials = []
    for place, label in enumerate(labels):
        words = folded_words(label)
        initials.append(Counter(word[0] for word in words if len(word) > 3))
        for start in {word[:2] for word in words}:
            groups.setdefault(start, []).append(place)
    pairs = {pair for places in groups.values() for pair in combinations(places, 2)}
    return {(one, other) for one, other in pairs if _differ_by_one(initials[one], initials[other])}


def _differ_by_one(one: Counter[str], other: Counter[str]) -> bool:
    return (one - other).total() + (other - one).total() <= 1


def _opposed(one: Status, other: Status) -> bool:
    """Whether one is against the proposition and the other is not; neutral is mostly “nobody said”."""
    stances = {one.stance, other.stance} - {Stance.NEUTRAL}
    return len(stances) == 2 and len(stances & _AGAINST) == 1


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str) -> float:
    """The same pairs are asked about after every change of the vocabulary."""
    return likeness(one, other)
