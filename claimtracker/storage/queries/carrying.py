"""What became of the claims of an earlier version in a later one, and which of them wait for somebody to say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from claimtracker.domain.values import Article, ArticleId, ClaimId, ClaimRow, SentenceId, SentenceRow, Span
from claimtracker.domain.versions import Outcome
from claimtracker.storage.queries.articles import article, sentences_of_article
from claimtracker.storage.queries.claims import claims, claims_of_article
from claimtracker.text.anchoring import Anchored, Anchoring, Version
from claimtracker.text.spans import words_apart


@dataclass(frozen=True, slots=True)
class CarriedClaim:
    """A claim and what became of it in a later version of its article, or when its article's text was edited."""

    id: int
    claim: ClaimRow
    """In the earlier version; where a text was edited by hand, the claim itself."""
    article_id: ArticleId
    """The later version."""
    article_title: str
    outcome: Outcome
    new_claim_id: ClaimId | None
    words_before: str
    decision: str
    """confirmed, changed, dropped, or empty."""
    coder: str
    """Who decided."""
    decided_at: str
    proposal: tuple[Span, ...]
    """Where the claim would stand in the later version; empty when nothing of it is left."""
    words_after: str
    """The words there."""
    sentences: tuple[SentenceId, ...]
    """What the sentences of the claim became there."""

    @property
    def in_place(self) -> bool:
        """Whether it is of a text that was edited by hand, and not of another version."""
        return self.new_claim_id == self.claim.id

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to say what becomes of it."""
        return self.outcome in {Outcome.EDITED, Outcome.GONE} and not self.decision


@dataclass(frozen=True, slots=True)
class VersionPair:
    """Two versions of an article, laid beside each other."""

    earlier: Article
    later: Article
    earlier_rows: Sequence[SentenceRow]
    later_rows: Sequence[SentenceRow]
    anchoring: Anchoring


def version_pair(connection: sqlite3.Connection, earlier: ArticleId, later: ArticleId) -> VersionPair:
    """Lay two versions beside each other. Raises `UserError` when one of them does not exist."""
    sides = [
        (article(connection, article_id), sentences_of_article(connection, article_id))
        for article_id in (earlier, later)
    ]
    old, new = (version_of_rows(found.text, rows) for found, rows in sides)
    (first, first_rows), (second, second_rows) = sides
    return VersionPair(first, second, first_rows, second_rows, _anchored(old, new))


@lru_cache(maxsize=128)
def _anchored(old: Version, new: Version) -> Anchoring:
    """Windows ask for the same two texts again and again, with each decision on a claim."""
    return Anchoring(old, new)


def version_of_rows(text: str, rows: Iterable[SentenceRow]) -> Version:
    """An article's text with its sentences, to be laid beside another."""
    return Version(text, tuple(Span(row.start, row.end) for row in rows))


def plan_of_carrying(
    connection: sqlite3.Connection, pair: VersionPair, only: Collection[ClaimId] | None = None
) -> list[tuple[ClaimRow, Anchored]]:
    """What becomes of the claims of the earlier version that were not carried over yet, by their place in the text."""
    known = {
        row[0] for row in connection.execute("select claim_id from carried where article_id = ?", (pair.later.id,))
    }
    return [
        (claim, pair.anchoring.place(claim.spans))
        for claim in claims_of_article(connection, pair.earlier.id)
        if claim.id not in known and (only is None or claim.id in only)
    ]


def carried_claims(
    connection: sqlite3.Connection,
    *,
    article_id: ArticleId | None = None,
    only_waiting: bool = True,
    ids: Collection[int] | None = None,
) -> list[CarriedClaim]:
    """Claims that were carried over: those that wait for a decision, or all; into one version, or into any.

    By the later version, the newest first, then by the place of the claim in the earlier one.
    """
    rows = connection.execute(
        """select carried.article_id, claim.article_id, carried.id, carried.claim_id, carried.outcome,
               carried.new_claim_id, carried.words_before, carried.decision, coalesce(coder.name, ''),
               carried.decided_at
           from carried join claim on claim.id = carried.claim_id join article on article.id = carried.article_id
               left join coder on coder.id = carried.coder_id
           where (:article is null or carried.article_id = :article)
             and (:waiting = 0 or (carried.decision = '' and carried.outcome in ('edited', 'gone')))
             and (:ids is null or carried.id in (select value from json_each(:ids)))
           order by article.published desc, carried.article_id desc, claim.article_id, claim.start, carried.id""",
        {
            "article": article_id,
            "waiting": int(only_waiting),
            "ids": None if ids is None else json.dumps(list(ids)),
        },
    ).fetchall()
    found: list[CarriedClaim] = []
    for (later, earlier), group in groupby(rows, key=lambda row: (row[0], row[1])):
        found += _between(connection, ArticleId(earlier), ArticleId(later), [row[2:] for row in group])
    return found


def count_waiting(connection: sqlite3.Connection, article_id: ArticleId | None = None) -> int:
    """How many claims wait for somebody to say what became of them."""
    sql = """select count(*) from carried where decision = '' and outcome in ('edited', 'gone')
             and (:article is null or article_id = :article)"""
    return int(connection.execute(sql, {"article": article_id}).fetchone()[0])


def _between(
    connection: sqlite3.Connection, earlier: ArticleId, later: ArticleId, rows: Sequence[tuple[object, ...]]
) -> Iterator[CarriedClaim]:
    pair = version_pair(connection, earlier, later) if earlier != later else None
    known = {claim.id: claim for claim in claims(connection, [int(str(row[1])) for row in rows])}
    text = article(connection, later)
    for carried_id, claim_id, outcome, new_claim_id, before, decision, coder, decided_at in rows:
        claim = known[ClaimId(int(str(claim_id)))]
        own = () if claim.sentence_id is None else (claim.sentence_id,)
        spans, sentences = (claim.spans, own) if pair is None else proposed(pair, claim.spans)
        yield CarriedClaim(
            int(str(carried_id)),
            claim,
            later,
            text.title,
            Outcome(str(outcome)),
            None if new_claim_id is None else ClaimId(int(str(new_claim_id))),
            str(before),
            str(decision),
            str(coder),
            str(decided_at),
            spans,
            words_apart(text.text, spans),
            sentences,
        )


def proposed(pair: VersionPair, spans: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[SentenceId, ...]]:
    """Where a claim of the earlier version would stand in the later one, and the sentences that its own became.

    Where the claim's words were taken out of a sentence that is still there, it is the whole of that sentence.
    """
    anchored = pair.anchoring.place(spans)
    rows = [pair.later_rows[place] for place in anchored.sentences]
    whole = tuple(Span(row.start, row.end) for row in rows)
    return anchored.spans or whole, tuple(row.id for row in rows)
