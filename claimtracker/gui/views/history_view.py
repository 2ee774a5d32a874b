"""The History view: every operation on the project, what it changed, and the way back to before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import HistoryEntry
from claimtracker.gui.delegates.history_line import HistoryLineDelegate
from claimtracker.gui.keys import Keymap
from claimtracker.gui.models.history import HistoryModel
from claimtracker.gui.views.history_commands import HistoryCommands
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.labels import PlainLabel, StyledBar
from claimtracker.gui.widgets.operation_panel import OperationPanel, action_button
from claimtracker.gui.widgets.search_line import SearchLine
from claimtracker.storage import queries

_LAYOUT = "history.layout"
_OF_ONE = ("history.undo", "history.back_to", "history.sheet")
_MENU = (*_OF_ONE, "history.export", "", "history.forget")
_WRITES = ("history.undo", "history.back_to", "history.forget")


class HistoryView(View):
    """A list of operations beside what the chosen one did."""

    hints = (
        "{history.undo} undo this alone · {history.back_to} roll back · {history.sheet} sheet of then · "
        "Enter history of the claim"
    )

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._commands = HistoryCommands(context, self)
        self._stale = True
        self._wanted: int | None = None
        self.history = HistoryModel(context.session, self)
        self.search = _Search(context.keys)
        self.list = QListView()
        self.details = OperationPanel(context.session, [context.actions[key] for key in _OF_ONE])
        self.none_yet = EmptyState(
            "Nothing was done yet",
            "Every change of the project is told here: who made it, when, and what became what. Any of them can be "
            "undone, and the claim sheet seen as it stood then.",
            [context.actions["show.tag"]],
        )
        self.none_match = EmptyState(
            "Nothing was found", "No operation has these words in it or in what it changed.", []
        )
        self._places = QStackedWidget()
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.search.textChanged.connect(self.history.show_words)
        self.search.left.connect(self.take_focus)
        self.history.answered.connect(self._on_answered)
        self.history.modelAboutToBeReset.connect(self._keep_place)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda place: self.popup(_MENU, self.list.viewport().mapToGlobal(place))
        )
        self.details.claim_activated.connect(self.show_history)
        self._session.changed.connect(self._on_changed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is done with the operation that is chosen."""
        return {
            "view.search": self.focus_search,
            "history.undo": self.undo_alone,
            "history.back_to": self.roll_back,
            "history.sheet": self.show_sheet,
            "history.export": self.export_sheet,
            "history.forget": self.forget,
        }

    def can(self, key: str) -> bool:
        """What stands can be undone, and what is not the newest rolled back to, unless the project is read-only."""
        entry = self.current()
        if key in _WRITES and self._session.workspace.read_only:
            return False
        if key == "history.undo":
            return entry is not None and entry.state == "done" and entry.undone_by is None
        if key == "history.back_to":
            newest = queries.history(self.connection, limit=1)
            return entry is not None and bool(newest) and newest[0].id != entry.id
        if key == "history.sheet":
            return entry is not None
        return key in {"view.search", "history.export"} or self.history.rowCount() > 0

    def current(self) -> HistoryEntry | None:
        """The operation that is chosen."""
        return self.history.entry_at(self.list.currentIndex().row())

    def take_focus(self) -> None:
        """Work begins in the list; in the box where nothing is found."""
        (self.list if self.history.rowCount() else self.search).setFocus()

    def focus_search(self) -> None:
        """To the search box, with what is in it selected."""
        self.search.setFocus()
        self.search.selectAll()

    def show_operation(self, operation_id: int) -> None:
        """Choose a line of history, with everything else around it."""
        self._wanted = operation_id
        if self.search.text():
            self.search.clear()
        self._choose()

    def undo_alone(self) -> None:
        """Take back the chosen operation."""
        entry = self.current()
        if entry is not None:
            self._commands.undo_alone(entry)

    def roll_back(self) -> None:
        """Take back what came after the chosen operation."""
        entry = self.current()
        if entry is not None:
            self._commands.roll_back(entry)

    def show_sheet(self) -> None:
        """Show the claims as they stood then."""
        entry = self.current()
        if entry is not None:
            self._commands.show_sheet(entry)

    def export_sheet(self) -> None:
        """Ask as of when, and write the sheet."""
        self._commands.ask_export(self.current())

    def forget(self) -> None:
        """Ask what is to be forgotten."""
        self._commands.ask_forget()

    def save_layout(self) -> None:
        """Remember the widths of the two parts with the project."""
        self._session.workspace.remember(_LAYOUT, json.dumps(self._panes.sizes()))

    def put_down(self) -> None:
        """Nothing reads the project any more."""
        self.history.drain()
        self.details.drain()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was done meanwhile."""
        super().showEvent(event)
        if self._stale and not event.spontaneous():
            self._stale = False
            self.history.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is done while nobody looks is read when somebody does."""
        super().hideEvent(event)
        self._stale = self._stale or not event.spontaneous()

    def _lay_out(self) -> None:
        self.list.setObjectName("articles")
        self.list.setAccessibleName("History")
        self.list.setToolTip("What was done, newest first")
        self.list.setModel(self.history)
        self.list.setItemDelegate(HistoryLineDelegate(self.context.theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        title = PlainLabel("History")
        font = QFont(title.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        bar = StyledBar("vocabularyBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 12, 18, 12)
        row.setSpacing(10)
        row.addWidget(title, 1)
        row.addWidget(self.search, 2)
        for key in ("history.export", "history.forget"):
            row.addWidget(action_button(self.context.actions[key]))
        self._panes.addWidget(self.list)
        self._panes.addWidget(self.details)
        self._panes.setStretchFactor(0, 2)
        self._panes.setStretchFactor(1, 3)
        self._panes.setChildrenCollapsible(False)
        self._panes.setHandleWidth(1)
        self._panes.setSizes([460, 740])
        self.list.setMinimumWidth(260)
        self.details.setMinimumWidth(360)
        for place in (self._panes, self.none_yet, self.none_match):
            self._places.addWidget(place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self._places, 1)
        self._restore_layout()

    def _restore_layout(self) -> None:
        try:
            sizes = [int(size) for size in json.loads(self._session.workspace.recall(_LAYOUT, "[]"))]
        except (ValueError, TypeError):
            return
        if len(sizes) == 2 and all(size > 0 for size in sizes):
            self._panes.setSizes(sizes)

    def _keep_place(self) -> None:
        entry = self.current()
        if entry is not None and self._wanted is None and self.list.currentIndex().row() > 0:
            self._wanted = entry.id

    def _on_answered(self) -> None:
        found = self.history.rowCount() > 0
        sought = bool(self.search.text().strip())
        self._places.setCurrentWidget(self._panes if found else self.none_match if sought else self.none_yet)
        self._choose()

    def _choose(self) -> None:
        """The line that was at hand, or is wanted; the newest without one."""
        if self.history.looking or not self.history.rowCount():
            self._on_current_changed(QModelIndex())
            return
        row = self.history.row_of(self._wanted)
        while self._wanted is not None and row < 0 and self.history.canFetchMore(QModelIndex()):
            before = self.history.rowCount()
            self.history.fetchMore(QModelIndex())
            if self.history.rowCount() == before:
                return
            row = self.history.row_of(self._wanted)
        self._wanted = None
        chosen = self.list.currentIndex()
        if row >= 0 or not chosen.isValid():
            self.list.setCurrentIndex(self.history.index(max(0, row)))
        if self.list.currentIndex() == chosen:
            self._on_current_changed(chosen)

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex | None = None) -> None:
        entry = self.history.entry_at(current.row())
        self.details.show_operation(entry)
        self.tell_position("No operation" if entry is None else f"Line {entry.id} of the history")
        self.abilities_changed.emit()

    def _on_changed(self, _changes: ChangeSet) -> None:
        if self.isVisible():
            self.history.reload()
        else:
            self._stale = True


class _Search(SearchLine):
    """Escape empties it, and then goes back to the list, as Enter and Down do."""

    left = Signal()

    def __init__(self, keys: Keymap) -> None:
        super().__init__(
            "Search the history", "Words of what was done, by whom, when, or of what was changed; Esc empties", keys
        )
        self.setMinimumWidth(200)
        self.setMaximumWidth(420)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Down and Enter leave the box."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        else:
            super().keyPressEvent(event)
