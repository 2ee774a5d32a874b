"""Folders and files that nobody but this person may read: drafts, reports, preferences, copies of a project."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path) -> Path:
    """See that a folder of our own is there; nobody else may look into what is made for it. Raises `OSError`."""
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def make_file(path: Path) -> None:
    """An empty file that nobody else may read, for another library to fill. Raises `FileExistsError`."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by this person alone. Raises `OSError`."""
    import secrets  # noqa: PLC0415  reading is all that the start needs

    make_folder(path.parent)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        make_file(part)
        part.write_bytes(content)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()
