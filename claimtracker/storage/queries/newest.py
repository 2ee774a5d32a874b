"""The newest claims on facts, so many that they can be looked at together: what Review shows of a large project."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import NamedTuple

from claimtracker.domain.values import FactId

MOST = 10_000
"""Claims: more points and cells than anybody reads, and less than a second's work."""


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """Which claims the matrix is made of: everything that is set must hold."""

    speaker: str = ""
    fact_id: FactId | None = None
    outlet: str = ""
    since: str = ""
    """An ISO 8601 date; undated claims do not hold when it or `until` is set."""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest claims on facts of those that match; `ids` is None where there are so few that these are all."""

    ids: Sequence[int] | None = None
    since: str = ""
    """When the oldest of them was said, where more match that were said before; else empty."""

    @property
    def source(self) -> str:
        """Where a query of claims takes them from; it is given `listed` as `:listed` then."""
        return (
            "claim" if self.ids is None else "json_each(:listed) as chosen cross join claim on claim.id = chosen.value"
        )

    @property
    def listed(self) -> str:
        """The ids as a query takes them."""
        return json.dumps(list(self.ids or ()))


EVERYTHING = Newest()


def newest_on_facts(
    connection: sqlite3.Connection, wanted: MatrixFilter, *, on_facts_of: str = "", most: int = MOST
) -> Newest:
    """The claims on facts that match and were said last; of `on_facts_of` on the facts that this speaker spoke of."""
    sql = "select count(*) from (select 1 from claim where fact_id is not null limit ?)"
    (total,) = connection.execute(sql, (most + 1,)).fetchone()
    if total <= most:
        return EVERYTHING
    told = wanted.speaker or wanted.fact_id is not None or on_facts_of
    rows = _by_claim(connection, wanted, on_facts_of, most + 1) if told else _by_article(connection, wanted, most + 1)
    ids = array("q", (row.claim_id for row in rows[:most]))
    return Newest(ids, rows[most - 1].said if len(rows) > most else "")


def _by_article(connection: sqlite3.Connection, wanted: MatrixFilter, most: int) -> list[_Dated]:
    """From the newest article on, until there are enough: of a million claims hardly any is looked at."""
    own = _claims_with_a_date(connection, wanted, most)
    return list(islice(merge(own, _claims_of_articles(connection, wanted), key=_when, reverse=True), most))


def _claims_with_a_date(connection: sqlite3.Connection, wanted: MatrixFilter, most: int) -> list[_Dated]:
    rows = connection.execute(
        f"""select claim.id, substr(claim.said_on, 1, 10) as said, claim.article_id
           from claim indexed by claim_said_on join article on article.id = claim.article_id
           where claim.said_on <> '' and claim.fact_id is not null and {_IN_TIME}
           order by said desc, claim.article_id desc, claim.id desc limit :most""",  # noqa: S608  our own words
        {"outlet": wanted.outlet, "since": wanted.since, "until": wanted.until, "most": most},
    )
    return [_Dated(*row) for row in rows]


def _claims_of_articles(connection: sqlite3.Connection, wanted: MatrixFilter) -> Iterator[_Dated]:
    """Those that have the date of their article."""
    articles = connection.execute(
        f"""select id, substr(published, 1, 10) as said from article where {_IN_TIME}
           order by said desc, id desc""",  # noqa: S608  our own words
        {"outlet": wanted.outlet, "since": wanted.since, "until": wanted.until},
    )
    for article_id, said in articles.fetchall():
        claims = connection.execute(
            """select id from claim indexed by claim_article
               where article_id = ? and fact_id is not null and said_on = '' order by id desc""",
            (article_id,),
        )
        for (claim_id,) in claims.fetchall():
            yield _Dated(claim_id, said, article_id)


def _by_claim(connection: sqlite3.Connection, wanted: MatrixFilter, on_facts_of: str, most: int) -> list[_Dated]:
    rows = connection.execute(
        # Without a fact each claim is looked at, in the order of the table: by an index each would be sought alone.
        f"""select claim.id, substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10) as said,
               claim.article_id
           from claim {"not indexed" if wanted.fact_id is None else ""} join article on article.id = claim.article_id
               left join speaker on speaker.id = claim.speaker_id
           where claim.fact_id is not null and (:fact is null or claim.fact_id = :fact)
               and (:speaker = '' or coalesce(speaker.name, claim.speaker_as_written) = :speaker)
               and (:others = '' or claim.fact_id in (
                   select told.fact_id from claim as told not indexed
                       left join speaker as teller on teller.id = told.speaker_id
                   where coalesce(teller.name, told.speaker_as_written) = :others))
               and {_IN_TIME}
           order by said desc, claim.article_id desc, claim.id desc limit :most""",  # noqa: S608  no text from outside
        {
            "fact": wanted.fact_id,
            "speaker": wanted.speaker,
            "others": on_facts_of,
            "outlet": wanted.outlet,
            "since": wanted.since,
            "until": wanted.until,
            "most": most,
        },
    )
    return [_Dated(*row) for row in rows]


class _Dated(NamedTuple):
    claim_id: int
    said: str
    article_id: int


def _when(one: _Dated) -> tuple[str, int, int]:
    return one.said, one.article_id, one.claim_id


_IN_TIME = """(:outlet = '' or article.source = :outlet)
    and (:since = '' or said >= :since) and (:until = '' or (said <> '' and said <= :until))"""
