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
    """The cell as it is written to a sheet."""
    # Nearly every cell is seen to be harmless by its first sign.
    return f"'{cell}" if cell[:1] in _FIRST and _FORMULA.match(cell) else cell


def guarded_row(cells: Sequence[str]) -> list[str]:
    """The cells as they are written to a sheet."""
    return [cell if cell[:1] not in _FIRST else guarded(cell) for cell in cells]


def unguarded(cell: str) -> str:
    """The cell as it was before it was written: `unguarded(guarded(text)) == text` for any text."""
    return cell[1:] if _GUARDED.match(cell) else cell
