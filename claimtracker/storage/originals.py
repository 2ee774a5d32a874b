"""The files articles were read from, kept in the project on request: by content, once, and never changed."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from dataclasses import dataclass

from claimtracker.domain.errors import UserError

_LARGEST = 500_000_000
"""Bytes that are unpacked at most: more than any file that is imported has."""


@dataclass(frozen=True, slots=True)
class Original:
    """The file an article was read from: its name and sha256, both empty for a text that was pasted."""

    name: str
    sha256: str
    kept: bool
    """Whether the project has it, byte for byte."""


def keep(connection: sqlite3.Connection, raw: bytes) -> str:
    """Keep a file inside the transaction that imports its article, unless it is there; its sha256, in hex."""
    digest = hashlib.sha256(raw).hexdigest()
    connection.execute(
        "insert or ignore into original(sha256, packed) values (?, ?)", (digest, zlib.compress(raw, level=6))
    )
    return digest


def is_kept(connection: sqlite3.Connection, sha256: str) -> bool:
    """Whether a file of this sha256 is kept already."""
    return connection.execute("select 1 from original where sha256 = ?", (sha256,)).fetchone() is not None


def fetch(connection: sqlite3.Connection, sha256: str) -> bytes | None:
    """A file as it was kept, byte for byte; None when it was not. Raises `UserError` when it is damaged."""
    found = connection.execute("select packed from original where sha256 = ?", (sha256,)).fetchone()
    if found is None:
        return None
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(found[0], _LARGEST)
    except zlib.error:
        raw = b""
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise UserError("The file that was kept is damaged: it does not have its SHA-256 any more.")
    return raw


def original_of_article(connection: sqlite3.Connection, article_id: int) -> Original:
    """The file an article was read from. Raises `UserError` when there is no such article."""
    row = connection.execute(
        """select original_name, original_sha256, exists (
               select 1 from original where original.sha256 = article.original_sha256)
           from article where id = ?""",
        (article_id,),
    ).fetchone()
    if row is None:
        raise UserError(f"There is no article {article_id} in this project.")
    return Original(row[0], row[1], kept=bool(row[2]))


def has_original(connection: sqlite3.Connection, article_id: int) -> bool:
    """Whether the file an article was read from is kept; False also for an article that is there no more."""
    sql = "select 1 from article join original on original.sha256 = article.original_sha256 where article.id = ?"
    return connection.execute(sql, (article_id,)).fetchone() is not None


def drop_orphans(connection: sqlite3.Connection) -> int:
    """Let go of the files that no article was read from, nor any that history could bring back; how many those were.

    To be called inside a transaction, after history was forgotten.
    """
    return connection.execute(
        """delete from original where sha256 not in (select original_sha256 from article)
           and sha256 not in (
               select json_extract(before, '$.original_sha256') from change
               where table_name = 'article' and json_extract(before, '$.original_sha256') is not null)"""
    ).rowcount
