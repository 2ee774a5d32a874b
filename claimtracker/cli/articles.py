"""`claimtracker articles`: what is in a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument

if TYPE_CHECKING:
    from claimtracker.workspace import Workspace

_HEADINGS = (("id", -5), ("published", 25), ("outlet", 20), ("sentences", -9), ("claims", -6), ("title", 40))


@click.command(short_help="List the articles.")
@project_argument
@json_option
def articles(project: Path, as_json: bool) -> None:
    """List the articles of P with their numbers, oldest first.

    \b
    Example: claimtracker articles talks.claims
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        if as_json:
            print_json(_as_json(workspace))
            return
        rows = (
            (row.id, row.published, row.source, row.sentences, row.claims, row.title)
            for row in queries.article_summaries(workspace.connection)
        )
        print_columns(_HEADINGS, rows)


def _as_json(workspace: Workspace) -> Iterator[dict[str, object]]:
    from claimtracker.storage import queries

    for row in queries.article_summaries(workspace.connection):
        article = queries.article(workspace.connection, row.id)
        yield {
            "id": row.id,
            "title": row.title,
            "source": row.source,
            "author": article.author,
            "url": article.url,
            "published": row.published,
            "language": article.language,
            "sentences": row.sentences,
            "claims": row.claims,
            "sha256": article.sha256,
        }
