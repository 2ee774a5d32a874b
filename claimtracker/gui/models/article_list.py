"""The articles as a list: ids first, summaries read by the page when they are painted."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import ArticleId, ArticleSummary
from claimtracker.gui.dates import short_date
from claimtracker.gui.session import Session
from claimtracker.storage import queries

Index = QModelIndex | QPersistentModelIndex

SUMMARY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `ArticleSummary` of an index."""

_PAGE = 16


class ArticleListModel(QStringListModel):
    """One row an article, oldest first.

    The strings of it are empty and nobody looks at them: a list asks for each of ten thousand rows, twice, whenever it
    is laid out, and Qt counts them without asking Python.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: array[int] = array("q")
        self._pages: dict[int, list[ArticleSummary]] = {}
        session.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Ask again which articles there are."""
        self._ids = array("q", queries.article_ids(self._session.workspace.connection))
        self._pages = {}
        self.setStringList([""] * len(self._ids))

    def id_at(self, row: int) -> ArticleId | None:
        """The article of a row."""
        return ArticleId(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, article_id: ArticleId | None) -> int:
        """The row of an article; -1 when there is none."""
        return self._ids.index(article_id) if article_id is not None and article_id in self._ids else -1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Chosen, but not edited or dragged."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return chosen if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; the whole summary under its own role."""
        summary = self._summary(index.row()) if index.isValid() else None
        if summary is None:
            return None
        if role == SUMMARY_ROLE:
            return summary
        if role == Qt.ItemDataRole.DisplayRole:
            return summary.title[:300]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = ", ".join(part for part in (short_date(summary.published), summary.source) if part)
            version = f", version {summary.version}" if summary.version else ""
            waiting = f", {summary.waiting} claims to confirm" if summary.waiting else ""
            seen = f"{summary.touched} of {summary.sentences} sentences seen to"
            return f"{summary.title[:200]}, {where}{version}{waiting}, {seen}"
        return None

    def _summary(self, row: int) -> ArticleSummary | None:
        if not 0 <= row < len(self._ids):
            return None
        number = row // _PAGE
        if number not in self._pages:
            wanted = [ArticleId(one) for one in self._ids[number * _PAGE : (number + 1) * _PAGE]]
            self._pages[number] = queries.article_summaries(self._session.workspace.connection, wanted)
        page = self._pages[number]
        return page[row - number * _PAGE] if row - number * _PAGE < len(page) else None

    def _on_changed(self, changes: ChangeSet) -> None:
        articles = changes.table("article")
        if articles.reshapes or "published" in articles.fields:
            self.reload()
        elif changes.touches("article", "claim", "claim_span", "sentence", "carried") and self._ids:
            self._pages = {}
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
