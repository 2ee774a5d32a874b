"""Claims: which ones, in which order, and what is to be known of them."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId, ClaimRow, FactId, Span
from claimtracker.storage.queries.filters import ClaimFilter, filter_condition
from claimtracker.storage.queries.id_lists import added, ids_of
from claimtracker.storage.queries.long_texts import LONG_TEXTS
from claimtracker.storage.queries.sorting import SortKey, order_of

_ROWS = """
    select claim.id, claim.uid, claim.article_id, article.title, article.source, article.url, article.published,
        article.sha256, claim.sentence_id, coalesce(sentence.number, 0),
        sentence.start, sentence."end",
        claim.speaker_id, coalesce(speaker.name, ''), claim.speaker_as_written, claim.assertion,
        claim.status_id, coalesce(status.label, ''), coalesce(status.stance, ''), coalesce(status.colour, ''),
        claim.cue, claim.quotation, claim.target, claim.said_on, claim.place, claim.confidence,
        claim.fact_id, coalesce(fact.code, ''), coalesce(fact.title, ''), claim.note, coalesce(coder.name, ''),
        claim.created_at, claim.updated_at, claim.taken_from
    from claim join article on article.id = claim.article_id
        left join sentence on sentence.id = claim.sentence_id
        left join speaker on speaker.id = claim.speaker_id
        left join status on status.id = claim.status_id
        left join fact on fact.id = claim.fact_id
        left join coder on coder.id = claim.coder_id
"""
_ARTICLE, _SHA256, _HEAD, _SENTENCE, _TAGS = 2, 7, 8, 10, 26
"""Where the number of the article and its fingerprint stand, what comes behind all that is told of it, the ends of the
sentence, and what comes behind the tags."""
_SPANS_OF = """
    select claim_id, start, "end" from claim_span where claim_id in (select value from json_each(?)) order by start, id
"""
_TAGS_OF = """
    select claim_id, tag.label from claim_tag join tag on tag.id = tag_id
    where claim_id in (select value from json_each(?)) order by claim_tag.id
