"""Articles from web pages as browsers save them: HTML and XHTML, all in one file or with files beside it."""

from __future__ import annotations

from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.markup import parse, passages
from claimtracker.text.blocks import Block
from claimtracker.text.encodings import decode


def read(raw: bytes, name: str) -> ReadArticle:
    """The article of a web page."""
    return ReadArticle(tuple(Block(each.kind, each.text) for each in passages(parse(decode(raw, name).text, name))))
