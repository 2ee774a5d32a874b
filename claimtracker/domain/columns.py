"""The columns of a claim, declared once: table header, claim sheet, `--columns` and editors all read this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claimtracker.domain.errors import UserError

Editor = Literal["", "text", "long", "speaker", "status", "fact", "choice", "date", "tags"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` names it in CSV headers, on the command line and in `EditClaim`."""

    key: str
    label: str
    help: str
    editor: Editor = ""
    """How it is edited in the table; empty for what cannot be edited."""
    shown: bool = False
    """Whether the table shows it until the analyst says otherwise."""
    width: int = 120
    choices: tuple[str, ...] = ()


QUOTATIONS = ("direct", "indirect", "mixed", "none")
CONFIDENCES = ("low", "medium", "high")

COLUMNS: tuple[Column, ...] = (
    Column("claim_id", "Id", "The number of the claim in this project", width=56),
    Column("article_title", "Article", "The title of the article", width=200),
    Column("source", "Outlet", "Who published the article"),
    Column("url", "URL", "Where the article was published", width=200),
    Column("published", "Published", "When the article was published, as ISO 8601 with its offset", width=150),
    Column("sentence_number", "§", "The number of the sentence in its article", shown=True, width=44),
    Column("sentence_text", "Sentence", "The sentence that the claim begins in", width=320),
    Column("speaker", "Speaker", "The person or body that makes the claim", "speaker", shown=True, width=130),
    Column("speaker_as_written", "As written", "What the article calls the speaker: “he”, “officials”", "text"),
    Column("assertion", "Assertion", "What is claimed, in the speaker's terms", "long", shown=True, width=280),
    Column(
        "status",
        "Status",
        "What the speaker did: denied, acknowledged, urged …",
        "status",
        shown=True,
        width=182,
    ),
    Column("stance", "Stance", "What the status means for the proposition: affirms, denies, …", width=90),
    Column("cue", "Cue", "The words that report the claim: “denied”", "text", width=100),
    Column(
        "quotation",
        "Quotation",
        "How it is quoted: direct, indirect, mixed or none",
        "choice",
        width=100,
        choices=QUOTATIONS,
    ),
    Column("target", "Target", "To or about whom the claim is made", "text"),
    Column("said_on", "Said on", "When it was said: a date such as 2025-11-04", "date", width=110),
    Column("place", "Place", "Where it was said", "text"),
    Column(
        "confidence",
        "Confidence",
        "How sure the coder is: low, medium or high",
        "choice",
        width=100,
        choices=CONFIDENCES,
    ),
    Column("tags", "Tags", "Labels of your own, separated by semicolons", "tags"),
    Column("fact", "Fact", "The tracked proposition that the claim is about", "fact", shown=True, width=170),
    Column("note", "Note", "Anything the next reader should know", "long", width=200),
    Column("coder", "Coder", "Who tagged it", width=90),
    Column("created", "Created", "When it was tagged (UTC)", width=150),
    Column("updated", "Updated", "When it was last changed (UTC)", width=150),
    Column("article_sha256", "Article SHA-256", "The fingerprint of the article's text", width=160),
    Column("start", "Start", "Where its spans begin: characters of the article's text", width=70),
    Column("end", "End", "Where its spans end: characters, not included", width=70),
    Column("claim_uid", "UID", "The claim's identity in any project it is copied to", width=120),
    Column("taken_from", "Taken from", "The UID of the claim it was taken over from: the same sentence elsewhere"),
)
"""In the order of the default claim sheet."""

COLUMN_KEYS: tuple[str, ...] = tuple(column.key for column in COLUMNS)
EDITABLE: tuple[str, ...] = tuple(column.key for column in COLUMNS if column.editor)

_BY_KEY = {column.key: column for column in COLUMNS}


def column(key: str) -> Column:
    """The column of that key. Raises `UserError` for one that does not exist."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UserError(f"There is no column “{key}”; the columns are {', '.join(COLUMN_KEYS)}.") from None


def columns(keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these keys, in this order."""
    return tuple(column(key) for key in keys)
