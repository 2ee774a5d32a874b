"""The whole content of a project as one comparable value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtracker.storage import schema

if TYPE_CHECKING:
    import sqlite3

State = dict[str, list[tuple[object, ...]]]


def state_of(connection: sqlite3.Connection) -> State:
    """Every row of every tracked table, and what full-text search would find."""
    state: State = {
        table: connection.execute(f'select * from "{table}" order by id').fetchall() for table in schema.TRACKED
    }
    for table in ("claim_search", "claim_stems", "fact_stems"):
        state[table] = connection.execute(f"select rowid, * from {table} order by rowid").fetchall()
    return state
