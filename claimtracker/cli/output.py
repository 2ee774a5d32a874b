"""How lists are printed: as JSON for programs, in columns for people."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from time import monotonic

import click


def print_json(rows: Iterable[Mapping[str, object]]) -> None:
    """Print a JSON array, one element a line, without holding all of them."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    click.echo("[", nl=False)
    separator = "\n  "
    for row in rows:
        click.echo(separator + json.dumps(row, ensure_ascii=ascii_only), nl=False)
        separator = ",\n  "
    click.echo("\n]" if separator.startswith(",") else "]")


def print_columns(headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings with their widths; a negative width is set to the right, the last takes the rest."""
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    click.echo(_line(headings, [name for name, _ in headings], room))
    for row in rows:
        click.echo(_line(headings, row, room))


def plain(text: object) -> str:
    """Text in one line that cannot steer a terminal, whatever an article holds."""
    words = " ".join(str(text).split())
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) == "Cc" else sign for sign in words)


def counted(number: int, one: str, many: str = "") -> str:
    """“1 claim”, “5 claims”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def show_progress(done: int, total: int) -> None:
    """Tell on a terminal how far a long task is; nothing where the errors go to a file."""
    if total > 5000 and sys.stderr.isatty():
        click.echo(f"\r{done:,} of {total:,}" + ("\r\033[K" if done == total else ""), err=True, nl=False)


class ProgressLines:
    """Progress for a program that watches: a line of JSON on stderr, ten times a second at most."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Print how far the task is."""
        now = monotonic()
        if done == total > 0 or now - self._last >= 0.1:
            self._last = now
            click.echo(json.dumps({"done": done, "total": total}), err=True)


def _line(headings: Sequence[tuple[str, int]], row: Sequence[object], room: int) -> str:
    cells = []
    for (_, width), cell in zip(headings[:-1], row, strict=False):
        text = _cut(plain(cell), abs(width))
        cells.append(text.rjust(-width) if width < 0 else text.ljust(width))
    line = "  ".join(cells)
    last = plain(row[-1])
    rest = room - len(line) - 3
    return f"{line}  {_cut(last, rest) if rest > 20 else last}".rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
