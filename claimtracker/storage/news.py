"""What was committed lately, whichever window or process wrote it, as listeners hear of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from claimtracker.domain.changeset import NAMED_ROWS, ChangeSet, TableChange
from claimtracker.storage import schema
from claimtracker.storage.images import read_image
from claimtracker.storage.statements import select_many_sql


def changes_since(connection: sqlite3.Connection, operation_id: int) -> list[ChangeSet]:
    """What was committed after an operation, whichever window or process wrote it, oldest first."""
    found = connection.execute(
        "select id, kind, label, origin from operation where id > ? order by id", (operation_id,)
    ).fetchall()
    return [
        ChangeSet(number, kind, label, origin, None, _tables_of(connection, number))
        for number, kind, label, origin in found
    ]


def _tables_of(connection: sqlite3.Connection, operation_id: int) -> dict[str, TableChange]:
    """What an operation touched: told from a few rows of each table, however many there are."""
    tables = {}
    for table in schema.TRACKED:
        rows = connection.execute(_TOUCHED, (operation_id, table, NAMED_ROWS + 1)).fetchall()
        if rows:
            tables[table] = _change_of(connection, table, rows)
    return tables


_TOUCHED = "select row_id, before from change where operation_id = ? and table_name = ? limit ?"


def _change_of(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[int, str | None]]) -> TableChange:
    if len(rows) > NAMED_ROWS:
        return TableChange(everything=True)
    asked = json.dumps([row_id for row_id, _ in rows])
    there = {row[0] for row in connection.execute(select_many_sql(table, ("id",)), (asked,))}
    images = {row_id: read_image(before) for row_id, before in rows if before is not None and row_id in there}
    return TableChange(
        inserted=frozenset(there - images.keys()),
        updated=frozenset(images),
        deleted=frozenset(row_id for row_id, _ in rows if row_id not in there),
        fields=frozenset(name for image in images.values() for name in image),
    )
