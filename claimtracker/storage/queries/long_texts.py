"""The text of a long article: not read whole where its beginning is enough, nor anew for each of its claims."""

from __future__ import annotations

import codecs
import sqlite3
from dataclasses import dataclass

from claimtracker.domain.values import ArticleId

_LONG = 250_000
"""Bytes: nearly all articles are far shorter, and soon read."""
_BEGINNING = 100_000
"""Bytes that are read of a longer one, at least."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The text that a fingerprint stands for."""

    article_id: int
    sha256: str
    text: str


class LongTexts:
    """Keeps the one that was read last."""

    def __init__(self) -> None:
        self._kept = _Kept(0, "", "")

    def text(self, connection: sqlite3.Connection, article_id: ArticleId, sha256: str) -> str:
        """The text of an article, which this fingerprint stands for."""
        kept = self._kept
        if (kept.article_id, kept.sha256) == (article_id, sha256):
            return kept.text
        text: str = connection.execute("select text from article where id = ?", (article_id,)).fetchone()[0]
        if len(text) > _LONG:
            self._kept = _Kept(article_id, sha256, text)
        return text


LONG_TEXTS = LongTexts()


def beginning_of_text(connection: sqlite3.Connection, article_id: ArticleId, end: int) -> str:
    """The text of an article, as far as a character of it at least; of a long one not much more than that."""
    # A file of ours is UTF-8; what another program has written anew may be UTF-16, of which bytes tell no characters.
    if connection.execute("pragma encoding").fetchone() == ("UTF-8",):
        with connection.blobopen("article", "text", article_id, readonly=True) as stored:
            if len(stored) > _LONG:
                # No character takes more than four bytes.
                return codecs.getincrementaldecoder("utf-8")().decode(stored.read(max(4 * end + 4, _BEGINNING)))
    text: str = connection.execute("select text from article where id = ?", (article_id,)).fetchone()[0]
    return text
