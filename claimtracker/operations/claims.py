"""Claims: added, edited, moved to other words, duplicated, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleId, ClaimId, Span
from claimtracker.operations.base import Context
from claimtracker.operations.fields import claim_values, find_or_add_coder, tag_ids
from claimtracker.operations.writing import check_there, edit_label, write_fields
from claimtracker.storage import queries
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups
from claimtracker.storage.uids import new_uid

_BLANK: Row = {
    "speaker_id": None, "speaker_as_written": "", "assertion": "", "status_id": None, "cue": "", "quotation": "",
    "target": "", "said_on": "", "place": "", "confidence": "", "fact_id": None, "note": "",
    "taken_from": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddClaim:
    """Tag a claim on one or more spans of an article; returns its id.

    `fields` holds text as typed, by the keys of `domain.columns`; an empty assertion stays empty.
    Raises `UserError` for spans outside of the text or a value that is not valid.
    """

    article_id: ArticleId
    spans: tuple[Span, ...]
    fields: Mapping[str, str]
    label = "Add claim"

    def apply(self, context: Context) -> ClaimId:
        """Write the claim, its spans with the words they cover, and its tags."""
        article = queries.article(context.connection, self.article_id)
        return insert_claim(context, article, self.spans, self.fields)


@dataclass(frozen=True, slots=True)
class EditClaims:
    """Set fields of some claims, as typed, in one undo step. Raises `UserError` if any value is not valid."""

    claim_ids: tuple[ClaimId, ...]
    changes: Mapping[str, str]

    @property
    def label(self) -> str:
        """“Set status”, “Edit assertion”, or “Edit claim” for several fields."""
        return edit_label(tuple(self.changes), several="Edit claim" if len(self.claim_ids) == 1 else "Edit claims")

    def apply(self, context: Context) -> None:
        """Write what differs from what is there."""
        check_there(context, self.claim_ids)
        write_fields(context, self.claim_ids, self.changes)


def EditClaim(claim_id: ClaimId, changes: Mapping[str, str]) -> EditClaims:  # noqa: N802  reads as an operation
    """Set fields of one claim."""
    return EditClaims((claim_id,), changes)


@dataclass(frozen=True, slots=True)
class SetSpans:
    """Let a claim rest on other words of its article."""

    claim_id: ClaimId
    spans: tuple[Span, ...]
    label = "Change words of claim"

    def apply(self, context: Context) -> None:
        """Replace the spans, and the sentence that the claim begins in."""
        claim = queries.claim(context.connection, self.claim_id)
        if tuple(sorted(self.spans, key=_start)) == claim.spans:
            return
        article = queries.article(context.connection, claim.article_id)
        spans = checked_spans(article, self.spans)
        for row_id, _ in lookups.spans_of_claim(context.connection, self.claim_id):
            context.recorder.delete("claim_span", row_id)
        _write_spans(context, article, self.claim_id, spans)
        changes: Row = {
            "start": spans[0].start,
            "sentence_id": _sentence_at(context, article.id, spans[0].start),
            "updated_at": context.recorder.now,
        }
        context.recorder.update("claim", self.claim_id, changes)


@dataclass(frozen=True, slots=True)
class DuplicateClaim:
    """A second claim on the same words with the same fields; returns its id."""

    claim_id: ClaimId
    label = "Duplicate claim"

    def apply(self, context: Context) -> ClaimId:
        """Copy the claim, its spans and its tags; the copy is by who made it."""
        claim = queries.claim(context.connection, self.claim_id)
        article = queries.article(context.connection, claim.article_id)
        return copy_claim(context, claim.id, article, claim.spans, taken_from=claim.taken_from)


@dataclass(frozen=True, slots=True)
class DeleteClaims:
    """Take claims away, with their spans and tags; undo brings them back."""

    claim_ids: tuple[ClaimId, ...]

    @property
    def label(self) -> str:
        """“Delete claim”, or “Delete 3 claims”."""
        count = len(self.claim_ids)
        return "Delete claim" if count == 1 else f"Delete {count} claims"

    def apply(self, context: Context) -> None:
        """Delete them. Raises `UserError` when one of them does not exist."""
        check_there(context, self.claim_ids)
        delete_claims(context, tuple(dict.fromkeys(self.claim_ids)))


def insert_claim(
    context: Context,
    article: Article,
    spans: Sequence[Span],
    fields: Mapping[str, str],
    *,
    kept: Row | None = None,
) -> ClaimId:
    """Write a new claim; `kept` holds columns to be taken over as they are, such as uid and times of an import."""
    checked = checked_spans(article, spans)
    place: Row = {"article_id": article.id, "sentence_id": _sentence_at(context, article.id, checked[0].start)}
    row = new_claim_row(context, place, checked[0].start, {**claim_values(context, fields), **(kept or {})})
    if "coder_id" not in row:
        row["coder_id"] = find_or_add_coder(context, context.recorder.coder)
    claim_id = ClaimId(context.recorder.insert("claim", row))
    _write_spans(context, article, claim_id, checked)
    tagged = [(claim_id, tag_id) for tag_id in tag_ids(context, fields.get("tags", ""))]
    context.recorder.insert_many("claim_tag", ("claim_id", "tag_id"), tagged)
    return claim_id


def new_claim_row(context: Context, place: Row, start: int, values: Row) -> Row:
    """The row of a claim that is new: with a uid and times of its own, where `values` bring none."""
    now = context.recorder.now
    row: Row = {**place, "start": start, **_BLANK, "created_at": now, "updated_at": now, **values}
    if "uid" not in row:
        row["uid"] = new_uid()
    return row


def copy_claim(
    context: Context,
    claim_id: ClaimId,
    article: Article,
    spans: Sequence[Span],
    *,
    taken_from: str,
    keeps_coder: bool = False,
) -> ClaimId:
    """A new claim with the fields and tags of another, on words of any article; it is by who makes it, unless kept."""
    source = context.recorder.row("claim", claim_id) or {}
    checked = checked_spans(article, spans)
    row: Row = {name: value for name, value in source.items() if name != "id"}
    row |= {
        "uid": new_uid(),
        "article_id": article.id,
        "sentence_id": _sentence_at(context, article.id, checked[0].start),
        "start": checked[0].start,
        "coder_id": source["coder_id"] if keeps_coder else find_or_add_coder(context, context.recorder.coder),
        "created_at": context.recorder.now,
        "updated_at": context.recorder.now,
        "taken_from": taken_from,
    }
    copy = ClaimId(context.recorder.insert("claim", row))
    _write_spans(context, article, copy, checked)
    for _, tag_id in lookups.tags_of_claim(context.connection, claim_id):
        context.recorder.insert("claim_tag", {"claim_id": copy, "tag_id": tag_id})
    return copy


def delete_claims(context: Context, claim_ids: Sequence[int]) -> None:
    """Take claims away, with their spans and tags, and what was decided on their changes.

    That an earlier claim was carried over to one of them stays on record, as dropped.
    """
    for ids in context.paged(claim_ids):
        context.recorder.delete_many("carried", lookups.carried_of_claims(context.connection, ids))
        dropped: Row = {"new_claim_id": None, "decision": "dropped"}
        carried = lookups.carried_to_claims(context.connection, ids)
        context.recorder.update_many("carried", dict.fromkeys(carried, dropped), {"decided_at": context.recorder.now})
        context.recorder.delete_many("review", lookups.reviews_of_claims(context.connection, ids))
        tagged = lookups.tags_of_claims(context.connection, ids).values()
        context.recorder.delete_many("claim_tag", [row_id for rows in tagged for row_id, _ in rows])
        context.recorder.delete_many("claim_span", lookups.span_rows_of_claims(context.connection, ids))
        context.recorder.delete_many("claim", ids)


def checked_spans(article: Article, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order of the text. Raises `UserError` if one is empty, outside of the text, or overlaps another."""
    ordered = tuple(sorted(spans, key=_start))
    if not ordered:
        raise UserError("A claim needs at least one span of the article's text.")
    end = 0
    for span in ordered:
        if not 0 <= span.start < span.end <= len(article.text):
            raise UserError(
                f"The span {span.start}–{span.end} is not in the text of “{article.title}”,"
                f" which has {len(article.text)} characters."
            )
        if span.start < end:
            raise UserError(f"The spans of a claim may not overlap: {span.start} lies before {end}.")
        end = span.end
    return ordered


def _write_spans(context: Context, article: Article, claim_id: int, spans: Sequence[Span]) -> None:
    for span in spans:
        quote = article.text[span.start : span.end]
        row: Row = {"claim_id": claim_id, "start": span.start, "end": span.end, "quote": quote}
        context.recorder.insert("claim_span", row)


def _sentence_at(context: Context, article_id: ArticleId, start: int) -> int | None:
    return lookups.sentence_at(context.connection, article_id, start)


def _start(span: Span) -> int:
    return span.start
