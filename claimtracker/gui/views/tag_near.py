"""While a claim is typed: the earlier ones that look like it, and a key that links it to the fact of one of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from claimtracker.domain.values import ClaimId, ClaimRow
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.claim_bar import ClaimBar
from claimtracker.gui.widgets.claim_panel import ClaimPanel
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.gui.widgets.fact_linker import link_like
from claimtracker.storage import queries
from claimtracker.text.claim_line import parse_claim_line

_PAUSE = 120
"""Milliseconds after the last key before anything is looked for."""
_KEYS = "Alt+1–5 links"


@dataclass(frozen=True, slots=True)
class _Typed:
    text: str
    speaker: str = ""
    claim_id: ClaimId | None = None
    """The claim whose cell is open; None for a claim that the bar would make."""


class NearWhileTyping(QObject):
    """Watches the assertion's cell and the claim bar; the panel shows what it showed before when the typing ends."""

    def __init__(self, session: Session, table: ClaimsTable, bar: ClaimBar, panel: ClaimPanel) -> None:
        super().__init__(panel)
        self._session = session
        self._table = table
        self._bar = bar
        self._panel = panel
        self._typed: _Typed | None = None
        self._looked_for: _Typed | None = None
        """What the panel shows the near ones of."""
        self._asked: _Typed | None = None
        """What is being looked for."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.look)
        table.assertion_typed.connect(self._on_cell_typed)
        table.typing_ended.connect(self.end)
        table.near_wanted.connect(self._on_cell_wanted)
        bar.edited.connect(self._on_line_typed)
        bar.line.focused.connect(self._on_line_typed)
        bar.line.near_wanted.connect(self._on_line_wanted)
        session.changed.connect(self._on_changed)

    def look(self) -> None:
        """Show what looks like the text now, unless that is shown already; in a large project, in a moment."""
        self._pause.stop()
        typed = self._typed
        if typed is None or typed in {self._looked_for, self._asked}:
            return
        self._asked = typed
        self._panel.show_near(
            typed.text, speaker=typed.speaker, besides=typed.claim_id, keys=_KEYS, then=self._on_looked
        )

    def end(self) -> None:
        """Nothing is typed any more."""
        self._pause.stop()
        shows = self._looked_for is not None or self._asked is not None
        self._typed = self._looked_for = self._asked = None
        if shows:
            self._panel.show_again()

    def _on_looked(self, found: bool) -> None:
        before, self._looked_for, self._asked = self._looked_for, self._asked if found else None, None
        if not found and before is not None:
            self._panel.show_again()

    def _on_cell_typed(self, text: str) -> None:
        claim_id = self._table.current_claim_id()
        claim = next(iter(queries.claims(self._session.workspace.connection, [claim_id] if claim_id else [])), None)
        if claim is None or (self._typed is None and claim.fact_id is not None and text == claim.assertion):
            return  # a cell that was merely opened; what is known of its fact tells more
        self._type(_Typed(text, claim.speaker, claim.id))

    def _on_line_typed(self) -> None:
        line = parse_claim_line(self._bar.text)
        text = line.slot("assertion").text.strip()
        if text and self._bar.line.hasFocus():
            self._type(_Typed(text, line.slot("speaker").text))
        elif self._typed is not None and self._typed.claim_id is None:
            self.end()

    def _type(self, typed: _Typed) -> None:
        self._typed = typed
        if typed != self._looked_for:
            self._pause.start()

    def _meant(self, number: int) -> ClaimRow | None:
        self.look()
        near = self._panel.near if self._looked_for is not None else []
        if number > len(near):
            self._session.notice.emit(f"No earlier claim is shown as {number}.")
            return None
        return near[number - 1]

    def _on_cell_wanted(self, number: int) -> None:
        other = self._meant(number)
        if other is not None and self._typed is not None and self._typed.claim_id is not None:
            link_like(self._session, [self._typed.claim_id], other)
            for linked in queries.claims(self._session.workspace.connection, [self._typed.claim_id]):
                self._session.notice.emit(f"Linked to {linked.fact_code} {' '.join(linked.fact.split())[:120]}.")

    def _on_line_wanted(self, number: int) -> None:
        other = self._meant(number)
        if other is not None and other.fact_id is None:
            self._session.notice.emit("That claim is about no fact yet; link it first, or name a fact behind “=”.")
        elif other is not None:
            self._bar.name_fact(other.fact)

    def _on_changed(self) -> None:
        # The panel has gone back to the claim at hand; what is typed counts for more.
        if self._looked_for is not None or self._asked is not None:
            self._looked_for = self._asked = None
            self.look()
