"""What the commands share: the project they work on, and who works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from claimtracker.domain.columns import column
from claimtracker.domain.values import ArticleId

if TYPE_CHECKING:
    from claimtracker.storage.queries import ClaimFilter, ColumnTest, Connection, SortKey, TestKind
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
sort_option = click.option(
    "--sort", default="", metavar="KEY,-KEY", help="By these columns, downwards where a minus is in front."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

_WHERE = re.compile(r"([a-z0-9_]+)\s*(!=|>=|<=|=|~)(.*)", re.DOTALL)
_KINDS: dict[str, TestKind] = {"=": "is", "!=": "is not", "~": "contains", ">=": "from", "<=": "to"}


@contextmanager
def opened(project: Path, coder: str = "") -> Iterator[Workspace]:
    """The project, open for one command. Raises `UserError` when it is missing, foreign or damaged."""
    from claimtracker.workspace import Workspace

    with Workspace.open(project, coder=coder, origin="cli") as workspace:
        if workspace.has_second_name:
            click.echo(
                f"Warning: {project} has a second name on this disk (a hard link); never open it under both at once.",
                err=True,
            )
        yield workspace


def filter_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options that say which claims are meant; `claim_filter` reads them."""
    for option in (
        click.option(
            "--where", multiple=True, metavar="KEY=VALUE",
            help="Only claims with this in a column: KEY=VALUE, KEY!=VALUE, KEY~PART (contains), KEY>=FROM, KEY<=TO,"
            " KEY= (empty), KEY!= (not empty); several times for several.",
        ),
        click.option("--search", default="", metavar="WORDS", help="Only claims with these words anywhere."),
        click.option("--tag", default="", help="Only claims with this tag."),
        click.option("--fact", default="", help="Only claims about this fact: F2, or its title."),
        click.option("--status", default="", help='Only claims of this status: "denied".'),
        click.option("--speaker", default="", help="Only claims of this speaker: a name or an alias."),
        click.option("--article", type=int, metavar="N", help="Only claims in this article."),
    ):  # fmt: skip
        command = option(command)
    return command


def claim_filter(
    connection: Connection, article: int | None, where: Sequence[str], names: Mapping[str, str]
) -> ClaimFilter:
    """The filter that `filter_options` describe. Raises `UserError` when there is no such article or column."""
    from claimtracker.storage import queries

    article_id = None if article is None else ArticleId(article)
    if article_id is not None:
        queries.article(connection, article_id)
    return queries.ClaimFilter(article_id, columns=tuple(_column_test(asked) for asked in where), **names)


def _column_test(asked: str) -> ColumnTest:
    from claimtracker.storage import queries

    match = _WHERE.fullmatch(asked)
    if match is None:
        raise click.UsageError(f"--where {asked}: write KEY=VALUE, KEY!=VALUE, KEY~PART, KEY>=FROM or KEY<=TO.")
    key, sign, value = column(match[1]).key, match[2], match[3]
    if not value and sign in {"=", "!="}:
        return queries.ColumnTest(key, "empty" if sign == "=" else "not empty")
    return queries.ColumnTest(key, _KINDS[sign], (value,))


def sort_keys(typed: str) -> tuple[SortKey, ...]:
    """The order that `sort_option` describes. Raises `UserError` when there is no such column."""
    from claimtracker.storage import queries

    keys = [part.strip() for part in typed.split(",") if part.strip()]
    return tuple(queries.SortKey(column(key.removeprefix("-")).key, key.startswith("-")) for key in keys)
