"""Backups: whole copies of a project, made while it is open, and looked at before they count.

A copy is made under another name, brought to the disk, opened and compared with what was read when it was made; only
then does it get its name, and only then may older ones go. No copy is ever made by reading the file itself, which
would drop the locks of those who have it open (https://www.sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import backup_files, database, functions, opening, private, schema, settings
from claimtracker.storage.backup_files import Backup, Reason
from claimtracker.storage.files import replace_file, sync_file

_PAGES = 2048
_TRIES = 5
_LEFT_OVER = 3600
"""Seconds after which an unfinished copy belongs to nobody: its program was killed."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a project, as far as one state of it must be told from another."""

    version: int
    articles: int
    claims: int
    operation: int
    """The newest line of history; 0 when there is none."""
    label: str
    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a wish for a backup."""

    backup: Backup
    is_new: bool
    """False when the newest backup holds just this already."""
    contents: Contents
    gone_for_room: int
    """How many old ones were deleted because all of them together took too much room."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a backup has otherwise than the project has it now, in claims."""

    only_in_backup: int
    only_now: int
    changed: int


def contents_of(connection: sqlite3.Connection) -> Contents:
    """What is in an open project."""
    version = int(connection.execute("pragma user_version").fetchone()[0])
    articles, claims = connection.execute(
        "select (select count(*) from article), (select count(*) from claim)"
    ).fetchone()
    row = connection.execute("select id, label, coder, at from operation order by id desc limit 1").fetchone()
    return Contents(version, int(articles), int(claims), *(row or (0, "", "", "")))


def make_backup(
    project: database.ProjectFile,
    reason: Reason = "automatic",
    *,
    home: Path | None = None,
    now: datetime | None = None,
    progress: Progress = no_progress,
) -> Made:
    """Back an open project up, unless an automatic one would only say again what the newest says.

    Raises `FileTrouble` when the project itself is damaged (the backups that there are stay as they are), `UserError`
    when the copy cannot be made or does not hold what it should, `Cancelled` from `progress`.
    """
    connection = project.connection
    home = home or backup_files.default_home()
    with database.explained(project.path):
        folder = home / _keep_identity(project)
        before = contents_of(connection)
    known = [one for one in backup_files.backups_in(folder) if one.file == backup_files.file_key(project.path)]
    if reason == "automatic" and known and contents_in(known[0].path) == before:
        return Made(known[0], False, before, 0)
    with _told_of(project.path, folder):
        _make_folder(folder)
        _sweep(folder)
        part = folder / f".{secrets.token_hex(8)}.part"
        try:
            copied = _copy(project, part, progress)
            _check_copy(project, part, copied)
            backup = _name(part, project.path, copied.operation, reason, now or datetime.now(UTC))
        finally:
            _remove(part)
    backup_files.note_place(folder, project.path)
    return Made(backup, True, copied, _thin(folder, backup))


def before_migration(project: database.ProjectFile) -> None:
    """Back a file of an older version up. Raises `UserError`, and then nothing may be migrated, when it cannot be."""
    try:
        make_backup(project, "migration")
    except UserError as error:
        if is_damage(error):
            raise
        raise UserError(
            f"{project.path} was made by an older version of Claim Tracker and was not brought up to date, because no"
            f" backup of it could be made first. {error}"
        ) from error


def is_damage(error: UserError) -> bool:
    """Whether it says that the project itself is damaged."""
    return isinstance(error, FileTrouble) and error.cause == "damaged"


def problem_of(path: Path, expected: Contents | None = None) -> str:
    """Why a file cannot serve as a backup, in a few words; empty when it is sound and holds what it should.

    Reads all of it; the file must not be open as a project in this process.
    """
    try:
        with reading(path) as connection:
            if connection.execute("pragma application_id").fetchone()[0] != schema.APPLICATION_ID:
                return "it is no project"
            found = contents_of(connection)
            known = schema.FINGERPRINTS.get(found.version)
            if known is None:
                return "a newer version of Claim Tracker made it"
            if schema.fingerprint(connection) != known:
                return "it has tables that Claim Tracker did not make"
            damage = connection.execute("pragma quick_check(1)").fetchone()[0]
            if damage != "ok":
                return str(damage)
            if connection.execute("pragma foreign_key_check").fetchone() is not None:
                return "rows in it point to rows that are gone"
    except (sqlite3.Error, OSError) as error:
        return str(error)
    return "" if expected in {None, found} else "it does not hold what the project held"


def contents_in(backup: Path) -> Contents | None:
    """What is in a backup; None when it cannot be read."""
    try:
        with reading(backup) as connection:
            return contents_of(connection)
    except (sqlite3.Error, OSError):
        return None


def difference_between(path: Path, backup: Path) -> Difference:
    """The same for a project that may be open or not, damaged or not. Raises `UserError` when it cannot be read."""
    with database.explained(path), _as_it_is(path) as connection:
        return difference(connection, backup)


def difference(project: sqlite3.Connection, backup: Path) -> Difference:
    """Compare the claims of a backup with those of the project. Raises `UserError` when one cannot be read."""
    query = "select uid, updated_at from claim"
    with database.explained(backup), reading(backup) as connection:
        then = dict(connection.execute(query))
        now = dict(project.execute(query))
    changed = sum(1 for uid, at in then.items() if uid in now and now[uid] != at)
    return Difference(len(then.keys() - now.keys()), len(now.keys() - then.keys()), changed)


