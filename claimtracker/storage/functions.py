"""What SQL is taught about text: SQLite itself knows the case of ASCII letters only."""

from __future__ import annotations

import sqlite3

from claimtracker.text.folding import folded, plain_words


def install(connection: sqlite3.Connection) -> None:
    """Make `folded(text)` and `plain_words(text)` known to the SQL of a connection."""
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_function("plain_words", 1, _plain_words, deterministic=True)


def _folded(value: object) -> str:
    return "" if value is None else folded(str(value))


def _plain_words(value: object) -> str:
    return "" if value is None else plain_words(str(value))
