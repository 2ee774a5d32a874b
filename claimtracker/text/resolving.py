"""What was meant by what was typed: an alias, the beginning of a name, a reporting word, a small misspelling, or a new name.

Nothing is guessed where several could be meant: then what was typed stays, with the names it could be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from claimtracker.text.attribution import KnownName
from claimtracker.text.claim_line import ClaimLine, SlotName
from claimtracker.text.cues import StatusEntry, status_of_cue
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

    speakers: Sequence[KnownName] = ()
    statuses: Sequence[KnownName] = ()
    facts: Sequence[KnownName] = ()
    """By title and by code."""
    retired: Sequence[KnownName] = ()
    """Statuses that are taken when they are written out, and offered no more."""
    vocabulary: tuple[StatusEntry, ...] = ()


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
        resolve_name(line.speaker.text, names.speakers, quoted=line.speaker.quoted),
        resolve_status(line.status.text, names, quoted=line.status.quoted),
        " ".join(line.assertion.text.split()) if line.assertion.opened else assertion,
        _resolve_fact(line.fact.text, names.facts, quoted=line.fact.quoted),
    )


def resolve_name(typed: str, known: Sequence[KnownName], *, quoted: bool = False) -> Resolved:
    """A name by any of its writings: exactly, else by the beginning of a word of it, else misspelt."""
    typed = " ".join(typed.split())
    if not typed:
        return Resolved()
    exact = _named(typed, known)
    if exact or quoted:
        return Resolved(exact or typed, "known" if exact else "new")
    return _begun(typed, known) or _misspelt(typed, known) or Resolved(typed, "new")


def resolve_status(typed: str, names: Names, *, quoted: bool = False) -> Resolved:
    """A status by its label or an alias, else by a reporting word in any inflection (“denies” is denied), else as a name."""
    said = "" if quoted else status_of_cue(typed, names.vocabulary)
    exact = _named(" ".join(typed.split()), (*names.statuses, *names.retired)) or said
    return Resolved(exact, "known") if exact else resolve_name(typed, names.statuses, quoted=quoted)


def _resolve_fact(typed: str, known: Sequence[KnownName], *, quoted: bool) -> Resolved:
    found = resolve_name(typed, known, quoted=quoted)
    if _CODE.fullmatch(typed) and not _named(typed, known):
        return Resolved(typed, "unsure")
    return found


def _named(typed: str, known: Iterable[KnownName]) -> str:
    folded = typed.casefold()
    return next((one.name for one in known if one.written.casefold() == folded), "")


def _begun(typed: str, known: Sequence[KnownName]) -> Resolved | None:
    begins = re.compile(rf"(?<!\w){re.escape(typed)}", re.IGNORECASE)
    return _one_of(typed, [one.name for one in known if begins.search(one.written)], "known")


def _misspelt(typed: str, known: Sequence[KnownName]) -> Resolved | None:
    if len(typed) < _SHORTEST:
        return None
    # Who slips does so inside of a word: “Ana Korn” is nobody's misspelling of Ana Dorn.
    begun = {word[:1].casefold() for word in typed.split()}
    names = {one.written: one.name for one in known if begun <= {word[:1].casefold() for word in one.written.split()}}
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
