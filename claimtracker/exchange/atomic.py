"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from claimtracker.domain.errors import UserError
from claimtracker.storage import database
from claimtracker.storage.files import replace_file

_SIDE_FILES = ("-wal", "-shm", "-journal")


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `target` when the block ends well; else `target` stays as it was.

    The bytes are on the disk before the file is replaced; its permissions are kept, and a link stays a link to the
    file that is replaced. Raises `UserError` when the file cannot be written or holds a project.
    """
    goal = _goal(target)
    part = goal.with_name(f".{goal.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        # Unlike tempfile's, it gets the permissions that a plain open() gives.
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if goal.exists():
            part.chmod(stat.S_IMODE(goal.stat().st_mode))
        replace_file(part, goal)
    except OSError as error:
        raise UserError(f"{target} could not be written: {error.strerror or type(error).__name__}.") from error
    finally:
        with suppress(OSError):
            part.unlink()


def _goal(target: Path) -> Path:
    """The file that is meant, behind links. Raises `UserError` for what must not be written over."""
    try:
        goal = target.resolve()
    except (OSError, RuntimeError) as error:
        raise UserError(f"{target} could not be written: its links lead in a circle.") from error
    if goal.is_symlink():
        # From Python 3.13 on, resolve() leaves a circle as it is and does not raise.
        raise UserError(f"{target} could not be written: its links lead in a circle.")
    if goal.is_dir():
        raise UserError(f"{target} is a folder; name a file in it.")
    if not goal.parent.is_dir():
        raise UserError(f"There is no folder {target.parent} to write {target.name} to.")
    if goal.exists() and not goal.is_file():
        raise UserError(f"{target} is not a file that can be replaced.")
    if _holds_project(goal):
        raise UserError(f"{target} is a project, which must not be written over; choose another name.")
    return goal


def _holds_project(goal: Path) -> bool:
    name = goal.name.casefold()
    for side in _SIDE_FILES:
        name = name.removesuffix(side)
    return name.endswith(".claims") or database.is_project(goal)
