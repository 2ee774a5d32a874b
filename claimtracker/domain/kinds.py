"""The kinds of sentences in a news article."""

from __future__ import annotations

from enum import StrEnum


class SentenceKind(StrEnum):
    """What a sentence is in its article. Datelines and bylines hold no claims."""

    BODY = "body"
    HEADING = "heading"
    DATELINE = "dateline"
    CAPTION = "caption"
    BYLINE = "byline"
