"""From what somebody points at to the files to be read: folders, ZIPs, single files and addresses."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Literal

from claimtracker.domain.errors import UserError
from claimtracker.exchange import archives

MOST = 50_000
"""Files that are taken in one go."""
_LITTER = {
    "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin",
    "system volume information", "lost+found",
}  # fmt: skip
"""What systems leave behind, beside names that begin with a dot, or with `~$` for an office document that is open."""
_PARTS_OF_PAGES = re.compile(
    r"(.+)[_-](?:files|dateien|fichiers|archivos|file|bestanden|pliki|arquivos)", re.IGNORECASE
)
"""What browsers call the folder beside a saved page, which holds its pictures and scripts."""
_PAGES = (".html", ".htm", ".xhtml")
_ARCHIVES = {
    ".7z", ".rar", ".tar", ".tgz", ".tbz", ".bz2", ".xz", ".zst", ".txz", ".cab", ".arj", ".lzh", ".iso", ".dmg",
}  # fmt: skip
_NO_ARTICLES = {
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".ico", ".tif", ".tiff", ".heic", ".avif", ".psd",
    ".mp3", ".m4a", ".wav", ".ogg", ".flac", ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".wmv",
    ".css", ".js", ".mjs", ".map", ".json", ".xml", ".woff", ".woff2", ".ttf", ".otf", ".eot",
    ".exe", ".dll", ".so", ".dylib", ".msi", ".apk", ".jar", ".pyc", ".class", ".bat", ".sh", ".ps1", ".lnk", ".url",
    ".webloc", ".db", ".sqlite", ".claims", ".claims-wal", ".claims-shm", ".claims-journal", ".part", ".crdownload",
    ".tmp", ".bak", ".log", ".torrent", ".ini",
}  # fmt: skip
"""Ends of names of what is no article: told, but not read, unless somebody points at the very file."""
_SHEETS = (".csv", ".tsv")
_MEGABYTE = 1_000_000
_LARGEST = {
    ".txt": 20, ".text": 20, ".md": 20, ".markdown": 20, ".rtf": 100, ".html": 100, ".htm": 100, ".xhtml": 100,
    ".csv": 200, ".tsv": 200,
}  # fmt: skip
LARGEST = 100
"""Megabytes that a file may have where its format says no other number: a PDF or a saved page with its pictures."""

Kind = Literal["file", "sheet", "address", "passed over"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read, as it lies on the disk or in a ZIP, or one address."""

    name: str
    """What reports call it: its path as it was given, “batch.zip/monday/talks.html”, or the address."""
    path: Path | None = None
    """Where the file or the ZIP lies."""
    member: zipfile.ZipInfo | None = None
    kind: Kind = "file"
    problem: str = ""
    """Why it cannot be read, or why it is passed over: one sentence. Nothing of it is read then."""

    @property
    def file_name(self) -> str:
        """The last part of its name."""
        return self.name if self.kind == "address" else PurePosixPath(self.name.replace("\\", "/")).name


def largest(name: str) -> int:
    """Bytes that a file of this name may have and still be an article."""
    return _LARGEST.get(_suffix(name), LARGEST) * _MEGABYTE


def gather(paths: Iterable[Path | str]) -> list[Source]:
    """Every file to be read at some paths and addresses, folders and ZIPs opened, in an order that stays.

    Hidden files, litter and links in folders are left out, so nothing outside of a folder is ever gathered. A file
    that cannot be read is one of the sources, with its problem. Raises `UserError` for more than `MOST` files.
    """
    found: dict[tuple[Path | str, int], Source] = {}
    for source in chain.from_iterable(_expand(path) for path in paths):
        # Members that share their bytes are one, however many names a ZIP gives them.
        place = -1 if source.member is None else source.member.header_offset
        found.setdefault((source.path or source.name, place), source)
        if len(found) > MOST:
            raise UserError(f"These are more than {MOST:,} files; import them in parts.")
    return list(found.values())


class SourceReader:
    """Reads the bytes of sources, and keeps the list of the last ZIP in mind for those that follow."""

    def __init__(self) -> None:
        self._archive: tuple[Path, zipfile.ZipFile] | None = None

    def bytes_of(self, source: Source) -> bytes:
        """The bytes of one source. Raises `UserError`, one sentence that names it, when they cannot be had."""
        if source.problem:
            raise UserError(source.problem)
        if source.path is None:
            raise UserError(f"{source.name} is no file.")
        if source.member is None:
            return _bytes_of_file(source.path, source.name)
        return archives.read_member(self._opened(source.path), source.member, source.name)

    def _opened(self, path: Path) -> zipfile.ZipFile:
        if self._archive is None or self._archive[0] != path:
            self._archive = path, archives.open_archive(path)
        return self._archive[1]


def is_address(text: str) -> bool:
    """Whether something typed in place of a file is the address of a page."""
    return re.match(r"https?://\S", text, re.IGNORECASE) is not None


def _bytes_of_file(path: Path, name: str) -> bytes:
    most = largest(name)
    try:
        size = path.stat().st_size
        if size > most:
            raise UserError(f"{name} is too large to be an article: {size // _MEGABYTE:,} MB.")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise UserError(f"{name} could not be read: {error.strerror or type(error).__name__}.") from error
    except ValueError as error:
        raise UserError(f"{name} could not be read: there cannot be a path like this.") from error
    if len(raw) > most:
        raise UserError(f"{name} grew while it was read; try again.")
    return raw


