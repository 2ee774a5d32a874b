"""ZIP files of articles: what is in them, and the bytes of one member at a time, whoever made them and what for.

Nothing is ever unpacked to the disk: the names of members are for people to read, and are never used as paths.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from claimtracker.domain.errors import UserError

_LONGEST_LIST = 8_000_000
"""Bytes of a ZIP's list of members, which is read as a whole: that of some 80,000 files."""
_MOST_UNPACKED = 4_000_000_000
"""Bytes that all members of a ZIP may have together. What is beyond is no collection of articles."""
_SMALL = 5_000_000
_DENSEST = 200
"""A member above `_SMALL` that is packed more tightly than this is a bomb: text packs to a quarter."""
_UNICODE_NAME = 0x800
_UNICODE_PATH = 0x7075
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class _Sparing:
    """A file that is open only while something is read, and no piece larger than the longest list of members is.

    So a ZIP can be kept in mind between its members, and its list is read once, without holding the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        with self._path.open("rb") as file:
            file.seek(self._at)
            found = file.read(min(size, _LONGEST_LIST + 1) if size >= 0 else _LONGEST_LIST + 1)
        if len(found) > _LONGEST_LIST:
            raise zipfile.BadZipFile
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        start = {0: 0, 1: self._at, 2: self._path.stat().st_size if whence == 2 else 0}[whence]
        if start + offset < 0:
            raise OSError
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True


def open_archive(path: Path) -> zipfile.ZipFile:
    """A ZIP, which holds no file open. Raises `UserError` when it is none, is broken, or unpacks to far too much."""
    try:
        archive = zipfile.ZipFile(cast("BinaryIO", _Sparing(path)))
    except _BROKEN as error:
        if isinstance(error, OSError) and error.strerror:
            raise UserError(f"{path} could not be read: {error.strerror}.") from error
        raise UserError(f"{path} is no ZIP that can be read; it may have been cut off.") from error
    if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
        raise UserError(f"{path} would unpack to more than {_MOST_UNPACKED // 1_000_000_000} GB, so it is left alone.")
    return archive


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member as its maker meant it: many write UTF-8 and do not say so."""
    if member.flag_bits & _UNICODE_NAME:
        return member.filename
    told = _told_name(member.extra)
    if told:
        return told
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def is_link(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link, which holds no text but the path it leads to."""
    return stat.S_ISLNK(member.external_attr >> 16)


def problem_with(member: zipfile.ZipInfo, name: str, largest: int) -> str:
    """Why a member is not read, in one sentence that begins with `name`; empty when it can be."""
    if member.flag_bits & _ENCRYPTED:
        return f"{name} is locked with a password; unpack the ZIP with it first."
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return f"{name} is packed in an unusual way; unpack the ZIP first."
    if member.file_size > _SMALL and member.file_size > _DENSEST * member.compress_size:
        return f"{name} unpacks to {member.file_size // 1_000_000:,} MB of nearly nothing, so it is left alone."
    if member.file_size > largest:
        return f"{name} is too large to be an article: {member.file_size // 1_000_000:,} MB."
    return ""


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a member, of which there are no more than it says. Raises `UserError` when it is broken."""
    try:
        with archive.open(member) as stream:
            return stream.read(member.file_size)
    except _BROKEN as error:
        raise UserError(f"{name} is broken in the ZIP and cannot be read.") from error


def _told_name(extra: bytes) -> str:
    """The name in UTF-8 that Info-ZIP puts beside one in an older encoding."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[place + at : place + at + 2], "little") for at in (0, 2))
        content = extra[place + 4 : place + 4 + size]
        if kind == _UNICODE_PATH and content[:1] == b"\x01":
            return content[5:].decode("utf-8", "replace")
        place += 4 + size
    return ""
