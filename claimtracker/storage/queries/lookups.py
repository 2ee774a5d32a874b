"""From a name to its row, as operations need it: without regard to case, exact spelling first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from claimtracker.domain.values import Span


def speaker_named(connection: sqlite3.Connection, name: str) -> int | None:
    """The speaker of this name, else of this alias."""
    named = "select id from speaker where name = :text collate nocase order by name <> :text, id limit 1"
    aliased = """select speaker_id from speaker_alias where alias = :text collate nocase
                 order by alias <> :text, id limit 1"""
    return (
        _first(connection, named, name)
        or _first(connection, aliased, name)
        or _folded(connection, "select id, name from speaker", name)
        or _folded(connection, "select speaker_id, alias from speaker_alias", name)
    )


def status_labelled(connection: sqlite3.Connection, label: str) -> int | None:
    """The status of this label, retired or not, else the one that a status of this label was merged into."""
    labelled = "select id from status where label = :text collate nocase order by label <> :text, retired, id limit 1"
    aliased = """select status_id from status_alias where alias = :text collate nocase
                 order by alias <> :text, id limit 1"""
    return (
        _first(connection, labelled, label)
        or _first(connection, aliased, label)
        or _folded(connection, "select id, label from status", label)
        or _folded(connection, "select status_id, alias from status_alias", label)
    )


def status_order(connection: sqlite3.Connection) -> list[int]:
    """Every status in the order of the vocabulary."""
    return [row[0] for row in connection.execute("select id from status order by position, id")]


def statuses_with_digit(connection: sqlite3.Connection, digit: int) -> list[int]:
    """The statuses that a digit gives."""
    return [row[0] for row in connection.execute("select id from status where digit = ? order by id", (digit,))]


def aliases_of_status(connection: sqlite3.Connection, status_id: int) -> list[tuple[int, str]]:
    """The aliases of a status with their row ids."""
    return connection.execute(
        "select id, alias from status_alias where status_id = ? order by id", (status_id,)
    ).fetchall()


def next_status_position(connection: sqlite3.Connection) -> int:
    """The place after the last entry of the vocabulary."""
    return int(connection.execute("select coalesce(max(position), 0) + 1 from status").fetchone()[0])


def fact_titled(connection: sqlite3.Connection, title: str) -> int | None:
    """The fact of this title."""
    sql = "select id from fact where title = :text collate nocase order by title <> :text, id limit 1"
    return _first(connection, sql, title)


def fact_coded(connection: sqlite3.Connection, code: str) -> int | None:
    """The fact of this code."""
    return _first(connection, "select id from fact where code = :text collate nocase order by id limit 1", code)


def next_fact_code(connection: sqlite3.Connection) -> str:
    """`F` and the number after the highest in use."""
    sql = "select coalesce(max(cast(substr(code, 2) as integer)), 0) + 1 from fact"
    return f"F{int(connection.execute(sql).fetchone()[0])}"


def tag_labelled(connection: sqlite3.Connection, label: str) -> int | None:
    """The tag of this label."""
    sql = "select id from tag where label = :text collate nocase order by label <> :text, id limit 1"
    return _first(connection, sql, label) or _folded(connection, "select id, label from tag", label)


def coder_named(connection: sqlite3.Connection, name: str) -> int | None:
    """The coder of exactly this name."""
    return _first(connection, "select id from coder where name = :text order by id limit 1", name)


def tags_of_claim(connection: sqlite3.Connection, claim_id: int) -> list[tuple[int, int]]:
    """The rows that tie tags to a claim: their id and the tag's, in order."""
    return connection.execute("select id, tag_id from claim_tag where claim_id = ? order by id", (claim_id,)).fetchall()


def claims_with(connection: sqlite3.Connection, column: str, row_id: int) -> list[int]:
    """The claims that point to a row by a column such as `status_id`."""
    sql = f'select id from claim where "{column}" = ? order by id'  # noqa: S608  our own column names
    return [row[0] for row in connection.execute(sql, (row_id,))]


