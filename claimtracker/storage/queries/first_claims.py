"""The first claims of an order, without putting all of the others into it."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from claimtracker.storage.queries.claims import claim_ids
from claimtracker.storage.queries.conditions import Condition, all_of
from claimtracker.storage.queries.filters import ClaimFilter, filter_condition
from claimtracker.storage.queries.id_lists import ids_of
from claimtracker.storage.queries.sorting import OwnValue, SortKey, order_of, own_value, pointed_to

_GROUPS = 1000
"""Names that are gone through one by one, before sorting everything is the shorter way."""
_NUMBERS = 12
"""Numbers of sentences that are gone through one by one, before sorting everything is the shorter way."""
_AHEAD = 10_000
"""Values that are looked at for the first page: nearly always all that are the same as its last one are among them."""
_SAMPLE = 5000
"""Claims that tell how good a value has to be for the first page."""
_WALKED = 50_000
"""Claims that are gone through by date and place for a value that many have, before sorting is the shorter way."""
_EVERYTHING = ClaimFilter()
_TAGGED = """select id, value from (select claim_id as id, group_concat(label, '; ') as value from (
        select claim_tag.claim_id, tag.label from claim_tag join tag on tag.id = claim_tag.tag_id
        where {} order by claim_tag.claim_id, claim_tag.id limit -1)
    group by claim_id)"""
"""The tags of the claims that have any: two thirds have none."""
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
"""What SQLite takes for the same without regard to case."""


def first_claims(
    connection: sqlite3.Connection, wanted: ClaimFilter, *, order: Sequence[SortKey] = (), limit: int
) -> array[int]:
    """The same as the first of `claim_ids`, soon: what a person sees while the rest is being sorted."""
    found = array("i")
    if order and (pointed := pointed_to(order[0])) is not None:
        found = _by_groups(connection, wanted, order, _names(connection, order[0], pointed), limit)
    elif order and order[0].key == "sentence_number":
        found = _by_groups(connection, wanted, order, _numbered_sentences(connection, order[0]), limit)
    elif order and (value := own_value(order[0])) is not None:
        found = _by_values(connection, wanted, order, value, limit)
    return found if len(found) >= limit else claim_ids(connection, wanted, order=order, limit=limit)


def _by_groups(
    connection: sqlite3.Connection,
    wanted: ClaimFilter,
    order: Sequence[SortKey],
    groups: Iterable[tuple[str, str]],
    limit: int,
) -> array[int]:
    """By what claims point to: it is sorted soon, and the claims of each group come from the index on the link."""
    where = filter_condition(connection, wanted)
    found = array("i")
    for link, ids in groups:
        among = all_of([Condition(f"{link} in (select value from json_each(?))", (ids,)), where])  # noqa: S608
        many = f"select count(*) from (select 1 from claim where {among.sql} limit ?)"  # noqa: S608  our own conditions
        is_many = connection.execute(many, (*among.parameters, _WALKED)).fetchone()[0] == _WALKED
        found.extend(_same(connection, among, order[1:], limit - len(found), is_many=is_many))
        if len(found) >= limit:
            break
    return found


def _names(
    connection: sqlite3.Connection, sort_key: SortKey, pointed: tuple[str, str, str]
) -> Iterator[tuple[str, str]]:
    """The link of claims to a table of names, and the rows that bear the first name, the next …, as a JSON list."""
    table, link, expression = pointed
    direction = "desc" if sort_key.descending else ""
    # Text or number: empty texts and zeros stand last, so they are left to whoever sorts all.
    groups = connection.execute(
        f"""select json_group_array({table}.id) from {table} where {expression} not in ('', 0)
            group by {expression} collate nocase order by {expression} collate nocase {direction} limit ?""",  # noqa: S608
        (_GROUPS,),
    ).fetchall()
    return ((link, ids) for (ids,) in groups)


def _numbered_sentences(connection: sqlite3.Connection, sort_key: SortKey) -> Iterator[tuple[str, str]]:
    """The same of the sentences that have the first number, the next …: to sort so many by it would take longer."""
    best, after = ("max", "number < ?") if sort_key.descending else ("min", "number > ?")
    number = 2**62 if sort_key.descending else 0
    for _ in range(_NUMBERS):
        found = f"select {best}(number) from sentence where number > 0 and {after}"  # noqa: S608  our own words
        (number,) = connection.execute(found, (number,)).fetchone()
        if number is None:
            return
        sql = "select json_group_array(id) from sentence where number = ?"
        yield "claim.sentence_id", connection.execute(sql, (number,)).fetchone()[0]


def _by_values(
    connection: sqlite3.Connection, wanted: ClaimFilter, order: Sequence[SortKey], value: OwnValue, limit: int
) -> array[int]:
    """By what stands in the claims themselves: only those that are in question for the first page are compared."""
    where = filter_condition(connection, wanted)
    conditions = [Condition(f"{value.expression} <> {value.empty}"), where]
    source = f"select claim.id, {value.expression} as value from claim where {{}}"  # noqa: S608  our own columns
    if order[0].key == "tags":
        if wanted == _EVERYTHING:
            conditions, source = list(_tagged_first(connection, limit, descending=order[0].descending)), _TAGGED
    elif wanted == _EVERYTHING:
        conditions.extend(_good_enough(connection, value, limit, descending=order[0].descending))
    asked, ahead = all_of(conditions), max(_AHEAD, 2 * limit)
    direction = "desc" if order[0].descending else ""
    rows = connection.execute(
        f"select id, value from ({source.format(asked.sql)}) order by value collate nocase {direction} limit ?",  # noqa: S608
        (*asked.parameters, ahead),
    ).fetchall()
    lower = {value: str(value).translate(_LOWER) for value in {row[1] for row in rows}}
    ids, texts = [row[0] for row in rows], [lower[row[1]] for row in rows]
    if len(rows) < limit:
        known, rest, last = ids, Condition(f"{value.expression} = {value.empty}"), None
    else:
        last = rows[limit - 1][1]
        equal = [number for number, text in enumerate(texts) if text == texts[limit - 1]]
        if equal[-1] < len(rows) - 1 or len(rows) < ahead:
            return _sorted(connection, ids[: equal[-1] + 1], order, limit)
        known, rest = ids[: equal[0]], Condition(f"{value.expression} = ? collate nocase", (last,))
    found = _sorted(connection, known, order, limit)
    found.extend(_same(connection, all_of([rest, where]), order[1:], limit - len(found), is_many=True))
    return found


def _good_enough(
    connection: sqlite3.Connection, value: OwnValue, limit: int, *, descending: bool
) -> Iterator[Condition]:
    """That a value is as good as that of the last claim of the first page would be if there were only some claims.

    Among these are the first and the last that were made, since there are values that go up with time: each claim
    would be better than all before it, and be put into its place only to be pushed off the page by the next.
    """
    (last,) = connection.execute("select coalesce(max(id), 0) from claim").fetchone()
    some = {*range(_SAMPLE), *range(last - _SAMPLE, last + 1), *range(0, last, last // _SAMPLE + 1)}
    row = connection.execute(
        f"""select {value.expression} as value from json_each(?) as some cross join claim on claim.id = some.value
            where {value.expression} <> {value.empty} order by 1 collate nocase {"desc" if descending else ""}
            limit 1 offset ?""",  # noqa: S608  our own columns
        (json.dumps(sorted(some)), limit - 1),
    ).fetchone()
    if row is not None:
        yield Condition(f"{value.expression} {'>=' if descending else '<='} ? collate nocase", row)


def _tagged_first(connection: sqlite3.Connection, limit: int, *, descending: bool) -> Iterator[Condition]:
    """That a claim has one of the tags that come first, where the first page is sure to be filled by these.

    Whoever has none of them begins with a tag that comes later, and so comes later than all that begin with it.
    """
    direction = "desc" if descending else ""
    labels = connection.execute(
        f"""select json_group_array(id), label, sum((select count(*) from claim_tag where tag_id = tag.id)) from tag
            group by label collate nocase order by label collate nocase {direction}"""  # noqa: S608
    ).fetchall()
    ids: list[int] = []
    claims = 0
    for (here, _, tagged), (_, after, _) in pairwise(labels):
        ids += json.loads(here)
        claims += tagged
        if claims < 2 * limit:
            continue
        among = Condition(
            "claim_tag.claim_id in (select claim_id from claim_tag where tag_id in (select value from json_each(?)))",
            (json.dumps(ids),),
        )
        last = connection.execute(
            f"""select value from ({_TAGGED.format(among.sql)}) order by value collate nocase {direction}
                limit 1 offset ?""",  # noqa: S608  our own condition
            (*among.parameters, limit - 1),
        ).fetchone()
        # Going down, a tag that comes later may have others behind it.
        bound = after + "; \U0010ffff" if descending else after
        if last is not None and _comes_before(connection, last[0], bound, descending=descending):
            yield among
        return


def _comes_before(connection: sqlite3.Connection, one: str, other: str, *, descending: bool) -> bool:
    sign = ">" if descending else "<"
    return bool(connection.execute(f"select ? {sign} ? collate nocase", (one, other)).fetchone()[0])


def _sorted(connection: sqlite3.Connection, ids: Sequence[int], order: Sequence[SortKey], limit: int) -> array[int]:
    """A few claims in the order."""
    joins, by = order_of(order)
    sql = f"""select claim.id from json_each(?) as some cross join claim on claim.id = some.value {joins}
        order by {by} limit ?"""  # noqa: S608  our own columns
    return ids_of(connection, sql, (json.dumps(ids), limit))


def _same(
    connection: sqlite3.Connection, among: Condition, order: Sequence[SortKey], limit: int, *, is_many: bool
) -> array[int]:
    """The first of claims that have the same value; where many have it, they turn up soon by date and place."""
    if not order and is_many:
        near = json.dumps(claim_ids(connection, _EVERYTHING, limit=_WALKED).tolist())
        sql = f"""select claim.id from json_each(?) as near cross join claim on claim.id = near.value
            where {among.sql} limit ?"""  # noqa: S608  our own conditions
        found = ids_of(connection, sql, (near, *among.parameters, limit))
        if len(found) == limit:
            return found
    joins, by = order_of(order)
    sql = f"select claim.id from claim {joins} where {among.sql} order by {by} limit ?"  # noqa: S608
    return ids_of(connection, sql, (*among.parameters, limit))
