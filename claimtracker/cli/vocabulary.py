"""`claimtracker vocabulary`: the statuses of a project as a file of tab-separated values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain
from claimtracker.cli.project import PATH, coder_option, opened, project_argument

if TYPE_CHECKING:
    from claimtracker.operations.vocabulary import StatusChange


@click.group(short_help="Write the statuses to a file, or read them back in.")
def vocabulary() -> None:
    """Write the vocabulary of statuses to a file of tab-separated values, or bring one in."""


@vocabulary.command("export", short_help="Write the statuses (TSV).")
@project_argument
@click.argument("out", metavar="OUT.tsv", type=PATH)
@click.option("--no-bom", is_flag=True, help="Leave out the byte order mark that Excel needs.")
def export_(project: Path, out: Path, no_bom: bool) -> None:
    """Write every status of P with its stance, colour, digit, cues, aliases, whether it is retired, and its position.

    \b
    Example: claimtracker vocabulary export talks.claims statuses.tsv
    """
    from claimtracker.exchange.vocabulary import export_vocabulary

    with opened(project) as workspace:
        count = export_vocabulary(workspace.connection, out, bom=not no_bom)
    click.echo(f"Exported {counted(count, 'status', 'statuses')} to {out}.")


@vocabulary.command("import", short_help="Read statuses (TSV) in.")
@project_argument
@click.argument("file", metavar="IN.tsv", type=PATH)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@coder_option
def import_(project: Path, file: Path, dry_run: bool, coder: str) -> None:
    """Bring in a file with a column “status” and any of stance, colour, digit, cues, aliases, retired, position.

    Statuses are matched by their labels; no status is taken away. If one row cannot be taken, none is.

    \b
    Example: claimtracker vocabulary import talks.claims statuses.tsv --dry-run
    """
    from claimtracker.exchange.vocabulary import read_vocabulary
    from claimtracker.operations import ImportVocabulary
    from claimtracker.operations.vocabulary import plan_vocabulary

    rows = read_vocabulary(file)
    with opened(project, coder) as workspace:
        plan = plan_vocabulary(workspace.connection, rows) if dry_run else workspace.run(ImportVocabulary(rows))
    for change in (*plan.added, *plan.changed):
        click.echo(_told(change))
    would = "would be " if dry_run else ""
    added = counted(len(plan.added), "status", "statuses")
    click.echo(f"{added} {would}added, {len(plan.changed)} {would}changed, {plan.unchanged} as they were")


def _told(change: StatusChange) -> str:
    """One line: what the status would be, or each column with what it was."""
    if change.status_id is None:
        return f"+ {plain(change.label)} ({change.after['stance']}, {change.after['colour']})"
    cells = (f"{key} “{plain(change.before.get(key, ''))}” → “{plain(text)}”" for key, text in change.after.items())
    return f"~ {plain(change.label)}: {', '.join(cells)}"
