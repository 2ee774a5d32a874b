"""A part of the vocabulary as a table: walked by the arrow keys, edited in place, its rows kept across changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFont, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from claimtracker.gui.delegates.vocabulary_cell import VocabularyCellDelegate
from claimtracker.gui.drafts import typed_in
from claimtracker.gui.models.vocabulary import Entry, EntryKind, VocabularyModel
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.theme import Theme


class VocabularyTable(QTableView):
    """Tells what is selected; Enter edits a cell, F2 and the rest are actions of the window."""

    selection_changed = Signal()
    key_pressed = Signal(object)
    """A `QKeyEvent` that the table has no use for; accepted by whoever has."""
    cell_activated = Signal(str)
    """Enter or a double click on a cell that is not edited in place: its column's key."""
    menu_requested = Signal(QPoint)
    """At a place of the screen."""

    def __init__(self, session: Session, theme: Theme, kind: EntryKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.entries = VocabularyModel(session, kind, self)
        self._text_size = self.font().pointSizeF()
        self._keep: tuple[list[int], int, int, int] = ([], -1, 0, 0)
        self.setAccessibleName(kind.many.capitalize())
        self.setItemDelegate(VocabularyCellDelegate(theme, self))
        self.setModel(self.entries)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(kind.columns):
            header.resizeSection(number, column.width)
            if column.fills:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.entries.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.entries.modelReset.connect(self._on_reset)
        self.doubleClicked.connect(self._on_double_clicked)
        theme.changed.connect(self.viewport().update)

    def current_entry(self) -> Entry | None:
        """The entry of the current row."""
        return self.entries.entry_at(self.currentIndex().row())

    def selected_entries(self) -> list[Entry]:
        """The selected entries, in the order of the table."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [entry for row in rows for entry in [self.entries.entry_at(row)] if entry is not None]

    def select_entry(self, entry_id: int) -> None:
        """Make an entry current."""
        row = self.entries.row_of(entry_id)
        if row >= 0:
            self._select(row, self.currentIndex().column())

    def edit_column(self, key: str) -> None:
        """Open a cell of the current row."""
        self.edit_index(self.currentIndex().siblingAtColumn(self.entries.column_of(key)))

    def edit_index(self, index: QModelIndex) -> None:
        """Open a cell; nothing is refreshed under an open editor."""
        if not index.isValid() or not self.entries.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        super().edit(index)
        self.entries.hold(held=self.state() == QAbstractItemView.State.EditingState)

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell before anything else happens."""
        editor = self.indexWidget(self.currentIndex())
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def set_zoom(self, factor: float) -> None:
        """The size of the text, beside the system's; rows and headings follow."""
        self.commit_open_editor()
        font = QFont(self.font())
        font.setPointSizeF(max(5.0, self._text_size * factor))
        self.setFont(font)
        self.horizontalHeader().setFont(font)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tab goes on to the next cell and edits it; after Enter and Escape the keyboard is back in the table."""
        hints = QAbstractItemDelegate.EndEditHint
        refused, self.entries.refused = self.entries.refused, None
        super().closeEditor(editor, hints.NoHint)
        self.entries.hold(held=False)
        if refused is not None and hint in {hints.SubmitModelCache, hints.EditNextItem, hints.EditPreviousItem}:
            self._edit_with(refused.text)
        elif refused is not None and hint != hints.RevertModelCache:
            self._session.set_aside.emit(refused)
        elif hint in {hints.EditNextItem, hints.EditPreviousItem}:
            self._edit_next(1 if hint == hints.EditNextItem else -1)

    def draft_of(self, editor: QWidget) -> Draft | None:
        """What is typed in the open cell and not saved."""
        return self.entries.draft_at(self.currentIndex(), typed_in(editor)) if editor.isVisible() else None

    def put_back(self, draft: Draft) -> bool:
        """Open the cell that a draft was typed in, with what was typed; False when there is none."""
        row, column = self.entries.row_of(draft.row), self.entries.column_of(draft.field)
        if row < 0 or column < 0:
            return False
        self.setFocus()
        self._select(row, column)
        self._edit_with(draft.text)
        return True

    def _edit_with(self, text: str) -> None:
        self.edit_index(self.currentIndex())
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.end(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits; Tab leaves the table; what is left is offered to others."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._activate(self.currentIndex())
        elif event.text().isprintable() and event.text() and plain:
            event.ignore()
            self.key_pressed.emit(event)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """From the keyboard the menu is for the current row, wherever the pointer is."""
        current = self.visualRect(self.currentIndex())
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard and current.isValid()
        place = self.viewport().mapToGlobal(current.center()) if keyboard else event.globalPos()
        self.menu_requested.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a current row to stand on, and it is selected."""
        if not self.currentIndex().isValid() and self.entries.rowCount():
            self._select(0, -1)
        super().focusInEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        self.entries.watch(watched=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.entries.watch(watched=False)

    def changeEvent(self, event: QEvent) -> None:
        """Rows as high as the text wants."""
        super().changeEvent(event)
        self._fit_rows()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell it."""
        super().currentChanged(current, previous)
        self.selection_changed.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell it."""
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)

    def _select(self, row: int, column: int) -> None:
        if column < 0:
            column = self.entries.column_of(self.entries.kind.name)
        index = self.entries.index(row, column)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def _activate(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        if self.entries.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit_index(index)
        else:
            self.cell_activated.emit(self.entries.kind.columns[index.column()].key)

    def _edit_next(self, step: int) -> None:
        here = self.currentIndex()
        editable = [number for number, column in enumerate(self.entries.kind.columns) if column.editor]
        place = editable.index(here.column()) + step if here.column() in editable else 0
        if 0 <= place < len(editable):
            self.edit_index(here.siblingAtColumn(editable[place]))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._activate(index)

    def _on_about_to_reset(self) -> None:
        current = self.current_entry()
        here = self.currentIndex()
        selected: list[int] = [entry.id for entry in self.selected_entries()]
        self._keep = (selected, current.id if current is not None else -1, here.row(), here.column())
        # A reset that shrinks while scrolled far down walks every remaining row.
        self.scrollToTop()

    def _on_reset(self) -> None:
        selected, current, row, column = self._keep
        count = self.entries.rowCount()
        if row < 0 or not count:
            self.selection_changed.emit()
            return
        found = self.entries.row_of(current)
        self._select(found if found >= 0 else min(row, count - 1), column)
        flag = QItemSelectionModel.SelectionFlag
        for entry_id in selected:
            place = self.entries.row_of(entry_id)
            if place >= 0 and found >= 0:
                self.selectionModel().select(self.entries.index(place, 0), flag.Select | flag.Rows)
        self.selection_changed.emit()
