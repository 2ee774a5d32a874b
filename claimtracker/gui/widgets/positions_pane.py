"""All positions of one speaker, by fact and latest first, with where they moved."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from claimtracker.domain.values import ClaimId, ClaimRow
from claimtracker.gui.dates import short_date
from claimtracker.gui.marks import marks_of
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.side_by_side import SideCell, SideRow
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.side_table import SideTable
from claimtracker.storage import queries
from claimtracker.storage.queries.positions import FactPositions, positions_of_speaker


class PositionsPane(QWidget):
    """Of the speaker that is filtered for, else of the one with most claims."""

    def __init__(self, session: Session, state: ReviewState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self.table = SideTable("Positions of a speaker", 1, theme)
        self.speaker = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)

    def show_positions(self) -> None:
        """Read them anew."""
        connection = self._session.workspace.connection
        speakers = queries.speakers(connection)
        most = max(speakers, key=lambda speaker: speaker.claims, default=None)
        self.speaker = self._state.filter.speaker or (most.name if most is not None else "")
        moves = marks_of(self._state.changes)
        rows = []
        for positions in positions_of_speaker(connection, self.speaker):
            wanted = self._state.filter.fact_id
            if wanted is None or positions.fact.id == wanted:
                rows += _rows(positions, moves)
        self.table.rows.show_rows(rows, [f"{self.speaker or 'No speaker yet'}: latest first"])


def _rows(positions: FactPositions, moves: dict[ClaimId, str]) -> list[SideRow]:
    fact = positions.fact
    rows = [SideRow(heading=f"{fact.code}  {fact.title}")]
    for claim in positions.claims:
        cell = SideCell(_lead(claim), claim.assertion, (claim,), moves.get(claim.id, ""))
        rows.append(SideRow(cells=(cell, SideCell())))
    return rows


def _lead(claim: ClaimRow) -> str:
    said = short_date(claim.said_on or claim.published) or "Undated"
    return " · ".join(part for part in (said, claim.source, " ".join(claim.article_title.split())) if part)
