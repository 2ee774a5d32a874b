"""`claimtracker history`: who did what, and when; for a claim, what became what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain, print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument
from claimtracker.domain.values import ClaimId

if TYPE_CHECKING:
    from claimtracker.domain.history import ClaimEvent, OperationDetails
    from claimtracker.domain.values import HistoryEntry

_HEADINGS = (("line", -6), ("at", 20), ("coder", 14), ("by", 4), ("state", 12), ("what", 30))


@click.command(short_help="List what was done, newest first.")
@project_argument
@click.option("--claim", type=int, metavar="N", help="What became of this claim, also if it was deleted.")
@click.option("--field", default="", metavar="KEY", help="With --claim: of this column of it alone, such as status.")
@click.option("--operation", type=int, metavar="LINE", help="What this line changed, from what to what.")
@click.option("--search", default="", metavar="WORDS", help="Only what has these words in it, or in what it changed.")
@click.option("--by", "coder", default="", metavar="NAME", help="Only what this coder did.")
@click.option("--since", default="", metavar="DATE", help="Only what was done on this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only what was done on this day or earlier.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many lines.")
@click.option("--before", type=int, metavar="LINE", help="Only what was done before this line.")
@json_option
def history(
    *,
    project: Path,
    claim: int | None,
    field: str,
    operation: int | None,
    search: str,
    coder: str,
    since: str,
    until: str,
    limit: int,
    before: int | None,
    as_json: bool,
) -> None:
    """List what was done to P, newest first: line, time (UTC), coder, program, state.

    \b
    Example: claimtracker history talks.claims --search harbour --since 2026-11-01
    Example: claimtracker history talks.claims --claim 12 --field status
    """
    from claimtracker.domain.columns import column
    from claimtracker.domain.history import HistorySearch
    from claimtracker.storage import queries
    from claimtracker.text.moments import end_of, start_of

    if field and claim is None:
        raise click.UsageError("--field needs --claim.")
    if claim is not None and operation is not None:
        raise click.UsageError("Give --claim or --operation, not both.")
    with opened(project) as workspace:
        connection = workspace.connection
        if operation is not None:
            _print_details(queries.changes_of_operation(connection, operation, limit=max(limit, 50)), as_json=as_json)
        elif claim is not None:
            key = column(field).key if field else ""
            _print_events(queries.history_of_claim(connection, ClaimId(claim), key)[:limit], as_json=as_json)
        else:
            span = (start_of(since) if since else "", end_of(until) if until else "")
            wanted = HistorySearch(search, coder, "", *span)
            _print_lines(queries.operations_matching(connection, wanted, limit=limit, before=before), as_json=as_json)


def _print_lines(entries: Sequence[HistoryEntry], *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(entry) for entry in entries)
    else:
        print_columns(_HEADINGS, (_row(entry) for entry in entries))


def _print_events(events: Sequence[ClaimEvent], *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(event) for event in events)
        return
    for event in events:
        entry = event.operation
        click.echo(f"{entry.at}  {plain(entry.coder)} ({entry.origin}), line {entry.id}: {plain(entry.label)}")
        if event.happened != "changed":
            click.echo(f"    {event.happened}")
        for change in event.changes:
            click.echo(f"    {plain(change)}")


def _print_details(details: OperationDetails, *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(details)])
        return
    entry = details.operation
    click.echo(f"{entry.at}  {plain(entry.coder)} ({entry.origin}), line {entry.id}: {plain(entry.label)}")
    for change in details.changes:
        click.echo(f"    {plain(change)}")
    if not details.whole:
        click.echo(f"    … and more: it touched {counted(details.rows, 'row')}")


def _row(entry: HistoryEntry) -> tuple[object, ...]:
    from claimtracker.domain.history import standing

    return entry.id, entry.at, entry.coder, entry.origin, standing(entry) or entry.state, entry.label
