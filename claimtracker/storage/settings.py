"""Settings that belong to the project, such as its column layout. They are no evidence and have no history."""

from __future__ import annotations

import sqlite3


def read(connection: sqlite3.Connection, key: str, default: str = "") -> str:
    """The value of a setting, or the default."""
    row = connection.execute("select value from setting where key = ?", (key,)).fetchone()
    return default if row is None else str(row[0])


def write(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a setting."""
    connection.execute(
        "insert into setting(key, value) values (?, ?) on conflict(key) do update set value = excluded.value",
        (key, value),
    )
