"""What changes between claims on one fact: found by the rules in the tables below, each with its reason.

Claims are taken in the order in which they were said. Undated ones have no place in that order; nothing is found
between them and others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from claimtracker.domain.quantity import FigureChange, Quantity, changed_figures
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import ClaimId


class ChangeKind(StrEnum):
    """What review finds between two claims on one fact."""

    REVERSAL = "reversal"
    RETRACTION = "retraction"
    CONTRADICTION = "contradiction"
    FIGURE = "figure changed"
    SHIFT = "shift"
    REWORDED = "reworded"
    REPEATED = "repeated"


_NAMES = tuple(Stance)
_SAME_SPEAKER = """
            affirms denies concedes hedges proposes commits retracts neutral
    affirms    .      R       s       s       s        s       T       s
    denies     R      .       R       s       R        R       T       s
    concedes   s      R       .       s       s        s       T       s
    hedges     s      s       s       .       s        s       T       s
    proposes   s      R       s       s       .        s       T       s
    commits    s      R       s       s       s        .       T       s
    retracts   s      s       s       s       s        s       .       s
    neutral    s      s       s       s       s        s       T       .
"""
"""Row: the stance before; column: the stance after. R reversal, s shift, T retraction, . the same stance."""

_OTHER_SPEAKER = """
            affirms denies concedes hedges proposes commits retracts neutral
    affirms    .      C       .       .       .        .       .       .
    denies     C      .       C       .       C        C       .       .
    concedes   .      C       .       .       .        .       .       .
    hedges     .      .       .       .       .        .       .       .
    proposes   .      C       .       .       .        .       .       .
    commits    .      C       .       .       .        .       .       .
    retracts   .      .       .       .       .        .       .       .
    neutral    .      .       .       .       .        .       .       .
