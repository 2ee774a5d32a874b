"""`claimtracker claims`: the claims of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import (
    claim_filter,
    filter_options,
    json_option,
    opened,
    project_argument,
    sort_keys,
    sort_option,
)
from claimtracker.domain.columns import COLUMN_KEYS

if TYPE_CHECKING:
    from claimtracker.domain.values import ClaimRow
    from claimtracker.storage.queries import ClaimFilter, SortKey
    from claimtracker.workspace import Workspace

_HEADINGS = (("id", -5), ("article", -7), ("§", -4), ("speaker", 22), ("status", 22), ("assertion", 40))
_PAGE = 500


@click.command(short_help="List the claims.")
@project_argument
@filter_options
@sort_option
@json_option
def claims(
    *, project: Path, article: int | None, where: tuple[str, ...], sort: str, as_json: bool, **names: str
) -> None:
    """List the claims of P by article and place in it; with options, only those for which all hold.

    \b
    Example: claimtracker claims talks.claims --speaker Varga --where "published>=2025-11" --sort status,-said_on
    """
    with opened(project) as workspace:
        rows = _pages(workspace, claim_filter(workspace.connection, article, where, names), sort_keys(sort))
        if as_json:
            print_json(_as_json(row) for row in rows)
        else:
            print_columns(
                _HEADINGS,
                (
                    (row.id, row.article_id, row.sentence_number or "", row.speaker, row.status, row.assertion)
                    for row in rows
                ),
            )


def _pages(workspace: Workspace, wanted: ClaimFilter, order: Sequence[SortKey]) -> Iterator[ClaimRow]:
    from claimtracker.storage import queries

    ids = queries.claim_ids(workspace.connection, wanted, order=order)
    for first in range(0, len(ids), _PAGE):
        yield from queries.claims(workspace.connection, ids[first : first + _PAGE])


def _as_json(row: ClaimRow) -> dict[str, object]:
    """The columns of the claim sheet, with numbers as numbers and lists as lists."""
    from claimtracker.storage import queries

    as_text: dict[str, object] = {key: queries.cell(row, key) for key in COLUMN_KEYS}
    return as_text | {
        "claim_id": row.id,
        "article_id": row.article_id,
        "sentence_number": row.sentence_number or None,
        "tags": list(row.tags),
        "start": [span.start for span in row.spans],
        "end": [span.end for span in row.spans],
    }
