"""The first claims of an order, without putting all of the others into it."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence

from claimtracker.storage.queries.claims import claim_ids
from claimtracker.storage.queries.filters import ClaimFilter, filter_condition
from claimtracker.storage.queries.sorting import SortKey, order_of, pointed_to

_GROUPS = 1000
"""Names that are gone through one by one, before sorting everything is the shorter way."""


def first_claims(
    connection: sqlite3.Connection, wanted: ClaimFilter, *, order: Sequence[SortKey] = (), limit: int
) -> array[int]:
    """The same as the first of `claim_ids`, soon: what a person sees while the rest is being sorted."""
    pointed = pointed_to(order[0]) if order else None
    found = array("q") if pointed is None else _by_groups(connection, wanted, order, pointed, limit)
    return found if len(found) >= limit else claim_ids(connection, wanted, order=order, limit=limit)


def _by_groups(
    connection: sqlite3.Connection,
    wanted: ClaimFilter,
    order: Sequence[SortKey],
    pointed: tuple[str, str, str],
    limit: int,
) -> array[int]:
    """By what claims point to: names are few and sorted soon, and the claims of each come from the index on them."""
    table, link, expression = pointed
    direction = "desc" if order[0].descending else ""
    # Text or number: empty texts and zeros stand last, so they are left to whoever sorts all.
    groups = connection.execute(
        f"""select json_group_array({table}.id) from {table} where {expression} not in ('', 0)
            group by {expression} collate nocase order by {expression} collate nocase {direction} limit ?""",  # noqa: S608
        (_GROUPS,),
    ).fetchall()
    where = filter_condition(connection, wanted)
    joins, by = order_of(order[1:])
    sql = f"""select claim.id from claim {joins} where {link} in (select value from json_each(?)) and ({where.sql})
        order by {by} limit ?"""  # noqa: S608  our own conditions
    found = array("q")
    for (ids,) in groups:
        found.extend(row[0] for row in connection.execute(sql, (ids, *where.parameters, limit - len(found))))
        if len(found) >= limit:
            break
    return found
