"""What a claim may be linked to: facts and earlier claims that look like it, best first, and a fact of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from claimtracker.domain.values import ClaimId, ClaimRow, Fact
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.palette import Entry, PaletteModel
from claimtracker.storage import queries
from claimtracker.storage.search import nearest_claims, nearest_facts

NEW, NONE = "new", "none"
"""Keys of the entries that make a fact of what was typed, and that take the link away."""

_FACTS, _CLAIMS = 8, 5
_MOST = 50
"""So many facts to merge with are listed."""


class FactPickerModel(PaletteModel):
    """Searches for what was typed, else for what the claims at hand say."""

    def __init__(self, actions: Mapping[str, QAction], parent: QObject | None = None) -> None:
        super().__init__(actions, parent)
        self._project: queries.Connection | None = None
        self._at_hand: Sequence[ClaimRow] = ()

    def pick_for(self, connection: queries.Connection, claims: Sequence[ClaimRow]) -> None:
        """The claims that are to be linked."""
        self._project, self._at_hand = connection, claims

    def search(self, typed: str, _recent: Sequence[str] = ()) -> None:
        """List what may be meant, best first."""
        text = typed.strip() or self._said()
        facts, claims = self._facts(typed.strip(), text), self._earlier(text)
        groups = [("Facts", facts), ("Earlier claims", claims), ("A fact of its own", self._others(text))]
        self.show_groups(groups if facts or claims else groups[::-1])

    def _said(self) -> str:
        return " ".join((self._at_hand[0].assertion or self._at_hand[0].sentence_text).split()) if self._at_hand else ""

    def _facts(self, typed: str, text: str) -> list[Entry]:
        if self._project is None:
            return []
        known = {fact.id: fact for fact in queries.facts(self._project, counted=False)}
        speaker = self._at_hand[0].speaker if self._at_hand else ""
        found: dict[int, Fact] = {}
        if typed:
            labels = [offer.text for offer in queries.complete_facts(self._project, typed, _FACTS)]
            found |= {fact.id: fact for fact in known.values() if fact.title in labels}
        for near in nearest_facts(self._project, text, speaker=speaker, limit=_FACTS):
            found.setdefault(near.fact.id, near.fact)
        if not found and not typed:
            found = {fact.id: fact for fact in list(known.values())[-_FACTS:][::-1]}
        return [_fact_entry(fact) for fact in list(found.values())[:_FACTS]]

    def _earlier(self, text: str) -> list[Entry]:
        if self._project is None:
            return []
        at_hand = {claim.id for claim in self._at_hand}
        near = nearest_claims(self._project, text, limit=_CLAIMS + len(at_hand))
        return [_claim_entry(one.claim) for one in near if one.claim.id not in at_hand][:_CLAIMS]

    def _others(self, text: str) -> list[Entry]:
        entries = [Entry("fact", NEW, text[:300], "New fact")] if text else []
        if any(claim.fact_id is not None for claim in self._at_hand):
            entries.append(Entry("fact", NONE, "No fact", "Take the link away"))
        return entries


class OtherFactsModel(PaletteModel):
    """The facts that one could be merged with: those that look like it first, and what is typed narrows them."""

    def __init__(self, actions: Mapping[str, QAction], parent: QObject | None = None) -> None:
        super().__init__(actions, parent)
        self._project: queries.Connection | None = None
        self._fact: Fact | None = None

    def pick_for(self, connection: queries.Connection, fact: Fact) -> None:
        """The fact that is to be merged into another."""
        self._project, self._fact = connection, fact

    def search(self, typed: str, _recent: Sequence[str] = ()) -> None:
        """List the others, best first."""
        found = self._others(typed.strip()) if self._project is not None and self._fact is not None else []
        self.show_groups([("Facts", [_fact_entry(fact) for fact in found])])

    def _others(self, typed: str) -> list[Fact]:
        if self._project is None or self._fact is None:
            return []
        others = {fact.id: fact for fact in queries.facts(self._project) if fact.id != self._fact.id}
        near = [near.fact.id for near in nearest_facts(self._project, typed or self._fact.title, limit=_MOST)]
        if typed:
            plain = typed.casefold()
            named = [fact.id for fact in others.values() if plain in f"{fact.code} {fact.title}".casefold()]
            ordered = [*named, *near]
        else:
            ordered = [*near, *others]
        return [others[fact_id] for fact_id in dict.fromkeys(ordered) if fact_id in others][:_MOST]


def _fact_entry(fact: Fact) -> Entry:
    told = f"{fact.claims} claim" + ("" if fact.claims == 1 else "s")
    return Entry("fact", fact.code, f"{fact.code}  {' '.join(fact.title.split())}"[:300], told)


def _claim_entry(claim: ClaimRow) -> Entry:
    said = " ".join((claim.assertion or claim.sentence_text).split())[:300]
    parts = (claim.fact_code, claim.speaker, short_date(claim.said_on or claim.published))
    detail = " · ".join(part for part in parts if part)
    return Entry("claim", str(ClaimId(claim.id)), said, detail, status=claim.status, colour=claim.colour)
