"""OpenDocument texts, as LibreOffice writes them. odfpy, the library for them, has been dormant for years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.document import made_on, one_line, plain, reading, row_of, title_of
from claimtracker.exchange.readers.package import Package, child, local, value
from claimtracker.text.blocks import Block

_WHAT = "an OpenDocument text"
_NOT_TEXT = frozenset(
    # What was deleted is kept apart in tracked-changes; what was inserted stands in the text.
    "tracked-changes annotation annotation-end note-citation hidden-text hidden-paragraph desc title event-listeners"
    " sequence-decls variable-decls user-field-decls table-of-content alphabetical-index bibliography forms"
    " ruby-text".split()
)
_CAPTIONS = frozenset({"caption", "illustration", "figure", "drawing"})
_SPACES = re.compile(r"[ \t\r\n]+")
_CHARACTERS = {"tab": "\t", "line-break": "\n"}


def read(raw: bytes, name: str) -> ReadArticle:
    """The text of an OpenDocument, with its headings and captions, its notes at the end, and its properties."""
    with Package(raw, name, _WHAT) as package, reading(name, _WHAT):
        if any(local(each) == "encryption-data" for each in package.xml_if_there("META-INF/manifest.xml").iter()):
            raise UserError(f"{name} is locked with a password; save it without one, and import that.")
        content = package.xml("content.xml")
        walk = _Walk(_styles_above(content))
        walk.through(child(content, "body", "text"))
        for note in walk.notes:
            walk.through(note)
        meta = package.xml_if_there("meta.xml")
    said = {local(each): one_line(each.text or "") for group in meta for each in group}
    published, warnings = made_on(said.get("creation-date", "")[:19], walk.blocks)
    return ReadArticle(
        tuple(walk.blocks),
        title=title_of(said.get("title", "")) or walk.title,
        author=said.get("initial-creator") or said.get("creator", ""),
        published=published,
        language=said.get("language", ""),
        warnings=warnings,
    )


def _styles_above(content: Any) -> dict[str, str]:
    """The style that each style made on the way is based on."""
    return {value(each, "name"): value(each, "parent-style-name") for each in content.iter("{*}style")}


@dataclass(slots=True)
class _Walk:
    """What is gathered on the way through a document."""

    above: dict[str, str]
    blocks: list[Block] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    title: str = ""
    _boxes: list[Any] = field(default_factory=list)

    def through(self, container: Any) -> None:
        """Gather the paragraphs, lists and tables in an element, in order."""
        for each in container if container is not None else ():
            name = local(each)
            if name in {"p", "h"}:
                self._paragraph(each, heading=name == "h")
            elif name == "table-row":
                self._row(each)
            elif name not in _NOT_TEXT:
                self.through(each)

    def _paragraph(self, paragraph: Any, *, heading: bool) -> None:
        text = plain("".join(self._words(paragraph)))
        boxes, self._boxes = self._boxes, []
        style = value(paragraph, "style-name")
        styles = {style.casefold(), self.above.get(style, "").casefold()}
        kind = None
        if heading or "title" in styles:
            kind = SentenceKind.HEADING
        elif styles & _CAPTIONS:
            kind = SentenceKind.CAPTION
        if "title" in styles and not self.title:
            self.title = one_line(text)
        self.blocks.append(Block(kind, text))
        for box in boxes:
            self.through(box)

    def _words(self, element: Any) -> Iterator[str]:
        yield _one_space(element.text)
        for each in element:
            name = local(each)
            if name == "s":
                count = value(each, "c")
                yield " " * min(int(count) if count.isdecimal() else 1, 100)
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name == "note":
                self.notes.append(child(each, "note-body"))
            elif name == "text-box":
                self._boxes.append(each)
            elif name not in _NOT_TEXT:
                yield from self._words(each)
            yield _one_space(each.tail)

    def _row(self, row: Any) -> None:
        before, self.blocks = self.blocks, []
        cells = []
        for cell in row:
            self.through(cell)
            cells.append(self.blocks)
            self.blocks = []
        self.blocks = before + row_of(cells)


def _one_space(text: str | None) -> str:
    """Text between the elements of a paragraph, in which any white space is one space."""
    return _SPACES.sub(" ", text or "")
