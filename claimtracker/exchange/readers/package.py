"""Documents that are a ZIP of parts (Word, OpenDocument, e-books), opened with care."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from posixpath import join, normpath
from typing import Any, Self
from urllib.parse import unquote

from lxml import etree

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.document import reading

MOST_PARTS = 5_000
MOST_UNPACKED = 250_000_000
"""Bytes of all parts; the pictures of a document can have tens of millions, and are never unpacked."""
LARGEST_PART = 30_000_000
"""Bytes of a part that is read: a book of a thousand pages has half of it."""
STEEPEST = 200
"""How many times its size a large part may unpack to; the XML of documents reaches fifty."""
LARGE_PART = 10_000_000
_DRIVE = re.compile(r"[A-Za-z]:")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """The parts of a document by name. What is said wrongly or with ill will is refused when it is opened."""

    def __init__(self, raw: bytes, name: str, what: str) -> None:
        """Open the document `name`, which is `what` (“a Word document”).

        Raises `UserError` when it cannot be trusted.
        """
        self._name, self._what = name, what
        with reading(name, what):
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        self._check(self._archive.infolist())

    def _check(self, parts: list[zipfile.ZipInfo]) -> None:
        if len(parts) > MOST_PARTS:
            raise UserError(f"{self._name} has {len(parts)} parts, which is no {self._what.split(' ', 1)[1]}.")
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_UNPACKED:
            raise UserError(f"{self._name} would unpack to {unpacked // 1_000_000} MB, which is no article.")
        for part in parts:
            steps = PurePosixPath(part.filename.replace("\\", "/"))
            if steps.is_absolute() or ".." in steps.parts or _DRIVE.match(part.filename):
                where = part.filename[:80]
                raise UserError(f"{self._name} has a part outside of itself (“{where}”); it is not trusted.")
            if part.flag_bits & 0x1:
                raise UserError(f"{self._name} is locked with a password; save it without one, and import that.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._archive.close()

    def __contains__(self, part: str) -> bool:
        return part in self._archive.NameToInfo

    def read(self, part: str) -> bytes:
        """The bytes of one part. Raises `UserError` when there is none, or it is too large or too tightly packed."""
        found = self._archive.NameToInfo.get(part)
        if found is None:
            raise UserError(f"{self._name} is {self._what} without its part “{part[:80]}”; it is damaged.")
        steep = found.file_size > LARGE_PART and found.file_size > STEEPEST * found.compress_size
        if steep or found.file_size > LARGEST_PART:
            raise UserError(
                f"{self._name} would unpack from {found.compress_size // 1000} kB to {found.file_size // 1_000_000} MB "
                "of text, which is no article."
            )
        with reading(self._name, self._what), self._archive.open(found) as opened:
            return opened.read(LARGEST_PART)

    def xml(self, part: str) -> Any:
        """The root element of a part in XML."""
        return parse_xml(self.read(part), self._name, self._what)

    def xml_if_there(self, part: str) -> Any:
        """The root element of a part that a document may do without; an empty element when it does."""
        return self.xml(part) if part in self else etree.Element("none")


def parse_xml(raw: bytes, name: str, what: str) -> Any:
    """The root element of an XML text that declares nothing: no document type, no entities, nothing from elsewhere."""
    # Every second byte of UTF-16 is zero. No document of ours has a declaration, and the attacks on XML begin with one.
    if _DECLARATION.search(raw.replace(b"\0", b"")):
        raise UserError(f"{name} declares entities of its own in its XML; it is not trusted.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    with reading(name, what):
        return etree.fromstring(raw, parser)


def part_beside(part: str, target: str) -> str:
    """The part that `target`, an address in `part`, leads to; what it says after a “#” is left out."""
    path = unquote(target.partition("#")[0])
    return normpath(path.lstrip("/") if path.startswith("/") else join(str(PurePosixPath(part).parent), path))


def local(element: Any) -> str:
    """The name of an element or attribute without its namespace, which differs between the versions of a standard."""
    name = element if isinstance(element, str) else element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def value(element: Any, wanted: str) -> str:
    """An attribute by its local name; empty when there is none."""
    return next((str(text) for name, text in element.attrib.items() if local(name) == wanted), "")


def child(element: Any, *path: str) -> Any:
    """The first descendant along these local names; None when there is none."""
    for step in path:
        element = next((each for each in element if local(each) == step), None)
        if element is None:
            return None
    return element
