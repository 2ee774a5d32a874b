"""What rows were at an earlier point of the log, walked back from what they are now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from claimtracker.storage.journal import Image, Row
from claimtracker.storage.statements import pages


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: as it is now, and what each operation found there, newest first."""

    now: Row | None
    images: tuple[tuple[int, Row | None], ...]


class Past:
    """Rows as they were. What was read is kept, so this is for one look at the history and not for longer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._lines: dict[tuple[str, int], _Line] = {}

    def row(self, table: str, row_id: int, after: int) -> Row | None:
        """A row as it stood when an operation had been carried out; None when there was none of that number."""
        key = (table, row_id)
        if key not in self._lines:
            self.load(table, (row_id,))
        line = self._lines[key]
        row = None if line.now is None else dict(line.now)
        for operation_id, image in line.images:
            if operation_id <= after:
                break
            row = image_over(row, image)
        return row

    def operations_on(self, table: str, row_ids: Collection[int]) -> set[int]:
        """The operations that touched any of these rows."""
        self.load(table, row_ids)
        return {operation_id for row_id in row_ids for operation_id, _ in self._lines[table, row_id].images}

    def values_of(self, table: str, row_id: int, column: str) -> set[int]:
        """Every row that this column of a row ever pointed to."""
        self.load(table, (row_id,))
        line = self._lines[table, row_id]
        rows: list[Row | None] = [line.now, *(image for _, image in line.images)]
        found = {row.get(column) for row in rows if row is not None}
        return {value for value in found if isinstance(value, int)}

    def load(self, table: str, row_ids: Iterable[int]) -> None:
        """Read many rows and their history at once."""
        missing = tuple({row_id for row_id in row_ids if (table, row_id) not in self._lines})
        for ids in pages(missing):
            asked = json.dumps(list(ids))
            cursor = self.connection.execute(
                f'select * from "{table}" where id in (select value from json_each(?))',  # noqa: S608  our own tables
                (asked,),
            )
            names = [entry[0] for entry in cursor.description]
            now = {found["id"]: found for found in (dict(zip(names, row, strict=True)) for row in cursor)}
            images: dict[int, list[tuple[int, Row | None]]] = {}
            for row_id, operation_id, before in self.connection.execute(_IMAGES, (table, asked)):
                image = None if before is None else json.loads(before)
                images.setdefault(row_id, []).append((operation_id, image))
            for row_id in ids:
                self._lines[table, row_id] = _Line(now.get(row_id), tuple(images.get(row_id, ())))


_IMAGES = """select change.row_id, change.operation_id, change.before
    from json_each(?2) as asked cross join change indexed by change_row
        on change.table_name = ?1 and change.row_id = asked.value
    order by change.row_id, change.operation_id desc"""


def image_over(row: Row | None, image: Row | None) -> Row | None:
    """A row as it was before an operation, from the row after it and what the operation kept of it."""
    if image is None or row is None:
        return image
    return {**row, **image}


def images_since(connection: sqlite3.Connection, operation_id: int) -> dict[str, dict[int, Image]]:
    """What has to be written back to undo everything after an operation at once: by table and row.

    Of each column the oldest value counts; None stands for a row that did not exist then.
    """
    found: dict[str, dict[int, Image]] = {}
    rows = connection.execute(
        "select table_name, row_id, before from change where operation_id > ? order by operation_id", (operation_id,)
    )
    for table, row_id, before in rows:
        images = found.setdefault(table, {})
        if row_id not in images:
            images[row_id] = None if before is None else json.loads(before)
            continue
        known = images[row_id]
        if known is not None and before is not None:
            images[row_id] = {**json.loads(before), **known}
    return found


def gone_rows(
    connection: sqlite3.Connection, table: str, parent: tuple[str, int], operation_ids: Sequence[int]
) -> set[int]:
    """The rows of a table that these operations took away from a parent, named by its column and number."""
    column, parent_id = parent
    rows = connection.execute(
        """select row_id from change where operation_id in (select value from json_each(?)) and table_name = ?
               and json_extract(before, ?) = ?""",
        (json.dumps(list(operation_ids)), table, f"$.{column}", parent_id),
    )
    return {row[0] for row in rows}
