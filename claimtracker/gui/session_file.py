"""A file of this person that stands for an open project: while it is there, the project was not closed yet.

It holds what is being typed. A start that finds one whose program is gone knows that it ended without closing.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile

from claimtracker.storage import private


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that somebody typed and that are not in the project."""

    kind: str
    """Into what: `claim`, `line` (the claim bar), `speaker`, a part of the vocabulary, an article's `text`, `form`."""
    row: int
    field: str
    text: str
    where: str
    """The same in words: “claim 12’s note”."""
    before: str = ""
    """What stood there when typing began; of an article's text its SHA-256."""


class SessionFile:
    """Written whole at each change, a few times a second at most; a disk that refuses is no reason to stop working."""

    def __init__(self, project: Path, folder: Path | None = None) -> None:
        """Nothing is written before `begin`."""
        state = Path(platformdirs.user_state_dir("claimtracker", appauthor=False))
        self._folder = folder or state / "sessions"
        self._project = str(project.resolve())
        self._path = self._folder / f"{_key(self._project)}-{os.getpid()}-{secrets.token_hex(4)}.json"
        self._lock = QLockFile(str(self._path.with_suffix(".lock")))
        self._started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._last: tuple[bool, tuple[Draft, ...]] | None = None

    def begin(self) -> None:
        """The project is open."""
        with suppress(OSError):
            private.make_folder(self._folder)
            _take(self._lock, self._path)
            self._write(ended=False, drafts=())

    def keep(self, drafts: Sequence[Draft]) -> None:
        """This is being typed now."""
        with suppress(OSError):
            self._write(ended=False, drafts=tuple(drafts))

    def end(self, drafts: Sequence[Draft] = ()) -> None:
        """The project is closed; what could not be saved is kept for the next time."""
        with suppress(OSError):
            if drafts:
                self._write(ended=True, drafts=tuple(drafts))
            else:
                self._path.unlink(missing_ok=True)
        self._lock.unlock()

    def left_behind(self) -> list[LeftBehind]:
        """What other windows on this project left that are gone, oldest first; each is ours until it is let go."""
        found = []
        with suppress(OSError):
            for path in sorted(self._folder.glob(f"{_key(self._project)}-*.json")):
                lock = QLockFile(str(path.with_suffix(".lock")))
                # The lock of a program that is gone can be taken over; one that runs keeps it.
                if path == self._path or not _take(lock, path):
                    continue
                left = _read(path, lock)
                if left is None or left.project != self._project:
                    LeftBehind(path, lock).discard()
                else:
                    found.append(left)
        return sorted(found, key=lambda left: left.started)

    def _write(self, *, ended: bool, drafts: tuple[Draft, ...]) -> None:
        if self._last == (ended, drafts):
            return
        content = {
            "version": 1,
            "project": self._project,
            "pid": os.getpid(),
            "started": self._started,
            "ended": ended,
            "drafts": [asdict(draft) for draft in drafts],
        }
        private.write(self._path, json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        self._last = (ended, drafts)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a window left that is gone."""

    path: Path
    lock: QLockFile
    project: str = ""
    started: str = ""
    ended: bool = False
    """Whether the project was closed, and only the drafts could not be saved."""
    drafts: tuple[Draft, ...] = ()

    def discard(self) -> None:
        """It is settled."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.lock.unlock()

    def let_go(self) -> None:
        """Nobody answered: the next start asks again."""
        self.lock.unlock()


def _key(project: str) -> str:
    return hashlib.sha256(project.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _take(lock: QLockFile, path: Path) -> bool:
    # Never old enough to be taken from a program that still runs.
    lock.setStaleLockTime(0)
    taken = lock.tryLock(0)
    if taken:
        with suppress(OSError):
            path.with_suffix(".lock").chmod(0o600)
    return taken


def _read(path: Path, lock: QLockFile) -> LeftBehind | None:
    """None for what is damaged."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        drafts = tuple(
            Draft(
                kind=str(draft["kind"]),
                row=int(draft["row"]),
                field=str(draft["field"]),
                text=str(draft["text"]),
                where=str(draft["where"]),
                before=str(draft["before"]),
            )
            for draft in found["drafts"]
        )
        return LeftBehind(path, lock, str(found["project"]), str(found["started"]), bool(found["ended"]), drafts)
    except (OSError, ValueError, TypeError, KeyError):
        return None
