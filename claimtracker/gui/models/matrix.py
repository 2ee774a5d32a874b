"""The matrix of facts as a table model: a row a fact, a column an article, a speaker or a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.values import ClaimId, Fact, FactId
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.signs import escape
from claimtracker.storage.queries.matrix import MatrixColumn, MatrixEntry

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `MatrixCell` of an index."""
FACT_ROLE = CELL_ROLE + 1
"""The `Fact` of a row, for its header."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The claims of a cell, and which of them changed something since the same speaker spoke last."""

    entries: tuple[MatrixEntry, ...]
    ringed: frozenset[ClaimId]


class MatrixModel(QAbstractTableModel):
    """Read from the `ReviewState`, and reset when that is."""

    def __init__(self, state: ReviewState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._matrix = state.matrix
        self._reasons: Mapping[ClaimId, list[str]] = {}
        state.claims_found.connect(self._on_claims_found)
        state.refreshed.connect(self._on_refreshed)
        self._on_claims_found()

    def fact_at(self, row: int) -> Fact | None:
        """The fact of a row."""
        facts = self._matrix.facts
        return facts[row] if 0 <= row < len(facts) else None

    def column_at(self, number: int) -> MatrixColumn | None:
        """What a column is."""
        columns = self._matrix.columns
        return columns[number] if 0 <= number < len(columns) else None

    def row_of(self, fact_id: FactId) -> int | None:
        """Where a fact stands."""
        return next((row for row, fact in enumerate(self._matrix.facts) if fact.id == fact_id), None)

    def column_of(self, key: str) -> int | None:
        """Where an article, a speaker or a day stands."""
        return next((number for number, column in enumerate(self._matrix.columns) if column.key == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many facts there are."""
        return 0 if parent.isValid() else len(self._matrix.facts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """One for each article, speaker or day."""
        return 0 if parent.isValid() else len(self._matrix.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Nothing is edited here."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The statuses of the claims; the whole cell under its own role."""
        fact = self.fact_at(index.row()) if index.isValid() else None
        column = self.column_at(index.column())
        if fact is None or column is None:
            return None
        entries = self._matrix.cells.get((fact.id, column.key), ())
        if role == CELL_ROLE:
            return MatrixCell(entries, frozenset(one.claim_id for one in entries if one.claim_id in self._reasons))
        if role == Qt.ItemDataRole.DisplayRole:
            return "; ".join(entry.status or "no status" for entry in entries)[:300]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = "; ".join(self._told(entry) for entry in entries)[:600]
            return f"{fact.code} {fact.title[:80]}, {fact.verdict}, {column.heading[:80]}: {told or 'nothing said'}"
        return None

    def reasons(self, entry: MatrixEntry) -> list[str]:
        """Why a claim is ringed, a sentence each."""
        return self._reasons.get(entry.claim_id, [])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The fact at the left; above an article's column when and where it was published, in two lines."""
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return self._tip(section)
        if orientation == Qt.Orientation.Vertical:
            fact = self.fact_at(section)
            return None if fact is None else _of_fact(fact, role)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        column = self.column_at(section)
        if column is None:
            return None
        if column.article_id is None:
            return short_date(column.heading)[:40]
        day, _, outlet = column.detail.partition(" ")
        return f"{short_date(day) or 'Undated'}\n{(outlet or column.heading)[:24]}"

    def _tip(self, section: int) -> str | None:
        """The whole heading of a column, as plain text whatever is in it."""
        column = self.column_at(section)
        if column is None:
            return None
        told = " · ".join(part for part in (column.heading, column.detail) if part)
        return f"<qt>{escape(' '.join(told.split())[:600])}</qt>"

    def _told(self, entry: MatrixEntry) -> str:
        changed = ", changed" if entry.claim_id in self._reasons else ""
        return f"{entry.speaker or 'no source'} {entry.status or 'no status'}{changed}"

    def _on_claims_found(self) -> None:
        self.beginResetModel()
        self._matrix = self._state.matrix
        self._reasons = self._state.reasons
        self.endResetModel()

    def _on_refreshed(self) -> None:
        if self._matrix is not self._state.matrix:
            self._on_claims_found()
            return
        # They are shown already: only the rings were missing.
        self._reasons = self._state.reasons
        if self._matrix.facts:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _of_fact(fact: Fact, role: int) -> Fact | str | None:
    if role == FACT_ROLE:
        return fact
    name = f"{fact.code}  {' '.join(fact.title.split())}"
    if role == Qt.ItemDataRole.DisplayRole:
        return name[:200]
    told = f"{name}, verdict: {fact.verdict}"
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return told
    # A tip guesses whether it is markup; this one says so, and holds none of the title's.
    return f"<qt>{escape(told)}</qt>" if role == Qt.ItemDataRole.ToolTipRole else None
