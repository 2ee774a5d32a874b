"""Claim sheets brought back in, as this program or a spreadsheet saved them."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.errors import UserError
from claimtracker.exchange.cells import unguarded
from claimtracker.operations import SheetClaim
from claimtracker.text.encodings import decode

_DELIMITERS = ",;\t"
_PLACES = ("claim_uid", "claim_id", "article_sha256", "article_title")
_KEYS = {name.casefold(): column.key for column in COLUMNS for name in (column.label, column.key)}


def read_sheet(path: Path) -> tuple[SheetClaim, ...]:
    """The rows of a CSV file, ready for `ImportClaims`.

    The header line names the columns by key (`speaker_as_written`) or by label (`As written`), and tells whether
    commas, semicolons (as spreadsheets of many countries save them) or tabs divide the cells. What was put before
    cells that a spreadsheet would run is taken off. Raises `UserError` naming the file and the line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
    text = _text(raw, path.name)
    header_line = text.partition("\n")[0]
    lines = _lines(text, path.name, max(_DELIMITERS, key=header_line.count))
    first, header = next(lines, (1, []))
    keys = _keys(header, f"{path.name}, line {first}")
    return tuple(
        SheetClaim(place, _fields(keys, cells, place))
        for line, cells in lines
        if any(cells)
        for place in (f"{path.name}, line {line}",)
    )


def _text(raw: bytes, name: str) -> str:
    """The sheet's characters: those of UTF-8 as they are, since cells may hold any line end."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    # A zero in the line of the headings is the mark of another encoding, or of no text at all.
    return decode(raw, name).text if "\0" in text.partition("\n")[0] else text


def _lines(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line that it begins on."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UserError(f"{name}, line {line}: a quotation mark is out of place or missing.") from None
        yield line, cells


def _keys(header: Sequence[str], place: str) -> list[str]:
    if not any(header):
        raise UserError(f"{place}: the first line should name the columns, but it is empty.")
    keys = []
    for cell in header:
        key = _KEYS.get(cell.strip().casefold())
        if key is None:
            known = ", ".join(column.key for column in COLUMNS)
            raise UserError(f"{place}: there is no column “{cell[:60]}”; the columns are {known}.")
        if key in keys:
            raise UserError(f"{place}: the column {key} is there twice.")
        keys.append(key)
    if not set(keys) & set(_PLACES):
        raise UserError(f"{place}: nothing tells which claims or articles are meant; add {' or '.join(_PLACES)}.")
    return keys


def _fields(keys: Sequence[str], cells: Sequence[str], place: str) -> dict[str, str]:
    """The cells by column; a spreadsheet may leave off empty ones at the end of a line."""
    if any(cells[len(keys) :]):
        raise UserError(f"{place}: there are {len(cells)} cells, but {len(keys)} columns.")
    padded = [*cells, *[""] * (len(keys) - len(cells))]
    return {key: unguarded(cell) for key, cell in zip(keys, padded, strict=False)}
