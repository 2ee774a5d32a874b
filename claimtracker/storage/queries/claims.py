"""Claims: which ones, in which order, and what is to be known of them."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId, ClaimRow, FactId, Span

_ROWS = """
    select claim.id, claim.uid, claim.article_id, article.title, article.source, article.url, article.published,
        article.sha256, claim.sentence_id, coalesce(sentence.number, 0),
        json_array(sentence.start, sentence."end"),
        claim.speaker_id, coalesce(speaker.name, ''), claim.speaker_as_written, claim.assertion,
        claim.status_id, coalesce(status.label, ''), coalesce(status.stance, ''), coalesce(status.colour, ''),
        claim.cue, claim.quotation, claim.target, claim.said_on, claim.place, claim.confidence,
        (select json_group_array(label) from (select tag.label from claim_tag join tag on tag.id = claim_tag.tag_id
            where claim_tag.claim_id = claim.id order by claim_tag.id)),
        claim.fact_id, coalesce(fact.code, ''), coalesce(fact.title, ''), claim.note, coalesce(coder.name, ''),
        claim.created_at, claim.updated_at, claim.taken_from,
        (select json_group_array(json_array(start, "end")) from (select start, "end" from claim_span
            where claim_span.claim_id = claim.id order by start, id))
    from claim join article on article.id = claim.article_id
        left join sentence on sentence.id = claim.sentence_id
        left join speaker on speaker.id = claim.speaker_id
        left join status on status.id = claim.status_id
        left join fact on fact.id = claim.fact_id
        left join coder on coder.id = claim.coder_id
"""
_ARTICLE, _SENTENCE, _TAGS, _SPANS = 2, 10, 25, 34

_ORDERS = {
    "claim_id": "claim.id",
    "article_title": "article.title collate nocase",
    "source": "article.source collate nocase",
    "url": "article.url",
    "published": "article.published",
    "sentence_number": "claim.article_id, claim.start",
    "sentence_text": "claim.article_id, claim.start",
    "speaker": "coalesce(speaker.name, '') collate nocase",
    "speaker_as_written": "claim.speaker_as_written collate nocase",
    "assertion": "claim.assertion collate nocase",
    "status": "coalesce(status.label, '') collate nocase",
    "stance": "coalesce(status.stance, '')",
    "cue": "claim.cue collate nocase",
    "quotation": "claim.quotation",
    "target": "claim.target collate nocase",
    "said_on": "claim.said_on",
    "place": "claim.place collate nocase",
    "confidence": "case claim.confidence when 'low' then 1 when 'medium' then 2 when 'high' then 3 else 0 end",
    "tags": "(select group_concat(tag.label) from claim_tag join tag on tag.id = claim_tag.tag_id"
    " where claim_tag.claim_id = claim.id) collate nocase",
    "fact": "cast(substr(coalesce(fact.code, ''), 2) as integer)",
    "note": "claim.note collate nocase",
    "coder": "coalesce(coder.name, '') collate nocase",
    "created": "claim.created_at",
    "updated": "claim.updated_at",
    "article_sha256": "article.sha256",
    "start": "claim.start",
    "end": "claim.start",
    "claim_uid": "claim.uid",
    "taken_from": "claim.taken_from",
}
_PLACE = "article.published = '', article.published, claim.article_id, claim.start, claim.id"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims: everything that is set must hold. Names match whole, without regard to case."""

    article_id: ArticleId | None = None
    speaker: str = ""
    """A name or an alias."""
    status: str = ""
    fact: str = ""
    """A code such as F2, or a title."""
    tag: str = ""
    search: str = ""
    """Words that occur in the assertion, the speaker or the note; the last may be a beginning of a word."""


def claim_ids(
    connection: sqlite3.Connection, wanted: ClaimFilter, *, order: str = "", descending: bool = False
) -> array[int]:
    """The claims that match: by a column's key, else by article (oldest first) and place in it."""
    where, parameters = _where(wanted)
    direction = " desc" if descending else ""
    by = _PLACE if not order else ", ".join(f"{part}{direction}" for part in _order(order)) + ", claim.id"
    sql = f"""select claim.id from claim join article on article.id = claim.article_id
        left join speaker on speaker.id = claim.speaker_id left join status on status.id = claim.status_id
        left join fact on fact.id = claim.fact_id left join coder on coder.id = claim.coder_id
        {where} order by {by}"""  # noqa: S608  our own conditions and columns
    rows = connection.execute(sql, parameters)
    return array("q", (row[0] for row in rows))


def count_claims(connection: sqlite3.Connection, wanted: ClaimFilter) -> int:
    """How many claims match."""
    where, parameters = _where(wanted)
    joins = """left join speaker on speaker.id = claim.speaker_id left join status on status.id = claim.status_id
        left join fact on fact.id = claim.fact_id"""
    sql = f"select count(*) from claim {joins} {where}"  # noqa: S608  our own conditions
    return int(connection.execute(sql, parameters).fetchone()[0])


