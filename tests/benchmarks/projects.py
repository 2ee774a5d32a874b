"""The projects that are measured: made once, kept beside the report, copied before anything is written to them."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from claimtracker.storage import schema

HOME = Path(__file__).parents[2] / ".benchmarks"
"""Ignored by git: projects, what is being worked on, and the report."""


def project(claims: int) -> Path:
    """A project of so many claims, which nobody writes to."""
    made_by = hashlib.sha256(
        Path(__file__).with_name("generator.py").read_bytes() + bytes([schema.VERSION])
    ).hexdigest()[:8]
    path = HOME / "projects" / f"{claims}-{made_by}.claims"
    if not path.exists():
        # Of the memory of a story nothing is taken by what makes projects, and by the libraries that it needs.
        from tests.benchmarks import generator

        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.unlink(missing_ok=True)
        generator.make_project(part, claims)
        part.rename(path)
    return path


def copy_of(claims: int, folder: Path, name: str = "project.claims") -> Path:
    """A copy that can be written to."""
    target = folder / name
    target.unlink(missing_ok=True)
    shutil.copyfile(project(claims), target)
    # Else the first commit waits for the whole copy to reach the disk.
    with target.open("rb+") as copied:
        os.fsync(copied.fileno())
    return target
