"""Putting a backup back, so that whatever happens neither it nor the file it replaces is lost.

The present file is backed up first; where that cannot be done, it is moved aside with its log, and nothing of it is
written to. Beside the file that comes back no old log is left, which SQLite would otherwise play into it.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import backup, database, opening, private
from claimtracker.storage.files import replace_file, sync_file, sync_folder

_LOGS = ("-wal", "-journal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where what it replaced is now."""

    path: Path
    contents: backup.Contents
    kept: Path | None
    """The backup of the file that it replaced."""
    aside: Path | None
    """Where that file lies now, when it could not be backed up."""


def restore(
    chosen: Path,
    path: Path,
    *,
    home: Path | None = None,
    now: datetime | None = None,
    progress: Progress = no_progress,
) -> Restored:
    """Put a backup into the place of a project, which nobody may have open and which may be damaged or gone.

    Raises `UserError` when the backup is not sound or the file cannot be replaced: then all is as it was.
    """
    goal = path.resolve()
    now = (now or datetime.now(UTC)).astimezone(UTC)
    if database.is_open_here(goal):
        raise UserError(f"{path} is open; close it before a backup of it is restored.")
    with _told_of(goal):
        part, contents = _copy_of(chosen, goal)
        try:
            mode = stat.S_IMODE(goal.stat().st_mode) if goal.exists() else 0o600
            kept, aside = _save_present(goal, home, now, progress)
            part.chmod(mode | 0o200)
            replace_file(part, goal)
        finally:
            _drop(part)
    return Restored(path, contents, kept, aside)


def restore_as(chosen: Path, new: Path) -> backup.Contents:
    """Make a new project of a backup, and leave the present one alone. Raises `UserError` if there is a file there."""
    goal = new.resolve()
    if goal.exists():
        raise UserError(f"There is already a file at {new}; nothing was changed.")
    if any(_log(goal, end).exists() for end in _LOGS):
        raise UserError(f"A log of another project lies beside {new}; choose another name.")
    with _told_of(goal):
        part, contents = _copy_of(chosen, goal)
        try:
            replace_file(part, goal)
        finally:
            _drop(part)
    return contents


def _copy_of(chosen: Path, goal: Path) -> tuple[Path, backup.Contents]:
    """A verified copy of a backup beside the file that it becomes, and what is in it."""
    problem = backup.problem_of(chosen)
    contents = backup.contents_in(chosen)
    if problem or contents is None:
        raise UserError(f"{chosen} cannot be restored: {problem or 'it cannot be read'}. Choose another backup.")
    part = goal.with_name(f".{goal.name[:100]}.{secrets.token_hex(4)}.part")
    private.make_file(part)
    try:
        shutil.copyfile(chosen, part)
        sync_file(part)
        problem = backup.problem_of(part, contents)
    except BaseException:
        _drop(part)
        raise
    if problem:
        _drop(part)
        raise UserError(f"{chosen} could not be copied to {goal.parent}: {problem}. Nothing was changed.")
    return part, contents


def _save_present(goal: Path, home: Path | None, now: datetime, progress: Progress) -> tuple[Path | None, Path | None]:
    """Back up what is to be replaced, or move it aside; which of the two, and where it is now."""
    if goal.exists() and _is_sound(goal):
        try:
            kept = _back_up(goal, home, now, progress)
        except UserError as error:
            if isinstance(error, FileTrouble) and error.cause not in {"damaged", "full"}:
                raise
        else:
            if any(_log(goal, end).exists() for end in _LOGS):
                raise UserError(f"{goal} is open in another window or program; close it there first.")
            return kept, None
    return None, _move_aside(goal, now)


def _is_sound(goal: Path) -> bool:
    """Whether a file can be opened to be backed up; one that is damaged is not touched by looking."""
    try:
        with closing(sqlite3.connect(f"{goal.as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
            opening.harden(connection)
            return bool(connection.execute("pragma quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error as error:
        # After a crash SQLite has to write first, to take back what was half done: opening it does that.
        name = getattr(error, "sqlite_errorname", "") or ""
        return name.startswith(("SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_LOCKED"))


def _back_up(goal: Path, home: Path | None, now: datetime, progress: Progress) -> Path:
    project = database.open_existing(goal)
    try:
        return backup.make_backup(project, "restore", home=home, now=now, progress=progress).backup.path
    finally:
        database.close(project)


def _move_aside(goal: Path, now: datetime) -> Path | None:
    """Move a file away with its logs, the file first: what is left of the logs after a crash goes with the next."""
    stem = f"{goal.stem}.damaged-{now.strftime('%Y-%m-%dT%H-%M-%SZ')}"
    aside, number = goal.with_name(f"{stem}{goal.suffix}"), 1
    while any(_log(aside, end).exists() for end in ("", *_LOGS)):
        number += 1
        aside = goal.with_name(f"{stem}-{number}{goal.suffix}")
    moved = False
    for end in ("", *_LOGS):
        if _log(goal, end).exists():
            _log(goal, end).rename(_log(aside, end))
            moved = True
    sync_folder(goal.parent)
    return aside if moved else None


def _log(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _drop(part: Path) -> None:
    with suppress(OSError):
        part.unlink()


@contextmanager
def _told_of(goal: Path) -> Iterator[None]:
    """Turn what the disk says into one sentence."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError(f"{goal} could not be written: {why}. Nothing was lost.") from error
