"""The changes that wait to be reviewed, a card each; the claims are read when a card is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.values import ClaimId, ClaimRow, Fact, FactId
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.version_changes import change_words
from claimtracker.gui.session import Session
from claimtracker.gui.words import count
from claimtracker.storage import queries
from claimtracker.storage.queries import VersionFinding
from claimtracker.storage.queries.changes import FoundChange

Index = QModelIndex | QPersistentModelIndex

CARD_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `ChangeCard` of an index."""


_AT_ONCE = 200
"""Cards: what is worked off from the top needs no ten thousand of them laid out."""
_PAGE = 50
"""Cards whose claims are read at once."""


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change with the two claims it is between."""

    found: FoundChange
    fact: Fact
    earlier: ClaimRow
    later: ClaimRow

    @property
    def heading(self) -> str:
        """“Ilse Varga on Bilateral disagreement”, or “Varga vs. Dorn on …”."""
        return f"{' vs. '.join(self.found.speakers) or 'No source named'} on {' '.join(self.fact.title.split())}"


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A change between two versions of an article."""

    found: VersionFinding

    @property
    def heading(self) -> str:
        """The title of the later version."""
        return " ".join(self.found.title.split()) or "Untitled"

    @property
    def kind(self) -> str:
        """“≠ Changed in a new version”."""
        return f"{change_words(self.found.change.kind)} in a new version"


Found = FoundChange | VersionFinding
Card = ChangeCard | VersionCard


def key_of(found: Found) -> object:
    """What tells a change from all others."""
    return (found.later, found.key) if isinstance(found, VersionFinding) else found.change.key


class ChangesModel(QAbstractListModel):
    """The first of those that wait; with `show_decided` also those that somebody decided on, at the end."""

    def __init__(self, session: Session, state: ReviewState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self._found: list[Found] = []
        self._claims: dict[ClaimId, ClaimRow] = {}
        """Claims of the cards that were asked for, until any claim changes."""
        self._facts: dict[FactId, Fact] = {}
        self._with_decided = False
        self._count = 0
        state.refreshed.connect(self.reload)
        state.decided.connect(self._list_anew)
        self.reload()

    def reload(self) -> None:
        """Ask again which changes there are, and what their claims say."""
        self._claims, self._facts = {}, {}
        self._list_anew()

    def _list_anew(self) -> None:
        self.beginResetModel()
        findings = self._state.findings
        self._found = sorted([*self._state.open_changes, *(one for one in findings if one.is_open)], key=_order)
        if self._with_decided:
            decided: list[Found] = [found for found in self._state.changes if not found.is_open]
            self._found += [*decided, *(one for one in findings if not one.is_open)]
        self._count = len(self._found)
        self._found = self._found[:_AT_ONCE]
        self.endResetModel()

    @property
    def count(self) -> int:
        """How many there are, also those that are held back until the first are worked off."""
        return self._count

    def row_of(self, key: object) -> int:
        """The row of a change; -1 when it is not shown."""
        return next((row for row, found in enumerate(self._found) if key_of(found) == key), -1)

    def show_decided(self, *, shown: bool) -> None:
        """Also show what somebody decided on already."""
        self._with_decided = shown
        self._list_anew()

    def found_at(self, row: int) -> Found | None:
        """The change of a row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def card_at(self, row: int) -> Card | None:
        """The change of a row with its claims; None where they are gone."""
        found = self.found_at(row)
        if found is None:
            return None
        if isinstance(found, VersionFinding):
            return VersionCard(found)
        missing = {found.change.earlier, found.change.later} - self._claims.keys()
        if missing or found.fact_id not in self._facts:
            self._read_claims(row)
        earlier, later = self._claims.get(found.change.earlier), self._claims.get(found.change.later)
        fact = self._facts.get(found.fact_id)
        if earlier is None or later is None or fact is None:
            return None
        return ChangeCard(found, fact, earlier, later)

    def _read_claims(self, row: int) -> None:
        """With those of the cards below, which are asked for next."""
        found = [one for one in self._found[row : row + _PAGE] if isinstance(one, FoundChange)]
        changes = [one.change for one in found]
        facts = {one.fact_id for one in found} - self._facts.keys()
        connection = self._session.workspace.connection
        self._facts |= {fact.id: fact for fact in queries.facts(connection, list(facts), counted=False)}
        wanted = {claim_id for change in changes for claim_id in (change.earlier, change.later)} - self._claims.keys()
        self._claims |= {claim.id: claim for claim in queries.claims(connection, list(wanted))}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading; the whole card under its own role."""
        card = self.card_at(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if isinstance(card, VersionCard):
            return _told_version(card, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{str(card.found.change.kind).capitalize()}: {card.heading}"[:300]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            decided = f", {card.found.decision}" if card.found.decision else ""
            new = ", new" if card.found.is_new else ""
            return f"{str(card.found.change.kind).capitalize()}{new}{decided}. {card.found.change.reason}"[:600]
        return None


def _order(found: Found) -> tuple[float, bool]:
    """What weighs most first; of a change between versions, that claims wait counts before what changes no claim."""
    return (-found.change.weight, isinstance(found, VersionFinding) and not found.carried)


def _told_version(card: VersionCard, role: int) -> str | None:
    found = card.found
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{card.kind}: {card.heading}"[:300]
    if role != Qt.ItemDataRole.AccessibleTextRole:
        return None
    waiting = f", {count(len(found.carried), 'claim')} to confirm" if found.carried else ""
    sides = (" ".join(one.text for one in side) for side in (found.change.old, found.change.new))
    words = " → ".join(" ".join(side.split()) for side in sides if side)
    decided = f", {found.decision}" if found.decision else ""
    return f"{str(found.change.kind).capitalize()} in a new version{decided}{waiting}. {card.heading}. {words}"[:600]
