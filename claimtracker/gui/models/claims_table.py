"""Claims as a table: ids in an array, rows read by the page, refreshed by ChangeSets alone."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.columns import COLUMNS, Column
from claimtracker.domain.values import ClaimId, ClaimRow
from claimtracker.gui.session import Session
from claimtracker.gui.signs import legible
from claimtracker.gui.words import overwritten
from claimtracker.operations import EditClaim
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, FoundClaims, SortKey, Stretches

Index = QModelIndex | QPersistentModelIndex
Ids: TypeAlias = "array[int] | FoundClaims | Stretches"

CLAIM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `ClaimRow` of an index."""

_PAGE = 16
"""Rows that are read with one that is asked for."""
_KEPT = 160
"""Rows that are kept once they are read."""
_WALK = 500
"""Rows that are looked at one by one for the edge of a block."""
_FEW = 20
"""Claims that are looked for one by one."""
_SHOWN = 300
"""Characters of a cell that are shown: painting a long one would stall the table."""

_NAMES = ("speaker", "status", "fact", "tag", "article", "sentence", "coder")
"""Tables of which one row may be seen in any number of claims."""
_PARTS = ("claim_span", "claim_tag")
"""Tables whose rows are seen in a claim, but say not in which."""


class ClaimsTableModel(QAbstractTableModel):
    """One row a claim. `setData` only runs an operation; what it changed comes back as a ChangeSet."""

    order_changed = Signal()
    """It is sorted otherwise."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter: ClaimFilter | None = None
        self._order: tuple[SortKey, ...] = ()
        self._ids: Ids = array("q")
        self._read: dict[int, ClaimRow | None] = {}
        self.finds_itself = True
        """Whether it asks which claims there are when some came; else whoever shows it does, beside the window."""
        self._held = False
        self._waiting: list[ChangeSet] = []
        session.changed.connect(self._on_changed)

    @property
    def filter(self) -> ClaimFilter | None:
        """Which claims are shown; None when none are."""
        return self._filter

    @property
    def order(self) -> tuple[SortKey, ...]:
        """What the claims are sorted by; nothing means by article and place in it."""
        return self._order

    @property
    def count(self) -> int:
        """How many claims are shown."""
        return len(self._ids)

    def show(self, wanted: ClaimFilter | None, ids: Ids | None = None) -> None:
        """Show the claims that match, none for None. `ids` if somebody found out already, in the order in force."""
        self._filter = wanted
        self._take(self._found() if ids is None else ids)

    def begin(self, wanted: ClaimFilter, claims: Sequence[ClaimRow]) -> None:
        """Show the first of the claims that match, which somebody has read by place; `go_on` shows the others."""
        if self._order:
            self.show(wanted)
            return
        self._filter = wanted
        self._take(array("q", [claim.id for claim in claims]), claims)

    def go_on(self) -> None:
        """Show all that match, below those that are shown."""
        found, first = self._found(), self.count
        if list(found[:first]) != list(self._ids):
            self._take(found)
        elif len(found) > first:
            self.beginInsertRows(QModelIndex(), first, len(found) - 1)
            self._ids = found
            self.endInsertRows()

    def set_order(self, keys: Sequence[SortKey], ids: Ids | None = None) -> None:
        """Sort by these columns, in SQL; by nothing means by article and place in it."""
        self._order = tuple(keys)
        self._take(self._found() if ids is None else ids)
        self.order_changed.emit()

    def reload(self) -> None:
        """Ask again which claims there are."""
        self._take(self._found())

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
        if row not in self._read:
            start = row - row % _PAGE
            self.read(start, start + _PAGE - 1)
        return self._read[row]

    def read(self, first: int, last: int) -> None:
        """Have the claims of these rows at hand, asked for at once."""
        missing = {row: self._ids[row] for row in range(first, min(last + 1, self.count)) if row not in self._read}
        if not missing:
            return
        found = {claim.id: claim for claim in queries.claims(self._session.workspace.connection, [*missing.values()])}
        self._read |= {row: found.get(ClaimId(claim_id)) for row, claim_id in missing.items()}
        for row in list(self._read)[: max(0, len(self._read) - _KEPT)]:
            del self._read[row]

    def ids(self, first: int, last: int) -> tuple[ClaimId, ...]:
        """The claims of the rows from `first` to `last`, without reading them."""
        return tuple(ClaimId(claim_id) for claim_id in self._ids[max(0, first) : last + 1])

    def shows(self, ids: Ids) -> bool:
        """Whether these are the claims that are shown, in this order."""
        return ids == self._ids

    def row_of(self, claim_id: ClaimId) -> int:
        """The row of a claim; -1 when it is not shown."""
        return next(iter(self.rows_of((claim_id,))), -1)

    def rows_of(self, claim_ids: Collection[int]) -> list[int]:
        """The rows of some claims, from top to bottom."""
        if len(claim_ids) > _FEW:
            return [row for row, claim_id in enumerate(self._ids) if claim_id in claim_ids]
        # What was edited is seen, nearly always: then not all of the claims are walked through for it.
        rows = [row for row in self._read if self._ids[row] in claim_ids]
        for claim_id in set(claim_ids).difference(self._ids[row] for row in rows):
            with suppress(ValueError):
                rows.append(self._ids.index(claim_id))
        return sorted(rows)

    def filled(self, row: int, column: int) -> bool:
        """Whether a cell holds anything."""
        claim = self.claim_at(row)
        return claim is not None and bool(queries.cell(claim, COLUMNS[column].key))

    def edge_row(self, row: int, column: int, step: int) -> int:
        """Up or down a column to the last filled row of this block, else to the next filled row, else to the end."""
        end = self.count - 1 if step > 0 else 0
        if row == end or self._filter is None:
            return row
        inside = self.filled(row, column) and self.filled(row + step, column)
        ahead = range(row + step, end + step, step)
        for number in ahead[:_WALK]:
            if self.filled(number, column) != inside:
                return number - step if inside else number
        # A long block is not walked through: the file says which claims are empty there, or are not.
        test = ColumnTest(COLUMNS[column].key, "empty" if inside else "not empty")
        wanted = replace(self._filter, columns=(*self._filter.columns, test))
        stops = set(queries.claim_ids(self._session.workspace.connection, wanted)) if len(ahead) > _WALK else set()
        for number in ahead[_WALK:]:
            if self._ids[number] in stops:
                return number - step if inside else number
        return end

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
        if role not in _ROLES or not index.isValid():
            return None
        claim = self.claim_at(index.row())
        if claim is None or role == CLAIM_ROLE:
            return claim
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return queries.cell(claim, column.key)
        shown = shown_text(claim, column.key)
        return f"{column.label}: {shown or 'empty'}" if role == Qt.ItemDataRole.AccessibleTextRole else shown

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The labels of the columns, with what they hold as a tip; how it is sorted is told as well."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.label + self._told_order(column.key)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Run the operation that sets a cell; False when it was refused, which the session tells."""
        claim = self.claim_at(index.row()) if index.isValid() else None
        if claim is None or role != Qt.ItemDataRole.EditRole:
            return False
        key = COLUMNS[index.column()].key
        if queries.cell(claim, key) == str(value):
            return True
        now = queries.claims(self._session.workspace.connection, [claim.id])
        if not now:
            self._session.failed.emit(
                "This claim was deleted elsewhere while you typed; undo brings it back. What you typed was: "
                f"“{str(value)[:_SHOWN]}”."
            )
            return False
        _, problem = self._session.attempt(EditClaim(claim.id, {key: str(value)}), initiator=self)
        if problem:
            self._session.failed.emit(problem)
        elif queries.cell(now[0], key) != queries.cell(claim, key):
            self._session.notice.emit(overwritten(COLUMNS[index.column()].label, queries.cell(now[0], key)))
        return not problem

    def _told_order(self, key: str) -> str:
        for number, sorted_by in enumerate(self._order, 1):
            if sorted_by.key == key:
                which = f", number {number} of {len(self._order)}" if len(self._order) > 1 else ""
                return f", sorted {'Z to A' if sorted_by.descending else 'A to Z'}{which}"
        return ""

    def _found(self) -> array[int]:
        if self._filter is None:
            return array("q")
        return queries.claim_ids(self._session.workspace.connection, self._filter, order=self._order)

    def _take(self, ids: Ids, claims: Sequence[ClaimRow] = ()) -> None:
        self.beginResetModel()
        self._read = dict(enumerate(claims))
        self._ids = ids
        self.endResetModel()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._filter is None or not changes.touches("claim", *_PARTS, *_NAMES):
            return
        if self._held:
            self._waiting.append(changes)
            return
        claims = changes.table("claim")
        if claims.everything or claims.inserted:
            self._take(self._found() if self.finds_itself else self._ids)
        elif claims.deleted:
            # What is left stays in its order, so the file need not be asked.
            self._take(_without(self._ids, claims.deleted))
        elif changes.touches(*_PARTS) or _renames(changes):
            self._read.clear()
            self._tell_changed(range(len(self._ids)))
        else:
            self._refresh(claims.updated)

    def _refresh(self, claim_ids: Collection[int]) -> None:
        rows = self.rows_of(claim_ids)
        for row in rows:
            self._read.pop(row, None)
        for run in runs(rows):
            self._tell_changed(run)

    def _tell_changed(self, rows: range) -> None:
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(COLUMNS) - 1))


