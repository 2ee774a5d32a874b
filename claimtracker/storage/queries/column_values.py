"""What the menu of a column's header offers: the texts that stand in it, and how many claims have each."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from claimtracker.domain.columns import column
from claimtracker.storage.queries.conditions import Condition, all_of, containing, one_of_ids
from claimtracker.storage.queries.filters import DATES, SOURCES, ClaimFilter, filter_condition, sentences_holding
from claimtracker.text.folding import harmless


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """A text of a column (empty for claims that have none there), and the number of claims that have it."""

    text: str
    claims: int


def column_values(
    connection: sqlite3.Connection, key: str, wanted: ClaimFilter, typed: str = "", limit: int = 200
) -> list[ColumnValue]:
    """The texts of a column among the claims that match, whatever the filter says about that column itself.

    Those that hold what was typed: beginnings first, then the most frequent. Dates are offered by the day, tags one
    by one. Each is a value for a `ColumnTest` of the kind “is”. Raises `UserError` for a column that does not exist.
    """
    column(key)
    where = filter_condition(connection, wanted.without(key))
    words = harmless(typed).strip()
    if key == "sentence_text":
        counted = _sentences(connection, where, words, wanted, limit)
    elif key == "tags":
        counted = _tags(connection, where, words)
    else:
        counted = _texts(connection, key, where, words)
    folded = words.casefold()
    ordered = sorted(
        _merged(counted),
        key=lambda value: (not value.text.casefold().startswith(folded), -value.claims, value.text.casefold()),
    )
    return ordered[:limit]


def _texts(connection: sqlite3.Connection, key: str, where: Condition, words: str) -> Iterable[tuple[str, int]]:
    source = SOURCES[key]
    text = f"substr({source.expression}, 1, 10)" if key in DATES else source.expression
    if source.table:
        # Counted by the number that claims point with, and named afterwards.
        inner = f"select {source.link} as pointed, count(*) as claims from claim where {where.sql} group by 1"  # noqa: S608
        text = f"coalesce({text}, '')"
        sql = f"select {text}, sum(claims) from ({inner}) left join {source.table} on {source.table}.id = pointed"  # noqa: S608
        conditions, parameters = [], where.parameters
    else:
        sql = f"select {text}, count(*) from claim"  # noqa: S608  our own columns
        conditions, parameters = [where], ()
    if words:
        conditions.append(containing(text, words))
    whole = all_of(conditions)
    sql += f" where {whole.sql} group by {text}"
    return connection.execute(sql, (*parameters, *whole.parameters))


def _tags(connection: sqlite3.Connection, where: Condition, words: str) -> Iterable[tuple[str, int]]:
    matching = f"select claim.id from claim where {where.sql}"  # noqa: S608  our own conditions
    label = containing("tag.label", words)
    yield from connection.execute(
        f"""select tag.label, count(distinct claim_tag.claim_id) from claim_tag join tag on tag.id = claim_tag.tag_id
            where {label.sql} and claim_tag.claim_id in ({matching}) group by tag.id""",  # noqa: S608
        (*label.parameters, *where.parameters),
    )
    if not words:
        sql = f"select count(*) from claim where ({where.sql}) and id not in (select claim_id from claim_tag)"  # noqa: S608
        untagged = connection.execute(sql, where.parameters).fetchone()[0]
        if untagged:
            yield "", untagged


def _sentences(
    connection: sqlite3.Connection, where: Condition, words: str, wanted: ClaimFilter, limit: int
) -> Iterable[tuple[str, int]]:
    """Nearly every sentence stands once, so no more of them are cut out of their articles than are offered."""
    if words:
        where = all_of(
            [
                where,
                one_of_ids("claim.sentence_id", sentences_holding(connection, "contains", (words,), wanted.article_id)),
            ]
        )
    rows = connection.execute(
        f"""select article.text, sentence.start, sentence."end", counted.claims
            from (select sentence_id, count(*) as claims from claim where ({where.sql}) and sentence_id is not null
                  group by sentence_id order by claims desc, sentence_id limit ?) as counted
            join sentence on sentence.id = counted.sentence_id join article on article.id = sentence.article_id""",  # noqa: S608
        (*where.parameters, limit),
    )
    return ((text[start:end], claims) for text, start, end, claims in rows)


def _merged(counted: Iterable[tuple[str, int]]) -> list[ColumnValue]:
    """One value for texts that differ in case only, spelled as the more frequent of them."""
    claims: Counter[str] = Counter()
    spelled: dict[str, tuple[int, str]] = {}
    for text, number in counted:
        folded = text.casefold()
        claims[folded] += number
        spelled[folded] = max(spelled.get(folded, (0, "")), (number, text))
    return [ColumnValue(spelled[folded][1], number) for folded, number in claims.items()]
