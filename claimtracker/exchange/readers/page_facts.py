"""What a web page says about its article: title, outlet, author, address, date and language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.json_ld import Described, described_article
from claimtracker.exchange.readers.markup import is_hidden, one_line
from claimtracker.exchange.readers.moments import first_moment, read_moment
from claimtracker.exchange.readers.passages import Passage, is_ordinary
from claimtracker.text.paragraphs import paragraphs
from claimtracker.text.timestamps import read_timestamp

_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created",
    "dcterms.date", "dc.date", "date.issued", "pubdate", "publishdate", "publish-date", "publish_date",
    "published-date", "publication_date", "article.published", "article_date_original", "originalpublicationdate",
    "citation_date", "date", "og:pubdate", "rnews:datepublished",
)  # fmt: skip
_TITLE_KEYS = ("og:title", "parsely-title", "dc.title", "twitter:title", "headline", "title")
_SOURCE_KEYS = ("og:site_name", "application-name", "publisher", "dc.publisher")
_AUTHOR_KEYS = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author", "citation_author")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:story|words|text|reporting) )?by:?\s+", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]+)", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s+[|–—·»-]\s+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about its article; empty where it says nothing."""

    title: str
    source: str
    author: str
    url: str
    published: str
    language: str
    described: Described


def page_facts(tree: HtmlElement, found: Sequence[Passage], text: str, address: str = "") -> Facts:
    """Read what a page says of itself; `text` is its source, `address` where it is known to come from."""
    described = described_article(tree)
    said = _said(tree)
    url = _address(tree, said, described, text, address)
    guessed = _Guessed(tree, url, asked=is_ordinary(tree, found))
    source = described.publisher or _first(said, _SOURCE_KEYS)
    title = _title(tree, said, described, found, source) or guessed.title
    source = source or _beside(title, _window_title(tree)) or guessed.source
    author = _author(said, described, found) or guessed.author
    return Facts(
        title=title,
        source=source or (urlsplit(url).hostname or "").removeprefix("www."),
        author=author if _letters(author) != _letters(source) else "",
        url=url,
        published=_published(tree, said, described, found, guessed),
        language=_language(tree, said, described),
        described=described,
    )


class _Guessed:
    """What trafilatura and htmldate make of a page where it does not say itself; asked once, and only then."""

    def __init__(self, tree: HtmlElement, url: str, *, asked: bool) -> None:
        self._tree, self._url, self._asked = tree, url, asked
        self._known: dict[str, str] | None = None

    def _get(self, key: str) -> str:
        if self._known is None:
            self._known = _ask(self._tree, self._url) if self._asked else {}
        return self._known.get(key, "")

    @property
    def title(self) -> str:
        """A title that is not marked as one."""
        return self._get("title")

    @property
    def source(self) -> str:
        """An outlet by the end of the window's title."""
        return self._get("sitename")

    @property
    def author(self) -> str:
        """Authors by what their element is called."""
        return ", ".join(self._get("author").split("; "))

    @property
    def date(self) -> str:
        """A day by all that looks like one."""
        return self._get("date")


def _ask(tree: HtmlElement, url: str) -> dict[str, str]:
    try:
        document = extract_metadata(deepcopy(tree), default_url=url or None)
    except Exception:  # noqa: BLE001  a fault of a library in a strange page: the page is read without its guesses
        return {}
    return {key: one_line(getattr(document, key)) for key in ("title", "sitename", "author", "date")}


def _said(tree: HtmlElement) -> dict[str, str]:
    """The page's own `meta` elements by their name; the first of a name counts, and authors are put together."""
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()
        content = one_line(meta.get("content"))
        if not key or not content:
            continue
        if key not in said:
            said[key] = content
        elif key in _AUTHOR_KEYS and content not in said[key] and "://" not in content:
            said[key] = f"{said[key]}, {content}"
    return said


def _first(said: dict[str, str], keys: Iterable[str]) -> str:
    return next((said[key] for key in keys if key in said), "")


def _title(tree: HtmlElement, said: dict[str, str], described: Described, found: Sequence[Passage], source: str) -> str:
    """The headline as readers saw it where one of the page's own titles confirms it, else such a title."""
    told = [title for title in (described.headline, *(said.get(key, "") for key in _TITLE_KEYS)) if title]
    headings = [
        text for each in islice(tree.iter("h1"), 20) if not is_hidden(each) and (text := one_line(each.text_content()))
    ]
    window = _window_title(tree)
    for heading in (*headings, *(each.text for each in found[:40] if each.kind in {SentenceKind.HEADING, None})):
        if any(_same(heading, title) for title in (*told, window)):
            return one_line(heading)
    if told:
        return _without_outlet(told[0], source)
    if len(headings) == 1 and not _same(headings[0], source):
        return headings[0]
    return _without_outlet(window, source)


