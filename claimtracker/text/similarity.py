"""How alike two labels or two names are: for likely duplicates, small misspellings and completion.

RapidFuzz (https://github.com/rapidfuzz/RapidFuzz) counts the letters; what counts as the same is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from claimtracker.text import fuzzy
from claimtracker.text.comparison import fold, folded_words
from claimtracker.text.names import compare_names

LIKELY = 0.85
"""Labels this alike are worth asking about."""

AT_LEAST = 0.6
"""Texts less alike than that are not offered for what was typed."""
_NEAR = 0.7
"""From here on two texts can be one with slips of the fingers in it."""
_SLIPPED = 0.9
"""By so much a text with slips is less likely meant than one without."""
_SMALL = frozenset("the a an of to in on with and any some by for that".split())
_NEGATIONS = frozenset("not no never without non anti un dis".split())
_ENDINGS = (
    ("ments", ""), ("ment", ""), ("ations", ""), ("ation", ""), ("ions", ""), ("ion", ""), ("ials", "y"), ("ial", "y"),
    ("ied", "y"), ("ies", "y"), ("ying", "y"), ("ings", ""), ("ing", ""), ("als", ""), ("al", ""), ("ers", ""), ("ed", ""),
    ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip

_ENDING, _CUT, _SLIP, _ONE_MORE = "word endings", "a word cut short", "a letter or two", "a word that only one has"
_DIFFERENCES = (_ENDING, _CUT, _SLIP, _ONE_MORE)
"""How two labels that are alike differ, in the order it is told in."""


def likeness(one: str, other: str) -> float:
    """How alike two labels are, from 0 to 1; from 0.85 on they are likely the same thing said twice.

    Case, accents, punctuation, inflection and abbreviations matter little (“denies disagr.”), the order of words not
    at all; a word that only one has, another number or a negation matters much.
    """
    mine, others = _words(one), _words(other)
    if mine == others:
        return 1.0
    if not mine or not others:
        return 0.0
    left, shared, whole = list(others), 0.0, 0.0
    for word in mine:
        best = max(left, key=lambda candidate: _word_likeness(word, candidate), default="")
        found = _word_likeness(word, best) if best else 0.0
        if found < 0.6:
            whole += len(word)
            continue
        left.remove(best)
        weight = max(len(word), len(best))
        shared += weight * found
        whole += weight
    together = shared / (whole + sum(map(len, left)))
    if "".join(mine) == "".join(others):
        return 0.97
    return min(together, 0.5) if _opposed(mine, others) else together


def why_alike(one: str, other: str) -> str:
    """In few words, how two labels that are likely the same thing differ: “the same but for word endings”."""
    mine, others = _words(one), _words(other)
    if folded_words(one) == folded_words(other):
        differ = ["case, accents or punctuation"]
    elif mine == others:
        differ = ["small words"]
    elif "".join(mine) == "".join(others):
        differ = ["spaces or hyphens"]
    elif sorted(mine) == sorted(others):
        differ = ["the order of words"]
    else:
        nearest = [(word, max(others, key=lambda known: _word_likeness(word, known))) for word in mine]
        found = {_difference(*pair) for pair in nearest if pair[0] != pair[1]}
        if len(mine) != len(others):
            found.add(_ONE_MORE)
        differ = sorted(found, key=_DIFFERENCES.index)
    return f"the same but for {' and '.join(differ)}"


def likely_same_name(one: str, other: str) -> float:
    """How likely two names are of one person or body, from 0 to 1; from 0.8 on it is worth asking.

    “Hegseth” and “Secretary Pete Hegseth” are, “Pete” and “Ana Hegseth” are not; “officials” are nobody.
    """
    return compare_names(one, other).likeness


def is_slip(one: str, other: str) -> bool:
    """Whether two names differ by no more than a slip of the fingers: case, an accent, a letter or two of a word."""
    mine, others = folded_words(one), folded_words(other)
    if len(mine) != len(others):
        return "".join(mine) == "".join(others)
    slips = [fuzzy.OSA.distance(word, other_word) for word, other_word in zip(mine, others, strict=True)]
    return sum(slips) <= (2 if sum(map(len, mine)) >= 8 else 1)


def best_matches(
    typed: str, known: Sequence[str], *, limit: int = 5, at_least: float = AT_LEAST
) -> list[tuple[str, float]]:
    """The known texts that were likely meant, best first: what begins so, words of it that do, small misspellings."""
    wanted = fold(typed)
    if not wanted:
        return []
    scored = [(text, _meant(wanted, fold(text))) for text in known]
    found = [(text, score) for text, score in scored if score >= at_least]
    found.sort(key=lambda match: (-match[1], len(match[0]), match[0]))
    return found[:limit]


def near_texts(typed: str, folded: Sequence[str], *, at_least: float) -> list[int]:
    """Which of many texts, folded already, `best_matches` has to look at: it scores all others lower, also as parts.

    Two texts that are near share nearly all their letters in the same order, which is counted fast.
    """
    wanted = fold(typed)
    if not wanted:
        return []
    least = max(_NEAR, at_least / _SLIPPED) - 1e-9
    word = " " + max(wanted.split(" "), key=len)
    begun = {place for place, text in enumerate(folded) if word in f" {text}"}
    shared = ceil(len(wanted) * least)
    near = (
        place
        for text, letters, place in fuzzy.process.extract(
            wanted, folded, scorer=fuzzy.LCSseq.similarity, score_cutoff=shared, limit=None
        )
        if letters >= len(text) * least
        or any(fuzzy.LCSseq.similarity(wanted, end[: len(wanted) + 1]) >= shared for end in _ends(text))
    )
    return sorted(begun.union(near))


def _meant(wanted: str, text: str) -> float:
    if text == wanted:
        return 1.0
    if text.startswith(wanted):
        return 0.95
    if f" {wanted}" in text:
        return 0.9
    words = text.split(" ")
    if _begins_each(wanted.split(" "), words):
        return 0.85
    if len(wanted) < 4:
        return 0.0
    # What is typed may be only the beginning of a word, or the whole of it with a letter too few or too many.
    near = max(
        fuzzy.OSA.normalized_similarity(wanted, end[: len(wanted) + more]) for end in _ends(text) for more in (-1, 0, 1)
    )
    near = max(near, fuzzy.OSA.normalized_similarity(wanted, text))
    return _SLIPPED * near if near >= _NEAR else 0.0


def _ends(text: str) -> list[str]:
    """A text from each of its words on."""
    return [text, *(text[place + 1 :] for place, letter in enumerate(text) if letter == " ")]


def _begins_each(beginnings: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each typed word begins a word of its own: “var il” is Ilse Varga."""
    left = list(words)
    for beginning in sorted(beginnings, key=len, reverse=True):
        met = next((word for word in left if word.startswith(beginning)), None)
        if met is None:
            return False
        left.remove(met)
    return len(beginnings) > 1


