"""Rows of two cells under headings: a speaker's positions, or two articles beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.values import ClaimRow

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `SideCell` of an index, or the heading of its row as a str."""


@dataclass(frozen=True, slots=True)
class SideCell:
    """What a cell shows: a small line above, words, claims as chips, and a mark for what changed."""

    lead: str = ""
    text: str = ""
    claims: tuple[ClaimRow, ...] = field(default=())
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row: a heading over both columns, or two cells."""

    heading: str = ""
    cells: tuple[SideCell, SideCell] = (SideCell(), SideCell())


class SideBySideModel(QAbstractTableModel):
    """Set whole; nothing is edited."""

    def __init__(self, columns: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: Sequence[SideRow] = ()
        self._headings: tuple[str, ...] = ("",) * columns

    def show_rows(self, rows: Sequence[SideRow], headings: Sequence[str]) -> None:
        """Show these rows under these column headings."""
        self.beginResetModel()
        self._rows, self._headings = rows, tuple(headings)
        self.endResetModel()

    def row_at(self, number: int) -> SideRow | None:
        """A row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Headings and rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """One or two."""
        return 0 if parent.isValid() else self._columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None or row.heading:
            return Qt.ItemFlag.ItemIsEnabled if row is not None else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words; the whole cell under its own role."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        cell = row.cells[index.column()]
        if role == CELL_ROLE:
            return row.heading or cell
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.heading or cell.text)[:300]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            claims = (f"{claim.speaker} {claim.status}" for claim in cell.claims)
            told = [cell.lead, cell.text[:400], *claims, cell.mark]
            return row.heading or ", ".join(part for part in told if part) or "empty"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What each side is."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section] if 0 <= section < len(self._headings) else None
        return None
