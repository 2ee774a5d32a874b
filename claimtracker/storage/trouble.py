"""What the disk or another program did to a project file, as one sentence that a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimtracker.domain.errors import Cause, FileTrouble, UserError


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the disk or another program did to the file into one sentence; leave bugs as they are."""
    try:
        yield
    except sqlite3.Error as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error


def explain(error: BaseException, path: Path) -> str:
    """What the disk or another program did to the file, as a sentence, when that made an error; empty for a bug."""
    return str(_told(error, path) or "")


def _told(error: BaseException, path: Path) -> UserError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, cause, sentence in _SENTENCES:
        if name.startswith(prefix):
            told = sentence.format(path=path)
            return FileTrouble(told, cause) if cause else UserError(told)
    return None


_SENTENCES: tuple[tuple[str, Cause | None, str], ...] = (
    ("SQLITE_NOTADB", None, "{path} is not a Claim Tracker project."),
    (
        "SQLITE_CORRUPT",
        "damaged",
        "{path} is damaged; nothing was written. Restore a backup of it, or recover what can be read into a new file.",
    ),
    (
        "SQLITE_BUSY",
        "busy",
        "{path} is busy: another program is writing to it. Nothing was changed; try again in a moment.",
    ),
    (
        "SQLITE_LOCKED",
        "busy",
        "{path} is busy: another window is writing to it. Nothing was changed; try again in a moment.",
    ),
    (
        "SQLITE_READONLY_DBMOVED",
        "gone",
        "{path} was moved or deleted while it was open; save a copy to keep your work.",
    ),
    ("SQLITE_READONLY", "disk", "{path} can only be read, so nothing can be changed in it."),
    (
        "SQLITE_FULL",
        "full",
        "The disk that holds {path} is full; the last change was not kept. Make room and try again.",
    ),
    (
        "SQLITE_IOERR",
        "disk",
        "The disk that holds {path} gave an error; the last change was not kept.",
    ),
    (
        "SQLITE_CANTOPEN",
        "disk",
        "{path} could not be opened; see that the file and its folder can be read and written.",
    ),
    ("SQLITE_PERM", None, "{path} may not be read by you."),
    ("SQLITE_TOOBIG", None, "A value was too large to be kept in {path}."),
    ("SQLITE_INTERRUPT", None, "The work on {path} was stopped; nothing of it was kept."),
)
