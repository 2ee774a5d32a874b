"""Cells of the sheet before an import: a tick, a pill for what a text is, plain words; lines and lists to edit them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from claimtracker.gui.delegates.editors import CompletingLine, Index
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.import_sheet import SHEET_COLUMNS, ImportSheetModel, SheetRow
from claimtracker.gui.signs import displayed, escape
from claimtracker.gui.theme import Theme
from claimtracker.storage.queries import Completion

_PADDING = 8
_BOX = 14
TICK_ROOM = _PADDING + _BOX + 8
"""Pixels at the left of the first column that belong to the tick."""
_TOLD = 600


class ImportCellDelegate(QStyledItemDelegate):
    """Paints lean, whatever is in the texts; a row that is left out or cannot be read is drawn back."""

    def __init__(self, sheet: ImportSheetModel, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._sheet = sheet
        self._theme = theme
        self._view = view
        self.row = -1
        """The row of the active cell."""
        self.several = False
        self.backwards = False
        """Whether Shift was held when an editor was closed by Enter."""
        self.refused: str | None = None
        """What was typed when it was not taken; None when it was."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line, cut with “…”."""
        row, column = self._sheet.rows[index.row()], SHEET_COLUMNS[index.column()]
        area: QRect = option.rect
        painter.save()
        painter.setFont(option.font)
        self._ground(painter, area, option.state, index.row())
        inside = area.adjusted(_PADDING, 2, -_PADDING, -2)
        text = displayed(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
        if column.key == "file":
            self._tick(painter, inside, row)
            inside.setLeft(area.left() + TICK_ROOM)
        if column.key == "standing":
            self._pill(painter, inside, row, text)
        else:
            painter.setPen(self._theme.color(_colour(row, column.key)))
            side = Qt.AlignmentFlag.AlignRight if column.key == "sentences" else Qt.AlignmentFlag.AlignLeft
            middle = Qt.TextElideMode.ElideMiddle if column.key == "file" else Qt.TextElideMode.ElideRight
            shown = option.fontMetrics.elidedText(text, middle, inside.width())
            painter.drawText(inside, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()

    def line_height(self, metrics: QFontMetrics) -> int:
        """The height of a row."""
        return metrics.lineSpacing() + 16

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text of a cell that is cut off, as plain text whatever is in it."""
        text = ""
        if index.isValid():
            row, key = self._sheet.rows[index.row()], SHEET_COLUMNS[index.column()].key
            text = row.planned.read.problem if key in {"title", "standing"} else ""
            text = displayed((text or self._sheet.text(index.row(), key))[:_TOLD])
        room = QRect(option.rect).width() - 2 * _PADDING - (TICK_ROOM if index.column() == 0 else 0)
        cut = option.fontMetrics.horizontalAdvance(text) > room
        told = f"<p style='white-space: pre-wrap'>{escape(text)}</p>" if text and cut else ""
        QToolTip.showText(event.globalPos(), told, view)
        return True

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list of what a text can be a version of; a line for the rest, that offers what it could hold."""
        column = SHEET_COLUMNS[index.column()]
        editor: QWidget
        if column.key == "standing":
            box = QComboBox(parent)
            for label, article_id in self._sheet.versions(index.row()):
                box.addItem(label, article_id)
            box.view().setMinimumWidth(min(900, 40 + box.view().sizeHintForColumn(0)))
            editor = box
        else:
            editor = CompletingLine(lambda typed: self._offers(index.row(), column.key, typed), self._theme, parent)
        editor.setAccessibleName(column.heading)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The whole text, with the caret at its end; the list is open at once."""
        if isinstance(editor, QComboBox):
            chosen = self._sheet.rows[index.row()].revision_of
            editor.setCurrentIndex(max(0, editor.findData(chosen) if chosen is not None else 0))
            QTimer.singleShot(0, editor, editor.showPopup)
            editor.activated.connect(self._on_chosen)
        elif isinstance(editor, CompletingLine):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            row = self._sheet.rows[index.row()]
            if SHEET_COLUMNS[index.column()].key == "published" and row.planned.choices:
                QTimer.singleShot(0, editor, lambda: editor.open_list(""))

    def put_caret_at_end(self, editor: QWidget | None, text: str | None = None) -> None:
        """With nothing selected, so that typing adds to the cell; with `text` in place of what the cell holds."""
        if isinstance(editor, QLineEdit):
            if text is not None:
                editor.setText(text)
            editor.end(False)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand it to the sheet."""
        if isinstance(editor, QComboBox):
            self._sheet.set_version(index.row(), editor.currentData())
        elif isinstance(editor, QLineEdit):
            text = editor.text()
            self.refused = None if model.setData(index, text, Qt.ItemDataRole.EditRole) else text

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell."""
        editor.setGeometry(QRect(option.rect))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter closes the editor, also of a list, and at once: what it leaves over would press the dialog's button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            self.backwards = enter and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                # Ctrl+Enter is of the whole sheet; what is typed goes into it first.
                return False
            if enter and isinstance(editor, QWidget):
                self._close(editor)
                return True
        return super().eventFilter(editor, event)

    def _offers(self, row: int, key: str, typed: str) -> list[Completion]:
        """The meanings of a time zone; the outlets that other rows have."""
        begun = typed.casefold()
        if key == "published":
            return [
                Completion(choice.value, f"{choice.label} ({choice.offset})")
                for choice in self._sheet.rows[row].planned.choices
                if choice.value.startswith(typed) or typed == self._sheet.rows[row].planned.published
            ]
        if key == "source":
            known = dict.fromkeys(one.values["source"] for one in self._sheet.rows[:1000] if one.values["source"])
            return [Completion(name, "") for name in known if name.casefold().startswith(begun)][:20]
        return []

    def _on_chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QComboBox):
            self._close(editor)

    def _close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, row: int) -> None:
        active = bool(state & QStyle.StateFlag.State_HasFocus)
        if self.several and state & QStyle.StateFlag.State_Selected and not active:
            painter.fillRect(area, self._theme.color("accent_soft"))
        elif row == self.row and not self.several and not active:
            painter.fillRect(area, self._theme.color("current" if self._view.hasFocus() else "accent_soft"))
        if active:
            painter.fillRect(area, self._theme.color("background"))
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _tick(self, painter: QPainter, area: QRect, row: SheetRow) -> None:
        """Ticked when it is imported; nothing where it cannot be."""
        if row.planned.read.article is None:
            return
        box = QRectF(area.left() + 0.5, area.center().y() - _BOX / 2 + 0.5, _BOX, _BOX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent" if row.taken else "line_strong"), 1))
        painter.setBrush(self._theme.color("accent" if row.taken else "background"))
        painter.drawRoundedRect(box, 4, 4)
        if row.taken:
            painter.setPen(QPen(self._theme.color("on_accent"), 1.6))
            left, top = box.left(), box.top()
            painter.drawPolyline([QPoint(round(left + x), round(top + y)) for x, y in ((3, 7), (6, 10), (11, 4))])
        painter.restore()

    def _pill(self, painter: QPainter, area: QRect, row: SheetRow, text: str) -> None:
        if row.planned.read.article is None:
            colour = "red"
        elif not row.taken:
            colour = "grey"
        elif row.is_open and row.revision_of is not None:
            colour = "blue"
        elif row.is_open and row.planned.earlier:
            colour = "amber"
        else:
            colour = "green" if row.is_open else "grey"
        room = area.width()
        if row.is_open and row.planned.earlier:
            room -= 16
            painter.setPen(self._theme.color("muted"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), "▾")
        draw_chip(painter, area, text, self._theme.chip(colour), room, selected=True)


def _colour(row: SheetRow, key: str) -> str:
    if row.planned.read.article is None:
        return "danger" if key == "title" else "muted"
    if not row.taken:
        return "faint"
    return "text" if row.is_open and key not in {"file", "sentences"} else "muted"
