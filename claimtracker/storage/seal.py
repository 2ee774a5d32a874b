"""A sum over all rows that the program wrote, kept in the file: whether anything else changed one of them since.

SQLite tells a broken page from a sound one, but not a sound text from one with another letter in it: a disk, a stick or
a tool that changes one byte of a cell leaves a file that is in order. So each transaction adds to a sum what it wrote
and takes from it what was there before; a check adds up all rows and compares. It guards against mishaps, not against
somebody who knows how to make the sum anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby

from claimtracker.storage import schema, settings

KEY = "seal"
"""The setting that holds the sums, by table."""

_MODULUS = 1 << 64
_PAGE = 2_000
_HISTORY = {
    "operation": "select id, kind, label, at, coder, origin, reverses from operation",
    "change": "select operation_id, table_name, row_id, before from change",
}


def carry_on(connection: sqlite3.Connection, operation_id: int) -> None:
    """Bring the sums up to date with an operation, as the last thing of its transaction."""
    sums = _read(settings.read(connection, KEY))
    if not sums:
        renew(connection)
        return
    changes = connection.execute(
        "select table_name, row_id, before from change where operation_id = ? order by table_name", (operation_id,)
    ).fetchall()
    for table, rows in groupby(changes, key=lambda row: str(row[0])):
        _add(sums, table, _difference(connection, table, [(row_id, before) for _, row_id, before in rows]))
    _add(sums, "change", sum(_digest((operation_id, *row)) for row in changes))
    line = connection.execute(f"{_HISTORY['operation']} where id = ?", (operation_id,)).fetchone()
    _add(sums, "operation", _digest(line))
    _write(connection, sums)


def renew(connection: sqlite3.Connection) -> None:
    """Add up everything anew, inside a transaction that changed rows without telling the log, as a migration does."""
    _write(connection, _whole(connection))


def renew_history(connection: sqlite3.Connection) -> None:
    """Add up the history anew, inside the transaction that forgets some of it; the other sums stay as they are."""
    sums = _read(settings.read(connection, KEY))
    if sums:
        _write(connection, sums | {table: _sum(connection, query) for table, query in _HISTORY.items()})


def broken(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold something else than what was written to them; none when the file has no sums yet.

    Ask it of one state of the file: inside a transaction.
    """
    known = settings.read(connection, KEY)
    if not known:
        return []
    sums = _read(known)
    if not sums:
        return ["setting"]
    return [table for table, total in _whole(connection).items() if sums.get(table) != total]


def problems(connection: sqlite3.Connection) -> list[str]:
    """What a person is told of it, a sentence each; reads all rows, of one state of the file."""
    alone = not connection.in_transaction
    if alone:
        connection.execute("begin")
    try:
        return [
            *(
                f"The rows of “{table}” are not those that were written: the disk or another program changed some."
                for table in broken(connection)
            ),
            *(f"New rows of “{table}” would get numbers that others have had." for table in numbers_again(connection)),
        ]
    finally:
        if alone:
            connection.execute("rollback")


def numbers_again(connection: sqlite3.Connection) -> list[str]:
    """The tables whose next row would get a number that one has had already."""
    tables = [*schema.TRACKED, "operation"]
    given = dict(connection.execute("select name, seq from sqlite_sequence"))
    last = {table: connection.execute(f'select max(id) from "{table}"').fetchone()[0] or 0 for table in tables}  # noqa: S608
    return [
        table
        for table in tables
        if last[table] and (not isinstance(given.get(table), int) or given[table] < last[table])
    ]


def _read(known: str) -> dict[str, str]:
    """The sums by table; none when there are none, or what is there are none."""
    try:
        sums = json.loads(known or "{}")
        return {str(table): f"{int(total, 16):016x}" for table, total in sums.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _write(connection: sqlite3.Connection, sums: dict[str, str]) -> None:
    settings.write(connection, KEY, json.dumps(sums))


def _whole(connection: sqlite3.Connection) -> dict[str, str]:
    queries = {table: f'select * from "{table}"' for table in schema.TRACKED} | _HISTORY  # noqa: S608  our own tables
    return {table: _sum(connection, query) for table, query in queries.items()}


def _sum(connection: sqlite3.Connection, query: str) -> str:
    return f"{sum(_digest(row) for row in connection.execute(query)) % _MODULUS:016x}"


def _add(sums: dict[str, str], table: str, difference: int) -> None:
    sums[table] = f"{(int(sums.get(table, '0'), 16) + difference) % _MODULUS:016x}"


def _difference(connection: sqlite3.Connection, table: str, changes: Sequence[tuple[int, str | None]]) -> int:
    """What an operation added to the sum of a table: its rows as they are now, less those that they were."""
    total = 0
    for page in _pages(changes):
        cursor = connection.execute(
            f'select * from "{table}" where id in (select value from json_each(?))',  # noqa: S608  our own tables
            (json.dumps([row_id for row_id, _ in page]),),
        )
        names = [entry[0] for entry in cursor.description]
        now = {row[0]: row for row in cursor}
        total += sum(map(_digest, now.values()))
        for row_id, before in page:
            if before is not None:
                # The log holds what changed of a row, or all of one that is gone.
                image = dict(zip(names, now.get(row_id, ()), strict=False)) | json.loads(before)
                total -= _digest([image[name] for name in names])
    return total


def _digest(row: Iterable[object]) -> int:
    text = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=repr)
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _pages(changes: Sequence[tuple[int, str | None]]) -> Iterator[Sequence[tuple[int, str | None]]]:
    return (changes[first : first + _PAGE] for first in range(0, len(changes), _PAGE))
