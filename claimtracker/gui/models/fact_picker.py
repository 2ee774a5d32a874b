"""What a claim may be linked to: facts and earlier claims that look like it, best first, and a fact of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from claimtracker.domain.values import ClaimId, ClaimRow, Fact, FactId
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.palette import Entry, PaletteModel
from claimtracker.gui.reader import Question, Reader
from claimtracker.storage import queries
from claimtracker.storage.search import nearest_claims, nearest_facts

NEW, NONE = "new", "none"
"""Keys of the entries that make a fact of what was typed, and that take the link away."""

_FACTS, _CLAIMS = 8, 5
_MOST = 50
"""So many facts to merge with are listed."""


_Groups = list[tuple[str, list[Entry]]]


class FactPickerModel(PaletteModel):
    """Searches for what was typed, else for what the claims at hand say; in a large project, beside the window."""

    def __init__(self, actions: Mapping[str, QAction], parent: QObject | None = None) -> None:
        super().__init__(actions, parent)
        self._project: queries.Connection | None = None
        self._at_hand: Sequence[ClaimRow] = ()
        self._asks: Reader | None = None
        self._question: Question | None = None
        """What is being looked for."""

    def pick_for(self, connection: queries.Connection, claims: Sequence[ClaimRow], reader: Reader) -> None:
        """The claims that are to be linked."""
        self._project, self._at_hand, self._asks = connection, claims, reader
        self.show_groups([])

    @property
    def busy(self) -> bool:
        """Whether what was typed is being looked for yet."""
        return self._question is not None

    def search(self, typed: str, _recent: Sequence[str] = ()) -> None:
        """List what may be meant, best first."""
        if self._project is None or self._asks is None:
            return
        self._question = partial(_groups, typed=typed.strip(), at_hand=self._at_hand)
        self._asks.answer(self._project, self._question, self._on_found)

    def settle(self) -> None:
        """Have what was typed last looked for."""
        question = self._question
        if question is not None and self._project is not None and self._asks is not None:
            self._asks.stop()
            self._on_found(question(self._project))

    def _on_found(self, groups: object) -> None:
        self._question = None
        self.show_groups(cast("_Groups", groups))
        self.found.emit()


def _groups(connection: queries.Connection, *, typed: str, at_hand: Sequence[ClaimRow]) -> _Groups:
    text = typed or (" ".join((at_hand[0].assertion or at_hand[0].sentence_text).split()) if at_hand else "")
    facts, claims = _facts(connection, typed, text, at_hand), _earlier(connection, text, at_hand)
    others = [Entry("fact", NEW, text[:300], "New fact")] if text else []
    if any(claim.fact_id is not None for claim in at_hand):
        others.append(Entry("fact", NONE, "No fact", "Take the link away"))
    groups = [("Facts", facts), ("Earlier claims", claims), ("A fact of its own", others)]
    return groups if facts or claims else groups[::-1]


def _facts(connection: queries.Connection, typed: str, text: str, at_hand: Sequence[ClaimRow]) -> list[Entry]:
    known = queries.facts(connection, counted=False)
    speaker = at_hand[0].speaker if at_hand else ""
    ids: list[FactId] = []
    if typed:
        labels = [offer.text for offer in queries.complete_facts(connection, typed, _FACTS)]
        ids += [fact.id for fact in known if fact.title in labels]
    ids += [near.fact.id for near in nearest_facts(connection, text, speaker=speaker, limit=_FACTS)]
    if not ids and not typed:
        ids = [fact.id for fact in known[-_FACTS:][::-1]]
    shown = list(dict.fromkeys(ids))[:_FACTS]
    # Only of those that are shown the claims are counted.
    facts = {fact.id: fact for fact in queries.facts(connection, shown)}
    return [_fact_entry(facts[fact_id]) for fact_id in shown if fact_id in facts]


def _earlier(connection: queries.Connection, text: str, at_hand: Sequence[ClaimRow]) -> list[Entry]:
    ids = {claim.id for claim in at_hand}
    near = nearest_claims(connection, text, limit=_CLAIMS + len(ids))
    return [_claim_entry(one.claim) for one in near if one.claim.id not in ids][:_CLAIMS]


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
