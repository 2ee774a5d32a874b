"""Cue words: the words that report a claim, and the status and stance that each suggests."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimtracker.domain.stance import Stance

_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "find": "found", "show": "showed shown", "think": "thought",
    "feel": "felt", "seek": "sought", "stand": "stood", "withdraw": "withdrew withdrawn", "rebut": "rebutted rebutting",
    "forecast": "forecast", "prove": "proven", "refer": "referred referring", "plan": "planned planning",
    "slam": "slammed slamming", "admit": "admitted admitting", "regret": "regretted regretting", "rescind": "rescinded",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# A plan, an order or a report is more often a thing than a reporting word: these count only as verbs with an ending.
_NOUNS = frozenset(
    """note report state plan order offer project estimate question doubt challenge contest counter charge demand hope aim
    want fear worry press back support favor attack object regret claim sign blame comment remark highlight praise welcome
    promise pledge vow caution show find cite call echo stress correct reverse dispute blast""".split()
)


_ASKED = ("about ", "whether ", "if ", "why ", "how ", "when ", "what ", "by ", "on ")


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A status to start from: `colour` is the key of a colour of the theme, `digit` its shortcut, `cues` base forms."""

    label: str
    stance: Stance
    colour: str
    digit: int | None
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word in a sentence: characters from the sentence's start, half-open, and the status it suggests."""

    start: int
    end: int
    text: str
    status: str


@cache
def read_vocabulary(path: Path) -> tuple[StatusEntry, ...]:
    """The entries of a TSV with the columns status, stance, colour, digit, cues (separated by commas)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            StatusEntry(
                row["status"],
                Stance(row["stance"]),
                row["colour"],
                int(row["digit"]) if row["digit"] else None,
                tuple(cue.strip() for cue in row["cues"].split(",") if cue.strip()),
            )
            for row in csv.DictReader(lines, dialect="excel-tab")
        )


def guess_stance(label: str, vocabulary: Sequence[StatusEntry]) -> Stance:
    """The stance of a new status: that of the cue its first words are, in any inflection; neutral if they are none.

    “denied disagreements” denies, “walked back the plan” retracts.
    """
    words = [match[0].lower() for match in _WORD.finditer(label)]
    for entry in vocabulary:
        if entry.label == label.strip().lower():
            return entry.stance
    for length in (4, 3, 2, 1):
        status = _forms(tuple(vocabulary)).get(tuple(words[:length]))
        if status is not None:
            return next(entry.stance for entry in vocabulary if entry.label == status)
    return Stance.NEUTRAL


def status_of_cue(words: str, vocabulary: Sequence[StatusEntry]) -> str:
    """The status that a reporting word or phrase alone suggests, in any inflection: “denies” is denied; else nothing."""
    return _forms(tuple(vocabulary)).get(tuple(match[0].lower() for match in _WORD.finditer(words)), "")


def find_cue(sentence: str, vocabulary: Sequence[StatusEntry]) -> Cue | None:
    """The first reporting word or phrase of a sentence that says what somebody did; see `find_cues`.

    One that only describes (“an official, who asked not to be named”, “Asked about it, she said”) is taken where there
    is no other.
    """
    cues = find_cues(sentence, vocabulary)
    return next((cue for cue in cues if not _describes(sentence, cue)), cues[0] if cues else None)


def find_cues(sentence: str, vocabulary: Sequence[StatusEntry]) -> list[Cue]:
    """The reporting words and phrases of a sentence; words inside quotation marks are passed over."""
    forms = _forms(tuple(vocabulary))
    outside = re.sub(r"“[^”]*”|\"[^\"]*\"", lambda match: " " * len(match[0]), sentence)
    words = list(_WORD.finditer(outside))
    found: list[Cue] = []
    for index, match in enumerate(words):
        for length in (4, 3, 2, 1):
            group = words[index : index + length]
            key = tuple(word[0].lower() for word in group)
            if len(group) < length or key not in forms or (length == 1 and key[0] in _NOUNS):
                continue
            start, end = match.start(), group[-1].end()
            if _is_noun(words, index, length) or (found and start < found[-1].end):
                continue
            found.append(Cue(start, end, sentence[start:end], forms[key]))
            break
    return found


def _describes(sentence: str, cue: Cue) -> bool:
    """Whether a cue belongs to a clause beside the main one: “who asked …”, “Asked about …”."""
    before, behind = sentence[: cue.start].rstrip().lower(), sentence[cue.end :].lstrip().lower()
    asked = not before and cue.text.lower().endswith("ed") and behind.startswith(_ASKED)
    return asked or before.endswith((" who", " which"))


def _is_noun(words: Sequence[re.Match[str]], index: int, length: int) -> bool:
    """Whether a single word is a noun or a name: “the reports”, “Estmark's plans”, “United States”."""
    if length > 1 or index == 0:
        return False
    if words[index][0][:1].isupper():
        return True  # “United States”
    before = words[index - 1][0].lower()
    plural = words[index][0].lower().endswith("s")
    return before in {"the", "a", "an", "its", "his", "her", "their", "this", "that", "any", "to"} or (
        plural and before.endswith(("'s", "’s"))
    )


@cache
def _forms(vocabulary: tuple[StatusEntry, ...]) -> dict[tuple[str, ...], str]:
    forms: dict[tuple[str, ...], str] = {}
    for entry in vocabulary:
        for cue in entry.cues:
            first, *rest = cue.lower().split()
            for form in _inflected(first):
                forms.setdefault((form, *rest), entry.label)
    return forms


def _inflected(verb: str) -> Iterator[str]:
    for spelling in {verb, _british(verb)}:
        yield spelling
        yield from _IRREGULAR.get(spelling, "").split()
        if spelling.endswith("y") and spelling[-2:-1] not in "aeiou":
            yield from (spelling[:-1] + ending for ending in ("ies", "ied", "ying"))
        elif spelling.endswith("e"):
            yield from (spelling + "s", spelling + "d", spelling[:-1] + "ing")
        else:
            plural = "es" if spelling.endswith(("s", "sh", "ch", "x", "z")) else "s"
            yield from (spelling + ending for ending in (plural, "ed", "ing"))


def _british(verb: str) -> str:
    if verb.endswith("ize"):
        return verb[:-3] + "ise"
    return verb.replace("favor", "favour")
