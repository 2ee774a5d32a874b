"""How fields of many claims are written at once, whoever asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimtracker.domain.changeset import NAMED_ROWS
from claimtracker.domain.columns import column
from claimtracker.domain.errors import UserError
from claimtracker.operations.base import Context
from claimtracker.operations.fields import claim_values, tag_ids
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.queries import lookups
from claimtracker.storage.statements import pages

_SET_RATHER_THAN_EDIT = {"speaker", "status", "fact", "quotation", "confidence", "said_on"}


def edit_label(keys: Sequence[str], *, several: str) -> str:
    """“Set status”, “Edit assertion”; `several` when it is not one column."""
    if len(keys) != 1:
        return several
    verb = "Set" if keys[0] in _SET_RATHER_THAN_EDIT else "Edit"
    return f"{verb} {column(keys[0]).label.lower()}"


def check_there(context: Context, claim_ids: Sequence[int]) -> None:
    """Raises `UserError` naming the first claim that is not in the project."""
    there = context.recorder.existing("claim", claim_ids)
    for claim_id in claim_ids:
        if claim_id not in there:
            raise UserError(f"There is no claim {claim_id} in this project.")


def write_fields(context: Context, claim_ids: Sequence[int], fields: Mapping[str, str]) -> int:
    """Set the same fields, as typed, of all these claims; how many had others."""
    row: Row = dict(claim_values(context, fields))
    tags = tag_ids(context, fields["tags"]) if "tags" in fields else None
    if tags is None and len(row) == 1 and len(claim_ids) > NAMED_ROWS:
        ((name, value),) = row.items()
        stamp: Row = {"updated_at": context.recorder.now}
        recorder = context.recorder
        return sum(recorder.update_same("claim", ids, name, value, stamp) for ids in context.paged(claim_ids))
    return write_claims(
        context,
        dict.fromkeys(claim_ids, row),
        {} if tags is None else dict.fromkeys(claim_ids, tags),
    )


def write_claims(context: Context, rows: Mapping[int, Mapping[str, Value]], tags: Mapping[int, tuple[int, ...]]) -> int:
    """Set columns of table `claim` and tags, each claim to its own; how many had others, which count as updated now."""
    stamp: Row = {"updated_at": context.recorder.now}
    claim_ids = tuple(dict.fromkeys([*rows, *tags]))
    changed = 0
    for ids in context.paged(claim_ids):
        edited = context.recorder.update_many(
            "claim", {claim_id: rows[claim_id] for claim_id in ids if claim_id in rows}, stamp
        )
        retagged = write_tags(context, {claim_id: tags[claim_id] for claim_id in ids if claim_id in tags})
        context.recorder.update_many("claim", dict.fromkeys(retagged - edited, stamp))
        changed += len(edited | retagged)
    return changed


def write_tags(context: Context, wanted: Mapping[int, tuple[int, ...]]) -> set[int]:
    """Give claims exactly these tags; the claims that had others."""
    retagged = set()
    gone: list[int] = []
    added: list[tuple[int, int]] = []
    for ids in pages(tuple(wanted)):
        present = lookups.tags_of_claims(context.connection, ids)
        for claim_id in ids:
            rows = present.get(claim_id, [])
            if tuple(tag_id for _, tag_id in rows) == wanted[claim_id]:
                continue
            retagged.add(claim_id)
            gone += [row_id for row_id, _ in rows]
            added += [(claim_id, tag_id) for tag_id in wanted[claim_id]]
    context.recorder.delete_many("claim_tag", gone)
    context.recorder.insert_many("claim_tag", ("claim_id", "tag_id"), added)
    return retagged
