"""One part of the vocabulary: its table, the strip that asks about likely duplicates, and what an empty one says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from claimtracker.gui.keys import Keymap
from claimtracker.gui.likely_duplicates import STATUSES, TAGS, LikelyDuplicates
from claimtracker.gui.models.vocabulary import EntryKind
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.vocabulary_table import VocabularyTable

_LIKELY = {kind.one: kind for kind in (STATUSES, TAGS)}


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
        self._read_only = session.workspace.read_only
        likely = _LIKELY.get(kind.one)
        self.likely = LikelyDuplicates(session, keys, likely, self) if likely is not None else None
        """None of coders."""
        self.table = VocabularyTable(session, theme, kind)
        self._empty = EmptyState(*kind.empty, beginnings)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.likely is not None:
            column.addWidget(self.likely.strip)
            self.likely.strip.take_keys_of(self.table.key_pressed)
            self.likely.strip.left.connect(self.take_focus)
        column.addWidget(self._pages, 1)
        self.table.entries.modelReset.connect(self._on_reset)
        self._on_reset()

    @property
    def is_empty(self) -> bool:
        """Whether there is no entry."""
        return not self.table.entries.rowCount()

    @property
    def asks(self) -> bool:
        """Whether likely duplicates are asked about: where there is something, and it may be merged."""
        return self.likely is not None and not self.is_empty and not self._read_only

    def refresh(self) -> None:
        """Read what there is, and look for likely duplicates."""
        self.table.entries.watch(watched=True)
        self._on_reset()
        if self.likely is not None:
            self.likely.watch(watched=True)

    def rest(self) -> None:
        """Nobody looks any more."""
        self.table.entries.watch(watched=False)
        if self.likely is not None:
            self.likely.watch(watched=False)

    def take_focus(self) -> None:
        """To the table, or to what an empty one offers."""
        if self.is_empty:
            self._empty.setFocus()
        else:
            self.table.setFocus()

    def focus_duplicates(self) -> None:
        """To the pairs that are likely one."""
        if self.likely is not None:
            self.likely.strip.setFocus()

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self.table.entries.drain()
        if self.likely is not None:
            self.likely.drain()

    def _on_reset(self) -> None:
        self._pages.setCurrentWidget(self._empty if self.is_empty else self.table)
        if self.likely is not None:
            self.likely.strip.setVisible(self.asks)
