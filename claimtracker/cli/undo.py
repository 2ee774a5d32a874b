"""`claimtracker undo` and `claimtracker redo`: the same line of history as in the window."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import plain
from claimtracker.cli.project import coder_option, opened, project_argument
from claimtracker.domain.errors import UserError


@click.command(short_help="Take back the newest change.")
@project_argument
@coder_option
def undo(project: Path, coder: str) -> None:
    """Take back the newest change of P, whichever window or program made it.

    \b
    Example: claimtracker undo talks.claims
    """
    with opened(project, coder) as workspace:
        label = workspace.undo_label
        if workspace.undo() is None:
            raise UserError("There is nothing to undo.")
    click.echo(f"Undone: {plain(label)}")


@click.command(short_help="Bring back what was undone.")
@project_argument
@coder_option
def redo(project: Path, coder: str) -> None:
    """Bring back what was undone last.

    \b
    Example: claimtracker redo talks.claims
    """
    with opened(project, coder) as workspace:
        label = workspace.redo_label
        if workspace.redo() is None:
            raise UserError("There is nothing to redo.")
    click.echo(f"Redone: {plain(label)}")
