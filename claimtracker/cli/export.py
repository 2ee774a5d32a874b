"""`claimtracker export`: the claim sheet, and what review finds as sheets."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from claimtracker.cli.output import ProgressLines, counted, plain, show_progress
from claimtracker.cli.project import (
    PATH,
    claim_filter,
    filter_options,
    opened,
    project_argument,
    sort_keys,
    sort_option,
)
from claimtracker.domain.columns import COLUMN_KEYS

if TYPE_CHECKING:
    from claimtracker.domain.progress import Progress
    from claimtracker.exchange.claim_sheet import SheetReport
    from claimtracker.exchange.review_sheets import ReviewSheet
    from claimtracker.storage.queries import Connection
    from claimtracker.workspace import Workspace


@click.command(short_help="Write claims, changes, the matrix or facts (CSV).")
@project_argument
@click.argument("out", metavar="OUT.csv", type=PATH)
@click.option(
    "--sheet",
    type=click.Choice(["claims", "changes", "matrix", "facts"]),
    default="claims",
    show_default=True,
    help="What to write; which claims, their order and columns can be chosen for claims alone.",
)
@filter_options
@sort_option
@click.option("--columns", metavar="A,B,…", help=f"Which columns, in this order. All: {', '.join(COLUMN_KEYS)}.")
@click.option(
    "--as-of", default="", metavar="DATE", help="As the claims stood at the end of a day, or at 2026-11-03T14:05."
)
@click.option("--no-bom", is_flag=True, help="Leave out the byte order mark that Excel needs.")
@click.option("--progress-json", is_flag=True, hidden=True)
def export(
    *,
    project: Path,
    out: Path,
    sheet: str,
    article: int | None,
    where: tuple[str, ...],
    sort: str,
    columns: str | None,
    as_of: str,
    no_bom: bool,
    progress_json: bool,
    **names: str,
) -> None:
    """Write the claims of P to a CSV file, or to stdout for “-”, and check each quote against its article.

    With --sheet, the changes between claims, the matrix of facts by articles, or the facts instead.

    Cells that a spreadsheet would run as a formula get an apostrophe in front; import-claims takes it off again.
    If a quote is not in its article's text the exit code is 1, though the sheet is written.

    \b
    Example: claimtracker export talks.claims claims.csv --article 1 --columns speaker,status,assertion
    """
    if sheet != "claims":
        if article is not None or where or sort or columns is not None or as_of or any(names.values()):
            raise click.UsageError(f"--sheet {sheet} writes everything: choose claims and columns with --sheet claims.")
        _export_review(project, out, sheet, bom=not no_bom)
        return
    from claimtracker.exchange.claim_sheet import DEFAULT_COLUMNS, export_sheet, write_sheet

    keys = DEFAULT_COLUMNS if columns is None else tuple(key.strip() for key in columns.split(","))
    progress: Progress = ProgressLines() if progress_json else show_progress
    with opened(project) as workspace, _connection(workspace, as_of, names) as connection:
        wanted = claim_filter(connection, article, where, names)
        bom, order = not no_bom, sort_keys(sort)
        if str(out) == "-":
            report = write_sheet(
                connection, sys.stdout.buffer, filter=wanted, order=order, columns=keys, bom=bom, progress=progress
            )
        else:
            report = export_sheet(connection, out, filter=wanted, order=order, columns=keys, bom=bom, progress=progress)
    _tell(report, out, as_of)


@contextmanager
def _connection(workspace: Workspace, as_of: str, names: Mapping[str, str]) -> Iterator[Connection]:
    """The project as it is, or as it stood then."""
    from claimtracker.storage.as_of import claims_at
    from claimtracker.text.moments import end_of

    if not as_of:
        yield workspace.connection
        return
    with claims_at(workspace.connection, end_of(as_of), searchable=bool(names.get("search"))) as copy:
        yield copy


def _export_review(project: Path, out: Path, sheet: str, *, bom: bool) -> None:
    from claimtracker.exchange.review_sheets import SheetChoice, export_review_sheet, write_review_sheet

    to_stdout = str(out) == "-"
    choice = SheetChoice(cast("ReviewSheet", sheet), bom=bom)
    with opened(project) as workspace:
        if to_stdout:
            rows = write_review_sheet(workspace.connection, sys.stdout.buffer, choice, show_progress)
        else:
            rows = export_review_sheet(workspace.connection, out, choice, show_progress)
    what = counted(rows, "change" if sheet == "changes" else "fact")
    of = "the matrix of " if sheet == "matrix" else ""
    click.echo(f"Exported {of}{what} to {'stdout' if to_stdout else out}", err=to_stdout)


def _tell(report: SheetReport, out: Path, as_of: str) -> None:
    to_stdout = str(out) == "-"
    place = "stdout" if to_stdout else str(out)
    verified = f"{report.verified:,} of {report.quotes:,} quotes verified"
    then = ""
    if as_of:
        from claimtracker.text.moments import end_of

        then = f" as of {end_of(as_of)}"
    click.echo(f"Exported {counted(report.rows, 'claim')}{then} to {place}; {verified}", err=to_stdout)
    for problem in report.problems:
        click.echo(f"Error: {plain(problem)}", err=True)
    if report.problems:
        raise click.exceptions.Exit(1)
