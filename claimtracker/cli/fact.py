"""`claimtracker fact`: facts renamed, judged, merged, split, deleted, and the evidence for their verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.changes import fact_named
from claimtracker.cli.output import counted, plain
from claimtracker.cli.project import coder_option, opened, project_argument
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId

if TYPE_CHECKING:
    from claimtracker.domain.values import Fact, FactId
    from claimtracker.workspace import Workspace

_VERDICTS = click.Choice(["open", "supported", "refuted", "mixed"])


@click.group(short_help="Edit, merge, split or delete facts.")
def fact() -> None:
    """Edit, merge, split or delete facts, which are named by their code, F2, or their title."""


@fact.command(short_help="Set title, verdict or note.")
@project_argument
@click.argument("named", metavar="FACT")
@click.option("--title", help="Another title.")
@click.option("--verdict", type=_VERDICTS, help="What the analyst concluded.")
@click.option("--note", help="Why, in words.")
@coder_option
def edit(*, project: Path, named: str, title: str | None, verdict: str | None, note: str | None, coder: str) -> None:
    """Set the title, the verdict or the note of FACT; what is not named stays as it is.

    \b
    Example: claimtracker fact edit talks.claims F2 --verdict refuted --note "See the minutes"
    """
    from claimtracker.operations import EditFact

    wanted = {"title": title, "verdict": verdict, "note": note}
    changes = {key: text for key, text in wanted.items() if text is not None}
    if not changes:
        raise click.UsageError("Name what is to be set: --title, --verdict or --note.")
    with opened(project, coder) as workspace:
        fact_id = fact_named(workspace.connection, named)
        workspace.run(EditFact(fact_id, changes))
        now = _fact(workspace, fact_id)
    click.echo(f"{now.code} {plain(now.title)}: {now.verdict}")


@fact.command(short_help="Make several facts one.")
@project_argument
@click.argument("keep", metavar="KEEP")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@coder_option
def merge(project: Path, keep: str, others: tuple[str, ...], coder: str) -> None:
    """Give the claims and the evidence of each OTHER to KEEP, whose title and verdict stay.

    \b
    Example: claimtracker fact merge talks.claims F2 F5
    """
    from claimtracker.operations import MergeFacts

    with opened(project, coder) as workspace:
        into = fact_named(workspace.connection, keep)
        merged = tuple(fact_named(workspace.connection, other) for other in others)
        workspace.run(MergeFacts(into, merged))
        now = _fact(workspace, into)
    click.echo(f"{now.code} {plain(now.title)} has {counted(now.claims, 'claim')} now.")


@fact.command(short_help="Give claims a fact of their own.")
@project_argument
@click.argument("named", metavar="FACT")
@click.argument("title")
@click.option("--claim", "claims", type=int, multiple=True, required=True, metavar="ID", help="A claim that moves.")
@coder_option
def split(*, project: Path, named: str, title: str, claims: tuple[int, ...], coder: str) -> None:
    """Make a fact called TITLE of some of the claims of FACT.

    \b
    Example: claimtracker fact split talks.claims F2 "There was a quarrel in June" --claim 4 --claim 9
    """
    from claimtracker.operations import SplitFact

    with opened(project, coder) as workspace:
        fact_id = fact_named(workspace.connection, named)
        made = workspace.run(SplitFact(fact_id, tuple(map(ClaimId, claims)), title))
        now = _fact(workspace, made)
    click.echo(f"{now.code} {plain(now.title)} has {counted(now.claims, 'claim')} now.")


@fact.command(short_help="Take facts away; their claims stay.")
@project_argument
@click.argument("names", metavar="FACT...", nargs=-1, required=True)
@coder_option
def delete(project: Path, names: tuple[str, ...], coder: str) -> None:
    """Take facts away with their evidence; their claims stay. “claimtracker undo P” brings them back.

    \b
    Example: claimtracker fact delete talks.claims F2
    """
    from claimtracker.operations import DeleteFacts

    with opened(project, coder) as workspace:
        found = dict.fromkeys(fact_named(workspace.connection, named) for named in names)
        claims = sum(_fact(workspace, fact_id).claims for fact_id in found)
        workspace.run(DeleteFacts(tuple(found)))
    told = f"{counted(claims, 'claim')} about nothing now" if claims else "no claim was about them"
    click.echo(f"Deleted {counted(len(found), 'fact')}, {told}; claimtracker undo {project} brings back.")


@fact.group(short_help="Add or remove evidence.")
def evidence() -> None:
    """Add or remove the links that the verdict of a fact rests on; claimtracker facts P --json lists them."""


@evidence.command(short_help="Tie a link to a fact.")
@project_argument
@click.argument("named", metavar="FACT")
@click.argument("link")
@click.option("--note", default="", help="What it shows.")
@coder_option
def add(*, project: Path, named: str, link: str, note: str, coder: str) -> None:
    """Tie LINK, or words that say where to look, to FACT. Nothing is fetched from there.

    \b
    Example: claimtracker fact evidence add talks.claims F2 https://example.org/minutes --note "Page 3"
    """
    from claimtracker.operations import AddEvidence

    with opened(project, coder) as workspace:
        fact_id = fact_named(workspace.connection, named)
        workspace.run(AddEvidence(fact_id, link, note))
        _tell_evidence(workspace, fact_id)


@evidence.command(short_help="Take a link away from a fact.")
@project_argument
@click.argument("named", metavar="FACT")
@click.argument("link")
@coder_option
def remove(*, project: Path, named: str, link: str, coder: str) -> None:
    """Take LINK away from the evidence of FACT.

    \b
    Example: claimtracker fact evidence remove talks.claims F2 https://example.org/minutes
    """
    from claimtracker.operations import DescribeFact, EvidenceLink
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        fact_id = fact_named(workspace.connection, named)
        known = queries.evidence(workspace.connection, fact_id)
        kept = tuple(EvidenceLink(one.url, one.note, one.id) for one in known if one.url != link.strip())
        if len(kept) == len(known):
            raise UserError(f"{link} is no evidence of that fact; claimtracker facts {project} --json lists it.")
        workspace.run(DescribeFact(fact_id, {}, kept))
        _tell_evidence(workspace, fact_id)


def _tell_evidence(workspace: Workspace, fact_id: FactId) -> None:
    from claimtracker.storage import queries

    now = _fact(workspace, fact_id)
    links = len(queries.evidence(workspace.connection, fact_id))
    click.echo(f"{now.code} {plain(now.title)} rests on {counted(links, 'link')} now.")


def _fact(workspace: Workspace, fact_id: FactId) -> Fact:
    from claimtracker.storage import queries

    found = queries.fact(workspace.connection, fact_id)
    if found is None:
        raise UserError("That fact is not in this project any more.")
    return found
