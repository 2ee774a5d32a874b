"""Cells of a claim sheet that a spreadsheet must not run.

A cell that begins with one of these signs is a formula to Excel, LibreOffice and others (OWASP, “CSV Injection”). It
gets an apostrophe in front, and so does one that has apostrophes before such a sign already: what was added can
therefore always be told, and taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")


def guarded(cell: str) -> str:
    """The cell as a spreadsheet may see it."""
    # Nearly every cell is seen to be harmless by its first sign.
    return f"'{cell}" if cell[:1] in _FIRST and _FORMULA.match(cell) else cell


def written(cell: str) -> str:
    """The cell as it stands in a sheet: guarded, and within quotes (RFC 4180) where it has to be."""
    cell = guarded(cell)
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell


def written_column(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a column as they stand in a sheet. What is there often is looked at once."""
    distinct = set(cells)
    if len(distinct) > len(cells) // 2:
        return [written(cell) for cell in cells]
    ready = {cell: written(cell) for cell in distinct}
    return [ready[cell] for cell in cells]


def unguarded(cell: str) -> str:
    """The cell as it was before it was written: `unguarded(guarded(text)) == text` for any text."""
    return cell[1:] if _GUARDED.match(cell) else cell
