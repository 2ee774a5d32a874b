"""Opening and closing the project file: every connection to it is made here.

While it is open the file is in WAL mode with `synchronous=FULL` (an edit is on the disk when its cell closes); at the
last close it goes back to one plain file. On network drives, where WAL does not work (https://www.sqlite.org/wal.html),
it stays with a rollback journal throughout.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.storage import functions, schema

BUSY_TIMEOUT = 5000
"""How long a write waits for another window or process, in milliseconds."""

ENGINE_VERSION = sqlite3.sqlite_version
"""The version of SQLite, for reports."""

_HEADER = b"SQLite format 3\x00"
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs",
    "ceph",
    "gluster",
)

# Closing any handle on a file drops the POSIX locks that SQLite holds on it in this process
# (https://www.sqlite.org/howtocorrupt.html, 2.2), so files that are open here must never be looked into.
_open_here: Counter[tuple[int, int]] = Counter()
_open_here_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """An open project file: one connection, for one thread."""

    path: Path
    connection: sqlite3.Connection
    identity: tuple[int, int]
    """Device and inode at the time of opening, since a file can be moved while it is open."""
    read_only: bool


def create(path: Path) -> ProjectFile:
    """Make a new project file and open it. Raises `UserError` when there is a file already or it cannot be made."""
    if path.exists():
        raise UserError(f"There is already a file at {path}; nothing was changed.")
    if not path.parent.is_dir():
        raise UserError(f"There is no folder {path.parent} to make the project in.")
    from claimtracker.storage.migrations import migrate  # noqa: PLC0415  sqlite-utils would slow down the start

    handle = None
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except OSError as error:
        raise UserError(f"The project {path} could not be made: {error.strerror}.") from error
    finally:
        if handle is not None:
            os.close(handle)
    try:
        project = _connect(path, read_only=False)
        try:
            with explained(path):
                migrate(project.connection)
                _enter_wal(project)
        except BaseException:
            close(project)
            raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return project


def open_existing(path: Path) -> ProjectFile:
    """Open a project file; one that may not be written is opened for reading.

    Raises `UserError` when it is missing, not a project, damaged, or made by a newer version.
    """
    already_open = _is_open_here(path)
    unclean = not already_open and any(_size(path, suffix) for suffix in ("-wal", "-journal"))
    if not already_open:
        _look_at_header(path)
    project = _connect(path, read_only=not os.access(path, os.W_OK))
    try:
        with explained(path):
            if unclean:
                _quick_check(project)
            _check_schema(project)
            if not project.read_only:
                _enter_wal(project)
    except BaseException:
        close(project)
        raise
    return project


def is_project(path: Path) -> bool:
    """Whether a file is a project, by its header; whether it is damaged or too new is not looked at."""
    if _is_open_here(path):
        return True
    try:
        _look_at_header(path)
    except UserError:
        return False
    return True


def close(project: ProjectFile) -> None:
    """Close; when nobody else has it open, leave one plain file that can be read from anywhere."""
    if not project.read_only:
        with suppress(sqlite3.Error):
            project.connection.execute("pragma busy_timeout = 0")
            project.connection.execute("pragma journal_mode = delete")
    project.connection.close()
    with _open_here_lock:
        _open_here[project.identity] -= 1
        if _open_here[project.identity] <= 0:
            del _open_here[project.identity]


@contextmanager
def write_transaction(project: ProjectFile) -> Iterator[None]:
    """`BEGIN IMMEDIATE` … `COMMIT`, or nothing at all.

    A plain BEGIN that reads and then writes fails at once when another connection wrote in between, however long
    the busy timeout.
    """
    connection = project.connection
    with explained(project.path):
        connection.execute("begin immediate")
        try:
            connection.execute("pragma defer_foreign_keys = on")
            yield
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the disk or another program did to the file into one sentence; leave bugs as they are."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for prefix, sentence in _SENTENCES:
            if name.startswith(prefix):
                raise UserError(sentence.format(path=path)) from error
        raise


_SENTENCES = (
    ("SQLITE_NOTADB", "{path} is not a Claim Tracker project."),
    ("SQLITE_CORRUPT", "{path} is damaged; nothing was written. Keep the file and open a backup of it."),
    (
        "SQLITE_BUSY",
        "{path} is busy: another program is writing to it. Nothing was changed; try again in a moment.",
    ),
    (
        "SQLITE_LOCKED",
        "{path} is busy: another window is writing to it. Nothing was changed; try again in a moment.",
    ),
    (
        "SQLITE_READONLY_DBMOVED",
        "{path} was moved or deleted while it was open; save a copy to keep your work.",
    ),
    ("SQLITE_READONLY", "{path} can only be read, so nothing can be changed in it."),
    (
        "SQLITE_FULL",
        "The disk that holds {path} is full; the last change was not kept. Make room and try again.",
    ),
    ("SQLITE_IOERR", "The disk that holds {path} gave an error; the last change was not kept."),
    (
        "SQLITE_CANTOPEN",
        "{path} could not be opened; see that the file and its folder can be read and written.",
    ),
    ("SQLITE_PERM", "{path} may not be read by you."),
    ("SQLITE_TOOBIG", "A value was too large to be kept in {path}."),
    ("SQLITE_INTERRUPT", "The work on {path} was stopped; nothing of it was kept."),
)


def on_network_drive(path: Path) -> bool:
    """Whether the file lies on a network share, as far as the system tells."""
    if sys.platform == "win32":
        return str(path.resolve()).startswith("\\\\")
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    target = str(path.resolve())
    best, kind = "", ""
    for fields in (line.split() for line in mounts):
        point = fields[1].replace("\\040", " ")
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind.startswith(_NETWORK)


def _connect(path: Path, *, read_only: bool) -> ProjectFile:
    mode = "ro" if read_only else "rw"
    with explained(path):
        # A plain connect would silently create a missing file; autocommit, so that BEGIN is ours alone.
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    project = ProjectFile(path, connection, _identity(path), read_only)
    with _open_here_lock:
        _open_here[project.identity] += 1
    try:
        with explained(path):
            functions.install(connection)
            connection.execute("pragma trusted_schema = off")
            connection.execute("pragma cell_size_check = on")
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma synchronous = full")
            connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT:d}")
            # Checkpoints are taken when idle; this is only the brake for a program that never is.
            connection.execute("pragma wal_autocheckpoint = 20000")
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
    except BaseException:
        close(project)
        raise
    return project


def _enter_wal(project: ProjectFile) -> None:
    if on_network_drive(project.path):
        return
    # Where WAL cannot be had (an odd file system), the rollback journal is as safe, only slower.
    with suppress(sqlite3.OperationalError):
        project.connection.execute("pragma journal_mode = wal")


def _look_at_header(path: Path) -> None:
    try:
        details = path.stat()
        if not stat.S_ISREG(details.st_mode):
            raise UserError(f"{path} is not a file.")
        with path.open("rb") as handle:
            header = handle.read(100)
    except FileNotFoundError:
        raise UserError(f"There is no project at {path}.") from None
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
    if not header:
        raise UserError(f"{path} is an empty file, not a project.")
    application = int.from_bytes(header[68:72], "big")
    if len(header) < 100 or not header.startswith(_HEADER) or application != schema.APPLICATION_ID:
        raise UserError(f"{path} is not a Claim Tracker project.")


def _check_schema(project: ProjectFile) -> None:
    connection, path = project.connection, project.path
    version = int(connection.execute("pragma user_version").fetchone()[0])
    if version > schema.VERSION:
        raise UserError(f"{path} was made by a newer version of Claim Tracker; update the program to open it.")
    if schema.fingerprint(connection) != schema.FINGERPRINTS.get(version):
        raise UserError(
            f"{path} has tables that Claim Tracker did not make; it was not opened, so that nothing is damaged."
        )
    if version < schema.VERSION and project.read_only:
        raise UserError(
            f"{path} was made by an older version of Claim Tracker and can only be read here, so it cannot be brought"
            " up to date; copy it to a folder that you can write to, and open the copy."
        )
    if version < schema.VERSION:
        from claimtracker.storage.migrations import migrate  # noqa: PLC0415  sqlite-utils would slow down the start

        migrate(connection)


def _quick_check(project: ProjectFile) -> None:
    found = project.connection.execute("pragma quick_check(1)").fetchone()[0]
    if found != "ok":
        raise UserError(
            f"{project.path} is damaged ({found}); nothing was written. Keep the file and open a backup of it."
        )


def _identity(path: Path) -> tuple[int, int]:
    try:
        details = path.stat()
    except OSError:
        return (0, 0)
    return (details.st_dev, details.st_ino)


def _is_open_here(path: Path) -> bool:
    with _open_here_lock:
        return _identity(path) in _open_here


def _size(path: Path, suffix: str) -> int:
    try:
        return path.with_name(path.name + suffix).stat().st_size
    except OSError:
        return 0


def copy(project: ProjectFile, target: Path) -> None:
    """Write a whole copy of an open project to a new file. Raises `UserError` when there is a file already."""
    if target.exists():
        raise UserError(f"There is already a file at {target}; the copy was not made.")
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with explained(target):
            destination = sqlite3.connect(part)
            try:
                project.connection.backup(destination, pages=2048)
                destination.execute("pragma journal_mode = delete")
            finally:
                destination.close()
        part.replace(target)
    except OSError as error:
        raise UserError(f"The copy {target} could not be made: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def settle(connection: sqlite3.Connection) -> None:
    """Merge the full-text index a little and bring the write-ahead log into the file; for idle moments."""
    for table in ("claim_search", "claim_stems", "fact_stems"):
        connection.execute(f"insert into {table}({table}, rank) values('merge', 200)")
    connection.execute("pragma wal_checkpoint(passive)")


def problems(project: ProjectFile) -> list[str]:
    """What SQLite finds wrong with the file, as sentences; reads all of it, so this is for a quiet moment."""
    try:
        found = [row[0] for row in project.connection.execute("pragma quick_check(10)") if row[0] != "ok"]
        orphans = project.connection.execute("pragma foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"The file is damaged: {error}."]
    told = [f"The file is damaged: {text}." for text in found]
    return told + [
        f"Row {row_id} of {table} points to a row of {parent} that is gone." for table, row_id, parent, _ in orphans
    ]
