"""Claim sheets brought back in, as this program or a spreadsheet saved them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.errors import UserError
from claimtracker.exchange.cells import unguarded
from claimtracker.exchange.rows import read_rows
from claimtracker.operations import SheetClaim

_DELIMITERS = ",;\t"
_PLACES = ("claim_uid", "claim_id", "article_sha256", "article_title")
_KEYS = {name.casefold(): column.key for column in COLUMNS for name in (column.label, column.key)}


def is_own_sheet(path: Path) -> bool:
    """Whether a file is a claim sheet of this program by its headings, and not one that somebody else made.

    Raises `UserError` naming the file when it cannot be read.
    """
    _, header = next(read_rows(path, _DELIMITERS), (1, []))
    keys = {_KEYS.get(cell.strip().casefold()) for cell in header}
    # Others number their rows too: “id” alone tells nothing.
    return "claim_uid" in keys or (None not in keys and ("claim_id" in keys or keys >= {"start", "end"}))


def read_sheet(path: Path) -> tuple[SheetClaim, ...]:
    """The rows of a CSV file, ready for `ImportClaims`.

    The header line names the columns by key (`speaker_as_written`) or by label (`As written`), and tells whether
    commas, semicolons (as spreadsheets of many countries save them) or tabs divide the cells. What was put before
    cells that a spreadsheet would run is taken off. Raises `UserError` naming the file and the line.
    """
    lines = read_rows(path, _DELIMITERS)
    first, header = next(lines, (1, []))
    keys = _keys(header, f"{path.name}, line {first}")
    return tuple(
        SheetClaim(place, _fields(keys, cells, place))
        for line, cells in lines
        if any(cells)
        for place in (f"{path.name}, line {line}",)
    )


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
    # Nearly every cell is seen to be as it was by its first sign.
    return {key: unguarded(cell) if cell[:1] == "'" else cell for key, cell in zip(keys, padded, strict=False)}
