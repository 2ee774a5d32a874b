"""`claimtracker new`: an empty project."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.project import coder_option, project_argument


@click.command(short_help="Make an empty project.")
@project_argument
@coder_option
def new(project: Path, coder: str) -> None:
    """Make an empty project, P. An existing file is never replaced.

    \b
    Example: claimtracker new talks.claims
    """
    from claimtracker.workspace import Workspace

    path = project if project.suffix else project.with_name(f"{project.name}.claims")
    with Workspace.create(path, coder=coder, origin="cli"):
        click.echo(f"Made {path}. Next: claimtracker import {path} ARTICLE.txt")
