"""Opening and closing the project file: every connection to it is made here.

While it is open the file is in WAL mode with `synchronous=FULL` (an edit is on the disk when its cell closes); at the
last close it goes back to one plain file. On network drives, where WAL does not work (https://www.sqlite.org/wal.html),
it stays with a rollback journal throughout.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.storage import functions, opening, private, schema, seal
from claimtracker.storage.trouble import explain as explain
from claimtracker.storage.trouble import explained as explained

BUSY_TIMEOUT = 5000
_FEW_PAGES = 128
"""Kilobytes; SQLite keeps sixteen times as much."""
"""How long a write waits for another window or process, in milliseconds."""

ENGINE_VERSION = sqlite3.sqlite_version
"""The version of SQLite, for reports."""

# Closing any handle on a file drops the POSIX locks that SQLite holds on it in this process
# (https://www.sqlite.org/howtocorrupt.html, 2.2), so files that are open here must never be looked into.
_open_here: Counter[tuple[int, int]] = Counter()
_open_here_lock = threading.Lock()
_NOWHERE = (0, 0)


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """An open project file: one connection, for one thread."""

    path: Path
    connection: sqlite3.Connection
    identity: tuple[int, int]
    """Device and inode at the time of opening, since a file can be moved while it is open."""
    why_only_read: str = ""
    """Why nothing can be changed in it, to stand behind “can only be read: ”; empty when it can."""
    shared_name: bool = False
    """Whether the file has a second name (a hard link): opened under both at once it would be damaged."""
    network: bool = False
    """Whether it lies on a network share, where it does without the write-ahead log."""
    scratch: Path | None = None
    """A folder with the copy that is read in place of a file whose log cannot be read where it lies."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed in it."""
        return bool(self.why_only_read)


