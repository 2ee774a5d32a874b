"""What a sentence suggests to claim: who, in which way, and what. Rules of plain reporting, never more than an offer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from claimtracker.domain.stance import Stance
from claimtracker.text.attribution import SuggestedSpeaker, guess_new_speaker, suggest_speaker
from claimtracker.text.claim_line import format_claim_line
from claimtracker.text.cues import Cue, StatusEntry, find_cue, find_cues
from claimtracker.text.known_names import KnownNames

_QUOTE = re.compile(r"“([^”]*)”|\"([^\"]*)\"")
_THAT = re.compile(r"(?:[^\s,;:“”\"]+\s+){0,6}?that\s+", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_COLON = re.compile(r"\s*(?:\S+\s+){0,2}\S+:\s")
_BEHIND = re.compile(r"^\s*(?:of|about|for)\s+", re.IGNORECASE)
_LONGEST = 2000
"""Characters of a sentence beyond which nothing is read out of it: that is no plain reporting."""
_SHORTEST = 2
"""Words that an assertion has at least; what is shorter is no sentence of its own."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim as it could be. Empty fields are not known."""

    speaker: str = ""
    as_written: str = ""
    status: str = ""
    cue: str = ""
    assertion: str = ""
    new_speaker: bool = False
    """Nobody of that name is known: the claim would make them."""

    def __bool__(self) -> bool:
        """Whether there is anything to suggest beside the words themselves."""
        return bool(self.speaker or self.status)

    @property
    def line(self) -> str:
        """As it would be typed into the claim bar."""
        return format_claim_line(self.speaker, self.status, self.assertion)

    @property
    def fields(self) -> Mapping[str, str]:
        """As fields of a claim, by the keys of `domain.columns`."""
        fields = {
            "speaker": self.speaker, "speaker_as_written": self.as_written, "status": self.status, "cue": self.cue,
            "assertion": self.assertion,
        }  # fmt: skip
        return {key: text for key, text in fields.items() if text or key == "assertion"}

    def on(self, words: str) -> Suggestion:
        """The same on words that somebody chose."""
        return replace(self, assertion=words)


def suggest_claim(
    sentence: str,
    vocabulary: Sequence[StatusEntry],
    known: KnownNames,
    *,
    last: str = "",
    taken: Sequence[str] = (),
) -> Suggestion:
    """The claim that a sentence reports. `last` is who spoke last; `taken` are the cues of the claims it has already."""
    sentence = " ".join(sentence.split())
    if len(sentence) > _LONGEST:
        return Suggestion(assertion=plain(sentence))
    cue = _next_cue(sentence, vocabulary, taken)
    speaker = suggest_speaker(sentence, cue, known, last)
    if cue is None:
        quoted = _QUOTE.fullmatch(sentence.strip())
        if quoted is None:
            return Suggestion(assertion=plain(sentence))
        return Suggestion(speaker.name, speaker.as_written, assertion=plain(quoted[1] or quoted[2] or ""))
    made_up = False
    if not speaker.name:
        speaker = guess_new_speaker(sentence, cue)
        namesakes = known.with_word(speaker.name)
        made_up = bool(speaker.name) and len(namesakes) != 1
        if len(namesakes) == 1:
            speaker = SuggestedSpeaker(namesakes.pop(), speaker.as_written)
        elif not speaker.name and taken:
            speaker = SuggestedSpeaker(last)  # the second claim of a sentence is mostly by whose the first was
    stance = next((entry.stance for entry in vocabulary if entry.label == cue.status), None)
    said = "" if stance is Stance.NEUTRAL else asserted(sentence, cue)
    return Suggestion(speaker.name, speaker.as_written, cue.status, cue.text, said, made_up)


def asserted(sentence: str, cue: Cue) -> str:
    """What is asserted where the grammar is plain: Y of “X denied that Y”, “Y, X said” and “‘Y,’ X said”; else all of it.

    The words are those of the sentence, with a capital to begin with, as in a table of claims.
    """
    said = _said(sentence, cue)
    return said[:1].upper() + said[1:]


def plain(words: str) -> str:
    """Words as an assertion: on one line, without the full stop that ends a sentence."""
    words = " ".join(words.split())
    return words[:-1] if words.endswith(".") and not words.endswith("..") else words


def _next_cue(sentence: str, vocabulary: Sequence[StatusEntry], taken: Sequence[str]) -> Cue | None:
    """The reporting word that no claim of the sentence has yet; a question reports nothing."""
    if sentence.rstrip().endswith("?"):
        return None
    first = find_cue(sentence, vocabulary)
    if first is None or first.text not in taken:
        return first
    behind = (cue for cue in find_cues(sentence, vocabulary) if cue.start > first.start)
    return next((cue for cue in behind if cue.text not in taken), None)


def _said(sentence: str, cue: Cue) -> str:
    before, behind = sentence[: cue.start], sentence[cue.end :]
    if _PASSIVE.search(before) or _COLON.match(behind):
        return plain(sentence)
    if before.lstrip().startswith(("“", '"')):
        quotes = [(match[1] or match[2] or "").strip() for match in _QUOTE.finditer(sentence)]
        return plain(" ".join(quotes).rstrip(","))
    ahead, comma, _ = before.rpartition(",")
    closed = behind.strip().rstrip(".").strip()
    if comma and not closed and len(before[len(ahead) :].split()) <= 6:
        return plain(ahead)  # “Y, the communique says.”
    if comma and behind.startswith(",") and len(before[len(ahead) :].split()) <= 5:
        return plain(f"{ahead} {behind[1:].strip()}")  # “Y, she said, Y.”
    if cue.text.lower() == "according to":
        return plain(ahead or behind.partition(",")[2] or sentence)
    that = _THAT.match(behind.lstrip())
    rest = behind.lstrip()[that.end() :] if that is not None else _BEHIND.sub("", behind)
    if len(rest.split()) < _SHORTEST or rest.lstrip().startswith((",", ";")) or cue.text.lower() == "reportedly":
        return plain(sentence)
    return plain(rest)
