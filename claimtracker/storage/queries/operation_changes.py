"""What one operation did, in plain words: “Claim 12 · status: said → denied”."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from claimtracker.domain.history import FieldChange, Happened, OperationChange, OperationDetails
from claimtracker.domain.values import ClaimId
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.past import Past
from claimtracker.storage.queries.claim_past import Parts, cells_between, claim_cells
from claimtracker.storage.queries.history import operation

_PARTS = ("claim_span", "claim_tag")
_LONG = 4000
"""Characters of an article that would drown the rest: only how many there were is told."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the rows of a table are told: what they are called, and which columns people know by which names."""

    subject: Callable[[_Look, Row], str]
    columns: Mapping[str, str]
    told: Mapping[str, Callable[[_Look, Value], str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Look:
    """The names that things had at a moment."""

    past: Past
    after: int

    def name(self, table: str, column: str, row_id: Value) -> str:
        row = self.past.row(table, row_id, self.after) if isinstance(row_id, int) else None
        return "" if row is None else str(row.get(column, ""))

    def article(self, row_id: Value) -> str:
        return f"“{self.name('article', 'title', row_id) or 'untitled'}”"


def changes_of_operation(connection: sqlite3.Connection, operation_id: int, *, limit: int = 300) -> OperationDetails:
    """What an operation did, `limit` lines of it at most, however many rows it touched.

    Raises `UserError` when there is no such operation, or not any more.
    """
    entry = operation(connection, operation_id)
    past = Past(connection)
    lines = _lines(past, operation_id, limit)
    found = tuple(islice(lines, limit + 1))
    sql = "select count(*) from change where operation_id = ?"
    rows = int(connection.execute(sql, (operation_id,)).fetchone()[0])
    return OperationDetails(entry, found[:limit], rows, len(found) <= limit)


def _lines(past: Past, operation_id: int, limit: int) -> Iterator[OperationChange]:
    yield from _claim_lines(past, operation_id, limit)
    for table, kind in _KINDS.items():
        ids = _touched(past.connection, operation_id, table, limit)
        past.load(table, ids)
        for row_id in ids:
            yield from _row_lines(past, operation_id, table, kind, row_id)
    yield from _sentence_lines(past, operation_id, limit)


def _touched(connection: sqlite3.Connection, operation_id: int, table: str, limit: int) -> list[int]:
    # One more than is shown, so that it is known whether there are more.
    rows = connection.execute(
        "select row_id from change where operation_id = ? and table_name = ? order by row_id limit ?",
        (operation_id, table, limit + 1),
    )
    return [row[0] for row in rows]


def _claim_lines(past: Past, operation_id: int, limit: int) -> Iterator[OperationChange]:
    claims: dict[int, dict[str, set[int]]] = {
        row_id: {} for row_id in _touched(past.connection, operation_id, "claim", limit)
    }
    whole = len(claims) <= limit
    for table in _PARTS:
        # The pieces of a claim stand near each other, so four times as many hold those of all that is shown.
        ids = _touched(past.connection, operation_id, table, 4 * limit)
        past.load(table, ids)
        for row_id in ids:
            row = past.row(table, row_id, operation_id) or past.row(table, row_id, operation_id - 1) or {}
            claim_id = int(row.get("claim_id") or 0)
            if claim_id and (whole or claim_id in claims):
                claims.setdefault(claim_id, {}).setdefault(table, set()).add(row_id)
    past.load("claim", claims)
    _load_parts(past, claims)
    for claim_id, touched in sorted(claims.items()):
        parts = Parts(touched.get("claim_span", set()), touched.get("claim_tag", set()))
        before = claim_cells(past, claim_id, parts, operation_id - 1)
        after = claim_cells(past, claim_id, parts, operation_id)
        subject, number = f"Claim {claim_id}", ClaimId(claim_id)
        happened: Happened = "changed" if before and after else "added" if after else "deleted"
        if happened != "changed":
            yield OperationChange(subject, happened, None, number)
        for change in cells_between(before or {}, after or {}):
            yield OperationChange(subject, happened, change, number)


def _load_parts(past: Past, claims: Mapping[int, Mapping[str, set[int]]]) -> None:
    """Tags of a claim that the operation left alone are shown beside those it changed."""
    for claim_id, touched in claims.items():
        if "claim_tag" in touched:
            there = past.connection.execute("select id from claim_tag where claim_id = ?", (claim_id,))
            touched["claim_tag"].update(row[0] for row in there)


def _row_lines(past: Past, operation_id: int, table: str, kind: _Kind, row_id: int) -> Iterator[OperationChange]:
    before, after = past.row(table, row_id, operation_id - 1), past.row(table, row_id, operation_id)
    if before is None and after is None:
        return
    then, now = _Look(past, operation_id - 1), _Look(past, operation_id)
    subject = kind.subject(now, after) if after is not None else kind.subject(then, before or {})
    if before is not None and after is not None:
        # What was renamed is called as it was called until then.
        subject = kind.subject(then, before)
    happened: Happened = "changed" if before and after else "added" if after else "deleted"
    if happened != "changed":
        yield OperationChange(subject, happened)
    for column, label in kind.columns.items():
        told = kind.told.get(column, _as_text)
        change = FieldChange(
            column, label, told(then, (before or {}).get(column)), told(now, (after or {}).get(column))
        )
        if change.before != change.after:
            yield OperationChange(subject, happened, change)


def _sentence_lines(past: Past, operation_id: int, limit: int) -> Iterator[OperationChange]:
    """Sentences that came and went with their article are counted; others are told one by one."""
    connection = past.connection
    ids = _touched(connection, operation_id, "sentence", limit)
    past.load("sentence", ids)
    counted: dict[tuple[str, Happened], int] = {}
    for row_id in ids:
        before, after = past.row("sentence", row_id, operation_id - 1), past.row("sentence", row_id, operation_id)
        row = after or before
        if row is None:
            continue
        look = _Look(past, operation_id if after is not None else operation_id - 1)
        article = look.article(row["article_id"])
        if before is None or after is None:
            key: tuple[str, Happened] = (article, "added" if after else "deleted")
            counted[key] = counted.get(key, 0) + 1
        elif before.get("read") != after.get("read"):
            change = FieldChange("read", "read", _yes(look, before.get("read")), _yes(look, after.get("read")))
            yield OperationChange(f"Sentence {row['number']} of {article}", "changed", change)
    for (article, happened), count in counted.items():
        more = " or more" if len(ids) > limit else ""
        yield OperationChange(f"{count:,}{more} sentence{'' if count == 1 else 's'} of {article}", happened)


def _as_text(_look: _Look, value: Value) -> str:
    return "" if value is None else str(value)


def _yes(_look: _Look, value: Value) -> str:
    return "" if value is None else "yes" if value else "no"


def _length(_look: _Look, value: Value) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONG else f"{text[:200]}… ({len(text):,} characters)"


def _of(table: str, column: str) -> Callable[[_Look, Value], str]:
    return lambda look, row_id: look.name(table, column, row_id)


def _article(look: _Look, row_id: Value) -> str:
    return "" if row_id is None else look.article(row_id)


def _claim(_look: _Look, row_id: Value) -> str:
    return "" if row_id is None else f"claim {row_id}"


def _quoted(word: str, column: str) -> Callable[[_Look, Row], str]:
    return lambda _look, row: f"{word} “{row.get(column, '')}”"


def _same(*columns: str) -> dict[str, str]:
    return {column: column for column in columns}


_KINDS: Mapping[str, _Kind] = {
    "article": _Kind(
        lambda _look, row: f"Article “{row.get('title') or 'untitled'}”",
        {
            **_same("title"), "source": "outlet", **_same("author"), "url": "URL", **_same("published", "language"),
            "revision_of": "later version of", **_same("note", "text"), "original_name": "file",
        },
        {"text": _length, "revision_of": _article},
    ),
    "speaker": _Kind(_quoted("Speaker", "name"), _same("name", "role", "affiliation", "note")),
    "speaker_alias": _Kind(
        lambda look, row: f"Speaker “{look.name('speaker', 'name', row.get('speaker_id'))}”", {"alias": "alias"}
    ),
    "status": _Kind(
        _quoted("Status", "label"),
        {**_same("label", "stance", "colour", "position"), "digit": "key", **_same("retired"), "cues": "cue words"},
        {"retired": _yes},
    ),
    "status_alias": _Kind(
        lambda look, row: f"Status “{look.name('status', 'label', row.get('status_id'))}”", {"alias": "other spelling"}
    ),
    "fact": _Kind(
        lambda _look, row: f"Fact {row.get('code')} “{row.get('title')}”", _same("code", "title", "verdict", "note")
    ),
    "fact_evidence": _Kind(
        lambda look, row: f"Evidence of fact {look.name('fact', 'code', row.get('fact_id'))}",
        {"fact_id": "fact", "url": "link", "note": "note"},
        {"fact_id": _of("fact", "code")},
    ),
    "tag": _Kind(_quoted("Tag", "label"), _same("label")),
    "coder": _Kind(_quoted("Coder", "name"), _same("name")),
    "review": _Kind(
        lambda _look, row: f"Change ({row.get('kind')}) from claim {row.get('earlier_id')} to {row.get('later_id')}",
        _same("decision", "note"),
    ),
    "carried": _Kind(
        lambda look, row: f"Claim {row.get('claim_id')} in the later version {look.article(row.get('article_id'))}",
        {**_same("outcome"), "new_claim_id": "is now", "words_before": "words before", **_same("decision")},
        {"new_claim_id": _claim},
    ),
}  # fmt: skip
"""In the order in which they are told, after the claims themselves."""