def create(path: Path, fill: Callable[[sqlite3.Connection], None]) -> ProjectFile:
    """Make a new project file, whole or not at all, and open it; `fill` writes what it begins with.

    Raises `UserError` when there is a file already or it cannot be made.
    """
    if path.exists():
        raise UserError(f"There is already a file at {path}; nothing was changed.")
    if not path.parent.is_dir():
        raise UserError(f"There is no folder {path.parent} to make the project in.")
    from claimtracker.storage.migrations import migrate  # noqa: PLC0415  sqlite-utils would slow down the start

    # Under another name until it is whole: what is left by a crash in between is never taken for a project.
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        project = _connect(part)
        try:
            with explained(path):
                migrate(project.connection)
                project.connection.execute("begin")
                fill(project.connection)
                seal.renew(project.connection)
                project.connection.execute("commit")
        finally:
            close(project)
        _put_in_place(part, path)
    except OSError as error:
        raise UserError(f"The project {path} could not be made: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return open_existing(path)


def _put_in_place(part: Path, path: Path) -> None:
    """Give a new file its name, but never that of another."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise UserError(f"There is already a file at {path}; nothing was changed.") from None
    except OSError:
        # There are file systems without links.
        part.replace(path)


def open_existing(path: Path) -> ProjectFile:
    """Open a project file; one that may not be written, or is of a newer version, is opened for reading.

    Raises `UserError` when it is missing, not a project, or of a newer version that cannot be read; `FileTrouble` when
    it is damaged or another program keeps it.
    """
    already_open = is_open_here(path)
    unclean = not already_open and any(_size(path, suffix) for suffix in ("-wal", "-journal"))
    place = None if already_open else opening.look_at(path)
    newer = place is not None and place.version > schema.VERSION
    project = _connect(path, why_only_read=opening.NEWER if newer else opening.why_only_read(path))
    try:
        with explained(path), _readable(path):
            if unclean:
                _quick_check(project)
            version = _version(project)
            if version > schema.VERSION and not project.read_only:
                # Only its log, or another window of this process, told that it is newer.
                close(project)
                project = _connect(path, why_only_read=opening.NEWER)
            _check_schema(project, version)
            if not project.read_only:
                _enter_wal(project)
    except BaseException:
        close(project)
        raise
    return project


def open_beside(path: Path) -> ProjectFile:
    """Open for reading a project that another process of this program has open, and has looked at."""
    return _connect(path, why_only_read="another process of this program works on it")


def is_project(path: Path) -> bool:
    """Whether a file is a project, by its header; whether it is damaged or too new is not looked at."""
    if is_open_here(path):
        return True
    try:
        opening.look_at(path)
    except UserError:
        return False
    return True


def close(project: ProjectFile) -> None:
    """Close; when nobody else has it open, leave one plain file that can be read from anywhere."""
    # A file that is gone has left its log beside another's name; that log is not ours to take away.
    if not project.read_only and not missing(project):
        with suppress(sqlite3.Error):
            project.connection.execute("pragma busy_timeout = 0")
            project.connection.execute("pragma journal_mode = delete")
    project.connection.close()
    if project.scratch is not None:
        shutil.rmtree(project.scratch, ignore_errors=True)
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
    gone = "" if project.read_only else missing(project)
    if gone:
        # SQLite would write on into a log that nobody finds again beside the file.
        raise FileTrouble(f"{gone} Nothing was changed.", "gone")
    with explained(project.path):
        connection.execute("begin immediate")
        try:
            yield
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def save_memory(project: ProjectFile) -> None:
    """Keep few pages of the file in memory: the system has them at hand as well, so that reading takes no longer."""
    project.connection.execute(f"pragma cache_size = -{_FEW_PAGES:d}")


def wait_for_others(project: ProjectFile, milliseconds: int | None) -> None:
    """How long a write waits while another connection writes; None for as long as usual."""
    project.connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT if milliseconds is None else milliseconds:d}")


def missing(project: ProjectFile) -> str:
    """What became of an open file that is not in its place any more, as a sentence; empty while it is there."""
    path = project.path
    if project.identity == _NOWHERE:
        return ""
    try:
        details = path.stat()
    except FileNotFoundError:
        now = opening.where_now(project.identity)
        if now is not None:
            return f"{path} was moved to {now} while it was open."
        return f"{path} is gone: it was deleted, or its folder or disk was taken away, while it was open."
    except OSError as error:
        return f"The disk that holds {path} does not answer: {error.strerror}."
    if (details.st_dev, details.st_ino) != project.identity and not project.network:
        return f"Another file took the place of {path} while it was open, as a program that syncs folders does."
    return ""


def moved_to(project: ProjectFile) -> Path | None:
    """Where a file that is not in its place any more lies now, where the system can tell."""
    return opening.where_now(project.identity) if missing(project) else None


def leave_log_empty(project: ProjectFile) -> None:
    """Bring the log into a file that is not in its place any more, as far as that goes.

    What lies at that place next would otherwise be read together with a log that is not its own.
    """
    with suppress(sqlite3.Error):
        project.connection.execute("pragma busy_timeout = 0")
        project.connection.execute("pragma wal_checkpoint(truncate)")
    with suppress(sqlite3.Error):
        project.connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT:d}")


def _connect(path: Path, *, why_only_read: str = "") -> ProjectFile:
    scratch = None
    with explained(path):
        # A plain connect would silently create a missing file; autocommit, so that BEGIN is ours alone.
        uri = path.resolve().as_uri()
        connection = sqlite3.connect(
            f"{uri}?mode={'ro' if why_only_read else 'rw'}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_TIMEOUT / 1000,
        )
        if why_only_read and not _can_be_read(connection):
            connection.close()
            connection, scratch = _read_without_writing(path)
    project = ProjectFile(
        path,
        connection,
        _identity(path),
        why_only_read,
        shared_name=_names(path) > 1,
        network=opening.on_network_drive(path),
        scratch=scratch,
    )
    with _open_here_lock:
        _open_here[project.identity] += 1
    try:
        with explained(path):
            functions.install(connection)
            opening.harden(connection)
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma synchronous = full")
            connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT:d}")
            # Checkpoints are taken when idle; this is only the brake for a program that never is.
            connection.execute("pragma wal_autocheckpoint = 20000")
    except BaseException:
        close(project)
        raise
    return project


def _can_be_read(connection: sqlite3.Connection) -> bool:
    """False where SQLite would have to write beside the file first, in a folder where it may not."""
    try:
        connection.execute("pragma schema_version").fetchone()
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        return not name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
    except sqlite3.Error:
        return True  # whatever it is, it is told later
    return True


def _read_without_writing(path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """Read a file that was left with a write-ahead log in a place where nothing can be written.

    With nothing in the log the file is read as it is; else a copy of both, so that nothing of what was committed is
    missing.
    """
    if not _size(path, "-wal"):
        uri = f"{path.resolve().as_uri()}?immutable=1"
        return sqlite3.connect(uri, uri=True, isolation_level=None), None
    scratch = Path(tempfile.mkdtemp(prefix="claimtracker-"))
    try:
        real = path.resolve()
        for suffix in ("", "-wal"):
            shutil.copyfile(real.with_name(real.name + suffix), scratch / f"copy.claims{suffix}")
        uri = f"{(scratch / 'copy.claims').as_uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        connection.execute("pragma query_only = on")
    except BaseException as error:
        shutil.rmtree(scratch, ignore_errors=True)
        if isinstance(error, OSError):
            raise UserError(f"{path} could not be read: {error.strerror}.") from error
        raise
    return connection, scratch


def _enter_wal(project: ProjectFile) -> None:
    if project.network:
        return
    try:
        project.connection.execute("pragma journal_mode = wal")
    except sqlite3.OperationalError as error:
        # SQLite opens for reading what the disk would not open for writing just now, and stays with it.
        if (error.sqlite_errorname or "").startswith("SQLITE_READONLY"):
            raise
        # Where WAL cannot be had (an odd file system), the rollback journal is as safe, only slower.


def _version(project: ProjectFile) -> int:
    return int(project.connection.execute("pragma user_version").fetchone()[0])


def _check_schema(project: ProjectFile, version: int) -> None:
    connection, path = project.connection, project.path
    if version > schema.VERSION:
        if not opening.readable_shape(connection):
            raise UserError(
                f"{path} was made by a newer version of Claim Tracker, in a way that this one cannot read; update the"
                " program to open it."
            )
        return
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
        from claimtracker.storage.backup import before_migration  # noqa: PLC0415  it stands on this module
        from claimtracker.storage.migrations import migrate  # noqa: PLC0415  sqlite-utils would slow down the start

        before_migration(project)
        migrate(connection)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """While a file is looked at for the first time, what SQLite cannot make sense of is damage, and no bug."""
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError, AttributeError) as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name and not name.startswith("SQLITE_ERROR"):
            raise
        raise FileTrouble(
            f"{path} is damaged: its tables cannot be read. Nothing was written; keep the file and open a backup.",
            "damaged",
        ) from error


def _quick_check(project: ProjectFile) -> None:
    found = project.connection.execute("pragma quick_check(1)").fetchone()[0]
    if found != "ok":
        raise FileTrouble(
            f"{project.path} is damaged ({found}); nothing was written. Restore a backup of it, or recover what can be"
            " read into a new file.",
            "damaged",
        )


def _identity(path: Path) -> tuple[int, int]:
    try:
        details = path.stat()
    except OSError:
        return _NOWHERE
    return (details.st_dev, details.st_ino)


def _names(path: Path) -> int:
    try:
        return path.stat().st_nlink
    except OSError:
        return 1


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open, so that it must not be read in any other way than through SQLite."""
    with _open_here_lock:
        return _identity(path) in _open_here


def _size(path: Path, suffix: str) -> int:
    try:
        real = path.resolve()  # SQLite keeps its files beside the file, not beside a link to it
        return real.with_name(real.name + suffix).stat().st_size
    except (OSError, RuntimeError):
        return 0


def copy(project: ProjectFile, target: Path) -> None:
    """Write a whole copy of an open project to a new file. Raises `UserError` when there is a file already."""
    if target.exists():
        raise UserError(f"There is already a file at {target}; the copy was not made.")
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        private.make_file(part)
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
        with suppress(OSError):
            part.unlink()


def settle(connection: sqlite3.Connection) -> None:
    """Merge the full-text index a little and bring the write-ahead log into the file; for idle moments."""
    for table in ("claim_search", "claim_stems", "fact_stems"):
        connection.execute(f"insert into {table}({table}, rank) values('merge', 200)")
    connection.execute("pragma wal_checkpoint(passive)")


def problems(project: ProjectFile) -> list[str]:
    """What is wrong with the file and its rows, as sentences; reads all of it, so this is for a quiet moment."""
    try:
        return damage(project.connection)
    except sqlite3.DatabaseError as error:
        return [f"The file is damaged: {error}."]


def damage_beside_work(connection: sqlite3.Connection) -> list[str]:
    """The same, in a thread beside somebody who works. Raises `sqlite3.Error`."""
    return damage(connection, lambda: sleep(0.001))


def damage(connection: sqlite3.Connection, rest: seal.Rest | None = None) -> list[str]:
    """The same, for a connection that another thread may interrupt. Raises `sqlite3.Error`."""
    found = [row[0] for row in connection.execute("pragma quick_check(10)") if row[0] != "ok"]
    orphans = connection.execute("pragma foreign_key_check").fetchall()
    told = [f"The file is damaged: {text}." for text in found]
    told += [
        f"Row {row_id} of {table} points to a row of {parent} that is gone." for table, row_id, parent, _ in orphans
    ]
    return told or seal.problems(connection, rest)
