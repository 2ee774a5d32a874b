"""The vocabulary of statuses as a file of tab-separated values, out and in.

Its columns are those of the vocabulary that comes along, and what a project knows beyond: other spellings, what is
retired, and the order. A file may have any of them; only `status` must be there.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import guarded, unguarded
from claimtracker.exchange.rows import read_rows
from claimtracker.operations.vocabulary import VOCABULARY_COLUMNS, VocabularyRow, status_fields
from claimtracker.storage import queries

_DELIMITERS = "\t;,"


def export_vocabulary(connection: sqlite3.Connection, path: Path, *, bom: bool = True) -> int:
    """Write every status, retired ones too, to a file that is there whole or not at all; returns how many.

    `bom` begins it with a byte order mark, without which Excel reads UTF-8 wrongly. Raises `UserError` when the file
    cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerow(VOCABULARY_COLUMNS)
    statuses = queries.statuses(connection, retired=True)
    for status in statuses:
        fields = status_fields(status) | {"cues": ", ".join(status.cues)}
        writer.writerow([guarded(fields[key]) for key in VOCABULARY_COLUMNS])
    with replacing(path) as stream:
        stream.write(text.getvalue().encode("utf-8-sig" if bom else "utf-8"))
    return len(statuses)


def read_vocabulary(path: Path) -> tuple[VocabularyRow, ...]:
    """The rows of a vocabulary file, ready for `ImportVocabulary`.

    The first line names the columns. Tabs divide the cells, or semicolons or commas where a spreadsheet saved it so.
    Raises `UserError` naming the file and the line.
    """
    lines = read_rows(path, _DELIMITERS)
    first, header = next(lines, (1, []))
    keys = _keys(header, f"{path.name}, line {first}")
    return tuple(
        VocabularyRow(place, _fields(keys, cells, place))
        for line, cells in lines
        if any(cell.strip() for cell in cells)
        for place in (f"{path.name}, line {line}",)
    )


def _keys(header: Sequence[str], place: str) -> list[str]:
    keys = [cell.strip().casefold() for cell in header]
    known = ", ".join(VOCABULARY_COLUMNS)
    for key in keys:
        if key not in VOCABULARY_COLUMNS:
            raise UserError(f"{place}: there is no column “{key[:60]}”; the columns are {known}.")
        if keys.count(key) > 1:
            raise UserError(f"{place}: the column {key} is there twice.")
    if "status" not in keys:
        raise UserError(f"{place}: the first line should name the columns, and “status” among them.")
    return keys


def _fields(keys: Sequence[str], cells: Sequence[str], place: str) -> dict[str, str]:
    """The cells by column; a spreadsheet may leave off empty ones at the end of a line."""
    if any(cells[len(keys) :]):
        raise UserError(f"{place}: there are {len(cells)} cells, but {len(keys)} columns.")
    padded = [*cells, *[""] * (len(keys) - len(cells))]
    return {key: unguarded(cell) for key, cell in zip(keys, padded, strict=False)}
