"""`claimtracker facts`: the tracked propositions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument

if TYPE_CHECKING:
    from claimtracker.domain.values import Fact
    from claimtracker.storage.queries import Connection

_HEADINGS = (("code", 5), ("claims", -6), ("first", 10), ("last", 10), ("verdict", 9), ("title", 40))


@click.command(short_help="List the facts.")
@project_argument
@json_option
def facts(project: Path, *, as_json: bool) -> None:
    """List the facts of P: the propositions that claims in many articles are about.

    \b
    Example: claimtracker facts talks.claims --json
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        connection = workspace.connection
        found = queries.facts(connection)
        if as_json:
            print_json(_as_json(connection, fact) for fact in found)
        else:
            rows = (
                (fact.code, fact.claims, *queries.first_and_last_said(connection, fact.id), fact.verdict, fact.title)
                for fact in found
            )
            print_columns(_HEADINGS, rows)


def _as_json(connection: Connection, fact: Fact) -> dict[str, object]:
    from claimtracker.storage import queries

    first, last = queries.first_and_last_said(connection, fact.id)
    return {
        "code": fact.code,
        "title": fact.title,
        "verdict": fact.verdict,
        "note": fact.note,
        "evidence": [{"url": one.url, "note": one.note} for one in queries.evidence(connection, fact.id)],
        "claims": fact.claims,
        "first_said": first,
        "last_said": last,
    }
