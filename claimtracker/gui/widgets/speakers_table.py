"""The table of speakers: rows chosen, cells edited in place, columns sized and remembered."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from claimtracker.domain.values import SpeakerId
from claimtracker.gui.drafts import typed_in
from claimtracker.gui.models.speakers_table import COLUMNS, KEYS, SpeakerLine, SpeakersTableModel
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.theme import Theme

_LAYOUT = "speakers_view.columns"
_EDITABLE = [number for number, column in enumerate(COLUMNS) if column.editable]
_PADDING = 8
_KEPT_ROWS = 200
"""Selected rows that are selected again when the table is read anew; beyond, only the row at hand is."""
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SpeakersTable(QTableView):
    """A row a speaker; tells whose row is current, and when the person wants out."""

    speaker_selected = Signal()
    """Another speaker is current, or others are selected."""
    left = Signal()
    """Escape."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.speakers = SpeakersTableModel(session, self)
        self._kept: tuple[SpeakerId | None, int, list[SpeakerId]] = (None, 0, [])
        self._wanted: SpeakerId | None = None
        self._place = 0
        self._resetting = False
        self._sized = self._stretching = False
        self.setAccessibleName("Speakers")
        self.setModel(self.speakers)
        self.setItemDelegate(_CellDelegate(theme, self))
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        self._set_up_header()
        self.speakers.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.speakers.modelReset.connect(self._on_reset)

    def current(self) -> SpeakerLine | None:
        """The speaker of the row at hand."""
        return self.speakers.line_at(self.currentIndex().row())

    def selected_ids(self) -> list[SpeakerId]:
        """The speakers of the selected rows, from top to bottom; the one of the row at hand when none is selected."""
        parts = sorted((part.top(), part.bottom()) for part in self.selectionModel().selection().toList())
        found = [SpeakerId(one) for top, bottom in parts for one in self.speakers.ids_between(top, bottom)]
        current = self.speakers.id_at(self.currentIndex().row())
        return list(dict.fromkeys(found)) or ([current] if current is not None else [])

    def select_speaker(self, speaker_id: SpeakerId) -> None:
        """Make a speaker current, now or once the speaker is listed."""
        row = self.speakers.row_of(speaker_id)
        self._wanted = None if row >= 0 else speaker_id
        if row >= 0:
            self.setCurrentIndex(self.speakers.index(row, max(0, self.currentIndex().column())))

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell."""
        editor = self._open_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def save_columns(self) -> None:
        """Remember how wide the columns are, and what sorts them."""
        header = self.horizontalHeader()
        order = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        kept = {
            "widths": {key: header.sectionSize(number) for number, key in enumerate(KEYS)},
            "sort": KEYS[header.sortIndicatorSection()],
            "descending": order,
            "sized": self._sized,
        }
        self._session.workspace.remember(_LAYOUT, json.dumps(kept))

    def edit(self, *arguments: Any) -> Any:
        """Nothing is read anew under an open editor."""
        opened = super().edit(*arguments)
        if self.state() == QAbstractItemView.State.EditingState:
            self.speakers.hold(held=True)
        return opened

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes down, Tab to the next cell that can be edited; what was refused stays in the cell."""
        hints = QAbstractItemDelegate.EndEditHint
        column = self.currentIndex().column()
        refused, self.speakers.refused = self.speakers.refused, None
        super().closeEditor(editor, hints.NoHint)
        self.speakers.hold(held=False)
        if refused is not None and hint in {hints.SubmitModelCache, hints.EditNextItem, hints.EditPreviousItem}:
            self._edit_cell(refused.text)
        elif refused is not None and hint != hints.RevertModelCache:
            self._session.set_aside.emit(refused)
        elif hint == hints.SubmitModelCache:
            self._go(self.currentIndex().row() + 1, column)
        elif hint in {hints.EditNextItem, hints.EditPreviousItem}:
            self._edit_beside(1 if hint == hints.EditNextItem else -1)

    def draft_of(self, editor: QWidget) -> Draft | None:
        """What is typed in the open cell and not saved."""
        return self.speakers.draft_at(self.currentIndex(), typed_in(editor)) if editor.isVisible() else None

    def put_back(self, draft: Draft) -> bool:
        """Open the cell that a draft was typed in, with what was typed; False when there is none."""
        row = self.speakers.row_of(SpeakerId(draft.row))
        if row < 0 or draft.field not in KEYS:
            return False
        self.setFocus()
        self._go(row, KEYS.index(draft.field))
        self._edit_cell(draft.text)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2, Enter or typing edits; Escape leaves."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in {*_ENTER, Qt.Key.Key_F2} and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._edit_cell()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a row to stand on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._go(0, 0)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell whose row it is."""
        super().currentChanged(current, previous)
        if not self._resetting and current.row() != previous.row():
            self.speaker_selected.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell how many are selected."""
        super().selectionChanged(selected, deselected)
        if not self._resetting:
            self.speaker_selected.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until the analyst sizes columns, the aliases take what room there is."""
        super().resizeEvent(event)
        if not self._sized:
            number = KEYS.index("aliases")
            header = self.horizontalHeader()
            others = header.length() - header.sectionSize(number)
            self._stretching = True
            header.resizeSection(number, max(COLUMNS[number].width, self.viewport().width() - others))
            self._stretching = False

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setAccessibleName("Columns")
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        try:
            kept = json.loads(self._session.workspace.recall(_LAYOUT, "{}"))
            widths = {str(key): int(width) for key, width in kept.get("widths", {}).items()}
            sort, descending = str(kept.get("sort", "name")), bool(kept.get("descending"))
            self._sized = bool(kept.get("sized"))
        except (ValueError, TypeError, AttributeError):
            widths, sort, descending = {}, "name", False
        for number, column in enumerate(COLUMNS):
            header.resizeSection(number, max(48, widths.get(column.key, column.width)))
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(KEYS.index(sort) if sort in KEYS else 0, order)
        self.setSortingEnabled(True)
        header.sectionResized.connect(self._on_resized)

    def _on_resized(self) -> None:
        self._sized = self._sized or not self._stretching

    def _go(self, row: int, column: int) -> None:
        last = self.speakers.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.speakers.index(min(max(row, 0), last), max(column, 0)))

    def _edit_cell(self, typed: str | None = None) -> None:
        """Edit the cell at hand, with the caret at the end of what it holds, or of what was typed and refused."""
        if self.currentIndex().column() not in _EDITABLE:
            return
        self.edit(self.currentIndex())
        line = self._open_editor()
        if isinstance(line, QLineEdit):
            if typed is not None:
                line.setText(typed)
            line.end(False)

    def _edit_beside(self, step: int) -> None:
        here = self.currentIndex()
        place = _EDITABLE.index(here.column()) + step if here.column() in _EDITABLE else 0
        row = here.row() + place // len(_EDITABLE)
        if 0 <= row < self.speakers.rowCount():
            index = self.speakers.index(row, _EDITABLE[place % len(_EDITABLE)])
            self.setCurrentIndex(index)
            self.edit(index)

    def _open_editor(self) -> QWidget | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        return next((line for line in self.viewport().findChildren(QLineEdit) if line.isVisible()), None)

    def _on_about_to_reset(self) -> None:
        here = self.currentIndex()
        self._place = max(0, here.row())
        self._kept = (self.speakers.id_at(here.row()), here.column(), self.selected_ids())
        self._resetting = True

    def _on_reset(self) -> None:
        speaker_id, column, chosen = self._kept
        row = self.speakers.row_of(self._wanted)
        if row >= 0:
            self._wanted, chosen = None, []
        else:
            row = self.speakers.row_of(speaker_id)
        self._go(row if row >= 0 else self._place, column)
        if 1 < len(chosen) <= _KEPT_ROWS:
            picked = QItemSelection()
            for place in filter(lambda place: place >= 0, map(self.speakers.row_of, chosen)):
                picked.select(self.speakers.index(place, 0), self.speakers.index(place, len(COLUMNS) - 1))
            self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.Select)
        self._resetting = False
        self.speaker_selected.emit()


class _CellDelegate(QStyledItemDelegate):
    """Draws a line under each row and a frame around the cell at hand; edits in a line of text."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        font = QFont(option.font)
        if KEYS[index.column()] == "name":
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        inside = area.adjusted(_PADDING, 0, -_PADDING, 0)
        text = " ".join(str(index.data()).split())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("cell", "true")
        line.setAccessibleName(COLUMNS[index.column()].label)
        return line
