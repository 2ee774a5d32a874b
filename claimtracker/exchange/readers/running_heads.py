"""What stands at the edges of pages and is no part of the text: running heads, page numbers, a browser's lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from claimtracker.exchange.readers.lines import Line, Page

_EDGE = 0.14
"""The part of the height of a page in which heads and feet stand."""
_NUMBER = re.compile(
    r"(?:page|seite|p[áa]gina|strona|p\.|s\.)?[-–—|·\s]*\d{1,4}[-–—|·\s]*(?:(?:of|/|von|de|di|sur|z)\s*\d{1,4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ADDRESS = re.compile(r"(https?://[^\s…]+)(?:\s+\d{1,4}\s*/\s*\d{1,4})?")
_PRINTED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d\b")


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Page], str]:
    """The pages without what is repeated on their edges, and the address that a browser printed there."""
    repeated = Counter(key for page in pages for key in {_key(line, page) for line in _edges(page)})
    inside = {_words(line) for page in pages for line in set(page.lines).difference(_edges(page))}
    addresses: list[str] = []
    kept: list[Page] = []
    for page in pages:
        edges = _edges(page)
        # What stands in the text as well, as the cells of a long table do, is no running head.
        heads = {line for line in edges if repeated[_key(line, page)] > 1 and _words(line) not in inside}
        gone = heads | {line for line in edges if _NUMBER.fullmatch(line.text)}
        for line in edges:
            address = _ADDRESS.fullmatch(line.text)
            if address or _PRINTED.match(line.text):
                gone |= {each for each in edges if abs(each.area.middle - line.area.middle) < line.size / 2}
                addresses += [address[1]] if address and not address[1].endswith("...") else []
        kept.append(replace(page, lines=[line for line in page.lines if line not in gone]))
    return kept, max(addresses, key=len, default="")


def _edges(page: Page) -> list[Line]:
    """The lines of the two outermost rows at the top and at the foot of a page, and within its edge."""
    found: list[Line] = []
    for sign in (1, -1):
        row, height = 0, None
        for line in sorted(page.lines, key=lambda line: -sign * line.area.middle):
            if height is not None and abs(line.area.middle - height) > line.size / 2:
                row += 1
            height = line.area.middle
            inside = height > (1 - _EDGE) * page.height if sign > 0 else height < _EDGE * page.height
            if row > 1 or not inside:
                break
            found.append(line)
    return found


def _words(line: Line) -> tuple[str, int]:
    """What is the same of a running head on all pages: its words but for numbers, and its size."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.size)


def _key(line: Line, page: Page) -> tuple[tuple[str, int], bool]:
    return _words(line), line.area.middle > page.height / 2
