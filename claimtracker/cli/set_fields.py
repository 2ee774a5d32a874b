"""`claimtracker set`: fields of every claim that matches."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted, show_progress
from claimtracker.cli.project import claim_filter, coder_option, filter_options, opened, project_argument
from claimtracker.domain.columns import EDITABLE


@click.command("set", short_help="Set fields of every claim that matches.")
@project_argument
@click.argument("fields", metavar="KEY=VALUE...", nargs=-1, required=True)
@filter_options
@click.option("--all", "everything", is_flag=True, help="Every claim of the project.")
@coder_option
def set_fields(
    *,
    project: Path,
    fields: tuple[str, ...],
    article: int | None,
    where: tuple[str, ...],
    everything: bool,
    coder: str,
    **names: str,
) -> None:
    """Set fields of every claim for which all options hold, and say how many changed; an empty VALUE clears.

    It is one step: “claimtracker undo P” takes all of it back.

    \b
    Example: claimtracker set talks.claims --where status=denied --where place= place=Maren
    """
    changes = dict(_change(field) for field in fields)
    from claimtracker.operations import SetMatching
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        wanted = claim_filter(workspace.connection, article, where, names)
        if (wanted == queries.ClaimFilter()) != everything:
            raise click.UsageError("Say which claims: --where and the like, or --all.")
        changed = workspace.run(SetMatching(wanted, changes), progress=show_progress)
        matching = "" if not changed else f"; claimtracker undo {project} brings back"
        click.echo(f"Changed {counted(changed, 'claim')}{matching}.")


def _change(field: str) -> tuple[str, str]:
    key, sign, value = field.partition("=")
    if not sign or not key:
        raise click.UsageError(f"“{field}” is not KEY=VALUE; the keys are {', '.join(EDITABLE)}.")
    return key, value
