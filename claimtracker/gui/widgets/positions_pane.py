"""All positions of one speaker, by fact and latest first, with where they moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, ClaimRow, FactId
from claimtracker.gui.dates import short_date
from claimtracker.gui.marks import marks_of
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.side_by_side import SideCell, SideRow
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.side_table import SideTable
from claimtracker.storage import queries
from claimtracker.storage.queries.positions import FactPositions, most_quoted_speaker, positions_of_speaker

_LATEST = 2_000
"""Claims of one speaker that are listed at most."""


class PositionsPane(QWidget):
    """Of the speaker that is filtered for, else of the one with most claims."""

    def __init__(self, session: Session, state: ReviewState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self.table = SideTable("Positions of a speaker", 1, theme)
        self.speaker = ""
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(session.failed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)

    def show_positions(self) -> None:
        """Read them anew, beside the window where there are many claims."""
        wanted = self._state.filter
        question = partial(_positions, speaker=wanted.speaker, fact_id=wanted.fact_id)
        try:
            self.reader.answer(self._session.workspace.connection, question, self._on_answered)
        except UserError as error:
            self._session.failed.emit(str(error))

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self.reader.drain()

    def _on_answered(self, found: object) -> None:
        if not isinstance(found, _Answer):
            return
        self.speaker = found.speaker
        moves = marks_of(self._state.changes)
        rows = [row for positions in found.positions for row in _rows(positions, moves)]
        shown = sum(len(positions.claims) for positions in found.positions)
        newest = f", the newest {_LATEST:,} claims" if shown >= _LATEST else ""
        self.table.rows.show_rows(rows, [f"{self.speaker or 'No speaker yet'}: latest first{newest}"])


@dataclass(frozen=True, slots=True)
class _Answer:
    speaker: str
    positions: list[FactPositions]


def _positions(connection: queries.Connection, speaker: str, fact_id: FactId | None) -> _Answer:
    speaker = speaker or most_quoted_speaker(connection)
    return _Answer(speaker, positions_of_speaker(connection, speaker, fact_id=fact_id, latest=_LATEST))


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
