"""How a project file of any version becomes one of this version.

To add a migration: write a function below with `@_MIGRATIONS()`, raise `schema.VERSION`, put the new fingerprint
into `schema.FINGERPRINTS`, and store a file of the version before under `tests/storage/versions/`; a test asks for it.
Rows of the log are evidence: a migration that changes tracked columns carries `change.before` along.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from claimtracker.storage import schema

_MIGRATIONS = Migrations("claimtracker")


@_MIGRATIONS()
def m0001_first_tables(db: Database) -> None:
    """Articles, sentences, claims, vocabulary and the operation log."""
    for statement in schema.STATEMENTS:
        db.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to `schema.VERSION`; each step is one transaction."""
    _MIGRATIONS.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID:d}")
    connection.execute(f"pragma user_version = {schema.VERSION:d}")
