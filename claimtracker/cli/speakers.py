"""`claimtracker speakers`: who was quoted, how often, and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument

if TYPE_CHECKING:
    from claimtracker.domain.values import Speaker

_HEADINGS = (("speaker", 28), ("claims", -6), ("articles", -8), ("first seen", 10), ("last seen", 10), ("aliases", 30))


@click.command(short_help="List the speakers.")
@project_argument
@json_option
def speakers(project: Path, *, as_json: bool) -> None:
    """List the speakers of P by name, with their claims and when they were first and last quoted.

    \b
    Example: claimtracker speakers talks.claims
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        found = queries.speaker_summaries(workspace.connection)
    if as_json:
        print_json(
            {
                **speaker_as_json(one.speaker),
                "articles": one.articles,
                "first_seen": one.first_seen,
                "last_seen": one.last_seen,
            }
            for one in found
        )
        return
    print_columns(
        _HEADINGS,
        (
            (
                *(one.speaker.name, one.speaker.claims, one.articles, one.first_seen, one.last_seen),
                "; ".join(one.speaker.aliases),
            )
            for one in found
        ),
    )


def speaker_as_json(speaker: Speaker) -> dict[str, object]:
    """What is known of a speaker."""
    return {
        "speaker": speaker.name,
        "aliases": list(speaker.aliases),
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "note": speaker.note,
        "claims": speaker.claims,
        "uid": speaker.uid,
    }
