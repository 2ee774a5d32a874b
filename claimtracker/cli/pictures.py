"""Pictures of the window: made by the window's package, which the command line does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import click

from claimtracker.domain.errors import UserError


class TakeScreenshot(Protocol):
    """Draws a view of a project's window into a PNG file, without a display. Raises `UserError` if it cannot."""

    def __call__(self, project: Path, picture: Path, *, view: str, width: int, height: int, theme: str) -> None: ...


def camera(context: click.Context) -> TakeScreenshot:
    """What takes screenshots in this run. Raises `UserError` when nothing does."""
    take: TakeScreenshot | None = context.obj
    if take is None:
        raise UserError("Pictures need the window, which is not part of this program; start it as “claimtracker”.")
    return take
