"""Electronic books: their chapters in the order of the spine. (EbookLib, the library for them, is AGPL.)"""

from __future__ import annotations

from typing import Any

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.document import date_of, one_line, reading, title_of
from claimtracker.exchange.readers.markup import parse
from claimtracker.exchange.readers.package import Package, child, local, part_beside, value
from claimtracker.exchange.readers.passages import passages
from claimtracker.text.blocks import Block
from claimtracker.text.encodings import decode

_WHAT = "an e-book (EPUB)"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
MOST_TEXT = 60_000_000
"""Bytes of all chapters together."""


def read(raw: bytes, name: str) -> ReadArticle:
    """The text of a book, without its table of contents, and what it says of itself."""
    with Package(raw, name, _WHAT) as package, reading(name, _WHAT):
        book = value(child(package.xml("META-INF/container.xml"), "rootfiles", "rootfile"), "full-path")
        opf = package.xml(book)
        chapters = _chapters(opf, book)
        locks = package.xml_if_there("META-INF/encryption.xml").iter("{*}CipherReference")
        if any(value(each, "URI") in chapters for each in locks):
            raise UserError(f"{name} is protected against copying (DRM), so its text cannot be read.")
        blocks: list[Block] = []
        size = 0
        for chapter in chapters:
            # A book that names a page it does not hold can be read nevertheless.
            content = package.read(chapter) if chapter in package else b""
            size += len(content)
            if size > MOST_TEXT:
                raise UserError(f"{name} holds more than {MOST_TEXT // 1_000_000} MB of text, which is no article.")
            if content:
                tree = parse(decode(content, name).text, name)
                blocks += [Block(each.kind, each.text) for each in passages(tree)]
    said = _said(child(opf, "metadata"))
    return ReadArticle(
        tuple(blocks),
        title=title_of(said.get("title", "")),
        source=said.get("publisher", ""),
        author=said.get("creator", ""),
        url=said.get("source", "") if said.get("source", "").startswith(("http://", "https://")) else "",
        published=date_of(said.get("date", "")),
        language=said.get("language", ""),
    )


def _chapters(opf: Any, book: str) -> list[str]:
    """The parts that are to be read one after the other."""
    pages = {
        value(item, "id"): part_beside(book, value(item, "href"))
        for item in child(opf, "manifest")
        if value(item, "media-type") in _PAGES and "nav" not in value(item, "properties").split()
    }
    spine = [value(each, "idref") for each in child(opf, "spine") if value(each, "linear") != "no"]
    return list(dict.fromkeys(pages[each] for each in spine if each in pages))


def _said(metadata: Any) -> dict[str, str]:
    """What the book says of itself: the first title, publisher and date, and all authors."""
    said: dict[str, str] = {}
    for each in metadata if metadata is not None else ():
        name, words = local(each), one_line(each.text or "")
        if name == "creator" and words and name in said:
            said[name] += f", {words}"
        elif words:
            said.setdefault(name, words)
    return said
