"""What is looked at before and while a project file is opened, and what it may be opened for.

Everything here answers in one sentence that a person can act on, and changes nothing in the file.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.storage import schema

_HEADER = b"SQLite format 3\x00"
_LONGEST_VALUE = 500_000_000
_NETWORK = (
    "nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs", "ceph", "gluster",
    "fuse.glusterfs", "afpfs", "webdav",
)  # fmt: skip

NEWER = "it was made by a newer version of Claim Tracker; update the program to change it"
"""Why a file of a newer version is only read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A project file as it lies on the disk."""

    path: Path
    """Behind links."""
    version: int
    """Of its schema."""


def look_at(path: Path) -> Place:
    """What a file is, by its header. Raises `UserError` for whatever is no project.

    Never of a file that is open in this process: closing a handle on it drops the locks that SQLite holds
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        details = path.stat()
        if stat.S_ISDIR(details.st_mode):
            raise UserError(f"{path} is a folder and is not a file; open a project in it.")
        if not stat.S_ISREG(details.st_mode):
            raise UserError(f"{path} is not a file.")
        with path.open("rb") as handle:
            header = handle.read(100)
    except FileNotFoundError:
        raise UserError(f"There is no project at {path}.") from None
    except PermissionError:
        raise UserError(f"You may not read {path}; its owner, or whoever looks after the disk, can let you.") from None
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
    if not header:
        raise UserError(f"{path} is an empty file, not a project.")
    if not header.startswith(_HEADER):
        raise UserError(f"{path} is not a Claim Tracker project.")
    if len(header) < 100 or int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise UserError(
            f"{path} is not a Claim Tracker project but a database of another program; it was left as it is."
        )
    return Place(path.resolve(), int.from_bytes(header[60:64], "big"))


def why_only_read(path: Path) -> str:
    """Why a file cannot be written where it lies, to stand behind “can only be read: ”; empty when it can."""
    if _on_read_only_disk(path):
        return "the disk it lies on is read-only"
    if not os.access(path, os.W_OK):
        return "the file is read-only"
    if not os.access(path.resolve().parent, os.W_OK):
        return "its folder is read-only, and SQLite keeps its journal there"
    return ""


def where_now(identity: tuple[int, int]) -> Path | None:
    """Where a file that this process has open lies now, where the system can tell; None when it is deleted."""
    try:
        opened = list(Path("/proc/self/fd").iterdir())
    except OSError:
        return None
    for handle in opened:
        try:
            details = os.fstat(int(handle.name))
            if (details.st_dev, details.st_ino) != identity:
                continue
            found = handle.readlink()
            again = found.stat()
        except OSError:
            continue
        if (again.st_dev, again.st_ino) == identity:
            return found
    return None


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


def harden(connection: sqlite3.Connection) -> None:
    """Let a hostile file do as little as this version of Python can forbid; our own schema needs none of it."""
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma cell_size_check = on")
    connection.execute("pragma mmap_size = 0")
    # VACUUM attaches one file of its own.
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 10)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        for switch in (
            sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER,
            sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW,
            sqlite3.SQLITE_DBCONFIG_DQS_DML,
            sqlite3.SQLITE_DBCONFIG_DQS_DDL,
        ):
            connection.setconfig(switch, False)


def readable_shape(connection: sqlite3.Connection) -> bool:
    """Whether a file of a newer version has all tables and columns that this version reads, and nothing that acts."""
    from claimtracker.storage.migrations import migrate  # noqa: PLC0415  sqlite-utils would slow down the start

    ours = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(ours)
        known = _shape(ours)
    finally:
        ours.close()
    found = _shape(connection)
    if known is None or found is None:
        return False
    return all(
        name in found and found[name].virtual == table.virtual and table.columns <= found[name].columns
        for name, table in known.items()
    )


@dataclass(frozen=True, slots=True)
class _Table:
    virtual: bool
    columns: frozenset[str]


def _shape(connection: sqlite3.Connection) -> dict[str, _Table] | None:
    """Every table with its plain columns; None where there is a trigger, a view, or a strange virtual table."""
    rows = connection.execute("select type, name, cast(coalesce(sql, '') as text) from sqlite_schema").fetchall()
    tables = {}
    for kind, name, sql in rows:
        if kind not in {"table", "index"}:
            return None
        if kind != "table":
            continue
        words = " ".join(str(sql).lower().split())
        virtual = words.startswith("create virtual table")
        if virtual and " using fts5" not in words:
            return None
        # A generated column would be computed by an expression of the file's own; `hidden` is not 0 for it.
        listed = connection.execute("select name, hidden from pragma_table_xinfo(?)", (name,)).fetchall()
        tables[str(name)] = _Table(virtual, frozenset(str(column) for column, hidden in listed if hidden == 0))
    return tables


def _on_read_only_disk(path: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False
