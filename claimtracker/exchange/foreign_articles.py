"""The words that the rows of somebody else's sheet are about: which article, and where in it. Never a guess."""

from __future__ import annotations

import re
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleId, SentenceRow, Span
from claimtracker.storage import queries
from claimtracker.storage.queries.articles import article_names
from claimtracker.text.locating import Locator
from claimtracker.text.matching import plain
from claimtracker.text.spans import words_apart

_HELD = 32
"""Articles that are held at once: the rows of a sheet mostly go article by article."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What a claim would rest on."""

    article_id: ArticleId
    spans: tuple[Span, ...]
    words: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    article: Article
    sentences: Sequence[SentenceRow]
    locator: Locator


class _NotThere(UserError):
    """The words are not in an article, so that another one may be meant."""


class Articles:
    """Finds the articles that cells name, and words in them; what names no article is about the chosen one."""

    def __init__(self, connection: sqlite3.Connection, chosen: ArticleId | None) -> None:
        self._connection = connection
        self._chosen = None if chosen is None else queries.article(connection, chosen).id
        self._read: OrderedDict[ArticleId, _Read] = OrderedDict()
        self._claims: dict[ArticleId, dict[tuple[Span, ...], set[tuple[object, str]]]] = {}
        self._titles: dict[str, set[ArticleId]] = {}
        self._urls: dict[str, set[ArticleId]] = {}
        self._sha256: dict[str, set[ArticleId]] = {}
        self._numbers: set[ArticleId] = set()
        for article_id, title, url, sha256 in article_names(connection):
            self._numbers.add(article_id)
            self._titles.setdefault(plain(title), set()).add(article_id)
            if _address(url):
                self._urls.setdefault(_address(url), set()).add(article_id)
            self._sha256.setdefault(sha256, set()).add(article_id)

    def rest_of(self, named: Mapping[str, str]) -> Rest:
        """The words that a row is about. Raises `UserError` when they are not there, or in more than one place."""
        found = sorted(self._articles_of(named))
        if len(found) == 1:
            return self._rest_in(found[0], named)
        rests = []
        for article_id in found:
            with suppress(_NotThere):
                rests.append(self._rest_in(article_id, named))
        if len(rests) != 1:
            numbers = ", ".join(str(article_id) for article_id in found[:5])
            raise UserError(f"{len(found)} articles can be meant ({numbers}); a column with their numbers would tell.")
        return rests[0]

    def where(self, article_id: ArticleId, spans: Sequence[Span]) -> dict[str, str]:
        """The cells by which a claim sheet names an article and spans in it."""
        return {
            "article_sha256": self._opened(article_id).article.sha256,
            "start": ";".join(str(span.start) for span in spans),
            "end": ";".join(str(span.end) for span in spans),
        }

    def claims_at(self, article_id: ArticleId, spans: tuple[Span, ...]) -> set[tuple[object, str]]:
        """Speaker id, and assertion in small letters, of the claims that rest on exactly these spans already."""
        if article_id not in self._claims:
            self._claims[article_id] = {}
            for claim in queries.claims_of_article(self._connection, article_id):
                said = claim.speaker_id, claim.assertion.casefold()
                self._claims[article_id].setdefault(claim.spans, set()).add(said)
        return self._claims[article_id].get(spans, set())

    def _articles_of(self, named: Mapping[str, str]) -> set[ArticleId]:
        """Those that all cells which name an article agree on."""
        found: set[ArticleId] | None = None
        before = ""
        ways: tuple[tuple[str, str, Callable[[str], set[ArticleId]]], ...] = (
            ("article_sha256", "the SHA-256", lambda cell: self._sha256.get(cell.casefold(), set())),
            ("article", "the number", self._numbered),
            ("url", "the URL", lambda cell: self._urls.get(_address(cell), set())),
            ("article_title", "the title", lambda cell: self._titles.get(plain(cell), set())),
        )
        missing = ""
        for key, what, lookup in ways:
            cell = named.get(key, "").strip()
            if not cell:
                continue
            these = lookup(cell)
            if not these:
                missing = missing or f"no article in this project has {what} “{cell[:80]}”."
            elif found is None:
                found, before = these, f"{what} “{cell[:80]}”"
            elif found & these:
                found = found & these
            else:
                raise UserError(f"{before} and {what} “{cell[:80]}” are those of different articles.")
        if found is None and missing:
            raise UserError(missing)
        if found is None and self._chosen is None:
            raise UserError("nothing tells which article it is about.")
        return found or {self._chosen or ArticleId(0)}

    def _numbered(self, cell: str) -> set[ArticleId]:
        number = ArticleId(int(cell)) if cell.isascii() and cell.isdecimal() and len(cell) < 19 else None
        return {number} if number is not None and number in self._numbers else set()

    def _opened(self, article_id: ArticleId) -> _Read:
        if article_id not in self._read:
            article = queries.article(self._connection, article_id)
            sentences = queries.sentences_of_article(self._connection, article_id)
            self._read[article_id] = _Read(article, sentences, Locator(article.text))
            if len(self._read) > _HELD:
                self._read.popitem(last=False)
        self._read.move_to_end(article_id)
        return self._read[article_id]

    def _rest_in(self, article_id: ArticleId, named: Mapping[str, str]) -> Rest:
        read = self._opened(article_id)
        sentence = _sentence_of(read, named)
        words = named.get("words", "").strip()
        for wanted in (words, named.get("assertion", "").strip()):
            places = read.locator.places(wanted) if wanted else []
            inside = [place for place in places if sentence and sentence.start <= place[0].start < sentence.end]
            if len(inside or places) > 1:
                raise UserError(
                    f"“{_short(wanted)}” is in “{read.article.title}” {len(inside or places)} times;"
                    " a column with more words around it, or the sentence, would tell which."
                )
            if places:
                elsewhere = sentence is not None and not inside
                warning = ("The words are not in the sentence that the row names.",) if elsewhere else ()
                return _rest(read, (inside or places)[0], warning)
        if sentence is not None:
            missing = (
                (f"“{_short(words)}” is not there as it is, so the claim rests on the sentence.",) if words else ()
            )
            return _rest(read, (sentence,), missing)
        wanted = words or named.get("assertion", "").strip()
        if not wanted:
            raise UserError("nothing tells which words of the article it is about.")
        raise _NotThere(f"“{_short(wanted)}” is not in “{read.article.title}”.")


