"""How much a project holds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows by table."""

    articles: int
    sentences: int
    claims: int
    speakers: int
    facts: int


def totals(connection: sqlite3.Connection) -> Totals:
    """How many articles, sentences, claims, speakers and facts there are."""
    row = connection.execute(
        """select (select count(*) from article), (select count(*) from sentence), (select count(*) from claim),
                  (select count(*) from speaker), (select count(*) from fact)"""
    ).fetchone()
    return Totals(*row)


def may_hold_more_claims(connection: sqlite3.Connection, number: int) -> bool:
    """Whether more claims than that were ever made: told at once, without counting those that are left."""
    return bool(connection.execute("select coalesce(max(id), 0) > ? from claim", (number,)).fetchone()[0])
