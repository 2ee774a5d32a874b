"""Word documents: what stands in them when all tracked changes are accepted.

Read from the XML with lxml. python-docx, the library for them, passes over inserted text and knows no footnotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.document import made_on, one_line, plain, reading, row_of, title_of
from claimtracker.exchange.readers.package import Package, child, local, part_beside, value
from claimtracker.text.blocks import Block

_WHAT = "a Word document"
_TAKEN_OUT = frozenset({"del", "moveFrom"})
_NOT_TEXT = frozenset({"pPr", "rPr", "Fallback", "instrText", "rt", "annotation"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OFF = frozenset({"0", "false", "off"})


def read(raw: bytes, name: str) -> ReadArticle:
    """The text of a Word document, with its headings and captions, its footnotes at the end, and its properties."""
    with Package(raw, name, _WHAT) as package, reading(name, _WHAT):
        main = next(iter(_related(package, "", "officeDocument")), "word/document.xml")
        walk = _Walk(_Styles(package, main))
        walk.through(child(package.xml(main), "body"))
        walk.finish()
        walk.notes_from(package, main)
        said = {local(each): one_line(each.text or "") for each in package.xml_if_there("docProps/core.xml")}
    published, warnings = made_on(said.get("created", ""), walk.blocks)
    if walk.changed:
        warnings = ("Its tracked changes were read as if they were accepted.", *warnings)
    return ReadArticle(
        tuple(walk.blocks),
        title=title_of(said.get("title", "")) or walk.title,
        author=said.get("creator", ""),
        published=published,
        language=said.get("language", ""),
        warnings=warnings,
    )


def _related(package: Package, part: str, kind: str) -> list[str]:
    """The parts of a kind that a part names; the document as a whole has no name."""
    folder, _, file = part.rpartition("/")
    listed = package.xml_if_there(f"{folder}/_rels/{file}.rels".lstrip("/"))
    return [
        part_beside(part, value(each, "Target"))
        for each in listed
        if value(each, "Type").endswith(f"/{kind}") and value(each, "TargetMode") != "External"
    ]


class _Styles:
    """What the styles of a document make of a paragraph."""

    def __init__(self, package: Package, main: str) -> None:
        self._names: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self._outlined: set[str] = set()
        for part in _related(package, main, "styles"):
            for style in package.xml_if_there(part):
                self._learn(style)

    def _learn(self, style: Any) -> None:
        known = value(style, "styleId")
        for each in style:
            if local(each) == "name":
                # The name is English in every language; the id is not.
                self._names[known] = value(each, "val").casefold()
            elif local(each) == "basedOn":
                self._above[known] = value(each, "val")
        if _is_outlined(child(style, "pPr")):
            self._outlined.add(known)

    def names(self, style: str) -> Iterator[str]:
        """The names of a style and of those it is based on."""
        for _ in range(12):
            if not style:
                return
            yield "heading" if style in self._outlined else self._names.get(style, style.casefold())
            style = self._above.get(style, "")


@dataclass(slots=True)
class _Walk:
    """What is gathered on the way through a document."""

    styles: _Styles
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    changed: bool = False
    _notes: list[tuple[str, str]] = field(default_factory=list)
    _boxes: list[Any] = field(default_factory=list)
    _begun: str = ""
    """The words of paragraphs whose end was deleted, so that the next one goes on with them."""

    def through(self, container: Any) -> None:
        """Gather the paragraphs and tables in an element, in order."""
        for each in container if container is not None else ():
            name = local(each)
            if name == "p":
                self._paragraph(each)
            elif name == "tbl":
                self._table(each)
            elif name in _TAKEN_OUT:
                self.changed = True
            elif name not in _NOT_TEXT:
                self.through(each)

    def finish(self) -> None:
        """Keep what was begun and not ended."""
        if self._begun.strip():
            self.blocks.append(Block(None, self._begun))
        self._begun = ""

    def notes_from(self, package: Package, main: str) -> None:
        """Put the notes that the text refers to after it, in the order in which it does."""
        found: dict[tuple[str, str], Any] = {}
        for kind in ("footnote", "endnote"):
            for part in _related(package, main, f"{kind}s"):
                found.update({(kind, value(each, "id")): each for each in package.xml_if_there(part)})
        for key in dict.fromkeys(self._notes):
            self.through(found.get(key))
        self.finish()

    def _paragraph(self, paragraph: Any) -> None:
        properties = child(paragraph, "pPr")
        text = self._begun + plain("".join(self._words(paragraph)))
        boxes, self._boxes = self._boxes, []
        style = child(properties, "pStyle") if properties is not None else None
        names = list(self.styles.names(value(style, "val"))) if style is not None else []
        if properties is not None and child(properties, "rPr", "del") is not None:
            self._begun, self.changed = text, True
        else:
            self._begun = ""
            if not any(each.startswith("toc ") for each in names):
                self._keep(text, names, outlined=_is_outlined(properties))
        for box in boxes:
            self.through(box)

    def _keep(self, text: str, names: list[str], *, outlined: bool) -> None:
        kind = None
        if outlined or any(each == "title" or each.startswith("heading") for each in names):
            kind = SentenceKind.HEADING
        elif "caption" in names:
            kind = SentenceKind.CAPTION
        if "title" in names and not self.title:
            self.title = one_line(text)
        self.blocks.append(Block(kind, text))

    def _words(self, element: Any) -> Iterator[str]:
        for each in element:
            name = local(each)
            if name == "t":
                yield each.text or ""
            elif name in _CHARACTERS:
                yield "" if value(each, "type") in {"page", "column"} else _CHARACTERS[name]
            elif name in {"footnoteReference", "endnoteReference"}:
                self._notes.append((name.removesuffix("Reference"), value(each, "id")))
            elif name == "txbxContent":
                self._boxes.append(each)
            elif name in _TAKEN_OUT:
                self.changed = True
            elif name not in _NOT_TEXT and not (name == "r" and _is_hidden(each)):
                self.changed = self.changed or name in {"ins", "moveTo"}
                yield from self._words(each)

    def _table(self, table: Any) -> None:
        before, self.blocks = self.blocks, []
        for row in table.iterchildren("{*}tr"):
            if child(row, "trPr", "del") is not None:
                self.changed = True
                continue
            cells = []
            for cell in row.iterchildren("{*}tc", "{*}sdt"):
                self.through(cell)
                self.finish()
                cells.append(self.blocks)
                self.blocks = []
            before.extend(row_of(cells))
        self.blocks = before


def _is_outlined(properties: Any) -> bool:
    """Whether paragraphs stand in the outline of the document: levels are 0 to 8, and 9 is text."""
    level = child(properties, "outlineLvl") if properties is not None else None
    return level is not None and value(level, "val") in {*"012345678"}


def _is_hidden(run: Any) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden, "val") not in _OFF
