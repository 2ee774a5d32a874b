"""Facts: the tracked propositions, their verdicts and the evidence for these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, EvidenceId, FactId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean, find_or_add_fact
from claimtracker.operations.merging import repoint_claims, to_be_merged
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups
from claimtracker.storage.uids import new_uid

VERDICTS = ("open", "supported", "refuted", "mixed")


@dataclass(frozen=True, slots=True)
class EditFact:
    """Set the title, verdict or note of a fact."""

    fact_id: FactId
    changes: Mapping[str, str]
    label = "Edit fact"

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for an empty title, another fact's title, or an unknown verdict."""
        _edit(context, self.fact_id, self.changes)


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """A link as it is wanted on a fact; one that the fact has already keeps its id."""

    url: str
    note: str = ""
    evidence_id: EvidenceId | None = None


@dataclass(frozen=True, slots=True)
class DescribeFact:
    """Set the title, verdict or note of a fact together with all of its evidence, as one undo step."""

    fact_id: FactId
    changes: Mapping[str, str]
    evidence: tuple[EvidenceLink, ...]
    label = "Edit fact"

    def apply(self, context: Context) -> None:
        """Write what differs; evidence that is not named is taken away. Raises what `EditFact` does, or for no link."""
        _edit(context, self.fact_id, self.changes)
        known = lookups.evidence_of_fact(context.connection, self.fact_id)
        kept = {link.evidence_id for link in self.evidence}
        for evidence_id in known:
            if evidence_id not in kept:
                context.recorder.delete("fact_evidence", evidence_id)
        for link in self.evidence:
            if link.evidence_id in known:
                context.recorder.update("fact_evidence", int(link.evidence_id or 0), _cleaned(link.url, link.note))
            else:
                _insert_evidence(context, self.fact_id, link.url, link.note)


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """Make several facts one: claims and evidence follow, and the note says what was merged."""

    into: FactId
    merged: tuple[FactId, ...]
    label = "Merge facts"

    def apply(self, context: Context) -> None:
        """Move everything, and take the merged facts away. Raises `UserError` for a fact that is not there."""
        target = _fact(context, self.into)
        merged = to_be_merged(self.into, self.merged)
        notes = [str(target["note"])]
        for fact_id in merged:
            fact = _fact(context, FactId(fact_id))
            notes += [f"Merged: {fact['code']} {fact['title']}", str(fact["note"])]
            for evidence_id in lookups.evidence_of_fact(context.connection, fact_id):
                context.recorder.update("fact_evidence", evidence_id, {"fact_id": self.into})
        repoint_claims(context, "fact_id", self.into, merged)
        for fact_id in merged:
            context.recorder.delete("fact", fact_id)
        context.recorder.update("fact", self.into, {"note": "\n".join(note for note in notes if note)})


@dataclass(frozen=True, slots=True)
class SplitFact:
    """Give some claims of a fact a fact of their own; returns its id."""

    fact_id: FactId
    claim_ids: tuple[ClaimId, ...]
    title: str
    label = "Split fact"

    def apply(self, context: Context) -> FactId:
        """Make the fact and move the claims. Raises `UserError` for claims of another fact or a taken title."""
        _fact(context, self.fact_id)
        title = clean(self.title, "The title")
        if not title or lookups.fact_titled(context.connection, title) is not None:
            raise UserError(f"There is already a fact “{title}”." if title else "A fact needs a title.")
        if not self.claim_ids:
            raise UserError("Choose the claims that the new fact is to have.")
        made = find_or_add_fact(context, title)
        for claim_id in self.claim_ids:
            claim = context.recorder.row("claim", claim_id)
            if claim is None or claim["fact_id"] != self.fact_id:
                raise UserError(f"Claim {claim_id} is not about that fact.")
            moved: Row = {"fact_id": made, "updated_at": context.recorder.now}
            context.recorder.update("claim", claim_id, moved)
        return FactId(made or 0)


@dataclass(frozen=True, slots=True)
class DeleteFacts:
    """Take facts away; their claims stay, about nothing."""

    fact_ids: tuple[FactId, ...]

    @property
    def label(self) -> str:
        """“Delete fact”, or “Delete 3 facts”."""
        return "Delete fact" if len(self.fact_ids) == 1 else f"Delete {len(self.fact_ids)} facts"

    def apply(self, context: Context) -> None:
        """Delete them with their evidence."""
        for fact_id in dict.fromkeys(self.fact_ids):
            _fact(context, fact_id)
            for claim_id in lookups.claims_on_fact(context.connection, fact_id):
                unlinked: Row = {"fact_id": None, "updated_at": context.recorder.now}
                context.recorder.update("claim", claim_id, unlinked)
            for evidence_id in lookups.evidence_of_fact(context.connection, fact_id):
                context.recorder.delete("fact_evidence", evidence_id)
            context.recorder.delete("fact", fact_id)


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """Tie a link to a fact, for its verdict; returns its id."""

    fact_id: FactId
    url: str
    note: str = ""
    label = "Add evidence"

    def apply(self, context: Context) -> EvidenceId:
        """Write it. Raises `UserError` for an empty link."""
        _fact(context, self.fact_id)
        return _insert_evidence(context, self.fact_id, self.url, self.note)


@dataclass(frozen=True, slots=True)
class DeleteEvidence:
    """Take evidence away from its fact."""

    evidence_id: EvidenceId
    label = "Delete evidence"

    def apply(self, context: Context) -> None:
        """Delete it."""
        if context.recorder.row("fact_evidence", self.evidence_id) is None:
            raise UserError("That evidence is not in this project any more.")
        context.recorder.delete("fact_evidence", self.evidence_id)


def _edit(context: Context, fact_id: FactId, changes: Mapping[str, str]) -> None:
    _fact(context, fact_id)
    row: Row = {}
    for key, typed in changes.items():
        if key not in {"title", "verdict", "note"}:
            raise UserError(f"“{key}” is nothing that can be set on a fact.")
        row[key] = clean(typed, key.capitalize())
    if row.get("title") == "":
        raise UserError("A fact needs a title.")
    known = lookups.fact_titled(context.connection, str(row["title"])) if "title" in row else None
    if known is not None and known != fact_id:
        raise UserError(f"There is already a fact “{row['title']}”; merge the two instead.")
    if row.get("verdict", "open") not in VERDICTS:
        raise UserError(f"“{row['verdict']}” is not a verdict: use {', '.join(VERDICTS)}.")
    context.recorder.update("fact", fact_id, row)


def _cleaned(url: str, note: str) -> Row:
    row: Row = {"url": clean(url, "The link"), "note": clean(note, "The note")}
    if not row["url"]:
        raise UserError("Evidence needs a link, or words that say where it is.")
    return row


def _insert_evidence(context: Context, fact_id: FactId, url: str, note: str) -> EvidenceId:
    row: Row = {"uid": new_uid(), "fact_id": fact_id, **_cleaned(url, note)}
    return EvidenceId(context.recorder.insert("fact_evidence", row))


def _fact(context: Context, fact_id: FactId) -> Row:
    row = context.recorder.row("fact", fact_id)
    if row is None:
        raise UserError("That fact is not in this project any more.")
    return row
