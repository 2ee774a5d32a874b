"""`claimtracker statuses` and `claimtracker status`: the vocabulary of a project, listed and tidied."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted, plain, print_columns, print_json, show_progress
from claimtracker.cli.project import coder_option, json_option, opened, project_argument

_HEADINGS = (("digit", -5), ("status", 28), ("stance", 9), ("colour", 7), ("claims", -6), ("retired", 7), ("also", 30))


@click.command(short_help="List the statuses.")
@project_argument
@json_option
def statuses(project: Path, as_json: bool) -> None:
    """List the statuses of P in their order, retired ones too, with the claims that have each.

    \b
    Example: claimtracker statuses talks.claims
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        found = queries.statuses(workspace.connection, retired=True)
    if as_json:
        print_json(
            {
                "status": status.label,
                "stance": status.stance,
                "colour": status.colour,
                "digit": status.digit,
                "cues": list(status.cues),
                "aliases": list(status.aliases),
                "retired": status.retired,
                "claims": status.claims,
            }
            for status in found
        )
        return
    print_columns(
        _HEADINGS,
        (
            (
                status.digit or "",
                status.label,
                status.stance,
                status.colour,
                status.claims,
                "retired" if status.retired else "",
                "; ".join(status.aliases),
            )
            for status in found
        ),
    )


@click.group(short_help="Merge or retire statuses.")
def status() -> None:
    """Merge, retire or delete statuses, named by their labels or by other spellings of them."""


@status.command(short_help="Make one status of several.")
@project_argument
@click.argument("keep")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@coder_option
def merge(project: Path, keep: str, others: tuple[str, ...], coder: str) -> None:
    """Give all claims of the OTHER statuses the status KEEP, and let the other spellings lead to it from now on.

    \b
    Example: claimtracker status merge talks.claims "denied disagreements" "denied disagreement" "denies disagr."
    """
    from claimtracker.operations import MergeStatuses
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        stays = queries.status_named(workspace.connection, keep)
        found = {known.id: known for label in others for known in [queries.status_named(workspace.connection, label)]}
        found.pop(stays.id, None)
        workspace.run(MergeStatuses(stays.id, tuple(found)), progress=show_progress)
    moved = counted(sum(known.claims for known in found.values()), "claim")
    merged = counted(len(found), "status", "statuses")
    click.echo(f"Merged {merged} with {moved} into “{plain(stays.label)}”.")


@status.command(short_help="Offer statuses no more.")
@project_argument
@click.argument("labels", metavar="STATUS...", nargs=-1, required=True)
@click.option("--back", is_flag=True, help="Offer them again.")
@coder_option
def retire(project: Path, labels: tuple[str, ...], back: bool, coder: str) -> None:
    """Offer statuses no more while tagging; the claims that have them keep them.

    \b
    Example: claimtracker status retire talks.claims shown
    """
    from claimtracker.operations import RetireStatuses
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        found = {known.id for label in labels for known in [queries.status_named(workspace.connection, label)]}
        workspace.run(RetireStatuses(tuple(found), retired=not back))
    click.echo(f"{'Brought back' if back else 'Retired'} {counted(len(found), 'status', 'statuses')}.")


@status.command(short_help="Delete statuses that no claim has.")
@project_argument
@click.argument("labels", metavar="STATUS...", nargs=-1, required=True)
@coder_option
def delete(project: Path, labels: tuple[str, ...], coder: str) -> None:
    """Delete statuses that no claim has. One in use is refused: merge it into another, or retire it.

    \b
    Example: claimtracker status delete talks.claims shown
    """
    from claimtracker.operations import DeleteStatuses
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        found = {known.id for label in labels for known in [queries.status_named(workspace.connection, label)]}
        workspace.run(DeleteStatuses(tuple(found)))
    click.echo(f"Deleted {counted(len(found), 'status', 'statuses')}; claimtracker undo {project} brings back.")
