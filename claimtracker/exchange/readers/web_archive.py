"""Articles from pages saved as one MIME message (MHTML): by Chrome, Edge, Opera and Word."""

from __future__ import annotations

from email.message import Message

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.mime import charset, content, header, parse_message, parts
from claimtracker.exchange.readers.web_page import read_page
from claimtracker.exchange.readers.web_text import decode_page

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read(raw: bytes, name: str) -> ReadArticle:
    """The article of the page that was saved; its pictures, styles and frames are left alone.

    Raises `UserError` when no part of the message is a page.
    """
    message = parse_message(raw, name)
    pages = [part for part in parts(message) if part.get_content_type() in _PAGES]
    if not pages:
        raise UserError(f"{name} is a web archive without a page in it.")
    first = _first(message, pages)
    others = sorted((page for page in pages if page is not first), key=lambda page: -len(content(page)))
    article = ReadArticle(())
    # A page of frames alone has its text in one of them.
    for page in (first, *others[:3]):
        text = decode_page(content(page), name, charset(page)).text
        article = read_page(text, name, _address(message, page))
        if any(block.text.strip() for block in article.blocks):
            break
    return article


def _first(message: Message, pages: list[Message]) -> Message:
    start = message.get_param("start", "")
    return next((page for page in pages if start and header(page, "Content-ID") == start), pages[0])


def _address(message: Message, page: Message) -> str:
    for address in (header(page, "Content-Location"), header(message, "Snapshot-Content-Location")):
        if address.startswith(("http://", "https://")):
            return address
    return ""
