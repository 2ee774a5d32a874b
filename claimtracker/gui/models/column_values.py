"""The values of a column with their counts, to be ticked: what the filter menu of a heading lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from claimtracker.gui.filter_parts import EMPTY
from claimtracker.storage.queries import ColumnTest, ColumnValue

Index = QModelIndex | QPersistentModelIndex

COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""In how many claims a value stands."""
_SHOWN = 200
"""Characters of a value that are shown."""


class ColumnValuesModel(QAbstractListModel):
    """Ticks are kept for values that are not listed at the moment: searching among them unticks nothing."""

    ticked = Signal()
    """A tick was set or taken away."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: Sequence[ColumnValue] = ()
        self._others = True
        self._exceptions: dict[str, str] = {}

    @property
    def everything(self) -> bool:
        """Whether every value is ticked, listed or not."""
        return self._others and not self._exceptions

    @property
    def nothing(self) -> bool:
        """Whether no value is ticked."""
        return not self._others and not self._exceptions

    def tests(self, key: str) -> tuple[ColumnTest, ...]:
        """What the ticks ask of a column."""
        if self.everything or self.nothing:
            return ()
        values = tuple(self._exceptions.values())
        if values == ("",):
            return (ColumnTest(key, "not empty" if self._others else "empty"),)
        return (ColumnTest(key, "is not" if self._others else "is", values),)

    def start_from(self, tests: Sequence[ColumnTest]) -> None:
        """Tick what a column is asked for already."""
        self._others, self._exceptions = True, {}
        for test in tests:
            if test.kind in {"is", "empty", "is not", "not empty"}:
                self._others = test.kind in {"is not", "not empty"}
                self._exceptions = {value.casefold(): value for value in test.values or ("",)}
        self._tell()

    def show(self, values: Sequence[ColumnValue]) -> None:
        """List these."""
        self.beginResetModel()
        self._values = values
        self.endResetModel()

    def tick_all(self, *, on: bool) -> None:
        """Tick every value there is, or none."""
        self._others, self._exceptions = on, {}
        self._tell()

    def tick_only(self, row: int) -> None:
        """Tick one value and no other."""
        text = self._values[row].text
        self._others, self._exceptions = False, {text.casefold(): text}
        self._tell()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many are listed."""
        return 0 if parent.isValid() else len(self._values)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A value, its tick and its count."""
        if not index.isValid():
            return None
        value = self._values[index.row()]
        shown = " ".join(value.text[:_SHOWN].split()) or EMPTY
        if role == Qt.ItemDataRole.DisplayRole:
            return shown
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self._is_ticked(value.text) else Qt.CheckState.Unchecked
        if role == COUNT_ROLE:
            return value.claims
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{shown}, {value.claims} claim{'' if value.claims == 1 else 's'}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        text = self._values[index.row()].text
        # Qt hands over the number of a state as well as the state itself.
        on = value in {Qt.CheckState.Checked, Qt.CheckState.Checked.value}
        if on == self._others:
            self._exceptions.pop(text.casefold(), None)
        else:
            self._exceptions[text.casefold()] = text
        self._tell()
        return True

    def _is_ticked(self, text: str) -> bool:
        return self._others != (text.casefold() in self._exceptions)

    def _tell(self) -> None:
        if self._values:
            self.dataChanged.emit(self.index(0), self.index(len(self._values) - 1), [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()
