"""Whether something that went wrong is harm done to the file, and no bug of the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimtracker.domain.errors import Cancelled, FileTrouble, UserError
from claimtracker.storage import database, seal


@contextmanager
def told_apart(path: Path, connection: sqlite3.Connection) -> Iterator[None]:
    """Raise `FileTrouble` in place of whatever went wrong in the block, if the file proves to be damaged.

    A harmed file can hold what no program reckons with: no text where there must be one, a row without its parent.
    """
    try:
        with database.explained(path):
            yield
    except (UserError, Cancelled):
        raise
    except Exception as error:
        harm = harm_in(connection)
        if not harm:
            raise
        raise FileTrouble(
            f"{path} is damaged ({harm}); nothing was written. Restore a backup of it, or recover what can be read into"
            " a new file.",
            "damaged",
        ) from error


def harm_in(connection: sqlite3.Connection) -> str:
    """The first harm that is found in a file, in a few words; empty when there is none. Reads all of it."""
    alone = not connection.in_transaction
    try:
        if alone:
            connection.execute("begin")
        return _first_harm(connection)
    except sqlite3.DatabaseError:
        return "its content cannot be read"
    except (TypeError, ValueError):
        return "its rows hold what was never written to them"
    finally:
        if alone and connection.in_transaction:
            connection.execute("rollback")


def _first_harm(connection: sqlite3.Connection) -> str:
    found = str(connection.execute("pragma quick_check(1)").fetchone()[0])
    if found != "ok":
        return found.replace("\n", " ")[:200]
    orphan = connection.execute("pragma foreign_key_check").fetchone()
    if orphan is not None:
        return f"a row of {orphan[0]} points to a row of {orphan[2]} that is gone"
    again = seal.numbers_again(connection)
    if again:
        return f"new rows of {again[0]} would get the numbers of others"
    for table in ("claim_search", "claim_stems", "fact_stems"):
        connection.execute(f"select 1 from {table} where {table} match 'a' limit 1").fetchone()  # noqa: S608
    changed = seal.broken(connection)
    return f"the rows of {changed[0]} are not those that were written" if changed else ""
