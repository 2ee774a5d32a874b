"""`claimtracker import`: articles from text files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain, show_progress
from claimtracker.cli.project import PATH, coder_option, opened, project_argument

if TYPE_CHECKING:
    from claimtracker.operations import Imported, NewArticle

_OF_ONE_ARTICLE = ("title", "url")


@click.command("import", short_help="Import articles from text files.")
@project_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option("--title", default="", help="The title; else it is found in the text.")
@click.option("--source", default="", help='The outlet: "The Harbour Post".')
@click.option("--published", default="", help="When it was published: 2025-11-04 or 2025-11-04T06:58:00-05:00.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--author", default="", help="Who wrote it.")
@click.option("--language", default="", help="The language of the text: en.")
@click.option("--note", default="", help="A note on it.")
@coder_option
def import_articles(project: Path, files: tuple[Path, ...], coder: str, **described: str) -> None:
    """Import articles from text files, and print their numbers.

    What is not given is found in the text: its title, when it was published. A text that is in the project already
    is not imported again. A file that cannot be read does not stop the others; the exit code is 1 then.

    \b
    Example: claimtracker import talks.claims article.txt --source "The Harbour Post"
    """
    for name in _OF_ONE_ARTICLE:
        if described[name] and len(files) > 1:
            raise click.UsageError(f"--{name} is for one article; import the files one at a time.")
    from claimtracker.exchange.article_import import read_articles
    from claimtracker.operations import ImportArticles

    with opened(project, coder) as workspace:
        read, problems = read_articles(files)
        articles = tuple(_described(article, described) for article in read)
        imported = workspace.run(ImportArticles(articles), progress=show_progress) if articles else ()
    for result in imported:
        _tell(project, result)
    for problem in problems:
        click.echo(f"Error: {plain(problem)}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _described(article: NewArticle, described: Mapping[str, str]) -> NewArticle:
    return replace(
        article,
        title=described["title"],
        source=described["source"],
        published=described["published"],
        url=described["url"],
        author=described["author"],
        language=described["language"],
        note=described["note"],
    )


def _tell(project: Path, result: Imported) -> None:
    title = plain(result.title)
    if result.already_there:
        click.echo(f"{result.article_id}  {title}: already there")
        return
    click.echo(f"{result.article_id}  {title}: {counted(result.sentences, 'sentence')}")
    if result.choices:
        meant = "; ".join(f"{choice.label}, --published {choice.value}" for choice in result.choices)
        click.echo(f"   The time zone “{result.zone}” can be several, so only the date is kept. Set it with", err=True)
        click.echo(f"   claimtracker article edit {project} {result.article_id} and one of: {meant}", err=True)
