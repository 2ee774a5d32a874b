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


CLAIM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "article_sha256": ("article_sha256", "sha256", "text_sha256"),
    "article": ("article_number", "article_id", "article_no", "article_nr", "doc_id", "document_id"),
    "url": ("url", "link", "article_url", "article_link", "web_url", "href", "source_url", "permalink"),
    "article_title": (
        "article_title", "headline", "title", "article_headline", "document", "article_name", "article",
    ),
    "words": (
        "words", "quote", "exact_quote", "direct_quote", "verbatim", "excerpt", "passage", "snippet", "extract",
        "quoted_text", "highlight", "claim_text", "original_text", "text",
    ),
    "sentence_number": ("sentence_number", "sentence_no", "sentence_nr", "sentence_id"),
    "sentence_text": ("sentence_text", "sentence", "full_sentence", "context"),
    "speaker": (
        "speaker", "who", "claimant", "source", "person", "actor", "said_by", "attributed_to", "attribution",
        "speaker_name", "by_whom", "author_of_claim", "originator", "name",
    ),
    "speaker_as_written": ("speaker_as_written", "as_written", "called", "named_as"),
    "assertion": (
        "assertion", "claim", "statement", "what", "proposition", "claim_summary", "summary", "paraphrase",
        "claim_made",
    ),
    "status": (
        "status", "claim_type", "claim_status", "how", "speech_act", "reporting_verb", "attitude",
    ),
    "cue": ("cue", "verb", "cue_word", "cue_words", "trigger"),
    "quotation": ("quotation", "quote_type", "direct_indirect", "quotation_type", "kind_of_quote"),
    "target": ("target", "to_whom", "about", "addressee", "about_whom", "recipient"),
    "said_on": ("said_on", "date_said", "claim_date", "statement_date", "date_of_claim", "date", "when", "said"),
    "place": ("place", "where", "location", "venue"),
    "confidence": ("confidence", "certainty", "sure", "how_sure"),
    "tags": ("tags", "tag", "labels", "label", "keywords", "codes", "code", "topics", "topic"),
    "fact": ("fact", "issue", "question", "storyline", "claim_group", "narrative"),
    "verdict": ("verdict", "rating", "truth", "truth_rating", "fact_check", "conclusion", "veracity", "truthfulness"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks", "memo", "memos"),
    "coder": ("coder", "coded_by", "analyst", "annotator", "tagged_by", "entered_by", "initials"),
}  # fmt: skip
"""The same for claims: those before `speaker` find the words that a claim rests on, the others say something of it."""
