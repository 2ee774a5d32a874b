"""Which claims share the telling words of a text, as bm25 over all of its words ranks them, at a fiftieth of the cost.

Bm25 (https://www.sqlite.org/fts5.html#the_bm25_function) weighs each claim that has any of the words, and in a large
project that is most claims. Those that come first have rare words in common, or several that are not everywhere. So
claims are found by the rarest words, and by pairs of those that follow; the best of them are weighed by all words
as bm25 does, as long as one that does not come first yet could. What is read is bounded at each step: ten times the
claims take little more.
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
from claimtracker.storage.stems import beginning, stems
from claimtracker.storage.word_counts import CountedWords, count_words, quoted

WORD = re.compile(r"[^\W_]+")

_READ = 2_500
"""So many claims are read of the rarest words together."""
_OF_A_WORD = 5_000
"""And so many of one word at most, alone or beside a rarer one: the newest."""
_EVERYWHERE = 30_000
"""A word of more claims finds none: it weighs in those that others found."""
_COMMON = 40_000
"""Of a word of so many claims at most it is asked which of those with one of the rarest have it: they come first."""
_PAIRED = 60_000
"""The words that another is paired with stand in so many claims together at most."""
_BY_CHANCE = 50
"""Two words that so many claims have both by chance tell nothing together."""
_NEARLY = 0.8
"""Two words that weigh less than this share of what the first claims weigh by the rarest need not be looked for."""
_WEIGHED = 1_000
"""So many are weighed by all words at most."""
_AT_ONCE = 100
"""Claims that are weighed before it is asked whether the next could still come first."""
_EVERYDAY, _SHORT = 3.0, 1.2
"""What the words that are everywhere may add to a claim, and being short, of which bm25 makes more."""
_MOST_WORDS = 60
_TELLING_FROM = 128
"""A word that says nothing by itself, such as “not”, weighs from so many claims on: before, its rareness is chance."""
_AGAIN, _LENGTH = 1.2, 0.75
"""Of bm25: how much more a word tells that stands twice, and how much less in a long claim."""


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

    Which are the first `sure` of them (all if 0) is looked into as far as another could still be among them.
    """
    words = list(dict.fromkeys(WORD.findall(text.casefold())))
    if len(words) > _MOST_WORDS:
        # The longest words are mostly the rarest.
        words = sorted(words, key=len, reverse=True)[:_MOST_WORDS]
    if all(word in saying_nothing for word in words):
        return []
    counted = count_words(connection, words)
    counts = counted.counts
    finding = sorted((word for word in words if counts[word] and word not in saying_nothing), key=counts.__getitem__)
    weighing = [word for word in words if word in saying_nothing and counts[word] >= _TELLING_FROM]
    return _Search(connection, finding, weighing, counted).best(limit, sure or limit)


