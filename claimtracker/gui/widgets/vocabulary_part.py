"""One part of the vocabulary: its table, the strip that asks about likely duplicates, and what an empty one says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import Status, Tag
from claimtracker.gui.keys import Keymap
from claimtracker.gui.models.vocabulary import STATUSES, TAGS, EntryKind
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.duplicate_strip import AskedPair, DuplicateStrip
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.vocabulary_table import VocabularyTable
from claimtracker.storage import queries


class VocabularyPart(QWidget):
    """Statuses, tags or coders."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        keys: Keymap,
        kind: EntryKind,
        beginnings: Sequence[QAction] = (),
    ) -> None:
        super().__init__()
        self.kind = kind
        self._session = session
        self.strip = DuplicateStrip(keys)
        self.table = VocabularyTable(session, theme, kind)
        self._empty = EmptyState(*kind.empty, beginnings)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)
        self.table.key_pressed.connect(self.strip.answer)
        self.table.entries.modelReset.connect(self._on_reset)
        session.changed.connect(self._on_changed)

    @property
    def is_empty(self) -> bool:
        """Whether there is no entry."""
        return not self.table.entries.rowCount()

    def refresh(self) -> None:
        """Read what there is, and look for likely duplicates."""
        self.table.entries.watch(watched=True)
        self._on_reset()
        self._ask()

    def rest(self) -> None:
        """Nobody looks any more."""
        self.table.entries.watch(watched=False)

    def take_focus(self) -> None:
        """To the table, or to what an empty one offers."""
        if self.is_empty:
            self._empty.setFocus()
        else:
            self.table.setFocus()

    def _ask(self) -> None:
        if self._session.workspace.read_only:
            return
        connection = self._session.workspace.connection
        pairs: Sequence[queries.LikelyDuplicate[Status] | queries.LikelyDuplicate[Tag]] = ()
        if self.kind is STATUSES:
            pairs = queries.likely_duplicate_statuses(connection)
        elif self.kind is TAGS:
            pairs = queries.likely_duplicate_tags(connection)
        self.strip.ask(
            [
                AskedPair(
                    pair.keep.id,
                    pair.other.id,
                    (pair.keep.label, pair.other.label),
                    (pair.keep.claims, pair.other.claims),
                )
                for pair in pairs
            ]
        )

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.touches(*self.kind.tables):
            self._ask()

    def _on_reset(self) -> None:
        self._pages.setCurrentWidget(self._empty if self.is_empty else self.table)
