"""What the history tells: who changed what from what to what, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from claimtracker.domain.values import ClaimId, HistoryEntry

Happened = Literal["added", "changed", "deleted"]

DOORS = {"gui": "window", "cli": "command line", "api": "Python"}
"""What people call the ways into a project."""


def standing(entry: HistoryEntry) -> str:
    """What became of a line of history, in a word or two; empty where it simply stands."""
    if entry.undone_by:
        return "undone alone"
    return {"undone": "undone", "dropped": "undone"}.get(entry.state, "")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of something, before and after; `key` is that of a column where the claims table has one."""

    key: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.label}: {self.after}"
        return f"{self.label}: {self.before} → {self.after or '(nothing)'}"


@dataclass(frozen=True, slots=True)
class ClaimEvent:
    """What one operation did to a claim, also where it did so through a name that the claim shows."""

    operation: HistoryEntry
    happened: Happened
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class OperationChange:
    """What an operation did to one field of one thing; without `change` the thing came or went."""

    subject: str
    happened: Happened
    change: FieldChange | None = None
    claim_id: ClaimId | None = None

    def __str__(self) -> str:
        return f"{self.subject} · {self.change or self.happened}"


@dataclass(frozen=True, slots=True)
class OperationDetails:
    """What an operation did, as far as it was asked for; `rows` counts all that it touched."""

    operation: HistoryEntry
    changes: tuple[OperationChange, ...]
    rows: int
    whole: bool
    """Whether these are all of its changes."""


@dataclass(frozen=True, slots=True)
class HistorySearch:
    """Which lines of history are wanted: every word in the line itself, or in what it changed if so asked."""

    words: str = ""
    coder: str = ""
    origin: str = ""
    since: str = ""
    """The first moment that counts: ISO 8601, UTC."""
    until: str = ""
    """The last moment that counts."""
    contents: bool = field(default=True)
    """Whether words are looked for in what was changed too, and not in what the lines themselves say alone."""