def backups_of(path: Path, connection: sqlite3.Connection | None = None, home: Path | None = None) -> list[Backup]:
    """The backups of a project, newest first; found for a damaged or missing file too, by where it lay."""
    home = home or backup_files.default_home()
    identity = backup_files.identity_of(connection, path) if connection is not None else _identity_in(path)
    found = [
        backup for folder in backup_files.folders_of(path, identity, home) for backup in backup_files.backups_in(folder)
    ]
    return sorted(found, key=lambda backup: (backup.at, backup.operation), reverse=True)


def delete_backup(path: Path) -> None:
    """Delete a backup for good, as when history was forgotten that it still holds. Raises `UserError`."""
    if backup_files.read_name(path) is None:
        raise UserError(f"{path} is no backup; it was not deleted.")
    _remove(path)
    if path.exists():
        raise UserError(f"{path} could not be deleted.")


def folder_of(path: Path, connection: sqlite3.Connection | None = None, home: Path | None = None) -> Path:
    """The folder that the backups of a project lie in, or will."""
    home = home or backup_files.default_home()
    identity = backup_files.identity_of(connection, path) if connection is not None else _identity_in(path)
    return next(iter(backup_files.folders_of(path, identity, home)), home)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that nobody writes, such as a backup, to be read; nothing is ever made beside it."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        functions.install(connection)
        opening.harden(connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def _as_it_is(path: Path) -> Iterator[sqlite3.Connection]:
    """A project to be read, with what is in its log only where somebody has it open here."""
    if not database.is_open_here(path):
        with reading(path) as connection:
            yield connection
        return
    project = database.open_existing(path)
    try:
        yield project.connection
    finally:
        database.close(project)


def _keep_identity(project: database.ProjectFile) -> str:
    identity = backup_files.identity_of(project.connection, project.path)
    old = int(project.connection.execute("pragma user_version").fetchone()[0]) < schema.VERSION
    known = settings.read(project.connection, backup_files.IDENTITY)
    # A file of an older version is left just as it is until its backup is made.
    if known != identity and not project.read_only and not old:
        with database.write_transaction(project):
            settings.write(project.connection, backup_files.IDENTITY, identity)
    return identity


def _copy(project: database.ProjectFile, part: Path, progress: Progress) -> Contents:
    """Copy the project as it is at one moment, and say what it held at that moment."""
    source = project.connection
    steady = source.execute("pragma journal_mode").fetchone()[0] == "wal"
    for _ in range(_TRIES):
        part.unlink(missing_ok=True)
        private.make_file(part)
        if steady:
            # One moment for the counts and for the copy; with the write-ahead log nobody has to wait for it.
            source.execute("begin")
        try:
            before = contents_of(source)
            _copy_pages(source, part, progress)
        finally:
            if steady:
                source.execute("rollback")
        if steady or contents_in(part) == before:
            break
    sync_file(part)
    return before


def _copy_pages(source: sqlite3.Connection, part: Path, progress: Progress) -> None:
    def told(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    target = sqlite3.connect(part, isolation_level=None)
    try:
        # It is brought to the disk at the end, as one, and thrown away when anything goes wrong before.
        target.execute("pragma synchronous = off")
        source.backup(target, pages=_PAGES, progress=told)
        target.execute("pragma journal_mode = delete")
    finally:
        target.close()


def _check_copy(project: database.ProjectFile, part: Path, expected: Contents) -> None:
    problem = problem_of(part, expected)
    if not problem:
        return
    own = database.problems(project)
    if own:
        raise FileTrouble(
            f"{project.path} is damaged, so no backup of it was made; those that there are were left alone. {own[0]}",
            "damaged",
        )
    raise UserError(f"The backup of {project.path} was not kept, because it could not be verified: {problem}.")


def _name(part: Path, path: Path, operation: int, reason: Reason, at: datetime) -> Backup:
    """Give a finished copy the name of a backup, beside it."""
    at = at.astimezone(UTC).replace(microsecond=0)
    while (goal := part.with_name(backup_files.name_of(path, at, operation, reason))).exists():
        at += timedelta(seconds=1)
    # Whoever opens one by hand must not work on in it: it would be lost when its time has come.
    part.chmod(0o400)
    replace_file(part, goal)
    return Backup(goal, at, operation, reason, backup_files.file_key(path), goal.stat().st_size)


def _thin(folder: Path, newest: Backup) -> int:
    by_age, for_room = backup_files.superfluous(backup_files.backups_in(folder))
    for backup in (by_age | for_room) - {newest}:
        _remove(backup.path)
    return len(for_room)


def _make_folder(folder: Path) -> None:
    private.make_folder(folder)
    for made in (folder.parent, folder):
        made.chmod(0o700)


def _sweep(folder: Path) -> None:
    for part in folder.glob(".*.part*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _LEFT_OVER:
                _remove(part)


def _remove(path: Path) -> None:
    for name in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
        with suppress(OSError):
            # Windows does not delete what may only be read.
            name.chmod(0o600)
            name.unlink()


@contextmanager
def _told_of(path: Path, folder: Path) -> Iterator[None]:
    """Turn what went wrong with a copy into one sentence about the backup, not about the project."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise FileTrouble(
                f"{path} is damaged, so no backup of it was made; those that there are were left alone.", "damaged"
            ) from error
        if name.startswith("SQLITE_FULL"):
            raise UserError(f"No backup of {path} was made: the disk that holds {folder} is full.") from error
        raise UserError(f"No backup of {path} was made in {folder}: {error}.") from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError(f"No backup of {path} was made in {folder}: {why}.") from error


def _identity_in(path: Path) -> str:
    """The identity of a file that is not open, as far as it can still be read; empty when it cannot."""
    try:
        with reading(path) as connection:
            return backup_files.identity_of(connection, path)
    except (sqlite3.Error, OSError):
        return ""
