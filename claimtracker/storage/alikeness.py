"""Which claims share the telling words of a text, as bm25 over all of its words ranks them, at a fiftieth of the cost.

Bm25 (https://www.sqlite.org/fts5.html#the_bm25_function) weighs each claim that has any of the words, and in a large
project that is most claims. Those that come first have rare words in common, or several that are not everywhere. So
claims are found by the rarest words, and by pairs of those that follow; the best of them are weighed by all words.
What is read is bounded at each step: ten times the claims take little more.
"""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from claimtracker.domain.values import ClaimId
from claimtracker.storage.word_counts import count_words, quoted

WORD = re.compile(r"[^\W_]+")

_READ = 5_000
"""So many claims are read of the rarest words together."""
_EVERYWHERE = 30_000
"""A word of more claims finds none: it weighs in those that others found."""
_PAIRED = 60_000
"""The words that others are paired with stand in so many claims together at most."""
_WEIGHED = 400
"""So many are weighed by all words."""
_CLOSE = 20.0
"""Where enough claims have more in common than two of the rarest words, there is no need to look for looser ones."""
_MOST_WORDS = 60
_TELLING_FROM = 128
"""A word that says nothing by itself, such as “not”, weighs from so many claims on: before, its rareness is chance."""
_AGAIN, _LENGTH, _MIDDLING = 1.2, 0.75, 12
"""Of bm25: how much more a word tells that stands twice, how much less in a long claim, and how many words one has."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A claim, what it says, and how much it has in common with the text: the higher, the more."""

    claim_id: ClaimId
    assertion: str
    score: float


def claims_alike(
    connection: sqlite3.Connection, text: str, *, saying_nothing: Collection[str], limit: int, sure: int = 0
) -> list[Alike]:
    """The claims that have most in common with a text, best first. `saying_nothing`: words that find none alone.

    Of the first `sure` of them (of all if 0) nothing is left out that has several words in common which are not rare.
    """
    words = list(dict.fromkeys(WORD.findall(text.casefold())))
    if len(words) > _MOST_WORDS:
        # The longest words are mostly the rarest.
        words = sorted(words, key=len, reverse=True)[:_MOST_WORDS]
    if all(word in saying_nothing for word in words):
        return []
    total, counts = count_words(connection, words)
    finding = sorted((word for word in words if counts[word] and word not in saying_nothing), key=counts.__getitem__)
    weighing = [word for word in words if word in saying_nothing and counts[word] >= _TELLING_FROM]
    return _Search(connection, finding, weighing, total, counts).best(limit, sure or limit)


class _Search:
    def __init__(
        self,
        connection: sqlite3.Connection,
        finding: Sequence[str],
        weighing: Sequence[str],
        total: int,
        counts: dict[str, int],
    ) -> None:
        self._connection = connection
        self._finding = finding
        self._counts = counts
        self._words = [*finding, *weighing]
        self._weights = [_weight(counts[word], total) for word in self._words]
        self._held: dict[int, list[int]] = {}
        """Which words a claim is known to have, by their places."""
        self._scores: dict[int, float] = {}
        """What those weigh, roughly."""

    def best(self, limit: int, sure: int) -> list[Alike]:
        rarest = self._read_rarest()
        close = len(self._scores) > sure and sorted(self._scores.values())[-sure] > _CLOSE
        self._read_pairs(rarest, loose=not close)
        found = sorted(self._scores, key=self._scores.__getitem__, reverse=True)[:_WEIGHED]
        rows = self._connection.execute(
            "select rowid, assertion from claim_stems where rowid in (select value from json_each(?))",
            (json.dumps(found),),
        )
        alike = self._weighed(rows.fetchall())
        alike.sort(key=lambda one: (-one.score, one.claim_id))
        return alike[:limit]

    def _read_rarest(self) -> int:
        """Note who has the rarest words; how many words those are."""
        read = 0
        for place, word in enumerate(self._finding):
            if place and read + self._counts[word] > _READ:
                return place
            read += self._counts[word]
            self._note(place, quoted(word), 0.0)
        return len(self._finding)

    def _read_pairs(self, rarest: int, *, loose: bool) -> None:
        """Note who has a word that is less rare, and a rarer one beside it: of the rarest ones, or, loosely, of all."""
        partners = self._finding[:rarest]
        claims = sum(self._counts[word] for word in partners)
        for place, word in enumerate(self._finding[rarest:], rarest):
            if self._counts[word] > _EVERYWHERE:
                return
            # Which word a claim has beside this one is not told, unless it is among the rarest: half-way between.
            beside = (self._weights[rarest] + self._weights[place]) / 2
            self._note(place, f"({' OR '.join(map(quoted, partners))}) AND {quoted(word)}", beside)
            if loose and claims < _PAIRED:
                partners = [*partners, word]
                claims += self._counts[word]

    def _note(self, place: int, query: str, beside: float) -> None:
        """That claims have a word: those that a query finds, the newest of them where they are very many."""
        # In one step of SQLite, which works beside the window then: Python has its turn between any two rows.
        (found,) = self._connection.execute(
            """select json_group_array(rowid) from (
                select rowid from claim_stems where claim_stems match ? order by rowid desc limit ?)""",
            (query, _READ),
        ).fetchone()
        weight, scores, held = self._weights[place], self._scores, self._held
        for claim_id in json.loads(found):
            if claim_id in scores:
                scores[claim_id] += weight
                held[claim_id].append(place)
            else:
                scores[claim_id] = weight + beside
                held[claim_id] = [place]

    def _weighed(self, rows: Sequence[tuple[int, str]]) -> list[Alike]:
        """By all words: those that the index told of, in any form, and those that stand in the claim as in the text."""
        places, weights = {word: place for place, word in enumerate(self._words)}, self._weights
        alike = []
        for claim_id, assertion in rows:
            words = WORD.findall(assertion.casefold())
            length = _AGAIN * (1 - _LENGTH + _LENGTH * len(words) / _MIDDLING)
            standing = [places[word] for word in words if word in places]
            shared = {*standing, *self._held[claim_id]}
            score = sum([weights[place] for place in shared]) * (_AGAIN + 1) / (1 + length)
            if len(set(standing)) < len(standing):
                for place, times in Counter(standing).items():
                    score += weights[place] * (_AGAIN + 1) * (times / (times + length) - 1 / (1 + length))
            alike.append(Alike(ClaimId(claim_id), assertion, score))
        return alike


def _weight(count: int, total: int) -> float:
    """How much it tells that two texts share a word of so many claims; never nothing."""
    return max(1e-6, math.log((total - count + 0.5) / (count + 0.5))) if total > count else 1e-6
