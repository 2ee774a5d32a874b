"""Where a speaker stands on each fact, and what two articles have in common."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from claimtracker.domain.values import ArticleId, ClaimRow, Fact, FactId, SentenceRow
from claimtracker.storage.queries.articles import article, sentences_of_article
from claimtracker.storage.queries.claims import claims, claims_of_article
from claimtracker.storage.queries.conditions import SAID_BEFORE
from claimtracker.storage.queries.vocabulary import facts


@dataclass(frozen=True, slots=True)
class FactPositions:
    """What a speaker said on one fact, latest first; undated claims at the end."""

    fact: Fact
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ArticleSentence:
    """A sentence with its words and the claims that begin in it."""

    row: SentenceRow
    text: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class SharedFact:
    """A fact that claims in both articles are about."""

    fact: Fact
    one: tuple[ClaimRow, ...]
    other: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles: the same sentences, the same facts, and what only one of them has."""

    shared: tuple[tuple[ArticleSentence, ArticleSentence], ...]
    facts: tuple[SharedFact, ...]
    only_one: tuple[ArticleSentence, ...]
    only_other: tuple[ArticleSentence, ...]


def most_quoted_speaker(connection: sqlite3.Connection) -> str:
    """The speaker of most claims; empty where there is none."""
    row = connection.execute(
        """select (select name from speaker where id = speaker_id) from claim where speaker_id is not null
           group by speaker_id order by count(*) desc, speaker_id limit 1"""
    ).fetchone()
    return "" if row is None else str(row[0])


def positions_of_speaker(
    connection: sqlite3.Connection, speaker: str, *, fact_id: FactId | None = None, latest: int | None = None
) -> list[FactPositions]:
    """What a speaker said, by fact; the fact spoken of last comes first. What was carried over is said once.

    On one fact alone, or the so many latest claims, where that is asked for.
    """
    rows = connection.execute(
        f"""select claim.id, claim.fact_id from claim join article on article.id = claim.article_id
               join fact on fact.id = claim.fact_id left join speaker on speaker.id = claim.speaker_id
           where coalesce(speaker.name, claim.speaker_as_written) = :speaker and not ({SAID_BEFORE})
               and (:fact is null or claim.fact_id = :fact)
           order by coalesce(nullif(claim.said_on, ''), article.published) = '',
               substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10) desc, article.published desc,
               claim.article_id desc, claim.start desc limit :latest""",  # noqa: S608  our own condition
        {"speaker": speaker, "fact": fact_id, "latest": -1 if latest is None else latest},
    ).fetchall()
    known = {fact.id: fact for fact in facts(connection, list({row[1] for row in rows}))}
    found = {claim.id: claim for claim in claims(connection, [row[0] for row in rows])}
    by_fact: dict[int, list[ClaimRow]] = {}
    for claim_id, about in rows:
        by_fact.setdefault(about, []).append(found[claim_id])
    return [FactPositions(known[about], tuple(said)) for about, said in by_fact.items()]  # type: ignore[index]


def compare_articles(connection: sqlite3.Connection, one: ArticleId, other: ArticleId) -> Comparison:
    """What two articles share: sentences of the same words (`sentence.fingerprint`), and facts that both speak of."""
    first, second = _sentences(connection, one), _sentences(connection, other)
    waiting: dict[int, list[ArticleSentence]] = {}
    for sentence in second:
        if sentence.row.fingerprint:
            waiting.setdefault(sentence.row.fingerprint, []).append(sentence)
    shared = []
    for sentence in first:
        same = waiting.get(sentence.row.fingerprint) if sentence.row.fingerprint else None
        if same:
            shared.append((sentence, same.pop(0)))
    seen = {sentence.row.id for pair in shared for sentence in pair}
    return Comparison(
        tuple(shared),
        _shared_facts(connection, one, other),
        tuple(sentence for sentence in first if sentence.row.id not in seen),
        tuple(sentence for sentence in second if sentence.row.id not in seen),
    )


def _sentences(connection: sqlite3.Connection, article_id: ArticleId) -> list[ArticleSentence]:
    text = article(connection, article_id).text
    told: dict[int | None, list[ClaimRow]] = {}
    for claim in claims_of_article(connection, article_id):
        told.setdefault(claim.sentence_id, []).append(claim)
    return [
        ArticleSentence(row, text[row.start : row.end], tuple(told.get(row.id, ())))
        for row in sentences_of_article(connection, article_id)
        if row.kind not in {"dateline", "byline"}
    ]


def _shared_facts(connection: sqlite3.Connection, one: ArticleId, other: ArticleId) -> tuple[SharedFact, ...]:
    said: list[dict[int, list[ClaimRow]]] = []
    for article_id in (one, other):
        by_fact: dict[int, list[ClaimRow]] = {}
        for claim in claims_of_article(connection, article_id):
            if claim.fact_id is not None:
                by_fact.setdefault(claim.fact_id, []).append(claim)
        said.append(by_fact)
    return tuple(
        SharedFact(fact, tuple(said[0][fact.id]), tuple(said[1][fact.id]))
        for fact in facts(connection)
        if fact.id in said[0] and fact.id in said[1]
    )
