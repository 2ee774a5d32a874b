"""One part of the vocabulary: its table, the strip that asks about likely duplicates, and what an empty one says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.gui.keys import Keymap
from claimtracker.gui.models.vocabulary import EntryKind
from claimtracker.gui.reader import GiveWay, Reader
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.duplicate_strip import AskedPair, DuplicateStrip
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.vocabulary_table import VocabularyTable
from claimtracker.storage import queries

_LOOK_AFTER = 300
"""Milliseconds without a further change until likely duplicates are looked for again in a large project."""
_LIKELY: Mapping[str, Callable[..., Any]] = {
    "statuses": queries.likely_duplicate_statuses,
    "tags": queries.likely_duplicate_tags,
}


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
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(session.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LOOK_AFTER)
        self._soon.timeout.connect(self._ask)
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
        self._soon.stop()
        self.reader.stop()
        self.table.entries.watch(watched=False)

    def take_focus(self) -> None:
        """To the table, or to what an empty one offers."""
        if self.is_empty:
            self._empty.setFocus()
        else:
            self.table.setFocus()

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._soon.stop()
        self.reader.drain()
        self.table.entries.drain()

    def _ask(self) -> None:
        """Look for likely duplicates, beside the window where there are many claims to count."""
        self._soon.stop()
        question = _LIKELY.get(self.kind.many)
        if self._session.workspace.read_only or question is None:
            return
        try:
            connection = self._session.workspace.connection
            self.reader.answer(connection, partial(question, progress=GiveWay()), self._on_found)
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_found(self, found: object) -> None:
        if isinstance(found, list):
            self.strip.ask(
                [
                    AskedPair(
                        pair.keep.id,
                        pair.other.id,
                        (pair.keep.label, pair.other.label),
                        (pair.keep.claims, pair.other.claims),
                    )
                    for pair in found
                ]
            )

    def _on_changed(self, changes: ChangeSet) -> None:
        names = [table for table in self.kind.tables if not table.startswith("claim")]
        if self.isVisible() and changes.touches(*names):
            if self.reader.at_once(self._session.workspace.connection):
                self._ask()
            else:
                self.strip.drop(changes.table(self.kind.one).deleted)
                self._soon.start()

    def _on_reset(self) -> None:
        self._pages.setCurrentWidget(self._empty if self.is_empty else self.table)
