"""The Vocabulary view: statuses, tags and coders as things that are renamed, merged, ordered and retired."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import Status, Tag
from claimtracker.gui.actions import label_of
from claimtracker.gui.models.vocabulary import CODERS, STATUSES, TAGS, Entry
from claimtracker.gui.session_file import Draft
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.views.vocabulary_commands import VocabularyCommands
from claimtracker.gui.widgets.labels import StyledBar
from claimtracker.gui.widgets.vocabulary_part import VocabularyPart
from claimtracker.operations import OrderStatuses, RetireStatuses
from claimtracker.storage.queries import ClaimFilter, ColumnTest

_LAYOUT = "vocabulary.layout"
_MENUS = {
    "statuses": (
        "vocabulary.rename", "vocabulary.merge", "vocabulary.retire", "vocabulary.delete", "",
        "vocabulary.claims", "", "vocabulary.up", "vocabulary.down", "",
        "vocabulary.new", "vocabulary.import", "vocabulary.export",
    ),
    "tags": ("vocabulary.rename", "vocabulary.merge", "vocabulary.delete", "", "vocabulary.claims"),
    "coders": ("vocabulary.rename", "vocabulary.merge", "", "vocabulary.claims"),
}  # fmt: skip
_BUTTONS = {
    "statuses": ("vocabulary.new", "vocabulary.merge", "vocabulary.claims", "vocabulary.import", "vocabulary.export"),
    "tags": ("vocabulary.merge", "vocabulary.delete", "vocabulary.claims"),
    "coders": ("vocabulary.merge", "vocabulary.claims"),
}
_HINTS = (
    ("vocabulary.rename", "rename"),
    ("vocabulary.merge", "merge"),
    ("vocabulary.up", "move up"),
    ("vocabulary.retire", "retire"),
    ("vocabulary.claims", "claims"),
    ("focus.duplicates", "duplicates"),
    ("edit.undo", "undo"),
)
_ALWAYS = {"vocabulary.new", "vocabulary.import", "vocabulary.export"}
_WRITES = {
    "vocabulary.new", "vocabulary.import", "vocabulary.rename", "vocabulary.merge", "vocabulary.retire",
    "vocabulary.delete", "vocabulary.up", "vocabulary.down",
}  # fmt: skip


class VocabularyView(View):
    """Three parts with a table each; what is done to an entry is an action of the window."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._commands = VocabularyCommands(context, self)
        self.parts: dict[str, VocabularyPart] = {}
        self.buttons: dict[str, QToolButton] = {}
        self._tools: dict[str, QWidget] = {}
        self._pages = QStackedWidget()
        self._key = "statuses"
        self._lay_out()
        for key, part in self.parts.items():
            table = part.table
            table.selection_changed.connect(self._on_selection_changed)
            table.cell_activated.connect(self._on_cell_activated)
            table.menu_requested.connect(partial(self._on_menu, key))
            table.entries.modelReset.connect(self._count)
            if part.likely is not None:
                part.likely.strip.merge_requested.connect(partial(self._commands.merge_pair, part))
        self.parts["coders"].table.entries.renamed.connect(self._commands.follow_coder)
        self._session.changed.connect(self._on_changed)
        self._restore_layout()
        self.show_part(self._key)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is done to the vocabulary and to the entries that are selected."""
        return {
            **{f"vocabulary.{key}": partial(self._choose_part, key) for key in self.parts},
            "vocabulary.new": self.new_status,
            "vocabulary.rename": self.rename,
            "vocabulary.merge": self.merge,
            "vocabulary.retire": self.retire,
            "vocabulary.delete": self.delete,
            "vocabulary.claims": self.show_claims,
            "vocabulary.up": partial(self.move, -1),
            "vocabulary.down": partial(self.move, 1),
            "vocabulary.import": self._commands.import_file,
            "vocabulary.export": self._commands.export_file,
            "focus.duplicates": self.focus_duplicates,
        }

    def can(self, key: str) -> bool:
        """What this part offers, and only where something is selected."""
        if key.removeprefix("vocabulary.") in self.parts:
            return True
        if key == "focus.duplicates":
            return self.part.asks
        if key not in _MENUS[self._key] or (key in _WRITES and self._session.workspace.read_only):
            return False
        return key in _ALWAYS or bool(self.part.table.selected_entries())

    @property
    def hints(self) -> str:
        """The keys that help in this part, as they are now."""
        keys = {*_MENUS[self._key], "edit.undo", *(["focus.duplicates"] if self.part.asks else [])}
        offered = [(key, word) for key, word in _HINTS if key in keys]
        told = [f"{self.context.keys.told(key)} {word}" for key, word in offered if self.context.keys.told(key)]
        return " · ".join(["Enter edit", *told])

    @property
    def part(self) -> VocabularyPart:
        """The part that is shown."""
        return self.parts[self._key]

    def take_focus(self) -> None:
        """Work begins in the table."""
        self.part.take_focus()

    def focus_duplicates(self) -> None:
        """To the pairs of this part that are likely one."""
        self.commit_open_editor()
        self.part.focus_duplicates()

    def show_part(self, key: str) -> None:
        """Switch to statuses, tags or coders."""
        self.commit_open_editor()
        self.part.rest()
        self._key = key
        self.buttons[key].setChecked(True)
        self._pages.setCurrentWidget(self.part)
        for name, tools in self._tools.items():
            tools.setVisible(name == key)
        if self.isVisible():
            self.part.refresh()
        self._count()
        self._on_selection_changed()

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell."""
        self.part.table.commit_open_editor()

    def put_back(self, draft: Draft) -> bool:
        """Into a cell of the part that it was typed in."""
        self.show_part(draft.kind)
        return self.part.table.put_back(draft)

    def set_zoom(self, factor: float) -> None:
        """The size of the text in the tables."""
        for part in self.parts.values():
            part.table.set_zoom(factor)

    def put_down(self) -> None:
        """Stop what still reads the project."""
        for part in self.parts.values():
            part.drain()

    def save_layout(self) -> None:
        """Remember the part and the widths of its columns with the project."""
        widths = {
            key: {column.key: part.table.columnWidth(number) for number, column in enumerate(part.kind.columns)}
            for key, part in self.parts.items()
        }
        self._session.workspace.remember(_LAYOUT, json.dumps({"part": self._key, "widths": widths}))

    def new_status(self) -> None:
        """Ask for the label of a new status."""
        self.commit_open_editor()
        self._commands.new_status(self.part.table.select_entry)

    def rename(self) -> None:
        """Open the name of the current entry."""
        self.part.table.setFocus()
        self.part.table.edit_column(self.part.kind.name)

    def merge(self) -> None:
        """Ask what the selected entries become."""
        self.commit_open_editor()
        table = self.part.table
        self._commands.ask_merge(self.part.kind, table.selected_entries(), table.entries.entries)

    def retire(self) -> None:
        """Retire the selected statuses; where all of them are, bring them back."""
        self.commit_open_editor()
        chosen = [entry for entry in self.part.table.selected_entries() if isinstance(entry, Status)]
        if chosen:
            retired = not all(status.retired for status in chosen)
            self._session.run(RetireStatuses(tuple(status.id for status in chosen), retired=retired))

    def delete(self) -> None:
        """Delete the selected entries; a status in use is refused with the way out."""
        self.commit_open_editor()
        self._commands.delete(self.part.kind, self.part.table.selected_entries())

    def show_claims(self) -> None:
        """The claims of the current entry, in the Claims view."""
        entry = self.part.table.current_entry()
        if entry is not None:
            self.commit_open_editor()
            self.claims_requested.emit(claims_of(entry))

    def move(self, by: int) -> None:
        """Move the selected statuses up or down in the order they are offered in."""
        self.commit_open_editor()
        table = self.part.table
        order = [entry.id for entry in table.entries.entries if isinstance(entry, Status)]
        chosen = {entry.id for entry in table.selected_entries()}
        places = range(len(order)) if by < 0 else range(len(order) - 1, -1, -1)
        for place in places:
            there = place + by
            if order[place] in chosen and 0 <= there < len(order) and order[there] not in chosen:
                order[place], order[there] = order[there], order[place]
        self._session.run(OrderStatuses(tuple(order)))

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed meanwhile."""
        super().showEvent(event)
        self.part.refresh()
        self._count()
        self._on_selection_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.part.rest()

    def _lay_out(self) -> None:
        actions = self.context.actions
        group = QButtonGroup(self)
        bar = StyledBar("vocabularyBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(4)
        for key, kind in (("statuses", STATUSES), ("tags", TAGS), ("coders", CODERS)):
            begin = [actions[name] for name in ("vocabulary.new", "vocabulary.import")] if kind is STATUSES else []
            part = VocabularyPart(self._session, self.context.theme, self.context.keys, kind, begin)
            self.parts[key] = part
            self._pages.addWidget(part)
            button = QToolButton()
            button.setCheckable(True)
            button.setProperty("view", "true")
            button.setText(kind.many.capitalize())
            button.setAccessibleName(kind.many.capitalize())
            actions[f"vocabulary.{key}"].changed.connect(self._copy_tips)
            button.clicked.connect(partial(self._choose_part, key))
            group.addButton(button)
            self.buttons[key] = button
            row.addWidget(button)
        self._copy_tips()
        row.addStretch(1)
        for key, keys in _BUTTONS.items():
            self._tools[key] = _tools([actions[name] for name in keys])
            row.addWidget(self._tools[key])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self._pages, 1)

    def _restore_layout(self) -> None:
        try:
            saved = json.loads(self._session.workspace.recall(_LAYOUT, "{}"))
            if saved.get("part") in self.parts:
                self._key = saved["part"]
            for key, part in self.parts.items():
                for number, column in enumerate(part.kind.columns):
                    width = int(saved.get("widths", {}).get(key, {}).get(column.key, column.width))
                    part.table.setColumnWidth(number, max(30, width))
        except (ValueError, TypeError, AttributeError):
            return

    def _choose_part(self, key: str) -> None:
        self.show_part(key)
        self.take_focus()

    def _copy_tips(self) -> None:
        for key, button in self.buttons.items():
            button.setToolTip(self.context.actions[f"vocabulary.{key}"].toolTip())

    def _count(self) -> None:
        for key, part in self.parts.items():
            name = part.kind.many.capitalize()
            number = part.table.entries.rowCount()
            self.buttons[key].setText(f"{name} {number:,}" if key == self._key else name)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.touches(*self.part.kind.tables):
            self.abilities_changed.emit()

    def _on_selection_changed(self) -> None:
        table, kind = self.part.table, self.part.kind
        count = table.entries.rowCount()
        selected = len(table.selected_entries())
        here = max(1, table.currentIndex().row() + 1)
        position = f"{kind.one.capitalize()} {here} of {count}" if count else f"No {kind.many}"
        self.tell_position(f"{position} · {selected} selected" if selected > 1 else position)
        self.abilities_changed.emit()

    def _on_cell_activated(self, column: str) -> None:
        if column == "claims":
            self.show_claims()
        elif column == "retired" and self.can("vocabulary.retire"):
            self.retire()
        else:
            self.rename()

    def _on_menu(self, key: str, place: QPoint) -> None:
        self.popup(_MENUS[key], place)


def claims_of(entry: Entry) -> ClaimFilter:
    """The claims that have a status or a tag, or that a coder tagged."""
    if isinstance(entry, Status):
        return ClaimFilter(status=entry.label)
    if isinstance(entry, Tag):
        return ClaimFilter(tag=entry.label)
    return ClaimFilter(columns=(ColumnTest("coder", "is", (entry.name,)),))


def _tools(actions: Sequence[QAction]) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    for action in actions:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(label_of(action).rstrip("…"))
        button.setIconSize(QSize(18, 18))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(button)
    return held
