"""Text as it is compared: without case, accents, punctuation and possessives."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "’": "'"}
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents, in words parted by one space: “Łukasz O’Neill-Gül” is “lukasz oneill gul”."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """The words of `fold`; “U.S.” is the one word “us”, and “Israel’s” is “israel”."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return text.lower().split()  # as most names are
    plain = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text).casefold().translate(_LETTERS)
    plain = _POSSESSIVE.sub("", plain).replace("'", "")
    decomposed = unicodedata.normalize("NFKD", plain)
    return _WORD.findall("".join(letter for letter in decomposed if not unicodedata.combining(letter)))
