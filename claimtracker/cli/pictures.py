"""What only the window's package can draw, which the command line does not know: pictures of the window, and PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click

from claimtracker.domain.errors import UserError


class TakeScreenshot(Protocol):
    """Draws a view of a project's window into a PNG file, without a display. Raises `UserError` if it cannot."""

    def __call__(self, project: Path, picture: Path, *, view: str, width: int, height: int, theme: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """What draws in this run."""

    take_screenshot: TakeScreenshot
    write_pdf: Callable[[str, Path], None]
    """An HTML page into a PDF file, without a display. Raises `UserError` if it cannot."""


def drawing(context: click.Context) -> Drawing:
    """What draws in this run. Raises `UserError` when nothing does."""
    found: Drawing | None = context.obj
    if found is None:
        raise UserError("Pictures need the window, which is not part of this program; start it as “claimtracker”.")
    return found
