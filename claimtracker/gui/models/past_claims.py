"""The claim sheet as it stood at an earlier moment, as a table to be read."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.values import ClaimRow
from claimtracker.gui.models.claims_table import shown_text
from claimtracker.storage import queries
from claimtracker.storage.as_of import unpacked
from claimtracker.storage.queries import ClaimFilter

Index = QModelIndex | QPersistentModelIndex

_PAGE = 128
_PAGES = 64
_FIRST = ("claim_id", "article_title", "published", "speaker", "assertion", "status", "fact", "tags", "note", "coder")
"""What is looked for most stands first; everything else of the sheet follows."""

PAST_COLUMNS = (
    *(column for key in _FIRST for column in COLUMNS if column.key == key),
    *(column for column in COLUMNS if column.key not in _FIRST),
)


class PastClaimsModel(QAbstractTableModel):
    """A row a claim, read by the page from a copy of the project of then."""

    def __init__(self, project: bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = unpacked(project)
        self._ids = queries.claim_ids(self._connection, ClaimFilter())
        self._pages: OrderedDict[int, list[ClaimRow]] = OrderedDict()

    def close(self) -> None:
        """Let go of the copy."""
        self.beginResetModel()
        self._ids = self._ids[:0]
        self.endResetModel()
        self._connection.close()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many claims there were."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Every column of the sheet."""
        return 0 if parent.isValid() else len(PAST_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings, and what they mean."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(PAST_COLUMNS):
            return None
        column = PAST_COLUMNS[section]
        return {Qt.ItemDataRole.DisplayRole: column.label, Qt.ItemDataRole.ToolTipRole: column.help}.get(
            Qt.ItemDataRole(role)
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell as it was."""
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        claim = self._claim(index.row())
        return None if claim is None else shown_text(claim, PAST_COLUMNS[index.column()].key)

    def _claim(self, row: int) -> ClaimRow | None:
        page, place = divmod(row, _PAGE)
        if page not in self._pages:
            self._pages[page] = queries.claims(self._connection, self._ids[page * _PAGE : (page + 1) * _PAGE])
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        found = self._pages[page]
        return found[place] if place < len(found) else None
