"""The cells of the vocabulary: a chip for a status, a swatch with its name for a colour, lists for what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
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

from claimtracker.domain.stance import Stance
from claimtracker.domain.values import Status
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.vocabulary import COLUMN_ROLE, ENTRY_ROLE, EntryColumn, VocabularyModel
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import CHIP_KEYS, Theme

Index = QModelIndex | QPersistentModelIndex

PADDING = 8
_SWATCH = 12
_CHIP_PADDING = 9


class VocabularyCellDelegate(QStyledItemDelegate):
    """Paints and edits by what the column says of itself."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line, cut with “…” where there is no room."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        column: EntryColumn = index.data(COLUMN_ROLE)
        entry = index.data(ENTRY_ROLE)
        text = " ".join((index.data(Qt.ItemDataRole.DisplayRole) or "").split())
        inside = area.adjusted(PADDING, 3, -PADDING, -3)
        painter.save()
        painter.setFont(option.font)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        if isinstance(entry, Status) and column.key == "label":
            self._draw_status(painter, inside, text, entry, selected=bool(state & QStyle.StateFlag.State_Selected))
        elif column.editor == "colour":
            draw_swatch(painter, inside, text, self._theme)
        else:
            painter.setPen(self._theme.color("text" if column.editor else "muted"))
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            shown = QFontMetrics(option.font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, shown)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line of text."""
        return QSize(80, option.fontMetrics.height() + 18)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text where it is cut, as plain text whatever is in it."""
        text = (index.data(Qt.ItemDataRole.DisplayRole) or "") if index.isValid() else ""
        cut = option.fontMetrics.horizontalAdvance(text) > QRect(option.rect).width() - 2 * PADDING
        QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if cut else "", view)
        return True

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line for a text, a list for what is chosen."""
        column: EntryColumn = index.data(COLUMN_ROLE)
        editor: QWidget
        if column.editor == "text":
            editor = QLineEdit(parent)
            editor.setProperty("cell", "true")
        else:
            choices = ChoiceList(_choices(column, index), parent)
            if column.editor == "colour":
                choices.view().setItemDelegate(_SwatchDelegate(self._theme, choices))
            choices.activated.connect(self._on_chosen)
            editor = choices
        editor.setAccessibleName(column.label)
        editor.setToolTip(column.help)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The whole text, selected; the choice that holds."""
        text = index.data(Qt.ItemDataRole.EditRole) or ""
        if isinstance(editor, ChoiceList):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed or chosen to the model, which runs the operation."""
        if isinstance(editor, ChoiceList):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell; a list gets room for its words."""
        area = QRect(option.rect)
        if isinstance(editor, ChoiceList):
            area.setWidth(max(area.width(), editor.sizeHint().width()))
        editor.setGeometry(area)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter closes the editor: Qt leaves it to lists, and answers it later in a line."""
        if (
            isinstance(editor, QWidget)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self._close(editor)
            return True
        return super().eventFilter(editor, event)

    def _draw_status(self, painter: QPainter, area: QRect, text: str, status: Status, *, selected: bool) -> None:
        """Its chip; a retired one has none, and stands in line with those that do."""
        if not status.retired:
            draw_chip(painter, area, text, self._theme.chip(status.colour), area.width(), selected=selected)
            return
        painter.setPen(self._theme.color("muted"))
        beside = area.adjusted(_CHIP_PADDING, 0, 0, 0)
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _on_chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self._close(editor)

    def _close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)


class ChoiceList(QComboBox):
    """Opens at once: there is nothing else to do with it."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        for text, value in choices:
            self.addItem(text, value)
        self.view().setAccessibleName("Choices")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.showPopup)
        self._soon.start(0)


class _SwatchDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(110, option.fontMetrics.height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        draw_swatch(painter, area.adjusted(PADDING, 0, -PADDING, 0), index.data(), self._theme)
        painter.restore()


def draw_swatch(painter: QPainter, area: QRect, name: str, theme: Theme) -> None:
    """A dot of a colour and its name beside it, for eyes that do not tell it from the next."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.chip(name).bar)
    painter.drawEllipse(QRectF(area.left(), area.center().y() - _SWATCH / 2 + 0.5, _SWATCH, _SWATCH))
    painter.setPen(theme.color("text"))
    beside = area.adjusted(_SWATCH + 7, 0, 0, 0)
    shown = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, beside.width())
    painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


def _choices(column: EntryColumn, index: Index) -> list[tuple[str, str]]:
    """What can be chosen: as it is shown, and as it is written."""
    if column.editor == "stance":
        return [(str(stance), str(stance)) for stance in Stance]
    if column.editor == "colour":
        return [(key, key) for key in CHIP_KEYS]
    model = index.model()
    taken: dict[int, str] = {}
    if isinstance(model, VocabularyModel):
        for row, entry in enumerate(model.entries):
            if isinstance(entry, Status) and entry.digit and row != index.row():
                taken[entry.digit] = entry.label
    digits = ((f"{digit} (now {taken[digit]})" if digit in taken else str(digit), str(digit)) for digit in range(1, 10))
    return [("none", ""), *digits]
