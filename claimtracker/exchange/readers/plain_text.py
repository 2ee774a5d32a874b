"""Plain text, verbatim."""

from __future__ import annotations

from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.text.blocks import Block
from claimtracker.text.encodings import decode


def read(raw: bytes, name: str) -> ReadArticle:
    """The whole text as it is; what is a heading and what a paragraph is left to be found."""
    return ReadArticle((Block(None, decode(raw, name).text),))
