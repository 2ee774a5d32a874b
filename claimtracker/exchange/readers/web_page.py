"""Articles from web pages as browsers save them: HTML and XHTML, all in one file or with files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.main_text import article_passages
from claimtracker.exchange.readers.markup import cleaned, parse
from claimtracker.exchange.readers.page_facts import page_facts
from claimtracker.exchange.readers.passages import passages
from claimtracker.exchange.readers.web_text import decode_page
from claimtracker.text.blocks import Block

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read(raw: bytes, name: str) -> ReadArticle:
    """The article of a web page; one that was fetched has its address for a name."""
    return read_page(decode_page(raw, name).text, name, name if name.startswith(("http://", "https://")) else "")


def read_page(text: str, name: str, address: str = "") -> ReadArticle:
    """The article of a page whose source is known; `address` is where the file says that it came from."""
    tree = parse(text, name)
    found = passages(tree)
    facts = page_facts(tree, found, text, address)
    blocks = tuple(Block(each.kind, each.text) for each in article_passages(tree, found))
    told = tuple(Block(None, words) for words in map(str.strip, cleaned(facts.described.body).splitlines()) if words)
    warnings = list(warnings_about(blocks))
    if _length(told) > 3 * _length(blocks):
        # A page whose text its scripts would have to write says it to search engines nevertheless.
        blocks = told
    elif facts.described.for_subscribers:
        warnings.append("The page is for subscribers, so it may hold only the beginning of the article.")
    if "\ufffd" in "".join(block.text for block in blocks):
        warnings.append("Letters of the page are broken; they are shown as �.")
    return ReadArticle(
        blocks, facts.title, facts.source, facts.author, facts.url, facts.published, facts.language, tuple(warnings)
    )


def warnings_about(blocks: Iterable[Block]) -> Iterable[str]:
    """What an analyst should know of a text before trusting what it looks like."""
    turned = {f"U+{ord(mark):04X}" for block in blocks for mark in _TURNS.findall(block.text)}
    if turned:
        yield (
            f"The text holds characters that turn the direction of writing round ({', '.join(sorted(turned))}): "
            "what is seen may not be what is written."
        )


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)
