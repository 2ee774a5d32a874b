"""Where backups lie, what they are called, and which of them are kept.

A folder per project, named after the project's own identity, so that a project that was moved or renamed finds its
backups again. Copies of one project share it: the name of each backup tells which file it is of, and the backups of
one file never push out those of another.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from claimtracker.storage import private, settings

Reason = Literal["automatic", "asked", "migration", "restore"]
"""Why a backup was made; one made before something that changes the whole file is kept longer."""

IDENTITY = "project.uid"
"""The setting that holds the identity of a project."""

ROOM = 1_000_000_000
"""Bytes that the backups of one file may take."""

NEWEST, HOURS, DAYS, WEEKS, BEFORE = 10, 24, 14, 52, 12
"""How many are kept: the newest, one an hour, one a day, one a week, and those from before a migration or a restore."""

_ALWAYS = 3
"""So many of the newest stay, whatever they take."""

_PLACES = "places.json"
_TIME = "%Y-%m-%dT%H-%M-%SZ"
_NAME = re.compile(
    r"(?P<name>.*)\.(?P<at>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.(?P<operation>\d+)"
    r"\.(?P<reason>automatic|asked|migration|restore)\.(?P<file>[0-9a-f]{10})\.claims",
    re.DOTALL,
)
_SAFE_IDENTITY = re.compile(r"[a-z0-9]{8,40}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole copy of a project as it was, told by its name alone."""

    path: Path
    at: datetime
    """When it was made, in UTC."""
    operation: int
    """The newest line of history that it has."""
    reason: Reason
    file: str
    """Which file it is of: two copies of one project are two files."""
    size: int


def default_home() -> Path:
    """The folder that holds the backups of all projects of this person."""
    import platformdirs  # noqa: PLC0415  only once something is backed up

    return Path(platformdirs.user_data_dir("claimtracker", appauthor=False)) / "backups"


def identity_of(connection: sqlite3.Connection, path: Path) -> str:
    """The identity of a project; for one that has none yet, one that it will keep."""
    known = settings.read(connection, IDENTITY)
    if not known:
        row = connection.execute("select uid from status order by id limit 1").fetchone()
        known = str(row[0]) if row is not None else ""
    # It names a folder, and the file may come from anybody.
    return known if _SAFE_IDENTITY.fullmatch(known) else _digest(known or str(path.resolve()))[:16]


def file_key(path: Path) -> str:
    """What tells one file from another copy of the same project."""
    return _digest(str(path.resolve()))[:10]


def name_of(path: Path, at: datetime, operation: int, reason: Reason) -> str:
    """What a backup of a project file is called."""
    return f"{path.stem[:60]}.{at.strftime(_TIME)}.{operation}.{reason}.{file_key(path)}.claims"


def read_name(path: Path) -> Backup | None:
    """What the name of a file tells; None when it is no backup."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        at = datetime.strptime(match["at"], _TIME).replace(tzinfo=UTC)
        size = path.stat().st_size
    except (ValueError, OSError):
        return None
    return Backup(path, at, int(match["operation"]), cast("Reason", match["reason"]), match["file"], size)


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    try:
        names = list(folder.iterdir())
    except OSError:
        return []
    found = [backup for backup in map(read_name, names) if backup is not None]
    return sorted(found, key=_age)


def folders_of(path: Path, identity: str, home: Path) -> list[Path]:
    """The folders with backups of a file: by the project's identity, and by where it lay; the file may be gone."""
    by_identity = [home / identity] if identity else []
    key = file_key(path)
    by_place = [folder for folder in _project_folders(home) if key in places(folder)]
    return list(dict.fromkeys((*by_identity, *by_place)))


def projects(home: Path) -> list[Path]:
    """Every project file that backups were made of, by name; some may be gone."""
    found = {
        Path(place)
        for folder in _project_folders(home)
        for key, place in places(folder).items()
        if any(backup.file == key for backup in backups_in(folder))
    }
    return sorted(found, key=lambda path: (path.name.casefold(), str(path)))


def places(folder: Path) -> dict[str, str]:
    """Where the files lay that the backups in a folder are of, by their keys."""
    try:
        kept = json.loads((folder / _PLACES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: place for key, place in kept.items() if isinstance(place, str)} if isinstance(kept, dict) else {}


def note_place(folder: Path, path: Path) -> None:
    """Remember where a file lies, so that its backups are found when it can no longer tell who it is."""
    known = places(folder)
    here = {file_key(path): str(path.resolve())}
    if known | here == known:
        return
    # Without it the backups are found by identity still.
    with suppress(OSError):
        private.write(folder / _PLACES, json.dumps(known | here).encode())


def superfluous(backups: Sequence[Backup], room: int = ROOM) -> tuple[set[Backup], set[Backup]]:
    """Which backups may go: those that stand too close to a newer one, and those for which there is no room.

    Each file's backups are looked at by themselves; the newest of a file stays, whatever its size. Clocks that were
    set back or forward do no harm: what is counted is hours and days that have a backup, not the time until now.
    """
    by_age: set[Backup] = set()
    for_room: set[Backup] = set()
    for key in {backup.file for backup in backups}:
        line = sorted((backup for backup in backups if backup.file == key), key=_age)
        stay = _kept(line)
        by_age |= set(line) - stay
        taken = 0
        for place, backup in enumerate(backup for backup in line if backup in stay):
            taken += backup.size
            if taken > room and place >= _ALWAYS:
                for_room.add(backup)
    return by_age, for_room


def _kept(line: Sequence[Backup]) -> set[Backup]:
    before = [backup for backup in line if backup.reason in {"migration", "restore"}]
    stay = {*line[:NEWEST], *before[:BEFORE]}
    rules: Iterable[tuple[int, Callable[[datetime], object]]] = (
        (HOURS, lambda at: (at.date(), at.hour)),
        (DAYS, lambda at: at.date()),
        (WEEKS, lambda at: at.isocalendar()[:2]),
    )
    for most, period in rules:
        newest: dict[object, Backup] = {}
        for backup in line:
            newest.setdefault(period(backup.at), backup)
        stay.update(list(newest.values())[:most])
    return stay


def _age(backup: Backup) -> tuple[float, int, str]:
    return (-backup.at.timestamp(), -backup.operation, backup.path.name)


def _project_folders(home: Path) -> list[Path]:
    try:
        return sorted(entry for entry in home.iterdir() if entry.is_dir())
    except OSError:
        return []


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
