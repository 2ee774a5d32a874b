"""The text of a page as passages in their order, letter by letter as the page has it, and what each of them is.

What is article and what is furniture of the page is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from statistics import median

from lxml.html import HtmlElement

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.markup import cleaned, is_hidden, names_of
from claimtracker.text.paragraphs import paragraphs
from claimtracker.text.timestamps import is_timestamp

_NO_TEXT = frozenset({
    "applet", "area", "audio", "button", "canvas", "colgroup", "datalist", "embed", "frame", "frameset", "head",
    "iframe", "link", "map", "math", "meta", "noembed", "noframes", "noscript", "object", "option", "param", "picture",
    "progress", "rp", "rt", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track",
    "video",
})  # fmt: skip
"""Elements whose content is no text of the page, or none that is read."""
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PROSE = frozenset({"p", "li", "td", "blockquote", "figcaption", *_HEADINGS})
"""Elements inside which a date or a name is a word of the text."""
_CAPTION_NAME = re.compile(r"caption|cutline|photo-?(?:credit|text)|(?:image|media|picture)-?credit", re.IGNORECASE)
_BYLINE_NAME = re.compile(r"by-?line|author-?(?:name|line)s?|(?:^|[\s_-])authors?(?:$|\s)", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"date-?line|time-?stamp|pub(?:lish(?:ed)?)?-?(?:date|time)|posted-?on|entry-?date|(?:^|[\s_-])(?:date|datum)(?:$|\s)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_EMPTY_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")
_BULLET = re.compile(r"^[·•§▪o]\s*\u00a0\s*")
"""What Word writes before the items of its lists, which are paragraphs to it."""
_ENDED = re.compile(r"[.!?…:;][\"”’'»)\]]*$")
_LONGEST_LINE = 160
"""Characters of a line that may be a byline or a date."""
_LONGEST_CREDITED = 2000
_LONGEST_ROW = 600
_MOST_ELEMENTS, _MOST_TEXT = 20_000, 1_000_000
"""Of an ordinary page; real ones have a tenth of it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that stands as a paragraph of its own, the element it is in, and what that says it is."""

    element: HtmlElement
    text: str
    kind: SentenceKind | None
    linked: int = 0
    """How many of its characters are inside links."""


def passages(tree: HtmlElement) -> list[Passage]:
    """All text of a tree in its order, hidden parts left out, a passage for each paragraph."""
    collecting = _Collecting()
    _walk(tree, collecting, _Style())
    collecting.flush(tree)
    return collecting.found


def is_ordinary(tree: HtmlElement, found: Sequence[Passage]) -> bool:
    """Whether a page is of a size that libraries can be given, whose time grows faster than the page."""
    count = sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS + 1))
    return count <= _MOST_ELEMENTS and sum(len(each.text) for each in found) <= _MOST_TEXT


@dataclass(frozen=True, slots=True)
class _Style:
    """What holds for all text inside an element."""

    linked: bool = False
    bold: bool = False
    verbatim: bool = False

    def within(self, tag: str) -> _Style:
        """What holds inside another element there."""
        if tag == "a":
            return replace(self, linked=True)
        if tag in {"b", "strong"}:
            return replace(self, bold=True)
        return replace(self, verbatim=True) if tag == "pre" else self


@dataclass(slots=True)
class _Collecting:
    """The passages found so far, and the pieces of the one that is being read."""

    found: list[Passage] = field(default_factory=list)
    pieces: list[tuple[str, _Style]] = field(default_factory=list)

    def add(self, text: str | None, style: _Style) -> None:
        """Add the text of an element or after it; spaces and line ends of the markup are one space each."""
        if text:
            self.pieces.append((cleaned(text) if style.verbatim else _SPACES.sub(" ", cleaned(text)), style))

    def flush(self, element: HtmlElement) -> None:
        """End the passage that has been collected; it is several where line breaks make it so."""
        text = "".join(words for words, _ in self.pieces)
        if text.strip():
            # A letter for each of the text's, that tells its style: blanks are of any.
            links = "".join(("l" if style.linked else "-") * len(words) for words, style in self.pieces)
            bolds = "".join(("b" if style.bold else "-") * len(words) for words, style in self.pieces)
            for start, end in _paragraphs_in(text):
                words = " ".join(line.strip() for line in text[start:end].split("\n")).strip()
                linked = links.count("l", start, end)
                bold = bolds.count("b", start, end) >= len(words) - words.count(" ") > 0
                self.found.append(Passage(element, _BULLET.sub("", words), _kind(element, words, bold=bold), linked))
        self.pieces.clear()


def _paragraphs_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a passage with line breaks are.

    An empty line ends one, and so does a line break, unless the sentence goes on after it or the lines are as long as
    those of text that was broken to fit.
    """
    position = 0
    for part in (*_EMPTY_LINE.finditer(text), None):
        end = part.start() if part is not None else len(text)
        yield from _lines_in(text, position, end)
        position = part.end() if part is not None else end


