"""What changed with a claim, in a few words beside it: “reverses own 4 Nov 2025”."""

from __future__ import annotations

from collections.abc import Iterable

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.values import ClaimId
from claimtracker.gui.dates import short_date
from claimtracker.storage.queries.changes import FoundChange

_OWN = {
    ChangeKind.REVERSAL: "reverses own",
    ChangeKind.RETRACTION: "retracts own",
    ChangeKind.FIGURE: "other figure than",
    ChangeKind.SHIFT: "shifts from own",
    ChangeKind.REWORDED: "rewords own",
}


def marks_of(changes: Iterable[FoundChange]) -> dict[ClaimId, str]:
    """For each claim that changed something: what, and since when; what weighs most where it is several things."""
    marks: dict[ClaimId, str] = {}
    for found in changes:
        when = _short(found.said[0], found.said[1])
        if found.change.kind is ChangeKind.CONTRADICTION:
            last_name = found.speakers[0].rsplit(" ", 1)[-1]
            marks.setdefault(found.change.later, f"● contradicts {last_name}, {when}")
        elif found.change.kind in _OWN:
            marks.setdefault(found.change.later, f"● {_OWN[found.change.kind]} {when}")
    return marks


def _short(said: str, later: str) -> str:
    """A day, without its year where the later claim is of the same."""
    told = short_date(said)
    return told.removesuffix(f" {said[:4]}") if said[:4] == later[:4] else told
