"""The rows of somebody else's claim sheet as they would come in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.exchange.foreign_sheet import PreviewRow, RowOutcome
from claimtracker.gui.models.import_report import TONE_ROLE
from claimtracker.gui.signs import displayed
from claimtracker.gui.words import without_name

Index = QModelIndex | QPersistentModelIndex

_HEADINGS = ("Line", "What it is", "Words, or why it cannot be placed", "Speaker", "Status")
_TONES = {RowOutcome.NEW: "green", RowOutcome.ALREADY_THERE: "grey", RowOutcome.REFUSED: "red"}
_CALLED = {RowOutcome.NEW: "New", RowOutcome.ALREADY_THERE: "Already there", RowOutcome.REFUSED: "Cannot be placed"}
_SHOWN = 300


class MappingPreviewModel(QAbstractTableModel):
    """Read only; `show` gives it what was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PreviewRow] = ()

    def show(self, rows: Sequence[PreviewRow]) -> None:
        """Show these in place of what was there; the current row stays where it is when as many rows are shown."""
        if len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(_HEADINGS) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def whole(self, row: int) -> str:
        """All that is said of a row."""
        if not 0 <= row < len(self._rows):
            return ""
        found = self._rows[row]
        fields = [f"{key}: {value}" for key, value in (found.fields or {}).items()]
        told = [found.problem or found.place, *found.warnings, found.words, "; ".join(fields)]
        return "\n".join(displayed(" ".join(part.split())) for part in told if part)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """A row a row."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """As headed."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One line of each text, and the colour of what it is."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        fields = row.fields or {}
        text = (
            row.place.rpartition(" ")[2],
            _CALLED[row.outcome],
            without_name(row.problem, row.place) or " · ".join([row.words, *row.warnings]),
            fields.get("speaker", ""),
            fields.get("status", ""),
        )[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return displayed(" ".join(text[:_SHOWN].split()))
        if role == TONE_ROLE:
            return _TONES[row.outcome] if column == 1 else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADINGS[column]}: {text[:_SHOWN] or 'empty'}"
        return None