def shown_text(claim: ClaimRow, key: str) -> str:
    """The text of a cell as it is shown: a fact with its code, a long text cut short."""
    text = queries.cell(claim, key)
    if key == "fact" and claim.fact_code:
        text = f"{claim.fact_code} {text}"
    elif key == "published":
        # To the minute; the offset and the rest are told where the article is.
        text = text[:16].replace("T", " ")
    return legible(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def runs(numbers: Iterable[int]) -> Iterator[range]:
    """Ascending numbers as stretches without a gap."""
    start = end = None
    for number in numbers:
        if start is None or number != end:
            if start is not None and end is not None:
                yield range(start, end)
            start = number
        end = number + 1
    if start is not None and end is not None:
        yield range(start, end)


def _without(ids: Ids, gone: Collection[int]) -> Ids:
    if isinstance(ids, Stretches):
        return ids.without(gone)
    return array(ids[:0].typecode, (claim_id for claim_id in ids if claim_id not in gone))


def _renames(changes: ChangeSet) -> bool:
    """Whether names or colours changed that may stand in any row; what is merely new stands in none yet."""
    found = [changes.table(name) for name in _NAMES]
    return any(change.everything or change.updated or change.deleted for change in found)


_ROLES = {
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.EditRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    CLAIM_ROLE,
}
