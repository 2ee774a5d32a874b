"""What tells that two sentences are the same words: wire copy stands in many articles, with other quotes and spaces."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_SHORTEST = 5
"""Words: “He declined to comment.” stands in any number of articles that have nothing to do with each other."""
_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"}
)


def sentence_fingerprint(sentence: str) -> int:
    """A signed 64-bit number that sentences of the same words share, whatever their quotes, dashes, case and spaces.

    0 for a sentence of fewer than five words. BLAKE2b (RFC 7693) of the text in NFKC.
    """
    plain = unicodedata.normalize("NFKC", sentence).translate(_SIGNS).casefold()
    words = re.split(r"\s+", plain.strip())
    if len(words) < _SHORTEST:
        return 0
    digest = hashlib.blake2b(" ".join(words).encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
