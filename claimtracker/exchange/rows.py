"""Rows of cells read from the bytes of a CSV or TSV file, each with the line it begins on."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.text.encodings import decode


def read_rows(path: Path, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file; the first line tells which of the delimiters divides its cells, the first one in doubt.

    Raises `UserError` naming the file, and the line where a quotation mark is out of place.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
    return rows_of(raw, path.name, delimiters)


def rows_of(raw: bytes, name: str, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    """The rows in the bytes of a file called `name`, as `read_rows` finds them."""
    if raw.startswith(b"PK\x03\x04"):
        raise UserError(f"{name} is a workbook or a ZIP, not plain text; save it as CSV in the spreadsheet first.")
    text = _text(raw, name)
    header_line = text.partition("\n")[0]
    return _lines(text, name, max(delimiters, key=header_line.count))


def _text(raw: bytes, name: str) -> str:
    """The sheet's characters: those of UTF-8 as they are, since cells may hold any line end."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    # A zero in the line of the headings is the mark of another encoding, or of no text at all.
    return decode(raw, name).text if "\0" in text.partition("\n")[0] else text


def _lines(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
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