def _lines_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = re.finditer(r"[^\n]*[^\s][^\n]*", text[start:end])
    spans = [(start + line.start(), start + line.end()) for line in lines]
    if not spans:
        return
    lengths = [to - begin for begin, to in spans]
    if len(spans) > 2 and median(lengths[:-1]) > 45 and max(lengths) <= 100:
        for paragraph in paragraphs(text[start:end]):
            yield start + paragraph.start, start + paragraph.end
        return
    begin, to = spans[0]
    for following, last in spans[1:]:
        goes_on = not _ENDED.search(text[max(begin, to - 40) : to].rstrip()) and (
            text[following:last].lstrip()[:1].islower()
        )
        if not goes_on:
            yield begin, to
            begin = following
        to = last
    yield begin, to


def _walk(element: HtmlElement, collecting: _Collecting, style: _Style) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _NO_TEXT or is_hidden(element):
        return
    if tag == "br":
        collecting.pieces.append(("\n", style))
        return
    if tag == "tr":
        row = _row(element)
        if row:
            collecting.flush(element)
            collecting.add(row, style)
            collecting.flush(element)
            return
    block = tag in _BLOCKS or _stands_alone(element)
    style = style.within(tag)
    if block:
        parent = element.getparent()
        collecting.flush(element if parent is None else parent)
    collecting.add(element.text, style)
    for child in element:
        _walk(child, collecting, style)
        collecting.add(child.tail, style)
        if tag == "time":
            # Its parts are told apart by their looks alone.
            collecting.add(" ", style)
    if block:
        collecting.flush(element)


def _row(row: HtmlElement) -> str:
    """The cells of a row of figures as one line; empty for a row that only lays out the page."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if len(cells) < 2 or any(
        each.tag in _BLOCKS or each.tag == "br" for cell in cells for each in cell.iterdescendants()
    ):
        return ""
    table = next(row.iterancestors("table"), None)
    if table is not None and table.get("role") in {"presentation", "none"}:
        return ""
    line = " | ".join(words for cell in cells if (words := " ".join(cleaned(cell.text_content()).split())))
    return line if len(line) <= _LONGEST_ROW else ""


def _stands_alone(element: HtmlElement) -> bool:
    """Whether an element without lines of its own, a byline or a time, is no word of a sentence around it."""
    if element.tag != "time" and not (element.tag == "span" and _BYLINE_NAME.search(names_of(element))):
        return False
    if any(_BYLINE_NAME.search(names_of(around)) for around in element.iterancestors()):
        return False
    return not any(around.tag in _PROSE for around in element.iterancestors())


def _kind(element: HtmlElement, words: str, *, bold: bool) -> SentenceKind | None:
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
        dated = any(character.isdigit() for character in words)
        if is_timestamp(words) or (dated and (element.tag == "time" or _DATE_NAME.search(names))):
            return SentenceKind.DATELINE
        if _BYLINE_NAME.search(names) or any(each.get("itemprop") == "author" for each in around):
            return SentenceKind.BYLINE
        if bold:
            # As subheads are where nobody marks them.
            return None
    if len(words) > _LONGEST_CREDITED:
        return SentenceKind.BODY
    if _is_byline(words):
        return SentenceKind.BYLINE
    first = paragraphs(words)[0].kind
    return None if first in {SentenceKind.BYLINE, SentenceKind.DATELINE, SentenceKind.CAPTION} else SentenceKind.BODY


def _is_byline(words: str) -> bool:
    """Whether a line says who wrote it and what they are: “By Bo Ekdal, staff writer”."""
    name, comma, role = words.partition(",")
    if not comma or len(words) > 100 or _ENDED.search(words) or any(character.isdigit() for character in role):
        return False
    return bool(name.strip()) and paragraphs(name)[0].kind is SentenceKind.BYLINE


def _holds_many(element: HtmlElement) -> bool:
    return next(islice(element.iterchildren(), 4, None), None) is not None


def _near(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around one that hold hardly more than it, so that what they are called is said of it."""
    for depth, around in enumerate(element.iterancestors()):
        if (
            depth == 3
            or around.tag in {"body", "html", "article", "main", "section", "td", "li"}
            or _holds_many(around)
        ):
            return
        yield around
