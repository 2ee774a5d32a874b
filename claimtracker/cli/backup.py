"""`claimtracker backup`: a backup now."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted, show_progress
from claimtracker.cli.project import PATH, opened, project_argument


@click.command(short_help="Make a verified backup now.")
@project_argument
@click.option("--to", "folder", type=PATH, metavar="FOLDER", help="Keep it under this folder, and not where all are.")
def backup(project: Path, folder: Path | None) -> None:
    """Make a backup of P, also while it is open elsewhere, and verify it by opening it.

    The window makes backups by itself, hourly while you work and when it closes; old ones are thinned: the last 10, one
    an hour for 24 hours, one a day for 14 days, one a week for a year. “claimtracker backups P” lists them.

    \b
    Example: claimtracker backup talks.claims
    """
    with opened(project) as workspace:
        made = workspace.back_up("asked", home=folder, progress=show_progress)
    held = f"{counted(made.contents.articles, 'article')}, {counted(made.contents.claims, 'claim')}"
    click.echo(f"Backed up {held} to {made.backup.path}")
    if made.gone_for_room:
        click.echo(f"{counted(made.gone_for_room, 'old backup')} deleted to make room", err=True)
