"""A sum over all rows that the program wrote, kept in the file: whether anything else changed one of them since.

SQLite tells a broken page from a sound one, but not a sound text from one with another letter in it: a disk, a stick or
a tool that changes one byte of a cell leaves a file that is in order. So each transaction adds to a sum what it wrote
and takes from it what was there before; a check adds up all rows and compares. It guards against mishaps, not against
somebody who knows how to make the sum anew: CRC-32 of each cell (ISO 3309), which is what can be had for a million.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from zlib import crc32

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import schema, settings

KEY = "seal"
"""The setting that holds the sums, by table."""

Rest = Callable[[], None]

_MODULUS = 1 << 64
_STRETCH = 200
"""Rows: about a millisecond of work."""
_AT_ONCE = 2_000
"""Rows that are compared with their images in one statement."""
_HISTORY = {
    "operation": "select id, kind, label, at, coder, origin, reverses from operation",
    "change": "select operation_id, table_name, row_id, before from change",
}


def carry_on(connection: sqlite3.Connection, operation_id: int, progress: Progress = no_progress) -> None:
    """Bring the sums up to date with an operation, as the last thing of its transaction."""
    sums = _read(settings.read(connection, KEY))
    if not sums:
        renew(connection)
        return
    changes = connection.execute(
        "select table_name, row_id, before from change where operation_id = ? order by table_name", (operation_id,)
    )
    for table, of_table in groupby(changes, key=itemgetter(0)):
        while rows := [row[1:] for row in islice(of_table, _AT_ONCE)]:
            progress(0, 0)
            _add(sums, table, _difference(connection, table, rows))
            _add(sums, "change", _weight_of_changes(operation_id, table, rows))
    line = connection.execute(f"{_HISTORY['operation']} where id = ?", (operation_id,))
    _add(sums, "operation", _weight("operation", line))
    _write(connection, sums)


def renew(connection: sqlite3.Connection) -> None:
    """Add up everything anew, inside a transaction that changed rows without telling the log, as a migration does."""
    _write(connection, _whole(connection))


def renew_history(connection: sqlite3.Connection) -> None:
    """Add up the history anew, inside the transaction that forgets some of it; the other sums stay as they are."""
    sums = _read(settings.read(connection, KEY))
    if sums:
        _write(connection, sums | _sums_of_history(connection))


def broken(connection: sqlite3.Connection, rest: Rest | None = None) -> list[str]:
    """The tables that hold something else than what was written to them; none when the file has no sums yet.

    Ask it of one state of the file: inside a transaction.
    """
    known = settings.read(connection, KEY)
    if not known:
        return []
    sums = _read(known)
    if not sums:
        return ["setting"]
    return [table for table, total in _whole(connection, rest).items() if sums.get(table) != total]


def problems(connection: sqlite3.Connection, rest: Rest | None = None) -> list[str]:
    """What a person is told of it, a sentence each; reads all rows, of one state of the file.

    Beside a window, `rest` is called after every few rows: adding up takes Python, which only one thread can have.
    """
    alone = not connection.in_transaction
    if alone:
        connection.execute("begin")
    try:
        return [
            *(
                f"The rows of “{table}” are not those that were written: the disk or another program changed some."
                for table in broken(connection, rest)
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


def _whole(connection: sqlite3.Connection, rest: Rest | None = None) -> dict[str, str]:
    sums = {}
    for table in schema.TRACKED:
        rows = connection.execute(f'select * from "{table}"')  # noqa: S608  our own tables
        names = tuple(entry[0] for entry in rows.description)
        sums[table] = _told(_weight_of_rows(table, names, _with_rests(rows, rest)))
    return sums | _sums_of_history(connection, rest)


def _sums_of_history(connection: sqlite3.Connection, rest: Rest | None = None) -> dict[str, str]:
    lines = connection.execute(_HISTORY["operation"])
    names = tuple(entry[0] for entry in lines.description)
    changes = connection.execute(_HISTORY["change"])
    return {
        "operation": _told(_weight_of_rows("operation", names, _with_rests(lines, rest))),
        "change": _told(sum(map(_weight_of_change, _with_rests(changes, rest)))),
    }


def _with_rests(rows: sqlite3.Cursor, rest: Rest | None) -> Iterable[Sequence[object]]:
    if rest is None:
        return rows
    return _resting(rows, rest)


def _resting(rows: sqlite3.Cursor, rest: Rest) -> Iterator[Sequence[object]]:
    for number, row in enumerate(rows):
        if number % _STRETCH == 0:
            rest()
        yield row


def _told(total: int) -> str:
    return f"{total % _MODULUS:016x}"


def _add(sums: dict[str, str], table: str, difference: int) -> None:
    sums[table] = _told(int(sums.get(table, "0"), 16) + difference)


def _difference(connection: sqlite3.Connection, table: str, changes: Sequence[tuple[int, str | None]]) -> int:
    """What an operation added to the sum of a table: its cells as they are now, less those that they were."""
    new: list[int] = []
    gone: dict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    changed: dict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    # One text for all of them, since reading takes half the time so.
    images = json.loads(f"[{','.join(before or 'null' for _, before in changes)}]")
    for (row_id, _), image in zip(changes, images, strict=True):
        if image and "id" not in image:
            changed["id", *image].append((row_id, *image.values()))
            continue
        # The log holds all of a row that is gone; it may have come back in the same operation.
        if image:
            gone[tuple(image)].append(tuple(image.values()))
        new.append(row_id)
    total = -sum(_weight_of_rows(table, names, rows) for names, rows in gone.items())
    if new:
        total += _weight(table, _rows(connection, table, "*", new))
    for names, rows in changed.items():
        shown = ", ".join(f'"{name}"' for name in names)
        now = _rows(connection, table, shown, [row[0] for row in rows])
        total += _weight_of_cells(table, names, now) - _weight_of_cells(table, names, rows)
    return total


def _rows(connection: sqlite3.Connection, table: str, shown: str, ids: Sequence[object]) -> sqlite3.Cursor:
    return connection.execute(
        f'select {shown} from "{table}" where id in (select value from json_each(?))',  # noqa: S608  our own tables
        (json.dumps(list(ids)),),
    )


def _weight(table: str, rows: sqlite3.Cursor) -> int:
    """Of whole rows, the id first."""
    return _weight_of_rows(table, tuple(entry[0] for entry in rows.description), rows)


def _weight_of_rows(table: str, names: tuple[str, ...], rows: Iterable[Sequence[object]]) -> int:
    """Of rows; the id comes first, and empty cells weigh nothing."""
    total = 0
    of_id, *salts = _salts(table, names)
    for row_id, *cells in rows:
        number: int = row_id  # type: ignore[assignment]  # an INTEGER PRIMARY KEY
        total += crc32(b"row", number ^ of_id)
        for salt, value in zip(salts, cells):  # noqa: B905  names and cells are of one row; this is run a million times
            if value:
                total += crc32(str(value).encode("utf-8", "surrogatepass"), number ^ salt)
    return total


def _weight_of_cells(table: str, names: tuple[str, ...], rows: Iterable[Sequence[object]]) -> int:
    """The same of some cells of rows that stay, of a page of them at most: many hold the same."""
    total = 0
    _, *salts = _salts(table, names)
    written: dict[object, bytes] = {}
    for row_id, *cells in rows:
        number: int = row_id  # type: ignore[assignment]  # an INTEGER PRIMARY KEY
        for salt, value in zip(salts, cells):  # noqa: B905  as above
            if value:
                if value not in written:
                    written[value] = str(value).encode("utf-8", "surrogatepass")
                total += crc32(written[value], number ^ salt)
    return total


def _salts(table: str, names: tuple[str, ...]) -> list[int]:
    return [crc32(f"{table}.{name}".encode()) for name in names]


def _weight_of_changes(operation_id: int, table: str, changes: Iterable[Sequence[object]]) -> int:
    """What `_weight_of_change` gives for each, added up: all of one operation and table begin alike."""
    begun = crc32(f"{operation_id}:{table}:".encode())
    told = (f"{row_id}:{before}".encode("utf-8", "surrogatepass") for row_id, before in changes)
    return sum(crc32(text, begun) for text in told)


def _weight_of_change(change: Sequence[object]) -> int:
    text = "{}:{}:{}:{}".format(*change)
    return crc32(text.encode("utf-8", "surrogatepass"))
