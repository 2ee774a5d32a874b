"""The dialogs of the vocabulary: a new status, what to merge into, and what an import would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.operations.vocabulary import StatusChange, VocabularyPlan


class NewStatusDialog(Form):
    """The label of a new status, and the stance it would get."""

    def __init__(self, stance_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__("New status", "Add", parent)
        self.resize(420, 190)
        self._stance_of = stance_of
        self.line = QLineEdit()
        self.line.setAccessibleName("Label of the new status")
        self.line.setToolTip("What a speaker does, in a word or two")
        self.line.setPlaceholderText("denied disagreements")
        self.hint = PlainLabel()
        self.hint.setObjectName("muted")
        self.column.addWidget(self.line)
        self.column.addWidget(self.hint)
        self.column.addStretch()
        self.end()
        self.line.textChanged.connect(self._on_typed)
        self._on_typed("")
        self.line.setFocus()

    def _on_typed(self, text: str) -> None:
        label = text.strip()
        self.accept_button.setEnabled(bool(label))
        self.refuse("")
        told = f"Its stance will be: {self._stance_of(label)}." if label else "Its stance is that of its first word."
        self.hint.setText(f"{told} You can change it afterwards.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could stay."""

    entry_id: int
    name: str
    claims: int


class MergeDialog(Form):
    """Which entry takes the place of the others: typing narrows the list, Up and Down choose, Enter merges."""

    def __init__(self, title: str, told: str, candidates: Sequence[Candidate], parent: QWidget | None = None) -> None:
        super().__init__(title, "Merge", parent)
        self.resize(460, 460)
        self._candidates = candidates
        explained = PlainLabel(told)
        explained.setWordWrap(True)
        self.line = QLineEdit()
        self.line.setAccessibleName("Narrow the list")
        self.line.setToolTip("Type a part of the name; Up and Down choose")
        self.line.setPlaceholderText("Type to find")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("What stays")
        self.list.setToolTip("What stays; Enter merges")
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(3)
        self.column.addWidget(explained)
        self.column.addWidget(self.line)
        self.column.addWidget(self.list, 1)
        self.end()
        self.line.textChanged.connect(self._on_typed)
        self.list.currentRowChanged.connect(self._on_chosen)
        self.list.itemActivated.connect(self.accept)
        self._on_typed("")
        self.line.setFocus()

    def chosen(self) -> int | None:
        """The id of what stays."""
        item = self.list.currentItem()
        return None if item is None else int(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down walk the list from the line."""
        walks = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in walks:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8}.get(Qt.Key(event.key()), 8)
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
            return True
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        wanted = text.strip().casefold()
        self.list.clear()
        for candidate in self._candidates:
            if wanted in candidate.name.casefold():
                claims = "1 claim" if candidate.claims == 1 else f"{candidate.claims:,} claims"
                item = QListWidgetItem(f"{' '.join(candidate.name.split())}  ·  {claims}")
                item.setData(Qt.ItemDataRole.UserRole, candidate.entry_id)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._on_chosen()

    def _on_chosen(self) -> None:
        self.accept_button.setEnabled(self.list.currentItem() is not None)


class ImportDialog(Form):
    """What a vocabulary file would add and change, before it does."""

    def __init__(self, name: str, plan: VocabularyPlan, parent: QWidget | None = None) -> None:
        super().__init__("Import vocabulary", "Import", parent)
        self.resize(620, 460)
        told = PlainLabel(
            f"{name} would add {_statuses(len(plan.added))} and change {len(plan.changed):,};"
            f" {plan.unchanged:,} stay as they are. No status is taken away."
        )
        told.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("What would change")
        self.list.setToolTip("Each status that would be added or changed")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        for change in plan.added:
            self.list.addItem(f"New: {change.label} ({change.after['stance']}, {change.after['colour']})")
        for change in plan.changed:
            self.list.addItem(f"{change.label}: {_told(change)}")
        self.list.setCurrentRow(0)
        self.column.addWidget(told)
        self.column.addWidget(self.list, 1)
        self.end()


def _told(change: StatusChange) -> str:
    parts = []
    for key, text in change.after.items():
        before = change.before.get(key, "")
        parts.append(f"{key} {before or 'none'} → {text or 'none'}")
    return ", ".join(parts)


def _statuses(number: int) -> str:
    return f"{number:,} " + ("status" if number == 1 else "statuses")
