"""Processes of our own that do for the window what would hold it up, or what must not harm it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import claimtracker


def start_module(module: str, *words: str, stdout: int | IO[bytes], stderr: int) -> subprocess.Popen[bytes]:
    """A process that runs a module of the package, from whatever folder either was started in, and nothing else.

    Its standard input is a pipe: when that ends, whoever started it is gone or has enough.
    """
    package = str(Path(claimtracker.__file__).resolve().parents[1])
    paths = [*(path for path in sys.path if path), package]
    return subprocess.Popen(  # noqa: S603  our own module
        # -P: the folder that the application was started in may hold anything.
        [sys.executable, "-P", "-m", module, *words],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
