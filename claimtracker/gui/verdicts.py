"""How verdicts look: a word and a sign each, and never a colour alone."""

from __future__ import annotations

from claimtracker.operations.facts import VERDICTS

_SIGNS = {"open": "○", "supported": "✓", "refuted": "✗", "mixed": "±"}
_CHIPS = {"open": "grey", "supported": "green", "refuted": "red", "mixed": "amber"}
_LETTERS = {"open": "&Open", "supported": "&Supported", "refuted": "&Refuted", "mixed": "Mi&xed"}

MENU = tuple((verdict, f"{_SIGNS[verdict]}  {_LETTERS[verdict]}") for verdict in VERDICTS)
"""Each verdict, and how a menu or a button offers it: O, S, R and X choose."""


def told(verdict: str) -> str:
    """“✓ supported”."""
    return f"{_SIGNS.get(verdict, '○')} {verdict}"


def chip(verdict: str) -> str:
    """The colours beside the word, as a key of `Theme.chip`."""
    return _CHIPS.get(verdict, "grey")
