"""Which passages of a web page are its article: the judgement of trafilatura, applied to the page's own letters.

Trafilatura tells the article from the furniture of the page better than anything else, but it drops captions, bylines
and dates, and now and then a paragraph. So its text only says which passages are meant; they are taken from the page
itself, with what stands among them and is no furniture.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import islice

import trafilatura
from lxml.html import HtmlElement

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.furniture import is_furniture_by_words, is_marked_furniture
from claimtracker.exchange.readers.markup import names_of
from claimtracker.exchange.readers.passages import Passage, is_ordinary

_PARAGRAPHS = frozenset({"p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "span", "font"})
_COMPARED = 2000
"""Passages that are compared with each other."""
_LONG = 24
"""Letters from which on a passage is recognised inside a longer one."""
_PULL_QUOTE = re.compile(r"pull-?quote", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:;][\"”’'»)\]]*$")


def article_passages(tree: HtmlElement, found: Sequence[Passage]) -> list[Passage]:
    """The passages that are the article, in their order; all that are no furniture where no article is recognised."""
    judged = _Judgement(_judged(tree) if is_ordinary(tree, found) else None)
    meant = {number for number, each in enumerate(found) if judged.holds(each)}
    size = sum(len(found[number].text) for number in meant)
    if size < 0.5 * judged.size or not meant:
        meant = {number for number, each in enumerate(found) if each.kind is not None}
        size = sum(len(found[number].text) for number in meant)
    page = _Page(found, meant, size)
    chosen: list[Passage] = []
    for number, each in reversed(list(enumerate(found))):
        followed = bool(chosen) and number + 1 < len(found) and chosen[-1] is found[number + 1]
        if page.belongs(number, each, followed=followed):
            chosen.append(each)
    chosen.reverse()
    return _without_repeats(chosen) or _without_repeats(found)


def _judged(tree: HtmlElement) -> HtmlElement | None:
    """What trafilatura takes for the article, as its own simple markup; None when it finds none."""
    try:
        document = trafilatura.bare_extraction(deepcopy(tree), include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001  a fault of a library in a strange page: the page is read without its judgement
        return None
    return None if document is None or isinstance(document, dict) else document.body


class _Judgement:
    """What text was recognised as the article's, whatever its spaces and marks."""

    def __init__(self, body: HtmlElement | None) -> None:
        self._all = ""
        self._lines: set[str] = set()
        self.size = 0
        if body is not None:
            words = list(body.itertext())
            self.size = sum(len(part.strip()) for part in words)
            self._all = _letters("".join(words))
            self._lines = {_letters(part) for part in words}
            self._lines |= {_letters("".join(each.itertext())) for each in islice(body.iter(), 1, None)}

    def holds(self, passage: Passage) -> bool:
        """Whether a passage is in it: a long one anywhere, a short one as a line of its own."""
        letters = _letters(passage.text)
        return bool(letters) and (letters in self._lines or (len(letters) >= _LONG and letters in self._all))


class _Page:
    """Where on the page the article is, and what belongs to it."""

    def __init__(self, found: Sequence[Passage], meant: set[int], size: int) -> None:
        self._found = found
        self._size = size
        self._meant = meant
        self._weights = _weights(found[number] for number in meant)
        self._around = self._container()
        linked = sum(len(found[number].text) for number in meant if _leads_on(found[number]))
        self._links_are_few = linked < 0.3 * size
        self._marked: dict[HtmlElement, bool] = {}
        running = [number for number in sorted(meant) if found[number].kind is not SentenceKind.HEADING] or sorted(
            meant
        )
        self._first, self._last = (running[0], running[-1]) if running else (0, len(found))

    def belongs(self, number: int, passage: Passage, *, followed: bool) -> bool:
        """Whether a passage is of the article; `followed` says that the next one is."""
        if is_furniture_by_words(passage) or self._is_furniture(passage.element):
            return False
        if self._links_are_few and _leads_on(passage):
            return False
        if number in self._meant:
            return True
        if not self._is_inside(passage.element):
            return _is_top(passage) and number < self._first
        if 2 * passage.linked > len(passage.text) and passage.kind is not SentenceKind.BYLINE:
            return False
        return (followed and passage.kind is SentenceKind.HEADING) or self._stands_among(number, passage)

    def _stands_among(self, number: int, passage: Passage) -> bool:
        """Whether what trafilatura left out is of the article by what it is and where it stands."""
        before, after = number < self._first, number > self._last
        match passage.kind:
            case SentenceKind.CAPTION:
                return True
            case SentenceKind.HEADING:
                return (before and _is_top(passage)) or not (before or after)
            case SentenceKind.BYLINE | SentenceKind.DATELINE:
                return not after
        ended = bool(_ENDED.search(passage.text))
        if after:
            return ended and passage.element.getparent() is self._found[self._last].element.getparent()
        return (ended and len(passage.text) >= 40) or (not before and passage.kind is None)

    def _container(self) -> HtmlElement | None:
        """The smallest element with nine tenths of the article, widened to what holds its headline too."""
        best, deepest = None, -1
        for element, weight in self._weights.items():
            if weight >= 0.9 * self._size and (depth := sum(1 for _ in element.iterancestors())) > deepest:
                best, deepest = element, depth
        if best is None:
            return None
        for around in islice([best, *best.iterancestors()], 6):
            headed = around.find(".//h1") is not None
            if headed or around.tag in {"article", "main"} or best.tag in _PARAGRAPHS:
                best = around
            if headed:
                break
        return best

    def _is_inside(self, element: HtmlElement) -> bool:
        return self._around is None or element is self._around or self._around in element.iterancestors()

    def _is_furniture(self, element: HtmlElement) -> bool:
        """Whether an element or one around it is for something else than the article, and does not hold the article."""
        known = self._marked.get(element)
        if known is None:
            parent = element.getparent()
            known = (is_marked_furniture(element) and self._weights.get(element, 0) < 0.4 * self._size) or (
                parent is not None and self._is_furniture(parent)
            )
            self._marked[element] = known
        return known


def _leads_on(passage: Passage) -> bool:
    """Whether a paragraph is nothing but a link to another article."""
    if passage.kind not in {SentenceKind.BODY, None}:
        return False
    share = 0.95 if _ENDED.search(passage.text) or len(passage.text) > 120 else 0.75
    return passage.linked > 0 and passage.linked >= share * len(passage.text.strip("[]()→»▶•· "))


def _is_top(passage: Passage) -> bool:
    return any(each.tag == "h1" for each in (passage.element, *islice(passage.element.iterancestors(), 3)))


def _without_repeats(chosen: Sequence[Passage]) -> list[Passage]:
    """The passages without those that repeat another: pull quotes, and captions and headings that stand twice."""
    everything = [_letters(each.text) for each in chosen]
    seen: set[str] = set()
    kept = []
    for each, letters in zip(chosen, everything, strict=True):
        names = " ".join(names_of(around) for around in (each.element, *islice(each.element.iterancestors(), 2)))
        if len(chosen) < _COMPARED and _PULL_QUOTE.search(names) and sum(letters in other for other in everything) > 1:
            continue
        if letters and letters in seen and (each.kind is not SentenceKind.BODY or len(letters) >= 3 * _LONG):
            continue
        seen.add(letters)
        kept.append(each)
    return kept


def _weights(passages: Iterable[Passage]) -> dict[HtmlElement, int]:
    """How many characters of these passages each element holds."""
    weights: dict[HtmlElement, int] = {}
    for each in passages:
        for element in (each.element, *each.element.iterancestors()):
            weights[element] = weights.get(element, 0) + len(each.text)
    return weights


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text).casefold()))
