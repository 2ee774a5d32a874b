"""What a page says of its article to search engines: schema.org in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from lxml.html import HtmlElement

from claimtracker.exchange.readers.markup import one_line

_ARTICLES = re.compile(r"(?:\w*NewsArticle|Article|Report|BlogPosting|LiveBlogPosting|\w+Article)")
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)?(.*?)(?:-->|//\s*\]\]>|\]\]>)?\s*;?\s*$", re.DOTALL)
_MOST = 2000
"""Things that are looked at in one page."""


@dataclass(frozen=True, slots=True)
class Described:
    """An article as its page describes it; what is not said is empty."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    body: str = ""
    for_subscribers: bool = False


def described_article(tree: HtmlElement) -> Described:
    """What is said of the page's article: the first thing of that kind with a headline or a date."""
    things = [thing for written in _written(tree) for thing in _things(written)]
    by_id = {str(thing["@id"]): thing for thing in things if "@id" in thing and len(thing) > 1}
    articles = [thing for thing in things if any(_ARTICLES.fullmatch(kind) for kind in _kinds(thing))]
    article = next((thing for thing in articles if thing.get("headline") or thing.get("datePublished")), None)
    if article is None:
        return Described()
    body = article.get("articleBody")
    return Described(
        headline=_text(article.get("headline") or article.get("name")),
        authors=_names(article.get("author") or article.get("creator"), by_id),
        publisher=next(iter(_names(article.get("publisher"), by_id)), ""),
        url=_url(article.get("url")) or _url(article.get("mainEntityOfPage")),
        published=_text(article.get("datePublished") or article.get("dateCreated")),
        language=_text(article.get("inLanguage")),
        body=body if isinstance(body, str) else "",
        for_subscribers=str(article.get("isAccessibleForFree", "")).casefold() == "false",
    )


def _written(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        unwrapped = _WRAPPED.match(script.text or "")
        try:
            yield json.loads(unwrapped[1] if unwrapped else "", strict=False)
        except (ValueError, RecursionError):
            continue


def _things(written: object) -> Iterator[Mapping[str, object]]:
    """What is described at the top, in a graph, or as what the page is mainly about; not what is merely listed."""
    waiting: list[object] = [written]
    for _ in range(_MOST):
        if not waiting:
            return
        each = waiting.pop(0)
        if isinstance(each, list):
            waiting.extend(each[:_MOST])
        elif isinstance(each, dict):
            yield each
            waiting.extend(each[key] for key in ("@graph", "mainEntity") if key in each)


def _kinds(thing: Mapping[str, object]) -> list[str]:
    kinds = thing.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2] for kind in listed if isinstance(kind, str)]


def _names(value: object, by_id: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    names: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        name: object = each
        if isinstance(each, dict):
            name = each.get("name") or by_id.get(str(each.get("@id")), {}).get("name")
        for part in name if isinstance(name, list) else [name]:
            text = _text(part)
            if text and "://" not in text and text not in names:
                names.append(text)
    return tuple(names)


def _url(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    # Entities are no part of JSON, but many publishers write them.
    return one_line(unescape(value)) if isinstance(value, str) else ""
