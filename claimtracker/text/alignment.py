"""Sentences of two versions of a text, linked to each other: kept, moved, reworded, merged or split.

Sentences of the same words are paired first, one to one. Of the rest each goes to the partner that holds most of its
words, which keeps both halves of a sentence that was split and all parts of one that was merged; a diff by lines keeps
neither. Words weigh by how rare they are, and partners are looked for by the rare ones, so that long texts stay quick.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimtracker.text import fuzzy
from claimtracker.text.wording import plain_tokens

_MUTUAL = 0.4
"""Share of a sentence's words that its partner must hold when each is the other's best."""
_ONE_SIDED = 0.55
"""The same when the partner has a better one: a part of a sentence that was merged or split is in it almost whole."""
_NEW_TO_PARTNER = 0.5
"""Share of the common words that the partner's better one must lack: a part adds something, and repeats not only names."""
_SPELLED_ALIKE = 0.75
"""Letters in common that make two sentences at the same place partners whose words differ: “rnodem”, “modern”."""
_RAREST = 6
_COMMON = 60
_NEAR = 5
_RANKS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence of the old version and one of the new, by their places in it."""

    old: int
    new: int
    likeness: float
    """The larger share of words in common; 1 only where all words are the same."""

    @property
    def same(self) -> bool:
        """Whether both have the same words, whatever their quotes, punctuation and case."""
        return self.likeness == 1.0


def align(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    """Which sentence became which, in the order of the old ones; what has no link was removed or added.

    Sentences that occur several times are paired by what stands around them, then in their order.
    """
    sides = (_Side.of(old), _Side.of(new))
    pairs = _identical(*sides)
    links = [Link(one, other, 1.0) for one, other in pairs.items()]
    links += _Likeness(*sides, pairs).links()
    return sorted(links, key=lambda link: (link.old, link.new))


def in_order(links: Iterable[Link]) -> set[tuple[int, int]]:
    """Those of the links between same sentences that keep their order: the longest row of them. The others moved."""
    pairs = [(link.old, link.new) for link in links if link.same]
    best: list[tuple[int, int]] = []  # of each length the row that ends lowest: (new, place in pairs)
    before: list[int] = []
    for place, (_, new) in enumerate(pairs):
        length = bisect_left(best, (new, -1))
        before.append(best[length - 1][1] if length else -1)
        best[length : length + 1] = [(new, place)]
    kept = set()
    place = best[-1][1] if best else -1
    while place >= 0:
        kept.add(pairs[place])
        place = before[place]
    return kept


def passages(links: Iterable[Link], old: int, new: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Sentences that hang together by links, those of the old version and of the new; one side empty where nothing does.

    In reading order of the new version; what was removed stands after what it followed. `old` and `new` are how many
    sentences there are.
    """
    head = list(range(old + new))

    def find(place: int) -> int:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    for link in links:
        head[find(link.old)] = find(old + link.new)
    groups: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place in range(old + new):
        group = groups[find(place)]
        (group[0] if place < old else group[1]).append(place if place < old else place - old)
    # A removed sentence comes where the reader of the old version had got to.
    reached = -1.0
    where: dict[int, float] = {}
    for place in range(old):
        mine = groups[find(place)]
        if mine[1]:
            reached = max(mine[1])
        else:
            where[place] = reached + 0.5
    ordered = sorted(groups.values(), key=lambda group: (min(group[1]) if group[1] else where[group[0][0]], group[0]))
    return [(tuple(mine), tuple(others)) for mine, others in ordered]


@dataclass(frozen=True, slots=True)
class _Side:
    """One version: the words of each sentence, and what tells it from others."""

    words: Sequence[tuple[str, ...]]
    counts: Sequence[Counter[str]]
    keys: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, sentences: Sequence[str]) -> _Side:
        words = [plain_tokens(sentence) for sentence in sentences]
        keys = [found or ("", " ".join(sentence.split())) for found, sentence in zip(words, sentences, strict=True)]
        return cls(words, [Counter(found) for found in words], keys)

    def key(self, place: int) -> tuple[str, ...] | None:
        return self.keys[place] if 0 <= place < len(self.keys) else None

    def around(self, place: int) -> set[str]:
        """The words of the sentences beside one."""
        return {word for near in (place - 1, place + 1) if 0 <= near < len(self.words) for word in self.words[near]}


