"""Claims and facts that look alike: full-text search by stems, and what else two claims share."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.values import ClaimId, ClaimRow, Fact, FactId
from claimtracker.storage import queries
from claimtracker.storage.alikeness import claims_alike
from claimtracker.text.quantities import find_quantities

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    [
        "a",
        "about",
        "after",
        "again",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "down",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "most",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "said",
        "same",
        "say",
        "says",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
_MOST_WORDS = 24
_SAME_SPEAKER, _SHARED_FIGURE, _SHARED_NAME = 0.25, 0.15, 0.1
"""What these weigh beside the likeness of the words, each shared figure or name up to twice."""


@dataclass(frozen=True, slots=True)
class NearClaim:
    """A claim that looks like a text. `score`: the higher, the more alike; comparable within one search only."""

    claim: ClaimRow
    score: float


@dataclass(frozen=True, slots=True)
class NearFact:
    """A fact that a text may be about, for its title or for a claim on it."""

    fact: Fact
    score: float
    claim: ClaimRow | None = None
    """The nearest claim on it, where that is why it was found."""


def nearest_claims(
    connection: sqlite3.Connection,
    text: str,
    *,
    speaker: str = "",
    limit: int = 5,
    besides: ClaimId | None = None,
) -> list[NearClaim]:
    """The claims whose assertions look most like a text, best first.

    By bm25 over the stems of all words; the same speaker, names and figures in common weigh in. `besides` is left
    out: the claim at hand itself.
    """
    if limit < 1:
        return []
    alike = claims_alike(connection, text, saying_nothing=_STOP, limit=4 * limit + 20, sure=limit)
    figures, names = _figures(text), _names(text)
    theirs = _claims_of(connection, speaker, [one.claim_id for one in alike])
    scores = {}
    for one in alike:
        shared = 1 + (_SAME_SPEAKER if one.claim_id in theirs else 0)
        shared += _SHARED_FIGURE * min(2, len(figures & _figures(one.assertion))) if figures else 0
        shared += _SHARED_NAME * min(2, len(names & _names(one.assertion))) if names else 0
        scores[one.claim_id] = one.score * shared
    if besides is not None:
        scores.pop(besides, None)
    best = sorted(scores, key=lambda claim_id: (-scores[claim_id], claim_id))[:limit]
    return [NearClaim(claim, scores[claim.id]) for claim in queries.claims(connection, best)]


def _claims_of(connection: sqlite3.Connection, speaker: str, ids: Sequence[ClaimId]) -> set[int]:
    if not speaker:
        return set()
    rows = connection.execute(
        """select claim.id from claim join speaker on speaker.id = speaker_id
           where speaker.name = ? and claim.id in (select value from json_each(?))""",
        (speaker, json.dumps(ids)),
    )
    return {row[0] for row in rows}


def nearest_facts(connection: sqlite3.Connection, text: str, *, speaker: str = "", limit: int = 8) -> list[NearFact]:
    """The facts that a text may be about, best first: by their titles, and by the claims on them."""
    scores: dict[FactId, float] = {}
    nearest: dict[FactId, ClaimRow] = {}
    for near in nearest_claims(connection, text, speaker=speaker, limit=4 * limit):
        fact_id = near.claim.fact_id
        if fact_id is not None and fact_id not in scores:
            scores[fact_id], nearest[fact_id] = near.score, near.claim
    words = _query(text)
    if words:
        rows = connection.execute(
            "select rowid, -rank from fact_stems where fact_stems match ? order by rank limit ?",
            (words, 2 * limit),
        )
        for fact_id, score in rows.fetchall():
            scores[FactId(fact_id)] = score + scores.get(FactId(fact_id), 0.0)
    best = sorted(scores, key=lambda fact_id: (-scores[fact_id], fact_id))[:limit]
    facts = {fact.id: fact for fact in queries.facts(connection, best)}
    return [NearFact(facts[fact_id], scores[fact_id], nearest.get(fact_id)) for fact_id in best]


def _query(text: str) -> str:
    """A full-text query for any of the words that tell something; what is typed is never query syntax."""
    words = dict.fromkeys(word for word in _WORD.findall(text.casefold()) if word not in _STOP)
    return " or ".join(f'"{word}"' for word in _longest(tuple(words))).replace(" or ", " OR ")


def _longest(words: Sequence[str]) -> Sequence[str]:
    """Of a very long text the longest words, which are the rarest."""
    return words if len(words) <= _MOST_WORDS else sorted(words, key=len, reverse=True)[:_MOST_WORDS]


def _figures(text: str) -> set[tuple[object, str]]:
    return {quantity.measure for quantity in find_quantities(text)}


def _names(text: str) -> set[str]:
    first = _WORD.search(text)
    found = {match[0] for match in _WORD.finditer(text) if match[0][:1].isupper() and match.start() > 0}
    return found - ({first[0]} if first is not None else set())
