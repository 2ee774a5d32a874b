"""The operation log: every row a transaction touches is kept as it was before, so that it can be put back.

Only the first image of a row in an operation is kept, and only the columns that changed; None stands for a row that
did not exist. Redo needs nothing of its own: an undo is itself recorded, and redo puts back what the undo overwrote.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from claimtracker.domain.changeset import NAMED_ROWS, TableChange
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import seal
from claimtracker.storage.full_text import INDEX_CLAIMS, STEMS, leave_index, write_index
from claimtracker.storage.statements import (
    differing_sql,
    insert_sql,
    keep_same_sql,
    pages,
    select_many_sql,
    select_sql,
    set_same_sql,
    update_sql,
)

Value = str | int | None
Row = dict[str, Value]
Image = Row | None
"""What an operation keeps of a row: the columns it changed as they were before, or None for a row it made."""

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_IMAGES_IN_MEMORY = 20_000
_ROOM, _MUCH_ROOM = 2_000, 16_000
"""Kilobytes of pages that SQLite holds: its own measure, and while very many rows are written."""


@dataclass(slots=True)
class _Touched:
    inserted: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What the history says of an operation; an undo or redo names what it reverses."""

    kind: str
    label: str
    origin: str
    reverses: int | None = None
    state: str = "done"


class Recorder:
    """Writes rows for one operation inside one transaction, and remembers what they were before."""

    def __init__(
        self, connection: sqlite3.Connection, line: Line, *, now: str, coder: str, progress: Progress = no_progress
    ) -> None:
        self.connection = connection
        self.progress = progress
        self.line = line
        self.operation_id = _next_operation_id(connection)
        self.now = now
        """The time of the operation: ISO 8601, UTC."""
        self.coder = coder
        self._line_written = False
        self._checked_at_once = True
        self._flushed = False
        self._room = _ROOM
        self._images: dict[tuple[str, int], Row | None] = {}
        self._touched: dict[str, _Touched] = {}
        self._stale: set[int] = set()
        self._stale_stems: dict[str, set[int]] = {"claim": set(), "fact": set()}

    def insert(self, table: str, values: Mapping[str, Value]) -> int:
        """Add a row and return its id."""
        cursor = self.connection.execute(insert_sql(table, tuple(values)), tuple(values.values()))
        row_id = int(cursor.lastrowid or 0)
        self._note_insert(table, row_id, values)
        return row_id

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> range:
        """Add many rows at once and return their ids, in order."""
        if not rows:
            return range(0)
        before = self._last_id(table)
        self.connection.executemany(insert_sql(table, tuple(columns)), rows)
        ids = range(before + 1, before + 1 + len(rows))
        for row_id, row in zip(ids, rows, strict=True):
            self._note_insert(table, row_id, dict(zip(columns, row, strict=True)))
        return ids

    def update(self, table: str, row_id: int, values: Mapping[str, Value]) -> bool:
        """Set columns of a row; False when it had these values already. Raises KeyError if there is no such row."""
        row = self.row(table, row_id)
        if row is None:
            raise KeyError(f"{table} {row_id}")
        changed = _differing(row, values)
        if changed:
            self._note_update(table, row, changed)
            self.connection.execute(update_sql(table, tuple(changed)), (*changed.values(), row_id))
        return bool(changed)

    def update_many(self, table: str, values: Mapping[int, Mapping[str, Value]], stamp: Row | None = None) -> set[int]:
        """Set columns of many rows, each to values of its own; the ids of those that had others, which get `stamp` too.

        Rows that are gone are passed over.
        """
        updated: set[int] = set()
        for ids in pages(tuple(values)):
            alike: dict[tuple[str, ...], list[int]] = {}
            for row_id in ids:
                alike.setdefault(tuple(values[row_id]), []).append(row_id)
            for names, members in alike.items():
                updated |= self._update_alike(table, names, {row_id: values[row_id] for row_id in members}, stamp or {})
        return updated

    def _update_alike(
        self, table: str, names: tuple[str, ...], values: Mapping[int, Mapping[str, Value]], stamp: Row
    ) -> set[int]:
        """Set the same columns of these rows."""
        updated = set()
        batches: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        needed = (*names, *(name for name in (*stamp, *_OWNER.get(table, ())) if name not in names))
        for row_id, row in self._rows(table, tuple(values), ("id", *needed)):
            changed = _differing(row, values[row_id])
            if not changed:
                continue
            changed |= _differing(row, stamp)
            self._note_update(table, row, changed)
            batches.setdefault(tuple(changed), []).append((*changed.values(), row_id))
            updated.add(row_id)
        for columns, rows in batches.items():
            self.connection.executemany(update_sql(table, columns), rows)
        return updated

    def update_same(self, table: str, row_ids: Sequence[int], name: str, value: Value, stamp: Row) -> int:
        """Set one column of many rows to the same value; how many had another, which get `stamp` too.

        For very many at once, and for one column in an operation: their images never leave the database. Rows that are
        gone are passed over.
        """
        if table in self._touched and not self._touched[table].everything:
            return len(self.update_many(table, {row_id: {name: value} for row_id in row_ids}, stamp))
        columns = (name, *stamp)
        asked = json.dumps(list(row_ids))
        if self.connection.execute(differing_sql(table, name), (asked, value)).fetchone() is None:
            return 0
        self.write_line()
        # So the indexes that it goes through again and again stay in memory.
        self._make_room(_MUCH_ROOM)
        kept = self.connection.execute(
            keep_same_sql(table, columns), (self.operation_id, table, asked, value, self.operation_id, table)
        ).rowcount
        self.connection.execute(set_same_sql(table, columns), (value, *stamp.values(), asked, value))
        self._flushed = True
        touched = self._touch(table)
        touched.everything = True
        touched.fields.update(columns)
        if not _INDEXED.isdisjoint(columns):
            for (row_id,) in self.connection.execute(_KNOWN_IMAGES, (self.operation_id, table, asked)):
                self._make_stale(table, row_id, {}, columns)
        return kept

    def be_small_again(self) -> None:
        """Hold no more pages in memory than usual, now that all is written."""
        self._make_room(_ROOM)

    def _make_room(self, kilobytes: int) -> None:
        if kilobytes != self._room:
            self._room = kilobytes
            self.connection.execute(f"pragma cache_size = -{kilobytes:d}")

    def delete(self, table: str, row_id: int) -> None:
        """Take a row away. Raises KeyError if there is no such row."""
        if not self.delete_many(table, (row_id,)):
            raise KeyError(f"{table} {row_id}")

    def delete_many(self, table: str, row_ids: Sequence[int]) -> int:
        """Take rows away; how many there were."""
        count = 0
        if row_ids:
            self.check_references_last()
        for ids in pages(row_ids):
            found = self._rows(table, ids)
            for row_id, row in found:
                self._keep(table, row_id, row)
                self._make_stale(table, row_id, row)
                touched = self._touch(table)
                touched.updated.discard(row_id)
                if row_id in touched.inserted:
                    touched.inserted.discard(row_id)
                else:
                    touched.deleted.add(row_id)
            sql = f'delete from "{table}" where id = ?'  # noqa: S608  our own table names
            self.connection.executemany(sql, [(row_id,) for row_id, _ in found])
            count += len(found)
        return count

    def check_references_last(self) -> None:
        """Let rows point to what is gone until the transaction ends, as they may while rows go and come back."""
        # Only where it is needed: with this pragma SQLite throws away every statement that it has prepared.
        if self._checked_at_once:
            self.connection.execute("pragma defer_foreign_keys = on")
            self._checked_at_once = False

    def write_line(self) -> None:
        """Write the line of history, before anything that points to it; a second time does nothing."""
        if self._line_written:
            return
        self._line_written = True
        line = self.line
        self.connection.execute(
            "insert into operation(id, kind, label, at, coder, origin, state, reverses)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.operation_id, line.kind, line.label, self.now, self.coder, line.origin, line.state, line.reverses),
        )

    def restore_many(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows under the ids that they had."""
        batches: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        for row in rows:
            self._note_insert(table, int(row["id"] or 0), row)
            batches.setdefault(tuple(row), []).append(tuple(row.values()))
        for columns, values in batches.items():
            self.connection.executemany(insert_sql(table, columns), values)

    def row(self, table: str, row_id: int) -> Row | None:
        """The row as it stands now."""
        cursor = self.connection.execute(select_sql(table), (row_id,))
        found = cursor.fetchone()
        if found is None:
            return None
        return dict(zip([entry[0] for entry in cursor.description], found, strict=True))

    def existing(self, table: str, row_ids: Sequence[int]) -> set[int]:
        """Those of these ids that there are."""
        sql = f'select id from "{table}" where id in (select value from json_each(?))'  # noqa: S608  our own tables
        return {row[0] for ids in pages(row_ids) for row in self.connection.execute(sql, (json.dumps(list(ids)),))}

    def finish(self) -> dict[str, TableChange]:
        """Bring the full-text index up to date, write the images to the log, and say what changed."""
        self._index_claims()
        self._flush()
        return {name: _as_change(touched) for name, touched in self._touched.items()}

    def _rows(self, table: str, ids: Sequence[int], names: tuple[str, ...] = ()) -> list[tuple[int, Row]]:
        """Those of these rows that there are; of all their columns or some."""
        cursor = self.connection.execute(select_many_sql(table, names), (json.dumps(list(ids)),))
        shown = [entry[0] for entry in cursor.description]
        rows = [dict(zip(shown, found, strict=True)) for found in cursor]
        return [(int(row["id"]), row) for row in rows]

    def _note_insert(self, table: str, row_id: int, values: Mapping[str, Value]) -> None:
        self._keep(table, row_id, None)
        self._make_stale(table, row_id, values)
        touched = self._touch(table)
        if row_id in touched.deleted:
            touched.deleted.discard(row_id)
            touched.updated.add(row_id)
        else:
            touched.inserted.add(row_id)

    def _note_update(self, table: str, row: Row, changed: Row) -> None:
        row_id = int(row["id"] or 0)
        self._keep(table, row_id, {name: row[name] for name in changed})
        touched = self._touch(table)
        touched.fields.update(changed)
        self._make_stale(table, row_id, row, changed)
        if row_id not in touched.inserted:
            touched.updated.add(row_id)

    def _touch(self, table: str) -> _Touched:
        return self._touched.setdefault(table, _Touched())

    def _keep(self, table: str, row_id: int, image: Row | None) -> None:
        key = (table, row_id)
        if key not in self._images:
            if len(self._images) >= _IMAGES_IN_MEMORY:
                self._flush()
            self._images[key] = image
            return
        known = self._images[key]
        if known is not None and image is not None:
            self._images[key] = {**image, **known}

    def _flush(self) -> None:
        """Write the images that are held to the log.

        A row flushed earlier in the same operation keeps its first image; what the later one adds is merged in.
        """
        if not self._images:
            return
        self.write_line()
        known = self._logged()
        rows = []
        for (table, row_id), image in self._images.items():
            before = None if image is None else _ENCODE(image)
            row = (self.operation_id, table, row_id, before)
            if (table, row_id) not in known:
                rows.append(row)
            elif before is not None:
                self._merge_image(row)
        self.connection.executemany("insert into change values (?, ?, ?, ?)", rows)
        self._images.clear()
        self._flushed = True

    def _logged(self) -> set[tuple[str, int]]:
        """Those of the rows whose images are held that have one in the log already."""
        if not self._flushed:
            return set()
        by_table: dict[str, list[int]] = {}
        for table, row_id in self._images:
            by_table.setdefault(table, []).append(row_id)
        known: set[tuple[str, int]] = set()
        for table, ids in by_table.items():
            found = self.connection.execute(_KNOWN_IMAGES, (self.operation_id, table, json.dumps(ids)))
            known.update((table, row[0]) for row in found)
        return known

    def _merge_image(self, row: tuple[int, str, int, str | None]) -> None:
        key = row[:3]
        where = "where operation_id = ? and table_name = ? and row_id = ?"
        (known,) = self.connection.execute(f"select before from change {where}", key).fetchone()  # noqa: S608
        if known is not None and row[3] is not None:
            merged = {**json.loads(row[3]), **json.loads(known)}
            self.connection.execute(
                f"update change set before = ? {where}",  # noqa: S608
                (json.dumps(merged, ensure_ascii=False), *key),
            )

    def _make_stale(
        self, table: str, row_id: int, row: Mapping[str, Value], changed: Collection[str] | None = None
    ) -> None:
        """Full-text rows have to be written anew: the row came or went (`changed` None), or what is indexed of it."""
        if table in STEMS and (changed is None or not _STEMMED.isdisjoint(changed)):
            self._stale_stems[table].add(row_id)
        if table == "claim":
            if changed is None or not _INDEXED.isdisjoint(changed):
                self._stale.add(row_id)
        elif table == "claim_span":
            self._stale.add(int(row["claim_id"] or 0))

    def _last_id(self, table: str) -> int:
        row = self.connection.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
        return int(row[0]) if row else 0

    def _index_claims(self) -> None:
        """Bring the full-text index up to date for what changed of the words in it, and for nothing else."""
        for speaker_id in self._touched.get("speaker", _Touched()).updated:
            found = self.connection.execute("select id from claim where speaker_id = ?", (speaker_id,))
            self._stale.update(row[0] for row in found)
        nothing = _Touched()
        for table, rows in STEMS.items():
            touched = self._touched.get(table, nothing)
            leave_index(self.connection, f"{table}_stems", touched.deleted)
            write_index(self.connection, rows, self._stale_stems[table], touched.inserted)
        touched = self._touched.get("claim", nothing)
        leave_index(self.connection, "claim_search", touched.deleted)
        write_index(self.connection, INDEX_CLAIMS, self._stale, touched.inserted)


_OWNER = {"claim_span": ("claim_id",)}
"""What an update has to know of a row besides the columns it sets."""
_STEMMED = {"assertion", "title"}
_INDEXED = {"assertion", "note", "speaker_id", "speaker_as_written", "cue", "target", "place"}

_KNOWN_IMAGES = """select row_id from change
    where operation_id = ? and table_name = ? and row_id in (select value from json_each(?))"""


def _next_operation_id(connection: sqlite3.Connection) -> int:
    """The number of the line of history that comes next. Ask inside the transaction that will write it."""
    row = connection.execute("select seq from sqlite_sequence where name = 'operation'").fetchone()
    return 1 + (int(row[0]) if row else 0)


def close_operation(recorder: Recorder) -> None:
    """See that the line of history is there, and bring the sums of the seal up to date, as the last thing."""
    recorder.write_line()
    seal.carry_on(recorder.connection, recorder.operation_id, recorder.progress)
    recorder.be_small_again()


def drop_redo(connection: sqlite3.Connection) -> None:
    """Give up what was undone: a new operation begins a new branch."""
    connection.execute("update operation set state = 'dropped' where state = 'undone'")


@dataclass(frozen=True, slots=True)
class Step:
    """What undo or redo would act on next."""

    operation_id: int
    images_of: int
    """The operation whose images are to be put back."""
    kind: str
    label: str
    origin: str


def next_undo(connection: sqlite3.Connection) -> Step | None:
    """The newest operation that is still done."""
    row = connection.execute(
        "select id, id, kind, label, origin from operation where state = 'done' order by id desc limit 1"
    ).fetchone()
    return None if row is None else Step(*row)


def next_redo(connection: sqlite3.Connection) -> Step | None:
    """The oldest operation that is undone, with the undo that holds its images."""
    row = connection.execute(
        """select id, (select max(id) from operation as undo where undo.reverses = operation.id),
                  kind, label, origin
           from operation where state = 'undone' order by id limit 1"""
    ).fetchone()
    return None if row is None else Step(*row)


def touches_more_than(connection: sqlite3.Connection, operation_id: int, rows: int, *, later: bool = False) -> bool:
    """Whether an operation touched more rows, or all `later` ones did; it does not count on to the end."""
    sql = f"select 1 from change where operation_id {'>' if later else '='} ? limit 1 offset ?"  # noqa: S608  either sign
    return connection.execute(sql, (operation_id, rows)).fetchone() is not None


def set_state(connection: sqlite3.Connection, operation_id: int, state: str) -> None:
    """Mark an operation as done, undone or dropped."""
    connection.execute("update operation set state = ? where id = ?", (state, operation_id))


def last_operation(connection: sqlite3.Connection) -> int:
    """The number of the newest line of history; 0 when there is none."""
    return int(connection.execute("select coalesce(max(id), 0) from operation").fetchone()[0])


def _as_change(touched: _Touched) -> TableChange:
    count = len(touched.inserted) + len(touched.updated) + len(touched.deleted)
    if touched.everything or count > NAMED_ROWS:
        return TableChange(fields=frozenset(touched.fields), everything=True)
    return TableChange(
        frozenset(touched.inserted),
        frozenset(touched.updated),
        frozenset(touched.deleted),
        frozenset(touched.fields),
    )


def _differing(row: Mapping[str, Value], values: Mapping[str, Value]) -> Row:
    return {name: value for name, value in values.items() if row[name] != value}
