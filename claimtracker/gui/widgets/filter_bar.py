"""What stands above the claims: the search box, what is filtered in plain words, and a chip for each condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from claimtracker.gui.filter_parts import FilterPart
from claimtracker.gui.keys import Keymap
from claimtracker.gui.widgets.flow import FlowLayout
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar
from claimtracker.gui.widgets.search_line import SearchLine

_WIDEST = 340
"""Pixels of a chip's words."""


class FilterBar(QWidget):
    """Tells what is typed and which condition is taken off; it filters nothing itself."""

    typed = Signal(str)
    """The words in the search box changed."""
    down = Signal()
    """From the search box into the table."""
    part_opened = Signal(object)
    """A `FilterPart` that the person wants to change."""
    part_removed = Signal(object)
    """A `FilterPart` that is not wanted any more."""

    def __init__(self, actions: Mapping[str, QAction], keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel("Claims")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.described = ElidedLabel()
        self.described.setObjectName("muted")
        self.search = SearchBox(keys)
        self.search.setObjectName("claimSearch")
        self.saved = QPushButton("Saved filters")
        self.saved.setAccessibleName("Saved filters")
        self.saved.setToolTip(actions["claims.saved_filters"].toolTip())
        self.saved.clicked.connect(actions["claims.saved_filters"].trigger)
        self.clear = QToolButton()
        self.clear.setText("Clear filter")
        self.clear.setObjectName("clearFilter")
        self.clear.setAccessibleName("Clear filter")
        self.clear.setToolTip(actions["claims.clear_filter"].toolTip())
        self.clear.clicked.connect(actions["claims.clear_filter"].trigger)
        self.chips: list[FilterChip] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._lay_out()
        self.search.textChanged.connect(self.typed)
        self.search.down.connect(self.down)
        self.show_parts([])

    def show_parts(self, parts: Sequence[FilterPart]) -> None:
        """A chip for each condition; the place of a chip that had the keyboard keeps it."""
        focused = next((place for place, chip in enumerate(self.chips) if chip.has_focus()), -1)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.clear:
                widget.hide()
                widget.deleteLater()
        self.chips = []
        for part in parts:
            chip = FilterChip(part)
            chip.opened.connect(self.part_opened)
            chip.removed.connect(self.part_removed)
            self._flow.addWidget(chip)
            self.chips.append(chip)
        self._flow.addWidget(self.clear)
        self._chips.setVisible(bool(parts))
        self._chips.updateGeometry()
        if focused >= 0:
            (self.chips[min(focused, len(self.chips) - 1)].label if self.chips else self.search).setFocus()

    def _lay_out(self) -> None:
        self._chips.hide()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.search, 2)
        head.addWidget(self.saved)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 14, 18, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.described)
        whole.addWidget(self._chips)


class SearchBox(SearchLine):
    """Searches while a person types. Escape empties it, and then goes back to the table; Down goes into the table."""

    down = Signal()

    def __init__(self, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(
            "Search all claims", "Words and “phrases” anywhere in a claim; Esc empties the box", keys, parent
        )
        self.setMinimumWidth(200)
        self.setMaximumWidth(420)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Down and Enter leave the box."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class FilterChip(StyledBar):
    """One condition: its words open the column's filter, a cross takes it off; Delete does as well."""

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, part: FilterPart, parent: QWidget | None = None) -> None:
        super().__init__("filterChip", parent)
        self.part = part
        self.label = _ChipLabel(part.text)
        self.cross = QToolButton()
        self.cross.setText("✕")
        self.cross.setToolTip("Take this off (Del)")
        self.cross.setAccessibleName(f"Take off: {part.text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 3, 1)
        row.setSpacing(0)
        row.addWidget(self.label)
        row.addWidget(self.cross)
        for button in (self.label, self.cross):
            button.installEventFilter(self)
        self.label.clicked.connect(self._on_opened)
        self.cross.clicked.connect(self._on_removed)

    def has_focus(self) -> bool:
        """Whether the keyboard is on it."""
        return self.label.hasFocus() or self.cross.hasFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Delete and Backspace take it off, Enter does what a click does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
                self._on_removed()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                (self.cross if self.cross.hasFocus() else self.label).click()
                return True
        return False

    def _on_opened(self) -> None:
        self.opened.emit(self.part)

    def _on_removed(self) -> None:
        self.removed.emit(self.part)


class _ChipLabel(QToolButton):
    def __init__(self, text: str) -> None:
        super().__init__()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(f"Filter: {text}")
        self.setToolTip("Change this filter")

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(width + 12, self.fontMetrics().height() + 8)
