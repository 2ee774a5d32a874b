"""Reading what can be read of a damaged file, row by row and around the damage. The file itself is never touched.

All reading is done on a copy, which may be mended as far as needed for SQLite to open it: a header that is damaged, an
end that is missing, and the list of tables, whose place in a file that was never migrated is known.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from claimtracker.storage import functions, private, schema
from claimtracker.storage.migrations import migrate

Value = str | int | bytes | None
Row = tuple[Value, ...]

_PAGE = 4096
_BLOCK = 65536
_MOST_PROBES = 5_000_000
_MAGIC = b"SQLite format 3\x00"
_UNREADABLE = (sqlite3.DatabaseError, OverflowError, ValueError)


@dataclass(slots=True)
class Damaged:
    """A copy of a damaged file, open for reading."""

    connection: sqlite3.Connection
    version: int
    broken_texts: int = 0
    """Values with bytes that are no text; each such byte was replaced by the sign for that."""

    def decode(self, raw: bytes) -> str:
        """Text as far as it is text."""
        try:
            return raw.decode()
        except UnicodeDecodeError:
            self.broken_texts += 1
            return raw.decode(errors="replace")


@dataclass(slots=True)
class Walked:
    """How far a table could be read."""

    ids: set[int] = field(default_factory=set)
    """Those of its rows that were read."""
    known: set[int] = field(default_factory=set)
    """Those that its indexes tell of, read or not."""
    sure: bool = True
    """Whether an index could be read to its end, so that it is known how many rows there were."""


def copy_bytes(source: Path, target: Path) -> int:
    """Copy a file that nobody has open here; what the disk does not give is zeros. How many bytes that were."""
    private.make_file(target)
    missing = 0
    with source.open("rb", buffering=0) as reading, target.open("wb") as writing:
        size = reading.seek(0, 2)
        for start in range(0, size, _BLOCK):
            wanted = min(_BLOCK, size - start)
            try:
                reading.seek(start)
                block = reading.read(wanted) or b""
            except OSError:
                block = b""
            missing += wanted - len(block)
            writing.write(block.ljust(wanted, b"\0"))
    return missing


def open_copy(copy: Path, folder: Path) -> Damaged | None:
    """Open a copy, mended as far as needed; None when nothing in it can be read as a project."""
    version = _mend_header(copy)
    own = _open(copy, version)
    if own is not None and _tables_there(own) == len(tables_of(own.version)):
        return own
    for guess in dict.fromkeys((version, schema.VERSION)):
        given = folder / f"tables-{guess}"
        _give_tables(copy, given, guess)
        other = _open(given, guess)
        if other is not None and (own is None or _tables_there(other) > _tables_there(own)):
            if own is not None:
                own.connection.close()
            own = other
        elif other is not None:
            other.connection.close()
    return own if own is not None and _tables_there(own) else None


@cache
def tables_of(version: int) -> dict[str, tuple[str, ...]]:
    """The tables of a version that hold anything of their own, with their columns, parents before children."""
    reference = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(reference, version)
        names = [row[0] for row in reference.execute("select name from sqlite_schema where type = 'table'")]
        own = [name for name in (*schema.TRACKED, "setting", "operation", "change", "original") if name in names]
        return {name: _columns(reference, name) for name in own}
    finally:
        reference.close()


def rows_by_id(damaged: Damaged, table: str, columns: Sequence[str], walked: Walked) -> Iterator[Row]:
    """Every row of a table that can be read, by id; where it breaks off, each id after that is tried by itself."""
    names = ", ".join(f'"{name}"' for name in columns)
    onwards = f'select {names} from "{table}" not indexed where id > ? order by id'  # noqa: S608  our own names
    _read_indexes(damaged.connection, table, walked)
    last = 0
    while True:
        try:
            for row in damaged.connection.execute(onwards, (last,)):
                if row[0] <= last:
                    break  # a page of something else, or one that was read already
                last = row[0]
                walked.ids.add(last)
                yield row
            else:
                break
        except _UNREADABLE:
            pass
        found = _next_readable(damaged.connection, table, names, last, walked)
        if found is None:
            break
        # By itself, since reading onwards from it may break off at once again.
        last = int(str(found[0]))
        walked.ids.add(last)
        yield found
    # An end that came too early is no error to SQLite; the indexes know better.
    for row_id in sorted(walked.known - walked.ids):
        with suppress(*_UNREADABLE):
            row = damaged.connection.execute(
                f'select {names} from "{table}" not indexed where id = ?',  # noqa: S608  our own names
                (row_id,),
            ).fetchone()
            if row is not None and row[0] == row_id:
                walked.ids.add(row_id)
                yield row


def settings_of(damaged: Damaged) -> dict[str, str]:
    """The settings, from both ends up to the damage."""
    found: dict[str, str] = {}
    for direction in ("asc", "desc"):
        with suppress(*_UNREADABLE):
            rows = damaged.connection.execute(f"select key, value from setting order by key {direction}")  # noqa: S608
            for key, value in rows:
                if isinstance(key, str) and isinstance(value, str):
                    found.setdefault(key, value)
    return found


def images_of(damaged: Damaged, columns: Sequence[str], torn: set[int]) -> Iterator[Row]:
    """The images in the log; the operations some of whose images could not be read are noted in `torn`."""
    names = ", ".join(columns)
    last: tuple[object, ...] = (0, "", 0)
    while True:
        try:
            for row in damaged.connection.execute(
                f"select {names} from change where (operation_id, table_name, row_id) > (?, ?, ?)"  # noqa: S608
                " order by operation_id, table_name, row_id",
                last,
            ):
                # A turned bit may make another kind of value of one, which compares with nothing.
                ours = isinstance(row[0], int) and isinstance(row[1], str) and isinstance(row[2], int)
                if not ours or row[:3] <= last:
                    break
                last = row[:3]
                yield row
            else:
                return
        except _UNREADABLE:
            pass
        begun = int(str(last[0]))
        torn.add(begun)
        highest = _highest(damaged.connection, "change", "operation_id", begun)
        for operation_id in range(begun + 1, highest + 1):
            torn.add(operation_id)
            with suppress(*_UNREADABLE):
                row = damaged.connection.execute(
                    "select operation_id from change where operation_id >= ? order by operation_id limit 1",
                    (operation_id,),
                ).fetchone()
                last = (operation_id, "", 0)
                if row is None:
                    return
                break
        else:
            return


def original_is_whole(sha256: Value, packed: Value) -> bool:
    """Whether a kept file is still the one that was kept."""
    if not isinstance(packed, bytes):
        return False
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest() == sha256
    except (zlib.error, MemoryError):
        return False


def _open(path: Path, version: int) -> Damaged | None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        functions.install(connection)
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma cell_size_check = on")
        # So that one broken line of the list of tables does not hide the others, and a short file is read at all.
        connection.execute("pragma writable_schema = on")
        connection.execute("select count(*) from sqlite_schema").fetchone()
        by_tables = {digest: number for number, digest in schema.FINGERPRINTS.items()}
        version = by_tables.get(schema.fingerprint(connection), version)
    except _UNREADABLE:
        connection.close()
        return None
    damaged = Damaged(connection, version)
    connection.text_factory = damaged.decode
    return damaged


def _tables_there(damaged: Damaged) -> int:
    there = 0
    for name, columns in tables_of(damaged.version).items():
        names = ", ".join(f'"{column}"' for column in columns)
        with suppress(*_UNREADABLE):
            found = damaged.connection.execute(
                "select 1 from sqlite_schema where type = 'table' and name = ? and sql like 'create table%'", (name,)
            ).fetchone()
            damaged.connection.execute(f'select {names} from "{name}" limit 0')  # noqa: S608  our own names
            there += found is not None
    return there


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in connection.execute(f'pragma table_info("{table}")'))


def _next_readable(connection: sqlite3.Connection, table: str, names: str, last: int, walked: Walked) -> Row | None:
    sql = f'select {names} from "{table}" not indexed where id >= ? order by id limit 1'  # noqa: S608  our own names
    highest = max(_highest(connection, table, "id", last), max(walked.known, default=0))
    for probe in range(last + 1, min(highest, last + _MOST_PROBES) + 1):
        with suppress(*_UNREADABLE):
            row: Row | None = connection.execute(sql, (probe,)).fetchone()
            if row is None:
                return None
            if isinstance(row[0], int) and row[0] >= probe:
                return row
    return None


def _highest(connection: sqlite3.Connection, table: str, column: str, least: int) -> int:
    found = least
    for sql in (
        f'select "{column}" from "{table}" order by "{column}" desc limit 1',  # noqa: S608  our own names
        f"select seq from sqlite_sequence where name = '{'operation' if table == 'change' else table}'",  # noqa: S608
    ):
        with suppress(*_UNREADABLE):
            row = connection.execute(sql).fetchone()
            if row is not None and isinstance(row[0], int) and row[0] < least + _MOST_PROBES:
                found = max(found, row[0])
    return found


def _read_indexes(connection: sqlite3.Connection, table: str, walked: Walked) -> None:
    whole = False
    names: list[str] = []
    with suppress(*_UNREADABLE):
        names = [row[1] for row in connection.execute(f'pragma index_list("{table}")')]
    for name in names:
        with suppress(*_UNREADABLE):
            for (row_id,) in connection.execute(f'select id from "{table}" indexed by "{name}"'):  # noqa: S608
                if isinstance(row_id, int) and row_id > 0:
                    walked.known.add(row_id)
            whole = True
    walked.sure = whole


def _mend_header(copy: Path) -> int:
    """Write a header that SQLite takes, where it is damaged, and give the file the length that it says it has."""
    with copy.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(0)
        header = bytearray(file.read(100).ljust(100, b"\0"))
        version = int.from_bytes(header[60:64], "big")
        known = version in schema.FINGERPRINTS
        pages = -(-size // _PAGE)
        says = int.from_bytes(header[28:32], "big")
        whole = header[:24] == _MAGIC + bytes((16, 0)) + header[18:20] + b"\x00\x40\x20\x20" and header[18] in {1, 2}
        if not whole:
            header[:24] = _MAGIC + bytes((16, 0, 1, 1, 0, 64, 32, 32))
            header[32:40] = bytes(8)
            header[44:60] = struct.pack(">IIII", 4, 0, 0, 1)
            header[64:68] = bytes(4)
            header[72:92] = bytes(20)
            says = pages
        if not pages <= says <= 4 * pages + 64:
            says = pages
        header[28:32] = says.to_bytes(4, "big")
        header[92:96] = header[24:28]
        header[68:72] = schema.APPLICATION_ID.to_bytes(4, "big")
        version = version if known else schema.VERSION
        header[60:64] = version.to_bytes(4, "big")
        file.seek(0)
        file.write(header)
        file.truncate(max(says * _PAGE, _PAGE))
    return version


def _give_tables(copy: Path, target: Path, version: int) -> None:
    """Make another copy, with the list of tables that a new project of this version has."""
    reference = target.with_name(target.name + "-reference")
    connection = sqlite3.connect(reference, isolation_level=None)
    migrate(connection, version)
    connection.close()
    fresh = reference.read_bytes()
    copy_bytes(copy, target)
    with target.open("r+b") as file:
        header = file.read(100)
        for number in sorted(_schema_pages(fresh, 1)):
            page = fresh[(number - 1) * _PAGE : number * _PAGE]
            file.seek((number - 1) * _PAGE)
            # The header of the first page is the damaged file's own, as far as it was mended.
            file.write(header + page[100:] if number == 1 else page)


def _schema_pages(content: bytes, number: int) -> set[int]:
    """A page of the list of tables and those below it (https://www.sqlite.org/fileformat.html, 1.6)."""
    start = (number - 1) * _PAGE
    at = start + (100 if number == 1 else 0)
    if content[at] != 5:
        return {number}
    (cells,) = struct.unpack_from(">H", content, at + 3)
    below = [*struct.unpack_from(">I", content, at + 8)]
    for cell in range(cells):
        (place,) = struct.unpack_from(">H", content, at + 12 + 2 * cell)
        below += struct.unpack_from(">I", content, start + place)
    return {number}.union(*(_schema_pages(content, child) for child in below))
