"""What is known of a fact beside its claims."""

from __future__ import annotations

import sqlite3

from claimtracker.domain.values import Evidence, FactId


def evidence(connection: sqlite3.Connection, fact_id: FactId) -> list[Evidence]:
    """The links that a fact's verdict rests on, in the order they were added."""
    rows = connection.execute("select id, url, note from fact_evidence where fact_id = ? order by id", (fact_id,))
    return [Evidence(*row) for row in rows]


def first_and_last_said(connection: sqlite3.Connection, fact_id: FactId) -> tuple[str, str]:
    """The days on which a fact was first and last spoken of; empty for one that only undated claims are about."""
    row = connection.execute(
        """select coalesce(min(day), ''), coalesce(max(day), '') from (
               select nullif(substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10), '') as day
               from claim join article on article.id = claim.article_id where claim.fact_id = ?)""",
        (fact_id,),
    ).fetchone()
    return row[0], row[1]