def _identical(old: _Side, new: _Side) -> dict[int, int]:
    """Sentences of the same words, each with one partner."""
    places: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((old.keys, new.keys)):
        for place, key in enumerate(keys):
            places[key][side].append(place)
    pairs: dict[int, int] = {}
    for mine, others in places.values():
        if len(mine) == len(others) == 1:
            pairs[mine[0]] = others[0]
        elif mine and others:
            pairs |= _repeated(old, new, mine, others)
    return pairs


def _repeated(old: _Side, new: _Side, mine: Sequence[int], others: Sequence[int]) -> dict[int, int]:
    """Occurrences of one sentence: those with the most alike around them first, then those of nearly the same rank."""
    few = len(mine) * len(others) <= (2 * _RANKS) ** 2
    scored = [
        (-_surroundings(old, new, one, other), abs(rank - other_rank), min(rank, other_rank), one, other)
        for rank, one in enumerate(mine)
        for other_rank, other in enumerate(others)
        if few or abs(rank - other_rank) <= _RANKS
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, one, other in sorted(scored):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    rest = [other for other in others if other not in taken]
    return pairs | dict(zip([one for one in mine if one not in pairs], rest, strict=False))


def _surroundings(old: _Side, new: _Side, one: int, other: int) -> float:
    """How alike what stands around two sentences is: the same sentences up to three away, and words of the next ones.

    What stands before weighs more: “He declined to comment.” belongs to the sentence that says who.
    """
    score = 0.0
    for direction in (-1, 1):
        for step, weight in ((1, 4.0), (2, 2.0), (3, 1.0)):
            key = old.key(one + direction * step)
            if key != new.key(other + direction * step):
                break
            if key is None:
                score += 1.0  # both are at the end, which tells less than a sentence does
                break
            score += weight if direction > 0 else 2 * weight
    mine, others = old.around(one), new.around(other)
    together = len(mine | others)
    return round(score + (3.0 * len(mine & others) / together if together else 3.0), 6)


class _Likeness:
    """Links between sentences that have no partner of the same words."""

    def __init__(self, old: _Side, new: _Side, pairs: Mapping[int, int]) -> None:
        self._sides = (old, new)
        partners = set(pairs.values())
        self._open = (
            [place for place in range(len(old.words)) if place not in pairs and old.words[place]],
            [place for place in range(len(new.words)) if place not in partners and new.words[place]],
        )
        self._pairs = pairs
        self._often = tuple(Counter(word for counts in side.counts for word in counts) for side in self._sides)
        self._most = max(len(old.words), len(new.words), 1)
        self._weights: dict[str, float] = {}

    def links(self) -> list[Link]:
        """A link from each sentence to its best partner, seen from both sides."""
        shares = self._shares()
        best = tuple(self._best(shares, side) for side in (0, 1))
        found: dict[tuple[int, int], float] = {}
        for side in (0, 1):
            for place, (partner, share) in best[side].items():
                pair = (place, partner) if side == 0 else (partner, place)
                better = best[1 - side].get(partner)
                mutual = better is not None and better[0] == place
                if share >= (_MUTUAL if mutual else _ONE_SIDED) and (
                    mutual or better is None or self._adds(side, place, partner, better[0])
                ):
                    found[pair] = max(shares[pair])
        return [Link(*pair, min(share, 0.99)) for pair, share in found.items()]

    def _shares(self) -> dict[tuple[int, int], tuple[float, float]]:
        """For pairs that may be partners: the share of the old one's words that the new one has, and the other way."""
        beside = set(self._beside())
        shares = {}
        for one, other in {*self._by_rare_words(), *beside}:
            mine, others = self._sides[0].counts[one], self._sides[1].counts[other]
            common = self._weight_of(mine & others)
            both = (common / self._weight_of(mine), common / self._weight_of(others))
            if (one, other) in beside:
                letters = fuzzy.Indel.normalized_similarity(
                    " ".join(self._sides[0].words[one]), " ".join(self._sides[1].words[other])
                )
                if letters >= _SPELLED_ALIKE:
                    both = (max(both[0], letters), max(both[1], letters))
            if max(both) >= _MUTUAL:
                shares[one, other] = both
        return shares

    def _best(self, shares: Mapping[tuple[int, int], tuple[float, float]], side: int) -> dict[int, tuple[int, float]]:
        """Of each sentence of a side the partner that holds most of it, the more alike one among equals."""
        best: dict[int, tuple[tuple[float, float, int], int, float]] = {}
        for pair, both in shares.items():
            place, partner = pair[side], pair[1 - side]
            rank = (round(both[side] + 0.5 * both[1 - side], 6), both[side], -abs(pair[0] - pair[1]))
            known = best.get(place)
            if known is None or (rank, -partner) > (known[0], -known[1]):
                best[place] = (rank, partner, both[side])
        return {place: (partner, share) for place, (_, partner, share) in best.items()}

    def _adds(self, side: int, place: int, partner: int, better: int) -> bool:
        """Whether a sentence has words of its partner that the partner's better one lacks."""
        common = self._sides[side].counts[place] & self._sides[1 - side].counts[partner]
        fresh = common - self._sides[side].counts[better]
        return self._weight_of(fresh) >= _NEW_TO_PARTNER * self._weight_of(common)

    def _by_rare_words(self) -> Iterator[tuple[int, int]]:
        places: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
        for side in (0, 1):
            for place in self._open[side]:
                for word in self._sides[side].counts[place]:
                    places[side][word].append(place)
        for side in (0, 1):
            for place in self._open[side]:
                shared = [word for word in self._sides[side].counts[place] if word in places[1 - side]]
                shared.sort(key=lambda word: (len(places[0][word]) + len(places[1][word]), word))
                for word in shared[:_RAREST]:
                    if len(places[0][word]) + len(places[1][word]) > _COMMON:
                        break
                    for partner in places[1 - side][word]:
                        yield (place, partner) if side == 0 else (partner, place)

    def _beside(self) -> Iterator[tuple[int, int]]:
        """Sentences that stand at nearly the same distance from the same pair, before it or after it."""
        backwards = {other: one for one, other in self._pairs.items()}
        known = (self._pairs, {other: other for other in backwards})
        for direction in (1, -1):
            groups: list[dict[int, list[tuple[int, int]]]] = []
            for side in (0, 1):
                length = len(self._sides[side].words)
                order = range(length) if direction == 1 else range(length - 1, -1, -1)
                anchor, distance = -1, 0
                wanted = set(self._open[side])
                group: dict[int, list[tuple[int, int]]] = defaultdict(list)
                for place in order:
                    distance += 1
                    if place in wanted:
                        group[anchor].append((distance, place))
                    elif place in known[side]:
                        anchor, distance = known[side][place], 0
                groups.append(group)
            for anchor, mine in groups[0].items():
                for (_, one), (_, other) in _near(mine, groups[1].get(anchor, ())):
                    yield one, other

    def _weight_of(self, counts: Counter[str]) -> float:
        return sum(self._weight(word) * count for word, count in counts.items())

    def _weight(self, word: str) -> float:
        weight = self._weights.get(word)
        if weight is None:
            often = max(self._often[0][word], self._often[1][word], 1)
            weight = self._weights[word] = math.log(1 + self._most / often)
        return weight


def _near(
    mine: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Entries whose distances differ by little; both sides come by rising distance."""
    first = 0
    for entry in mine:
        while first < len(others) and others[first][0] < entry[0] - _NEAR:
            first += 1
        for other in others[first:]:
            if other[0] > entry[0] + _NEAR:
                break
            yield entry, other
