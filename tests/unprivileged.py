"""Doing something as a person whom the modes of files bind: tests often run as root, whom they do not."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that such a person can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="claims-test-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        yield folder
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o700)


def give(*paths: Path) -> None:
    """Let files belong to such a person."""
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, _NOBODY, _NOBODY)


def as_anybody(act: Callable[[], str]) -> str:
    """What `act` says when such a person does it. What it needs is imported beforehand: it runs in a fork."""
    if not hasattr(os, "fork"):
        pytest.skip("permissions are of another kind here")
    if os.geteuid() != 0:
        return act()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
            said = act()
        except BaseException:  # noqa: BLE001  it is told on the other side
            said = traceback.format_exc()
        os.write(into, said.encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child, 0)
    return said
