"""Files read in a process of their own, so that a broken or hostile one can neither fill nor stop the application."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, Self, cast

from claimtracker.domain.errors import UserError
from claimtracker.exchange.processes import start_module
from claimtracker.exchange.readers import format_of, read_bytes, sniffing
from claimtracker.exchange.readers.base import LARGEST, ReadArticle
from claimtracker.exchange.readers.limits import CPU_SECONDS
from claimtracker.exchange.readers.messages import from_plain, receive, send

WALL_SECONDS = 60.0
LONGEST_ANSWER = 150_000_000
"""Bytes of an answer: the longest text that is read, where JSON writes each character in six."""
_STEP = 0.05
_PLAIN = "plain_text"


def nobody_waits() -> None:
    """The watch of a reading that nobody wants to stop."""


class IsolatedReader:
    """Reads files one after the other in a child process that is held to limits of memory, computing and time.

    It is started with the first file that needs it, serves many, and after one that it failed at a new one takes its
    place. Use it in a `with` statement, so that it ends.
    """

    def __init__(self, *, seconds: float = WALL_SECONDS, computing: int = CPU_SECONDS) -> None:
        """Each file may take so many seconds, and so many seconds of computing."""
        self._seconds, self._computing = seconds, computing
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The child process, while there is one."""
        return None if self._child is None else self._child.pid

    def close(self) -> None:
        """End the child process; another file would start a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                # What was not yet written to it goes with it.
                with suppress(OSError):
                    cast("BinaryIO", stream).close()

    def read(self, path: Path, watch: Callable[[], object] = nobody_waits) -> ReadArticle:
        """The article in a file. Raises `UserError`; see `read_bytes` for `watch`."""
        return self.read_bytes(raw_of(path), path.name, watch)

    def read_bytes(self, raw: bytes, name: str, watch: Callable[[], object] = nobody_waits) -> ReadArticle:
        """The article in the bytes of a file called `name`.

        `watch` is called many times a second while this waits; what it raises (`Cancelled`) ends the child process at
        once. Raises `UserError` when the file cannot be read, or takes too much to be read.
        """
        if format_of(raw, name).module == _PLAIN and not raw.startswith(sniffing.GZIP):
            return read_bytes(raw, name)
        fresh = self._child is None
        answer = self._asked(raw, name, watch)
        if answer.get("memory") and not fresh:
            # The files before it may have left little; a new process has all there is.
            answer = self._asked(raw, name, watch)
        if answer.get("memory"):
            raise UserError(f"{name} needs too much memory to read; it was not imported.")
        if "problem" in answer:
            raise UserError(str(answer["problem"]))
        return from_plain(answer)

    def _asked(self, raw: bytes, name: str, watch: Callable[[], object]) -> dict[str, Any]:
        """What the child process says; it is started when there is none, and ended when it does not answer well."""
        if self._child is None:
            self._child = start_module(
                "claimtracker.exchange.readers.worker",
                str(self._computing),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        exchange = _Exchange(self._child, name, raw)
        try:
            answer = exchange.wait(self._seconds, watch)
        except BaseException:
            self.close()
            raise
        if answer is None:
            child = self._child
            self.close()
            # A process that was ended by another signal had a fault, in a library or by want of memory.
            late = exchange.is_late or child.returncode == -getattr(signal, "SIGXCPU", 1000)
            why = "took too long to read" if late else "made its reader break down"
            return {"problem": f"{name} {why}; it was not imported."}
        if answer.get("memory"):
            self.close()
        return answer


class _Exchange(Thread):
    """One question to a child process and its answer. Pipes block; a thread that waits for them can be left waiting."""

    def __init__(self, child: subprocess.Popen[bytes], name: str, raw: bytes) -> None:
        super().__init__(name=f"reading {name}", daemon=True)
        self._child, self._question = child, (name.encode(errors="replace"), raw)
        self._answer: bytes | None = None
        self.is_late = False

    def run(self) -> None:
        """Ask, and wait for the answer; a child that ends meanwhile gives none."""
        try:
            for message in self._question:
                send(cast("BinaryIO", self._child.stdin), message)
            self._answer = receive(cast("BinaryIO", self._child.stdout), LONGEST_ANSWER)
        except (OSError, ValueError):
            return

    def wait(self, seconds: float, watch: Callable[[], object]) -> dict[str, Any] | None:
        """The answer; None when there is none after so many seconds, or it is none."""
        self.start()
        end = time.monotonic() + seconds
        while self.is_alive():
            self.join(_STEP)
            watch()
            if self.is_alive() and time.monotonic() > end:
                self.is_late = True
                return None
        if self._answer is None:
            return None
        answer = json.loads(self._answer)
        return answer if isinstance(answer, dict) else None


def raw_of(path: Path) -> bytes:
    """The bytes of a file that is not too large for an article. Raises `UserError`."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UserError(f"{path.name} is too large to be an article: {size // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path.name} could not be read: {error.strerror}.") from error
