"""Putting a finished file into its place, so that it is there whole or not at all, also after a power cut."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

_ON_WINDOWS = os.name == "nt"
_REPLACE_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries: on Windows a virus scanner or an indexer may hold the target for a moment."""


def replace_file(source: Path, goal: Path) -> None:
    """Move a file into the place of another in the same folder, and see that the folder knows it for good."""
    for pause in (*_REPLACE_PAUSES, None):
        try:
            source.replace(goal)
            break
        except PermissionError:
            if not _ON_WINDOWS or pause is None:
                raise
            time.sleep(pause)
    sync_folder(goal.parent)


def sync_file(path: Path) -> None:
    """See that a file that is not open anywhere is on the disk, and not only on its way there."""
    # Not for reading alone: Windows flushes only what may be written.
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """See that what was renamed in a folder is on the disk."""
    if _ON_WINDOWS:
        return
    # Some file systems cannot do it; the file itself is on the disk already.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
