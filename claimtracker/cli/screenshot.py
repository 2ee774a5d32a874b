"""`claimtracker screenshot`: a picture of the window, without a display."""

from __future__ import annotations

import re
from pathlib import Path

import click

from claimtracker.cli.pictures import drawing
from claimtracker.cli.project import PATH, project_argument


def _size(_context: click.Context, _option: click.Parameter, typed: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", typed)
    if match is None:
        raise click.BadParameter(f"“{typed}” is not a size such as 1440x860.")
    return int(match[1]), int(match[2])


@click.command(short_help="Draw the window into a PNG file.")
@project_argument
@click.argument("picture", metavar="OUT.png", type=PATH)
@click.option("--view", default="tag", show_default=True, help="Which view.")
@click.option("--size", callback=_size, default="1440x860", show_default=True, help="The size of the window.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True, help="Its colours.")
@click.pass_context
def screenshot(
    context: click.Context, *, project: Path, picture: Path, view: str, size: tuple[int, int], theme: str
) -> None:
    """Draw the window with P open into a PNG file. No display is needed.

    \b
    Example: claimtracker screenshot talks.claims talks.png --size 1024x640 --theme dark
    """
    if picture.suffix.casefold() != ".png":
        raise click.UsageError("The picture is a PNG file; let its name end in .png.")
    width, height = size
    drawing(context).take_screenshot(project, picture, view=view, width=width, height=height, theme=theme)
    click.echo(f"Drew {picture}")
