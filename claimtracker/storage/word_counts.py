"""In how many claims a word stands: what tells the words that say much from those that are everywhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

_FEW = 256
"""A word of fewer claims than that is read anew each time; of the others it is remembered how many they were."""
_MANY = 100_000
"""A word of about that many claims and more is not counted to the end: a share of the claims tells enough."""
_PLACES, _WIDTH = 128, 512
"""That share: at so many places of the project, as words come and go, so many claims each."""
_GROWN = 1 / 16
_REMEMBERED = 4_000
"""Words of a project; what is remembered of more is forgotten, so that it stays within half a megabyte."""
_PROJECTS = 4


@dataclass(frozen=True, slots=True)
class CountedWords:
    """How many claims there are, how many words one has, and of each word in how many it stands, in which if few."""

    total: int
    length: float
    counts: dict[str, int] = field(default_factory=dict)
    found: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Counted:
    total: int
    words: dict[str, int] = field(default_factory=dict)


_counted: dict[str, _Counted] = {}
"""By the path of the project. A common word takes milliseconds to count, and a year to become a rare one."""


def count_words(connection: sqlite3.Connection, words: Iterable[str]) -> CountedWords:
    """Words are counted in any form of them, common ones roughly.

    A claim that was deleted counts still in the number of all, so as not to walk through them.
    """
    (total,) = connection.execute("select coalesce(max(id), 0) from claim").fetchone()
    known = _known(connection, total)
    counted = CountedWords(total, _length(connection))
    for word in words:
        if word in known:
            counted.counts[word] = known[word]
            continue
        ids = _first(connection, word)
        if len(ids) < _FEW:
            counted.counts[word], counted.found[word] = len(ids), ids
            continue
        if len(known) >= _REMEMBERED:
            known.clear()
        about = len(ids) * total // ids[-1]
        exactly = about < _MANY or total <= _PLACES * _WIDTH
        known[word] = _count(connection, word) if exactly else _count_roughly(connection, word, total)
        counted.counts[word] = known[word]
    return counted


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


def _length(connection: sqlite3.Connection) -> float:
    """How many words a claim has on average, from where the index keeps it for bm25: in its first row.

    That is the number of claims and that of all their words, seven bits a byte, the last byte of each below 128.
    """
    row = connection.execute("select block from claim_stems_data where id = 1").fetchone()
    numbers, number = [], 0
    for byte in row[0] if row else b"":
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    return numbers[1] / numbers[0] if len(numbers) > 1 and numbers[0] and numbers[1] else 1.0


def _first(connection: sqlite3.Connection, word: str) -> list[int]:
    sql = """select json_group_array(rowid) from (
        select rowid from claim_stems where claim_stems match ? limit ?)"""
    ids: list[int] = json.loads(connection.execute(sql, (quoted(word), _FEW)).fetchone()[0])
    return ids


def _count(connection: sqlite3.Connection, word: str) -> int:
    sql = "select count(*) from claim_stems where claim_stems match ?"
    return int(connection.execute(sql, (quoted(word),)).fetchone()[0])


def _count_roughly(connection: sqlite3.Connection, word: str, total: int) -> int:
    starts = [(2 * place + 1) * total // (2 * _PLACES) - _WIDTH // 2 for place in range(_PLACES)]
    # The index is asked at one place after the other: else it would be walked through for each of them.
    sql = """select count(*) from json_each(?2) as start cross join claim_stems
        where claim_stems match ?1 and claim_stems.rowid between start.value and start.value + ?3 - 1"""
    (count,) = connection.execute(sql, (quoted(word), json.dumps(starts), _WIDTH)).fetchone()
    return max(_FEW, int(count) * total // (_PLACES * _WIDTH))
