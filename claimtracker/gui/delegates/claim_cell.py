"""The cells of the claims table: painted lean, edited in place with the editor that the column declares."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.values import ClaimRow
from claimtracker.gui.delegates.editors import Choices, CompletingLine, LongText
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.claims_table import CLAIM_ROLE
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.storage import queries

Index = QModelIndex | QPersistentModelIndex

PADDING = 8
_WRAPPED = {"long", "fact", "tags", "speaker"}
_NUMBERS = {"claim_id", "sentence_number"}
_LINES = 4


class ClaimCellDelegate(QStyledItemDelegate):
    """Paints and edits every column, by what `domain.columns` says of it."""

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A chip for the status, wrapped text for long fields, one line for the rest."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setFont(option.font)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        column = COLUMNS[index.column()]
        inside = area.adjusted(PADDING, 3, -PADDING, -3)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        claim: ClaimRow | None = index.data(CLAIM_ROLE)
        if column.key == "status" and claim is not None and text:
            draw_chip(painter, inside, text, self._theme.chip(claim.colour), inside.width())
        elif text:
            faint = not column.editor
            painter.setPen(self._theme.color("muted" if faint else "text"))
            self._write(painter, inside, text, wrapped=column.editor in _WRAPPED, right=column.key in _NUMBERS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line of text."""
        return QSize(80, option.fontMetrics.height() + 16)

    def row_height(self, metrics: QFontMetrics, claim: ClaimRow, widths: dict[str, int]) -> int:
        """The height that shows the wrapped fields of a claim, four lines at most."""
        lines = 1
        for key, width in widths.items():
            text = queries.cell(claim, key)[:400]
            if key == "fact" and claim.fact_code:
                text = f"{claim.fact_code} {text}"
            room = QRect(0, 0, max(20, width - 2 * PADDING), 10_000)
            height = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
            lines = max(lines, round(height / metrics.lineSpacing()))
        return min(lines, _LINES) * metrics.lineSpacing() + 16

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the column."""
        column = COLUMNS[index.column()]
        editor: QWidget
        if column.editor == "long":
            editor = LongText(parent)
            editor.done.connect(self._on_done)
        elif column.editor == "choice":
            editor = Choices(column.choices, parent)
        else:
            editor = CompletingLine(partial(self._complete, column.editor), self._theme, parent)
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
        model.setData(index, text, Qt.ItemDataRole.EditRole)

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
            if isinstance(editor, LongText) and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                hint = hints.EditNextItem if event.key() == Qt.Key.Key_Tab else hints.EditPreviousItem
            elif isinstance(editor, Choices) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                hint = hints.SubmitModelCache
            if hint is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint)
                return True
        return super().eventFilter(editor, event)

    def _write(self, painter: QPainter, area: QRect, text: str, *, wrapped: bool, right: bool) -> None:
        metrics = QFontMetrics(painter.font())
        if wrapped and metrics.horizontalAdvance(text) > area.width():
            flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.setClipRect(area)
            painter.drawText(area, flags, _cut_to(metrics, area, text))
            return
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        line = " ".join(text.split("\n"))
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _complete(self, editor: str, typed: str) -> list[queries.Completion]:
        connection = self._session.workspace.connection
        if editor == "speaker":
            return queries.complete_speakers(connection, typed)
        if editor == "status":
            return queries.complete_statuses(connection, typed)
        if editor == "fact":
            return queries.complete_facts(connection, typed)
        if editor == "tags":
            before, _, last = typed.rpartition(";")
            lead = f"{before}; " if before else ""
            found = queries.complete_tags(connection, last.strip()) if last.strip() else []
            return [queries.Completion(lead + offer.text, "tag") for offer in found]
        return []

    def _on_done(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)


def _cut_to(metrics: QFontMetrics, area: QRect, text: str) -> str:
    """As much of a text as fits an area when wrapped, with “…” for the rest."""
    room = QRect(0, 0, area.width(), 10_000)
    flags = int(Qt.TextFlag.TextWordWrap)
    if metrics.boundingRect(room, flags, text).height() <= area.height():
        return text
    fits, fails = 0, len(text)
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if metrics.boundingRect(room, flags, text[:middle].rstrip() + "…").height() <= area.height():
            fits = middle
        else:
            fails = middle
    return text[:fits].rstrip() + "…"
