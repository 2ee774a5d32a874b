"""`claimtracker forget`: history that is gone for good."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted
from claimtracker.cli.project import coder_option, opened, project_argument


@click.command(short_help="Forget history for good.")
@project_argument
@coder_option
@click.option("--before", default="", metavar="DATE", help="Forget what was done before this day; else all of it.")
@click.option("--all", "everything", is_flag=True, help="Forget all of the history.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def forget(project: Path, coder: str, before: str, *, everything: bool, yes: bool) -> None:
    """Forget the history of P, so that nothing of it can be found in the file any more.

    Articles, claims and vocabulary stay as they are. What was forgotten cannot be undone, nor the claim sheet of then
    be shown. Copies and backups made earlier keep it: delete those too where it must be gone.

    \b
    Example: claimtracker forget talks.claims --before 2026-01-01 --yes
    """
    from claimtracker.text.moments import start_of

    if bool(before) == everything:
        raise click.UsageError("Say what to forget: --before DATE, or --all.")
    moment = start_of(before) if before else None
    with opened(project, coder) as workspace:
        if not yes:
            what = f"before {before}" if before else "of this project"
            click.confirm(f"Forget the history {what} for good? It cannot be brought back", abort=True)
        forgotten = workspace.forget_history(moment)
    click.echo(f"Forgot {counted(forgotten.operations, 'line')} of history")
    if not forgotten.clean:
        click.echo("Another program reads the file: traces stay on the disk until it lets go of it", err=True)
