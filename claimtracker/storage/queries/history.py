"""The operation log, as a person reads it."""

from __future__ import annotations

import sqlite3

from claimtracker.domain.values import HistoryEntry


def history(connection: sqlite3.Connection, *, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
    """The newest lines of history, or those before a line."""
    rows = connection.execute(
        """select id, kind, label, at, coder, origin, state, reverses from operation
           where ? is null or id < ? order by id desc limit ?""",
        (before, before, limit),
    )
    return [HistoryEntry(*row) for row in rows]
