"""`claimtracker tag`: the tags of a project."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted, plain, print_columns, print_json, show_progress
from claimtracker.cli.project import coder_option, json_option, opened, project_argument


@click.group(short_help="List, rename, merge or delete tags.")
def tag() -> None:
    """List, rename, merge or delete tags."""


@tag.command("list", short_help="List the tags.")
@project_argument
@json_option
def list_(project: Path, as_json: bool) -> None:
    """List the tags of P with the claims that have each."""
    from claimtracker.storage import queries

    with opened(project) as workspace:
        found = queries.tags(workspace.connection)
    if as_json:
        print_json({"tag": known.label, "claims": known.claims} for known in found)
    else:
        print_columns((("claims", -6), ("tag", 40)), ((known.claims, known.label) for known in found))


@tag.command(short_help="Give a tag another label.")
@project_argument
@click.argument("label", metavar="TAG")
@click.argument("new", metavar="NEW")
@coder_option
def rename(project: Path, label: str, new: str, coder: str) -> None:
    """Give TAG the label NEW on all claims that have it.

    \b
    Example: claimtracker tag rename talks.claims harbor harbour
    """
    from claimtracker.operations import RenameTag
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        known = queries.tag_named(workspace.connection, label)
        workspace.run(RenameTag(known.id, new))
    click.echo(f"Renamed “{plain(known.label)}” on {counted(known.claims, 'claim')}.")


@tag.command(short_help="Make one tag of several.")
@project_argument
@click.argument("keep")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@coder_option
def merge(project: Path, keep: str, others: tuple[str, ...], coder: str) -> None:
    """Give all claims of the OTHER tags the tag KEEP instead.

    \b
    Example: claimtracker tag merge talks.claims harbour harbor port
    """
    from claimtracker.operations import MergeTags
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        stays = queries.tag_named(workspace.connection, keep)
        found = {queries.tag_named(workspace.connection, label).id for label in others} - {stays.id}
        workspace.run(MergeTags(stays.id, tuple(found)), progress=show_progress)
        now = queries.tag_named(workspace.connection, keep)
    click.echo(f"Merged {counted(len(found), 'tag')} into “{plain(now.label)}”, on {counted(now.claims, 'claim')} now.")


@tag.command(short_help="Take tags off all claims, and away.")
@project_argument
@click.argument("labels", metavar="TAG...", nargs=-1, required=True)
@coder_option
def delete(project: Path, labels: tuple[str, ...], coder: str) -> None:
    """Take tags off all claims, and away. “claimtracker undo P” brings them back.

    \b
    Example: claimtracker tag delete talks.claims harbour
    """
    from claimtracker.operations import DeleteTags
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        found = {queries.tag_named(workspace.connection, label).id for label in labels}
        claims = workspace.run(DeleteTags(tuple(found)), progress=show_progress)
    off = counted(claims, "claim")
    click.echo(f"Deleted {counted(len(found), 'tag')}, taken off {off}; claimtracker undo {project} brings back.")
