"""Claims carried over from one version of an article to the next, and what the analyst says of those that changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId, ClaimRow, Span
from claimtracker.domain.versions import CarriedCounts, Outcome
from claimtracker.operations.base import Context
from claimtracker.operations.claims import EditClaims, SetSpans, copy_claim, delete_claims
from claimtracker.operations.fields import find_or_add_coder
from claimtracker.storage import queries
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.queries import lookups
from claimtracker.storage.queries.carrying import CarriedClaim, plan_of_carrying, version_pair
from claimtracker.storage.uids import new_uid
from claimtracker.text.fingerprints import plain_words
from claimtracker.text.spans import words_apart

CarriedDecision = Literal["confirmed", "changed", "dropped", ""]

CARRIED_COLUMNS = (
    "uid", "claim_id", "article_id", "outcome", "new_claim_id", "words_before", "decision", "coder_id", "decided_at",
)  # fmt: skip
"""Of a row that tells what became of a claim."""


@dataclass(frozen=True, slots=True)
class SetVersionOf:
    """Say that an article is a new version of another, and carry the claims of that one over; None takes it away again.

    Said again, it carries over the claims that came since. Taken away, the claims stay, as claims of an article of its
    own. Raises `UserError` when an article would become its own earlier version.
    """

    article_id: ArticleId
    earlier_id: ArticleId | None

    @property
    def label(self) -> str:
        """“Set earlier version”, or “Take earlier version away”."""
        return "Take earlier version away" if self.earlier_id is None else "Set earlier version"

    def apply(self, context: Context) -> CarriedCounts:
        """Write it; says what became of the claims of the earlier version."""
        article = queries.article(context.connection, self.article_id)
        if article.revision_of != self.earlier_id:
            forget_carried(context, self.article_id)
        if self.earlier_id is None:
            context.recorder.update("article", self.article_id, {"revision_of": None})
            return CarriedCounts()
        earlier = queries.article(context.connection, self.earlier_id)
        if self.article_id in earlier_of(context, self.earlier_id):
            raise UserError(f"“{article.title}” cannot be a new version of “{earlier.title}”, which is one of it.")
        context.recorder.update("article", self.article_id, {"revision_of": self.earlier_id})
        return carry_claims(context, self.earlier_id, self.article_id)


@dataclass(frozen=True, slots=True)
class SettleCarried:
    """Say what becomes of a claim whose sentence changed in a later version; returns the claim there, if there is one.

    `confirmed` makes the claim there, on the proposed words with the same fields; `changed` on other `spans` or with
    other `fields`, as typed; `dropped` says that the later version does not hold it; empty takes the decision back, and
    with it the claim that it made. A claim that is gone is confirmed as gone, and made by naming its `spans`.
    Raises `UserError` where there is nothing to decide, or no words to rest on.
    """

    carried_id: int
    decision: CarriedDecision
    spans: tuple[Span, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """“Confirm carried claim”, or what else was decided."""
        return f"{_VERBS[self.decision]} carried claim"

    def apply(self, context: Context) -> ClaimId | None:
        """Write the decision, and the claim."""
        (carried,) = _carried(context, (self.carried_id,))
        claim_id = _settle(context, self, carried)
        if claim_id is not None:
            _carry_on(context, carried.article_id, (claim_id,))
        return claim_id


_VERBS: Mapping[str, str] = {
    "confirmed": "Confirm", "changed": "Change", "dropped": "Drop", "": "Take back decision on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettleAllCarried:
    """Decide the same on many claims that were carried over; returns the claims made."""

    carried_ids: tuple[int, ...]
    decision: CarriedDecision

    @property
    def label(self) -> str:
        """“Confirm 3 carried claims”."""
        count = len(self.carried_ids)
        return f"{_VERBS[self.decision]} {'carried claim' if count == 1 else f'{count} carried claims'}"

    def apply(self, context: Context) -> tuple[ClaimId, ...]:
        """Decide one after the other, in one undo step."""
        known = _carried(context, self.carried_ids)
        made: dict[ArticleId, list[ClaimId]] = {}
        for done, carried in enumerate(known):
            context.progress(done, len(known))
            claim_id = _settle(context, SettleCarried(carried.id, self.decision), carried)
            if claim_id is not None:
                made.setdefault(carried.article_id, []).append(claim_id)
        for article_id, claim_ids in made.items():
            _carry_on(context, article_id, claim_ids)
        return tuple(claim_id for claim_ids in made.values() for claim_id in claim_ids)


def carry_claims(
    context: Context, earlier: ArticleId, later: ArticleId, only: Collection[ClaimId] | None = None
) -> CarriedCounts:
    """Carry over the claims of an earlier version that were not carried over yet.

    Those whose words are the same are made anew there; the others wait for the analyst (`SettleCarried`). What the
    later version has already is not made twice.
    """
    pair = version_pair(context.connection, earlier, later)
    there = queries.claims_of_article(context.connection, later)
    counts = dict.fromkeys(Outcome, 0)
    rows: list[tuple[Value, ...]] = []
    made: list[ClaimId] = []
    for claim, anchored in plan_of_carrying(context.connection, pair, only):
        counts[anchored.outcome] += 1
        same = anchored.outcome in {Outcome.KEPT, Outcome.MOVED}
        known = next((one for one in there if _is_copy(one, claim, anchored.spans if same else ())), None)
        new_claim = None if known is None else known.id
        if same and known is None:
            new_claim = copy_claim(
                context, claim.id, pair.later, anchored.spans, taken_from=claim.uid, keeps_coder=True
            )
            made.append(new_claim)
        settled = known is not None and not same
        rows.append((
            new_uid(), claim.id, later, str(anchored.outcome), new_claim, words_apart(pair.earlier.text, claim.spans),
            "confirmed" if settled else "", lookups.coder_named(context.connection, known.coder) if settled and known
            else None, context.recorder.now if settled else "",
        ))  # fmt: skip
    context.recorder.insert_many("carried", CARRIED_COLUMNS, rows)
    _carry_on(context, later, made)
    return CarriedCounts(**{str(outcome): count for outcome, count in counts.items()})


def forget_carried(context: Context, article_id: ArticleId) -> None:
    """Forget what was carried into an article from its earlier version; the claims stay."""
    context.recorder.delete_many("carried", lookups.carried_into(context.connection, article_id))


def earlier_of(context: Context, article_id: ArticleId) -> list[ArticleId]:
    """An article and all its earlier versions, the newest first."""
    found: list[ArticleId] = []
    following: ArticleId | None = article_id
    while following is not None and following not in found:
        found.append(following)
        following = queries.article(context.connection, following).revision_of
    return found


def _carried(context: Context, carried_ids: Collection[int]) -> list[CarriedClaim]:
    found = queries.carried_claims(context.connection, only_waiting=False, ids=carried_ids)
    if len(found) < len(set(carried_ids)):
        raise UserError("That claim is not waiting in this project any more.")
    return found


def _settle(context: Context, asked: SettleCarried, carried: CarriedClaim) -> ClaimId | None:
    if carried.outcome not in {Outcome.EDITED, Outcome.GONE}:
        raise UserError(f"Claim {carried.claim.id} was carried over as it is: there is nothing to decide.")
    decision = asked.decision
    if decision == "confirmed" and (asked.spans or asked.fields):
        decision = "changed"
    claim_id = _claim_in_place(context, carried, asked) if carried.in_place else _claim_there(context, carried, asked)
    row: Row = {
        "decision": decision,
        "new_claim_id": claim_id,
        "coder_id": find_or_add_coder(context, context.recorder.coder) if decision else None,
    }
    if context.recorder.update("carried", carried.id, row):
        stamp: Row = {"decided_at": context.recorder.now if decision else ""}
        context.recorder.update("carried", carried.id, stamp)
    return claim_id


def _claim_in_place(context: Context, carried: CarriedClaim, asked: SettleCarried) -> ClaimId:
    """The claim on a text that was edited by hand: it is there already."""
    if asked.decision == "dropped":
        raise UserError(
            f"Claim {carried.claim.id} rests on the edited words itself: confirm it, move it, or delete it."
        )
    _change(context, carried.claim.id, asked)
    return carried.claim.id


def _claim_there(context: Context, carried: CarriedClaim, asked: SettleCarried) -> ClaimId | None:
    """The claim in the later version, as it is to be after the decision."""
    wanted = asked.decision in {"confirmed", "changed"} and (carried.outcome is Outcome.EDITED or bool(asked.spans))
    if not wanted:
        if asked.decision == "changed":
            raise UserError(f"Say on which words of the later version claim {carried.claim.id} rests.")
        if carried.new_claim_id is not None:
            delete_claims(context, (carried.new_claim_id,))
        return None
    if carried.new_claim_id is not None:
        _change(context, carried.new_claim_id, asked)
        return carried.new_claim_id
    spans = asked.spans or carried.proposal
    if not spans:
        raise UserError(f"Say on which words of the later version claim {carried.claim.id} rests.")
    article = queries.article(context.connection, carried.article_id)
    keeps = not asked.spans and not asked.fields
    claim_id = copy_claim(context, carried.claim.id, article, spans, taken_from=carried.claim.uid, keeps_coder=keeps)
    if asked.fields:
        EditClaims((claim_id,), asked.fields).apply(context)
    return claim_id


def _change(context: Context, claim_id: ClaimId, asked: SettleCarried) -> None:
    if asked.spans:
        SetSpans(claim_id, asked.spans).apply(context)
    if asked.fields:
        EditClaims((claim_id,), asked.fields).apply(context)


def _carry_on(context: Context, article_id: ArticleId, made: Collection[ClaimId]) -> None:
    """Carry claims that came into a version over to those after it."""
    if made:
        for later in lookups.revisions_of(context.connection, article_id):
            carry_claims(context, article_id, ArticleId(later), made)


def _is_copy(there: ClaimRow, claim: ClaimRow, spans: Collection[Span]) -> bool:
    """Whether a claim of the later version is this one: taken over from it, or tagged alike on the same words."""
    if there.taken_from == claim.uid:
        return True
    overlaps = any(one.start < span.end and span.start < one.end for one in there.spans for span in spans)
    return overlaps and _gist(there) == _gist(claim)


def _gist(claim: ClaimRow) -> tuple[object, ...]:
    return claim.speaker_id, claim.status_id, plain_words(claim.assertion)