def count_claims_with(connection: sqlite3.Connection, column: str, row_id: int) -> int:
    """How many claims point to a row by a column such as `status_id`."""
    sql = f'select count(*) from claim where "{column}" = ?'  # noqa: S608  our own column names
    return int(connection.execute(sql, (row_id,)).fetchone()[0])


def claims_called(connection: sqlite3.Connection, speaker_id: int, name: str) -> list[int]:
    """The claims of a speaker that call them so, and those that merges brought from a speaker of that name."""
    rows = connection.execute(
        """select id from claim where speaker_id = :speaker and folded(speaker_as_written) = folded(:name)
           union select claim.id from change as gone
               join operation on operation.id = gone.operation_id
               join change as moved on moved.operation_id = gone.operation_id and moved.table_name = 'claim'
               join claim on claim.id = moved.row_id
           where gone.table_name = 'speaker' and gone.before is not null
               and folded(json_extract(gone.before, '$.name')) = folded(:name)
               and operation.kind = 'MergeSpeakers' and operation.state = 'done'
               and json_extract(moved.before, '$.speaker_id') = gone.row_id and claim.speaker_id = :speaker
           order by 1""",
        {"speaker": speaker_id, "name": name},
    )
    return [row[0] for row in rows]


def claims_with_tag(connection: sqlite3.Connection, tag_id: int) -> list[tuple[int, int]]:
    """The rows that tie a tag to claims: their id and the claim's."""
    return connection.execute("select id, claim_id from claim_tag where tag_id = ? order by id", (tag_id,)).fetchall()


