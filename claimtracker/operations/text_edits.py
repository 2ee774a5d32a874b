"""An article's text edited by hand: a stray line taken out, a misread word put right. Claims follow their words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleId, ClaimId, ClaimRow, Span
from claimtracker.domain.versions import Outcome
from claimtracker.operations.articles import NewArticle, check_article
from claimtracker.operations.base import Context
from claimtracker.operations.carrying import CARRIED_COLUMNS
from claimtracker.storage import queries
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.queries import lookups
from claimtracker.storage.queries.text_edits import PlannedSentence, TextEditPlan, plan_text_edit
from claimtracker.storage.uids import new_uid
from claimtracker.text.anchoring import Anchored
from claimtracker.text.fingerprints import sentence_fingerprint
from claimtracker.text.spans import words_apart

_SENTENCE = ("article_id", "number", "paragraph", "start", "end", "kind", "read", "fingerprint")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class EditArticleText:
    """Give an article another text; sentences and claims whose words stay keep their place among them, and their marks.

    A claim whose sentence got other words follows them, and waits to be confirmed (`SettleCarried`); returns these.
    Raises `UserError` when the words of a claim would be gone, naming it, and for a text that another article has.
    """

    article_id: ArticleId
    text: str
    label = "Edit text of article"

    def apply(self, context: Context) -> tuple[ClaimId, ...]:
        """Write the text, its sentences, and where the claims stand in it."""
        article = queries.article(context.connection, self.article_id)
        if self.text == article.text:
            return ()
        digest = check_article(NewArticle(self.text, title=article.title))
        known = queries.article_with_sha256(context.connection, digest)
        if known is not None:
            raise UserError(f"Article {known} has exactly this text already.")
        plan = plan_text_edit(context.connection, self.article_id, self.text)
        _check_claims(plan)
        context.recorder.update("article", self.article_id, {"text": self.text, "sha256": digest})
        sentence_ids = _write_sentences(context, article, plan)
        edited = _write_claims(context, article, plan, sentence_ids)
        context.recorder.delete_many("sentence", plan.removed)
        return edited


def _check_claims(plan: TextEditPlan) -> None:
    gone = [claim for claim, anchored in plan.claims if not anchored.spans]
    if not gone:
        return
    told = [f"claim {claim.id} (“{_short(plan.before, claim)}”)" for claim in gone[:_NAMED]]
    more = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
    raise UserError(
        f"The edit would take away the words of {', '.join(told)}{more}: move or delete"
        f" {'that claim' if len(gone) == 1 else 'these claims'} first."
    )


def _short(text: str, claim: ClaimRow) -> str:
    words = words_apart(text, claim.spans)
    return words if len(words) <= 40 else words[:39].rstrip() + "…"


def _write_sentences(context: Context, article: Article, plan: TextEditPlan) -> list[int]:
    """Write the sentences; their ids in order."""
    values = [
        _columns(plan.text, article.id, number, sentence) for number, sentence in enumerate(plan.sentences, start=1)
    ]
    new = [row for row, sentence in zip(values, plan.sentences, strict=True) if sentence.row_id is None]
    made = iter(context.recorder.insert_many("sentence", _SENTENCE, [tuple(row.values()) for row in new]))
    ids: list[int] = []
    updates: dict[int, Row] = {}
    for row, sentence in zip(values, plan.sentences, strict=True):
        row_id = next(made) if sentence.row_id is None else sentence.row_id
        ids.append(row_id)
        if sentence.row_id is not None:
            updates[row_id] = row
    context.recorder.update_many("sentence", updates)
    return ids


def _columns(text: str, article_id: ArticleId, number: int, sentence: PlannedSentence) -> Row:
    words = text[sentence.start : sentence.end]
    values: tuple[Value, ...] = (
        article_id, number, sentence.paragraph, sentence.start, sentence.end, sentence.kind, int(sentence.read),
        sentence_fingerprint(words),
    )  # fmt: skip
    return dict(zip(_SENTENCE, values, strict=True))


def _write_claims(
    context: Context, article: Article, plan: TextEditPlan, sentence_ids: Sequence[int]
) -> tuple[ClaimId, ...]:
    """Let each claim rest on its words where they are now; those whose sentences were edited."""
    starts = [sentence.start for sentence in plan.sentences]
    edited: list[ClaimId] = []
    for claim, anchored in plan.claims:
        changed = _write_spans(context, claim, anchored, plan.text)
        place = max(bisect_right(starts, anchored.spans[0].start) - 1, 0)
        if plan.sentences[place].end <= anchored.spans[0].start and place + 1 < len(starts):
            place += 1
        row: Row = {"start": anchored.spans[0].start, "sentence_id": sentence_ids[place]}
        if changed:
            row["updated_at"] = context.recorder.now
        context.recorder.update("claim", claim.id, row)
        if anchored.outcome is Outcome.EDITED:
            edited.append(claim.id)
    _ask_about(context, article, edited, {claim.id: words_apart(plan.before, claim.spans) for claim, _ in plan.claims})
    return tuple(edited)


def _write_spans(context: Context, claim: ClaimRow, anchored: Anchored, text: str) -> bool:
    """Write where a claim stands; whether its words are others."""
    rows = lookups.spans_of_claim(context.connection, claim.id)
    values = [_span_columns(claim.id, span, text) for span in anchored.spans]
    quotes = [str((context.recorder.row("claim_span", row_id) or {})["quote"]) for row_id, _ in rows]
    changed = quotes != [row["quote"] for row in values]
    if len(rows) == len(values):
        context.recorder.update_many("claim_span", {row_id: row for (row_id, _), row in zip(rows, values, strict=True)})
    else:
        context.recorder.delete_many("claim_span", [row_id for row_id, _ in rows])
        context.recorder.insert_many("claim_span", tuple(values[0]), [tuple(row.values()) for row in values])
    return changed


def _span_columns(claim_id: ClaimId, span: Span, text: str) -> Row:
    return {"claim_id": claim_id, "start": span.start, "end": span.end, "quote": text[span.start : span.end]}


def _ask_about(context: Context, article: Article, claim_ids: Sequence[ClaimId], before: dict[ClaimId, str]) -> None:
    """Let claims wait to be confirmed; one that waits already keeps the words that it had first."""
    waiting = {
        carried.claim.id
        for carried in queries.carried_claims(context.connection, article_id=article.id)
        if carried.in_place
    }
    rows = [
        (new_uid(), claim_id, article.id, str(Outcome.EDITED), claim_id, before[claim_id], "", None, "")
        for claim_id in claim_ids
        if claim_id not in waiting
    ]
    context.recorder.insert_many("carried", CARRIED_COLUMNS, rows)
