"""Texts made alike, so that what is typed finds what is meant."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """A text without regard to case, also beyond ASCII: “SØNDERGAARD” and “Søndergaard” are one."""
    return text.casefold()


def plain_words(text: str) -> str:
    """The words of a text without case, accents and punctuation, each between blanks; one blank if it has none.

    ` talks in maren ` is found in it by ` in ma`, which is how the full-text index would find it too.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = _BETWEEN_WORDS.sub(" ", text.casefold()).strip()
    return f" {words} " if words else " "


def harmless(text: str) -> str:
    """What somebody typed, as SQLite can take it: without NUL and without halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
