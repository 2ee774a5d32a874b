"""Who is speaking in a sentence: a suggestion from the names that are known, never more than that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.text.abbreviations import OPENERS
from claimtracker.text.cues import Cue
from claimtracker.text.known_names import KnownName, KnownNames

_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'-]*")
_NO_NAMES = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December""".split()
)


_QUOTED = (",", "”", '"', "’", "?", "!")
_CLOSES = re.compile(r"[”\"’][,.]?$")
_PRONOUN = re.compile(r"(?<![^\s“\"])(?:he|she|they|we|it)$", re.IGNORECASE)
# What may stand between who speaks and the reporting word: “she later also said”, “Varga has denied”.
_BETWEEN = re.compile(
    r"(?:\s|\b(?:also|again|later|then|since|once|now|still|even|further|already|has|had|have|is|was|were|would|will|did|"
    r"does|do|not|never|\w+ly)\b)+$",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?:in|at|of|from|near|on|to|with|for|by|over|under)\s+(?:the\s+)?$", re.IGNORECASE)
_ASIDE = re.compile(r",\s([^,]*),\s*$")  # “Halvorsen, who commands the coast guard, denied”
_NEW_CLAUSE = re.compile(
    r"\b(?:though|although|while|but|as|and|after|before|when|because|if|since|until)\b", re.IGNORECASE
)
_SAME_SUBJECT = re.compile(r"\b(?:and|but|or|then|yet)$", re.IGNORECASE)
_TITLES = frozenset(
    """president secretary minister leader chairman chairwoman chair chief director governor mayor senator representative
    congressman congresswoman ambassador envoy spokesman spokeswoman spokesperson general admiral colonel captain major
    commander judge justice attorney professor doctor king queen prince princess pope bishop chancellor premier
    commissioner speaker deputy analyst gen adm col capt lt maj sgt sen rep gov dr prof mr mrs ms mx sir dame lord lady rev""".split()
)
_NAME = re.compile(r"(?:[^\W\d_a-z][\w’'.&-]*)(?:\s+(?:(?:of|de|da|van|von|der|bin|al|el)\s+)*[^\W\d_a-z][\w’'.&-]*)*")


@dataclass(frozen=True, slots=True)
class SuggestedSpeaker:
    """The speaker's one name, and the words of the sentence that stand for it; both empty for no suggestion."""

    name: str = ""
    as_written: str = ""


def suggest_speaker(sentence: str, cue: Cue | None, known: KnownNames, last: str) -> SuggestedSpeaker:
    """Who speaks in a sentence: the known name that the cue belongs to, else the speaker of the claim before.

    `last` is offered only while the sentence goes on with the same speaker: “She added” does, “Halvorsen denied” and
    “The ministry denied” do not, also when nobody of that name is known yet.
    """
    found = _names_in(sentence, known)
    if cue is None:
        # The subject comes first.
        if found:
            return SuggestedSpeaker(found[0][1].name, found[0][1].written)
        return SuggestedSpeaker() if _names_somebody(sentence) else SuggestedSpeaker(last)
    lead = _subject_end(sentence[: cue.start])
    pronoun = _PRONOUN.search(lead)
    if pronoun is not None and last:
        return SuggestedSpeaker(last, pronoun[0])
    before = [(start, name) for start, name in found if start < cue.start and _is_subject(sentence, start, name, cue)]
    if not before and _SAME_SUBJECT.search(lead):
        # “Varga noted the delay but denied …”
        before = [(start, name) for start, name in found if _begins(sentence, start)][:1]
    if before:
        return SuggestedSpeaker(before[-1][1].name, before[-1][1].written)
    if cue.text.lower() == "according to" or lead.endswith(_QUOTED):
        behind = [name for start, name in found if re.fullmatch(r"\s+(?:the\s+)?", sentence[cue.end : start])]
        if behind:
            return SuggestedSpeaker(behind[0].name, behind[0].written)
    goes_on = not lead.strip() or (_CLOSES.search(lead) is not None and not _names_somebody(sentence[cue.end :]))
    return SuggestedSpeaker(last) if goes_on else SuggestedSpeaker()


def guess_new_speaker(sentence: str, cue: Cue) -> SuggestedSpeaker:
    """A name that nobody has yet, where one stands right beside the cue: “Norvian Secretary Ilse Varga denied”.

    Titles before it are left out of the name, and stay in what was written.
    """
    lead = _subject_end(sentence[: cue.start])
    aside = _ASIDE.search(lead)
    if aside is not None:
        # “Its director, S. Lund, warned” names who speaks; “Halvorsen, who commands the guard, denied” did before.
        lead = aside[1] if _NAME.fullmatch(aside[1]) else lead[: aside.start()]
    runs = [
        match for match in _NAME.finditer(lead) if match.end() == len(lead) and not _OF.search(lead[: match.start()])
    ]
    if not runs and lead.rstrip().endswith(_QUOTED):
        behind = _NAME.match(sentence[cue.end :].lstrip())
        runs = [behind] if behind is not None else []
    if not runs:
        return SuggestedSpeaker()
    written = runs[0][0].removesuffix("’s").removesuffix("'s").rstrip(".,")
    words = written.split()
    while words and words[0] in OPENERS:
        words = words[1:]
    titles = [place for place, word in enumerate(words) if word.lower().strip(".") in _TITLES]
    name = " ".join(words[titles[-1] + 1 :] if titles else words)
    if not name or name in _NO_NAMES or written != runs[0][0].rstrip(".,"):
        return SuggestedSpeaker()
    return SuggestedSpeaker(name, written)


def _subject_end(lead: str) -> str:
    """What stands before a cue, without the adverbs and auxiliaries between it and who speaks."""
    return _BETWEEN.sub("", lead)


def _begins(sentence: str, start: int) -> bool:
    """Whether a name is the subject that a sentence begins with, its titles before it."""
    ahead = sentence[:start].split()
    return all(word[:1].isupper() or word.lower().strip(".,") in _TITLES for word in ahead)


def _is_subject(sentence: str, start: int, name: KnownName, cue: Cue) -> bool:
    """Whether a name before a cue can be who speaks: not “Varga's plan”, not one of the clause before."""
    between = sentence[start + len(name.written) : cue.start]
    return not between.startswith(("'s ", "’s ")) and _NEW_CLAUSE.search(between) is None


def _names_in(sentence: str, known: KnownNames) -> list[tuple[int, KnownName]]:
    """Known names in order of their place, the longest where several begin or lie within each other."""
    return _apart(sorted(known.standing_in(sentence), key=lambda place: (place[0], -place[1])))


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
