"""Markdown, with what may stand before it between two lines of “---”: title, author, date."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.document import date_of, one_line, plain, reading
from claimtracker.exchange.readers.markup import parse
from claimtracker.exchange.readers.passages import passages
from claimtracker.text.blocks import Block
from claimtracker.text.encodings import decode

_FRONT = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.+)$")
_MEANS = {
    "title": "title", "headline": "title",
    "author": "author", "authors": "author", "byline": "author",
    "date": "published", "published": "published", "publish_date": "published", "created": "published",
    "source": "source", "publisher": "source", "outlet": "source", "site": "source", "publication": "source",
    "url": "url", "link": "url", "canonical": "url", "canonical_url": "url",
    "lang": "language", "language": "language",
}  # fmt: skip


def read(raw: bytes, name: str) -> ReadArticle:
    """The text of a Markdown file without its marks, with its headings, and what its front matter says."""
    text = plain(decode(raw, name).text)
    said: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        said, text = _front_matter(front[1]), text[front.end() :]
    with reading(name, "Markdown"):
        page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
        blocks = tuple(Block(each.kind, each.text) for each in passages(parse(page, name)))
    if said.get("source", "").startswith(("http://", "https://")):
        # Web clippers call the address of a page its source.
        said.setdefault("url", said["source"])
        said["source"] = ""
    return ReadArticle(
        blocks,
        title=said.get("title", ""),
        source=said.get("source", ""),
        author=said.get("author", ""),
        url=said.get("url", ""),
        published=date_of(said.get("published", "")),
        language=said.get("language", ""),
    )


def _front_matter(lines: str) -> dict[str, str]:
    """The keys known here, from the simple lines that are written by hand: `key: words`, and lists."""
    said: dict[str, list[str]] = {}
    current = ""
    for line in lines.split("\n"):
        key, item = _KEY.match(line), _ITEM.match(line)
        if key:
            current = _MEANS.get(key[1].casefold(), "")
            if current and current not in said and (key[2] or "").strip():
                said[current] = [_unquoted(each) for each in _listed(key[2])]
        elif item and current:
            said.setdefault(current, []).append(_unquoted(item[1]))
    return {key: one_line(", ".join(filter(None, words))) for key, words in said.items()}


def _listed(words: str) -> list[str]:
    words = words.strip()
    return words[1:-1].split(",") if words.startswith("[") and words.endswith("]") else [words]


def _unquoted(words: str) -> str:
    words = words.strip()
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        words = words[1:-1]
    # A note-taking program's link to a page about somebody.
    return words.removeprefix("[[").removesuffix("]]")
