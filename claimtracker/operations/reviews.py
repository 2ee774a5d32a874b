"""What the analyst decided on the changes that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimtracker.domain.changes import ChangeKey
from claimtracker.domain.errors import UserError
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean, find_or_add_coder
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups
from claimtracker.storage.uids import new_uid

Decision = Literal["reviewed", "not a change", ""]


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """Decide on a change: reviewed, not a change, or nothing any more; with a note.

    `seen` is the digest of what the two claims said when they were looked at (`ReviewedChange.seen`): a claim that is
    edited afterwards makes the change new again.
    """

    change: ChangeKey
    decision: Decision
    seen: str
    note: str = ""

    @property
    def label(self) -> str:
        """“Mark change as reviewed”, or what else was decided."""
        return f"Mark change as {self.decision}" if self.decision else "Take decision back"

    def apply(self, context: Context) -> None:
        """Write the decision. Raises `UserError` when one of the claims is not there."""
        key = self.change
        if any(context.recorder.row("claim", claim_id) is None for claim_id in (key.earlier, key.later)):
            raise UserError("One of the two claims is not in this project any more.")
        known = lookups.review_of_change(context.connection, key.kind, key.earlier, key.later)
        if not self.decision:
            if known is not None:
                context.recorder.delete("review", known)
            return
        row: Row = {
            "decision": self.decision,
            "note": clean(self.note, "The note"),
            "seen": self.seen,
            "coder_id": find_or_add_coder(context, context.recorder.coder),
        }
        if known is None:
            made: Row = {
                "uid": new_uid(), "kind": str(key.kind), "earlier_id": key.earlier, "later_id": key.later,
                "reviewed_at": context.recorder.now,
            }  # fmt: skip
            context.recorder.insert("review", {**made, **row})
        elif context.recorder.update("review", known, row):
            context.recorder.update("review", known, {"reviewed_at": context.recorder.now})
