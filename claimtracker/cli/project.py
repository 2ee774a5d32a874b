"""What the commands share: the project they work on, and who works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from claimtracker.domain.values import ArticleId

if TYPE_CHECKING:
    from claimtracker.storage.queries import ClaimFilter
    from claimtracker.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")

PATH = click.Path(path_type=Path)

project_argument = click.argument("project", metavar="P", type=PATH)
coder_option = click.option(
    "--coder",
    default="",
    envvar="CLAIMTRACKER_CODER",
    metavar="NAME",
    help="Who does this; else CLAIMTRACKER_CODER, else your login name.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@contextmanager
def opened(project: Path, coder: str = "") -> Iterator[Workspace]:
    """The project, open for one command. Raises `UserError` when it is missing, foreign or damaged."""
    from claimtracker.workspace import Workspace

    with Workspace.open(project, coder=coder, origin="cli") as workspace:
        yield workspace


def filter_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options that say which claims are meant; `claim_filter` reads them."""
    for option in (
        click.option("--search", default="", metavar="WORDS", help="Only claims with these words."),
        click.option("--tag", default="", help="Only claims with this tag."),
        click.option("--fact", default="", help="Only claims about this fact: F2, or its title."),
        click.option("--status", default="", help='Only claims of this status: "denied".'),
        click.option("--speaker", default="", help="Only claims of this speaker: a name or an alias."),
        click.option("--article", type=int, metavar="N", help="Only claims in this article."),
    ):
        command = option(command)
    return command


def claim_filter(workspace: Workspace, article: int | None, names: Mapping[str, str]) -> ClaimFilter:
    """The filter that `filter_options` describe. Raises `UserError` when there is no such article."""
    from claimtracker.storage import queries

    article_id = None if article is None else ArticleId(article)
    if article_id is not None:
        queries.article(workspace.connection, article_id)
    return queries.ClaimFilter(article_id, columns=(), **names)