def _expand(given: Path | str) -> Iterator[Source]:
    if isinstance(given, str) and is_address(given):
        yield Source(given, kind="address")
        return
    path = Path(given)
    name = _shown(str(path))
    try:
        if path.is_dir():
            yield from _Folder(path).sources()
        elif path.exists() and not path.is_file():
            yield Source(name, path, problem=f"{name} is neither a file nor a folder.")
        else:
            yield from _of_file(path, name)
    except OSError as error:
        yield Source(name, path, problem=f"{name} could not be read: {error.strerror or type(error).__name__}.")


def _of_file(path: Path, name: str) -> Iterator[Source]:
    if _suffix(name) == ".zip":
        yield from _members(path, name)
    elif _is_packed(name):
        yield Source(name, path, problem=_packed(name))
    else:
        yield Source(name, path, kind="sheet" if _suffix(name) in _SHEETS else "file")


@dataclass(frozen=True, slots=True)
class _Folder:
    """Goes through a folder and those in it, by name, never over a link."""

    path: Path
    seen: set[str] = field(default_factory=set)

    def sources(self) -> Iterator[Source]:
        yield from self._within(self.path, os.path.realpath(self.path))

    def _within(self, folder: Path, real: str) -> Iterator[Source]:
        if real in self.seen:
            return
        self.seen.add(real)
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: _order(entry.name))
        except OSError as error:
            name = _shown(str(folder))
            yield Source(name, folder, problem=f"{name} could not be opened: {error.strerror}.")
            return
        names = {entry.name.casefold() for entry in listed}
        for entry in listed:
            path, name = folder / entry.name, _shown(str(folder / entry.name))
            if _is_litter(entry.name):
                continue
            if entry.is_symlink():
                yield Source(name, path, kind="passed over", problem=f"{name} is a link; links are not followed.")
            elif entry.is_dir(follow_symlinks=False):
                inner = os.path.realpath(path)
                # A junction of Windows is no link to Python, but leads elsewhere all the same.
                if not _holds_parts(entry.name, names) and inner == str(Path(real, entry.name)):
                    yield from self._within(path, inner)
            elif entry.is_file(follow_symlinks=False):
                yield from _unless_passed_over(path, name)


def _unless_passed_over(path: Path, name: str) -> Iterator[Source]:
    if _suffix(name) in _NO_ARTICLES:
        yield Source(name, path, kind="passed over", problem=_no_article(name))
    else:
        yield from _of_file(path, name)


def _members(path: Path, name: str) -> Iterator[Source]:
    try:
        named = [(archives.name_of(member), member) for member in archives.open_archive(path).infolist()]
    except UserError as error:
        yield Source(name, path, problem=str(error))
        return
    named.sort(key=lambda pair: [_order(part) for part in _parts(pair[0])])
    names = {"/".join(_parts(inner)).casefold() for inner, _ in named}
    for inner, member in named:
        if not inner.endswith("/") and not archives.is_link(member) and not _is_part(_parts(inner), names):
            yield _of_member(path, f"{name}/{_shown(inner.lstrip('/'))}", member)


def _of_member(path: Path, name: str, member: zipfile.ZipInfo) -> Source:
    suffix = _suffix(name)
    if suffix in _NO_ARTICLES:
        return Source(name, path, member, "passed over", _no_article(name))
    if suffix == ".zip" or _is_packed(name):
        return Source(name, path, member, problem=_packed(name))
    kind: Kind = "sheet" if suffix in _SHEETS else "file"
    return Source(name, path, member, kind, archives.problem_with(member, name, largest(name)))


def _is_part(parts: Sequence[str], names: set[str]) -> bool:
    """Whether a member is litter or a part of a saved page, by the folders it lies in."""
    if any(_is_litter(part) for part in parts):
        return True
    for depth, part in enumerate(parts[:-1]):
        match = _PARTS_OF_PAGES.fullmatch(part)
        if match and any("/".join([*parts[:depth], match[1] + end]).casefold() in names for end in _PAGES):
            return True
    return False


def _holds_parts(folder: str, names: set[str]) -> bool:
    match = _PARTS_OF_PAGES.fullmatch(folder)
    return match is not None and any(f"{match[1]}{end}".casefold() in names for end in _PAGES)


def _is_litter(name: str) -> bool:
    return (name.startswith((".", "~$")) and name not in {".", ".."}) or name.casefold() in _LITTER


def _parts(inner: str) -> list[str]:
    return [part for part in inner.replace("\\", "/").split("/") if part]


def _order(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """By name as people count: “2” before “10”, whatever the case."""
    pieces = re.findall(r"\d+|\D+", name.casefold())
    return [(0, int(piece[:15]), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces], name


def _suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.casefold()


def _shown(name: str) -> str:
    """A name that can be printed and kept: file systems and ZIPs hold names that are no text."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)


def _is_packed(name: str) -> bool:
    return _suffix(name) in _ARCHIVES or name.casefold().endswith(".tar.gz")


def _packed(name: str) -> str:
    return f"{name} is packed; unpack it and import what is in it."


def _no_article(name: str) -> str:
    return f"{name} is no article."
