"""Whether a whole project is as it should be: the file, the articles, every quote."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from claimtracker.domain.errors import Cancelled
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import queries
from claimtracker.storage.full_text import damaged_indexes
from claimtracker.storage.queries.verification import Verifier, integrity_problems, snapshot

_PAGE = 500
_NOT_FOUND = (
    "The index that searches look into is damaged: some claims may not be found. The claims themselves are not in it."
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; `problems` is empty when all is well."""

    sound: bool
    """Whether SQLite finds the file in order."""
    articles: int
    intact: int
    """Articles whose text still has its fingerprint."""
    quotes: int
    verified: int
    problems: tuple[str, ...]


def check_project(connection: sqlite3.Connection, *, progress: Progress = no_progress) -> CheckReport:
    """Look at everything once. Raises nothing for what is wrong: it is told in the report."""
    articles = intact = 0
    # Before the snapshot, which would keep others from writing until its end.
    searched = [] if connection.in_transaction else damaged_indexes(connection)
    with snapshot(connection):
        damage = integrity_problems(connection)
        if searched:
            damage = [*damage, _NOT_FOUND]
        verifier = Verifier(connection)
        try:
            articles, intact = _verify(connection, verifier, progress)
        except Cancelled:
            raise
        except Exception:
            # A harmed file holds what no program reckons with; what was found of it before is told.
            if not damage:
                raise
    # The text of an altered article is read, and told of, for its quotes once more.
    problems = tuple(dict.fromkeys((*damage, *verifier.problems)))
    return CheckReport(not damage, articles, intact, verifier.quotes, verifier.verified, problems)


def _verify(connection: sqlite3.Connection, verifier: Verifier, progress: Progress) -> tuple[int, int]:
    """Look at every article and every quote; how many articles there are, and how many are as they were imported."""
    articles = queries.article_ids(connection)
    intact = sum(verifier.check_article(article_id) for article_id in articles)
    ids = queries.claim_ids(connection, queries.ClaimFilter())
    for first in range(0, len(ids), _PAGE):
        progress(first, len(ids))
        verifier.check_claims(ids[first : first + _PAGE])
    progress(len(ids), len(ids))
    return len(articles), intact
