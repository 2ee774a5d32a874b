"""The files articles were read from, kept in the project on request: by content, once, and never changed."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib


def keep(connection: sqlite3.Connection, raw: bytes) -> str:
    """Keep a file inside the transaction that imports its article, unless it is there; its sha256, in hex."""
    digest = hashlib.sha256(raw).hexdigest()
    connection.execute(
        "insert or ignore into original(sha256, packed) values (?, ?)", (digest, zlib.compress(raw, level=6))
    )
    return digest
