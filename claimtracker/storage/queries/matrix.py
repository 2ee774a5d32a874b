"""Facts by articles, speakers or dates: where each fact was spoken of, and how."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from claimtracker.domain.values import ArticleId, ClaimId, Fact, FactId
from claimtracker.storage.queries.conditions import SAID_BEFORE
from claimtracker.storage.queries.newest import EVERYTHING, MatrixFilter, Newest
from claimtracker.storage.queries.vocabulary import facts

Across = Literal["articles", "speakers", "dates"]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One column: an article, a speaker, or a day."""

    key: str
    heading: str
    detail: str
    article_id: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """One claim in a cell, as its chip shows it."""

    claim_id: ClaimId
    speaker: str
    status: str
    stance: str
    colour: str
    said: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells` holds the claims of a fact in a column, in the order in which they were said."""

    facts: tuple[Fact, ...]
    columns: tuple[MatrixColumn, ...]
    cells: dict[tuple[FactId, str], tuple[MatrixEntry, ...]]


def matrix(
    connection: sqlite3.Connection,
    across: Across = "articles",
    wanted: MatrixFilter | None = None,
    among: Newest = EVERYTHING,
) -> Matrix:
    """The facts that claims are about, by articles (oldest first), speakers (by name) or days.

    A claim carried over to a later version of its article, and the same there, is one of that article, yet said once.
    """
    wanted = wanted or MatrixFilter()
    day = "substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10)"
    rows = connection.execute(
        f"""select claim.fact_id, claim.id, claim.article_id, article.title, article.source, article.published,
               coalesce(speaker.name, claim.speaker_as_written), coalesce(status.label, ''),
               coalesce(status.stance, ''), coalesce(status.colour, ''), {day} as said
           from {among.source} join article on article.id = claim.article_id
               left join speaker on speaker.id = claim.speaker_id left join status on status.id = claim.status_id
           where claim.fact_id is not null and (:across = 'articles' or not ({SAID_BEFORE}))
               and (:fact is null or claim.fact_id = :fact)
               and (:speaker = '' or coalesce(speaker.name, claim.speaker_as_written) = :speaker)
               and (:outlet = '' or article.source = :outlet)
               and (:since = '' or said >= :since) and (:until = '' or (said <> '' and said <= :until))
           order by article.published = '', article.published, claim.article_id, claim.start, claim.id""",  # noqa: S608
        {
            "across": across,
            "listed": among.listed,
            "fact": wanted.fact_id,
            "speaker": wanted.speaker,
            "outlet": wanted.outlet,
            "since": wanted.since,
            "until": wanted.until,
        },
    )
    columns: dict[str, MatrixColumn] = {}
    cells: dict[tuple[FactId, str], list[MatrixEntry]] = defaultdict(list)
    for fact_id, claim_id, article_id, title, source, published, speaker, status, stance, colour, said in rows:
        column = {
            "articles": MatrixColumn(str(article_id), title, f"{published[:10]} {source}".strip(), article_id),
            "speakers": MatrixColumn(speaker, speaker or "No source named", ""),
            "dates": MatrixColumn(said, said or "Undated", ""),
        }[across]
        columns.setdefault(column.key, column)
        entry = MatrixEntry(ClaimId(claim_id), speaker, status, stance, colour, said)
        cells[FactId(fact_id), column.key].append(entry)
    spoken_of = {fact_id for fact_id, _ in cells}
    ordered = list(columns.values())
    if across != "articles":
        ordered.sort(key=lambda column: (not column.key, column.key.casefold()))
    return Matrix(
        tuple(fact for fact in facts(connection, sorted(spoken_of))),
        tuple(ordered),
        {place: tuple(sorted(entries, key=_when)) for place, entries in cells.items()},
    )


def _when(entry: MatrixEntry) -> tuple[bool, str]:
    return (not entry.said, entry.said)