def _rest(read: _Read, spans: tuple[Span, ...], warnings: tuple[str, ...]) -> Rest:
    return Rest(read.article.id, spans, words_apart(read.article.text, spans), warnings)


def _sentence_of(read: _Read, named: Mapping[str, str]) -> Span | None:
    """The sentence that a row names by its words, else by its number; None when it names none that there is."""
    text = named.get("sentence_text", "").strip()
    places = read.locator.places(text) if text else []
    if len(places) == 1:
        return Span(places[0][0].start, places[0][-1].end)
    number = named.get("sentence_number", "").strip()
    numbered = next((one for one in read.sentences if str(one.number) == number), None)
    return None if numbered is None else Span(numbered.start, numbered.end)


def _address(url: str) -> str:
    """A URL without what does not change the page: scheme, “www.”, fragment, tracking, a slash at the end."""
    try:
        parts = urlsplit("//" + re.sub(r"^(?:https?:)?//", "", url.strip(), flags=re.IGNORECASE))
    except ValueError:
        return ""
    host = parts.netloc.casefold().removeprefix("www.")
    kept = "&".join(part for part in parts.query.split("&") if part and not re.match(r"utm_|fbclid|gclid", part))
    return f"{host}{parts.path.rstrip('/')}{'?' if kept else ''}{kept}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:60] + " …"
