"""Who said what when: the claims on facts as points in time, in rows of speakers or of facts."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from claimtracker.domain.values import ClaimId
from claimtracker.storage.queries.conditions import SAID_BEFORE
from claimtracker.storage.queries.newest import EVERYTHING, MatrixFilter, Newest


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """One claim. `said` is ISO 8601, whole or in part."""

    claim_id: ClaimId
    row: int
    """The index of its row."""
    said: str
    speaker: str
    fact: str
    status: str
    stance: str
    colour: str
    assertion: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows in the order in which they first speak. Undated claims have no place in time and are counted alone."""

    rows: tuple[str, ...]
    points: tuple[TimelinePoint, ...]
    undated: int


def timeline(
    connection: sqlite3.Connection, wanted: MatrixFilter | None = None, among: Newest = EVERYTHING
) -> Timeline:
    """The claims on facts that match, oldest first: rows are speakers, or the facts of one speaker.

    What was carried over to a later version of an article, and says the same there, was said once.
    """
    wanted = wanted or MatrixFilter()
    by_fact = bool(wanted.speaker) and wanted.fact_id is None
    found = connection.execute(
        f"""select claim.id, coalesce(nullif(claim.said_on, ''), article.published) as said,
               coalesce(speaker.name, claim.speaker_as_written) as who, fact.code || ' ' || fact.title,
               coalesce(status.label, ''), coalesce(status.stance, ''), coalesce(status.colour, ''), claim.assertion
           from {among.source} join article on article.id = claim.article_id join fact on fact.id = claim.fact_id
               left join speaker on speaker.id = claim.speaker_id left join status on status.id = claim.status_id
           where not ({SAID_BEFORE}) and (:fact is null or claim.fact_id = :fact) and (:speaker = '' or who = :speaker)
               and (:outlet = '' or article.source = :outlet)
               and (:since = '' or substr(said, 1, 10) >= :since)
               and (:until = '' or (said <> '' and substr(said, 1, 10) <= :until))
           order by said = '', substr(said, 1, 10), article.published, claim.article_id, claim.start, claim.id""",  # noqa: S608  our own condition
        {
            "listed": among.listed,
            "fact": wanted.fact_id,
            "speaker": wanted.speaker,
            "outlet": wanted.outlet,
            "since": wanted.since,
            "until": wanted.until,
        },
    ).fetchall()
    rows: dict[str, int] = {}
    points = []
    undated = 0
    for claim_id, said, speaker, fact, status, stance, colour, assertion in found:
        if not said:
            undated += 1
            continue
        row = rows.setdefault(fact if by_fact else speaker or "No source named", len(rows))
        points.append(TimelinePoint(ClaimId(claim_id), row, said, speaker, fact, status, stance, colour, assertion))
    return Timeline(tuple(rows), tuple(points), undated)