class _Search:
    def __init__(
        self, connection: sqlite3.Connection, finding: Sequence[str], weighing: Sequence[str], counted: CountedWords
    ) -> None:
        self._connection = connection
        self._finding = finding
        self._counted = counted
        words = [*finding, *weighing]
        self._counts = [counted.counts[word] for word in words]
        self._weights = [_weight(counted.counts[word], counted.total) for word in words]
        self._bits = {word: 1 << place for place, word in enumerate(words)}
        self._stems: dict[str, int] = {}
        """Which of the words have a stem in common, as soon as it is asked for."""
        self._known: dict[int, float] = {}
        """What several of the words weigh together."""
        self._rarest = 0
        """How many of the words are read whole."""
        self._held: dict[int, int] = {}
        """Which words a claim is known to have: a bit for each."""

    def best(self, limit: int, sure: int) -> list[Alike]:
        if not self._finding:
            return []
        self._read_rarest()
        if self._rarest < len(self._finding):
            self._read_pairs(sure)
        self._read_common()
        best: list[tuple[float, int, str]] = []
        for score, ids in self._likeliest(max(limit, _AT_ONCE)):
            if len(best) >= sure and (score + _EVERYDAY) * _SHORT < -best[sure - 1][0]:
                break
            best += self._weighed(ids)
            best.sort()
        return [Alike(ClaimId(claim_id), assertion, -score) for score, claim_id, assertion in best[:limit]]

    def _read_rarest(self) -> None:
        read = 0
        for place, word in enumerate(self._finding):
            read += self._counts[place]
            if place and read > _READ:
                return
            self._rarest = place + 1
            self._note(place, self._counted.found.get(word) or self._find(quoted(word)))

    def _read_pairs(self, sure: int) -> None:
        """Note who has a word that is less rare, and beside it a rarer one with which it tells enough."""
        total, counts = self._counted.total, self._counts
        # Words of n and m claims weigh log(total / n) + log(total / m) together, and meet by chance in n * m / total.
        most = min(_BY_CHANCE * total, total**2 * math.exp(-_NEARLY * self._score_of(sure)))
        for place in range(self._rarest, len(self._finding)):
            if counts[place] > _EVERYWHERE:
                return
            beside, claims = [], 0
            for rarer in range(place):
                claims += counts[rarer]
                if claims > _PAIRED or counts[rarer] * counts[place] > most:
                    break
                beside.append(quoted(self._finding[rarer]))
            if not beside:
                return
            query = f"({' OR '.join(beside)}) AND {quoted(self._finding[place])}"
            self._note(place, self._find(query))

    def _read_common(self) -> None:
        """Note which of the claims with a rare word have one that is common, but not everywhere."""
        rarest = " OR ".join(quoted(word) for word in self._finding[: self._rarest])
        for place, word in enumerate(self._bits):
            # Of those that find claims, the less common ones were paired already.
            least = _EVERYWHERE if place < len(self._finding) else 0
            if place >= self._rarest and least < self._counts[place] <= _COMMON:
                self._note(place, self._find(f"({rarest}) AND {quoted(word)}"))

    def _find(self, query: str) -> list[int]:
        # In the order of the index: backwards takes half as long again, and mostly they are few.
        found = self._asked(query, "asc")
        return found if len(found) < _OF_A_WORD else self._asked(query, "desc")

    def _asked(self, query: str, order: str) -> list[int]:
        # In one step of SQLite, which works beside the window then: Python has its turn between any two rows.
        (found,) = self._connection.execute(
            f"""select json_group_array(rowid) from (
                select rowid from claim_stems where claim_stems match ? order by rowid {order} limit ?)""",  # noqa: S608  our own word
            (query, _OF_A_WORD),
        ).fetchone()
        ids: list[int] = json.loads(found)
        return ids

    def _note(self, place: int, ids: Sequence[int]) -> None:
        held, bit = self._held, 1 << place
        for claim_id in ids:
            held[claim_id] = held.get(claim_id, 0) | bit

    def _ranked(self) -> list[tuple[float, int, int]]:
        """Which words claims are known to have together, and how many have just these, the weightiest first."""
        return sorted(
            ((self._rough(held), held, many) for held, many in Counter(self._held.values()).items()), reverse=True
        )

    def _rough(self, held: int) -> float:
        score = self._weight_of(held)
        if held & ((1 << self._rarest) - 1) == 0:
            # Which word a claim has beside this one is not told, unless it is among the rarest: half-way between.
            score += (self._weights[self._rarest] + self._weights[(held & -held).bit_length() - 1]) / 2
        return score

    def _weight_of(self, held: int) -> float:
        weight = self._known.get(held)
        if weight is None:
            weight = sum([weight for place, weight in enumerate(self._weights) if held >> place & 1])
            self._known[held] = weight
        return weight

    def _score_of(self, number: int) -> float:
        """What the claim of that number weighs, roughly, of those noted."""
        for score, _held, many in self._ranked():
            number -= many
            if number <= 0:
                return score
        return 0.0

    def _likeliest(self, at_once: int) -> list[tuple[float, list[int]]]:
        """The claims that may come first, some at a time; with what the best of them weighs, roughly."""
        ids: dict[int, list[int]] = {}
        ranked, known = self._ranked(), 0
        for _score, held, many in ranked:
            ids[held] = []
            known += many
            if known >= _WEIGHED:
                break
        for claim_id, held in self._held.items():
            if held in ids:
                ids[held].append(claim_id)
        portions: list[tuple[float, list[int]]] = []
        left = _WEIGHED
        for score, held, _many in ranked[: len(ids)]:
            if not portions or len(portions[-1][1]) >= at_once:
                portions.append((score, []))
            newest = ids[held][-left:]
            portions[-1][1].extend(newest)
            left -= len(newest)
        return portions

    def _weighed(self, ids: Sequence[int]) -> list[tuple[float, int, str]]:
        """By all words, in any form of them: those that the index told of, and those that stand in the claim."""
        # Straight from where the index keeps the text, for it would be asked for each claim anew.
        rows = self._connection.execute(
            "select id, c0 from claim_stems_content where id in (select value from json_each(?))", (json.dumps(ids),)
        ).fetchall()
        # What many articles say is claimed in the same words many times, and weighs the same.
        saying: dict[str, list[int]] = {}
        for claim_id, assertion in rows:
            saying.setdefault(assertion, []).append(claim_id)
        texts = {assertion: WORD.findall(assertion.casefold()) for assertion in saying}
        bits = self._bits_of(set().union(*texts.values()))
        weight_of, middling = self._weight_of, self._counted.length
        weighed = []
        for assertion, words in texts.items():
            length = _AGAIN * (1 - _LENGTH + _LENGTH * len(words) / middling)
            standing = [bits[word] for word in words if word in bits]
            shared = 0
            for held in [*standing, *(self._held[claim_id] for claim_id in saying[assertion])]:
                shared |= held
            score = weight_of(shared) * (_AGAIN + 1) / (1 + length)
            if len(set(standing)) < len(standing):
                for bit, times in Counter(standing).items():
                    score += weight_of(bit) * (_AGAIN + 1) * (times / (times + length) - 1 / (1 + length))
            weighed += [(-score, claim_id, assertion) for claim_id in saying[assertion]]
        return weighed

    def _bits_of(self, words: Collection[str]) -> dict[str, int]:
        """Which of the words that are weighed others are a form of, as “it” is of “its” for the index."""
        if not self._stems:
            for word, stem in stems(self._bits).items():
                self._stems[stem] = self._stems.get(stem, 0) | self._bits[word]
        beginnings = {beginning(stem) for stem in self._stems}
        likely = [word for word in words if word[:3] in beginnings or word[:2] in beginnings]
        return {word: self._stems[stem] for word, stem in stems(likely).items() if stem in self._stems}


def _weight(count: int, total: int) -> float:
    """How much it tells that two texts share a word of so many claims; never nothing."""
    return max(1e-6, math.log((total - count + 0.5) / (count + 0.5))) if total > count else 1e-6