def claims(connection: sqlite3.Connection, ids: Sequence[int]) -> list[ClaimRow]:
    """These claims, in the order asked for; those that are gone are left out."""
    sql = f"{_ROWS} where claim.id in (select value from json_each(?))"  # noqa: S608  our own columns
    rows = connection.execute(sql, (json.dumps(list(ids)),))
    found = {row.id: row for row in _claim_rows(connection, rows)}
    return [found[ClaimId(claim_id)] for claim_id in ids if claim_id in found]


def claim(connection: sqlite3.Connection, claim_id: ClaimId) -> ClaimRow:
    """One claim. Raises `UserError` when there is none of that number."""
    found = claims(connection, (claim_id,))
    if not found:
        raise UserError(f"There is no claim {claim_id} in this project.")
    return found[0]


def claims_of_article(connection: sqlite3.Connection, article_id: ArticleId) -> list[ClaimRow]:
    """The claims of an article by their place in the text."""
    rows = connection.execute(f"{_ROWS} where claim.article_id = ? order by claim.start, claim.id", (article_id,))
    return list(_claim_rows(connection, rows))


def claims_of_fact(connection: sqlite3.Connection, fact_id: FactId, *, limit: int = 200) -> list[ClaimRow]:
    """The claims about a fact in the order they were said, else published; undated ones last."""
    rows = connection.execute(
        f"""{_ROWS} where claim.fact_id = ? order by coalesce(nullif(claim.said_on, ''), article.published) = '',
            substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10), article.published,
            claim.article_id, claim.start limit ?""",
        (fact_id, limit),
    )
    return list(_claim_rows(connection, rows))


def cell(row: ClaimRow, key: str) -> str:
    """The text of one column of a claim, as the table and the sheet give it."""
    if key == "claim_id":
        return str(row.id)
    if key == "claim_uid":
        return row.uid
    if key == "sentence_number":
        return str(row.sentence_number) if row.sentence_number else ""
    if key == "tags":
        return "; ".join(row.tags)
    if key == "start":
        return ";".join(str(span.start) for span in row.spans)
    if key == "end":
        return ";".join(str(span.end) for span in row.spans)
    return str(getattr(row, key))


def _claim_rows(connection: sqlite3.Connection, rows: sqlite3.Cursor) -> Iterable[ClaimRow]:
    # Sentences are cut out here and not by substr(), which stops at a NUL and counts from the start each time.
    texts: dict[ArticleId, str] = {}
    for row in rows:
        values = list(row)
        article_id = values[_ARTICLE]
        if article_id not in texts:
            (texts[article_id],) = connection.execute("select text from article where id = ?", (article_id,)).fetchone()
        start, end = json.loads(values[_SENTENCE])
        values[_SENTENCE] = "" if start is None else texts[article_id][start:end]
        values[_TAGS] = tuple(json.loads(values[_TAGS]))
        values[_SPANS] = tuple(Span(*span) for span in json.loads(values[_SPANS]))
        yield ClaimRow(*values)


def _order(key: str) -> list[str]:
    if key not in _ORDERS:
        raise UserError(f"There is no column “{key}” to sort by.")
    return _ORDERS[key].split(", ") if key in {"sentence_number", "sentence_text"} else [_ORDERS[key]]


def _where(wanted: ClaimFilter) -> tuple[str, list[str | int]]:
    conditions: list[str] = []
    parameters: list[str | int] = []
    if wanted.article_id is not None:
        conditions.append("claim.article_id = ?")
        parameters.append(wanted.article_id)
    if wanted.speaker:
        conditions.append(
            "(speaker.name = ? collate nocase or claim.speaker_id in"
            " (select speaker_id from speaker_alias where alias = ? collate nocase))"
        )
        parameters += [wanted.speaker, wanted.speaker]
    if wanted.status:
        conditions.append("status.label = ? collate nocase")
        parameters.append(wanted.status)
    if wanted.fact:
        conditions.append("(fact.code = ? collate nocase or fact.title = ? collate nocase)")
        parameters += [wanted.fact, wanted.fact]
    if wanted.tag:
        conditions.append(
            "claim.id in (select claim_id from claim_tag join tag on tag.id = tag_id where label = ? collate nocase)"
        )
        parameters.append(wanted.tag)
    words = wanted.search.split()
    if words:
        conditions.append("claim.id in (select rowid from claim_search where claim_search match ?)")
        parameters.append(match_words(words))
    return ("where " + " and ".join(conditions) if conditions else ""), parameters


def match_words(words: Sequence[str]) -> str:
    """A full-text query for all of these words, the last as a beginning; what is typed is never query syntax."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    return " ".join([*quoted[:-1], quoted[-1] + "*"])
