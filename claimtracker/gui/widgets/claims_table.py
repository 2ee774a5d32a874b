"""The claims table: edited in place, walked by Enter and Tab, its columns as the analyst likes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from claimtracker.domain.columns import COLUMN_KEYS, COLUMNS
from claimtracker.domain.values import ClaimId
from claimtracker.gui.delegates.claim_cell import ClaimCellDelegate
from claimtracker.gui.models.claims_table import ClaimsTableModel
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.table_columns import TableHeader
from claimtracker.storage.queries import SortKey

_WRAPPED = ("speaker", "assertion", "fact", "note", "tags")
_FLOW = ("speaker", "assertion", "status", "fact")
"""What Tab goes through on a claim that was just made, wherever these columns stand."""


class ClaimsTable(QTableView):
    """A row a claim. It tells which claim is current, and when the person wants back to the text."""

    claim_selected = Signal(object)
    """The id of the current claim, or None."""
    left = Signal()
    """Escape, or the end of a new claim: back to the sentences."""
    finished = Signal()
    """A new claim is done: on to the next sentence."""
    delete_requested = Signal()
    opened = Signal(object)
    """The id of the claim whose sentence is asked for: Enter or a double click on a cell that cannot be edited."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        layout_key: str = "claims_table",
        shown: Sequence[str] = (),
    ) -> None:
        """`layout_key` is what its columns are remembered by; `shown` the columns it begins with, in this order."""
        super().__init__(parent)
        self._session = session
        self._layout = f"{layout_key}.columns"
        self._fresh = False
        self._keep: tuple[list[ClaimId], ClaimId | None, int] = ([], None, 0)
        self.claims = ClaimsTableModel(session, self)
        self._cells = ClaimCellDelegate(session, theme, self)
        self.setAccessibleName("Claims")
        self.setItemDelegate(self._cells)
        self.setModel(self.claims)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header = TableHeader(theme, shown, self)
        self.setHorizontalHeader(self.header)
        # Qt would select the column whose heading is clicked; here a click sorts.
        self.header.sectionPressed.disconnect()
        self.header.sectionEntered.disconnect()
        self.header.from_text(session.workspace.recall(self._layout))
        self.header.order_chosen.connect(self._on_order_chosen)
        self.header.layout_changed.connect(self._on_layout_changed)
        self._heights = QTimer(self)
        self._heights.setSingleShot(True)
        self._heights.setInterval(0)
        self._heights.timeout.connect(self._fit_rows)
        self.claims.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.claims.modelReset.connect(self._on_reset)
        self.claims.dataChanged.connect(self._on_cells_changed)
        self.claims.order_changed.connect(self._on_order_changed)

    def current_claim_ids(self) -> tuple[ClaimId, ...]:
        """The selected claims, in the order of the table."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        found = [self.claims.claim_at(row) for row in rows]
        return tuple(claim.id for claim in found if claim is not None)

    def current_claim_id(self) -> ClaimId | None:
        """The claim of the current cell."""
        claim = self.claims.claim_at(self.currentIndex().row())
        return None if claim is None else claim.id

    def select_claim(self, claim_id: ClaimId | None) -> None:
        """Make a claim current, without taking the focus; None selects nothing."""
        if claim_id is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        row = self.claims.row_of(claim_id)
        if row < 0:
            return
        column = self.currentIndex().column()
        if column < 0 or self.isColumnHidden(column):
            column = COLUMN_KEYS.index("speaker")
        index = self.claims.index(row, column)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)

    def edit_new(self, claim_id: ClaimId) -> None:
        """Open the speaker cell of a claim that was just made; Tab goes on through what matters most."""
        self.select_claim(claim_id)
        self._fit_rows()
        self.setFocus()
        self._fresh = True
        self._edit_column("speaker")

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell before anything else happens."""
        editor = self.indexWidget(self.currentIndex()) or self._open_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def save_columns(self) -> None:
        """Remember the columns with the project."""
        self._session.workspace.remember(self._layout, self.header.to_text())

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide a column."""
        self.header.show_column(key, shown=shown)

    def choose_columns(self) -> None:
        """Show the menu of columns under the headings."""
        self.header.column_menu(self).popup(self.header.mapToGlobal(QPoint(40, self.header.height())))

    def edit(self, *arguments: Any) -> Any:
        """Nothing is refreshed under an open editor."""
        opened = super().edit(*arguments)
        if self.state() == QAbstractItemView.State.EditingState:
            self.claims.hold(held=True)
        return opened

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tab goes on to the next cell and edits it, Enter goes down, Escape on a new claim goes back to the text."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        self.claims.hold(held=False)
        if hint in {hints.EditNextItem, hints.EditPreviousItem}:
            self._go_on(1 if hint == hints.EditNextItem else -1)
        elif self._fresh and hint == hints.SubmitModelCache:
            self._finish()
        elif self._fresh and hint == hints.RevertModelCache:
            self._leave()
        elif hint == hints.SubmitModelCache:
            self._down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter edit, Delete asks to delete, Escape goes back to the sentences."""
        key = event.key()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_Delete and plain:
            self.delete_requested.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._edit_current()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._go_on(1 if key == Qt.Key.Key_Tab else -1, edit=False)
        elif key == Qt.Key.Key_F2:
            self._edit_current()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits; where nothing can be edited it asks for the sentence."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not COLUMNS[index.column()].editor and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.current_claim_id())
            return
        super().mouseDoubleClickEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab walks the cells and does not leave the table; Escape does."""
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a current cell to stand on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.claims.rowCount():
            claim = self.claims.claim_at(0)
            self.select_claim(claim.id if claim else None)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell which claim is current."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.claim_selected.emit(self.current_claim_id())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The assertion takes what room there is."""
        super().resizeEvent(event)
        self.header.stretch("assertion", self.viewport().width())
        self._heights.start()

    def sizeHint(self) -> QSize:
        """Half of a comfortable window."""
        return QSize(620, 400)

    def _fit_rows(self) -> None:
        metrics = QFontMetrics(self.font())
        header = self.horizontalHeader()
        widths = {
            key: header.sectionSize(COLUMN_KEYS.index(key))
            for key in _WRAPPED
            if not header.isSectionHidden(COLUMN_KEYS.index(key))
        }
        for row in range(min(self.claims.rowCount(), 1000)):
            claim = self.claims.claim_at(row)
            if claim is not None:
                self.setRowHeight(row, self._cells.row_height(metrics, claim, widths))

    def _open_editor(self) -> QWidget | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        focus = self.focusWidget() if self.focusWidget() is not self else None
        while focus is not None and focus.parentWidget() is not self.viewport():
            focus = focus.parentWidget()
        return focus

    def _edit_column(self, key: str) -> None:
        index = self.claims.index(self.currentIndex().row(), COLUMN_KEYS.index(key))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def _edit_current(self) -> None:
        index = self.currentIndex()
        if index.isValid() and COLUMNS[index.column()].editor:
            self.edit(index)
        elif index.isValid():
            self.opened.emit(self.current_claim_id())

    def _go_on(self, step: int, *, edit: bool = True) -> None:
        if self._fresh:
            order = [COLUMN_KEYS.index(key) for key in _FLOW if not self.isColumnHidden(COLUMN_KEYS.index(key))]
        else:
            header = self.horizontalHeader()
            order = [header.logicalIndex(visual) for visual in range(header.count())]
            order = [column for column in order if COLUMNS[column].editor and not self.isColumnHidden(column)]
        here = self.currentIndex()
        place = order.index(here.column()) + step if here.column() in order else 0
        row = here.row()
        if not 0 <= place < len(order):
            if self._fresh:
                self._finish()
                return
            row += step
            place %= len(order)
        if not 0 <= row < self.claims.rowCount():
            return
        index = self.claims.index(row, order[place])
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if edit:
            self.edit(index)

    def _down(self) -> None:
        here = self.currentIndex()
        if here.row() + 1 < self.claims.rowCount():
            self.setCurrentIndex(here.siblingAtRow(here.row() + 1))

    def _finish(self) -> None:
        self._fresh = False
        self.finished.emit()

    def _leave(self) -> None:
        self._fresh = False
        self.left.emit()

    def _on_about_to_reset(self) -> None:
        self._keep = (list(self.current_claim_ids()), self.current_claim_id(), self.currentIndex().column())
        # A reset that shrinks while scrolled far down walks every remaining row.
        self.scrollToTop()

    def _on_reset(self) -> None:
        _, current, column = self._keep
        self._fit_rows()
        row = self.claims.row_of(current) if current is not None else -1
        if row >= 0:
            self.setCurrentIndex(self.claims.index(row, max(0, column)))
        else:
            self.claim_selected.emit(None)

    def _on_cells_changed(self) -> None:
        self._heights.start()

    def _on_order_chosen(self, order: tuple[SortKey, ...]) -> None:
        self.commit_open_editor()
        self.claims.set_order(order)

    def _on_order_changed(self) -> None:
        self.header.show_order(self.claims.order)

    def _on_layout_changed(self) -> None:
        self._heights.start()
