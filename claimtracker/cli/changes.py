"""`claimtracker changes`: what changed between claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import plain, print_json
from claimtracker.cli.project import json_option, opened, project_argument
from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.errors import UserError

if TYPE_CHECKING:
    from claimtracker.domain.values import FactId
    from claimtracker.storage.queries import Connection
    from claimtracker.storage.queries.changes import FoundChange

_KINDS = click.Choice([str(kind) for kind in ChangeKind])


@click.command(short_help="Show how claims change.")
@project_argument
@click.option("--fact", default="", help="Only on this fact: F2, or its title.")
@click.option("--speaker", default="", help="Only of this speaker: a name.")
@click.option("--kind", "kinds", type=_KINDS, multiple=True, help="Only of this kind; several times for several.")
@click.option("--since", default="", metavar="DATE", help="Only where the later claim was said on this day or after.")
@click.option("--open", "only_open", is_flag=True, help="Only those on which nobody has decided yet.")
@json_option
def changes(
    *,
    project: Path,
    fact: str,
    speaker: str,
    kinds: tuple[str, ...],
    since: str,
    only_open: bool,
    as_json: bool,
) -> None:
    """List the changes between the claims on each fact of P, what weighs most first, each with its reason.

    Claims are taken in the order in which they were said: said_on, else when the article was published. Undated ones
    are compared with nothing, and counted at the end.

    \b
    Example: claimtracker changes talks.claims --kind reversal --json
    """
    from claimtracker.storage.queries.changes import ChangeFilter, undated_claims
    from claimtracker.storage.queries.changes import changes as changes_of

    with opened(project) as workspace:
        connection = workspace.connection
        fact_id = fact_named(connection, fact) if fact else None
        wanted = ChangeFilter(
            kinds=tuple(ChangeKind(kind) for kind in kinds),
            speaker=speaker,
            fact_id=fact_id,
            since=since,
            only_open=only_open,
        )
        found = changes_of(connection, wanted)
        if as_json:
            print_json(_as_json(connection, one) for one in found)
            return
        for one in found:
            _print(connection, one)
        undated = undated_claims(connection, fact_id)
        if undated:
            numbers = ", ".join(str(claim_id) for claim_id in undated)
            click.echo(f"Undated, so compared with nothing: claims {numbers}", err=True)


def fact_named(connection: Connection, named: str) -> FactId:
    """The fact of a code or a title. Raises `UserError` when there is none."""
    from claimtracker.domain.values import FactId
    from claimtracker.storage.queries import lookups

    found = lookups.fact_coded(connection, named) or lookups.fact_titled(connection, named)
    if found is None:
        raise UserError(f"There is no fact “{named}” in this project; claimtracker facts lists them.")
    return FactId(found)


def _print(connection: Connection, found: FoundChange) -> None:
    from claimtracker.storage import queries

    change = found.change
    state = f" [{found.decision}]" if found.decision else ""
    fact = next(fact for fact in queries.facts(connection) if fact.id == found.fact_id)
    click.echo(f"{str(change.kind).capitalize()} on {fact.code} {plain(fact.title)}{state}")
    click.echo(f"  {plain(change.reason)}")
    for claim in queries.claims(connection, (change.earlier, change.later)):
        said = (claim.said_on or claim.published)[:10]
        click.echo(f"  {said}  {claim.id:>5}  {plain(claim.speaker)}  {plain(claim.status)}  {plain(claim.assertion)}")


def _as_json(connection: Connection, found: FoundChange) -> dict[str, object]:
    from claimtracker.storage import queries

    change = found.change
    fact = next(fact for fact in queries.facts(connection) if fact.id == found.fact_id)
    claims = queries.claims(connection, (change.earlier, change.later))
    told = [
        {
            "claim_id": claim.id,
            "claim_uid": claim.uid,
            "article_id": claim.article_id,
            "article_title": claim.article_title,
            "sentence_number": claim.sentence_number or None,
            "speaker": claim.speaker or claim.speaker_as_written,
            "status": claim.status,
            "stance": claim.stance,
            "assertion": claim.assertion,
            "said_on": claim.said_on or claim.published,
        }
        for claim in claims
    ]
    return {
        "kind": str(change.kind),
        "fact": fact.code,
        "fact_title": fact.title,
        "reason": change.reason,
        "weight": round(change.weight, 3),
        "decision": found.decision,
        "note": found.note,
        "earlier": told[0],
        "later": told[1],
        "figures": [
            {"unit": one.unit, "before": [a.text for a in one.before], "after": [b.text for b in one.after]}
            for one in change.figures
        ],
    }
