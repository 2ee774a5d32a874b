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
@click.option("--operation", type=int, metavar="LINE", help="Take back this line of history alone, where that can be.")
@click.option("--back-to", type=int, metavar="LINE", help="Take back all that came after this line, as one step.")
def undo(project: Path, coder: str, operation: int | None, back_to: int | None) -> None:
    """Take back the newest change of P, whichever window or program made it.

    With --operation, one change of the history and nothing that came later: where something rests on it, it is said
    what. The lines are those of “claimtracker history”.

    \b
    Example: claimtracker undo talks.claims
    Example: claimtracker undo talks.claims --operation 12
    """
    if operation is not None and back_to is not None:
        raise click.UsageError("Give --operation or --back-to, not both.")
    with opened(project, coder) as workspace:
        if operation is not None or back_to is not None:
            done = (
                workspace.undo_operation(operation) if operation is not None else workspace.undo_back_to(back_to or 0)
            )
            click.echo(f"Done: {plain(done.label)}")
            return
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
