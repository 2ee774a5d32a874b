"""Who is speaking in a sentence: a suggestion from the names that are known, never more than that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimtracker.text.abbreviations import OPENERS
from claimtracker.text.cues import Cue

_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'-]*")
_NO_NAMES = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December""".split()
)


_QUOTED = (",", "”", '"', "’", "?", "!")
_PRONOUNS = (" he", " she", " they", " we", " it")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name or alias as it may stand in a text, and the speaker's one name."""

    written: str
    name: str


@dataclass(frozen=True, slots=True)
class SuggestedSpeaker:
    """The speaker's one name, and the words of the sentence that stand for it; both empty for no suggestion."""

    name: str = ""
    as_written: str = ""


def suggest_speaker(sentence: str, cue: Cue | None, known: Iterable[KnownName], last: str) -> SuggestedSpeaker:
    """The known name nearest before the cue, or right behind it (“said Renn”); else the speaker of the claim before.

    `last` is offered only while the words before the cue name nobody else: “She added” goes on with the same speaker,
    “Halvorsen denied” does not, also when nobody of that name is known yet.
    """
    found = _names_in(sentence, known)
    reach = cue.start if cue is not None else len(sentence)
    before = [(start, name) for start, name in found if start < reach]
    if before:
        # Without a cue the subject comes first; with one it is what stands nearest.
        _, chosen = before[-1] if cue is not None else before[0]
        return SuggestedSpeaker(chosen.name, chosen.written)
    lead = sentence[:reach].rstrip()
    if cue is not None and lead.endswith(_QUOTED):
        behind = [name for start, name in found if sentence[cue.end : start].isspace()]
        if behind:
            return SuggestedSpeaker(behind[0].name, behind[0].written)
    goes_on = lead.lower().endswith(_PRONOUNS) or not _names_somebody(lead)
    return SuggestedSpeaker(last) if goes_on else SuggestedSpeaker()


def _names_in(sentence: str, known: Iterable[KnownName]) -> list[tuple[int, KnownName]]:
    """Known names in order of their place, the longest where several begin or lie within each other."""
    places = [
        (match.start(), match.end(), name)
        for name in known
        for match in re.finditer(rf"(?<!\w){re.escape(name.written)}(?!\w)", sentence)
    ]
    places.sort(key=lambda place: (place[0], -place[1]))
    return _apart(places)


def _apart(places: Sequence[tuple[int, int, KnownName]]) -> list[tuple[int, KnownName]]:
    kept: list[tuple[int, KnownName]] = []
    reached = -1
    for start, end, name in places:
        if end > reached:
            kept.append((start, name))
            reached = end
    return kept


def _names_somebody(words: str) -> bool:
    """Whether there is a capitalised word that only a name would have."""
    return any(match[0] not in OPENERS | _NO_NAMES for match in _CAPITALISED.finditer(words))
