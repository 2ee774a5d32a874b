"""Coders: who tagged a claim, renamed and merged. The history keeps the names under which things were done."""

from __future__ import annotations

from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import CoderId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean
from claimtracker.operations.merging import repoint_claims, to_be_merged
from claimtracker.storage.queries import lookups


@dataclass(frozen=True, slots=True)
class RenameCoder:
    """Give a coder another name on all claims that they tagged."""

    coder_id: CoderId
    name: str
    label = "Rename coder"

    def apply(self, context: Context) -> None:
        """Write it. Raises `UserError` for an empty name or one that another coder has."""
        _check(context, self.coder_id)
        text = clean(self.name, "The coder")
        if not text:
            raise UserError("A coder needs a name.")
        known = lookups.coder_named(context.connection, text)
        if known is not None and known != self.coder_id:
            raise UserError(f"There is already a coder “{text}”; to make one of the two, merge them.")
        context.recorder.update("coder", self.coder_id, {"name": text})


@dataclass(frozen=True, slots=True)
class MergeCoders:
    """Let one coder take the place of others: the same person under several names."""

    into: CoderId
    merged: tuple[CoderId, ...]
    label = "Merge coders"

    def apply(self, context: Context) -> None:
        """Carry their claims over. Raises `UserError` when one of them does not exist."""
        merged = to_be_merged(self.into, self.merged)
        for coder_id in (self.into, *merged):
            _check(context, coder_id)
        repoint_claims(context, "coder_id", self.into, merged)
        for coder_id in merged:
            for review_id in lookups.reviews_of_coder(context.connection, coder_id):
                context.recorder.update("review", review_id, {"coder_id": self.into})
            for carried_id in lookups.carried_by_coder(context.connection, coder_id):
                context.recorder.update("carried", carried_id, {"coder_id": self.into})
            context.recorder.delete("coder", coder_id)


def _check(context: Context, coder_id: int) -> None:
    if context.recorder.row("coder", coder_id) is None:
        raise UserError("That coder is not in this project any more.")
