"""Articles in the formats they come in: one module a format, each with `read(raw, name)`, loaded when it is needed.

A file is taken for what its content shows, and for what its name says only where the content leaves it open: mail
programs and browsers name files as they like.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import sniffing
from claimtracker.exchange.readers.base import LARGEST, LARGEST_TEXT, ReadArticle

__all__ = ["FORMATS", "SUFFIXES", "Format", "ReadArticle", "format_of", "read_bytes"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read: what to call it, how its files are named, who reads it, what it looks like."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    looks_like: Callable[[bytes], bool]


FORMATS: tuple[Format, ...] = (
    Format("PDF", (".pdf",), "pdf", sniffing.is_pdf),
    Format("Word document", (".docx", ".docm"), "docx", sniffing.is_docx),
    Format("OpenDocument text", (".odt", ".ott"), "odt", sniffing.is_odt),
    Format("E-book (EPUB)", (".epub",), "epub", sniffing.is_epub),
    Format("Rich text", (".rtf",), "rtf", sniffing.is_rtf),
    Format("Web page in one file (MHTML)", (".mhtml", ".mht"), "web_archive", sniffing.is_web_archive),
    Format("Mail", (".eml",), "mail", sniffing.is_mail),
    Format("Web page", (".html", ".htm", ".xhtml"), "web_page", sniffing.is_web_page),
    Format("Markdown", (".md", ".markdown"), "markdown", sniffing.nothing),
    Format("Plain text", (".txt", ".text"), "plain_text", sniffing.nothing),
)
"""In the order in which content is tried; plain text is what is none of the others."""

SUFFIXES = tuple(suffix for each in FORMATS for suffix in each.suffixes)
"""Ends of the names of files that are gathered from a folder."""


def format_of(raw: bytes, name: str) -> Format:
    """The format of a file: by its content, else by its name, else plain text."""
    for each in FORMATS:
        if each.looks_like(raw):
            return each
    suffix = PurePath(name).suffix.casefold()
    return next((each for each in FORMATS if suffix in each.suffixes), FORMATS[-1])


def read_bytes(raw: bytes, name: str) -> ReadArticle:
    """The article in the bytes of one file; a page stored compressed (gzip) is unpacked first.

    Raises `UserError`, one sentence that begins with `name`, when nothing can be read of it.
    """
    if len(raw) > LARGEST:
        raise UserError(f"{name} is too large to be an article: {len(raw) // 1_000_000} MB.")
    if raw.startswith(sniffing.GZIP):
        raw, name = _unpacked(raw, name), name.removesuffix(".gz")
    if raw.startswith(sniffing.OLD_OFFICE):
        raise UserError(f"{name} is an old or a locked office document; save it as .docx without a password first.")
    read = cast(
        "Callable[[bytes, str], ReadArticle]",
        import_module(f"claimtracker.exchange.readers.{format_of(raw, name).module}").read,
    )
    article = read(raw, name)
    if not any(block.text.strip() for block in article.blocks):
        raise UserError(f"{name} holds no text.")
    if sum(len(block.text) for block in article.blocks) > LARGEST_TEXT:
        raise UserError(f"{name} holds more than {LARGEST_TEXT // 1_000_000} million letters; no article does.")
    return article


def _unpacked(raw: bytes, name: str) -> bytes:
    """What a gzip file holds, as far as an article goes, however little of it there is on disk."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(raw, LARGEST + 1)
    except zlib.error as error:
        raise UserError(f"{name} is a compressed file (gzip), but it is broken.") from error
    if len(content) > LARGEST:
        raise UserError(f"{name} unpacks to more than {LARGEST // 1_000_000} MB, which is no article.")
    if not unpacking.eof:
        raise UserError(f"{name} is a compressed file (gzip) that was cut off before its end.")
    return content
