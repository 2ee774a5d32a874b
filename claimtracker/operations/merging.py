"""What every merge does: claims that pointed to the rows that go point to the one that stays."""

from __future__ import annotations

from claimtracker.operations.base import Context
from claimtracker.storage.queries import lookups

_AT_ONCE = 2000


def repoint_claims(context: Context, column: str, into: int, merged: tuple[int, ...]) -> None:
    """Let all claims of the merged rows point to the one that stays.

    The claims keep the time of their last change: it is the vocabulary that was changed, as by a rename.
    """
    for row_id in merged:
        claims = lookups.claims_with(context.connection, column, row_id)
        for done in range(0, len(claims), _AT_ONCE):
            context.progress(done, len(claims))
            some = claims[done : done + _AT_ONCE]
            context.recorder.update_many("claim", {claim_id: {column: into} for claim_id in some})


def to_be_merged(into: int, merged: tuple[int, ...]) -> tuple[int, ...]:
    """The rows that go: each once, and never the one that stays."""
    return tuple(dict.fromkeys(row_id for row_id in merged if row_id != into))
