"""What the columns of sheets from elsewhere are called, and which of ours they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

ARTICLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "article_text", "full_text", "body", "body_text", "article_body", "content", "contents", "main_text",
        "maintext", "story", "article",
    ),
    "title": ("title", "headline", "article_title", "heading", "head", "titel", "titre", "titulo", "name"),
    "source": (
        "source", "outlet", "publication", "publisher", "source_name", "newspaper", "medium", "media", "site",
        "site_name", "website", "domain", "quelle",
    ),
    "author": ("author", "authors", "byline", "writer", "by", "creator", "autor"),
    "url": ("url", "link", "web_url", "article_url", "href", "permalink", "uri", "address", "source_url"),
    "published": (
        "published", "published_at", "publication_date", "published_date", "date_published", "published_on",
        "publish_date", "pub_date", "date", "datetime", "date_time", "timestamp", "time", "datum",
    ),
    "language": ("language", "lang", "locale", "sprache"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks"),
}  # fmt: skip
"""For each thing that is known of an article, the headings that mean it, the surest first."""


def folded_heading(heading: str) -> str:
    """A heading as it is compared: “Published At” and “published_at” are one."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def proposed_columns(headings: Sequence[str], meanings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """For each meaning the place of the heading that means it most surely; no heading is taken twice."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(folded_heading(heading), place)
    places.pop("", None)
    proposed: dict[str, int] = {}
    for key, names in meanings.items():
        for name in names:
            at = places.get(folded_heading(name))
            if at is not None and at not in proposed.values():
                proposed[key] = at
                break
    return proposed
