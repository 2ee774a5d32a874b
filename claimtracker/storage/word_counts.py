"""In how many claims a word stands: what tells the words that say much from those that are everywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

_FEW = 128
"""A word of fewer claims than that is counted anew each time; of the others it is remembered what they were."""
_MANY = 4_096
"""A word of more claims than that is not counted to the end: how far back so many of them reach tells enough."""
_GROWN = 1 / 16
_REMEMBERED = 4_000
"""Words of a project; what is remembered of more is forgotten, so that it stays within half a megabyte."""
_PROJECTS = 4


@dataclass(slots=True)
class _Counted:
    total: int
    words: dict[str, int] = field(default_factory=dict)


_counted: dict[str, _Counted] = {}
"""By the path of the project. A common word takes milliseconds to count, and a year to become a rare one."""


def count_words(connection: sqlite3.Connection, words: Iterable[str]) -> tuple[int, dict[str, int]]:
    """How many claims there are, and in how many of them each word stands, in any form of it; of common ones roughly.

    A claim that was deleted counts still in the first number, so as not to walk through all of them.
    """
    (total,) = connection.execute("select coalesce(max(id), 0) from claim").fetchone()
    known = _known(connection, total)
    counts = {}
    for word in words:
        if word in known:
            counts[word] = known[word]
            continue
        counts[word] = _count(connection, word, _FEW, total)
        if counts[word] >= _FEW:
            if len(known) >= _REMEMBERED:
                known.clear()
            counts[word] = known[word] = _count(connection, word, _MANY, total)
    return total, counts


def quoted(word: str) -> str:
    """A word as a full-text query for its stem; no syntax, whatever it is."""
    return '"' + word.replace('"', '""') + '"'


def _known(connection: sqlite3.Connection, total: int) -> dict[str, int]:
    path = connection.execute("pragma database_list").fetchone()[2]
    counted = _counted.get(path)
    if counted is None or not path or abs(total - counted.total) > counted.total * _GROWN:
        if len(_counted) >= _PROJECTS:
            _counted.clear()
        counted = _counted[path] = _Counted(total)
    return counted.words


def _count(connection: sqlite3.Connection, word: str, most: int, total: int) -> int:
    sql = """select count(*), coalesce(min(rowid), 0) from (
        select rowid from claim_stems where claim_stems match ? order by rowid desc limit ?)"""
    count, oldest = connection.execute(sql, (quoted(word), most)).fetchone()
    return int(count if count < most else count * total / (total + 1 - oldest))
