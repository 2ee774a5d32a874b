"""Two that are likely one: what is told of such a pair, and the pairs that somebody called “not the same”."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from claimtracker.domain.values import Speaker, Status, Tag
from claimtracker.storage import settings

SPEAKERS_NOT_SAME = "speakers.not_same"
STATUSES_NOT_SAME = "statuses.told_apart"
TAGS_NOT_SAME = "tags.told_apart"
"""The settings of a project that hold the pairs somebody said are not the same: their uids, as JSON."""


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker, a status or a tag, as far as one has to know it to say whether it is the same as another."""

    id: int
    uid: str
    name: str
    claims: int

    @classmethod
    def of(cls, entry: Speaker | Status | Tag) -> Named:
        """The same of any of them."""
        return cls(entry.id, entry.uid, entry.name if isinstance(entry, Speaker) else entry.label, entry.claims)


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two that look like one, from 0 to 1, and in few words why; `one` is the one that had better stay."""

    one: Named
    other: Named
    likeness: float
    why: str


def pairs_not_same(connection: sqlite3.Connection, setting: str) -> set[frozenset[str]]:
    """The pairs, by their uids, that somebody said are not the same."""
    try:
        return {frozenset(map(str, pair)) for pair in json.loads(settings.read(connection, setting, "[]"))}
    except (ValueError, TypeError):
        return set()


def not_same_with(connection: sqlite3.Connection, setting: str, pairs: Iterable[LikelyDuplicate]) -> str:
    """What the setting holds when these pairs join it; for `Workspace.remember`."""
    known = pairs_not_same(connection, setting) | {frozenset((pair.one.uid, pair.other.uid)) for pair in pairs}
    return json.dumps(sorted(sorted(pair) for pair in known))
