"""HTML as a tree of bounded depth, made while it is parsed: without scripts, styles and what is embedded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.base import LARGEST_TEXT

_DEEPEST = 100
"""Elements inside each other; what is nested deeper hangs side by side. Libraries walk trees by recursion."""
_HIDDEN_NAME = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader(?:-text|-only)?|sf-hidden)(?:$|\s)", re.IGNORECASE
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_VALUE = 20_000
_KEPT_ATTRIBUTES = frozenset({
    "aria-hidden", "charset", "class", "content", "data-component", "data-testid", "datetime", "dir", "hidden",
    "href", "http-equiv", "id", "itemprop", "itemtype", "lang", "name", "property", "pubdate", "rel", "role",
    "style", "title", "type", "xml:lang",
})  # fmt: skip
_NOT_TEXT = {**dict.fromkeys((*range(9), 11, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)), 12: " "}
_HINTS = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
"""Where a line may be broken and where not: of the page, not of its text."""


def _windows() -> dict[int, str]:
    """What `&#146;` means to every browser: the character of Windows-1252, not the control character."""
    table = {}
    for code in range(0x80, 0xA0):
        try:
            table[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            table[code] = ""
    return table


_CLEANED = {**_NOT_TEXT, **_HINTS, **_windows()}


def parse(text: str, name: str) -> HtmlElement:
    """The tree of a page, whatever it is made of: scripts but JSON-LD, pictures and styles are left out of it."""
    builder = _Builder(name)
    parser = HTMLParser(target=builder, huge_tree=True, encoding="utf-8")
    # No text of HTML holds these, and the parser would end at the first.
    parser.feed(text.translate(_NOT_TEXT).encode())
    try:
        tree = parser.close()
    except (etree.XMLSyntaxError, AssertionError):
        tree = builder.close()
    return tree


def cleaned(text: str) -> str:
    """A text without what is no letter of it: control characters and hints for breaking lines."""
    return text.translate(_CLEANED)


def one_line(text: str | None) -> str:
    """A value of the page on one line."""
    return " ".join(cleaned(text or "").split())


def names_of(element: HtmlElement) -> str:
    """What the page calls an element: its classes and its id."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def is_hidden(element: HtmlElement) -> bool:
    """Whether a browser would not show an element, as far as its own attributes say."""
    if element.get("hidden") is not None or element.get("aria-hidden", "").casefold() == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")) or _HIDDEN_NAME.search(element.get("class", "")))


class _Builder:
    """Makes the tree while the page is parsed, so that neither depth nor embedded files cost anything."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._root: HtmlElement | None = None
        self._open: list[HtmlElement | None] = []
        self._inside: list[HtmlElement] = []
        self._words: list[str] = []
        self._muted = 0
        self._length = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._muted or tag in {"style", "svg"} or (tag == "script" and "json" not in attributes.get("type", "")):
            self._muted += 1
            self._open.append(None)
            return
        self._write()
        element = _make(tag, attributes)
        if self._root is None:
            self._root = element
        elif self._inside:
            self._inside[:_DEEPEST][-1].append(element)
        else:
            self._root.append(element)
        self._open.append(element)
        self._inside.append(element)

    def end(self, _tag: str) -> None:
        """An element ends."""
        if not self._open:
            return
        if self._open[-1] is None:
            self._muted -= 1
        else:
            self._write()
            self._inside.pop()
        self._open.pop()

    def data(self, words: str) -> None:
        """Text. Raises `UserError` when it is more than any article has."""
        if self._muted:
            return
        self._length += len(words)
        if self._length > LARGEST_TEXT:
            raise UserError(
                f"{self._name} holds more than {LARGEST_TEXT // 1_000_000} million letters; no article does."
            )
        self._words.append(words)

    def close(self) -> HtmlElement:
        """The tree."""
        self._write()
        return self._root if self._root is not None else _make("html", {})

    def _write(self) -> None:
        if not self._words:
            return
        words, self._words = "".join(self._words).translate(_NOT_TEXT), []
        if self._root is None:
            self._root = _make("html", {})
        parent = self._inside[-1] if self._inside else self._root
        if len(self._inside) > _DEEPEST:
            # Side by side with all that is as deep: what follows one of them is its tail.
            deepest = self._inside[_DEEPEST - 1]
            if deepest[-1] is not parent:
                parent = deepest
        # Not len(), which counts the children.
        last = next(parent.iterchildren(reversed=True), None)
        if last is not None:
            last.tail = (last.tail or "") + words
        else:
            parent.text = (parent.text or "") + words


def _make(tag: str, attributes: Mapping[str, str]) -> HtmlElement:
    kept = {
        key: value.translate(_NOT_TEXT)
        for key, value in attributes.items()
        if key in _KEPT_ATTRIBUTES and len(value) < _LONGEST_VALUE
    }
    try:
        return _ELEMENTS.makeelement(tag, kept)
    except ValueError:  # no name for an element
        return _ELEMENTS.makeelement("span", kept)


_ELEMENTS = HTMLParser()
"""Makes elements that know the methods of HTML."""
