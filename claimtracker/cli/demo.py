"""`claimtracker demo`: what the program makes, without a window."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted
from claimtracker.cli.pictures import drawing
from claimtracker.cli.project import PATH, opened
from claimtracker.domain.errors import UserError


@click.command(short_help="Make the sample project, its claim sheet and a picture.")
@click.argument("folder", metavar="OUTDIR", type=PATH)
@click.pass_context
def demo(context: click.Context, folder: Path) -> None:
    """Make the sample project, its claim sheet and a picture of the window in a folder.

    A sample project that is in the folder already is used as it is.

    \b
    Example: claimtracker demo sample
    """
    from claimtracker.exchange.claim_sheet import export_sheet
    from claimtracker.exchange.samples import make_sample_project

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder {folder} could not be made: {error.strerror}.") from error
    project, sheet, picture = (folder / name for name in ("sample.claims", "claims.csv", "window.png"))
    if not project.exists():
        make_sample_project(project, origin="cli")
    with opened(project) as workspace:
        report = export_sheet(workspace.connection, sheet)
    click.echo(f"Project:     {project}")
    click.echo(
        f"Claim sheet: {sheet} ({counted(report.rows, 'claim')}, {report.verified} of {report.quotes} quotes verified)"
    )
    try:
        drawing(context).take_screenshot(project, picture, view="tag", width=1440, height=860, theme="light")
    except UserError as error:
        click.echo(f"No picture:  {error}", err=True)
    else:
        click.echo(f"Picture:     {picture}")
