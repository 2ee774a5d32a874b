"""Where each claim stands in an order, kept in memory: what is found is put into the order without asking the file."""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Iterable
from itertools import compress

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage.queries.claims import claims_by_article
from claimtracker.storage.queries.id_lists import added

_MARK = re.compile(b"\x01")
_SPARSE = 5
"""Where fewer than one claim in so many is marked, the marks are looked for one by one."""


class Marks:
    """A mark for each place of an order; the one behind the last is for claims that have no place."""

    def __init__(self, places: int) -> None:
        self._marks = bytearray(places + 1)

    def __len__(self) -> int:
        return self._marks.count(1, 0, len(self._marks) - 1)

    def add(self, places: Iterable[int]) -> None:
        """Mark these places."""
        marks = self._marks
        for place in places:
            marks[place] = 1

    def add_stretch(self, places: range) -> None:
        """Mark all of these places."""
        self._marks[places.start : places.stop] = b"\x01" * len(places)

    def keep(self, other: Marks) -> None:
        """Take off what the other does not have."""
        both = int.from_bytes(self._marks, "little") & int.from_bytes(other._marks, "little")
        self._marks[:] = both.to_bytes(len(self._marks), "little")

    def of(self, ids: array[int]) -> array[int]:
        """The ids that stand at marked places."""
        if len(self) * _SPARSE > len(ids):
            return array(ids.typecode, compress(ids, self._marks))
        return array(ids.typecode, [ids[mark.start()] for mark in _MARK.finditer(self._marks, 0, len(ids))])


class Places:
    """An order of all claims: which claim stands at a place, and at which place a claim stands."""

    def __init__(self, ids: array[int], articles: dict[int, range] | None = None) -> None:
        self.ids = ids
        self.articles = articles
        """The places that the claims of an article take up, where they stand together."""
        self._places = array("i", [-1]) * (max(ids, default=0) + 1)
        for place, claim_id in enumerate(ids):
            self._places[claim_id] = place

    def nothing(self) -> Marks:
        """No claim is marked."""
        return Marks(len(self.ids))

    def mark(self, marks: Marks, ids: array[int]) -> None:
        """Mark claims, but those that are so new that they have no place yet."""
        places = self._places
        try:
            marks.add(map(places.__getitem__, ids))
        except IndexError:
            marks.add(places[claim_id] for claim_id in ids if claim_id < len(places))


def places_by_article(connection: sqlite3.Connection, progress: Progress = no_progress) -> Places:
    """The order that claims have when nothing else is asked for: by article, oldest first, and place in it."""
    ids: array[int] = array("i")
    articles: dict[int, range] = {}
    for article_id, here in claims_by_article(connection):
        progress(len(ids), 0)
        first = len(ids)
        ids = added(ids, here)
        articles[article_id] = range(first, len(ids))
    return Places(ids, articles)
