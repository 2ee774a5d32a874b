"""What replacing would change, a row a cell, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.columns import column
from claimtracker.storage.queries import Replacement, TextSearch

Index = QModelIndex | QPersistentModelIndex

MARKS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Which characters of what is shown are found, or put in: pairs of start and length."""
_HEADINGS = ("Claim", "Column", "Before", "After")
_BEFORE, _AFTER = 2, 3
_SHOWN = 300
_LEAD = 24
"""Characters before the first place found that are shown, so that it is seen in a long text too."""


class ReplacementsModel(QAbstractTableModel):
    """Read only; `show` gives it what was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Replacement] = ()
        self._search = TextSearch("")
        self._put = ""

    def show(self, rows: Sequence[Replacement], search: TextSearch, replacement: str) -> None:
        """Show these in place of what was there, with what was searched for marked."""
        self.beginResetModel()
        self._rows, self._search, self._put = rows, search, replacement
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """A row a cell."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Which claim, which column, before and after."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The texts, and what is marked in them."""
        if not index.isValid():
            return None
        row, number = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, number)[0]
        if role == MARKS_ROLE:
            return self._shown(row, number)[1]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADINGS[number]}: {_text(row, number)[:_SHOWN] or 'empty'}"
        return None

    def _shown(self, row: Replacement, number: int) -> tuple[str, list[tuple[int, int]]]:
        """The text of a cell from a little before the first place on, and the places in it."""
        text = " ".join(_text(row, number).split("\n"))
        if number not in {_BEFORE, _AFTER}:
            return text, []
        places = self._search.places(row.before)
        if number == _AFTER:
            places = self._places_after(row, places)
        first = places[0][0] if places else 0
        cut = first - _LEAD if first > 2 * _LEAD else 0
        lead = "…" if cut else ""
        shown = lead + text[cut : cut + _SHOWN] + ("…" if len(text) > cut + _SHOWN else "")
        moved = ((start - cut + len(lead), length) for start, length in places)
        return shown, [(start, length) for start, length in moved if length and start + length <= len(shown)]

    def _places_after(self, row: Replacement, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where the replacement stands: each place moves by what those before it grew or shrank."""
        put = self._put
        whole = self._search.pattern().sub(lambda _found: put, row.before)
        # Blanks at the beginning of what comes of it are taken off.
        grown, found = len(whole.lstrip()) - len(whole), []
        for start, length in places:
            found.append((max(0, start + grown), len(put)))
            grown += len(put) - length
        return found


def _text(row: Replacement, number: int) -> str:
    return (str(row.claim_id), column(row.key).label, row.before, row.after)[number]
