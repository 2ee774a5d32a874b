"""The claim sheet: claims as CSV (RFC 4180), each quote checked against its article on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from claimtracker.domain.columns import COLUMN_KEYS, columns
from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import written_column
from claimtracker.storage import queries
from claimtracker.storage.queries.sheet_rows import SheetCells
from claimtracker.storage.queries.verification import Verifier, snapshot

DEFAULT_COLUMNS = COLUMN_KEYS
_PAGE = 500
EVERY_CLAIM = queries.ClaimFilter()


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What was written, and what the check of its quotes found."""

    rows: int
    quotes: int
    verified: int
    problems: tuple[str, ...]
    """One sentence for each of the first hundred quotes that are not in their article's text."""


def export_sheet(
    connection: sqlite3.Connection,
    path: Path,
    *,
    filter: queries.ClaimFilter = EVERY_CLAIM,  # noqa: A002  what the command line and the window call it
    order: Sequence[queries.SortKey] = (),
    columns: Sequence[str] = DEFAULT_COLUMNS,
    bom: bool = True,
    progress: Progress = no_progress,
) -> SheetReport:
    """Write the claims that match to a CSV file, which is there whole or not at all.

    `bom` begins it with a byte order mark, without which Excel reads UTF-8 wrongly. Raises `UserError` when a column
    does not exist or the file cannot be written, `Cancelled` from `progress`.
    """
    check_columns(columns)
    with replacing(path) as stream:
        return write_sheet(connection, stream, filter=filter, order=order, columns=columns, bom=bom, progress=progress)


def write_sheet(
    connection: sqlite3.Connection,
    stream: BinaryIO,
    *,
    filter: queries.ClaimFilter = EVERY_CLAIM,  # noqa: A002  what the command line and the window call it
    order: Sequence[queries.SortKey] = (),
    columns: Sequence[str] = DEFAULT_COLUMNS,
    bom: bool = True,
    progress: Progress = no_progress,
) -> SheetReport:
    """The same as `export_sheet`, to a stream of bytes. Without `order`, claims follow articles and their text."""
    check_columns(columns)
    stream.write(("\ufeff" if bom else "").encode() + _lines([(key,) for key in columns]))
    with snapshot(connection):
        verifier, cells = Verifier(connection), SheetCells(connection, columns)
        ids = queries.claim_ids(connection, filter, order=order)
        for first in range(0, len(ids), _PAGE):
            progress(first, len(ids))
            page = ids[first : first + _PAGE]
            stream.write(_lines(cells.columns_of(page, verifier.check_claims(page))))
    progress(len(ids), len(ids))
    return SheetReport(len(ids), verifier.quotes, verifier.verified, tuple(verifier.problems))


def _lines(columns: Sequence[Sequence[str]]) -> bytes:
    """The lines of a sheet that has these columns."""
    if len(columns) == 1:
        # An empty line would be none.
        lines = [cell or '""' for cell in written_column(columns[0])]
    else:
        lines = list(map(",".join, zip(*map(written_column, columns), strict=True)))
    return "".join([f"{line}\r\n" for line in lines]).encode()


def check_columns(keys: Sequence[str]) -> None:
    """Raise `UserError` when no sheet has these columns."""
    columns(keys)
    if not keys:
        raise UserError("A claim sheet needs at least one column.")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise UserError(f"The column {twice[0]} is named twice.")
