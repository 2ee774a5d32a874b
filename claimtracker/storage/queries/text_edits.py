"""What an edit of an article's text by hand would do to its sentences and claims, before anything is written."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from claimtracker.domain.kinds import SentenceKind
from claimtracker.domain.values import ArticleId, ClaimId, ClaimRow, SentenceId, SentenceRow, Span
from claimtracker.domain.versions import Outcome
from claimtracker.storage.queries.articles import article, sentences_of_article
from claimtracker.storage.queries.carrying import version_of_rows
from claimtracker.storage.queries.claims import claims_of_article
from claimtracker.text.alignment import Link, align
from claimtracker.text.anchoring import Anchored, Anchoring, Version
from claimtracker.text.spans import trimmed

if TYPE_CHECKING:
    from claimtracker.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class PlannedSentence:
    """A sentence as it is to be after the edit; `row_id` is None for one that is new."""

    row_id: SentenceId | None
    start: int
    end: int
    paragraph: int
    kind: str
    read: bool


@dataclass(frozen=True, slots=True)
class TextEditPlan:
    """Everything that an edit would write."""

    before: str
    text: str
    sentences: tuple[PlannedSentence, ...]
    removed: tuple[SentenceId, ...]
    claims: tuple[tuple[ClaimRow, Anchored], ...]
    """Each claim, what becomes of its words, and where they stand then."""


@dataclass(frozen=True, slots=True)
class TextEditPreview:
    """What an edit of a text would do: to its sentences in numbers, to its claims one by one."""

    sentences_kept: int
    sentences_edited: int
    sentences_added: int
    sentences_removed: int
    kept: tuple[ClaimId, ...]
    moved: tuple[ClaimId, ...]
    edited: tuple[ClaimId, ...]
    """They follow the best matching words, and wait to be confirmed."""
    gone: tuple[ClaimId, ...]
    """Their words would be gone: the edit is refused as long as there are any."""


def text_edit_preview(connection: sqlite3.Connection, article_id: ArticleId, text: str) -> TextEditPreview:
    """What `EditArticleText` would do. Raises `UserError` when there is no such article."""
    plan = plan_text_edit(connection, article_id, text)
    rows = {row.id: row for row in sentences_of_article(connection, article_id)}
    there = [sentence for sentence in plan.sentences if sentence.row_id is not None]
    kept = sum(
        plan.before[rows[one.row_id].start : rows[one.row_id].end] == text[one.start : one.end]
        for one in there
        if one.row_id is not None
    )
    fates: dict[Outcome, list[ClaimId]] = {outcome: [] for outcome in Outcome}
    for claim, anchored in plan.claims:
        fates[anchored.outcome if anchored.spans else Outcome.GONE].append(claim.id)
    return TextEditPreview(
        kept,
        len(there) - kept,
        len(plan.sentences) - len(there),
        len(plan.removed),
        *(tuple(fates[outcome]) for outcome in (Outcome.KEPT, Outcome.MOVED, Outcome.EDITED, Outcome.GONE)),
    )


def plan_text_edit(connection: sqlite3.Connection, article_id: ArticleId, text: str) -> TextEditPlan:
    """Work out an edit: sentences before and after it stay as they are divided; those in it are aligned."""
    before = article(connection, article_id).text
    rows = sentences_of_article(connection, article_id)
    edit = _Edit(before, text, rows)
    claims = tuple((claim, edit.place(claim)) for claim in claims_of_article(connection, article_id))
    sentences = tuple(edit.sentences())
    used = {sentence.row_id for sentence in sentences}
    return TextEditPlan(before, text, sentences, tuple(row.id for row in rows if row.id not in used), claims)


class _Edit:
    """The rows of an article laid beside the sentences of its edited text."""

    def __init__(self, before: str, text: str, rows: Sequence[SentenceRow]) -> None:
        from claimtracker.text.sentences import split_sentences  # noqa: PLC0415  where no text comes in, it takes memory for nothing

        self._rows, self._text = rows, text
        self._shift = len(text) - len(before)
        self._prefix = _in_common(before, text)
        most = min(len(before), len(text)) - self._prefix
        suffix = _in_common(before[::-1][:most], text[::-1][:most])
        self._after = len(before) - suffix
        # A row that touches the edit may go on into it, so only those with a character between are as they were.
        self._leading = sum(row.end < self._prefix for row in rows)
        self._trailing = sum(row.start > self._after for row in rows[self._leading :])
        self._auto = split_sentences(text)
        old = version_of_rows(before, rows)
        middle = self._middle()
        new = Version(text, tuple(self._whole(middle)))
        divided = sorted(self._as_divided(old, new, middle), key=lambda span: span.start)
        self._new = Version(text, tuple(self._whole(divided)))
        self._anchoring = Anchoring(old, self._new, self._links(old, self._new, len(divided)))

    def place(self, claim: ClaimRow) -> Anchored:
        """What becomes of a claim."""
        anchoring = self._anchoring
        touched = anchoring.touched(claim.spans)
        last = len(self._rows) - self._trailing
        if all(place < self._leading or place >= last for place in touched):
            spans = [self._shifted(span) for span in claim.spans]
            if None not in spans:
                return Anchored(Outcome.KEPT, tuple(span for span in spans if span is not None), ())
        return anchoring.place(claim.spans)

    def sentences(self) -> Iterator[PlannedSentence]:
        """The rows as they are to be."""
        owners = self._owners()
        paragraph, previous = -1, -1
        for place, span in enumerate(self._new.sentences):
            row, same, kind = owners[place]
            here = self._auto_at(span).paragraph
            paragraph += here != previous
            previous = here
            yield PlannedSentence(
                None if row is None else row.id, span.start, span.end, paragraph, kind,
                same and row is not None and row.read,
            )  # fmt: skip

    def _shifted(self, span: Span) -> Span | None:
        """A span outside of the edit, where it stands afterwards."""
        if span.end <= self._prefix:
            return span
        return Span(span.start + self._shift, span.end + self._shift) if span.start >= self._after else None

    def _middle(self) -> tuple[Span, ...]:
        """The sentences of the new text between the rows that stay."""
        rows = self._rows
        start = rows[self._leading - 1].end if self._leading else 0
        end = rows[len(rows) - self._trailing].start + self._shift if self._trailing else len(self._text)
        found = (
            trimmed(self._text, max(one.start, start), min(one.end, end))
            for one in self._auto
            if one.end > start and one.start < end
        )
        return tuple(span for span in found if span is not None)

    def _whole(self, middle: Sequence[Span]) -> Iterator[Span]:
        for row in self._rows[: self._leading]:
            yield Span(row.start, row.end)
        yield from middle
        for row in self._rows[len(self._rows) - self._trailing :]:
            yield Span(row.start + self._shift, row.end + self._shift)

    def _links(self, old: Version, new: Version, middle: int) -> list[Link]:
        first = self._leading
        last, new_last = len(self._rows) - self._trailing, first + middle
        links = [Link(place, place, 1.0) for place in range(first)]
        links += [Link(last + place, new_last + place, 1.0) for place in range(self._trailing)]
        found = align(
            [old.words_of(place) for place in range(first, last)],
            [new.words_of(place) for place in range(first, new_last)],
        )
        return links + [Link(first + link.old, first + link.new, link.likeness) for link in found]

    def _as_divided(self, old: Version, new: Version, middle: Sequence[Span]) -> Iterator[Span]:
        """The sentences in the edit; where their characters are those of some rows, they are divided as those are."""
        anchoring = Anchoring(old, new, self._links(old, new, len(middle)))
        first, last = self._leading, self._leading + len(middle)
        for passage in anchoring.passages:
            if not passage.new or not first <= passage.new[0] < last:
                continue
            if passage.identical:
                shift = new.sentences[passage.new[0]].start - old.sentences[passage.old[0]].start
                for place in passage.old:
                    yield Span(old.sentences[place].start + shift, old.sentences[place].end + shift)
            else:
                yield from (new.sentences[place] for place in passage.new)

    def _owners(self) -> dict[int, tuple[SentenceRow | None, bool, str]]:
        """For each sentence of the new text the row that it is, whether its words are the same, and its kind."""
        owners: dict[int, tuple[SentenceRow | None, bool, str]] = {}
        for passage in self._anchoring.passages:
            rows = [self._rows[place] for place in passage.old]
            for place, row in zip_longest(passage.new, rows[: len(passage.new)]):
                kind = str(self._auto_at(self._new.sentences[place]).kind) if not rows else _kind(row, rows)
                owners[place] = (row, passage.same and all(one.read for one in rows), kind)
        return owners

    def _auto_at(self, span: Span) -> Sentence:
        """The sentence that the splitter alone would put there."""
        return self._auto[max(bisect_right(self._auto, span.start, key=lambda one: one.start) - 1, 0)]


def _kind(row: SentenceRow | None, rows: Sequence[SentenceRow]) -> str:
    """What a sentence is that came of these rows: the body, if any of them was of it."""
    if row is not None and len(rows) == 1:
        return row.kind
    kinds = [one.kind for one in rows]
    return str(SentenceKind.BODY) if SentenceKind.BODY in kinds else kinds[0]


def _in_common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
