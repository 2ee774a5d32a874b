"""The cells of many claims for a sheet, read as text at once: a value for each claim would take twice as long."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from claimtracker.storage.queries.filters import SOURCES

_ARTICLE = {"article_title": 0, "source": 1, "url": 2, "published": 3, "article_sha256": 4}
"""The columns that all claims of an article share, by their place in what is read of it."""
_JOINED = {
    "speaker": "claim.speaker_id",
    "status": "claim.status_id",
    "fact": "claim.fact_id",
    "coder": "claim.coder_id",
}
_SPANS = {"start": 0, "end": 1}

Spans = Mapping[int, Sequence[tuple[int, int]]]


def sheet_rows(
    connection: sqlite3.Connection, ids: Sequence[int], keys: Sequence[str], spans: Spans
) -> Iterator[list[str]]:
    """These columns of these claims, in the order asked for; those that are gone are left out.

    `spans` are those of the claims, in the order of the text: who writes a sheet has looked at them already.
    """
    asked = json.dumps(list(ids))
    articles = _articles(connection, asked)
    tags = _tags(connection, asked) if "tags" in keys else {}
    shared = [(place, _ARTICLE[key]) for place, key in enumerate(keys) if key in _ARTICLE]
    ends = [(place, _SPANS[key]) for place, key in enumerate(keys) if key in _SPANS]
    tagged = [place for place, key in enumerate(keys) if key == "tags"]
    sentences = [place for place, key in enumerate(keys) if key == "sentence_text"]
    for claim_id, article_id, start, end, *cells in connection.execute(_sql(keys), (asked,)):
        article = articles[article_id]
        for place, number in shared:
            cells[place] = article[number]
        for place, side in ends:
            cells[place] = ";".join([str(span[side]) for span in spans.get(claim_id, ())])
        for place in tagged:
            cells[place] = tags.get(claim_id, "")
        # Cut out here and not by substr(), which stops at a NUL and counts from the start each time.
        for place in sentences:
            cells[place] = "" if start is None else article[-1][start:end]
        yield cells


def _sql(keys: Sequence[str]) -> str:
    expressions = []
    for key in keys:
        if key in _ARTICLE or key in _SPANS or key in {"tags", "sentence_text"}:
            expressions.append("''")
        elif key == "sentence_number":
            expressions.append("coalesce(nullif(cast(sentence.number as text), '0'), '')")
        else:
            source = SOURCES[key]
            expressions.append(f"coalesce({source.expression}, '')" if source.table else source.expression)
    shown = ", ".join(expressions)
    joins = [f"left join {table} on {table}.id = {link}" for table, link in _JOINED.items() if f"{table}." in shown]
    # Cross joins are carried out in the order in which they stand: the ids lead.
    return f"""select claim.id, claim.article_id, sentence.start, sentence."end", {shown}
        from json_each(?) as asked cross join claim on claim.id = asked.value
            left join sentence on sentence.id = claim.sentence_id {" ".join(joins)}
        order by asked.key"""  # noqa: S608  our own tables and columns


def _articles(connection: sqlite3.Connection, asked: str) -> dict[int, tuple[str, ...]]:
    rows = connection.execute(
        """select id, title, source, url, published, sha256, text from article where id in (
            select article_id from claim where id in (select value from json_each(?)))""",
        (asked,),
    )
    return {article_id: tuple(cells) for article_id, *cells in rows}


def _tags(connection: sqlite3.Connection, asked: str) -> dict[int, str]:
    rows = connection.execute(
        """select claim_tag.claim_id, tag.label from claim_tag join tag on tag.id = claim_tag.tag_id
           where claim_tag.claim_id in (select value from json_each(?)) order by claim_tag.claim_id, claim_tag.id""",
        (asked,),
    )
    found: dict[int, str] = {}
    for claim_id, label in rows:
        found[claim_id] = f"{found[claim_id]}; {label}" if claim_id in found else label
    return found
