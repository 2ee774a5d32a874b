"""`claimtracker sentence`: split and join sentences where the splitter erred."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import plain
from claimtracker.cli.project import coder_option, opened, project_argument
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId

if TYPE_CHECKING:
    from claimtracker.domain.values import Article, SentenceRow
    from claimtracker.workspace import Workspace

_article_option = click.option(
    "--article", "number", type=int, required=True, metavar="N", help="The number that “articles” prints."
)


@click.group(short_help="Split or join sentences.")
def sentence() -> None:
    """Split or join sentences, named by the numbers that “claimtracker sentences P --article N” prints.

    The article's text stays as it is, and claims keep the words they rest on.
    """


@sentence.command(short_help="Make two sentences of one.")
@project_argument
@_article_option
@click.option("--sentence", "which", type=int, required=True, metavar="K", help="The number of the sentence.")
@click.option("--at", type=int, metavar="OFFSET", help="Where the second begins: a character of the article.")
@click.option("--before", default="", metavar="WORDS", help="The words that the second begins with.")
@coder_option
def split(*, project: Path, number: int, which: int, at: int | None, before: str, coder: str) -> None:
    """Make two sentences of one, and print them.

    \b
    Example: claimtracker sentence split talks.claims --article 1 --sentence 3 --before "Dorn said"
    """
    if (at is None) == (not before):
        raise click.UsageError("Say where: --at, or --before.")
    from claimtracker.operations import SplitSentence

    with opened(project, coder) as workspace:
        article, sentences = _article(workspace, number)
        row = _sentence(number, sentences, which)
        place = at if at is not None else article.text.find(before, row.start, row.end)
        if place < 0:
            raise UserError(f"The words “{before}” are not in sentence {which} of article {number}.")
        workspace.run(SplitSentence(row.id, place))
        _print(workspace, number, which, which + 1)


@sentence.command(short_help="Make one sentence of several.")
@project_argument
@_article_option
@click.option(
    "--sentence", "which", type=int, multiple=True, required=True, metavar="K",
    help="The number of a sentence; one alone is joined with the next.",
)  # fmt: skip
@coder_option
def join(*, project: Path, number: int, which: tuple[int, ...], coder: str) -> None:
    """Make one sentence of several that follow each other in a paragraph, and print it.

    \b
    Example: claimtracker sentence join talks.claims --article 1 --sentence 3 --sentence 4
    """
    from claimtracker.operations import JoinSentences

    numbers = sorted({*which, which[0] + 1} if len(which) == 1 else set(which))
    with opened(project, coder) as workspace:
        _, sentences = _article(workspace, number)
        rows = [_sentence(number, sentences, one) for one in numbers]
        workspace.run(JoinSentences(tuple(row.id for row in rows)))
        _print(workspace, number, numbers[0], numbers[0])


def _article(workspace: Workspace, number: int) -> tuple[Article, list[SentenceRow]]:
    from claimtracker.storage import queries

    article = queries.article(workspace.connection, ArticleId(number))
    return article, queries.sentences_of_article(workspace.connection, article.id)


def _sentence(article: int, sentences: list[SentenceRow], number: int) -> SentenceRow:
    if not 1 <= number <= len(sentences):
        raise UserError(f"Article {article} has no sentence {number}; it has {len(sentences)}.")
    return sentences[number - 1]


def _print(workspace: Workspace, number: int, first: int, last: int) -> None:
    article, sentences = _article(workspace, number)
    for row in sentences[first - 1 : last]:
        click.echo(f"{row.number}  {plain(article.text[row.start : row.end])}")