def _words(label: str) -> tuple[str, ...]:
    words = folded_words(label.replace("-", ""))
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    # “deny” and “denied”, “admit” and “admitted” are one.
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if any(letter.isdecimal() for letter in one + other):
        return 0.0
    mine, others = _stem(one), _stem(other)
    if mine == others:
        return 0.97
    if mine in _negated(others) or others in _negated(mine):
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.92
    if len(short) < 5 or short[0] != long[0]:
        return 0.0
    if len(short) == len(long) < 7 and sorted(short) != sorted(long):
        return 0.0  # “warned” and “warmed” are both words; “denied” and “deneid” are one
    slips = 2 if len(short) >= 9 else 1
    near = min(fuzzy.OSA.distance(one, other), fuzzy.OSA.distance(mine, others) + (0 if len(mine) >= 5 else 1))
    return 0.92 if near <= slips else 0.5 * fuzzy.Indel.normalized_similarity(mine, others)


def _difference(word: str, other: str) -> str:
    if _word_likeness(word, other) < 0.6:
        return _ONE_MORE
    if _stem(word) == _stem(other):
        return _ENDING
    short, long = sorted((word, other), key=len)
    return _CUT if long.startswith(short) else _SLIP


def _negated(stem: str) -> tuple[str, ...]:
    return tuple(prefix + stem for prefix in ("un", "dis", "non", "in", "im", "de", "mis", "re"))


def _opposed(mine: Sequence[str], others: Sequence[str]) -> bool:
    """Whether only one of them is a negation, or they say opposite things in words that look alike."""
    if bool(_NEGATIONS & set(mine)) != bool(_NEGATIONS & set(others)):
        return True
    first, second = {_stem(word) for word in mine}, {_stem(word) for word in others}
    return any(_negated_in(one, second) for one in first - second) or any(
        _negated_in(one, first) for one in second - first
    )


def _negated_in(stem: str, others: set[str]) -> bool:
    return not others.isdisjoint(_negated(stem))
