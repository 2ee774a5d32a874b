"""The table of the sheet before an import, walked and edited like the claims table."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from claimtracker.domain.errors import UserError
from claimtracker.exchange.clipboard import from_clipboard, to_tsv
from claimtracker.gui.delegates.import_cell import TICK_ROOM, ImportCellDelegate
from claimtracker.gui.models.import_sheet import SHEET_COLUMNS, SHEET_KEYS, CellText, ImportSheetModel, Index
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.table_keys import direction, is_extending
from claimtracker.gui.widgets.table_mouse import RangeMouse
from claimtracker.gui.widgets.table_painting import outlines
from claimtracker.gui.widgets.table_ranges import TableRanges

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TAB = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_TITLE = SHEET_KEYS.index("title")


class PlainHeader(QHeaderView):
    """Headings that neither sort nor move."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("Columns")

    def shown_columns(self) -> list[int]:
        """The columns that are shown, from left to right."""
        return [number for number in range(self.count()) if not self.isSectionHidden(number)]


class ImportTable(QTableView):
    """A row a text. Space takes it or leaves it out; Ctrl+Z takes a change of the sheet back."""

    row_changed = Signal(int)
    """Another row is current."""

    def __init__(self, sheet: ImportSheetModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._theme = theme
        self._started = -1
        self.header = PlainHeader(self)
        self._delegate = ImportCellDelegate(sheet, theme, self)
        self.ranges = TableRanges(self, self.header, sheet)
        self._mouse = RangeMouse(self, self.header, self.ranges)
        self.setAccessibleName("Texts to be imported")
        self.setObjectName("importSheet")
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self.header)
        self.setModel(sheet)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self._delegate.line_height(self.fontMetrics()))
        self._mouse.double_clicked.connect(self.edit_cell)
        self.header.sectionPressed.disconnect()
        self.header.sectionEntered.disconnect()

    def chosen_rows(self) -> list[int]:
        """The rows that the selection touches."""
        return [row for stretch in self.ranges.rows() for row in stretch]

    def begin(self) -> None:
        """Stand on the first text that something can be said of."""
        first = next((place for place, row in enumerate(self.sheet.rows) if row.is_open), 0)
        self.ranges.go(first, _TITLE, scroll=False)

    def commit_open_editor(self) -> bool:
        """Take what is typed in an open cell; False when it is refused, and the cell stays open."""
        editor = self._editor()
        if editor is None:
            return True
        self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
        return self._editor() is None

    def edit_cell(self, index: Index) -> None:
        """Edit a cell with the caret at its end."""
        if index.isValid() and self.sheet.is_editable(index.row(), SHEET_KEYS[index.column()]):
            self.edit(index)
            self._delegate.put_caret_at_end(self._editor())
        elif index.isValid():
            row, heading = self.sheet.rows[index.row()], SHEET_COLUMNS[index.column()].heading
            if row.is_open:
                why = f"“{heading}” cannot be changed."
            elif row.planned.read.article is None:
                why = "What cannot be read cannot be changed."
            else:
                why = "What is already there stays as it is; Article properties change it."
            self.sheet.refused.emit(why)

    def set_selected(self, key: str, text: str) -> int:
        """Give all selected rows that can have it a text; how many rows were changed. Raises `UserError`."""
        rows = [row for row in self.chosen_rows() if self.sheet.is_editable(row, key)]
        if not rows:
            raise UserError("None of the selected rows can be changed.")
        return self.sheet.set_cells(CellText(row, key, text) for row in rows)

    def selectAll(self) -> None:
        """All cells, as one range."""
        self.ranges.select_everything()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes down, Tab on; what was refused stays in the cell as it was typed."""
        hints = QAbstractItemDelegate.EndEditHint
        refused, self._delegate.refused = self._delegate.refused, None
        super().closeEditor(editor, hints.NoHint)
        if refused is not None and hint != hints.RevertModelCache:
            self.edit(self.currentIndex())
            self._delegate.put_caret_at_end(self._editor(), refused)
        elif hint in {hints.EditNextItem, hints.EditPreviousItem}:
            self._across(1 if hint == hints.EditNextItem else -1)
        elif hint == hints.SubmitModelCache:
            self._down(-1 if self._delegate.backwards else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet. What is none of them is typed into the cell."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif not (self._walk(event) or self._command(event)):
            if event.text().isprintable() and event.text() and not self._can_type():
                self.edit_cell(self.currentIndex())
            else:
                super().keyPressEvent(event)

    def keyboardSearch(self, _typed: str) -> None:
        """What is typed into a cell that cannot be edited is no search."""

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab walks the cells and does not leave the table; F6 does."""
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always an active cell to stand on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.sheet.count:
            self.ranges.go(0, _TITLE)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The active cell is framed only while the keyboard is here."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        if not self.ranges.moving:
            self.ranges.forget()
        self._delegate.row = current.row()
        self.viewport().update()
        if current.row() != previous.row():
            self.row_changed.emit(current.row())

    def selectionChanged(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        """Drawn anew as a whole."""
        if not self.ranges.moving:
            self.ranges.forget()
        self._delegate.several = self.ranges.several
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse selects cells as in a spreadsheet; a click on the tick takes the row or leaves it out."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        self._mouse.press(event)
        inside = place.x() - self.columnViewportPosition(0)
        if index.isValid() and index.column() == 0 and 0 <= inside < TICK_ROOM:
            self.sheet.take([index.row()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag stretches the selection."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits."""
        self._mouse.double_click(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line around the selected cells."""
        super().paintEvent(event)
        grid = self.ranges.grid() if self._delegate.several else None
        if grid is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._theme.color("accent"), 1))
            for area in outlines(self, self.header, grid):
                painter.drawRect(area)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title takes what room there is; where there is too little, all columns give way."""
        super().resizeEvent(event)
        room = self.viewport().width() - sum(column.least for column in SHEET_COLUMNS)
        wanted = sum(column.width - column.least for column in SHEET_COLUMNS)
        share = min(1.0, max(0.0, room / wanted))
        for number, column in enumerate(SHEET_COLUMNS):
            width = column.least + int(share * (column.width - column.least))
            self.header.resizeSection(number, width + (max(0, room - wanted) if number == _TITLE else 0))

    def _editor(self) -> QWidget | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        editor: QWidget | None = self.indexWidget(self.currentIndex())
        return editor

    def _can_type(self) -> bool:
        index = self.currentIndex()
        return index.isValid() and self.sheet.is_editable(index.row(), SHEET_KEYS[index.column()])

    def _walk(self, event: QKeyEvent) -> bool:
        """Do what a key does to the selection, or open a cell; False when it is none of those keys."""
        key = event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        step = direction(event, max(1, self.viewport().height() // max(1, self.rowHeight(0)) - 1))
        if step is not None:
            self._started = -1
            step.carry_out(self.ranges, extend=is_extending(event))
        elif key == Qt.Key.Key_Space and not held:
            self.sheet.take(self.chosen_rows())
        elif key == Qt.Key.Key_Space and shift:
            self.ranges.select_rows()
        elif key == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ControlModifier:
            self.ranges.select_columns()
        elif key in _TAB and not held & Qt.KeyboardModifier.ControlModifier:
            self._across(-1 if key == Qt.Key.Key_Backtab or shift else 1)
        elif key in _ENTER and (shift or (not held and self.ranges.several)):
            self._down(-1 if shift else 1)
        elif (key in _ENTER and not held) or key == Qt.Key.Key_F2:
            self.edit_cell(self.currentIndex())
        else:
            return False
        return True

    def _command(self, event: QKeyEvent) -> bool:
        """Copy, paste, fill, clear, take back; False for any other key."""
        standard = QKeySequence.StandardKey
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        try:
            if event.matches(standard.Copy):
                self._copy()
            elif event.matches(standard.Paste):
                self._paste()
            elif event.matches(standard.Undo):
                self.sheet.undo()
            elif event.matches(standard.SelectAll):
                self.selectAll()
            elif event.key() == Qt.Key.Key_D and held == Qt.KeyboardModifier.ControlModifier:
                self._fill_down()
            elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and not held:
                self.sheet.set_cells(CellText(row, key, "") for row, key in self._selected() if self._is_text(row, key))
            else:
                return False
        except UserError as error:
            self.sheet.refused.emit(str(error))
        return True

    def _is_text(self, row: int, key: str) -> bool:
        return key != "standing" and self.sheet.is_editable(row, key)

    def _selected(self) -> Iterator[tuple[int, str]]:
        for column, stretches in self.ranges.by_column().items():
            for rows in stretches:
                for row in rows:
                    yield row, SHEET_KEYS[column]

    def _copy(self) -> None:
        grid = self.ranges.grid()
        if grid is None:
            raise UserError("Only cells that make up rows and columns without a hole can be copied.")
        keys = [SHEET_KEYS[column] for column in grid.columns]
        lines = [[self.sheet.text(row, key) for key in keys] for row in grid.row_numbers()]
        QGuiApplication.clipboard().setText(to_tsv(lines))

    def _paste(self) -> None:
        """Set cells from the first selected one on; one copied cell fills all that is selected."""
        mime = QGuiApplication.clipboard().mimeData()
        block = from_clipboard(mime.html(), mime.text()) if mime is not None else []
        grid = self.ranges.grid()
        if not any(block) or grid is None:
            raise UserError("There is nothing on the clipboard that could be pasted here.")
        if len(block) == 1 and len(block[0]) == 1:
            self.sheet.set_cells(CellText(row, key, block[0][0]) for row, key in self._selected())
            return
        top, left = grid.rows[0][0], grid.columns[0]
        if top + len(block) > self.sheet.count:
            raise UserError(f"What was copied has {len(block):,} rows, more than there are from here on.")
        if left + max(map(len, block)) > len(SHEET_KEYS):
            raise UserError("What was copied has more columns than there are from here on.")
        self.sheet.set_cells(
            CellText(top + number, SHEET_KEYS[left + place], text)
            for number, line in enumerate(block)
            for place, text in enumerate(line)
            if text != self.sheet.text(top + number, SHEET_KEYS[left + place])
        )

    def _fill_down(self) -> None:
        """Set selected cells to the top one of their column; a single row to the row above it."""
        grid = self.ranges.grid()
        rows = list(grid.row_numbers()) if grid is not None else []
        if grid is None or not rows:
            raise UserError("Only cells that make up rows and columns without a hole can be filled.")
        above = rows.pop(0) if len(rows) > 1 else rows[0] - 1
        if above < 0:
            raise UserError("There is no row above the first one to fill from.")
        self.sheet.set_cells(
            CellText(row, key, self.sheet.text(above, key))
            for key in (SHEET_KEYS[column] for column in grid.columns)
            for row in rows
            if self._is_text(row, key)
        )

    def _across(self, step: int) -> None:
        """To the next cell that can be edited, and on to the next rows; inside of what is selected if that is more."""
        if self.ranges.several:
            self.ranges.cycle(step, down=False)
            return
        row, column = self.ranges.active
        if self._started < 0:
            self._started = column
        place = row * len(SHEET_KEYS) + column + step
        while 0 <= place < self.sheet.count * len(SHEET_KEYS):
            there, number = divmod(place, len(SHEET_KEYS))
            if self.sheet.is_editable(there, SHEET_KEYS[number]):
                self.ranges.go(there, number)
                return
            place += step

    def _down(self, step: int) -> None:
        """To the cell below, under the one that Tab began from; inside of what is selected if that is more."""
        if self.ranges.several:
            self.ranges.cycle(step, down=True)
            return
        row, column = self.ranges.active
        column, self._started = (self._started if self._started >= 0 else column), -1
        if 0 <= row + step < self.sheet.count:
            self.ranges.go(row + step, column)
