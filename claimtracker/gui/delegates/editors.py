"""The editors of cells: a line that completes, a text of several lines, a list of choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHideEvent, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.theme import Theme
from claimtracker.storage.queries import Completion

Complete = Callable[[str], Sequence[Completion]]
Index = QModelIndex | QPersistentModelIndex

_ROW = 28
_LONGEST_LIST = 8
_NEAR = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)


def near_number(event: QKeyEvent) -> int:
    """Which of the earlier claims that look alike a key means, from 1 on; 0 for any other key."""
    alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
    key = Qt.Key(event.key())
    return _NEAR.index(key) + 1 if alt and key in _NEAR else 0


class CompletingLine(QLineEdit):
    """Completes inline while a person types, with the part that was added selected; Down and Up choose from a list.

    Enter and Tab take what stands in the line.
    """

    def __init__(self, complete: Complete, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("cell", "true")
        self._complete = complete
        self._offers = _Offers()
        self._popup = _Popup(self, theme)
        self._popup.setModel(self._offers)
        self._popup.clicked.connect(self._on_clicked)
        self.textEdited.connect(self._on_edited)
        self._erased = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Up walk the list; Escape closes it first."""
        key = event.key()
        self._erased = key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if not self._popup.isVisible():
                self.open_list("" if self.hasSelectedText() else None)
            self._walk(1 if key == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the line."""
        self._popup.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes with the line."""
        self._popup.hide()
        super().hideEvent(event)

    @property
    def offering(self) -> bool:
        """Whether the list is open."""
        return self._popup.isVisible()

    def open_list(self, typed: str | None = None) -> None:
        """Show what there is for a text, for what stands in the line without one."""
        start, end = self.part()
        self._offer(self.text()[start:end] if typed is None else typed)

    def close_list(self) -> None:
        """Put the list away; what was typed stays."""
        self._popup.hide()

    def part(self) -> tuple[int, int]:
        """From where to where in the line stands what is completed: all of it."""
        return 0, len(self.text())

    def added(self, typed: str, offers: Sequence[Completion]) -> str:
        """What is added inline behind what was typed: the rest of the first offer that begins so."""
        begun = (offer.text for offer in offers if offer.text.lower().startswith(typed.lower()))
        return next((text[len(typed) :] for text in begun if len(text) > len(typed)), "")

    def take(self, text: str) -> None:
        """Put a text in the place of what is completed, and select it."""
        self.setText(text)
        self.selectAll()

    def _on_edited(self, _line: str) -> None:
        start, end = self.part()
        typed = self.text()[start:end]
        offers = self._offer(typed)
        if self._erased or not typed or self.cursorPosition() < len(self.text()):
            return
        added = self.added(typed, offers)
        if added:
            place = len(self.text())
            self.setText(self.text() + added)
            self.setSelection(place, len(added))

    def _offer(self, typed: str) -> Sequence[Completion]:
        offers = self._complete(typed)
        self._offers.show(offers)
        self._popup.setCurrentIndex(QModelIndex())
        if offers and self.isVisible():
            self._popup.place(self, len(offers))
        else:
            self._popup.hide()
        return offers

    def _walk(self, step: int) -> None:
        rows = self._offers.rowCount()
        if not rows:
            return
        row = self._popup.currentIndex().row() + step
        row = rows - 1 if row < 0 else row % rows
        self._popup.setCurrentIndex(self._offers.index(row, 0))
        self.take(self._offers.offer(row).text)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.take(self._offers.offer(index.row()).text)
        self._popup.hide()


class LongText(QPlainTextEdit):
    """Several lines over the row. Enter is done; Alt or Ctrl with Enter breaks the line."""

    done = Signal()
    typed = Signal(str)
    """What stands in it now."""
    near_wanted = Signal(int)
    """Alt and a digit: the earlier claim of that number is on the same fact."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("cell", "true")
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_text_changed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone closes the editor."""
        number = near_number(event)
        if number:
            self.near_wanted.emit(number)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier:
                self.done.emit()
                return
            self.insertPlainText("\n")
            return
        super().keyPressEvent(event)

    def _on_text_changed(self) -> None:
        self.typed.emit(self.toPlainText())


class Choices(QComboBox):
    """A short list; the wheel turns it only when it has the focus."""

    def __init__(self, choices: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.addItem("")
        self.addItems(list(choices))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past must not change a value."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Offers(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._offers: Sequence[Completion] = ()

    def show(self, offers: Sequence[Completion]) -> None:
        self.beginResetModel()
        self._offers = offers
        self.endResetModel()

    def offer(self, row: int) -> Completion:
        return self._offers[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        offer = self._offers[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return offer
        return offer.text if role == Qt.ItemDataRole.DisplayRole else None


class _Popup(QListView):
    """Under the line, without taking the focus from it."""

    def __init__(self, line: QWidget, theme: Theme) -> None:
        super().__init__(line)
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("popup", "true")
        self.setAccessibleName("What is known already")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_OfferDelegate(theme, self))

    def place(self, line: QWidget, rows: int) -> None:
        below = line.mapToGlobal(QPoint(0, line.height() + 2))
        height = min(rows, _LONGEST_LIST) * _ROW + 10
        width = max(line.width(), 280)
        screen = line.screen().availableGeometry()
        if below.y() + height > screen.bottom():
            below = line.mapToGlobal(QPoint(0, -height - 2))
        below.setX(max(screen.left(), min(below.x(), screen.right() - width)))
        self.setGeometry(QRect(below, QSize(width, height)))
        self.show()


class _OfferDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Completion = index.data(Qt.ItemDataRole.UserRole)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        inside = area.adjusted(8, 0, -8, 0)
        metrics = QFontMetrics(painter.font())
        detail = metrics.elidedText(offer.detail, Qt.TextElideMode.ElideRight, inside.width() // 2)
        room = inside.width() - metrics.horizontalAdvance(detail) - 12
        if offer.colour:
            draw_chip(painter, inside, offer.text, self._theme.chip(offer.colour), room)
        else:
            painter.setPen(self._theme.color("text"))
            text = metrics.elidedText(offer.text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
