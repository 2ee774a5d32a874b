"""Linking claims to a fact in the window: the picker opens over what one works on, and one key links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from claimtracker.domain.values import ClaimId, ClaimRow
from claimtracker.gui.models.fact_picker import NEW, NONE, FactPickerModel
from claimtracker.gui.models.palette import Entry
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.palette import Palette
from claimtracker.operations import EditClaims
from claimtracker.storage import queries

_READ = 200
"""Of all claims that are selected, those that are looked at to say what they may be about."""


class FactLinker(QObject):
    """One for an open project. What was chosen is written as one undo step."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], theme: Theme, place: QWidget) -> None:
        super().__init__(place)
        self._session = session
        self._claim_ids: tuple[ClaimId, ...] = ()
        self._before: QWidget | None = None
        self._reader = Reader(session.workspace.path, self)
        self._reader.failed.connect(session.failed)
        self._model = FactPickerModel(actions, self)
        self.picker = Palette(
            self._model,
            actions,
            theme,
            place,
            name="Which fact is this about?",
            hint="Enter links   Type to search facts and claims, or to name a new fact",
        )
        self.picker.chosen.connect(self._on_chosen)
        self.picker.closed.connect(self._on_closed)

    def link(self, claim_ids: Sequence[ClaimId]) -> None:
        """Ask which fact these claims are about."""
        connection = self._session.workspace.connection
        self._claim_ids = tuple(claim_ids)
        claims = queries.claims(connection, self._claim_ids[:_READ])
        if not claims:
            self._session.notice.emit("Choose a claim first; then it can be linked to a fact.")
            return
        self._before = QApplication.focusWidget()
        self._model.pick_for(connection, claims, self._reader)
        self.picker.open_with(())

    def put_down(self) -> None:
        """Ask no more: the project is about to be closed."""
        self._reader.drain()

    def _on_closed(self) -> None:
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self._reader.stop()

    def _on_chosen(self, entry: Entry) -> None:
        claims = self._claim_ids
        if entry.kind == "claim":
            for other in queries.claims(self._session.workspace.connection, [int(entry.key)]):
                link_like(self._session, claims, other)
        else:
            fact = {NEW: entry.name, NONE: ""}.get(entry.key, entry.key)
            self._session.run(EditClaims(claims, {"fact": fact}))


def link_like(session: Session, claim_ids: Sequence[ClaimId], other: ClaimRow) -> None:
    """Link claims to the fact of another, as one undo step; one without a fact names it, and is linked too."""
    claims, fact = tuple(claim_ids), other.fact_code
    if not fact:
        fact, claims = " ".join((other.assertion or other.sentence_text).split()), (*claims, other.id)
    session.run(EditClaims(claims, {"fact": fact}))
