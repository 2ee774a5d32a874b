"""Ids that mostly follow each other, as those of claims do that were tagged from the top of a text to its end."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, pairwise
from typing import overload

from claimtracker.storage.queries.claims import claims_by_article
from claimtracker.storage.queries.id_lists import added

_WORTH = 4
"""Ids of the middling stretch from which on stretches take less memory than the ids themselves."""


class Stretches(Sequence[int]):
    """Ids in an order, as stretches of ids that follow each other; each takes up as much memory as four ids do."""

    def __init__(self) -> None:
        self._firsts = array("q")
        self._places = array("q", [0])
        """Where each stretch begins, and behind the last how many ids there are."""

    def __len__(self) -> int:
        return self._places[-1]

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        """The id at a place."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        number = bisect_right(self._places, place) - 1
        return self._firsts[number] + place - self._places[number]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._ranges())

    def __contains__(self, wanted: object) -> bool:
        return any(wanted in stretch for stretch in self._ranges())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stretches):
            return NotImplemented
        return (self._firsts, self._places) == (other._firsts, other._places)

    __hash__ = None  # type: ignore[assignment]

    @property
    def worth_it(self) -> bool:
        """Whether they take less memory than the ids would."""
        return len(self._firsts) * _WORTH < len(self)

    def index(self, wanted: int, start: int = 0, stop: int | None = None) -> int:
        """The place of an id. Raises `ValueError` when it is not among them."""
        for number, stretch in enumerate(self._ranges()):
            if wanted in stretch:
                place = self._places[number] + wanted - stretch.start
                if start <= place and (stop is None or place < stop):
                    return place
        raise ValueError(wanted)

    def extend(self, ids: Sequence[int]) -> None:
        """Put ids behind the others."""
        if ids and ids[-1] - ids[0] == len(ids) - 1 and ids == list(range(ids[0], ids[-1] + 1)):
            self._append(range(ids[0], ids[-1] + 1))
        else:
            for one in ids:
                self._append(range(one, one + 1))

    def without(self, gone: Collection[int]) -> Stretches:
        """The others, in their order."""
        found, sought = Stretches(), sorted(gone)
        for stretch in self._ranges():
            start = stretch.start
            for one in sought[bisect_left(sought, stretch.start) : bisect_left(sought, stretch.stop)]:
                found._append(range(start, one))
                start = one + 1
            found._append(range(start, stretch.stop))
        return found

    def _append(self, ids: range) -> None:
        if not ids:
            return
        if self._firsts and ids.start == self._firsts[-1] + self._places[-1] - self._places[-2]:
            self._places[-1] += len(ids)
            return
        self._firsts.append(ids.start)
        self._places.append(self._places[-1] + len(ids))

    def _ranges(self) -> Iterator[range]:
        for first, (start, end) in zip(self._firsts, pairwise(self._places), strict=True):
            yield range(first, first + end - start)


def every_claim(connection: sqlite3.Connection) -> Sequence[int]:
    """The same as `claim_ids` without a filter and an order, in as little memory as may be."""
    found = Stretches()
    for _, ids in claims_by_article(connection):
        found.extend(ids)
    return found if found.worth_it else added(array("i"), found)
