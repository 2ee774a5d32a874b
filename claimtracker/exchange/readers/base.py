"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass

from claimtracker.text.blocks import Block

LARGEST = 100_000_000
"""Bytes of a file that is read at all: a saved page with its pictures inside can have tens of millions."""
LARGEST_TEXT = 20_000_000
"""Characters of text in one file: a hundred books."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as its file tells it: its paragraphs in order, and what the file says about itself.

    `source` is the outlet; `published` is ISO 8601, a date-time with its offset or a bare date; `language` a code
    (“en”). What the file does not say is empty. `warnings` are sentences for the analyst about what was left out.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()
