"""Forgetting history so that nothing of it can be found in the file any more."""

from __future__ import annotations

import sqlite3

from claimtracker.storage import originals, seal, settings
from claimtracker.storage.journal import Recorder
from claimtracker.storage.queries.history import FORGOTTEN

_INDEXES = ("claim_search", "claim_stems", "fact_stems")


def newest_before(connection: sqlite3.Connection, before: str | None) -> tuple[int, str] | None:
    """The last operation that would be forgotten, and its time: the newest before a moment, or of all."""
    row = connection.execute(
        """select id, at from operation where id = (select max(id) from operation
               where (?1 is null or at < ?1) and kind <> 'ForgetHistory')""",
        (before,),
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def forget_through(recorder: Recorder, last: tuple[int, str]) -> None:
    """Delete the log up to an operation, inside the transaction that writes the line that says so."""
    connection = recorder.connection
    through = last[0]
    connection.execute("delete from change where operation_id <= ?", (through,))
    # What was undone and is forgotten cannot be redone; the undo of it that stays is a line like any other.
    connection.execute("update operation set reverses = null where reverses <= ?", (through,))
    connection.execute("delete from operation where id <= ?", (through,))
    seal.renew_history(connection)
    settings.write(connection, FORGOTTEN, f"{through} {last[1]}")
    originals.drop_orphans(connection)
    for index in _INDEXES:
        # Deleted words stay in the segments of a full-text index until it is written anew.
        connection.execute(f"insert into {index}({index}) values('rebuild')")


def scrub(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted; False when another reader still holds pages of before in the log.

    They are gone from the disk as soon as that reader is done and the log is taken into the file.
    """
    connection.execute("vacuum")
    busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    return not busy
