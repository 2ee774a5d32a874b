"""What review finds as CSV (RFC 4180): the changes, the matrix of facts by articles, and the facts."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import guarded
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import ChangeFilter, changes
from claimtracker.storage.queries.matrix import Across, matrix
from claimtracker.storage.queries.newest import MatrixFilter
from claimtracker.storage.queries.verification import snapshot

ReviewSheet = Literal["changes", "matrix", "facts"]
_CHANGES = (
    "kind", "fact_code", "fact", "reason", "weight", "decision", "note",
    *(f"{which}_{key}" for which in ("earlier", "later") for key in (
        "claim_id", "claim_uid", "speaker", "status", "stance", "assertion", "said_on", "article_title", "source",
        "published", "sentence_text",
    )),
)  # fmt: skip
_TOLD_EVERY = 50
_FACTS = ("code", "title", "verdict", "note", "evidence", "claims", "first_said", "last_said")


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which sheet, and what is in it: everything, unless it is narrowed."""

    sheet: ReviewSheet
    changes: ChangeFilter = field(default_factory=ChangeFilter)
    """Which changes."""
    claims: MatrixFilter = field(default_factory=MatrixFilter)
    """Which claims the matrix is made of; of the facts, those that such a claim is about."""
    across: Across = "articles"
    """What the columns of the matrix are."""
    bom: bool = True


def export_review_sheet(
    connection: sqlite3.Connection, path: Path, choice: SheetChoice, progress: Progress = no_progress
) -> int:
    """Write one of the sheets to a CSV file, there whole or not at all; returns its rows without the header.

    Raises `UserError` when the file cannot be written.
    """
    with replacing(path) as stream:
        return write_review_sheet(connection, stream, choice, progress)


def write_review_sheet(
    connection: sqlite3.Connection, stream: BinaryIO, choice: SheetChoice, progress: Progress = no_progress
) -> int:
    """Write one of the sheets to a stream; returns its rows without the header."""
    header: Sequence[str]
    with snapshot(connection):
        if choice.sheet == "changes":
            header, rows = _CHANGES, list(_change_rows(connection, choice.changes, progress))
        elif choice.sheet == "matrix":
            header, rows = _matrix_rows(connection, choice)
        else:
            header, rows = _FACTS, list(_fact_rows(connection, choice.claims))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if choice.bom else "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in header])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()
    return len(rows)


def _change_rows(connection: sqlite3.Connection, wanted: ChangeFilter, progress: Progress) -> Iterable[Sequence[str]]:
    facts = {fact.id: fact for fact in queries.facts(connection)}
    matching = changes(connection, wanted)
    for number, found in enumerate(matching):
        if number % _TOLD_EVERY == 0:
            progress(number, len(matching))
        fact, change = facts[found.fact_id], found.change
        row = [str(change.kind), fact.code, fact.title, change.reason, f"{change.weight:.2f}"]
        row += [found.decision, found.note]
        for claim in queries.claims(connection, (change.earlier, change.later)):
            row += [
                str(claim.id), claim.uid, claim.speaker, claim.status, claim.stance, claim.assertion, claim.said_on,
                claim.article_title, claim.source, claim.published, claim.sentence_text,
            ]  # fmt: skip
        yield row


def _matrix_rows(connection: sqlite3.Connection, choice: SheetChoice) -> tuple[Sequence[str], list[Sequence[str]]]:
    found = matrix(connection, choice.across, choice.claims)
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


def _fact_rows(connection: sqlite3.Connection, wanted: MatrixFilter) -> Iterable[Sequence[str]]:
    shown = queries.facts(connection) if wanted == MatrixFilter() else matrix(connection, "articles", wanted).facts
    for fact in shown:
        evidence = "; ".join(one.url for one in queries.evidence(connection, fact.id))
        first, last = queries.first_and_last_said(connection, fact.id)
        yield (fact.code, fact.title, fact.verdict, fact.note, evidence, str(fact.claims), first, last)
