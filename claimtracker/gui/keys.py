"""The keys of the panes, declared once, and the keys that everything has now: panes, menus, the shortcuts page read it.

An action of the window has its key in `gui.actions`. A key of a pane, such as N in the text, is a `PaneKey` here; the
pane asks `Keymap.action_for(event, where)` what was pressed and carries out the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from claimtracker.gui.actions import ACTIONS

TEXT, TABLE, CELL, CHANGES = "In the text", "In the table", "In a cell", "In the changes"
"""Where a key works; also what the page of shortcuts calls the place."""


@dataclass(frozen=True, slots=True)
class PaneKey:
    """One key of a pane. `default` is in Qt's portable writing; several keys are parted by "; "."""

    key: str
    default: str
    where: str
    label: str
    fixed: bool = False
    """Part of how such a pane works everywhere (the arrow keys): told on the page of shortcuts, but never changed."""
    shown: str = ""
    """How a range of keys is told: “1 to 9”."""


PANE_KEYS: tuple[PaneKey, ...] = (
    PaneKey("text.step", "Up; Down", TEXT, "The sentence before, the next sentence", fixed=True),
    PaneKey("text.jump", "PgUp; PgDown; Home; End", TEXT, "Further up or down, first, last sentence", fixed=True),
    PaneKey("text.select_part", "Shift+Left; Shift+Right", TEXT, "Select part of a sentence", fixed=True),
    PaneKey("text.select", "Shift+Up; Shift+Down", TEXT, "Select several sentences", fixed=True),
    PaneKey("text.claim", "Return", TEXT, "New claim on the sentence or on what is selected"),
    PaneKey("text.read", "N", TEXT, "Nothing to claim here: mark as read and go on"),
    PaneKey("text.untouched", "U", TEXT, "The next sentence that nobody has seen to"),
    PaneKey("text.status", "1; 2; 3; 4; 5; 6; 7; 8; 9", TEXT, "Give the claim at hand the status of that digit", fixed=True, shown="1 to 9"),
    PaneKey("text.escape", "Esc", TEXT, "Let go of what is selected", fixed=True),
    PaneKey("table.move", "Up; Down; Left; Right", TABLE, "The next cell; with Ctrl to the edge of what is filled", fixed=True, shown="Arrows"),
    PaneKey("table.stretch", "Shift+Up; Shift+Down; Shift+Left; Shift+Right", TABLE, "Select several cells", fixed=True, shown="Shift and arrows"),
    PaneKey("table.ends", "Home; End; Ctrl+Home; Ctrl+End", TABLE, "The first and last cell of the row, of the table", fixed=True),
    PaneKey("table.rows", "Shift+Space", TABLE, "Select whole rows", fixed=True),
    PaneKey("table.columns", "Ctrl+Space", TABLE, "Select whole columns", fixed=True),
    PaneKey("table.everything", "Ctrl+A", TABLE, "Select all claims that match", fixed=True),
    PaneKey("table.walk", "Tab; Shift+Tab", TABLE, "The next cell that can be edited, the one before", fixed=True),
    PaneKey("table.edit", "F2; Return", TABLE, "Edit the cell; typing overwrites it", fixed=True),
    PaneKey("table.leave", "Esc", TABLE, "Back to the sentences", fixed=True),
    PaneKey("cell.write", "Return", CELL, "Write it and go down; in a new claim: done, on to the next sentence", fixed=True),
    PaneKey("cell.write_up", "Shift+Return", CELL, "Write it and go up", fixed=True),
    PaneKey("cell.next", "Tab; Shift+Tab", CELL, "Write it and go on; in a new claim edit what comes next", fixed=True),
    PaneKey("cell.line", "Alt+Return", CELL, "In a long cell: a new line", fixed=True),
    PaneKey("cell.choose", "Up; Down", CELL, "In a cell that completes: choose from the list", fixed=True),
    PaneKey("cell.leave", "Esc", CELL, "Leave the cell as it was", fixed=True),
    PaneKey("changes.reviewed", "R", CHANGES, "Reviewed: put the change away, with the note"),
    PaneKey("changes.dismiss", "X", CHANGES, "Not a change: put it away as such"),
    PaneKey("changes.open", "O; Return", CHANGES, "Open both sentences side by side"),
    PaneKey("changes.note", "N", CHANGES, "Write a note on the change"),
    PaneKey("changes.reopen", "D", CHANGES, "Take the decision back, to decide again"),
)  # fmt: skip


class Keymap(QObject):
    """Which keys there are now: the declared ones, and in their place those that this person chose."""

    changed = Signal()

    def __init__(self, chosen: Mapping[str, str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._declared = {spec.key: "; ".join(filter(None, (spec.shortcut, spec.also))) for spec in ACTIONS}
        self._declared |= {pane_key.key: pane_key.default for pane_key in PANE_KEYS}
        self._chosen = {key: keys for key, keys in (chosen or {}).items() if key in self._declared}
        self._by_place: dict[str, dict[str, str]] = {}
        self._index()

    def keys_of(self, key: str) -> list[QKeySequence]:
        """The keys of an action or of a `PaneKey`; none when it has none."""
        return _sequences(self._chosen.get(key, self._declared[key]))

    def told(self, key: str) -> str:
        """Its first key as it is written on this system; empty when it has none."""
        keys = self.keys_of(key)
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def action_for(self, event: QKeyEvent, where: str) -> str:
        """The `PaneKey.key` of what was pressed in a pane; empty when that is no key of the pane."""
        return self._by_place[where].get(portable(event), "")

    def _index(self) -> None:
        self._by_place = {where: {} for where in (TEXT, TABLE, CELL, CHANGES)}
        for pane_key in PANE_KEYS:
            for keys in self.keys_of(pane_key.key):
                self._by_place[pane_key.where][keys.toString()] = pane_key.key


def _sequences(keys: str) -> list[QKeySequence]:
    return [made for made in QKeySequence.listFromString(keys) if not made.isEmpty()]


def portable(event: QKeyEvent) -> str:
    """What was pressed in Qt's portable writing; the same key wherever it lies, whatever it takes to reach it.

    Enter on the number pad is Return; a sign such as + or [ that takes Shift or AltGr on this keyboard is that sign.
    """
    key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    elif key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    sign = event.text()
    if len(sign) == 1 and sign.isprintable() and not sign.isspace() and not sign.isalpha():
        modifiers &= ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.GroupSwitchModifier)
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if modifiers & both == both:
            modifiers &= ~both
    return QKeySequence(int(key) | int(modifiers.value)).toString()
