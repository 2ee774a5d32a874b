"""The articles that have several versions, as a list; how many changes each has is counted when somebody looks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from claimtracker.domain.values import ArticleId
from claimtracker.gui.dates import short_date
from claimtracker.gui.session import Session
from claimtracker.gui.words import count
from claimtracker.storage import queries
from claimtracker.storage.queries import VersionFamily

Index = QModelIndex | QPersistentModelIndex

FAMILY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `VersionFamily` of an index."""


class VersionFamiliesModel(QAbstractListModel):
    """One row an article with all of its versions; those where claims wait come first."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._families: list[VersionFamily] = []
        self._changes: dict[tuple[ArticleId, ArticleId], int] = {}
        self._wanted: list[tuple[ArticleId, ArticleId]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._count_next)

    def reload(self, *, texts: bool = True) -> None:
        """Ask again which there are; with `texts`, what changed between them too."""
        self.beginResetModel()
        self._families = queries.version_families(self._session.workspace.connection)
        if texts:
            self._changes.clear()
        self._wanted.clear()
        self.endResetModel()

    def stop(self) -> None:
        """Count no more."""
        self._soon.stop()
        self._wanted.clear()

    def family_at(self, row: int) -> VersionFamily | None:
        """The family of a row."""
        return self._families[row] if 0 <= row < len(self._families) else None

    def row_of(self, article_id: ArticleId | None) -> int:
        """The row of the family that an article is of; -1 when it has no other versions."""
        return next((row for row, one in enumerate(self._families) if article_id in one.articles), -1)

    def told(self, family: VersionFamily) -> str:
        """“2 versions · 5 changes · 3 to confirm”."""
        parts = [count(len(family.articles), "version")] if len(family.articles) > 1 else ["text edited by hand"]
        changes = self._changes_of(family)
        if changes is not None:
            parts.append(count(changes, "change"))
        if family.waiting:
            parts.append(f"{family.waiting:,} to confirm")
        return " · ".join(parts)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self._families)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; the family under its own role."""
        family = self.family_at(index.row()) if index.isValid() else None
        if family is None:
            return None
        if role == FAMILY_ROLE:
            return family
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(family.title.split())[:300]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = ", ".join(part for part in (family.source, short_date(family.published)) if part)
            return f"{' '.join(family.title.split())[:200]}, {where}, {self.told(family)}"
        return None

    def _changes_of(self, family: VersionFamily) -> int | None:
        """How many changes the latest version made; None until it is counted."""
        if family.earlier is None:
            return None
        pair = (family.earlier, family.latest)
        if pair not in self._changes and pair not in self._wanted:
            self._wanted.append(pair)
            self._soon.start()
        return self._changes.get(pair)

    def _count_next(self) -> None:
        """One at a time, so that the window answers between two of them."""
        if self._wanted:
            pair = self._wanted.pop(0)
            self._changes[pair] = queries.count_version_changes(self._session.workspace.connection, *pair)
            row = self.row_of(pair[1])
            self.dataChanged.emit(self.index(row), self.index(row))
        if self._wanted:
            self._soon.start()
