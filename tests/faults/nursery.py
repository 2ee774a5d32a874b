"""Starting the program that meets the faults, and asking it to run something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Run:
    """What a run said, and how it ended: 0, or minus the number of the signal that killed it."""

    lines: tuple[str, ...]
    status: int
    late: bool

    def said(self, word: str) -> list[str]:
        """What it said after this word."""
        return [line[len(word) + 1 :] for line in self.lines if line.split(" ")[0] == word]

    @property
    def acknowledged(self) -> int:
        """How often it said that something was done for good."""
        return len(self.said("ACK"))


class Nursery:
    """The program `child.py`, which forks for each run."""

    def __init__(self, shim: Path | None = None) -> None:
        root = HERE.parents[1]
        settings = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}
        if shim is not None:
            settings["LD_PRELOAD"] = str(shim)
        words = [sys.executable, "-m", "tests.faults.child"]
        self._program = subprocess.Popen(
            words, cwd=root, env=settings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, **asked: Any) -> Run:
        """Run something to its end, and whatever end that is; but no bug may show."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(asked, default=str) + "\n")
        self._program.stdin.flush()
        answer = json.loads(self._program.stdout.readline())
        run = Run(tuple(answer["lines"]), answer["status"], answer["late"])
        assert not run.said("BUG"), run.said("BUG")[0].replace(" | ", "\n")
        assert not run.late, "it hung"
        return run

    def close(self) -> None:
        """End the program."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.wait()
        self._program.stdout.close()


def build_shim(folder: Path) -> Path:
    """Compile `shim.c`; skips the test where there is no compiler for it."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not sys.platform.startswith("linux") or compiler is None:
        pytest.skip("faults at single system calls need Linux and a C compiler")
    shim = folder / "shim.so"
    done = subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", str(shim), str(HERE / "shim.c"), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"the fault shim does not compile here: {done.stderr[:200]}")
    return shim
