"""The vocabulary a new project starts with."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from claimtracker.storage.uids import new_uid
from claimtracker.text.cues import StatusEntry


def fill(connection: sqlite3.Connection, entries: Sequence[StatusEntry]) -> None:
    """Write the statuses of a new project; being its beginning, they are no operation that could be undone."""
    connection.executemany(
        """insert into status(uid, label, stance, colour, position, digit, retired, cues)
           values (?, ?, ?, ?, ?, ?, 0, ?)""",
        [
            (
                new_uid(),
                entry.label,
                str(entry.stance),
                entry.colour,
                position,
                entry.digit,
                "; ".join(entry.cues),
            )
            for position, entry in enumerate(entries, start=1)
        ],
    )
