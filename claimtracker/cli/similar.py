"""`claimtracker similar`: the earlier claims that look like a text."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument

_HEADINGS = (("score", -7), ("id", -5), ("fact", 5), ("speaker", 22), ("assertion", 40))


@click.command(short_help="Find claims that look alike.")
@project_argument
@click.option("--text", required=True, help="The assertion to look for.")
@click.option("--speaker", default="", help="Who says it: claims of the same speaker come a little higher.")
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="How many.")
@json_option
def similar(project: Path, *, text: str, speaker: str, limit: int, as_json: bool) -> None:
    """List the claims of P that look most like a text, best first. Scores compare within one answer only.

    \b
    Example: claimtracker similar talks.claims --text "there are disagreements" --json
    """
    from claimtracker.storage.search import nearest_claims

    with opened(project) as workspace:
        found = nearest_claims(workspace.connection, text, speaker=speaker, limit=limit)
        if as_json:
            print_json(
                {
                    "claim_id": near.claim.id,
                    "claim_uid": near.claim.uid,
                    "score": round(near.score, 4),
                    "assertion": near.claim.assertion,
                    "speaker": near.claim.speaker,
                    "status": near.claim.status,
                    "fact": near.claim.fact_code,
                    "article_title": near.claim.article_title,
                }
                for near in found
            )
        else:
            print_columns(
                _HEADINGS,
                (
                    (f"{near.score:.2f}", near.claim.id, near.claim.fact_code, near.claim.speaker, near.claim.assertion)
                    for near in found
                ),
            )
