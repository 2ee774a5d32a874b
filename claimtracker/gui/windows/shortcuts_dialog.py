"""The page of shortcuts: every key there is, and another one for whatever can have another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.keys import PANE_KEYS, Keymap, is_fixed, portable, shown_key, written
from claimtracker.gui.menu_names import MENUS
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.text.matching import plain

_MODIFIERS = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    name: str
    tip: str
    place: str


class ShortcutsDialog(Form):
    """Everything that has or could have a key, by menu and by pane. What is changed here holds at once."""

    keeps_drafts = False

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__("Keyboard shortcuts", "", parent)
        self.resize(720, 680)
        self._keymap = keymap
        self._lines: dict[int, tuple[str, QTableWidgetItem, QTableWidgetItem]] = {}
        self._asked: tuple[str, str] | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by name or by key")
        self.search.setAccessibleName("Search shortcuts")
        self.search.setToolTip("Shows what holds these words; Down goes to the list")
        self.search.setClearButtonEnabled(True)
        self.table = _Table()
        self.recorder = KeyRecorder(self)
        self.told = PlainLabel()
        self.told.setWordWrap(True)
        self.told.setObjectName("muted")
        self.take_over = _button("Give it to this one", "The other one has no key then")
        self.keep = _button("Leave it", "Nothing is changed (Escape)")
        self.change = _button("Change key…", "Press another key for this line (Enter)")
        self.clear = _button("No key", "Take its key away (Delete)")
        self.reset = _button("Reset", "The key it comes with (Backspace)")
        self.reset_all = _button("Reset all", "Every key as it comes with the program")
        self._lay_out()
        self._fill()
        self._connect()
        self.search.setFocus()

    def select(self, key: str) -> None:
        """Go to the line of an action or of a pane key."""
        for row in range(self.table.rowCount()):
            if self._key_at(row) == key:
                self.table.setCurrentCell(row, 0)

    def current(self) -> str:
        """The key of the chosen line; empty where there is none."""
        return self._key_at(self.table.currentRow())

    def _lay_out(self) -> None:
        self.column.addWidget(self.search)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.recorder)
        self.column.addWidget(self.told)
        row = QHBoxLayout()
        for button in (self.change, self.clear, self.reset, self.take_over, self.keep):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.reset_all)
        self.column.addLayout(row)
        self.end()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.table.currentCellChanged.connect(self._on_current_changed)
        self.table.cellDoubleClicked.connect(self._record)
        self.table.asked.connect(self._on_asked)
        self.recorder.recorded.connect(self._on_recorded)
        self.recorder.given_up.connect(self._on_given_up)
        self.change.clicked.connect(self._record)
        self.clear.clicked.connect(self._clear)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._keymap.reset_all)
        self.take_over.clicked.connect(self._on_take_over)
        self.keep.clicked.connect(self._on_given_up)
        self._keymap.changed.connect(self._show_keys)
        self._say("")

    def _fill(self) -> None:
        rows = list(_rows())
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            if isinstance(row, str):
                self._heading(number, row)
                continue
            name = QTableWidgetItem(row.name)
            name.setToolTip(row.tip)
            keys = QTableWidgetItem("")
            self.table.setItem(number, 0, name)
            self.table.setItem(number, 1, keys)
            self._lines[number] = (row.key, name, keys)
        self._show_keys()
        self.table.setCurrentCell(1, 0)

    def _heading(self, number: int, text: str) -> None:
        item = QTableWidgetItem(text)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(number, 0, item)
        self.table.setSpan(number, 0, 1, 2)

    def _show_keys(self) -> None:
        for key, _, item in self._lines.values():
            item.setText(shown_key(key, self._keymap))
            font = QFont(self.font())
            font.setBold(self._keymap.is_changed(key))
            item.setFont(font)
            item.setToolTip("You changed this" if self._keymap.is_changed(key) else "")
        self._show_buttons()

    def _key_at(self, row: int) -> str:
        return self._lines[row][0] if row in self._lines else ""

    def _filter(self, typed: str) -> None:
        words = plain(typed).split()
        heading, shown = -1, False
        for number in range(self.table.rowCount() + 1):
            if number == self.table.rowCount() or not self._key_at(number):
                if heading >= 0:
                    self.table.setRowHidden(heading, not shown)
                heading, shown = number, False
                continue
            _, name, keys = self._lines[number]
            text = plain(f"{name.text()} {keys.text()} {name.toolTip()}")
            fits = all(word in text for word in words)
            self.table.setRowHidden(number, not fits)
            shown = shown or fits
        self._go_to_visible()

    def _go_to_visible(self) -> None:
        rows = [row for row in range(self.table.rowCount()) if self._key_at(row) and not self.table.isRowHidden(row)]
        if rows and self.table.currentRow() not in rows:
            self.table.setCurrentCell(rows[0], 0)
        elif not rows:
            self.table.setCurrentCell(-1, -1)
        self._show_buttons()

    def _on_current_changed(self) -> None:
        self._asked = None
        self._say("")

    def _on_asked(self, what: str) -> None:
        act = {"record": self._record, "clear": self._clear, "reset": self._reset}[what]
        act()

    def _record(self) -> None:
        key = self.current()
        if not key:
            return
        if is_fixed(key):
            self._say(f"“{self._name(key)}” always has its key.")
            return
        self._say(f"Press the new key for “{self._name(key)}”. Escape leaves it as it is.")
        self.recorder.start()

    def _on_recorded(self, keys: str) -> None:
        key = self.current()
        self.table.setFocus()
        refused = self._keymap.why_not(key, keys)
        holders = [] if refused else self._keymap.holders(key, keys)
        fixed = next((holder for holder in holders if is_fixed(holder)), "")
        told = written_keys(keys)
        if refused:
            self._say(refused)
        elif fixed:
            self._say(f"{told} is “{self._name(fixed)}”, which cannot be changed. Choose another key.")
        elif holders:
            self._asked = (key, keys)
            names = " and ".join(f"“{self._name(holder)}”" for holder in holders)
            self._say(f"{told} is {names}. Give it to “{self._name(key)}” instead?")
            self.take_over.setFocus()
        else:
            self._keymap.give(key, keys)
            self._say(f"“{self._name(key)}” is {told} now.")

    def _on_take_over(self) -> None:
        if self._asked is not None:
            key, keys = self._asked
            self._asked = None
            self._keymap.give(key, keys)
            self.table.setFocus()
            self._say(f"“{self._name(key)}” is {written_keys(keys)} now.")

    def _on_given_up(self) -> None:
        self._asked = None
        self.table.setFocus()
        self._say("")

    def _clear(self) -> None:
        if self.current() and not is_fixed(self.current()):
            self._keymap.give(self.current(), "")
            self._say(f"“{self._name(self.current())}” has no key now.")

    def _reset(self) -> None:
        if self.current() and self._keymap.is_changed(self.current()):
            self._keymap.reset(self.current())
            self._say(f"“{self._name(self.current())}” has the key it comes with.")

    def _say(self, sentence: str) -> None:
        self.told.setText(sentence or "Enter changes the key of a line, Delete takes it away, Backspace resets it.")
        self._show_buttons()

    def _show_buttons(self) -> None:
        key, asking = self.current(), self._asked is not None
        for button in (self.take_over, self.keep):
            button.setVisible(asking)
        for button in (self.change, self.clear, self.reset):
            button.setVisible(not asking)
        changeable = bool(key) and not is_fixed(key)
        self.change.setEnabled(changeable)
        self.clear.setEnabled(changeable and bool(self._keymap.keys_of(key)))
        self.reset.setEnabled(bool(key) and self._keymap.is_changed(key))
        self.reset_all.setEnabled(bool(self._keymap.chosen))

    def _name(self, key: str) -> str:
        return next(row.name for row in _rows() if isinstance(row, _Row) and row.key == key)


class _Table(QTableWidget):
    """Walked by the arrow keys; Enter, Delete and Backspace ask for what they say."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setObjectName("shortcuts")
        self.setAccessibleName("Keyboard shortcuts")
        self.setHorizontalHeaderLabels(["What it does", "Key"])
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setHighlightSections(False)
        self.setColumnWidth(1, 220)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 13)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a line can be asked for."""
        asked = {"Return": "record", "F2": "record", "Del": "clear", "Backspace": "reset"}.get(portable(event))
        if asked:
            self.asked.emit(asked)
        else:
            super().keyPressEvent(event)


class KeyRecorder(QLineEdit):
    """Takes the next key that is pressed, whatever it is, in place of what that key does otherwise."""

    recorded = Signal(str)
    """The key, in portable writing."""
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("New key")
        self.setToolTip("Press the new key (Escape leaves it as it is)")
        self.setPlaceholderText("Press the new key…")
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.hide()

    def start(self) -> None:
        """Wait for a key."""
        self.clear()
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Keys of menus and of moving about come here too."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
            self.given_up.emit()
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        self.blockSignals(True)
        self.hide()
        self.blockSignals(False)
        if portable(event) == "Esc":
            self.given_up.emit()
        else:
            self.recorded.emit(portable(event))


def written_keys(keys: str) -> str:
    """A key in portable writing as a person reads it."""
    return written(QKeySequence(keys))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def _rows() -> Iterator[_Row | str]:
    """The lines, each group under its heading."""
    for menu in MENUS:
        yield menu
        for spec in ACTIONS:
            if spec.menu == menu:
                yield _Row(spec.key, spec.label.rstrip("…"), spec.tip, menu)
    for where in dict.fromkeys(spec.where for spec in PANE_KEYS):
        yield where
        for pane_key in PANE_KEYS:
            if pane_key.where == where:
                yield _Row(pane_key.key, pane_key.label, where, where)
