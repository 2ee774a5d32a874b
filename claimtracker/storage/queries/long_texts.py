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
    """What was read of the text that a fingerprint stands for."""

    article_id: int
    sha256: str
    text: str


class LongTexts:
    """Keeps the one that was read last."""

    def __init__(self) -> None:
        self._kept = _Kept(0, "", "")

    def text(self, connection: sqlite3.Connection, article_id: ArticleId, sha256: str, end: int) -> str:
        """The text of an article, as far as a character of it at least."""
        kept = self._kept
        if (kept.article_id, kept.sha256) == (article_id, sha256) and len(kept.text) >= end:
            return kept.text
        text: str = connection.execute("select text from article where id = ?", (article_id,)).fetchone()[0]
        if len(text) > _LONG:
            self._kept = _Kept(article_id, sha256, text)
        return text

    def beginning(self, connection: sqlite3.Connection, article_id: ArticleId, sha256: str, end: int) -> str:
        """The same; of a long one not much more than that."""
        with connection.blobopen("article", "text", article_id, readonly=True) as stored:
            whole = len(stored) <= _LONG
            # No character takes more than four bytes.
            raw = stored.read(len(stored) if whole else max(4 * end + 4, _BEGINNING))
        text = codecs.getincrementaldecoder("utf-8")().decode(raw)
        if not whole:
            self._kept = _Kept(article_id, sha256, text)
        return text


LONG_TEXTS = LongTexts()
