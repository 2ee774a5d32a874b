"""The filter of one column: its values with their counts, to be ticked; words that it contains; dates from and to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.columns import column
from claimtracker.gui.models.column_values import COUNT_ROLE, ColumnValuesModel
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.storage.queries import ColumnTest, ColumnValue

Show = Callable[[Sequence[ColumnValue]], None]
Values = Callable[[str, Show], None]
"""Finds the values of the column that hold what was typed, and has them shown, now or when they are there."""
Index = QModelIndex | QPersistentModelIndex

_DATES = ("published", "said_on", "created", "updated")
_WIDTH = 320
_ROW = 26
_TICK = 14


class ColumnFilter(QFrame):
    """Drops down from a heading. Enter on a value takes that one alone; Space ticks it; Escape changes nothing."""

    chosen = Signal(str, object)
    """The column's key, and the tests that are to hold from now on: a tuple of `ColumnTest`."""

    def __init__(
        self, key: str, tests: Sequence[ColumnTest], values: Values, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("columnFilter")
        self._key = key
        self._ask = values
        label = column(key).label
        self.setAccessibleName(f"Filter by {label}")
        self.typed = QLineEdit(_first(tests, "contains"))
        self.typed.setPlaceholderText("Find a value, or words it contains")
        self.typed.setAccessibleName(f"{label}: find a value, or words it contains")
        self.typed.setToolTip("Enter: claims whose cell contains these words; Down: into the list")
        self.typed.setClearButtonEnabled(True)
        self.dates = {kind: QLineEdit(_first(tests, kind)) for kind in ("from", "to")}
        self.all = QCheckBox("All values")
        self.all.setToolTip("Tick all values, or none")
        self.values = ColumnValuesModel(self)
        self.list = _ValueList()
        self.list.setAccessibleName(f"Values of {label}")
        self.list.setModel(self.values)
        self.list.setItemDelegate(_ValueDelegate(theme, self.list))
        self.apply = QPushButton()
        self.apply.setProperty("primary", "true")
        self.clear = QPushButton("Clear")
        self.clear.setToolTip("Take the filter off this column")
        self.clear.setEnabled(bool(tests))
        self.problem = PlainLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out(label)
        self.values.start_from(tests)
        self.typed.textChanged.connect(self._on_typed)
        self.typed.returnPressed.connect(self._on_apply)
        for line in self.dates.values():
            line.textChanged.connect(self._on_dates)
            line.returnPressed.connect(self._on_apply)
        self.all.clicked.connect(self._on_all)
        self.values.ticked.connect(self._on_ticked)
        self.list.chosen.connect(self._on_only)
        self.list.left.connect(self.typed.setFocus)
        self.apply.clicked.connect(self._on_apply)
        self.clear.clicked.connect(self._on_clear)
        self._describe()
        self._on_typed(self.typed.text())

    def drop_down(self, under: QRect) -> None:
        """Show it under a heading, given in places of the screen."""
        self.adjustSize()
        screen = QApplication.screenAt(under.center()) or QApplication.primaryScreen()
        room = screen.availableGeometry()
        x = max(room.left(), min(under.left(), room.right() - self.width()))
        y = max(room.top(), min(under.bottom() + 1, room.bottom() - self.height()))
        self.move(QPoint(x, y))
        self.show()
        (self.dates["from"] if self._key in _DATES else self.typed).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Down goes from the field into the list; Ctrl+Enter takes what is ticked."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_apply()
        elif key == Qt.Key.Key_Down and self.values.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.values.index(0))
        else:
            super().keyPressEvent(event)

    def tests(self) -> tuple[ColumnTest, ...]:
        """What is asked of the column as things stand here."""
        found = []
        for kind in ("from", "to"):
            text = self.dates[kind].text().strip()
            if text:
                found.append(ColumnTest(self._key, "from" if kind == "from" else "to", (text,)))
        if self.values.everything and self.typed.text().strip():
            return (*found, ColumnTest(self._key, "contains", (self.typed.text().strip(),)))
        return (*found, *self.values.tests(self._key))

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with it, and stay."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.adjustSize()

    def _lay_out(self, label: str) -> None:
        heading = PlainLabel(f"Filter by {label}")
        heading.setObjectName("dialogTitle")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addWidget(heading)
        if self._key in _DATES:
            row = QHBoxLayout()
            for kind, line in self.dates.items():
                line.setPlaceholderText(f"{kind.title()} 2025-11-04")
                line.setAccessibleName(f"{label} {kind}")
                line.setToolTip(f"{label} {kind} this day, month or year on: 2025-11-04, 2025-11 or 2025")
                row.addWidget(line)
            self.dates["to"].setToolTip(f"{label} up to this day, month or year: 2025-11-04, 2025-11 or 2025")
            whole.addLayout(row)
        whole.addWidget(self.typed)
        whole.addWidget(self.all)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.addWidget(self.clear)
        buttons.addStretch()
        buttons.addWidget(self.apply)
        whole.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def _describe(self) -> None:
        self.refuse("")
        self.all.setTristate(not (self.values.everything or self.values.nothing))
        state = Qt.CheckState.PartiallyChecked
        if self.values.everything:
            state = Qt.CheckState.Checked
        elif self.values.nothing:
            state = Qt.CheckState.Unchecked
        self.all.setCheckState(state)
        tests = self.tests()
        self.apply.setEnabled(not self.values.nothing)
        contains = any(test.kind == "contains" for test in tests)
        self.apply.setText("Show those that contain it" if contains else "Show these" if tests else "Show all")
        self.apply.setToolTip("Filter the claims so (Ctrl+Enter)")

    def _on_typed(self, typed: str) -> None:
        self._ask(typed.strip(), self._show)

    def _show(self, values: Sequence[ColumnValue]) -> None:
        self.values.show(values)
        self._describe()

    def _on_dates(self) -> None:
        self._describe()

    def _on_all(self) -> None:
        self.values.tick_all(on=not self.values.everything)

    def _on_ticked(self) -> None:
        self._describe()

    def _on_only(self, row: int) -> None:
        self.values.tick_only(row)
        self._on_apply()

    def _on_apply(self) -> None:
        if not self.values.nothing:
            self.chosen.emit(self._key, self.tests())

    def _on_clear(self) -> None:
        self.chosen.emit(self._key, ())


