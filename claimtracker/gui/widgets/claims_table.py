"""The claims table: cells selected and edited as in a spreadsheet, and the short way of tagging through a new claim."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from claimtracker.domain.columns import COLUMN_KEYS, COLUMNS
from claimtracker.domain.values import ClaimId
from claimtracker.gui.delegates.claim_cell import ClaimCellDelegate
from claimtracker.gui.models.claims_table import ClaimsTableModel, Index
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.cell_texts import CellTexts
from claimtracker.gui.widgets.table_cells import CellCommands
from claimtracker.gui.widgets.table_columns import TableHeader
from claimtracker.gui.widgets.table_drafts import column_of, draft_of_editor
from claimtracker.gui.widgets.table_keeping import KeptSelection
from claimtracker.gui.widgets.table_keys import direction, is_extending
from claimtracker.gui.widgets.table_mouse import RangeMouse
from claimtracker.gui.widgets.table_painting import TablePainting
from claimtracker.gui.widgets.table_ranges import TableRanges
from claimtracker.gui.widgets.table_rows import RowHeights
from claimtracker.gui.words import READ_ONLY
from claimtracker.storage.queries import SortKey

_FLOW = ("speaker", "assertion", "status", "fact")
"""What Tab goes through on a claim that was just made, wherever these columns stand."""

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STAYING = {
    QAbstractItemDelegate.EndEditHint.SubmitModelCache,
    QAbstractItemDelegate.EndEditHint.EditNextItem,
    QAbstractItemDelegate.EndEditHint.EditPreviousItem,
}
_TAB = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


class ClaimsTable(QTableView):
    """A row a claim. It tells which claim is current, and when the person wants back to the text."""

    claim_selected = Signal(object)
    """The id of the claim of the active cell, or None."""
    selection_changed = Signal()
    """Other cells are selected."""
    left = Signal()
    """Escape, or the end of a new claim: back to the sentences."""
    finished = Signal()
    """A new claim is done: on to the next sentence."""
    opened = Signal(object)
    """The id of the claim whose sentence is asked for: Enter or a double click on a cell that cannot be edited."""
    assertion_typed = Signal(str)
    """What stands in the open assertion now."""
    near_wanted = Signal(int)
    """From inside of the assertion: the earlier claim of this number, from 1 on, is on the same fact."""
    typing_ended = Signal()
    """The open cell was closed."""
    order_wanted = Signal(object)
    """Another order of the claims, where somebody else finds out what it is: `sorts_itself` is False."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        layout_key: str = "claims_table",
        shown: Sequence[str] = (),
    ) -> None:
        """`layout_key` is what its columns are remembered by; `shown` the columns it begins with, in this order.

        A view adds the actions of `CELL_ACTIONS` to it, whose handlers are `cells.handlers()`.
        """
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._layout = layout_key
        self.sorts_itself = True
        self._fresh = False
        self._started = -1
        self._text_size = self.font().pointSizeF()
        self.claims = ClaimsTableModel(session, self)
        self._delegate = ClaimCellDelegate(session, self.claims, theme, self)
        self.header = TableHeader(theme, shown, self)
        self.ranges = TableRanges(self, self.header, self.claims)
        texts = CellTexts(self)
        self.rows = RowHeights(self, self.header, self.claims, texts)
        self._painting = TablePainting(
            self, self.header, self.claims, self.ranges, heights=self.rows, texts=texts, theme=theme
        )
        self.cells = CellCommands(session, self.claims, self.header, self.ranges, self.commit_open_editor)
        self.mouse = RangeMouse(self, self.header, self.ranges)
        self._kept = KeptSelection(self, self.claims, self.ranges)
        self._set_up()
        self.header.from_text(session.workspace.recall(f"{layout_key}.columns"))
        self.rows.set_tall(tall=session.workspace.recall(f"{layout_key}.tall", "yes") == "yes")
        self._connect()

    def current_claim_ids(self) -> tuple[ClaimId, ...]:
        """The claims whose rows the selection touches, in the order of the table."""
        return tuple(claim_id for rows in self.ranges.rows() for claim_id in self.claims.ids(rows.start, rows.stop - 1))

    def selected_count(self) -> int:
        """How many claims the selection touches, without a look at them."""
        return sum(len(rows) for rows in self.ranges.rows())

    def selection_is_everything(self) -> bool:
        """Whether all that match are selected: then a bulk operation goes by the filter, not by the rows."""
        return self.ranges.everything

    def current_claim_id(self) -> ClaimId | None:
        """The claim of the active cell."""
        row = self.currentIndex().row()
        return next(iter(self.claims.ids(row, row)), None) if row >= 0 else None

    def current_key(self) -> str:
        """The column of the active cell; empty without one."""
        column = self.currentIndex().column()
        return COLUMNS[column].key if column >= 0 else ""

    def select_claim(self, claim_id: ClaimId | None) -> None:
        """Make a claim current, without taking the focus; None selects nothing."""
        if claim_id is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        row = self.claims.row_of(claim_id)
        if row >= 0:
            self.ranges.go(row, self._column_to_stand_on())

    def edit_new(self, claim_id: ClaimId) -> None:
        """Open the first cell that matters of a claim that was just made; Tab goes on through the others."""
        self.select_claim(claim_id)
        self.setFocus()
        shown = {COLUMN_KEYS[number] for number in self.header.shown_columns()}
        first = next((key for key in _FLOW if key in shown), None)
        if first is not None:
            self._fresh = True
            self._edit_column(first)

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell before anything else happens."""
        editor = self.indexWidget(self.currentIndex()) or self._open_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def save_columns(self) -> None:
        """Remember the columns with the project."""
        self._session.workspace.remember(f"{self._layout}.columns", self.header.to_text())

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide a column."""
        self.header.show_column(key, shown=shown)

    def choose_columns(self) -> None:
        """Show the menu of columns under the headings."""
        self.header.column_menu(self).popup(self.header.mapToGlobal(QPoint(40, self.header.height())))

    def toggle_tall_rows(self) -> None:
        """Rows as high as their content needs, or one line each; remembered with the project."""
        self.commit_open_editor()
        self.rows.set_tall(tall=not self.rows.tall)
        self._session.workspace.remember(f"{self._layout}.tall", "yes" if self.rows.tall else "no")
        self.scrollTo(self.currentIndex())

    def set_zoom(self, factor: float) -> None:
        """The size of the text, beside the system's; rows and headings follow."""
        self.commit_open_editor()
        font = QFont(self.font())
        font.setPointSizeF(max(5.0, self._text_size * factor))
        self.setFont(font)
        self.header.setFont(font)
        self.updateGeometries()
        self.rows.level()

    def selectAll(self) -> None:
        """All that match, as one range: Qt's own way walks over every cell."""
        self.ranges.select_everything()

    def keyboardSearch(self, _typed: str) -> None:
        """What is typed into a cell that cannot be edited is no search: Qt's would read every claim there is."""
        self._tell_not_editable()

    def edit(self, *arguments: Any) -> Any:
        """Nothing is refreshed under an open editor."""
        opened = super().edit(*arguments)
        if self.state() == QAbstractItemView.State.EditingState:
            self.claims.hold(held=True)
        return opened

    def edit_cell(self, index: Index) -> None:
        """Edit a cell with the caret at its end; one that cannot be edited asks for the sentence instead."""
        if not index.isValid():
            return
        if not COLUMNS[index.column()].editor:
            self.opened.emit(self.current_claim_id())
            return
        self.edit(index)
        self._delegate.put_caret_at_end(self._open_editor())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes down, Tab on; in a new claim Tab edits what comes next and Enter is done with it.

        What was refused stays in the cell as it was typed.
        """
        hints = QAbstractItemDelegate.EndEditHint
        refused, self._delegate.refused = self._delegate.refused, None
        typed = self._delegate.refused_draft
        super().closeEditor(editor, hints.NoHint)
        self.claims.hold(held=False)
        self.typing_ended.emit()
        here = typed is not None and (typed.row, typed.field) == self._cell()
        if refused is not None and not (here and hint in _STAYING):
            if typed is not None and hint != hints.RevertModelCache:
                self._session.set_aside.emit(typed)
        elif refused is not None:
            self.edit(self.currentIndex())
            self._delegate.put_caret_at_end(self._open_editor(), refused)
        elif hint in {hints.EditNextItem, hints.EditPreviousItem}:
            step = 1 if hint == hints.EditNextItem else -1
            self._flow(step) if self._fresh else self._across(step)
        elif self._fresh and hint == hints.SubmitModelCache:
            self._finish()
        elif self._fresh and hint == hints.RevertModelCache:
            self._leave()
        elif hint == hints.SubmitModelCache:
            self._down(-1 if self._delegate.backwards else 1)

    def draft_of(self, editor: QWidget) -> Draft | None:
        """What is typed in the open cell and not saved."""
        index = self.currentIndex()
        return draft_of_editor(self.claims.claim_at(index.row()), index.column(), editor)

    def put_back(self, draft: Draft) -> bool:
        """Open the cell that a draft was typed in, with what was typed; False when there is none."""
        row, column = self.claims.row_of(ClaimId(draft.row)), column_of(draft)
        if row < 0 or column < 0:
            return False
        self.header.show_column(draft.field, shown=True)
        self.setFocus()
        self.ranges.go(row, column)
        self.edit(self.currentIndex())
        self._delegate.put_caret_at_end(self._open_editor(), draft.text)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet. What is none of them is typed into the cell."""
        if self.state() == QAbstractItemView.State.EditingState or not self._walk(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab walks the cells and does not leave the table; Escape does."""
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always an active cell to stand on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.claims.count:
            self.ranges.go(0, self._column_to_stand_on())
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The active cell is framed only while the keyboard is here."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell which claim is current."""
        super().currentChanged(current, previous)
        if not self.ranges.moving:
            self.ranges.forget()
        for row in {current.row(), previous.row()}:
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
        if current.row() != previous.row() or not current.isValid():
            self.claim_selected.emit(self.current_claim_id())

    def selectionChanged(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        """Drawn anew as a whole, unless the active cell is all: Qt's own way tells a screen reader of every cell."""
        if not self.ranges.moving:
            self.ranges.forget()
        before, self._painting.several = self._painting.several, self.ranges.several
        if before or self._painting.several:
            self.viewport().update()
        self.selection_changed.emit()

    def scrollTo(self, index: Index, *hint: Any) -> None:
        """Into view, as high as the rows are once they have been looked at."""
        self.rows.fit_while(partial(super().scrollTo, index, *hint))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse selects cells as in a spreadsheet."""
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag stretches the selection."""
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag."""
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits; where nothing can be edited it asks for the sentence."""
        self.mouse.double_click(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All cells in one go."""
        self._painting.paint(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The assertion takes what room there is."""
        super().resizeEvent(event)
        self.header.stretch("assertion", self.viewport().width())
        self.rows.forget()

    def sizeHint(self) -> QSize:
        """Half of a comfortable window."""
        return QSize(620, 400)

    def _set_up(self) -> None:
        self.setAccessibleName("Claims")
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self.header)
        self.header.setResizeContentsPrecision(0)  # fitted to the rows that are seen
        # Qt would select the column whose heading is clicked; here a click sorts.
        self.header.sectionPressed.disconnect()
        self.header.sectionEntered.disconnect()
        self.setModel(self.claims)
        # Then scrolling moves what has been painted, and what comes into view alone is painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)

    def _connect(self) -> None:
        self.mouse.double_clicked.connect(self.edit_cell)
        self._delegate.assertion_typed.connect(self.assertion_typed)
        self._delegate.near_wanted.connect(self.near_wanted)
        self.header.order_chosen.connect(self._on_order_chosen)
        self.header.layout_changed.connect(self._on_layout_changed)
        self.claims.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.claims.modelReset.connect(self._on_reset)
        self.claims.dataChanged.connect(self._on_cells_changed)
        self.claims.order_changed.connect(self._on_order_changed)

    def _walk(self, event: QKeyEvent) -> bool:
        """Do what a key does to the selection; False when it is none of those keys."""
        key = event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        step = direction(event, self._page())
        back = key == Qt.Key.Key_Backtab or held == shift
        if step is not None:
            self._started = -1
            step.carry_out(self.ranges, extend=is_extending(event))
        elif key == Qt.Key.Key_Space and held in {shift, control}:
            (self.ranges.select_rows if held == shift else self.ranges.select_columns)()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key in _TAB and not held & control:
            self._across(-1 if back else 1)
        elif key in _ENTER and held == shift:
            self._down(-1)
        elif key in _ENTER and not held and self.ranges.several:
            self._down(1)
        elif key in _ENTER and not held:
            self.edit_cell(self.currentIndex())
        elif key == Qt.Key.Key_F2:
            self._edit_or_tell()
        elif key == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier:
            self.header.open_menu_of(max(0, self.currentIndex().column()))
        else:
            return False
        return True

    def _page(self) -> int:
        """How many rows further Page Down goes: as many as are seen."""
        last = self.rowAt(self.viewport().height() - 1)
        return max(1, (last if last >= 0 else self.claims.count) - self.rowAt(0) - 1)

    def _edit_or_tell(self) -> None:
        index = self.currentIndex()
        if index.isValid() and not COLUMNS[index.column()].editor:
            self._tell_not_editable()
        else:
            self.edit_cell(index)

    def _tell_not_editable(self) -> None:
        column = self.currentIndex().column()
        if self._session.workspace.read_only:
            self._session.notice.emit(READ_ONLY)
        elif column >= 0:
            self._session.notice.emit(f"“{COLUMNS[column].label}” cannot be edited.")

    def _open_editor(self) -> QWidget | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        focus = self.focusWidget() if self.focusWidget() is not self else None
        while focus is not None and focus.parentWidget() is not self.viewport():
            focus = focus.parentWidget()
        return focus

    def _cell(self) -> tuple[int, str]:
        """The active cell, by claim and column."""
        return int(self.current_claim_id() or 0), COLUMN_KEYS[self.currentIndex().column()]

    def _column_to_stand_on(self) -> int:
        column, shown = self.currentIndex().column(), self.header.shown_columns()
        speaker = COLUMN_KEYS.index("speaker")
        return column if column in shown else speaker if speaker in shown else shown[0]

    def _edit_column(self, key: str) -> None:
        self.ranges.go(self.currentIndex().row(), COLUMN_KEYS.index(key))
        self.edit(self.currentIndex())

    def _flow(self, step: int) -> None:
        """Through a new claim, wherever the columns stand."""
        shown = self.header.shown_columns()
        order = [number for number in map(COLUMN_KEYS.index, _FLOW) if number in shown]
        here = self.currentIndex().column()
        place = order.index(here) + step if here in order else 0
        if 0 <= place < len(order):
            self._edit_column(COLUMN_KEYS[order[place]])
        else:
            self._finish()

    def _across(self, step: int) -> None:
        """To the next cell that can be edited, and on to the next row; inside of what is selected if that is more."""
        if self.ranges.several:
            self.ranges.cycle(step, down=False)
            return
        row, column = self.ranges.active
        if self._started < 0:
            self._started = column
        order = self.header.shown_columns()
        place = order.index(column) if column in order else -1
        free = [number for number, logical in enumerate(order) if COLUMNS[logical].editor]
        ahead = [number for number in free if (number - place) * step > 0]
        if ahead:
            self.ranges.go(row, order[ahead[0] if step > 0 else ahead[-1]])
        elif free and 0 <= row + step < self.claims.count:
            self.ranges.go(row + step, order[free[0] if step > 0 else free[-1]])

    def _down(self, step: int) -> None:
        """To the cell below, under the one that Tab began from; inside of what is selected if that is more."""
        if self.ranges.several:
            self.ranges.cycle(step, down=True)
            return
        row, column = self.ranges.active
        column, self._started = (self._started if self._started >= 0 else column), -1
        if 0 <= row + step < self.claims.count:
            self.ranges.go(row + step, column)

    def _finish(self) -> None:
        self._fresh = False
        self.finished.emit()

    def _leave(self) -> None:
        self._fresh = False
        self.left.emit()

    def _on_about_to_reset(self) -> None:
        self._kept.take()

    def _on_reset(self) -> None:
        self._started = -1
        self.rows.begin()
        if not self._kept.give_back(self._column_to_stand_on()):
            self.claim_selected.emit(None)

    def _on_cells_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.rows.forget_rows(first.row(), last.row())

    def _on_order_chosen(self, order: tuple[SortKey, ...]) -> None:
        self.commit_open_editor()
        if self.sorts_itself:
            self.claims.set_order(order)
        else:
            self.order_wanted.emit(order)

    def _on_order_changed(self) -> None:
        self.header.show_order(self.claims.order)

    def _on_layout_changed(self) -> None:
        self.rows.forget()
