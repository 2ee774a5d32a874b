"""Where each claim stands in an order, kept in memory: what is found is put into the order without asking the file."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress, pairwise
from operator import sub
from typing import overload

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage.queries.claims import claims_by_article
from claimtracker.storage.queries.id_lists import added

_RUN = 32
"""Claims that follow each other by number as well as in the order, on the average, where the order goes by runs."""
_STRETCH = 10_000
"""Claims that are gone through at a time: a millisecond of work."""
_BLOCK = 1024
"""Places that are gone through for the one that is in a row."""


class Marks:
    """A mark for each claim of an order; where it stands is known to the `Places` that it comes from."""

    def __init__(self, count: int) -> None:
        self.signs = bytearray(count)

    def add(self, numbers: Iterable[int]) -> None:
        """Mark these."""
        signs = self.signs
        for number in numbers:
            signs[number] = 1

    def add_stretch(self, numbers: range) -> None:
        """Mark all of these."""
        self.signs[numbers.start : numbers.stop] = b"\x01" * len(numbers)

    def keep(self, other: Marks) -> None:
        """Take off what the other does not have."""
        both = int.from_bytes(self.signs, "little") & int.from_bytes(other.signs, "little")
        self.signs[:] = both.to_bytes(len(self.signs), "little")


class Places:
    """An order of all claims: which claim stands at a place, and at which place a claim stands.

    Claims that are made one after the other mostly stand so in their article, too. Where the order is one of such runs,
    what is found is marked by the numbers of the claims, and the marks are put into the order run by run; elsewhere
    each claim is marked at its place.
    """

    def __init__(
        self, ids: array[int], articles: dict[int, range] | None = None, progress: Progress = no_progress
    ) -> None:
        self.ids = ids
        self.articles = articles
        """The places that the claims of an article take up, where they stand together."""
        last = max(ids, default=0)
        self._runs = _runs(ids, len(ids) // _RUN, progress)
        """The places at which runs begin."""
        self._runs_by_number = array("i", sorted(self._runs, key=ids.__getitem__))
        self._places: array[int] | None = None
        if ids and not self._runs:
            self._places = array("i", [-1]) * (last + 1)
            for start, some in _stretches(ids, progress):
                for place, claim_id in enumerate(some, start):
                    self._places[claim_id] = place
        # Of places one more, for claims that have none.
        self._marks = last + 1 if self._places is None else len(ids) + 1

    def nothing(self) -> Marks:
        """No claim is marked."""
        return Marks(self._marks)

    def mark(self, marks: Marks, ids: Sequence[int]) -> None:
        """Mark claims, but those that are so new that they have no place yet."""
        places = self._places
        try:
            marks.add(ids if places is None else map(places.__getitem__, ids))
        except IndexError:
            known = self._marks if places is None else len(places)
            marks.add(claim_id if places is None else places[claim_id] for claim_id in ids if claim_id < known)

    def mark_article(self, marks: Marks, article_id: int) -> None:
        """Mark the claims of an article, where they stand together."""
        here = (self.articles or {}).get(article_id, range(0))
        if self._places is not None:
            marks.add_stretch(here)
        elif here and bisect_right(self._runs, here[0]) == bisect_right(self._runs, here[-1]):
            first = self.ids[here.start]
            marks.add_stretch(range(first, first + len(here)))
        else:
            marks.add(self.ids[here.start : here.stop])

    def place_of(self, claim_id: int) -> int:
        """Where a claim stands; -1 where it is not in the order."""
        if self._places is not None:
            return self._places[claim_id] if 0 <= claim_id < len(self._places) else -1
        run = bisect_right(self._runs_by_number, claim_id, key=self.ids.__getitem__) - 1
        if run < 0:
            return -1
        first = self._runs_by_number[run]
        place = first + claim_id - self.ids[first]
        return place if place < len(self.ids) and self.ids[place] == claim_id else -1

    def found(self, marks: Marks) -> FoundClaims:
        """The marked claims in the order."""
        if self._places is not None:
            return FoundClaims(self, bytes(marks.signs[:-1]))
        ids, signs = self.ids, marks.signs
        firsts = ((ids[place], after - place) for place, after in pairwise((*self._runs, len(ids))))
        return FoundClaims(self, b"".join([signs[first : first + length] for first, length in firsts]))


class FoundClaims(Sequence[int]):
    """Claims in an order; which one it is in a row is looked up when somebody asks, since of most nobody does."""

    def __init__(self, places: Places, signs: bytes) -> None:
        self._places = places
        self._signs = signs
        """For each place whether the claim there is one of them."""
        counts = (signs.count(1, start, start + _BLOCK) for start in range(0, len(signs), _BLOCK))
        self._before = array("i", accumulate(counts, initial=0))
        """How many there are before each block of places, and in all."""
        self._read: tuple[int, list[int]] = (-1, [])
        """The block that was asked for last."""

    def __len__(self) -> int:
        return self._before[-1]

    def __iter__(self) -> Iterator[int]:
        return compress(self._places.ids, self._signs)

    @overload
    def __getitem__(self, rows: int) -> int: ...
    @overload
    def __getitem__(self, rows: slice) -> array[int]: ...
    def __getitem__(self, rows: int | slice) -> int | array[int]:
        ids = self._places.ids
        if isinstance(rows, int):
            block, row = self._block_of(range(len(self))[rows])
            return self._in_block(block)[row]
        first, end, step = rows.indices(len(self))
        if step != 1:
            return array(ids.typecode, self)[rows]
        found = array(ids.typecode)
        while first < end:
            block, row = self._block_of(first)
            found.extend(self._in_block(block)[row : row + end - first])
            first = self._before[block + 1]
        return found

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FoundClaims) and other._places is self._places:
            return self._signs == other._signs
        if not isinstance(other, array | FoundClaims):
            return NotImplemented
        rows = (slice(start, start + _BLOCK) for start in range(0, len(self), _BLOCK))
        return len(other) == len(self) and all(self[some] == other[some] for some in rows)

    __hash__ = None  # type: ignore[assignment]

    def index(self, claim_id: int, start: int = 0, stop: int | None = None) -> int:
        """The row of a claim. Raises `ValueError` where it is not among them."""
        place = self._places.place_of(claim_id)
        if place >= 0 and self._signs[place]:
            block = place // _BLOCK
            row = self._before[block] + self._signs.count(1, block * _BLOCK, place)
            if row in range(len(self))[start:stop]:
                return row
        raise ValueError(claim_id)

    def _block_of(self, row: int) -> tuple[int, int]:
        block = bisect_right(self._before, row) - 1
        return block, row - self._before[block]

    def _in_block(self, block: int) -> list[int]:
        known, found = self._read
        if known != block:
            here = slice(block * _BLOCK, (block + 1) * _BLOCK)
            found = list(compress(self._places.ids[here], self._signs[here]))
            self._read = (block, found)
        return found


def _runs(ids: array[int], most: int, progress: Progress) -> array[int]:
    """The places of claims that are not, by number too, the next after the one before them; none if there are more."""
    places = array("i")
    before = -1  # no claim has the number 0
    for start, some in _stretches(ids, progress):
        steps = map(sub, some, chain((before,), some))
        places.extend([place for place, step in enumerate(steps, start) if step != 1])
        before = some[-1]
        if len(places) > most:
            return array("i")
    return places


def _stretches(ids: array[int], progress: Progress) -> Iterator[tuple[int, array[int]]]:
    """Ids some at a time, and where they begin."""
    for start in range(0, len(ids), _STRETCH):
        progress(start, len(ids))
        yield start, ids[start : start + _STRETCH]


def places_by_article(connection: sqlite3.Connection, progress: Progress = no_progress) -> Places:
    """The order that claims have when nothing else is asked for: by article, oldest first, and place in it."""
    ids: array[int] = array("i")
    articles: dict[int, range] = {}
    for article_id, here in claims_by_article(connection):
        progress(len(ids), 0)
        first = len(ids)
        ids = added(ids, here)
        articles[article_id] = range(first, len(ids))
    return Places(ids, articles, progress)
