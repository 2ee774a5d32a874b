"""The lines of history as a list: read by the page, newest first, beside the window's thread where words are sought."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from claimtracker.domain.errors import UserError
from claimtracker.domain.history import DOORS, HistorySearch, standing
from claimtracker.domain.values import HistoryEntry
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.storage import queries
from claimtracker.text.moments import told_moment

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `HistoryEntry` of an index."""

_PAGE = 200


class HistoryModel(QAbstractListModel):
    """A row an operation."""

    answered = Signal()
    """What was asked for is here, or a further page of it."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session.workspace.path, self)
        self._reader.failed.connect(session.failed)
        self._entries: list[HistoryEntry] = []
        self._wanted = HistorySearch()
        self._more = False

    @property
    def words(self) -> str:
        """What is sought."""
        return self._wanted.words

    @property
    def looking(self) -> bool:
        """Whether an answer is awaited."""
        return self._reader.busy

    def show_words(self, words: str) -> None:
        """Show what has all of these words, in its line or in what it changed; everything for no words."""
        self._wanted = HistorySearch(words)
        self.reload()

    def reload(self) -> None:
        """Read the newest lines anew, as many as were read already."""
        self._ask(max(_PAGE, len(self._entries)), None)

    def entry_at(self, row: int) -> HistoryEntry | None:
        """The operation of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, operation_id: int | None) -> int:
        """The row of an operation; -1 when it is not shown."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == operation_id), -1)

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._reader.drain()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many lines were read."""
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older ones."""
        return not parent.isValid() and self._more and not self.looking

    def fetchMore(self, parent: Index) -> None:
        """Read the next page of older ones."""
        if self.canFetchMore(parent):
            self._ask(_PAGE, self._entries[-1].id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What was done, and for a screen reader who did it, when and by which door."""
        entry = self.entry_at(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.label, standing(entry), told_entry(entry)) if part)
        return entry if role == ENTRY_ROLE else None

    def _ask(self, limit: int, before: int | None) -> None:
        question = partial(queries.operations_matching, wanted=self._wanted, limit=limit, before=before)
        then = partial(self._on_answered, limit, before)
        if self._wanted.words.strip():
            self._reader.ask(question, then)
            return
        # By key alone a page is read in less than a frame.
        self._reader.stop()
        try:
            then(question(self._session.workspace.connection))
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_answered(self, limit: int, before: int | None, answer: object) -> None:
        found = list(answer) if isinstance(answer, list) else []
        self._more = len(found) == limit
        if before is None:
            self.beginResetModel()
            self._entries = found
            self.endResetModel()
        elif found:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._entries += found
            self.endInsertRows()
        self.answered.emit()


def told_entry(entry: HistoryEntry) -> str:
    """“3 November 2026, 14:05 · Ada · window”."""
    parts = (told_moment(entry.at), entry.coder, DOORS.get(entry.origin, entry.origin))
    return " · ".join(part for part in parts if part)
