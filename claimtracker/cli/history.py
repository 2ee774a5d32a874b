"""`claimtracker history`: who did what, and when."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument

_HEADINGS = (("line", -6), ("at", 20), ("coder", 14), ("by", 4), ("state", 8), ("what", 30))


@click.command(short_help="List what was done, newest first.")
@project_argument
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many lines.")
@click.option("--before", type=int, metavar="LINE", help="Only what was done before this line.")
@json_option
def history(project: Path, limit: int, before: int | None, as_json: bool) -> None:
    """List what was done to P, newest first: line, time (UTC), coder, program, state.

    \b
    Example: claimtracker history talks.claims --limit 10
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        entries = queries.history(workspace.connection, limit=limit, before=before)
    if as_json:
        print_json(asdict(entry) for entry in entries)
    else:
        rows = ((entry.id, entry.at, entry.coder, entry.origin, entry.state, entry.label) for entry in entries)
        print_columns(_HEADINGS, rows)
