"""`claimtracker recover`: what can be read of a damaged project, in a new one."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import plain, show_progress
from claimtracker.cli.project import PATH


@click.command(short_help="Read what can be read of a damaged project.")
@click.argument("damaged", metavar="DAMAGED.claims", type=PATH)
@click.argument("new", metavar="NEW.claims", type=PATH)
def recover(damaged: Path, new: Path) -> None:
    """Read what can be read of DAMAGED.claims into NEW.claims, and say what could not be.

    The damaged file is never written to. What stands on something that is lost gets a stand-in that says so; every
    quote is checked against its text. Look at “claimtracker backups DAMAGED.claims” too: a backup may hold more.
    The exit code is 1 if anything was lost.

    \b
    Example: claimtracker recover talks.claims recovered.claims
    """
    from claimtracker.storage.recovery import recover as read_all

    report = read_all(damaged, new, progress=show_progress)
    click.echo(f"Recovered {damaged} into {new}")
    for line in report.lines:
        click.echo(plain(line))
    if not report.whole:
        click.echo("Not everything could be read.", err=True)
        raise click.exceptions.Exit(1)
