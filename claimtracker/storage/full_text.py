"""The full-text indexes: what they hold of claims and facts, and how they are told of rows that changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Set

from claimtracker.storage.statements import pages

STEMS = {
    "claim": """into claim_stems(rowid, assertion) select id, assertion from claim
        where id in (select value from json_each(?)) order by id""",
    "fact": """into fact_stems(rowid, title) select id, title from fact
        where id in (select value from json_each(?)) order by id""",
}
"""What the indexes of stems are told of the rows of a JSON list of ids."""

INDEXED_CLAIMS = """select claim.id, claim.assertion,
        coalesce(speaker.name, '') || ' ' || claim.speaker_as_written, claim.note,
        coalesce((select group_concat(quote, ' … ') from (
            select quote from claim_span where claim_span.claim_id = claim.id order by start, id)), ''),
        claim.cue || ' ' || claim.target || ' ' || claim.place
    from claim left join speaker on speaker.id = claim.speaker_id"""
"""What the full-text index of claims holds of each of them."""

INDEX_CLAIMS = f"""into claim_search(rowid, assertion, speaker, note, words, detail) {INDEXED_CLAIMS}
    where claim.id in (select value from json_each(?)) order by claim.id"""  # noqa: S608  our own tables
"""What the index of claims is told of those of a JSON list of ids."""


def write_index(connection: sqlite3.Connection, rows: str, stale: Set[int], new: Set[int]) -> None:
    """Write these rows of an index anew, as they are now; `new` ones are not in it."""
    # Many rows a statement: the index flushes what it holds with each one, so one by one takes eight times longer.
    for verb, ids in (("insert", stale & new), ("insert or replace", stale - new)):
        for page in pages(sorted(ids)):
            connection.execute(f"{verb} {rows}", (json.dumps(page),))


def leave_index(connection: sqlite3.Connection, name: str, gone: Collection[int]) -> None:
    """Take rows out of an index that are gone."""
    sql = f"delete from {name} where rowid = ?"  # noqa: S608  our own table names
    connection.executemany(sql, [(row_id,) for row_id in sorted(gone)])


def damaged_indexes(connection: sqlite3.Connection) -> list[str]:
    """The indexes whose own sums are not those of what they hold; the check of the file does not look into them.

    SQLite takes the question for a write, though nothing is written (“integrity-check”, https://www.sqlite.org/fts5.html):
    nobody else can write meanwhile, for seconds with a million claims; where this connection cannot, nothing is found.
    """
    found = []
    for name in ("claim_search", *(f"{table}_stems" for table in STEMS)):
        try:
            connection.execute(f"insert into {name}({name}) values('integrity-check')")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
                found.append(name)
    return found


def rebuild_search(connection: sqlite3.Connection) -> None:
    """Write the full-text indexes anew, from the rows alone, in a transaction of its own."""
    connection.execute("begin")
    for name, rows, table in (
        ("claim_search", INDEX_CLAIMS, "claim"),
        *((f"{table}_stems", index, table) for table, index in STEMS.items()),
    ):
        connection.execute(f"delete from {name}")  # noqa: S608  our own table names
        ids = [row[0] for row in connection.execute(f"select id from {table} order by id")]  # noqa: S608
        for page in pages(ids):
            connection.execute(f"insert {rows}", (json.dumps(page),))
    connection.execute("commit")
