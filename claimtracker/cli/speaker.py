"""`claimtracker speaker`: rename, merge and split speakers, and find those that are likely one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain, print_columns, print_json
from claimtracker.cli.project import coder_option, json_option, opened, project_argument
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, SpeakerId

if TYPE_CHECKING:
    from claimtracker.workspace import Workspace

_HEADINGS = (("speaker", 28), ("claims", -6), ("likely the same", 28), ("claims", -6), ("why", 40))


@click.group(short_help="Rename, merge or split speakers.")
def speaker() -> None:
    """Rename, merge or split speakers, who are named by their name or an alias."""


@speaker.command(short_help="Make several speakers one.")
@project_argument
@click.argument("keep", metavar="KEEP")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@coder_option
def merge(project: Path, keep: str, others: tuple[str, ...], coder: str) -> None:
    """Give all claims of each OTHER to KEEP; their names become its aliases.

    \b
    Example: claimtracker speaker merge talks.claims "Ilse Varga" Varga
    """
    from claimtracker.operations import MergeSpeakers
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        into, merged = _named(workspace, keep), tuple(_named(workspace, name) for name in others)
        if set(merged) == {into}:
            raise UserError(f"These are all one speaker already: {keep}, {', '.join(others)}.")
        moved = workspace.run(MergeSpeakers(into, merged))
        (name,) = (one.name for one in queries.speakers(workspace.connection) if one.id == into)
        click.echo(f"{counted(moved, 'claim')} went to {plain(name)}.")


@speaker.command(short_help="Give a speaker another name.")
@project_argument
@click.argument("name", metavar="SPEAKER")
@click.argument("new_name", metavar="NAME")
@click.option("--keep/--forget", default=None, help="Keep the old name as an alias, or not; else unless it was a slip.")
@coder_option
def rename(*, project: Path, name: str, new_name: str, keep: bool | None, coder: str) -> None:
    """Give SPEAKER the name NAME. The old one stays as an alias, unless only a letter or two were wrong in it.

    \b
    Example: claimtracker speaker rename talks.claims Varga "Ilse Varga"
    """
    from claimtracker.operations import EditSpeaker

    with opened(project, coder) as workspace:
        workspace.run(EditSpeaker(_named(workspace, name), {"name": new_name}, keep))
        click.echo(f"{plain(name)} is called {plain(new_name)} now.")


@speaker.command(short_help="Make an alias a speaker of its own.")
@project_argument
@click.argument("name", metavar="SPEAKER")
@click.argument("alias", metavar="ALIAS")
@click.option("--name", "new_name", default="", metavar="NAME", help="The name of the new speaker, if not the alias.")
@click.option("--claim", "claims", type=int, multiple=True, metavar="ID", help="Take this claim along, and no others.")
@coder_option
def split(*, project: Path, name: str, alias: str, new_name: str, claims: tuple[int, ...], coder: str) -> None:
    """Make ALIAS of SPEAKER a speaker of its own.

    The claims go with it in which the article calls the speaker so, and those that a merge brought from there; with
    --claim, exactly those.

    \b
    Example: claimtracker speaker split talks.claims "Ilse Varga" "the secretary" --name "Ana Dorn"
    """
    from claimtracker.operations import SplitSpeaker
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        chosen = tuple(map(ClaimId, claims)) or None
        made = workspace.run(SplitSpeaker(_named(workspace, name), alias, new_name, chosen))
        (split_off,) = (one for one in queries.speakers(workspace.connection) if one.id == made)
        click.echo(f"{plain(split_off.name)} has {counted(split_off.claims, 'claim')} now.")


@speaker.command(short_help="List speakers who are likely one.")
@project_argument
@json_option
def duplicates(project: Path, *, as_json: bool) -> None:
    """List pairs of speakers who are likely one, the likeliest first.

    \b
    Example: claimtracker speaker duplicates talks.claims
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        pairs = queries.likely_duplicate_speakers(workspace.connection)
    if as_json:
        print_json(
            {
                "speaker": pair.one.name,
                "claims": pair.one.claims,
                "other": pair.other.name,
                "other_claims": pair.other.claims,
                "likeness": round(pair.likeness, 3),
                "why": pair.why,
            }
            for pair in pairs
        )
        return
    print_columns(
        _HEADINGS, ((pair.one.name, pair.one.claims, pair.other.name, pair.other.claims, pair.why) for pair in pairs)
    )


def _named(workspace: Workspace, name: str) -> SpeakerId:
    """The speaker of this name or alias. Raises `UserError` when there is none, naming the likeliest that there is."""
    from claimtracker.storage import queries
    from claimtracker.storage.queries import lookups

    found = lookups.speaker_named(workspace.connection, name)
    if found is None:
        meant = queries.complete_speakers(workspace.connection, name, 1)
        hint = f" Did you mean “{meant[0].text}”?" if meant else ""
        raise UserError(f"There is no speaker called “{name}” in this project.{hint}")
    return SpeakerId(found)
