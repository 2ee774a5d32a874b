"""Versions of an article: what became of a claim in a later one, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from claimtracker.domain.values import ArticleId, ClaimId, SentenceId, Span


class Outcome(StrEnum):
    """What became of the words of a claim in a later version of its article."""

    KEPT = "kept"
    """The same words, in the same order among the others."""
    MOVED = "moved"
    """The same words elsewhere."""
    EDITED = "edited"
    """A sentence that the claim rests on has other words: the analyst says whether the claim still stands."""
    GONE = "gone"
    """No sentence of the claim is left."""


class VersionChangeKind(StrEnum):
    """What became of a sentence, or of several that were merged or split."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class VersionSentence:
    """A sentence of one version, with the words marked that the other version lacks."""

    sentence_id: SentenceId
    number: int
    kind: str
    start: int
    end: int
    text: str
    differing: tuple[Span, ...] = ()
    """Characters of `text`, half-open."""


@dataclass(frozen=True, slots=True)
class VersionChange:
    """Sentences of an earlier version and what became of them; either side can be empty."""

    kind: VersionChangeKind
    old: tuple[VersionSentence, ...]
    new: tuple[VersionSentence, ...]
    weight: float
    """From 0 to 1, what to look at first: negation, figures and names; 0 for what reads the same."""
    reason: str
    """What differs, in a few words: “a figure, names”."""
    trivial: bool
    """Only punctuation, white space or typography differs, or nothing does."""
    claims: tuple[ClaimId, ...]
    """The claims that rest on the old sentences."""
    new_claims: tuple[ClaimId, ...] = ()
    """Those that rest on the new ones."""


def by_weight(changes: Iterable[VersionChange]) -> list[VersionChange]:
    """Without the trivial ones: what weighs most first, what touches claims first among equals, else as in the text."""
    told = [change for change in changes if not change.trivial]
    return sorted(told, key=lambda change: (-change.weight, -len(change.claims)))


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """An article among the versions of it."""

    article_id: ArticleId
    title: str
    source: str
    published: str
    revision_of: ArticleId | None
    claims: int
    waiting: int
    """Claims of the version before that wait for somebody to say what became of them."""


@dataclass(frozen=True, slots=True)
class LikelyEarlier:
    """An article that a text may be a new version of."""

    article_id: ArticleId
    title: str
    source: str
    published: str
    why: str
    """What they have in common: “same address”, “17 of 20 sentences in common”."""
    likeness: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class CarriedCounts:
    """How many claims of an earlier version had which fate in a later one."""

    kept: int = 0
    moved: int = 0
    edited: int = 0
    gone: int = 0

    @property
    def waiting(self) -> int:
        """Those that somebody has to look at."""
        return self.edited + self.gone
