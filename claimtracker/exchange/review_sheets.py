"""What review finds as CSV (RFC 4180): the changes, the matrix of facts by articles, and the facts."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import guarded
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import ChangeFilter, changes
from claimtracker.storage.queries.matrix import matrix
from claimtracker.storage.queries.verification import snapshot

ReviewSheet = Literal["changes", "matrix", "facts"]
_CHANGES = (
    "kind", "fact_code", "fact", "reason", "weight", "decision", "note",
    *(f"{which}_{key}" for which in ("earlier", "later") for key in (
        "claim_id", "claim_uid", "speaker", "status", "stance", "assertion", "said_on", "article_title", "source",
        "published", "sentence_text",
    )),
)  # fmt: skip
_FACTS = ("code", "title", "verdict", "note", "evidence", "claims", "first_said", "last_said")


def export_review_sheet(
    connection: sqlite3.Connection,
    path: Path,
    sheet: ReviewSheet,
    *,
    wanted: ChangeFilter | None = None,
    bom: bool = True,
) -> int:
    """Write one of the sheets to a CSV file, there whole or not at all; returns its rows without the header.

    `wanted` chooses the changes. Raises `UserError` when the file cannot be written.
    """
    header: Sequence[str]
    with snapshot(connection):
        if sheet == "changes":
            header, rows = _CHANGES, list(_change_rows(connection, wanted))
        elif sheet == "matrix":
            header, rows = _matrix_rows(connection)
        else:
            header, rows = _FACTS, list(_fact_rows(connection))
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig" if bom else "utf-8", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([guarded(cell) for cell in header])
        writer.writerows([guarded(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()
    return len(rows)


def _change_rows(connection: sqlite3.Connection, wanted: ChangeFilter | None) -> Iterable[Sequence[str]]:
    facts = {fact.id: fact for fact in queries.facts(connection)}
    for found in changes(connection, wanted):
        fact, change = facts[found.fact_id], found.change
        row = [str(change.kind), fact.code, fact.title, change.reason, f"{change.weight:.2f}"]
        row += [found.decision, found.note]
        for claim in queries.claims(connection, (change.earlier, change.later)):
            row += [
                str(claim.id), claim.uid, claim.speaker, claim.status, claim.stance, claim.assertion, claim.said_on,
                claim.article_title, claim.source, claim.published, claim.sentence_text,
            ]  # fmt: skip
        yield row


def _matrix_rows(connection: sqlite3.Connection) -> tuple[Sequence[str], list[Sequence[str]]]:
    found = matrix(connection)
    header = ["fact_code", "fact", *(f"{column.detail} {column.heading}".strip() for column in found.columns)]
    rows: list[Sequence[str]] = [
        [fact.code, fact.title]
        + [
            "; ".join(f"{entry.speaker}: {entry.status}" for entry in found.cells.get((fact.id, column.key), ()))
            for column in found.columns
        ]
        for fact in found.facts
    ]
    return header, rows


def _fact_rows(connection: sqlite3.Connection) -> Iterable[Sequence[str]]:
    for fact in queries.facts(connection):
        evidence = "; ".join(one.url for one in queries.evidence(connection, fact.id))
        first, last = queries.first_and_last_said(connection, fact.id)
        yield (fact.code, fact.title, fact.verdict, fact.note, evidence, str(fact.claims), first, last)
