"""The claims of an article as a table: ids in an array, rows read by the page, refreshed by ChangeSets alone."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.columns import COLUMNS, Column
from claimtracker.domain.values import ArticleId, ClaimId, ClaimRow
from claimtracker.gui.session import Session
from claimtracker.operations import EditClaim
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter

Index = QModelIndex | QPersistentModelIndex

CLAIM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `ClaimRow` of an index."""

_PAGE = 128
_PAGES = 64
_SHOWN = 300
"""Characters of a cell that are shown: painting a long one would stall the table."""

_SHOWN_TABLES = ("claim", "claim_span", "claim_tag", "speaker", "status", "fact", "tag", "article", "sentence", "coder")


class ClaimsTableModel(QAbstractTableModel):
    """One row a claim. `setData` only runs an operation; what it changed comes back as a ChangeSet."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter: ClaimFilter | None = None
        self._order, self._descending = "", False
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[ClaimRow]] = OrderedDict()
        self._held = False
        self._waiting: list[ChangeSet] = []
        session.changed.connect(self._on_changed)

    def show_article(self, article_id: ArticleId | None) -> None:
        """The claims of an article, by their place in it; none for None."""
        self._filter = None if article_id is None else ClaimFilter(article_id=article_id)
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, in SQL; -1 for the place in the text."""
        self._order = COLUMNS[column].key if column >= 0 else ""
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.reload()

    def reload(self) -> None:
        """Ask again which claims there are."""
        self.beginResetModel()
        self._pages.clear()
        self._ids = array("q")
        if self._filter is not None:
            connection = self._session.workspace.connection
            order = (queries.SortKey(self._order, self._descending),) if self._order else ()
            self._ids = queries.claim_ids(connection, self._filter, order=order)
        self.endResetModel()

    def hold(self, *, held: bool) -> None:
        """While an editor is open nothing may be refreshed under it; what came meanwhile is taken up afterwards."""
        self._held = held
        waiting, self._waiting = self._waiting, []
        for changes in waiting:
            self._on_changed(changes)

    def claim_at(self, row: int) -> ClaimRow | None:
        """The claim of a row."""
        if not 0 <= row < len(self._ids):
            return None
        number = row // _PAGE
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * _PAGE : (number + 1) * _PAGE]
            page = queries.claims(self._session.workspace.connection, wanted)
            self._pages[number] = page
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        place = row - number * _PAGE
        return page[place] if place < len(page) else None

    def row_of(self, claim_id: ClaimId) -> int:
        """The row of a claim; -1 when it is not shown."""
        try:
            return self._ids.index(claim_id)
        except ValueError:
            return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many claims there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Every column, shown or hidden."""
        return 0 if parent.isValid() else len(COLUMNS)

    def column(self, number: int) -> Column:
        """What a column is."""
        return COLUMNS[number]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Which cells can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if COLUMNS[index.column()].editor and not self._session.workspace.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell: cut short for display, whole for editing."""
        claim = self.claim_at(index.row()) if index.isValid() else None
        if claim is None:
            return None
        if role == CLAIM_ROLE:
            return claim
        if role not in _TEXT_ROLES:
            return None
        column = COLUMNS[index.column()]
        text = queries.cell(claim, column.key)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if column.key == "fact" and claim.fact_code:
            text = f"{claim.fact_code} {text}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}: {text[:_SHOWN] or 'empty'}"
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The labels of the columns, with what they hold as a tip."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section].label
            if role == Qt.ItemDataRole.ToolTipRole:
                return COLUMNS[section].help
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Run the operation that sets a cell; False when it was refused, which the session tells."""
        claim = self.claim_at(index.row()) if index.isValid() else None
        if claim is None or role != Qt.ItemDataRole.EditRole:
            return False
        key = COLUMNS[index.column()].key
        if queries.cell(claim, key) == str(value):
            return True
        refused = False

        def hear(_sentence: str) -> None:
            nonlocal refused
            refused = True

        self._session.failed.connect(hear)
        self._session.run(EditClaim(claim.id, {key: str(value)}), initiator=self)
        self._session.failed.disconnect(hear)
        return not refused

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._filter is None or not changes.touches(*_SHOWN_TABLES):
            return
        if self._held:
            self._waiting.append(changes)
            return
        claims = changes.table("claim")
        if claims.reshapes:
            self.reload()
            return
        self._pages.clear()
        if self._ids:
            # Names and colours may stand in any row; one signal for the whole table is one repaint.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))


_TEXT_ROLES = {
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.EditRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
}
