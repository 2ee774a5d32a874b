"""HTML as a tree of bounded depth, and the passages of its text in order.

The text of an article is taken from here, letter by letter as the page has it; what is article and what is furniture of
the page is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.text.paragraphs import paragraphs
from claimtracker.text.timestamps import is_timestamp

LARGEST_TEXT = 20_000_000
"""Characters of text in one page: a hundred books."""
_DEEPEST = 200
"""Elements inside each other; what is nested deeper hangs side by side. Libraries walk trees by recursion."""
_NO_TEXT = frozenset({
    "applet", "area", "audio", "button", "canvas", "colgroup", "datalist", "embed", "frame", "frameset", "head",
    "iframe", "map", "math", "meta", "noembed", "noframes", "noscript", "object", "option", "param", "picture",
    "progress", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "video",
    "link", "rp", "rt",
})  # fmt: skip
"""Elements whose content is no text of the page, or none that is read."""
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CAPTION_NAME = re.compile(r"caption|cutline|photo-?(?:credit|text)|image-?credit|media-?credit", re.IGNORECASE)
_BYLINE_NAME = re.compile(r"by-?line|author-?(?:name|line)|(?:^|[\s_-])authors?(?:$|\s)", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"date-?line|time-?stamp|pub(?:lish(?:ed)?)?-?(?:date|time)|posted-?on|entry-?date", re.IGNORECASE
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_VALUE = 20_000
_LONGEST_LINE = 160
"""Characters of a line that may be a byline or a date."""
_SPACES = re.compile(r"[ \t\n\r\f]+")
_KEPT_ATTRIBUTES = frozenset({
    "aria-hidden", "charset", "class", "content", "data-component", "data-testid", "datetime", "dir", "hidden",
    "href", "http-equiv", "id", "itemprop", "itemtype", "lang", "name", "property", "pubdate", "rel", "role",
    "style", "title", "type", "xml:lang",
})  # fmt: skip
_NOT_TEXT = dict.fromkeys((*range(9), 11, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
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


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that stands as a paragraph of its own, the element it is in, and what that says it is."""

    element: HtmlElement
    text: str
    kind: SentenceKind | None
    linked: int = 0
    """How many of its characters are inside links."""


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


def passages(tree: HtmlElement) -> list[Passage]:
    """All text of a tree in its order, hidden parts left out, a passage for each paragraph."""
    collecting = _Collecting()
    _walk(tree, collecting)
    collecting.flush(tree)
    return collecting.found


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
    return bool(_HIDDEN_STYLE.search(element.get("style", "")))


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
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
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


@dataclass(slots=True)
class _Collecting:
    found: list[Passage] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, *, linked: bool, verbatim: bool) -> None:
        """Add the text of an element or after it; spaces and line ends of the markup are one space each."""
        if not text:
            return
        words = cleaned(text) if verbatim else _SPACES.sub(" ", cleaned(text))
        if linked:
            self.linked += len(words)
        self.pieces.append(words)

    def flush(self, element: HtmlElement) -> None:
        """End the passage that has been collected; two line breaks in it end one as well."""
        text = "".join(self.pieces)
        linked, self.linked = self.linked, 0
        self.pieces.clear()
        for part in re.split(r"\n(?:[^\S\n]*\n)+", text):
            lines = [line.strip() for line in part.split("\n")]
            words = "\n".join(line for line in lines if line)
            if words:
                self.found.append(_passage(element, words, min(linked, len(words))))


def _walk(element: HtmlElement, collecting: _Collecting, *, linked: bool = False, verbatim: bool = False) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _NO_TEXT or is_hidden(element):
        return
    if tag == "br":
        collecting.pieces.append("\n")
        return
    block = tag in _BLOCKS
    linked, verbatim = linked or tag == "a", verbatim or tag == "pre"
    if block:
        collecting.flush(element.getparent() if element.getparent() is not None else element)
    collecting.add(element.text, linked=linked, verbatim=verbatim)
    for child in element:
        _walk(child, collecting, linked=linked, verbatim=verbatim)
        collecting.add(child.tail, linked=linked, verbatim=verbatim)
    if block:
        collecting.flush(element)


def _passage(element: HtmlElement, words: str, linked: int) -> Passage:
    kind = _kind(element, words)
    if kind in {SentenceKind.HEADING, SentenceKind.CAPTION, SentenceKind.BYLINE}:
        words = " ".join(words.split("\n"))
    return Passage(element, words, kind, linked)


def _kind(element: HtmlElement, words: str) -> SentenceKind | None:
    """What an element says its text is; None where its words say it better."""
    around = [element, *_near(element)]
    if any(each.tag in _HEADINGS for each in around):
        return SentenceKind.HEADING
    if any(each.tag in {"figcaption", "caption"} for each in around):
        return SentenceKind.CAPTION
    names = " ".join(names_of(each) for each in around)
    if _CAPTION_NAME.search(names):
        return SentenceKind.CAPTION
    if len(words) <= _LONGEST_LINE:
        if is_timestamp(words) or (_DATE_NAME.search(names) and any(letter.isdigit() for letter in words)):
            return SentenceKind.DATELINE
        if _BYLINE_NAME.search(names) or any(each.get("itemprop") == "author" for each in around):
            return SentenceKind.BYLINE
        if _is_bold(element, words):
            return None
    first = paragraphs(words)[0].kind
    return None if first in {SentenceKind.BYLINE, SentenceKind.DATELINE, SentenceKind.CAPTION} else SentenceKind.BODY


def _near(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around one that hold hardly more than it, so that what they are called is said of it."""
    for depth, around in enumerate(element.iterancestors()):
        if depth == 3 or around.tag in {"body", "html", "article", "main", "section", "td", "li"} or len(around) > 4:
            return
        yield around


def _is_bold(element: HtmlElement, words: str) -> bool:
    """Whether a paragraph is bold all through, as subheads are where nobody marks them."""
    bold = "".join("".join(part.itertext()) for part in element.iter("b", "strong"))
    return bool(bold) and len("".join(bold.split())) >= len("".join(words.split()))
