"""`claimtracker restore`: a backup back in its place, or beside it."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.backups import chosen_backup, from_option
from claimtracker.cli.output import counted, show_progress
from claimtracker.cli.project import PATH, project_argument


@click.command(short_help="Bring a backup back; the present file is kept.")
@project_argument
@click.argument("backup", metavar="BACKUP")
@click.option("--as", "new", type=PATH, metavar="NEW", help="Make a new project of it, and leave P alone.")
@from_option
def restore(project: Path, backup: str, new: Path | None, folder: Path | None) -> None:
    """Put BACKUP into the place of P: a number from “claimtracker backups P”, or a file.

    It is verified first. P as it is now is backed up before it is replaced or, if it is damaged, moved aside as
    NAME.damaged-DATE; it may be gone, too. Close P in every window first.

    \b
    Example: claimtracker restore talks.claims 1 --as yesterday.claims
    """
    from claimtracker.storage import restore as restoring

    chosen = chosen_backup(project, backup, folder)
    if new is not None:
        held = restoring.restore_as(chosen, new)
        click.echo(f"Made {new} of the backup: {counted(held.articles, 'article')}, {counted(held.claims, 'claim')}")
        return
    done = restoring.restore(chosen, project, home=folder, progress=show_progress)
    held = done.contents
    click.echo(f"Restored {project}: {counted(held.articles, 'article')}, {counted(held.claims, 'claim')}")
    if done.kept is not None:
        click.echo(f"What it replaced is the backup {done.kept}")
    if done.aside is not None:
        click.echo(f"What it replaced could not be backed up and lies at {done.aside}")
