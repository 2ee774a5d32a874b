"""What was meant by what was typed: an alias, the beginning of a name, a reporting word, a small misspelling, or a new name.

Nothing is guessed where several could be meant: then what was typed stays, with the names it could be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from claimtracker.text.claim_line import ClaimLine, Slot, SlotName
from claimtracker.text.cues import StatusEntry, status_of_cue
from claimtracker.text.known_names import KnownNames
from claimtracker.text.similarity import LIKELY, best_matches, likeness

_ALIKE = 0.7
"""From here on what nobody is called is taken for a misspelling of a name that is known."""
_CLEARLY = 0.06
"""By so much the likeliest name must be more alike than the next, or neither is taken."""
_SHORTEST = 4
"""Characters below which everything is like everything."""
_CODE = re.compile(r"F\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """What a project calls things: every writing of its speakers, statuses and facts, and the words of its statuses."""

    speakers: KnownNames = field(default_factory=KnownNames)
    statuses: KnownNames = field(default_factory=KnownNames)
    facts: KnownNames = field(default_factory=KnownNames)
    """By title and by code."""
    retired: KnownNames = field(default_factory=KnownNames)
    """Statuses that are taken when they are written out, and offered no more."""
    vocabulary: tuple[StatusEntry, ...] = ()
    asked: dict[SlotName, tuple[Slot, Resolved]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What each slot of a line stood for last: who types in one of them asks for all, with every key."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a slot stands for: `known` and `likely` (a misspelling mended) are names there are, `new` is none yet.

    `unsure` is one of `offers`, or none of them.
    """

    text: str = ""
    kind: Literal["empty", "known", "likely", "new", "unsure"] = "empty"
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    """A claim as a line would make it."""

    speaker: Resolved = field(default_factory=Resolved)
    status: Resolved = field(default_factory=Resolved)
    assertion: str = ""
    fact: Resolved = field(default_factory=Resolved)

    @property
    def unsure(self) -> SlotName | None:
        """The first slot that could mean several."""
        slots: tuple[tuple[SlotName, Resolved], ...] = (
            ("speaker", self.speaker),
            ("status", self.status),
            ("fact", self.fact),
        )
        return next((name for name, found in slots if found.kind == "unsure"), None)

    @property
    def problem(self) -> str:
        """Why it cannot be saved yet, and what to do; empty when it can."""
        if self.unsure is None:
            return ""
        found: Resolved = getattr(self, self.unsure)
        if not found.offers:
            return f"There is no fact {found.text} in this project."
        could = ", ".join(found.offers[:-1][:3]) + (
            f" or {found.offers[-1]}" if len(found.offers) < 5 else " or others"
        )
        return f"“{found.text}” could be {could}: choose with Down, or put it in quotation marks."


def resolve_line(line: ClaimLine, names: Names, *, assertion: str = "") -> ResolvedLine:
    """What a line stands for. `assertion` is what is claimed where the line says nothing of it."""
    return ResolvedLine(
        _resolve("speaker", line.speaker, names),
        _resolve("status", line.status, names),
        " ".join(line.assertion.text.split()) if line.assertion.opened else assertion,
        _resolve("fact", line.fact, names),
    )


def resolve_name(typed: str, known: KnownNames, *, quoted: bool = False) -> Resolved:
    """A name by any of its writings: exactly, else by the beginning of a word of it, else misspelt."""
    typed = " ".join(typed.split())
    if not typed:
        return Resolved()
    exact = known.named(typed)
    if exact or quoted:
        return Resolved(exact or typed, "known" if exact else "new")
    return _one_of(typed, known.begun(typed), "known") or _misspelt(typed, known) or Resolved(typed, "new")


def resolve_status(typed: str, names: Names, *, quoted: bool = False) -> Resolved:
    """A status by its label or an alias, else by a reporting word in any inflection (“denies” is denied), else as a name."""
    said = "" if quoted else status_of_cue(typed, names.vocabulary)
    written = " ".join(typed.split())
    exact = names.statuses.named(written) or names.retired.named(written) or said
    return Resolved(exact, "known") if exact else resolve_name(typed, names.statuses, quoted=quoted)


def _resolve(name: SlotName, slot: Slot, names: Names) -> Resolved:
    before, found = names.asked.get(name, (None, Resolved()))
    if before is None or (before.text, before.quoted) != (slot.text, slot.quoted):
        if name == "status":
            found = resolve_status(slot.text, names, quoted=slot.quoted)
        elif name == "fact":
            found = _resolve_fact(slot.text, names.facts, quoted=slot.quoted)
        else:
            found = resolve_name(slot.text, names.speakers, quoted=slot.quoted)
        names.asked[name] = slot, found
    return found


def _resolve_fact(typed: str, known: KnownNames, *, quoted: bool) -> Resolved:
    found = resolve_name(typed, known, quoted=quoted)
    if _CODE.fullmatch(typed) and not known.named(typed):
        return Resolved(typed, "unsure")
    return found


def _misspelt(typed: str, known: KnownNames) -> Resolved | None:
    if len(typed) < _SHORTEST:
        return None
    names = {one.written: one.name for one in known.perhaps_misspelt(typed, _ALIKE)}
    alike = best_matches(typed, list(names), at_least=_ALIKE)
    close = [written for written, how_alike in alike if how_alike > alike[0][1] - _CLEARLY]
    # “denyed” is rather all of “denied” than the beginning of “denied disagreements”.
    whole = [written for written in close if likeness(typed, written) >= LIKELY]
    return _one_of(typed, [names[written] for written in whole or close], "likely")


def _one_of(typed: str, names: Iterable[str], kind: Literal["known", "likely"]) -> Resolved | None:
    found = tuple(dict.fromkeys(names))
    if len(found) == 1:
        return Resolved(found[0], kind)
    return Resolved(typed, "unsure", found) if found else None
