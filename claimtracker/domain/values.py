"""The records of a project, as values: what the queries return and the operations take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

ArticleId = NewType("ArticleId", int)
SentenceId = NewType("SentenceId", int)
ClaimId = NewType("ClaimId", int)
SpeakerId = NewType("SpeakerId", int)
StatusId = NewType("StatusId", int)
FactId = NewType("FactId", int)
TagId = NewType("TagId", int)
CoderId = NewType("CoderId", int)
EvidenceId = NewType("EvidenceId", int)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text: characters, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One text as published. `published` is ISO 8601 with its offset, or a bare date, or empty."""

    id: ArticleId
    uid: str
    title: str
    source: str
    author: str
    url: str
    published: str
    language: str
    text: str
    sha256: str
    revision_of: ArticleId | None
    note: str


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What is told over an article, and the beginning of its text."""

    id: ArticleId
    title: str
    source: str
    published: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article as a list shows it: how many of its sentences could hold a claim, and how many were seen to."""

    id: ArticleId
    title: str
    source: str
    published: str
    sentences: int
    """Sentences that could hold a claim: all but datelines and bylines."""
    touched: int
    """Those of them that a claim rests on or that were marked as read."""
    claims: int
    version: int = 0
    """Which of its versions it is, from 1; 0 for an article without others."""
    waiting: int = 0
    """Claims that wait since its text became another than that of the version before."""


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A numbered stretch of an article: `number` from 1, offsets half-open in characters."""

    id: SentenceId
    number: int
    paragraph: int
    start: int
    end: int
    kind: str
    read: bool
    fingerprint: int = 0
    """What sentences of the same words share in all articles; 0 for one too short to be told by its words."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim with everything a table, a sheet or a person may ask of it, as text where it is text."""

    id: ClaimId
    uid: str
    article_id: ArticleId
    article_title: str
    source: str
    url: str
    published: str
    article_sha256: str
    sentence_id: SentenceId | None
    sentence_number: int
    sentence_text: str
    speaker_id: SpeakerId | None
    speaker: str
    speaker_as_written: str
    assertion: str
    status_id: StatusId | None
    status: str
    stance: str
    colour: str
    cue: str
    quotation: str
    target: str
    said_on: str
    place: str
    confidence: str
    tags: tuple[str, ...]
    fact_id: FactId | None
    fact_code: str
    fact: str
    note: str
    coder: str
    created: str
    updated: str
    taken_from: str
    """The uid of the claim on the same sentence of another article that it was taken over from; else empty."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body with one name and its aliases."""

    id: SpeakerId
    uid: str
    name: str
    role: str
    affiliation: str
    note: str
    aliases: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Status:
    """An entry of the project's vocabulary: what a speaker did."""

    id: StatusId
    uid: str
    label: str
    stance: str
    colour: str
    """The key of a colour that the theme knows, such as `green`."""
    position: int
    digit: int | None
    retired: bool
    """Not offered any more; claims that have it keep it."""
    cues: tuple[str, ...]
    """The reporting words, as base forms, that suggest it."""
    claims: int
    aliases: tuple[str, ...] = ()
    """Other spellings that lead to it when they are typed."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of the analyst's own."""

    id: TagId
    uid: str
    label: str
    claims: int


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who tags claims."""

    id: CoderId
    uid: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A tracked proposition that claims in many articles are about."""

    id: FactId
    uid: str
    code: str
    title: str
    verdict: str
    note: str
    claims: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link that a fact's verdict rests on."""

    id: EvidenceId
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the operation log. `state` is done, undone, dropped or inverse."""

    id: int
    kind: str
    label: str
    at: str
    coder: str
    origin: str
    state: str
    reverses: int | None
    undone_by: int | None = None
    """The line that undid this one alone, out of order, where that still stands."""
