"""Statuses and tags that are likely one thing written in two ways, to be merged or told apart."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Generic, TypeVar

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import Status, Tag
from claimtracker.storage import settings
from claimtracker.storage.queries.vocabulary import statuses, tags
from claimtracker.text.comparison import folded_words
from claimtracker.text.similarity import LIKELY, likeness

STATUSES_APART = "statuses.told_apart"
TAGS_APART = "tags.told_apart"
"""The settings of a project that hold the pairs somebody called “not the same”."""

Entry = TypeVar("Entry", Status, Tag)

_AGAINST = {Stance.DENIES, Stance.RETRACTS}


@dataclass(frozen=True, slots=True)
class LikelyDuplicate(Generic[Entry]):
    """Two entries that look like one; `keep` is the one that more claims have."""

    keep: Entry
    other: Entry


def likely_duplicate_statuses(
    connection: sqlite3.Connection, progress: Progress = no_progress
) -> list[LikelyDuplicate[Status]]:
    """Pairs such as “denied disagreement” and “denied disagreements”, the most alike first.

    Never two of opposite meaning, nor two that somebody told apart.
    """
    known = statuses(connection, retired=True)
    pairs = _pairs(connection, known, STATUSES_APART, progress)
    return [pair for pair in pairs if not _opposed(pair.keep, pair.other)]


def likely_duplicate_tags(
    connection: sqlite3.Connection, progress: Progress = no_progress
) -> list[LikelyDuplicate[Tag]]:
    """Pairs of tags such as “harbour” and “harbours”, the most alike first."""
    return _pairs(connection, tags(connection), TAGS_APART, progress)


def told_apart(connection: sqlite3.Connection, setting: str, one: str, other: str) -> str:
    """What the setting has to be so that the entries of these uids are told apart from now on."""
    pairs = _apart(connection, setting) | {frozenset({one, other})}
    return json.dumps(sorted(sorted(pair) for pair in pairs))


def _pairs(
    connection: sqlite3.Connection, known: Sequence[Entry], setting: str, progress: Progress
) -> list[LikelyDuplicate[Entry]]:
    apart = _apart(connection, setting)
    found: list[tuple[float, LikelyDuplicate[Entry]]] = []
    worth = sorted(_worth_comparing([entry.label for entry in known]))
    for number, (first, second) in enumerate(worth):
        progress(number, len(worth))
        one, other = known[first], known[second]
        score = _likeness(one.label, other.label)
        if score >= LIKELY and frozenset({one.uid, other.uid}) not in apart:
            keep, goes = (other, one) if other.claims > one.claims else (one, other)
            found.append((score, LikelyDuplicate(keep, goes)))
    found.sort(key=lambda pair: -pair[0])
    return [pair for _, pair in found]


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


def _apart(connection: sqlite3.Connection, setting: str) -> set[frozenset[str]]:
    try:
        return {frozenset(map(str, pair)) for pair in json.loads(settings.read(connection, setting, "[]"))}
    except (ValueError, TypeError):
        return set()


def _opposed(one: Status, other: Status) -> bool:
    """Whether one is against the proposition and the other is not; neutral is mostly “nobody said”."""
    stances = {one.stance, other.stance} - {Stance.NEUTRAL}
    return len(stances) == 2 and len(stances & _AGAINST) == 1


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str) -> float:
    """The same pairs are asked about after every change of the vocabulary."""
    return likeness(one, other)
