"""Whether what claims rest on is still what was tagged, and whether the file itself is sound."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from claimtracker.domain.values import ArticleId
from claimtracker.storage import seal
from claimtracker.storage.full_text import INDEXED_CLAIMS


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """See the project as it is now until the end of the block, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("begin")
    try:
        yield
    finally:
        connection.execute("rollback")


_SPANS_OF_CLAIMS = """select claim.id, claim.article_id, claim_span.start, claim_span."end", claim_span.quote
    from claim join claim_span on claim_span.claim_id = claim.id
    where claim.id in (select value from json_each(?))
    order by claim.article_id, claim_span.start, claim_span.id"""
"""The spans of claims by article and place in it: the words stored with each must be those of the article's text."""


class Verifier:
    """Checks spans against the texts of their articles, and each text against its fingerprint.

    It keeps one text at a time: hand it the claims article by article.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.quotes = 0
        """Spans looked at."""
        self.verified = 0
        """Those of them whose words are in an unaltered text where they should be."""
        self.problems: list[str] = []
        """One sentence for each of the first hundred that are not."""
        self._connection = connection
        self._article_id: ArticleId | None = None
        self._title = ""
        self._text = ""
        self._intact = True

    def check_article(self, article_id: ArticleId) -> bool:
        """Whether the article's text still has its fingerprint."""
        if article_id != self._article_id:
            row = self._connection.execute("select title, text, sha256 from article where id = ?", (article_id,))
            self._title, self._text, sha256 = row.fetchone()
            self._article_id = article_id
            self._intact = hashlib.sha256(self._text.encode()).hexdigest() == sha256
            if not self._intact:
                self._tell(f"The text of article {article_id} (“{self._title}”) is not the one that was imported.")
        return self._intact

    def check_claims(self, claim_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """Look at every span of these claims, and return where they are. What is wrong is counted and told."""
        seen: dict[int, list[tuple[int, int]]] = {}
        spans = self._connection.execute(_SPANS_OF_CLAIMS, (json.dumps(list(claim_ids)),)).fetchall()
        self.quotes += len(spans)
        for claim_id, article_id, start, end, quote in spans:
            seen.setdefault(claim_id, []).append((start, end))
            if article_id != self._article_id:
                self.check_article(article_id)
            if not quote or self._text[start:end] != quote:
                self._tell(
                    f"Claim {claim_id}: the words tagged at {start}–{end} of “{self._title}” are not in its text there."
                )
            elif self._intact:
                self.verified += 1
        for claim_id in claim_ids:
            if claim_id not in seen:
                self._tell(f"Claim {claim_id} rests on no words of its article.")
        return seen

    def _tell(self, problem: str) -> None:
        if len(self.problems) < 100:
            self.problems.append(problem)


def integrity_problems(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the file, with references between its rows, and with rows that somebody else changed.

    Empty when it is sound. Ask it of one state of the file: inside a `snapshot`.
    """
    try:
        found = [f"The file is damaged: {row[0]}." for row in connection.execute("pragma integrity_check(20)")]
        if found == ["The file is damaged: ok."]:
            found = []
        found += [
            f"A row of “{table}” ({row_id}) refers to a row of “{parent}” that is not there."
            for table, row_id, parent, _ in connection.execute("pragma foreign_key_check").fetchmany(20)
        ]
        found += seal.problems(connection)
        found += _search_problems(connection)
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name and not name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")):
            raise
        return ["The file is damaged: some of it cannot be read."]
    return found


_SEARCHED = {
    "claim_search": INDEXED_CLAIMS,
    "claim_stems": "select id, assertion from claim",
    "fact_stems": "select id, title from fact",
}


def _search_problems(connection: sqlite3.Connection) -> list[str]:
    """Whether the full-text indexes hold the words of the tables, as far as they can be read without writing."""
    return [
        "Search does not know all words of the claims and facts, or others than there are."
        for table, rows in _SEARCHED.items()
        if connection.execute(
            f"""select exists(select * from ({rows}) except select rowid, * from {table})
                or exists(select rowid, * from {table} except select * from ({rows}))"""  # noqa: S608  our own tables
        ).fetchone()[0]
    ][:1]
