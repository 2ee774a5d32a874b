"""`claimtracker export`: the claim sheet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

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


@click.command(short_help="Write the claim sheet (CSV).")
@project_argument
@click.argument("out", metavar="OUT.csv", type=PATH)
@filter_options
@sort_option
@click.option("--columns", metavar="A,B,…", help=f"Which columns, in this order. All: {', '.join(COLUMN_KEYS)}.")
@click.option("--no-bom", is_flag=True, help="Leave out the byte order mark that Excel needs.")
@click.option("--progress-json", is_flag=True, hidden=True)
def export(
    *,
    project: Path,
    out: Path,
    article: int | None,
    where: tuple[str, ...],
    sort: str,
    columns: str | None,
    no_bom: bool,
    progress_json: bool,
    **names: str,
) -> None:
    """Write the claims of P to a CSV file, or to stdout for “-”, and check each quote against its article.

    Cells that a spreadsheet would run as a formula get an apostrophe in front; import-claims takes it off again.
    If a quote is not in its article's text the exit code is 1, though the sheet is written.

    \b
    Example: claimtracker export talks.claims claims.csv --article 1 --columns speaker,status,assertion
    """
    from claimtracker.exchange.claim_sheet import DEFAULT_COLUMNS, export_sheet, write_sheet

    keys = DEFAULT_COLUMNS if columns is None else tuple(key.strip() for key in columns.split(","))
    progress: Progress = ProgressLines() if progress_json else show_progress
    with opened(project) as workspace:
        wanted = claim_filter(workspace, article, where, names)
        connection, bom, order = workspace.connection, not no_bom, sort_keys(sort)
        if str(out) == "-":
            report = write_sheet(
                connection, sys.stdout.buffer, filter=wanted, order=order, columns=keys, bom=bom, progress=progress
            )
        else:
            report = export_sheet(connection, out, filter=wanted, order=order, columns=keys, bom=bom, progress=progress)
    _tell(report, out)


def _tell(report: SheetReport, out: Path) -> None:
    to_stdout = str(out) == "-"
    place = "stdout" if to_stdout else str(out)
    verified = f"{report.verified:,} of {report.quotes:,} quotes verified"
    click.echo(f"Exported {counted(report.rows, 'claim')} to {place}; {verified}", err=to_stdout)
    for problem in report.problems:
        click.echo(f"Error: {plain(problem)}", err=True)
    if report.problems:
        raise click.exceptions.Exit(1)