"""
"""Two speakers, each at their latest. C contradiction, . none."""

_SIGNS = {"R": ChangeKind.REVERSAL, "s": ChangeKind.SHIFT, "T": ChangeKind.RETRACTION, "C": ChangeKind.CONTRADICTION}


def _read(table: str) -> dict[tuple[str, str], ChangeKind | None]:
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {(row[0], later): _SIGNS.get(sign) for row in rows for later, sign in zip(head, row[1:], strict=True)}


SAME_SPEAKER = _read(_SAME_SPEAKER)
OTHER_SPEAKER = _read(_OTHER_SPEAKER)

Weigh = Callable[[str, str], float]
"""How much two assertions differ in their words: 0 for not at all, up to 1 where the meaning turns."""


@dataclass(frozen=True, slots=True)
class Position:
    """A claim as the rules see it."""

    claim_id: ClaimId
    speaker: str
    """What tells one speaker from another; empty for a claim that names no source."""
    name: str
    """What the speaker is called in reasons."""
    stance: str
    """Empty for a claim without a status: then no stance is compared."""
    status: str
    said: str
    """When it was said: ISO 8601, whole or in part; empty for an undated claim."""
    assertion: str
    figures: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """What tells a change from all others of a project."""

    kind: ChangeKind
    earlier: ClaimId
    later: ClaimId


@dataclass(frozen=True, slots=True)
class Change:
    """One change, from an earlier claim to a later one."""

    kind: ChangeKind
    earlier: ClaimId
    later: ClaimId
    reason: str
    """Why it was found, in a sentence."""
    weight: float
    """From 0 to 1: what to look at first."""
    figures: tuple[FigureChange, ...] = ()

    @property
    def key(self) -> ChangeKey:
        """What it is known by when something is decided on it."""
        return ChangeKey(self.kind, self.earlier, self.later)


_WEIGHTS = {
    ChangeKind.REVERSAL: 1.0, ChangeKind.RETRACTION: 0.95, ChangeKind.CONTRADICTION: 0.9, ChangeKind.FIGURE: 0.8,
    ChangeKind.SHIFT: 0.6, ChangeKind.REWORDED: 0.5, ChangeKind.REPEATED: 0.0,
}  # fmt: skip


def find_changes(positions: Sequence[Position], weigh: Weigh) -> Iterator[Change]:
    """The changes on one fact, in order of the later claim; `positions` are in the order in which they were said.

    Whether two speakers contradict each other is looked at when a day is over: what is said first and taken back on the
    same day, or told by two articles in another order, is no contradiction. It is told of the first claim of that day
    with the stance that the speaker ended on.
    """
    latest: dict[str, Position] = {}
    opposed: set[frozenset[str]] = set()
    order = {position: number for number, position in enumerate(positions)}
    told = (position for position in positions if position.said and position.speaker)
    for _, day in groupby(told, key=_day):
        spoke: dict[str, Position] = {}
        for position in day:
            before = latest.get(position.speaker)
            if before is not None:
                yield from between(before, position, weigh)
            latest[position.speaker] = position
            if position.speaker not in spoke or spoke[position.speaker].stance != position.stance:
                spoke[position.speaker] = position
        for position in spoke.values():
            yield from _contradictions(position, latest, opposed, order)


def _contradictions(
    position: Position, latest: Mapping[str, Position], opposed: set[frozenset[str]], order: Mapping[Position, int]
) -> Iterator[Change]:
    """Those whose last word is against a position, unless that was told and nobody moved since."""
    for other in latest.values():
        if other.speaker == position.speaker:
            continue
        pair = frozenset((other.speaker, position.speaker))
        if OTHER_SPEAKER.get((other.stance, position.stance)) is None:
            opposed.discard(pair)
        elif pair not in opposed:
            opposed.add(pair)
            yield _contradiction(*sorted((other, position), key=order.__getitem__))


def _day(position: Position) -> str:
    return position.said[:10]


def between(before: Position, after: Position, weigh: Weigh) -> list[Change]:
    """What one speaker changed from one claim to the next: the stance, the figures, else the words, else nothing."""
    found = []
    kind = SAME_SPEAKER.get((before.stance, after.stance))
    if kind is not None:
        reason = f"{after.name} {_did(before)}, then {_did(after)}: {_STANCE_WORDS[kind]}."
        found.append(Change(kind, before.claim_id, after.claim_id, reason, _WEIGHTS[kind]))
    figures = changed_figures(before.figures, after.figures)
    if figures:
        told = "; ".join(f"{_texts(one.before)} became {_texts(one.after)}" for one in figures)
        kind = ChangeKind.FIGURE
        reason = f"{after.name} first gave another figure: {told}."
        found.append(Change(kind, before.claim_id, after.claim_id, reason, _WEIGHTS[kind], figures))
    if found or before.stance != after.stance:
        return found
    weight = weigh(before.assertion, after.assertion)
    if weight == 0:
        reason = f"{after.name} said the same again."
        return [Change(ChangeKind.REPEATED, before.claim_id, after.claim_id, reason, 0.0)]
    reason = f"{after.name} said it in other words, with the same stance."
    return [
        Change(ChangeKind.REWORDED, before.claim_id, after.claim_id, reason, _WEIGHTS[ChangeKind.REWORDED] * weight)
    ]


_STANCE_WORDS = {
    ChangeKind.REVERSAL: "the opposite stance",
    ChangeKind.SHIFT: "another stance, not the opposite",
    ChangeKind.RETRACTION: "what was said is taken back",
}


def _contradiction(one: Position, other: Position) -> Change:
    kind = ChangeKind.CONTRADICTION
    reason = f"{other.name} {_did(other)}, while {one.name} {_did(one)} last: opposite stances."
    return Change(kind, one.claim_id, other.claim_id, reason, _WEIGHTS[kind])


def _did(position: Position) -> str:
    return f"“{position.status or position.stance}” ({position.stance}) on {position.said[:10]}"


def _texts(quantities: Sequence[Quantity]) -> str:
    return ", ".join(quantity.text for quantity in quantities)
