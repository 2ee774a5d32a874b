"""A project as it stood when an operation had been carried out: a copy to be read, rolled back by the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import functions, journal
from claimtracker.storage.images import put_back
from claimtracker.storage.past import images_since
from claimtracker.storage.queries.history import forgotten_until, operation_at

_PAGES = 4096


@contextmanager
def project_at(
    connection: sqlite3.Connection, operation_id: int, *, searchable: bool = True, progress: Progress = no_progress
) -> Iterator[sqlite3.Connection]:
    """The project after an operation, 0 for the empty one it was at first; every query works on it as on any other.

    The copy lies in memory, and where it is large in a file without a name that is gone with it; it belongs to the
    thread that asked. Where nothing will be searched for in it, `searchable` spares it most of the work.
    Raises `UserError` when the history of then was forgotten, `Cancelled` from `progress`.
    """
    forgotten = forgotten_until(connection)
    if forgotten is not None and operation_id < forgotten[0]:
        raise UserError("The history of that time was forgotten, so the claim sheet of then cannot be shown.")
    copy = sqlite3.connect("", isolation_level=None)
    try:
        connection.backup(copy, pages=_PAGES, progress=lambda _status, left, total: progress(total - left, total))
        functions.install(copy)
        copy.execute("pragma synchronous = off")
        copy.execute("pragma journal_mode = off")
        _roll_back(copy, operation_id, searchable=searchable)
        copy.execute("pragma query_only = on")
        yield copy
    finally:
        copy.close()


@contextmanager
def claims_at(
    connection: sqlite3.Connection, when: str, *, searchable: bool = True, progress: Progress = no_progress
) -> Iterator[sqlite3.Connection]:
    """The project as it stood at a moment (ISO 8601, UTC; `text.moments` reads dates), to be asked for its claims.

    Raises `UserError` when the history of then was forgotten.
    """
    operation_id = operation_at(connection, when)
    with project_at(connection, operation_id, searchable=searchable, progress=progress) as copy:
        yield copy


def _roll_back(copy: sqlite3.Connection, operation_id: int, *, searchable: bool) -> None:
    writer = _Writer(copy, journal.Line("", "", ""), now="", coder="")
    writer.searchable = searchable
    copy.execute("begin")
    put_back(writer, images_since(copy, operation_id))
    writer.finish()
    copy.execute("commit")


class _Writer(journal.Recorder):
    """Writes into a copy that nobody will undo anything in."""

    searchable = True

    def _keep(self, table: str, row_id: int, image: journal.Image) -> None:
        """No images."""

    def _make_stale(
        self, table: str, row_id: int, row: Mapping[str, journal.Value], changed: Collection[str] | None = None
    ) -> None:
        if self.searchable:
            super()._make_stale(table, row_id, row, changed)

    def _index_claims(self) -> None:
        if self.searchable:
            super()._index_claims()


def packed(connection: sqlite3.Connection, operation_id: int) -> bytes:
    """The project as it stood then, for another thread to read: without history, and not to be searched in."""
    with project_at(connection, operation_id, searchable=False) as copy:
        copy.execute("pragma query_only = off")
        for table in ("change", "claim_search", "claim_stems", "fact_stems"):
            copy.execute(f"drop table {table}")
        copy.execute("vacuum")
        return copy.serialize()


def unpacked(project: bytes) -> sqlite3.Connection:
    """What was packed, to be asked by the thread that unpacks it."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    copy.deserialize(project)
    functions.install(copy)
    copy.execute("pragma query_only = on")
    return copy
