"""Which claims: a filter as a value, and the condition on table `claim` that it means.

Everything else a claim points to (speakers, articles, tags …) is looked up in its own table first, so that the
condition needs no join and the claims come from the index on what was found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from claimtracker.domain.columns import column
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.storage.queries.conditions import (
    Condition,
    all_of,
    any_of,
    containing,
    negated,
    one_of_ids,
    one_of_texts,
)
from claimtracker.storage.queries.search import search_condition
from claimtracker.text.dates import is_date
from claimtracker.text.folding import harmless

TestKind = Literal["is", "is not", "contains", "empty", "not empty", "from", "to"]


@dataclass(frozen=True, slots=True)
class ColumnTest:
    """What one column of a claim has to hold; of several values any will do, without regard to case.

    “is” follows the aliases of speakers and statuses, takes a fact's code as well as its title, and a whole day for
    every time of it. “is” with an empty text, and “empty”, mean a cell with nothing in it. “from” and “to” are dates
    where the column holds dates, numbers where it holds numbers; a date that is known only by its month or year is
    taken as within reach of them.
    """

    key: str
    kind: TestKind
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims: everything that is set must hold. Names match whole, without regard to case."""

    article_id: ArticleId | None = None
    speaker: str = ""
    """A name or an alias."""
    status: str = ""
    """A label, or that of a status that was merged into another."""
    fact: str = ""
    """A code such as F2, or a title."""
    tag: str = ""
    search: str = ""
    """Words and “phrases” that a claim has anywhere: see `queries.search`."""
    columns: tuple[ColumnTest, ...] = ()

    def tests(self) -> tuple[ColumnTest, ...]:
        """All tests of columns, those that have a field of their own first."""
        named = (("speaker", self.speaker), ("status", self.status), ("fact", self.fact), ("tags", self.tag))
        return (*(ColumnTest(key, "is", (value,)) for key, value in named if value), *self.columns)

    def without(self, key: str) -> ClaimFilter:
        """The same, with nothing said about one column."""
        return ClaimFilter(
            self.article_id,
            speaker="" if key == "speaker" else self.speaker,
            status="" if key == "status" else self.status,
            fact="" if key == "fact" else self.fact,
            tag="" if key == "tags" else self.tag,
            search=self.search,
            columns=tuple(test for test in self.columns if test.key != key),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a column is kept: an expression on `claim`, or on a table that its column `link` points to."""

    expression: str
    table: str = ""
    link: str = ""


_SPANS = (
    "coalesce((select group_concat(value, ';') from (select {0} as value from claim_span"
    " where claim_span.claim_id = claim.id order by claim_span.start, claim_span.id)), '')"
)
SOURCES: dict[str, Source] = {
    "claim_id": Source("cast(claim.id as text)"),
    "article_title": Source("article.title", "article", "claim.article_id"),
    "source": Source("article.source", "article", "claim.article_id"),
    "url": Source("article.url", "article", "claim.article_id"),
    "published": Source("article.published", "article", "claim.article_id"),
    "sentence_number": Source(
        "coalesce((select cast(number as text) from sentence where sentence.id = claim.sentence_id), '')"
    ),
    "speaker": Source("speaker.name", "speaker", "claim.speaker_id"),
    "speaker_as_written": Source("claim.speaker_as_written"),
    "assertion": Source("claim.assertion"),
    "status": Source("status.label", "status", "claim.status_id"),
    "stance": Source("status.stance", "status", "claim.status_id"),
    "cue": Source("claim.cue"),
    "quotation": Source("claim.quotation"),
    "target": Source("claim.target"),
    "said_on": Source("claim.said_on"),
    "place": Source("claim.place"),
    "confidence": Source("claim.confidence"),
    "fact": Source("fact.title", "fact", "claim.fact_id"),
    "note": Source("claim.note"),
    "coder": Source("coder.name", "coder", "claim.coder_id"),
    "created": Source("claim.created_at"),
    "updated": Source("claim.updated_at"),
    "article_sha256": Source("article.sha256", "article", "claim.article_id"),
    "start": Source(_SPANS.format("claim_span.start")),
    "end": Source(_SPANS.format('claim_span."end"')),
    "claim_uid": Source("claim.uid"),
    "taken_from": Source("claim.taken_from"),
}
"""Every column but `tags`, of which a claim has several, and `sentence_text`, which is cut out of the article."""

DATES = frozenset({"published", "said_on", "created", "updated"})
_NUMBERS = frozenset({"claim_id", "sentence_number", "start", "end"})
_ALIASES = {
    "speaker": ("speaker_alias", "speaker_id"),
    "status": ("status_alias", "status_id"),
}
_SIGNS: dict[TestKind, str] = {"from": ">=", "to": "<="}
_DAY = 10
"""Characters of a whole date."""


def filter_condition(connection: sqlite3.Connection, wanted: ClaimFilter) -> Condition:
    """The condition on `claim` that a filter means. Raises `UserError` for a column or value it cannot be about."""
    conditions = []
    if wanted.article_id is not None:
        conditions.append(Condition("claim.article_id = ?", (wanted.article_id,)))
    conditions += [_test_condition(connection, test, wanted.article_id) for test in wanted.tests()]
    if wanted.search.strip():
        conditions.append(search_condition(connection, wanted.search))
    return all_of(conditions)


def _test_condition(connection: sqlite3.Connection, test: ColumnTest, article_id: ArticleId | None) -> Condition:
    column(test.key)
    if test.kind == "is not":
        return negated(_test_condition(connection, ColumnTest(test.key, "is", test.values), article_id))
    if test.kind == "not empty":
        return negated(_test_condition(connection, ColumnTest(test.key, "empty"), article_id))
    if test.kind == "empty":
        return _test_condition(connection, ColumnTest(test.key, "is", ("",)), article_id)
    values = [_readable(test, harmless(value)) for value in test.values]
    if test.key == "tags":
        return _tags_condition(test.kind, values)
    if test.key == "sentence_text":
        return _sentence_condition(connection, test.kind, values, article_id)
    source = SOURCES[test.key]
    if test.key == "claim_id" and test.kind == "is":
        return one_of_ids("claim.id", [int(value) for value in values if value.isdecimal() and len(value) < 19])
    if test.key == "claim_id" and test.kind in _SIGNS:
        # As numbers, so that no claim outside is looked at.
        return any_of(Condition(f"claim.id {_SIGNS[test.kind]} ?", (int(value),)) for value in values)
    if not source.table:
        return _text_condition(test.key, source.expression, test.kind, values)
    return _pointing_condition(connection, test.key, source, test.kind, values)


def _readable(test: ColumnTest, value: str) -> str:
    """A value as it is compared. Raises `UserError` where a date or number is asked for, and this is none."""
    if test.kind not in {"from", "to"}:
        return value
    text, label = value.strip(), column(test.key).label
    if test.key in DATES and not is_date(text):
        raise UserError(f"{label}: “{text}” is not a date that can be read: write it as 2025-11-04, 2025-11 or 2025.")
    if test.key in _NUMBERS and not (text.isdecimal() and len(text) < 19):
        raise UserError(f"{label}: “{text}” is not a whole number.")
    return text


def _text_condition(key: str, expression: str, kind: TestKind, values: Sequence[str]) -> Condition:
    """A test of a text that is at hand."""
    if kind == "contains":
        return any_of(containing(expression, value) for value in values)
    if kind == "is":
        days = [value for value in values if key in DATES and len(value) == _DAY]
        rest = [value for value in values if value not in days]
        conditions = [one_of_texts(f"substr({expression}, 1, {_DAY})", days)] if days else []
        return any_of([*conditions, one_of_texts(expression, rest)] if rest else conditions)
    sign = _SIGNS[kind]
    if key in DATES:
        # Compared as far as both are known: a day with a day, a month with the month of a day.
        compared = f"substr({expression}, 1, length(?)) {sign} substr(?, 1, length({expression}))"
        return any_of(Condition(f"{expression} <> '' and {compared}", (value, value)) for value in values)
    if key in _NUMBERS:
        number = f"{expression} <> '' and cast({expression} as integer) {sign} ?"
        return any_of(Condition(number, (int(value),)) for value in values)
    ordered = f"{expression} <> '' and {expression} {sign} ? collate nocase"
    return any_of(Condition(ordered, (value,)) for value in values)


def _pointing_condition(
    connection: sqlite3.Connection, key: str, source: Source, kind: TestKind, values: Sequence[str]
) -> Condition:
    """A test of a text in another table: the rows that pass it, then the claims that point to them."""
    ids = _ids_passing(connection, key, source, kind, values)
    pointing = one_of_ids(source.link, ids)
    if kind in {"is", "contains"} and "" in values:
        # Whoever points nowhere has an empty cell.
        return any_of([pointing, Condition(f"{source.link} is null")])
    return pointing


def _ids_passing(
    connection: sqlite3.Connection, key: str, source: Source, kind: TestKind, values: Sequence[str]
) -> list[int]:
    if key == "fact" and kind in {"is", "contains"}:
        return _facts_passing(connection, kind, values)
    found = _rows(connection, source.table, source.expression, _text_condition(key, source.expression, kind, values))
    ids = [row_id for row_id, _ in found]
    if kind == "is" and key in _ALIASES:
        known = {text.casefold() for _, text in found}
        rest = [value for value in values if value and value.casefold() not in known]
        if rest:
            table, link = _ALIASES[key]
            where = one_of_texts("alias", rest)
            sql = f"select {link} from {table} where {where.sql}"  # noqa: S608  our own tables
            ids += [row[0] for row in connection.execute(sql, where.parameters)]
    return ids


def _facts_passing(connection: sqlite3.Connection, kind: TestKind, values: Sequence[str]) -> list[int]:
    """Facts are shown as “F2 title”, and known by either half."""
    both = "fact.code || ' ' || fact.title"
    if kind == "is":
        where = any_of(one_of_texts(text, values) for text in ("fact.title", "fact.code", both))
    else:
        where = any_of(containing(both, value) for value in values)
    return [row_id for row_id, _ in _rows(connection, "fact", "fact.title", where)]


def _tags_condition(kind: TestKind, values: Sequence[str]) -> Condition:
    """“is” with “a; b” means claims that have both tags; for the other tests one tag that passes is enough."""
    if kind != "is":
        conditions = [_tagged(_text_condition("tags", "tag.label", kind, values))]
        if kind == "contains" and "" in values:
            conditions.append(_UNTAGGED)
        return any_of(conditions)
    wanted = [[part.strip() for part in value.split(";") if part.strip()] for value in values]
    conditions = [_tagged(one_of_texts("tag.label", [labels[0] for labels in wanted if len(labels) == 1]))]
    for labels in wanted:
        if not labels:
            conditions.append(_UNTAGGED)
        elif len(labels) > 1:
            conditions.append(all_of(_tagged(one_of_texts("tag.label", [label])) for label in labels))
    return any_of(conditions)


_UNTAGGED = Condition("not exists (select 1 from claim_tag where claim_tag.claim_id = claim.id)")


def _tagged(label: Condition) -> Condition:
    return Condition(
        f"claim.id in (select claim_id from claim_tag where tag_id in (select id from tag where {label.sql}))",  # noqa: S608
        label.parameters,
    )


def _sentence_condition(
    connection: sqlite3.Connection, kind: TestKind, values: Sequence[str], article_id: ArticleId | None
) -> Condition:
    """A test of the words of the sentence that a claim begins in."""
    ids = sentences_holding(connection, kind, values, article_id)
    condition = one_of_ids("claim.sentence_id", ids)
    if kind in {"is", "contains"} and "" in values:
        return any_of([condition, Condition("claim.sentence_id is null")])
    return condition


def sentences_holding(
    connection: sqlite3.Connection, kind: TestKind, values: Sequence[str], article_id: ArticleId | None = None
) -> list[int]:
    """The sentences whose words pass a test.

    They are cut out here and not by substr(), which stops at a NUL and counts from the start each time; an article
    that does not hold the words at all is passed over.
    """
    wanted = [value.casefold() for value in values]
    passes: dict[str, Callable[[str, str], bool]] = {
        "is": lambda text, value: text == value,
        "contains": lambda text, value: value in text,
        "from": lambda text, value: text >= value,
        "to": lambda text, value: text <= value,
    }
    test = passes[kind]
    found = []
    articles = connection.execute("select id, text from article where ? is null or id = ?", (article_id, article_id))
    for number, text in articles:
        whole = text.casefold()
        here = [value for value in wanted if kind in {"from", "to"} or value in whole]
        if not here:
            continue
        for row_id, start, end in connection.execute(
            'select id, start, "end" from sentence where article_id = ?', (number,)
        ):
            words = text[start:end].casefold()
            if any(test(words, value) for value in here):
                found.append(row_id)
    return found


def _rows(connection: sqlite3.Connection, table: str, expression: str, where: Condition) -> list[tuple[int, str]]:
    sql = f"select id, {expression} from {table} where {where.sql}"  # noqa: S608  our own tables and columns
    return connection.execute(sql, where.parameters).fetchall()
