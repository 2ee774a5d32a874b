"""A claim as it was shown at an earlier point of the log, with the names that things had then."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from claimtracker.domain.columns import column
from claimtracker.domain.history import FieldChange
from claimtracker.storage.journal import Row
from claimtracker.storage.past import Past, gone_rows

_POINTERS = {
    "speaker_id": "speaker",
    "status_id": "status",
    "fact_id": "fact",
    "coder_id": "coder",
    "article_id": "article",
}
_ORDER = (
    "words", "speaker", "speaker_as_written", "assertion", "status", "stance", "cue", "quotation", "target", "said_on",
    "place", "confidence", "tags", "fact", "note", "coder", "article_title", "source", "url", "published",
)  # fmt: skip
_PLAIN = (
    "speaker_as_written", "assertion", "cue", "quotation", "target", "said_on", "place", "confidence", "note",
)  # fmt: skip
_SHOWN_THROUGH = {"start": "words", "end": "words", "sentence_text": "words", "sentence_number": "words"}


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows that belong to a claim, now or once."""

    spans: Collection[int]
    tags: Collection[int]


def history_key(key: str) -> str:
    """Under which key the history tells of a column of the claims table; empty for what stands for the whole claim."""
    known = _SHOWN_THROUGH.get(key, key)
    return known if known in _ORDER else ""


def parts_of(connection: sqlite3.Connection, past: Past, claim_id: int) -> Parts:
    """The spans and tags that a claim ever had."""
    touched = past.operations_on("claim", (claim_id,))
    # What takes tags off claims without touching these is a merge or a deletion of tags.
    retagging = {
        row[0]
        for row in connection.execute(
            "select distinct operation_id from change where table_name = 'tag' and before is not null"
        )
    }
    parts = {}
    for table, operations in (("claim_span", touched), ("claim_tag", touched | retagging)):
        sql = f'select id from "{table}" where claim_id = ?'  # noqa: S608  our own table names
        there = {row[0] for row in connection.execute(sql, (claim_id,))}
        parts[table] = there | gone_rows(connection, table, ("claim_id", claim_id), sorted(operations))
    return Parts(parts["claim_span"], parts["claim_tag"])


def operations_on_claim(past: Past, claim_id: int, parts: Parts) -> list[int]:
    """Every operation that may have changed what is shown of a claim, oldest first."""
    found = past.operations_on("claim", (claim_id,))
    found |= past.operations_on("claim_span", parts.spans) | past.operations_on("claim_tag", parts.tags)
    for pointer, table in _POINTERS.items():
        found |= past.operations_on(table, past.values_of("claim", claim_id, pointer))
    for row_id in parts.tags:
        found |= past.operations_on("tag", past.values_of("claim_tag", row_id, "tag_id"))
    return sorted(found)


def claim_cells(past: Past, claim_id: int, parts: Parts, after: int) -> dict[str, str] | None:
    """What was shown of a claim when an operation had been carried out, by key; None when there was no such claim."""
    claim = past.row("claim", claim_id, after)
    if claim is None:
        return None
    cells = {key: _text(claim, key) for key in _PLAIN}
    status = _named(past, "status", claim.get("status_id"), after)
    fact = _named(past, "fact", claim.get("fact_id"), after)
    article = _named(past, "article", claim.get("article_id"), after)
    spans = [row for row_id in sorted(parts.spans) if (row := past.row("claim_span", row_id, after)) is not None]
    tags = [row for row_id in sorted(parts.tags) if (row := past.row("claim_tag", row_id, after)) is not None]
    return cells | {
        "words": " … ".join(_text(row, "quote") for row in sorted(spans, key=lambda row: int(row["start"] or 0))),
        "speaker": _text(_named(past, "speaker", claim.get("speaker_id"), after), "name"),
        "status": _text(status, "label"),
        "stance": _text(status, "stance"),
        "fact": f"{_text(fact, 'code')} {_text(fact, 'title')}".strip(),
        "tags": "; ".join(_text(_named(past, "tag", row["tag_id"], after), "label") for row in tags),
        "coder": _text(_named(past, "coder", claim.get("coder_id"), after), "name"),
        "article_title": _text(article, "title"),
        "source": _text(article, "source"),
        "url": _text(article, "url"),
        "published": _text(article, "published"),
    }


def cells_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the sheet."""
    return tuple(
        FieldChange(key, field_label(key), before.get(key, ""), after.get(key, ""))
        for key in _ORDER
        if before.get(key, "") != after.get(key, "")
    )


def field_label(key: str) -> str:
    """What people call a field of a claim, in the middle of a line."""
    if key == "words":
        return "words"
    label = column(key).label
    return label if label.isupper() else label.lower()


def _named(past: Past, table: str, row_id: object, after: int) -> Row:
    return (past.row(table, row_id, after) or {}) if isinstance(row_id, int) else {}


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)
