"""`claimtracker`, or `python -m claimtracker`: a command, or the window."""

from __future__ import annotations

import gc
import io
import signal
import sys
from pathlib import Path


def main() -> None:
    """Open the window, or carry out the command that is named; leaves the program with its exit code."""
    _settle_streams()
    arguments = sys.argv[1:]
    if arguments and not _is_project(arguments):
        from claimtracker.cli.main import run  # noqa: PLC0415  the window needs no command line
        from claimtracker.cli.pictures import Drawing  # noqa: PLC0415

        # Stopped from outside, a long export still takes its unfinished file away.
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        run(arguments, drawing=Drawing(_take_screenshot, _write_pdf))
    project = Path(arguments[0]) if arguments else None
    sys.exit(_open_window(project))


def _is_project(arguments: list[str]) -> bool:
    """Whether the window is meant: one file, and no command of that name."""
    first = arguments[0]
    if len(arguments) > 1 or first.startswith("-"):
        return False
    if first.casefold().endswith(".claims"):
        return True
    from claimtracker.cli.main import commands  # noqa: PLC0415  only where it could be one

    return first not in commands.commands and Path(first).is_file()


def _open_window(project: Path | None) -> int:
    if project is not None and not project.is_file():
        return _refuse(f"There is no project at {project}.", 1)
    # What is made at the start stays to the end: there is nothing to collect until the window is whole.
    gc.disable()
    # Without Qt, and so before it: once it is there it looks into the source of every module that is loaded.
    import claimtracker.gui.preferences  # noqa: PLC0415
    import claimtracker.storage.glimpse  # noqa: F401, PLC0415
    from claimtracker.display import display_problem  # noqa: PLC0415  the command line needs none

    problem = display_problem()
    if problem is not None:
        hint = "see claimtracker --help for what can be done without it, such as claimtracker export P OUT.csv."
        return _refuse(f"{problem.rstrip('.')}, so the window cannot be opened; {hint}", 2)
    missing = _missing_qt()
    if missing:
        return _refuse(missing, 2)
    from claimtracker.gui.app import run_app  # noqa: PLC0415

    return run_app(project)


def _take_screenshot(project: Path, picture: Path, *, view: str, width: int, height: int, theme: str) -> None:
    _need_qt()
    from claimtracker.gui.screenshot import take_screenshot  # noqa: PLC0415

    take_screenshot(project, picture, view=view, width=width, height=height, theme=theme)


def _write_pdf(page: str, path: Path) -> None:
    _need_qt()
    from claimtracker.gui.pdf import write_pdf  # noqa: PLC0415

    write_pdf(page, path)


def _need_qt() -> None:
    from claimtracker.domain.errors import UserError  # noqa: PLC0415

    missing = _missing_qt()
    if missing:
        raise UserError(missing)


def _missing_qt() -> str:
    """What keeps Qt from being loaded, in one sentence; empty when it is there."""
    try:
        from PySide6 import QtWidgets  # noqa: F401, PLC0415  Qt is loaded for the window alone
    except ImportError as error:
        needed = f"The window needs PySide6-Essentials, which cannot be loaded here ({error})"
        return f"{needed}; all other commands work without it."
    return ""


def _refuse(sentence: str, code: int) -> int:
    print(f"Error: {sentence}", file=sys.stderr)  # noqa: T201
    return code


def _settle_streams() -> None:
    """An old console that lacks a sign prints a question mark, rather than failing half-way.

    Where Python was told not to buffer (`PYTHONUNBUFFERED`), what stdout did not take at once was lost without a word.
    """
    stdout = sys.stdout
    if isinstance(stdout, io.TextIOWrapper) and isinstance(stdout.buffer, io.RawIOBase):
        encoding, errors = stdout.encoding, stdout.errors
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(stdout.detach()), encoding, errors, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
