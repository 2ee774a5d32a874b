"""Whether two names are of the same person or body: “Hegseth” and “Secretary Pete Hegseth”, not “Ana Hegseth”.

Names in news differ in what stands around them (titles, articles, initials) and in how they are brought into Latin
letters; they must not differ in a first name, or in which of two Koreas is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimtracker.text import fuzzy
from claimtracker.text.comparison import folded_words

SAME = 0.8
"""From here on it is worth asking whether two names are one."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How likely two names are one, from 0 to 1, and in few words why."""

    likeness: float
    why: str = ""


_NONE = NameMatch(0.0)
_ARTICLES = frozenset("the a an this that some several many two three other one of for in and to from at on by".split())
_TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady president vice premier minister secretary ambassador envoy
    senator sen representative rep congressman congresswoman governor gov mayor chancellor commissioner councillor speaker
    general gen admiral adm colonel col lieutenant lt captain capt commander cmdr sergeant sgt brigadier major maj marshal
    spokesman spokeswoman spokesperson leader chief chairman chairwoman chair director head ceo founder analyst expert
    judge justice sheriff king queen prince princess pope cardinal archbishop bishop imam ayatollah sheikh rabbi reverend
    rev father deputy undersecretary attorney prosecutor lawyer detective officer official negotiator adviser advisor
    aide coach author economist professor mp mep""".split()
)
_ALSO_NAMES = frozenset("king major bishop prince pope dean judge marshal father speaker chief lord head".split())
"""Titles that are last names too: a title only where a name follows."""
_BEFORE_TITLES = frozenset(
    """prime foreign defense defence interior finance transport health education energy justice economy trade labor
    labour home state treasury former acting senior current interim late ex then incoming outgoing chief press deputy
    assistant us uk""".split()
)
_GENERIC = (
    frozenset(
        """official source spokesman spokeswoman spokesperson spokespeople ministry minister government governments
        department authority agency office police army military force troop soldier officer analyst expert observer critic
        supporter resident witness people person man woman he she they it we i you him her them group company party
        union court prosecutor lawyer diplomat lawmaker legislator politician leader leadership member protester activist
        journalist reporter medic doctor relative family neighbor neighbour country president secretary chancellor
        premier mediator negotiator aide adviser advisor senior unnamed anonymous unidentified local top high ranking
        level former other statement report letter
        document study source sources media tv television newspaper agency delegation team camp side both all others
        authorities agencies ministries armies parties companies families countries men women prime press""".split()
    )
    | _ARTICLES
)
_FIELDS = frozenset(
    "foreign defense defence interior intelligence security regional western justice finance health state".split()
)
_BODY = frozenset(
    """ministry department office agency army navy force council party union bank court police committee commission
    parliament congress senate government authority association federation institute university organization
    organisation corporation company group movement front league house fund foundation society times post news guard
    service bureau administration embassy nations states united""".split()
)
_SPELLINGS = {
    "defence": "defense", "labour": "labor", "centre": "center", "organisation": "organization", "programme": "program",
    "dept": "department", "min": "ministry", "govt": "government", "intl": "international", "natl": "national",
    "assn": "association", "corp": "corporation", "uni": "university", "harbour": "harbor",
}  # fmt: skip
_TELLING = frozenset(
    "north south east west northern southern eastern western new old upper lower former anti pro".split()
)
_PARTICLES = frozenset("al el bin ibn ben abu van von der den de del della da di do dos du la le ter ten st".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_FAMILY_FIRST = frozenset(
    "xi kim lee li wang zhang chen liu yoon moon park mao hu nguyen tran pham zhao wu lai tsai".split()
)
_NICKNAMES = (
    "william bill will billy", "joseph joe joey", "robert bob rob bobby", "michael mike mick", "anthony tony",
    "james jim jimmy", "benjamin ben benny bibi", "richard dick rick", "john jack johnny jon", "edward ed ted eddie",
    "thomas tom", "charles charlie chuck", "elizabeth liz beth", "katherine kate kathy", "margaret maggie peggy",
    "daniel dan danny", "david dave", "alexander alex sasha", "andrew andy", "steven steve stephen", "peter pete",
    "matthew matt", "nicholas nick", "samuel sam", "timothy tim", "gregory greg", "deborah debbie", "susan sue",
)  # fmt: skip
_NICKNAME = {name: number for number, line in enumerate(_NICKNAMES) for name in line.split()}
_DEMONYM = re.compile(r"(n|an|ian|ean|i|ese|ish)")
_SAME_SOUNDS = (
    ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("ck", "k"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"),
    ("yy", "i"), ("ij", "i"), ("ei", "i"), ("ey", "i"), ("ay", "ai"), ("y", "i"), ("j", "i"), ("q", "k"), ("g", "k"), ("w", "v"),
    ("z", "s"), ("e", "a"), ("o", "u"), ("ii", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(\w)\1+")


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    """Everything but articles, in one spelling."""
    given: tuple[str, ...]
    last: str
    suffix: str
    title: str
    acronym: str
    is_body: bool


def compare_names(one: str, other: str) -> NameMatch:
    """How likely two names stand for one person or body. Words that stand for anybody (“officials”) are like nothing."""
    if is_generic(one) or is_generic(other):
        return _NONE
    first, second = _read(one), _read(other)
    if first.words == second.words:
        return NameMatch(1.0, "the same but for case, accents or punctuation")
    short = _acronym_match(first, second)
    if short is not None:
        return short
    if first.is_body or second.is_body:
        return _compare_bodies(first, second)
    return _compare_persons(first, second)


_remembered = lru_cache(maxsize=8_192)
"""Each name is compared with many others."""


@_remembered
def is_generic(name: str) -> bool:
    """Whether a name stands for anybody: “officials”, “a spokesman”, “the ministry”, “he”."""
    words = folded_words(name)
    if not _FIELDS.isdisjoint(words) and not _BODY.isdisjoint(words):
        return False  # “the ministry” is any, the Defence Ministry is one
    return all(word in _GENERIC or word in _FIELDS or word.removesuffix("s") in _GENERIC for word in words)


def name_keys(name: str) -> frozenset[str]:
    """What two names have in common when they may be one: so that not every pair has to be compared."""
    if is_generic(name):
        return frozenset()
    read = _read(name)
    keys = {_sounds(word) for word in read.words if word in _ALSO_NAMES or word not in _GENERIC | _TITLES}
    # Words that differ by one slip have a word in common that lacks one letter (the first is never the slip).
    keys |= {key[:place] + key[place + 1 :] for key in keys if len(key) > 3 for place in range(1, len(key))}
    if read.acronym:
        keys.add(read.acronym)
    if read.is_body or len(read.words) > 2:
        keys.add("".join(word[0] for word in read.words))
    if len(read.words) > 1:
        keys.add(_sounds("".join(read.words)))
    return frozenset(keys)


@_remembered
def _read(name: str) -> _Name:
    plain = re.sub(r"\([^)]*\)", " ", name)
    plain = _without_apposition(plain) if folded_words(plain) else name
    found = folded_words(plain)
    words = tuple(_SPELLINGS.get(word, word) for word in found if word not in _ARTICLES) or tuple(found)
    last_title = max((index for index, word in enumerate(words) if _is_title(words, index)), default=-1)
    title = words[last_title] if last_title >= 0 else ""
    own = words[last_title + 1 :]
    if title and len(own) > 1 and own[0] in _BEFORE_TITLES:
        own = own[1:]  # “Secretary of State Marco Rubio”
    roles_alone = not own
    own = own or words
    suffix = own[-1] if len(own) > 1 and own[-1] in _SUFFIXES else ""
    own = own[:-1] if suffix else own
    last, given = own[-1], tuple(word for word in own[:-1] if word not in _PARTICLES)
    compact = re.sub(r"[.\s]", "", plain)
    acronym = compact.lower() if compact.isupper() and compact.isalpha() and 2 <= len(compact) <= 6 else ""
    is_body = (
        roles_alone or any(word in _BODY for word in own) or (bool(given) and any(word in _TELLING for word in own))
    )
    return _Name(words, given, last, suffix, title, acronym, is_body)


def _without_apposition(name: str) -> str:
    """“Ilse Varga, transport secretary” is Ilse Varga."""
    before, comma, behind = name.partition(",")
    roles = [word for word in folded_words(behind) if word in _TITLES or word in _BODY]
    return before if comma and roles and folded_words(before) else name


def _is_title(words: tuple[str, ...], index: int) -> bool:
    word, follows = words[index], index + 1 < len(words)
    if word in _TITLES:
        return follows or word not in _ALSO_NAMES or (index > 0 and words[index - 1] in _BEFORE_TITLES)
    return follows and word in {"former", "acting"} and index == 0


def _acronym_match(one: _Name, other: _Name) -> NameMatch | None:
    for short, long in ((one, other), (other, one)):
        if short.acronym and len(long.words) > 1 and "".join(word[0] for word in long.words) == short.acronym:
            return NameMatch(0.85 if len(short.acronym) > 2 else 0.8, "one is the initials of the other")
    return None


def _compare_bodies(one: _Name, other: _Name) -> NameMatch:
    """Every word must be met by one of the other name; the order is free (“Ministry of Defence”)."""
    left = list(other.words)
    missing: list[str] = []
    for word in one.words:
        met = next((candidate for candidate in left if _same_word(word, candidate)), None)
        if met is None:
            missing.append(word)
        else:
            left.remove(met)
    if missing and left:
        return NameMatch(0.2)
    extra = missing or left
    if not extra:
        return NameMatch(0.95, "the same words")
    if len(extra) == len(one.words) or len(extra) == len(other.words) or any(word in _TELLING for word in extra):
        return NameMatch(0.2)
    return NameMatch(0.6, "one has a word more")


def _same_word(one: str, other: str) -> bool:
    if one == other or one.removesuffix("s") == other.removesuffix("s"):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short) and _DEMONYM.fullmatch(long[len(short) :]):
        return True
    return _misspelt(one, other) or (len(short) >= 5 and _sounds(one) == _sounds(other))


def _compare_persons(one: _Name, other: _Name) -> NameMatch:
    if "".join(one.words) == "".join(other.words):
        return NameMatch(0.95, "the same but for spaces")
    if {one.title, other.title} in ({"mr", "mrs"}, {"mr", "ms"}, {"mr", "miss"}):
        return NameMatch(0.2)
    last = _compare_last(one.last, other.last)
    if not last.likeness:
        return _compare_order(one, other)
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return NameMatch(0.2)
    given = _compare_given(one.given, other.given)
    together = last.likeness * given.likeness
    if one.suffix != other.suffix:
        together = min(together, 0.5)
    return NameMatch(together, given.why or last.why or "the same name, with another title")


def _compare_last(one: str, other: str) -> NameMatch:
    if one == other:
        return NameMatch(1.0)
    if min(len(one), len(other)) >= 4 and _sounds(one) == _sounds(other):
        return NameMatch(0.97, "another spelling of the last name")
    return NameMatch(0.92, "one letter differs") if _misspelt(one, other) else _NONE


def _compare_given(one: tuple[str, ...], other: tuple[str, ...]) -> NameMatch:
    if one == other:
        return NameMatch(1.0)
    if not one or not other:
        return NameMatch(0.9, "one has no first name")
    first = _compare_first(one[0], other[0])
    if first.likeness < SAME:
        return first
    if len(one) > 1 and len(other) > 1 and _compare_first(one[1], other[1]).likeness < SAME:
        return NameMatch(0.3)
    if one[0] == other[0] and len(one) != len(other):
        return NameMatch(0.95, "one has a middle name")
    return first


def _compare_first(one: str, other: str) -> NameMatch:
    short, long = sorted((one, other), key=len)
    if one == other:
        return NameMatch(1.0)
    if len(short) == 1:
        return NameMatch(0.92, "an initial for the first name") if long.startswith(short) else NameMatch(0.2)
    if _NICKNAME.get(one, -1) == _NICKNAME.get(other, -2):
        return NameMatch(0.95, "a short form of the first name")
    if (len(short) >= 3 and _sounds(one) == _sounds(other)) or _misspelt(one, other):
        return NameMatch(0.93, "another spelling of the first name")
    if len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 5:
        return NameMatch(0.88, "a short form of the first name")
    return NameMatch(0.2)


def _compare_order(one: _Name, other: _Name) -> NameMatch:
    """Family names that come first: “Xi” and “Xi Jinping”, “Jinping Xi”."""
    mine, others = (*one.given, one.last), (*other.given, other.last)
    if len(mine) == len(others) == 2 and mine == others[::-1]:
        return NameMatch(0.9, "the same words in another order")
    short, long = sorted((mine, others), key=len)
    if len(short) == 1 and short[0] == long[0] and short[0] in _FAMILY_FIRST:
        return NameMatch(0.85, "one has no given name")
    return NameMatch(0.1)


def _misspelt(one: str, other: str) -> bool:
    """One slip of the fingers in a word of some length; two in a long one. The first letter is never the slip."""
    shortest = min(len(one), len(other))
    if shortest < 5 or one[0] != other[0] or one.isdecimal() or other.isdecimal():
        return False
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and len(long) - len(short) > 1:
        return False
    return fuzzy.OSA.distance(one, other, score_cutoff=2) <= (2 if shortest >= 9 else 1)


@_remembered
def _sounds(word: str) -> str:
    """The word in one spelling of those that transliteration has for it: “Zelenskyy”, “Zelensky”, “Selenskij”."""
    for letters, one in _SAME_SOUNDS:
        word = word.replace(letters, one)
    return _DOUBLE.sub(r"\1", word)
