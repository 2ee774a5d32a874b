"""Tags: labels of the analyst's own, renamed, merged and deleted."""

from __future__ import annotations

from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import TagId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean
from claimtracker.operations.merging import to_be_merged
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class RenameTag:
    """Give a tag another label on all claims that have it."""

    tag_id: TagId
    tag_label: str
    label = "Rename tag"

    def apply(self, context: Context) -> None:
        """Write it. Raises `UserError` for a label that cannot be one or that another tag has."""
        _existing(context, self.tag_id)
        text = clean(self.tag_label, "The tag")
        if not text:
            raise UserError("A tag needs a label.")
        if ";" in text:
            raise UserError(f"“{text}” cannot be a tag: semicolons part one tag from the next.")
        known = lookups.tag_labelled(context.connection, text)
        if known is not None and known != self.tag_id:
            raise UserError(f"There is already a tag “{text}”; to make one of the two, merge them.")
        context.recorder.update("tag", self.tag_id, {"label": text})


@dataclass(frozen=True, slots=True)
class MergeTags:
    """Let one tag take the place of others on all of their claims; a claim that had several has it once."""

    into: TagId
    merged: tuple[TagId, ...]
    label = "Merge tags"

    def apply(self, context: Context) -> None:
        """Carry it out. Raises `UserError` when one of them does not exist."""
        merged = to_be_merged(self.into, self.merged)
        for tag_id in (self.into, *merged):
            _existing(context, tag_id)
        tagged = {claim_id for _, claim_id in lookups.claims_with_tag(context.connection, self.into)}
        for tag_id in merged:
            rows = lookups.claims_with_tag(context.connection, tag_id)
            for done in range(0, len(rows), _AT_ONCE):
                context.progress(done, len(rows))
                some = rows[done : done + _AT_ONCE]
                twice = [row_id for row_id, claim_id in some if claim_id in tagged]
                moved = [row_id for row_id, claim_id in some if claim_id not in tagged]
                context.recorder.delete_many("claim_tag", twice)
                context.recorder.update_many("claim_tag", {row_id: {"tag_id": self.into} for row_id in moved})
            tagged.update(claim_id for _, claim_id in rows)
            context.recorder.delete("tag", tag_id)


@dataclass(frozen=True, slots=True)
class DeleteTags:
    """Take tags off all claims, and away."""

    tag_ids: tuple[TagId, ...]

    @property
    def label(self) -> str:
        """“Delete tag”, or “Delete 3 tags”."""
        count = len(self.tag_ids)
        return "Delete tag" if count == 1 else f"Delete {count} tags"

    def apply(self, context: Context) -> int:
        """Delete them; returns how many claims they were taken off. Raises `UserError` when one does not exist."""
        claims: set[int] = set()
        for tag_id in dict.fromkeys(self.tag_ids):
            _existing(context, tag_id)
            rows = lookups.claims_with_tag(context.connection, tag_id)
            for done in range(0, len(rows), _AT_ONCE):
                context.progress(done, len(rows))
                context.recorder.delete_many("claim_tag", [row_id for row_id, _ in rows[done : done + _AT_ONCE]])
            claims.update(claim_id for _, claim_id in rows)
            context.recorder.delete("tag", tag_id)
        return len(claims)


def _existing(context: Context, tag_id: int) -> Row:
    row = context.recorder.row("tag", tag_id)
    if row is None:
        raise UserError("That tag is not in this project any more.")
    return row