def _window_title(tree: HtmlElement) -> str:
    return one_line(next((each.text_content() for each in tree.iter("title")), ""))


def _beside(title: str, window: str) -> str:
    """The outlet, where the title of the window is that of the article and one name more."""
    if not title or title not in window:
        return ""
    before, _, after = window.partition(title)
    name = max(before, after, key=len).strip(" |–—·»:-")
    return name if len(name) <= 40 and not (before.strip() and after.strip()) else ""


def _same(one: str, other: str) -> bool:
    first, second = _letters(one), _letters(other)
    return bool(first) and bool(second) and len(first) >= 0.5 * len(second) and (first in second or second in first)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _without_outlet(title: str, source: str) -> str:
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and source and _letters(parts[-1]) in _letters(source) + _letters(source.replace("The ", "")):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-")
    return title


def _author(said: dict[str, str], described: Described, found: Sequence[Passage]) -> str:
    if described.authors:
        return ", ".join(_BY.sub("", name) for name in described.authors)
    meta = _first(said, _AUTHOR_KEYS)
    if meta and "://" not in meta and "@" not in meta:
        return _BY.sub("", meta)
    for each in found:
        if len(each.text) > 120 or not _BY.match(each.text):
            continue
        if SentenceKind.BYLINE in {each.kind, paragraphs(each.text)[0].kind}:
            # “Bo Ekdal, staff writer”, but “Ann Lee, Bo Ekdal and Uta Seel”.
            return re.sub(r",\s+[a-z][^,]*$", "", _BY.sub("", each.text))
    return ""


def _address(tree: HtmlElement, said: dict[str, str], described: Described, text: str, address: str) -> str:
    saved = _SAVED_FROM.search(text[:8192])
    base = address or (saved[1] if saved else "") or said.get("og:url", "")
    links = [
        link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").casefold().split()
    ]
    for candidate in (*links, said.get("og:url", ""), described.url, saved[1] if saved else "", address):
        url = _web_address(candidate, base)
        if url:
            return url
    return ""


def _web_address(candidate: str, base: str) -> str:
    """A whole address of the web; empty for anything else, and for the front page of a site, which is no article's."""
    try:
        url = urljoin(base, candidate.strip()) if candidate.strip() else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > 2000 or not url.isprintable():
        return ""
    return url if parts.path.strip("/") or parts.query else ""


def _published(
    tree: HtmlElement, said: dict[str, str], described: Described, found: Sequence[Passage], guessed: _Guessed
) -> str:
    lines = [read_timestamp(each.text) for each in found if each.kind is SentenceKind.DATELINE]
    told = [described.published, *(said[key] for key in _DATE_KEYS if key in said), *_times(tree)]
    visible = [line.value for line in lines if line is not None]
    if not any(read_moment(each) for each in (*told, *visible)):
        return guessed.date
    published = first_moment((*told, *visible))
    asked = any(line is not None and line.choices and line.value == published for line in lines)
    # An abbreviation that means several zones is asked about when the text's own line is read.
    return "" if asked else published


def _times(tree: HtmlElement) -> Iterator[str]:
    """The dates of `time` elements: those marked as of publication, then the first that is not in furniture."""
    times = [
        each for each in tree.iter("time", "abbr", "span", "div", "p") if each.get("datetime") or each.tag == "time"
    ]
    marked = [
        each
        for each in tree.iter()
        if isinstance(each.tag, str) and "datepublished" in each.get("itemprop", "").casefold()
    ]
    marked += [
        each for each in times if each.get("pubdate") is not None or "publish" in each.get("class", "").casefold()
    ]
    inside = [
        each for each in times if not any(around.tag in {"aside", "nav", "footer"} for around in each.iterancestors())
    ]
    for each in (*marked, *inside[:3]):
        yield each.get("content") or each.get("datetime") or one_line(each.text_content())


def _language(tree: HtmlElement, said: dict[str, str], described: Described) -> str:
    marked = [each.get("lang") or each.get("xml:lang") or "" for each in tree.iter("html", "body")]
    metas = [said.get(key, "") for key in ("og:locale", "content-language", "language")]
    for candidate in (*marked, described.language, *metas):
        match = _LANGUAGE.fullmatch(candidate.strip())
        if match is not None:
            return match[1].casefold()
    return ""
