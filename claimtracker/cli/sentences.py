"""`claimtracker sentences`: an article, sentence by sentence."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import print_columns, print_json
from claimtracker.cli.project import json_option, opened, project_argument
from claimtracker.domain.values import ArticleId

_HEADINGS = (("§", -4), ("kind", 8), ("start", -6), ("end", -6), ("text", 40))


@click.command(short_help="List the sentences of an article.")
@project_argument
@click.option("--article", type=int, required=True, metavar="N", help="The number that “articles” prints.")
@json_option
def sentences(project: Path, article: int, as_json: bool) -> None:
    """List the sentences of an article with their numbers and places (characters of its text).

    \b
    Example: claimtracker sentences talks.claims --article 1
    """
    from claimtracker.storage import queries

    with opened(project) as workspace:
        text = queries.article(workspace.connection, ArticleId(article)).text
        rows = queries.sentences_of_article(workspace.connection, ArticleId(article))
    if as_json:
        print_json(
            {
                "number": row.number,
                "kind": row.kind,
                "paragraph": row.paragraph,
                "start": row.start,
                "end": row.end,
                "text": text[row.start : row.end],
            }
            for row in rows
        )
    else:
        print_columns(
            _HEADINGS, ((row.number, row.kind, row.start, row.end, text[row.start : row.end]) for row in rows)
        )