class _ValueList(QListView):
    chosen = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("popup", "true")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(4 * _ROW)
        self.doubleClicked.connect(self._on_double_clicked)

    def sizeHint(self) -> QSize:
        known = 0 if self.model() is None else self.model().rowCount()
        rows = min(max(known, 4), 9) if known else 9
        return QSize(_WIDTH, rows * _ROW + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0 and not control:
            self.chosen.emit(row)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


class _ValueDelegate(QStyledItemDelegate):
    """A box with its tick, the value cut where there is no room, and the count at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("accent_soft"))
        box = self._box(area)
        self._draw_box(painter, box, on=index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked)
        inside = QRect(box.right() + 9, area.top(), area.right() - box.right() - 17, area.height())
        painter.setPen(self._theme.color("muted"))
        count = f"{index.data(COUNT_ROLE):,}"
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        inside.setRight(inside.right() - option.fontMetrics.horizontalAdvance(count) - 10)
        text = option.fontMetrics.elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.setPen(self._theme.color("text"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click anywhere on the row, or Space, turns the tick."""
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        spaced = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not (clicked or spaced):
            return False
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        turned = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)

    def _box(self, area: QRect) -> QRect:
        return QRect(area.left() + 8, area.center().y() - _TICK // 2 + 1, _TICK, _TICK)

    def _draw_box(self, painter: QPainter, box: QRect, *, on: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("accent" if on else "line_strong"))
        painter.setBrush(self._theme.color("accent" if on else "background"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = painter.pen()
            pen.setColor(self._theme.color("on_accent"))
            pen.setWidthF(1.8)
            painter.setPen(pen)
            left, middle, right = QPoint(3, 7), QPoint(6, 10), QPoint(11, 4)
            painter.drawPolyline([box.topLeft() + place for place in (left, middle, right)])


def _first(tests: Sequence[ColumnTest], kind: str) -> str:
    return next((value for test in tests if test.kind == kind for value in test.values), "")