"""
_EVERYTHING = ClaimFilter()


def claim_ids(
    connection: sqlite3.Connection, wanted: ClaimFilter, *, order: Sequence[SortKey] = (), limit: int = -1
) -> array[int]:
    """The claims that match, or so many of them: by these columns, then by article (oldest first) and place in it."""
    if not order and wanted == _EVERYTHING:
        return _by_place(connection, limit)
    where = filter_condition(connection, wanted)
    joins, by = order_of(order)
    sql = f"select claim.id from claim {joins} where {where.sql} order by {by} limit ?"  # noqa: S608  our own conditions
    return ids_of(connection, sql, (*where.parameters, limit))


def _by_place(connection: sqlite3.Connection, limit: int) -> array[int]:
    """Every claim, straight from the indexes on dates and places: nothing has to be sorted, the first come at once."""
    found = array("i")
    for _, ids in claims_by_article(connection):
        found = added(found, ids)
        if 0 <= limit <= len(found):
            return found[:limit]
    return found


def claims_by_article(connection: sqlite3.Connection) -> Iterator[tuple[ArticleId, list[int]]]:
    """The claims of each article by their place in it; the oldest article first, undated ones last."""
    for dated in ("<> ''", "= ''"):
        rows = connection.execute(
            f"""select article.id, (select json_group_array(id) from
                    (select id from claim where claim.article_id = article.id order by start, id limit -1))
                from article where article.published {dated} order by article.published, article.id"""  # noqa: S608
        )
        for article_id, ids in rows:
            yield article_id, json.loads(ids)


def count_claims(connection: sqlite3.Connection, wanted: ClaimFilter) -> int:
    """How many claims match."""
    where = filter_condition(connection, wanted)
    sql = f"select count(*) from claim where {where.sql}"  # noqa: S608  our own conditions
    return int(connection.execute(sql, where.parameters).fetchone()[0])


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


def claims_of_article(
    connection: sqlite3.Connection,
    article_id: ArticleId,
    *,
    after: int = 0,
    before: int = sys.maxsize,
    text: str | None = None,
) -> list[ClaimRow]:
    """The claims of an article by their place in the text; or those that begin within a part of it.

    `text` is that of the article, up to the end of this part at least, where somebody has read it.
    """
    where = "where claim.article_id = ? and claim.start >= ? and claim.start < ? order by claim.start, claim.id"
    rows = connection.execute(f"{_ROWS} {where}", (article_id, after, before))
    return _claim_rows(connection, rows, None if text is None else {article_id: text})


def claims_of_fact(connection: sqlite3.Connection, fact_id: FactId, *, limit: int = 200) -> list[ClaimRow]:
    """The claims about a fact in the order they were said, else published; undated ones last."""
    rows = connection.execute(
        f"""{_ROWS} where claim.fact_id = ? order by coalesce(nullif(claim.said_on, ''), article.published) = '',
            substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10), article.published,
            claim.article_id, claim.start limit ?""",
        (fact_id, limit),
    )
    return _claim_rows(connection, rows)


def cell(row: ClaimRow, key: str) -> str:
    """The text of one column of a claim, as the table and the sheet give it."""
    make = _MADE.get(key)
    return str(getattr(row, key)) if make is None else make(row)


_MADE: dict[str, Callable[[ClaimRow], str]] = {
    "claim_id": lambda row: str(row.id),
    "claim_uid": lambda row: row.uid,
    "sentence_number": lambda row: str(row.sentence_number) if row.sentence_number else "",
    "tags": lambda row: "; ".join(row.tags),
    "start": lambda row: ";".join(str(span.start) for span in row.spans),
    "end": lambda row: ";".join(str(span.end) for span in row.spans),
}
"""The columns that are not what a claim has under the same name."""


def _claim_rows(
    connection: sqlite3.Connection, cursor: sqlite3.Cursor, known: Mapping[ArticleId, str] | None = None
) -> list[ClaimRow]:
    """The claims that `_ROWS` found; `known` are texts of articles, as far as these claims go."""
    rows = cursor.fetchall()
    ids = json.dumps([row[0] for row in rows])
    spans: dict[int, list[Span]] = defaultdict(list)
    for claim_id, start, end in connection.execute(_SPANS_OF, (ids,)):
        spans[claim_id].append(Span(start, end))
    tags: dict[int, list[str]] = defaultdict(list)
    for claim_id, label in connection.execute(_TAGS_OF, (ids,)):
        tags[claim_id].append(label)
    # Sentences are cut out here and not by substr(), which stops at a NUL and counts from the start each time.
    texts = {} if known is None else dict(known)
    heads: dict[ArticleId, tuple[str, ...]] = {}
    once: dict[object, object] = {}
    found = []
    for row in rows:
        claim_id, article_id = row[0], row[_ARTICLE]
        # What is told of an article is one text for all claims in it.
        head = heads.setdefault(article_id, row[_ARTICLE + 1 : _HEAD])
        start, end = row[_SENTENCE : _SENTENCE + 2]
        sentence = ""
        if start is not None:
            if article_id not in texts:
                texts[article_id] = LONG_TEXTS.text(connection, article_id, row[_SHA256])
            sentence = texts[article_id][start:end]
        # Names, labels and the like as well, for all claims that have them.
        told = [*map(once.setdefault, row[_SENTENCE + 2 :], row[_SENTENCE + 2 :])]
        told.insert(_TAGS - _SENTENCE - 2, tuple(tags.get(claim_id, ())))
        values = [
            *row[: _ARTICLE + 1], *head, *row[_HEAD:_SENTENCE], sentence, *told, tuple(spans.get(claim_id, ())),
        ]  # fmt: skip
        found.append(ClaimRow(*values))
    return found