def tags_of_claims(connection: sqlite3.Connection, claim_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """The same for many claims, by claim; those without tags are left out."""
    found: dict[int, list[tuple[int, int]]] = {}
    sql = """select claim_id, id, tag_id from claim_tag where claim_id in (select value from json_each(?))
             order by claim_id, id"""
    for claim_id, row_id, tag_id in connection.execute(sql, (json.dumps(list(claim_ids)),)):
        found.setdefault(claim_id, []).append((row_id, tag_id))
    return found


def span_rows_of_claims(connection: sqlite3.Connection, claim_ids: Sequence[int]) -> list[int]:
    """The row ids of the spans of many claims."""
    sql = "select id from claim_span where claim_id in (select value from json_each(?))"
    return [row[0] for row in connection.execute(sql, (json.dumps(list(claim_ids)),))]


def spans_of_claim(connection: sqlite3.Connection, claim_id: int) -> list[tuple[int, Span]]:
    """The spans of a claim with their row ids, in order of the text."""
    rows = connection.execute(
        'select id, start, "end" from claim_span where claim_id = ? order by start, id', (claim_id,)
    )
    return [(row[0], Span(row[1], row[2])) for row in rows]


def reviews_of_claims(connection: sqlite3.Connection, claim_ids: Sequence[int]) -> list[int]:
    """The decisions on changes from or to these claims."""
    sql = """select id from review where earlier_id in (select value from json_each(:ids))
             union select id from review where later_id in (select value from json_each(:ids)) order by 1"""
    return [row[0] for row in connection.execute(sql, {"ids": json.dumps(list(claim_ids))})]


def carried_into(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """The rows that tell what became of earlier claims in an article, a later version, by edits of its text aside."""
    sql = """select id from carried where article_id = ? and new_claim_id is not claim_id order by id"""
    return [row[0] for row in connection.execute(sql, (article_id,))]


def carried_of_claims(connection: sqlite3.Connection, claim_ids: Sequence[int]) -> list[int]:
    """The rows that tell what became of these claims."""
    sql = "select id from carried where claim_id in (select value from json_each(?)) order by id"
    return [row[0] for row in connection.execute(sql, (json.dumps(list(claim_ids)),))]


def carried_to_claims(connection: sqlite3.Connection, claim_ids: Sequence[int]) -> list[int]:
    """The rows that tell from which claims of earlier versions these came."""
    sql = "select id from carried where new_claim_id in (select value from json_each(?)) order by id"
    return [row[0] for row in connection.execute(sql, (json.dumps(list(claim_ids)),))]


def carried_by_coder(connection: sqlite3.Connection, coder_id: int) -> list[int]:
    """The rows on carried claims that a coder decided."""
    return [row[0] for row in connection.execute("select id from carried where coder_id = ?", (coder_id,))]


def reviews_of_coder(connection: sqlite3.Connection, coder_id: int) -> list[int]:
    """The decisions on changes that a coder took."""
    return [row[0] for row in connection.execute("select id from review where coder_id = ?", (coder_id,))]


def review_of_change(connection: sqlite3.Connection, kind: str, earlier: int, later: int) -> int | None:
    """The decision on one change."""
    sql = "select id from review where earlier_id = ? and later_id = ? and kind = ? order by id limit 1"
    row = connection.execute(sql, (earlier, later, kind)).fetchone()
    return None if row is None else int(row[0])


def claims_on_fact(connection: sqlite3.Connection, fact_id: int) -> list[int]:
    """The ids of the claims about a fact."""
    return [row[0] for row in connection.execute("select id from claim where fact_id = ?", (fact_id,))]


def evidence_of_fact(connection: sqlite3.Connection, fact_id: int) -> list[int]:
    """The row ids of a fact's evidence."""
    return [row[0] for row in connection.execute("select id from fact_evidence where fact_id = ?", (fact_id,))]


def claims_on_article(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """The ids of an article's claims."""
    return [row[0] for row in connection.execute("select id from claim where article_id = ?", (article_id,))]


def claims_on_sentence(connection: sqlite3.Connection, sentence_id: int) -> list[int]:
    """The ids of the claims that begin in a sentence, by their place in it."""
    rows = connection.execute("select id from claim where sentence_id = ? order by start, id", (sentence_id,))
    return [row[0] for row in rows]


def article_of_sentence(connection: sqlite3.Connection, sentence_id: int) -> int | None:
    """The article that a sentence belongs to."""
    return _first(connection, "select article_id from sentence where id = :text", str(sentence_id))


def revisions_of(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """The articles that supersede this one."""
    return [row[0] for row in connection.execute("select id from article where revision_of = ?", (article_id,))]


def aliases_of_speaker(connection: sqlite3.Connection, speaker_id: int) -> list[tuple[int, str]]:
    """The aliases of a speaker with their row ids."""
    return connection.execute(
        "select id, alias from speaker_alias where speaker_id = ? order by id", (speaker_id,)
    ).fetchall()


def claim_with_uid(connection: sqlite3.Connection, uid: str) -> int | None:
    """The claim of this identity."""
    return _first(connection, "select id from claim where uid = :text", uid)


def claims_with_uids(connection: sqlite3.Connection, uids: Sequence[str]) -> dict[str, int]:
    """The claims of these identities, by identity."""
    sql = "select uid, id from claim where uid in (select value from json_each(?))"
    return dict(connection.execute(sql, (json.dumps(uids),)))


def last_number(connection: sqlite3.Connection, table: str) -> int:
    """The highest number that a row of a table ever had."""
    row = connection.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
    return 0 if row is None else int(row[0])


def sentence_at(connection: sqlite3.Connection, article_id: int, offset: int) -> int | None:
    """The sentence that holds this character, or the first one after it."""
    row = connection.execute(
        'select id from sentence where article_id = ? and "end" > ? order by number limit 1',
        (article_id, offset),
    ).fetchone()
    return None if row is None else int(row[0])


def _folded(connection: sqlite3.Connection, sql: str, text: str) -> int | None:
    """The row whose text differs only in the case of letters beyond ASCII, which SQLite's nocase does not know."""
    if text.isascii():
        return None
    folded = text.casefold()
    return next((int(row_id) for row_id, known in connection.execute(sql) if known.casefold() == folded), None)


def _first(connection: sqlite3.Connection, sql: str, text: str) -> int | None:
    row = connection.execute(sql, {"text": text}).fetchone()
    return None if row is None else int(row[0])
