"""`claimtracker check`: whether a project is whole."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import plain, show_progress
from claimtracker.cli.project import opened, project_argument


@click.command(short_help="Check the file, the articles and every quote.")
@project_argument
def check(project: Path) -> None:
    """Check that the file of P is sound, that its articles are as imported, and that every quote is in its article.

    The exit code is 1 if anything is wrong.

    \b
    Example: claimtracker check talks.claims
    """
    from claimtracker.exchange.check import check_project

    with opened(project) as workspace:
        found = check_project(workspace.connection, progress=show_progress)
    click.echo("The file is sound" if found.sound else "The file is damaged")
    click.echo(f"{found.intact:,} of {found.articles:,} articles are as imported")
    click.echo(f"{found.verified:,} of {found.quotes:,} quotes verified")
    for problem in found.problems:
        click.echo(f"Error: {plain(problem)}", err=True)
    if found.problems:
        raise click.exceptions.Exit(1)
