"""The operation log, as a person reads it: its lines, and what became of a claim."""

from __future__ import annotations

import sqlite3

from claimtracker.domain.errors import UserError
from claimtracker.domain.history import DOORS, ClaimEvent, Happened, HistorySearch
from claimtracker.domain.values import ClaimId, HistoryEntry
from claimtracker.storage import settings
from claimtracker.storage.past import Past
from claimtracker.storage.queries.claim_past import (
    cells_between,
    claim_cells,
    history_key,
    operations_on_claim,
    parts_of,
)
from claimtracker.storage.queries.history_words import operations_with_word
from claimtracker.text.folding import harmless

FORGOTTEN = "history.forgotten"
"""The setting that says through which operation, and up to when, the history was forgotten."""

_LINES = """
    select operation.id, operation.kind, operation.label, operation.at, operation.coder, operation.origin,
        operation.state, operation.reverses,
        (select max(alone.id) from operation as alone where alone.reverses = operation.id
            and alone.kind = 'UndoOperation' and alone.state = 'done' and not exists (
                select 1 from operation as again where again.reverses = alone.id
                    and again.kind = 'UndoOperation' and again.state = 'done'))
    from operation
"""
_NOW = (1 << 62) - 1
_DOOR = "case operation.origin " + " ".join(f"when '{key}' then '{told}'" for key, told in DOORS.items()) + " end"
_TOLD = f"""operation.label || ' ' || operation.coder || ' ' || coalesce({_DOOR}, '') || ' ' || operation.at
    || ' ' || coalesce(strftime('%Y-%m-%d %H:%M', operation.at, 'localtime'), '')"""


def history(connection: sqlite3.Connection, *, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
    """The newest lines of history, or those before a line."""
    return operations_matching(connection, HistorySearch(), limit=limit, before=before)


def operation(connection: sqlite3.Connection, operation_id: int) -> HistoryEntry:
    """One line of history. Raises `UserError` when there is none of that number, or not any more."""
    row = connection.execute(f"{_LINES} where operation.id = ?", (operation_id,)).fetchone()
    if row is None:
        forgotten = forgotten_until(connection)
        if forgotten is not None and 0 < operation_id <= forgotten[0]:
            raise UserError(f"Line {operation_id} of the history was forgotten.")
        raise UserError(f"There is no line {operation_id} in the history of this project.")
    return HistoryEntry(*row)


def operations_matching(
    connection: sqlite3.Connection, wanted: HistorySearch, *, limit: int = 100, before: int | None = None
) -> list[HistoryEntry]:
    """The newest lines of history that match, or those of them before a line."""
    conditions: list[str] = ["(?1 is null or operation.id < ?1)"]
    parameters: list[str | int | None] = [before, limit]

    def put(value: str) -> str:
        parameters.append(value)
        return f"?{len(parameters)}"

    for word in harmless(wanted.words).replace('"', " ").split():
        found = f"instr(folded({_TOLD}), folded({put(word)})) > 0"
        if wanted.contents:
            found += f" or operation.id in ({operations_with_word(connection, word, put)})"
        conditions.append(f"({found})")
    for value, condition in (
        (wanted.coder, "folded(operation.coder) = folded({})"),
        (wanted.origin, "operation.origin = {}"),
        (wanted.since, "operation.at >= {}"),
        (wanted.until, "operation.at <= {}"),
    ):
        if value:
            conditions.append(condition.format(put(value)))
    rows = connection.execute(
        f"{_LINES} where {' and '.join(conditions)} order by operation.id desc limit ?2", parameters
    )
    return [HistoryEntry(*row) for row in rows]


def history_of_claim(connection: sqlite3.Connection, claim_id: ClaimId, key: str = "") -> list[ClaimEvent]:
    """What was done to a claim, or to one of its cells, newest first; also to one that was deleted.

    It is told as it was shown: renamed speakers, statuses, facts and tags count as changes of the cells that show them.
    Raises `UserError` for a claim that never was, or of which nothing is known any more.
    """
    past = Past(connection)
    if not past.operations_on("claim", (claim_id,)) and past.row("claim", claim_id, _NOW) is None:
        raise UserError(f"There is no claim {claim_id} in this project, nor in its history.")
    wanted = history_key(key)
    parts = parts_of(connection, past, claim_id)
    operations = operations_on_claim(past, claim_id, parts)
    known = {entry.id: entry for entry in _entries(connection, operations)}
    events = []
    before = claim_cells(past, claim_id, parts, operations[0] - 1) if operations else None
    for operation_id in operations:
        after = claim_cells(past, claim_id, parts, operation_id)
        changes = cells_between(before or {}, after or {})
        if wanted:
            changes = tuple(change for change in changes if change.key == wanted)
        happened: Happened = "changed" if before and after else "added" if after else "deleted"
        if (before is None) != (after is None) or changes:
            events.append(ClaimEvent(known[operation_id], happened, changes))
        before = after
    return events[::-1]


def forgotten_until(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """The last operation that was forgotten and its time; None when nothing was."""
    number, _, at = settings.read(connection, FORGOTTEN).partition(" ")
    return (int(number), at) if number.isdecimal() else None


def count_operations(connection: sqlite3.Connection, *, through: int | None = None) -> int:
    """How many lines the history has, or has up to a line."""
    sql = "select count(*) from operation where ?1 is null or id <= ?1"
    return int(connection.execute(sql, (through,)).fetchone()[0])


def operation_at(connection: sqlite3.Connection, at: str) -> int:
    """The last operation of a moment or before it; 0 when the project was empty then.

    Raises `UserError` when the history of that time was forgotten.
    """
    row = connection.execute("select max(id) from operation where at <= ?", (at,)).fetchone()
    forgotten = forgotten_until(connection)
    if forgotten is not None and (row[0] is None or row[0] <= forgotten[0]):
        if at < forgotten[1]:
            raise UserError("The history of that time was forgotten, so the claim sheet of then cannot be shown.")
        return forgotten[0]
    return int(row[0] or 0)


def _entries(connection: sqlite3.Connection, ids: list[int]) -> list[HistoryEntry]:
    if not ids:
        return []
    rows = connection.execute(f"{_LINES} where operation.id in (select value from json_each(?))", (str(ids),))  # noqa: S608
    return [HistoryEntry(*row) for row in rows]
