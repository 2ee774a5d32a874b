"""The command palette: one line to type into, and under it everything that fits, wherever it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QFont, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from claimtracker.gui.announce import announce
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.icons import icon
from claimtracker.gui.models.palette import ENTRY_ROLE, Entry, Heading, PaletteModel
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import ElidedLabel

Index = QModelIndex | QPersistentModelIndex

_WIDTH, _ROWS_SHOWN, _TOP, _SHADOW = 680, 13, 10, 14
_ICONS = {
    "action": "settings-2",
    "article": "newspaper",
    "claim": "message-square-quote",
    "speaker": "user",
    "fact": "flag",
    "status": "tag",
    "filter": "bookmark",
}


class Palette(QWidget):
    """Lies over the window while one searches. It tells what was chosen and closes; the window does it."""

    chosen = Signal(object)
    """An `Entry`."""
    closed = Signal()

    def __init__(
        self,
        model: PaletteModel,
        actions: Mapping[str, QAction],
        theme: Theme,
        parent: QWidget,
        *,
        name: str = "Search articles, claims, speakers and actions",
        hint: str = "> actions   @ speakers   # articles   ? claims",
    ) -> None:
        super().__init__(parent)
        self._usual_hint = hint
        self._theme = theme
        self._place = parent
        self.setObjectName("palette")
        self.setAccessibleName(name)
        self.model = model
        self._recent: Sequence[str] = ()
        self.line = _Line(name, self)
        self.list = QListView()
        self.list.setAccessibleName("What was found")
        self.list.setModel(model)
        self.list.setItemDelegate(_EntryDelegate(actions, theme, self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFocusProxy(self.line)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = ElidedLabel(hint)
        self._hint.setObjectName("paletteHint")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*([_SHADOW + 8] * 4))
        column.setSpacing(6)
        for widget in (self.line, self.list, self._hint):
            column.addWidget(widget)
        self.line.textChanged.connect(self._on_typed)
        model.named.connect(self._on_named)
        model.found.connect(self._show_found)
        self.line.stepped.connect(self._step)
        self.line.accepted.connect(self._take_current)
        self.line.left.connect(self.put_away)
        self.line.lost.connect(self.hide)
        self.list.clicked.connect(self._take)
        parent.installEventFilter(self)
        self.hide()

    def open_with(self, recent: Sequence[str], typed: str = "") -> None:
        """Show it with nothing found yet but what was used lately."""
        self._recent = recent
        self.line.blockSignals(True)
        self.line.setText(typed)
        self.line.blockSignals(False)
        self._on_typed(typed)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        """Close without choosing."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def current(self) -> Entry | None:
        """The entry that Enter takes."""
        return self.model.entry_at(self.list.currentIndex().row())

    def fit(self) -> None:
        """At the top of its parent, in the middle, as high as what was found."""
        room = self._place.rect()
        width = min(_WIDTH, room.width() - 2 * _TOP) + 2 * _SHADOW
        row = self.list.sizeHintForRow(0) if self.model.rowCount() else 0
        shown = min(_ROWS_SHOWN, self.model.rowCount())
        self.list.setFixedHeight(min(row * shown + 2, max(60, room.height() - 140)))
        self.list.setVisible(shown > 0)
        self._column.activate()
        self.setGeometry((room.width() - width) // 2, _TOP - _SHADOW, width, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A sheet of paper over the window, and its shadow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 4))
        sheet = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        for grown in range(1, _SHADOW + 1):
            painter.drawRoundedRect(sheet.adjusted(-grown, -grown + 3, grown, grown), 10 + grown, 10 + grown)
        painter.setPen(self._theme.color("line_strong"))
        painter.setBrush(self._theme.color("background"))
        painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.end()

    def _on_typed(self, typed: str) -> None:
        self.model.search(typed, self._recent)
        if not self.model.busy or not self.model.rowCount():
            self._show_found()

    def _show_found(self) -> None:
        first = self.model.next_entry(-1, 1)
        hint = self._usual_hint
        found = self.model.rowCount() or self.model.busy
        self._hint.setText(hint if found else f"Nothing is called that.   {hint}")
        self._go_to(first)
        self.list.scrollToTop()
        self.fit()

    def _on_named(self) -> None:
        """More can be found now; who walked through the list already stays where that is."""
        if not self.isVisible():
            return
        before = self.current()
        self._on_typed(self.line.text())
        rows = (row for row in range(self.model.rowCount()) if self.model.entry_at(row) == before)
        if before is not None:
            self._go_to(next(rows, self.model.next_entry(-1, 1)))

    def _step(self, by: int) -> None:
        here = self.list.currentIndex().row()
        if abs(by) == 1:
            self._go_to(self.model.next_entry(here, by))
            return
        there = min(max(here + by, 0), self.model.rowCount() - 1)
        # Under each heading there is an entry.
        self._go_to(there if self.model.entry_at(there) is not None else self.model.next_entry(there, 1))

    def _go_to(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if not index.isValid():
            return
        if row == self.model.next_entry(-1, 1):
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)
        announce(self.line, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _take_current(self) -> None:
        self.model.settle()
        self._take(self.list.currentIndex())

    def _take(self, index: QModelIndex) -> None:
        entry = self.model.entry_at(index.row()) if index.isValid() else None
        if entry is not None:
            self.put_away()
            self.chosen.emit(entry)


class _Line(QLineEdit):
    """Keeps the keyboard while the list is walked."""

    stepped = Signal(int)
    accepted = Signal()
    left = Signal()
    """By Escape."""
    lost = Signal()
    """Somebody clicked or tabbed elsewhere."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip("Up and Down choose, Enter goes there (Escape closes)")
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab walks the list too: there is nothing else here to go to.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TABS:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self.lost.emit()


_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -(_ROWS_SHOWN - 2),
    Qt.Key.Key_PageDown: _ROWS_SHOWN - 2,
}
_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


class _EntryDelegate(QStyledItemDelegate):
    """Icon and name at the left, a status as a pill, detail and shortcut at the right."""

    def __init__(self, actions: Mapping[str, QAction], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._icons: dict[tuple[str, str], QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Entry | Heading | None = index.data(ENTRY_ROLE)
        area = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            self._heading(painter, area, row, option.font)
        elif row is not None:
            self._entry(painter, area, row, option)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, heading: Heading, usual: QFont) -> None:
        font = QFont(usual)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(area.adjusted(10, 4, -10, 0), int(Qt.AlignmentFlag.AlignVCenter), heading.text.upper())

    def _entry(self, painter: QPainter, area: QRect, entry: Entry, option: QStyleOptionViewItem) -> None:
        theme = self._theme
        state: QStyle.StateFlag = option.state
        ground = area.adjusted(2, 1, -2, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setBrush(theme.color("accent_soft" if state & QStyle.StateFlag.State_Selected else "hover"))
            painter.drawRoundedRect(ground, 6, 6)
        inside = ground.adjusted(8, 0, -10, 0)
        self._icon(entry).paint(painter, QRect(inside.left(), inside.center().y() - 8, 17, 17))
        inside.setLeft(inside.left() + 27)
        painter.setFont(option.font)
        if entry.keys:
            inside.setRight(self._keys(painter, inside, entry.keys))
        inside.setRight(self._detail(painter, inside, entry.detail))
        metrics = QFontMetrics(option.font)
        if entry.status:
            room = min(190, inside.width() // 3)
            width = draw_chip(painter, inside, entry.status, theme.chip(entry.colour), room)
            inside.setLeft(inside.left() + width + 9)
        if entry.kind == "status":
            draw_chip(painter, inside, entry.name, theme.chip(entry.colour), inside.width())
            return
        painter.setPen(theme.color("text"))
        shown = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _keys(self, painter: QPainter, area: QRect, keys: str) -> int:
        """A shortcut as keys are drawn; returns where the room left of it ends."""
        metrics = QFontMetrics(painter.font())
        width = metrics.horizontalAdvance(keys) + 14
        cap = QRect(area.right() - width, area.center().y() - metrics.height() // 2 - 2, width, metrics.height() + 5)
        painter.setPen(self._theme.color("line_strong"))
        painter.setBrush(self._theme.color("side"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), keys)
        return cap.left() - 12

    def _detail(self, painter: QPainter, area: QRect, detail: str) -> int:
        """What tells it from its like; returns where the room left of it ends."""
        if not detail:
            return area.right()
        metrics = QFontMetrics(painter.font())
        room = min(metrics.horizontalAdvance(detail) + 2, area.width() * 2 // 5)
        place = QRect(area.right() - room, area.top(), room, area.height())
        painter.setPen(self._theme.color("muted"))
        shown = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
        painter.drawText(place, int(flags), shown)
        return place.left() - 14

    def _icon(self, entry: Entry) -> QIcon:
        own = self._actions[entry.key].icon() if entry.kind == "action" else QIcon()
        if not own.isNull():
            return own
        wanted = (_ICONS[entry.kind], self._theme.name)
        if wanted not in self._icons:
            self._icons[wanted] = icon(wanted[0], self._theme)
        return self._icons[wanted]
