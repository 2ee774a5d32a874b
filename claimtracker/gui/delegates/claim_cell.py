"""The cells of the claims table: edited in place with the editor that the column declares.

They are painted by `widgets.table_painting`.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from claimtracker.domain.columns import COLUMNS
from claimtracker.gui.completing import offers
from claimtracker.gui.delegates.editors import Choices, CompletingLine, LongText
from claimtracker.gui.models.claims_table import ClaimsTableModel, shown_text
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.table_drafts import draft_of_cell
from claimtracker.storage import queries

Index = QModelIndex | QPersistentModelIndex

PADDING = 8
_WRAPPED = {"long", "fact", "tags", "speaker"}
WRAPPED_KEYS = tuple(column.key for column in COLUMNS if column.editor in _WRAPPED or column.key == "sentence_text")
"""The columns whose text runs over several lines."""
TAKEN = "⤷"
"""Before the number of a sentence: the claim was taken over from the same sentence of another article."""
NUMBER_KEYS = {"claim_id", "sentence_number"}
_LINES = 4
_WIDEST = 480
"""What fitting a column to its content gives it at most, in pixels."""
_TOLD = 1000
"""Characters of a cell that its tip tells."""


class ClaimCellDelegate(QStyledItemDelegate):
    """Edits every column, by what `domain.columns` says of it."""

    assertion_typed = Signal(str)
    near_wanted = Signal(int)
    """From inside of the assertion: the earlier claim of this number is on the same fact."""

    def __init__(self, session: Session, claims: ClaimsTableModel, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._session = session
        self._claims = claims
        self._theme = theme
        self.backwards = False
        """Whether Shift was held when an editor was closed by Enter."""
        self.refused: str | None = None
        """What was typed when it was not taken; None when it was."""
        self.refused_draft: Draft | None = None
        """The same, with the cell that it was typed into."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the text, within reason, and a line high: what fitting a column to its content asks for."""
        claim = self._claims.claim_at(index.row())
        metrics = option.fontMetrics
        text = "" if claim is None else " ".join(shown_text(claim, COLUMNS[index.column()].key).split())
        room = 2 * PADDING + (20 if COLUMNS[index.column()].key == "status" else 2)
        return QSize(min(metrics.horizontalAdvance(text) + room, _WIDEST), row_height(metrics))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text of a cell that is cut off, as plain text whatever is in it."""
        claim = self._claims.claim_at(index.row()) if index.isValid() else None
        text = "" if claim is None else queries.cell(claim, COLUMNS[index.column()].key)
        area = QRect(option.rect).adjusted(PADDING, 3, -PADDING, -3)
        room = QRect(0, 0, max(20, area.width()), 10_000)
        wraps = int(Qt.TextFlag.TextWordWrap) if COLUMNS[index.column()].key in WRAPPED_KEYS else 0
        needed = option.fontMetrics.boundingRect(room, wraps, text[:_TOLD])
        cut = needed.height() > area.height() or needed.width() > area.width() or len(text) > _TOLD
        told = text if len(text) <= _TOLD else text[:_TOLD] + "…"
        if claim is not None and claim.taken_from and COLUMNS[index.column()].key == "sentence_number":
            told, cut = f"Sentence {text}; taken over from the same sentence of another article", True
        shown = f"<p style='white-space: pre-wrap'>{escape(told)}</p>" if cut and text else ""
        QToolTip.showText(event.globalPos(), shown, view)
        return True

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the column."""
        column = COLUMNS[index.column()]
        editor: QWidget
        if column.editor == "long":
            editor = LongText(parent)
            editor.done.connect(self._on_done)
            if column.key == "assertion":
                editor.typed.connect(self.assertion_typed)
                editor.near_wanted.connect(self.near_wanted)
        elif column.editor == "choice":
            editor = Choices(column.choices, parent)
        else:
            editor = CompletingLine(
                partial(offers, self._session.workspace.connection, column.editor), self._theme, parent
            )
        editor.setAccessibleName(column.label)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The whole text, with the caret at its end."""
        text = index.data(Qt.ItemDataRole.EditRole) or ""
        if isinstance(editor, Choices):
            editor.setCurrentText(text)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def put_caret_at_end(self, editor: QWidget | None, text: str | None = None) -> None:
        """With nothing selected, so that typing adds to the cell; with `text` in place of what the cell holds."""
        if isinstance(editor, Choices) and text is not None:
            editor.setCurrentText(text)
        elif isinstance(editor, QPlainTextEdit):
            if text is not None:
                editor.setPlainText(text)
            editor.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(editor, QLineEdit):
            if text is not None:
                editor.setText(text)
            editor.end(False)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed to the model, which runs the operation."""
        if isinstance(editor, Choices):
            text = editor.currentText()
        elif isinstance(editor, QPlainTextEdit):
            text = editor.toPlainText()
        elif isinstance(editor, QLineEdit):
            text = editor.text()
        else:
            return
        draft = draft_of_cell(self._claims.claim_at(index.row()), index.column(), text)
        self.refused = None if model.setData(index, text, Qt.ItemDataRole.EditRole) else text
        self.refused_draft = draft if self.refused is not None else None

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell; a long text gets room for four lines."""
        area = QRect(option.rect)
        if COLUMNS[index.column()].editor == "long":
            wanted = _LINES * option.fontMetrics.lineSpacing() + 18
            area.setHeight(max(area.height(), wanted))
            parent = editor.parentWidget()
            if parent is not None and area.bottom() > parent.height():
                area.moveBottom(max(area.height(), parent.height() - 2))
        editor.setGeometry(area)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Qt leaves Tab to texts of several lines, and Enter to lists; in a table both close the editor."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            hints = QStyledItemDelegate.EndEditHint
            hint = None
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.backwards = enter and bool(shift)
            if isinstance(editor, LongText) and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                hint = hints.EditNextItem if event.key() == Qt.Key.Key_Tab else hints.EditPreviousItem
            elif enter and (isinstance(editor, Choices) or (isinstance(editor, LongText) and shift)):
                hint = hints.SubmitModelCache
            if hint is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint)
                return True
        return super().eventFilter(editor, event)

    def _on_done(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)


def row_height(metrics: QFontMetrics, lines: int = 1) -> int:
    """The height of a row of so many lines."""
    return lines * metrics.lineSpacing() + 16
