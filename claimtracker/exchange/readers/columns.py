"""Paragraphs out of the lines of pages: put together over line, column and page breaks, with headings and captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.lines import Area, Line, Page
from claimtracker.text.blocks import Block
from claimtracker.text.paragraphs import paragraphs

_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W_]+(?:[-‐][^\W_]+)*)[-‐\xad]$")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|photo|foto|picture|image|bild|abb(?:ildung|\.))\s*(?:\d|by\b|:|von\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S*[/=&?_]$")
_POINT = re.compile(r"([•●◦▪‣∙·])|–\s|\d{1,2}[.)]\s|[a-z]\)\s")
_STAYS = frozenset("self ex non vice pro anti co mid all half quasi cross semi".split())
"""First parts of words that keep their hyphen when a line ends with them, unless the whole word stands elsewhere."""


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: SentenceKind | None = None

    @property
    def size(self) -> float:
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks of a document whose pages have their lines in reading order."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return ()
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    setting = _Setting(lines)
    found = [_Paragraph([lines[0]])]
    for before, after in pairwise(lines):
        if setting.goes_on(before, after):
            found[-1].lines.append(after)
        else:
            found.append(_Paragraph([after]))
    for paragraph in found:
        paragraph.kind = _kind(paragraph, body, pages[paragraph.lines[0].page].pictures)
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    return tuple(Block(each.kind, _joined(each.lines, words)) for each in _over_breaks(found, setting, body))


class _Setting:
    """How a document is set: how far apart its lines are, and how far its columns reach."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Measure these lines."""
        pitches: dict[float, Counter[float]] = {}
        self._rights: dict[tuple[int, float, int], float] = {}
        for before, after in pairwise(lines):
            pitch = before.area.bottom - after.area.bottom
            if _below(before, after) and before.size == after.size and 0 < pitch < 4 * before.size:
                pitches.setdefault(before.size, Counter())[round(pitch)] += 1
        self._pitch = {size: counted.most_common(1)[0][0] for size, counted in pitches.items()}
        for line in lines:
            for key in self._columns(line):
                self._rights[key] = max(self._rights.get(key, 0.0), line.area.right)

    @staticmethod
    def _columns(line: Line) -> Iterable[tuple[int, float, int]]:
        """The keys of the column that a line stands in: its left edge, give or take an indent."""
        step = 3 * line.size
        place = round(line.area.left / step)
        return ((line.page, line.size, place), (line.page, line.size, place + 1))

    def _right(self, line: Line) -> float:
        return max(self._rights[key] for key in self._columns(line))

    def has_room(self, line: Line, after: Line, right: float = 0.0) -> bool:
        """Whether the first word of the next line would have fitted on this one, so that this one ends a paragraph."""
        return max(self._right(line), right) - line.area.right > 1.1 * after.first_word_width + 0.3 * line.size

    def goes_on(self, before: Line, after: Line) -> bool:
        """Whether a line goes on with the paragraph of the line above it."""
        if before.size != after.size or before.bold != after.bold or not _below(before, after):
            return False
        pitch = before.area.bottom - after.area.bottom
        if pitch > 1.3 * self._pitch.get(before.size, before.size * 1.5) + 1:
            return False
        point = _POINT.match(after.text)
        if point and (point[1] or before.ends_sentence or self.has_room(before, after)):
            return False
        indented = after.area.left > before.area.left + 0.7 * before.size
        if indented and _POINT.match(before.text):
            # The lines of a point hang under its words.
            return not self.has_room(before, after, self._right(after))
        if indented and not _is_centred(before, after):
            return False
        return not (before.ends_sentence and self.has_room(before, after))


def _below(before: Line, after: Line) -> bool:
    same = before.page == after.page and before.area.shares_width_with(after.area)
    return same and after.area.middle < before.area.bottom + 0.3 * before.size


def _is_centred(before: Line, after: Line) -> bool:
    return abs(before.area.left + before.area.right - after.area.left - after.area.right) < before.size


def _kind(paragraph: _Paragraph, body: float, pictures: Sequence[Area]) -> SentenceKind | None:
    text, size, first = paragraph.text, paragraph.size, paragraph.lines[0]
    if _CAPTION.match(text) and len(text) < 600:
        return SentenceKind.CAPTION
    if size < 0.96 * body and len(text) < 600 and any(_under(first, picture) for picture in pictures):
        return SentenceKind.CAPTION
    if paragraphs(text)[0].kind in {SentenceKind.BYLINE, SentenceKind.DATELINE}:
        return None
    if size >= 1.5 * body and len(text) < 300:
        return SentenceKind.HEADING
    stands_out = size >= 1.12 * body or all(line.bold for line in paragraph.lines)
    if stands_out and len(text) < 200 and not text.endswith((".", ",", ";")):
        return SentenceKind.HEADING
    return None


def _under(line: Line, picture: Area) -> bool:
    """Whether a line begins just below a picture."""
    gap = picture.bottom - line.area.top
    return picture.shares_width_with(line.area) and -0.5 * line.size < gap < 2.5 * line.size


def _over_breaks(found: Sequence[_Paragraph], setting: _Setting, body: float) -> list[_Paragraph]:
    """Put together what goes on in the next column or on the next page; captions and footnotes may stand between."""
    kept: list[_Paragraph] = []
    open_text: _Paragraph | None = None
    for paragraph in found:
        small = paragraph.kind is SentenceKind.CAPTION or paragraph.size < 0.92 * body
        if paragraph.kind is None and not small:
            if open_text is not None and _continues(open_text.lines, paragraph.lines, setting):
                open_text.lines += paragraph.lines
                continue
            open_text = paragraph
        elif not small:
            open_text = None
        kept.append(paragraph)
    return kept


def _continues(begun: Sequence[Line], lines: Sequence[Line], setting: _Setting) -> bool:
    before, after = begun[-1], lines[0]
    if before.size != after.size or before.bold != after.bold or _below(before, after):
        return False
    if after.text[0].islower() or _BROKEN.search(before.text):
        return True
    if setting.has_room(before, after) or (len(lines) > 1 and after.area.left > lines[1].area.left + 0.7 * after.size):
        return False
    # A full line seldom ends a paragraph; a line on its own does not show how wide its column is.
    return not before.ends_sentence or (len(begun) > 1 and begun[-2].page == before.page)


def _joined(lines: Sequence[Line], words: Counter[str]) -> str:
    """The text of lines that belong together; a word that was broken at the end of a line is whole again."""
    text = lines[0].text
    for line in lines[1:]:
        broken = _BROKEN.search(text)
        if _ADDRESS.search(text):
            text += line.text
        elif broken and not line.text[0].isspace() and line.text[0].isalnum():
            whole = broken[1].rpartition("-")[2].casefold() + _first(line.text)
            text = text if _keeps_hyphen(text, broken[1], line.text, words, whole) else text[:-1]
            text += line.text
        elif _is_wide(text[-1]) and _is_wide(line.text[0]):
            text += line.text
        else:
            text += " " + line.text
    return text.replace("\xad", "")


def _first(text: str) -> str:
    found = _WORD.match(text)
    return found[0].casefold() if found else ""


def _keeps_hyphen(text: str, before: str, after: str, words: Counter[str], whole: str) -> bool:
    if text.endswith("\xad"):
        return False
    if not after[0].islower() or before[-1].isdigit():
        return True
    if whole in words:
        return False
    return f"{before}-{_first(after)}".casefold() in words or "-" in before or before.casefold() in _STAYS


def _is_wide(character: str) -> bool:
    """Chinese and Japanese, which put no space between words."""
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uff60"
