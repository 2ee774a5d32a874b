"""How a project file of any version becomes one of this version.

To add a migration: write a function below with `@_to_version(n)`, raise `schema.VERSION`, put the new fingerprint
into `schema.FINGERPRINTS`, and store a file of the version before under `tests/storage/versions/`; a test asks for it.
Rows of the log are evidence: a migration that changes tracked columns carries `change.before` along.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from sqlite_utils import Database, Migrations

from claimtracker.storage import schema, seal
from claimtracker.text.fingerprints import sentence_fingerprint

_MIGRATIONS = Migrations("claimtracker")
_NAMES: list[str] = []
"""Of the migrations, in order: the first leads to version 1."""


def _to_version(version: int) -> Callable[[Callable[[Database], None]], Callable[[Database], None]]:
    """A migration that leaves a file of this version behind.

    The version is written in the transaction of its tables: a file with the ones and without the other, after a crash
    in between, would be taken for a foreign one.
    """

    def register(migration: Callable[[Database], None]) -> Callable[[Database], None]:
        def apply(db: Database) -> None:
            migration(db)
            db.conn.execute(f"pragma application_id = {schema.APPLICATION_ID:d}")
            db.conn.execute(f"pragma user_version = {version:d}")
            if version == schema.VERSION:
                seal.renew(db.conn)

        _MIGRATIONS(name=migration.__name__)(apply)
        _NAMES.append(migration.__name__)
        return migration

    return register


@_to_version(1)
def m0001_first_tables(db: Database) -> None:
    """Articles, sentences, claims, vocabulary and the operation log."""
    for statement in schema.FIRST_STATEMENTS:
        db.execute(statement)


@_to_version(2)
def m0002_same_sentences_and_merged_statuses(db: Database) -> None:
    """Fingerprints of sentences, where a claim was taken from, aliases of statuses, a wider full-text index."""
    for statement in schema.SECOND_STATEMENTS:
        db.execute(statement)
    connection = db.conn
    texts = connection.execute("select id, text from article").fetchall()
    for article_id, text in texts:
        rows = connection.execute(
            'select id, start, "end" from sentence where article_id = ?', (article_id,)
        ).fetchall()
        connection.executemany(
            "update sentence set fingerprint = ? where id = ?",
            [(sentence_fingerprint(text[start:end]), row_id) for row_id, start, end in rows],
        )
    _fingerprint_images(connection, dict(texts))
    connection.execute(
        """insert into claim_search(rowid, assertion, speaker, note, words, detail)
           select claim.id, claim.assertion, coalesce(speaker.name, '') || ' ' || claim.speaker_as_written, claim.note,
               coalesce((select group_concat(quote, ' … ') from (
                   select quote from claim_span where claim_span.claim_id = claim.id order by start, id)), ''),
               claim.cue || ' ' || claim.target || ' ' || claim.place
           from claim left join speaker on speaker.id = claim.speaker_id"""
    )


@_to_version(3)
def m0003_reviewed_changes_and_likeness(db: Database) -> None:
    """Decisions on changes, evidence of facts, full-text indexes of stems."""
    for statement in schema.THIRD_STATEMENTS:
        db.execute(statement)
    db.conn.execute("insert into claim_stems(rowid, assertion) select id, assertion from claim")
    db.conn.execute("insert into fact_stems(rowid, title) select id, title from fact")


@_to_version(4)
def m0004_originals_and_carried_claims(db: Database) -> None:
    """The file an article came from, and what became of claims in later versions of their articles."""
    for statement in schema.FOURTH_STATEMENTS:
        db.execute(statement)


@_to_version(5)
def m0005_claims_with_a_date_of_their_own(db: Database) -> None:
    """An index of them."""
    for statement in schema.FIFTH_STATEMENTS:
        db.execute(statement)


def _fingerprint_images(connection: sqlite3.Connection, texts: dict[int, str]) -> None:
    """Sentences that were deleted, and can be brought back by undo, get their fingerprint too."""
    for (before,) in connection.execute(
        "select before from change where table_name = 'article' and before is not null"
    ):
        image = json.loads(before)
        if "text" in image:
            texts.setdefault(image["id"], image["text"])
    images = connection.execute(
        "select operation_id, row_id, before from change where table_name = 'sentence' and before is not null"
    ).fetchall()
    for operation_id, row_id, before in images:
        image = json.loads(before)
        if "article_id" not in image:
            continue
        words = texts.get(image["article_id"], "")[image["start"] : image["end"]]
        image["fingerprint"] = sentence_fingerprint(words)
        connection.execute(
            "update change set before = ? where operation_id = ? and table_name = 'sentence' and row_id = ?",
            (json.dumps(image, ensure_ascii=False), operation_id, row_id),
        )


def migrate(connection: sqlite3.Connection, version: int | None = None) -> None:
    """Bring the tables up to `schema.VERSION`, or an earlier one: all of it, or nothing when a step fails."""
    stop_before = None if version is None else _NAMES[version : version + 1]
    connection.execute("begin immediate")
    try:
        _MIGRATIONS.apply(
            Database(connection, recursive_triggers=False, execute_plugins=False), stop_before=stop_before
        )
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
