"""Characters that would act on the display, such as controls and marks that turn the direction of text, as signs.

An article can be made to read otherwise than it is (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
"""

from __future__ import annotations

import re

_SIGNS = {code: 0x2400 + code for code in range(32)}
_SIGNS |= dict.fromkeys((9, 10, 11, 12, 13, 0x85, 0x2028, 0x2029), 0x20)
_SIGNS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C), 0x21C6)
_SIGNS |= dict.fromkeys((*range(0x7F, 0x85), *range(0x86, 0xA0), 0xFDD0, 0xFDD1, 0xFFFC, 0xFFFE, 0xFFFF), 0xFFFD)


_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_LINES_STAY = {code: sign for code, sign in _SIGNS.items() if sign != 0x20}
_ACTING = re.compile(f"[{''.join(map(chr, _LINES_STAY))}]")


def displayed(text: str) -> str:
    """A text with one harmless character for each of its own."""
    return text.translate(_SIGNS)


def legible(text: str) -> str:
    """A text whose lines stay lines, with a sign for each other character that would act on its display."""
    plain = text.isascii() and text.isprintable()
    return text if plain or not _ACTING.search(text) else text.translate(_LINES_STAY)


def escape(text: str) -> str:
    """A text that stands in rich text as it is; the library's way has 2,000 names of characters come along."""
    return text.translate(_MARKUP)
