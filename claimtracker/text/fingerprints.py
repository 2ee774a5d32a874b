"""What tells that two sentences are the same words: wire copy stands in many articles, with other quotes and spaces."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left

_SHORTEST = 5
"""Words: “He declined to comment.” stands in any number of articles that have nothing to do with each other."""
_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"}
)


def sentence_fingerprint(sentence: str) -> int:
    """A signed 64-bit number that sentences of the same words share, whatever their quotes, dashes, case and spaces.

    0 for a sentence of fewer than five words. BLAKE2b (RFC 7693) of the text in NFKC.
    """
    words = plain_words(sentence)
    if words.count(" ") + 1 < _SHORTEST:
        return 0
    digest = hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def plain_words(text: str) -> str:
    """A text as far as its words go: what two copies have in common whatever their quotes, dashes, case and spaces."""
    return _plain(text).strip()


def place_in_copy(sentence: str, copy: str, start: int, end: int) -> tuple[int, int]:
    """Where characters `start` to `end` of a sentence stand in a copy that has the same words with other signs."""
    places = range(len(copy) + 1)

    def place(offset: int) -> int:
        before = len(_plain(sentence[:offset]))
        return min(bisect_left(places, before, key=lambda length: len(_plain(copy[:length]))), len(copy))

    first, last = place(start), place(end)
    while first < last and copy[first].isspace():
        first += 1
    return first, last


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(_SIGNS).casefold()).lstrip()
