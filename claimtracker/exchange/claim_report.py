"""What became of each row of somebody else's claim sheet, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from claimtracker.exchange.foreign_sheet import SheetPreview
from claimtracker.exchange.import_report import write_rows

_HEADER = ("row", "outcome", "article", "words", "speaker", "status", "message")


def write_claim_report(found: SheetPreview, path: Path) -> None:
    """Write it for a spreadsheet, there whole or not at all."""
    write_rows(path, _HEADER, _cells(found))


def _cells(found: SheetPreview) -> Iterator[Sequence[str]]:
    for row in found.rows:
        fields = row.fields or {}
        yield (
            row.place,
            str(row.outcome),
            "" if row.article_id is None else str(row.article_id),
            row.words,
            fields.get("speaker", ""),
            fields.get("status", ""),
            row.problem or " ".join(row.warnings),
        )
