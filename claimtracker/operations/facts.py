"""Facts: the tracked propositions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import FactId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean
from claimtracker.storage.journal import Row

VERDICTS = ("open", "supported", "refuted", "mixed")


@dataclass(frozen=True, slots=True)
class EditFact:
    """Set the title, verdict or note of a fact."""

    fact_id: FactId
    changes: Mapping[str, str]
    label = "Edit fact"

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for an empty title or an unknown verdict."""
        if context.recorder.row("fact", self.fact_id) is None:
            raise UserError("That fact is not in this project any more.")
        row: Row = {}
        for key, typed in self.changes.items():
            if key not in {"title", "verdict", "note"}:
                raise UserError(f"“{key}” is nothing that can be set on a fact.")
            row[key] = clean(typed, key.capitalize())
        if row.get("title") == "":
            raise UserError("A fact needs a title.")
        if row.get("verdict", "open") not in VERDICTS:
            raise UserError(f"“{row['verdict']}” is not a verdict: use {', '.join(VERDICTS)}.")
        context.recorder.update("fact", self.fact_id, row)
