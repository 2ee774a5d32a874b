"""The keys of the panes, declared once, and the keys that everything has now: panes, menus, the shortcuts page read it.

An action of the window has its key in `gui.actions`. A key of a pane, such as N in the text, is a `PaneKey` here; the
pane asks `Keymap.action_for(event, where)` what was pressed and carries out the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from claimtracker.gui.actions import ACTIONS

TEXT, BAR, TABLE, CELL, CHANGES = "In the text", "In the claim bar", "In the table", "In a cell", "In the changes"
DUPLICATES = "In likely duplicates"
"""Where a key works; also what the page of shortcuts calls the place."""
IMPORTING = "In the sheet before an import"
"""Beside the keys of the claims table, which it has as well."""
MATRIX = "In the matrix"
VERSIONS = "In the versions"
LIST = "In a list"
"""In the lists of the vocabulary."""


@dataclass(frozen=True, slots=True)
class PaneKey:
    """One key of a pane. `default` is in Qt's portable writing; several keys are parted by "; ".

    A key of the text that does what an action of the window does is named `text.` and the key of the action.
    """

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
    PaneKey("text.claim.new", "Return", TEXT, "New claim on the sentence or on what is selected"),
    PaneKey("text.sentence.read", "N", TEXT, "Nothing to claim here: mark as read and go on"),
    PaneKey("text.sentence.untouched", "U", TEXT, "The next sentence that nobody has seen to"),
    PaneKey("text.sentence.untouched_before", "Shift+U", TEXT, "The sentence before that nobody has seen to"),
    PaneKey("text.claim.accept", "A", TEXT, "Take the claim that the sentence suggests, and go on"),
    PaneKey("text.claim.bar", "C", TEXT, "Type a claim in one line"),
    PaneKey("text.claim.back", "B", TEXT, "Back to the claim before"),
    PaneKey("text.article.next", "]", TEXT, "The next article, where work on it goes on"),
    PaneKey("text.article.previous", "[", TEXT, "The article before"),
    PaneKey("text.article.untouched", "}", TEXT, "The next article with anything left to read"),
    PaneKey("text.status", "1; 2; 3; 4; 5; 6; 7; 8; 9", TEXT, "Give the claim at hand the status of that digit", fixed=True, shown="1 to 9"),
    PaneKey("text.claim.link", "L", TEXT, "Link the claim at hand to a fact"),
    PaneKey("text.claim.next", ".", TEXT, "The next claim of the sentence"),
    PaneKey("text.claim.previous", ",", TEXT, "The claim of the sentence before"),
    PaneKey("text.words.set", "W", TEXT, "Let the claim rest on the selected words; without any, move its ends"),
    PaneKey("text.words.add", "+", TEXT, "Add the selected words to the claim as a further piece"),
    PaneKey("text.words.remove", "-", TEXT, "Take the selected words out of the claim"),
    PaneKey("text.words.hold", "P", TEXT, "Hold the selected words as a piece of the next claim"),
    PaneKey("text.claims.take_over", "T", TEXT, "Take over the claims that this sentence has in another article"),
    PaneKey("text.show.versions", "V", TEXT, "The versions of the article, and back to where one was among them"),
    PaneKey("text.caret", "Left; Right", TEXT, "Move the caret within the sentence; with Ctrl by a word", fixed=True),
    PaneKey("text.sentence.split", "S", TEXT, "Split the sentence at the caret, or before the selected words"),
    PaneKey("text.sentence.join", "J", TEXT, "Join the sentence with the next, or those that are selected"),
    PaneKey("text.escape", "Esc", TEXT, "Let go of what is selected", fixed=True),
    PaneKey("bar.next", "Tab; Shift+Tab", BAR, "The next slot, the one before; in an empty bar: take the suggestion", fixed=True),
    PaneKey("bar.save", "Return; Shift+Return", BAR, "Save the claim and go on; with Shift: and stay on the sentence", fixed=True),
    PaneKey("bar.choose", "Up; Down", BAR, "Choose from the list; in an empty bar: the sentence before, the next", fixed=True),
    PaneKey("bar.leave", "Esc", BAR, "Back to the text, where a second Escape drops what was typed", fixed=True),
    PaneKey("bar.near", "Alt+1; Alt+2; Alt+3; Alt+4; Alt+5", BAR, "Name the fact of an earlier claim that looks like what is typed", fixed=True, shown="Alt+1–5"),
    PaneKey("table.move", "Up; Down; Left; Right", TABLE, "The next cell; with Ctrl to the edge of what is filled", fixed=True, shown="Arrows"),
    PaneKey("table.stretch", "Shift+Up; Shift+Down; Shift+Left; Shift+Right", TABLE, "Select several cells", fixed=True, shown="Shift and arrows"),
    PaneKey("table.ends", "Home; End; Ctrl+Home; Ctrl+End", TABLE, "The first and last cell of the row, of the table", fixed=True),
    PaneKey("table.rows", "Shift+Space", TABLE, "Select whole rows", fixed=True),
    PaneKey("table.columns", "Ctrl+Space", TABLE, "Select whole columns", fixed=True),
    PaneKey("table.everything", "Ctrl+A", TABLE, "Select all claims that match", fixed=True),
    PaneKey("table.walk", "Tab; Shift+Tab", TABLE, "The next cell that can be edited, the one before", fixed=True),
    PaneKey("table.edit", "F2; Return", TABLE, "Edit the cell; typing overwrites it", fixed=True),
    PaneKey("table.heading", "Alt+Down", TABLE, "The menu of the column: sort, hide; among all claims its filter", fixed=True),
    PaneKey("table.leave", "Esc", TABLE, "Back to the sentences", fixed=True),
    PaneKey("table.sort", "Alt+Shift+Down", TABLE, "Among all claims: the menu of the column", fixed=True),
    PaneKey("cell.write", "Return", CELL, "Write it and go down; in a new claim: done, on to the next sentence", fixed=True),
    PaneKey("cell.write_up", "Shift+Return", CELL, "Write it and go up", fixed=True),
    PaneKey("cell.next", "Tab; Shift+Tab", CELL, "Write it and go on; in a new claim edit what comes next", fixed=True),
    PaneKey("cell.line", "Alt+Return", CELL, "In a long cell: a new line", fixed=True),
    PaneKey("cell.choose", "Up; Down", CELL, "In a cell that completes: choose from the list", fixed=True),
    PaneKey("cell.near", "Alt+1; Alt+2; Alt+3; Alt+4; Alt+5", CELL, "In the assertion: link the claim to the fact of an earlier one that looks like it", fixed=True, shown="Alt+1–5"),
    PaneKey("cell.leave", "Esc", CELL, "Leave the cell as it was", fixed=True),
    PaneKey("changes.reviewed", "R", CHANGES, "Reviewed: put the change away, with the note"),
    PaneKey("changes.dismiss", "X", CHANGES, "Not a change: put it away as such"),
    PaneKey("changes.open", "O; Return", CHANGES, "Open both sentences side by side"),
    PaneKey("changes.note", "N", CHANGES, "Write a note on the change"),
    PaneKey("changes.reopen", "D", CHANGES, "Take the decision back, to decide again"),
    PaneKey("changes.export", "E", CHANGES, "Export changes, matrix or facts"),
    PaneKey("carried.move", "Up; Down", VERSIONS, "The change or claim before, the next", fixed=True),
    PaneKey("carried.open", "Return", VERSIONS, "Open what waits, or unfold; on both sentences: confirm", fixed=True),
    PaneKey("carried.confirm", "C", VERSIONS, "Confirm the claim on the words that are marked"),
    PaneKey("carried.words", "W", VERSIONS, "Change the words: those selected, else move the ends"),
    PaneKey("carried.ends", "Left; Right; Shift+Left; Shift+Right", VERSIONS, "While words are changed: move the end; with Shift the start", fixed=True, shown="←→"),
    PaneKey("carried.edit", "E", VERSIONS, "Change speaker, status or assertion"),
    PaneKey("carried.drop", "D", VERSIONS, "Drop: the later version does not hold the claim"),
    PaneKey("carried.skip", "S", VERSIONS, "Skip: on to the next claim that waits"),
    PaneKey("carried.confirm_all", "A", VERSIONS, "Confirm all whose assertion's words are still there"),
    PaneKey("carried.reopen", "R", VERSIONS, "Decide again"),
    PaneKey("carried.text", "V", VERSIONS, "Show the sentence in the text"),
    PaneKey("carried.leave", "Esc", VERSIONS, "Back to the list of changes", fixed=True),
    PaneKey("matrix.move", "Up; Down; Left; Right", MATRIX, "The next cell", fixed=True, shown="Arrows"),
    PaneKey("matrix.open", "Return", MATRIX, "Open the sentences of the cell side by side", fixed=True),
    PaneKey("matrix.verdict", "V", MATRIX, "Give the fact a verdict; then O, S, R or X chooses"),
    PaneKey("importing.take", "Space", IMPORTING, "Import the selected rows, or leave them out", fixed=True),
    PaneKey("importing.undo", "Ctrl+Z", IMPORTING, "Take back the last change of the sheet", fixed=True),
    PaneKey("importing.step", "F6; Shift+F6", IMPORTING, "The next part of the sheet, the one before", fixed=True),
    PaneKey("importing.done", "Ctrl+Return", IMPORTING, "Import what is ticked, as one step", fixed=True),
    PaneKey("importing.leave", "Esc", IMPORTING, "Close without importing anything", fixed=True),
    PaneKey("list.edit", "Return", LIST, "Of the vocabulary: edit the cell", fixed=True),
    PaneKey("list.same", "M", LIST, "Two that look alike are one thing: merge them"),
    PaneKey("list.different", "D", LIST, "Two that look alike are not the same"),
    PaneKey("duplicates.merge", "M; Return", DUPLICATES, "Make the two one"),
    PaneKey("duplicates.not_same", "D", DUPLICATES, "Not the same: do not ask again"),
    PaneKey("duplicates.swap", "Left; Right", DUPLICATES, "Let the other name stay"),
    PaneKey("duplicates.next", "N; Down", DUPLICATES, "Leave the pair for later, and go on to the next"),
    PaneKey("duplicates.leave", "Esc", DUPLICATES, "Back to the table", fixed=True),
)  # fmt: skip


_REACHES_EVERYWHERE = re.compile(r"Ctrl\+|Alt\+|Meta\+|(Shift\+)?(Ctrl\+|Alt\+|Meta\+|F\d)")
"""Keys that no line of text and no list wants for itself, so that an action of the window can have them."""


_NAMED = re.compile(r"\{([a-z_.]+)\}")
_BETWEEN = " · "
_IN_VIEWS = frozenset(spec.key for spec in ACTIONS if spec.needs == "view")


class Keymap(QObject):
    """Which keys there are now: the declared ones, and in their place those that this person chose."""

    changed = Signal()

    def __init__(self, chosen: Mapping[str, str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._declared = {spec.key: "; ".join(filter(None, (spec.shortcut, spec.also))) for spec in ACTIONS}
        self._declared |= {pane_key.key: pane_key.default for pane_key in PANE_KEYS}
        self._chosen: dict[str, str] = {}
        self._by_place: dict[str, dict[str, str]] = {}
        self._views: dict[str, frozenset[str]] = {}
        for key, keys in (chosen or {}).items():
            # What was kept by another version, or was damaged, is passed over; so is what would mean two things.
            made = [one.toString() for one in _sequences(keys)]
            usable = bool(made) and not any(self.why_not(key, one) for one in made) if keys else not is_fixed(key)
            if key in self._declared and usable:
                self._chosen[key] = keys
        for key, keys in self.chosen.items():
            if any(self.holders(key, one.toString()) for one in _sequences(keys)):
                del self._chosen[key]
        self._index()

    @property
    def chosen(self) -> dict[str, str]:
        """The keys this person chose, by action or pane key, in portable writing; "" for none."""
        return dict(self._chosen)

    def keys_of(self, key: str) -> list[QKeySequence]:
        """The keys of an action or of a `PaneKey`; none when it has none."""
        return _sequences(self._chosen.get(key, self._declared[key]))

    def told(self, key: str) -> str:
        """Its first key as a person reads it; empty when it has none."""
        keys = self.keys_of(key)
        return written(keys[0]) if keys else ""

    def told_everywhere(self, key: str) -> str:
        """The key of an action and, where there is one, the key that does the same in the text: “Ctrl+Shift+R, N”."""
        ways = [self.told(key), self.told(f"text.{key}") if f"text.{key}" in self._declared else ""]
        return ", ".join(way for way in ways if way)

    def fill(self, hints: str) -> str:
        """Hints for the foot of the window, “{edit.undo} undo · …”, with the keys that there are now.

        What has no key is left out.
        """
        parts = []
        for part in hints.split(_BETWEEN):
            named = _NAMED.findall(part)
            if all(shown_key(key, self) for key in named):
                parts.append(_NAMED.sub(lambda found: shown_key(found[1], self), part))
        return _BETWEEN.join(parts)

    def learn(self, views: Mapping[str, frozenset[str]]) -> None:
        """In which views an action can be done: two that are never there together may share a key."""
        self._views = dict(views)

    def action_for(self, event: QKeyEvent, where: str) -> str:
        """The `PaneKey.key` of what was pressed in a pane; empty when that is no key of the pane."""
        return self._by_place[where].get(portable(event), "")

    def is_changed(self, key: str) -> bool:
        """Whether this person chose another key for it, or none."""
        return key in self._chosen

    def why_not(self, key: str, keys: str) -> str:
        """Why it cannot have this key; empty when it can. Keys that others have are told by `holders`."""
        made = QKeySequence(keys)
        if not made.toString() or made.count() != 1 or "Unknown" in made.toString():
            return "That is no key which can be used."
        if key in _PANE_KEYS:
            return f"{_PANE_KEYS[key].label} always has its key." if _PANE_KEYS[key].fixed else ""
        if not _REACHES_EVERYWHERE.match(made.toString()):
            return f"{written(made)} alone is needed for typing: add Ctrl or Alt, or take a function key."
        return ""

    def holders(self, key: str, keys: str) -> list[str]:
        """What has this key already where `key` would want it: actions and pane keys."""
        wanted = QKeySequence(keys)
        return [
            other
            for other in self._declared
            if other != key and self._meet(key, other) and any(wanted == held for held in self.keys_of(other))
        ]

    def give(self, key: str, keys: str) -> None:
        """Let it have this key, "" for none; whoever had it has it no more. Raises `ValueError` where it cannot."""
        refused = self.why_not(key, keys) if keys else ""
        held = self.holders(key, keys) if keys else []
        if refused or any(is_fixed(holder) for holder in held):
            raise ValueError(refused or f"{keys} is taken for good")
        for holder in held:
            left = [one.toString() for one in self.keys_of(holder) if one != QKeySequence(keys)]
            self._chosen[holder] = "; ".join(left)
        self._chosen[key] = keys
        self._tell()

    def reset(self, key: str) -> None:
        """Let it have its declared keys again; whoever was given one of them loses it."""
        self._chosen.pop(key, None)
        for keys in self.keys_of(key):
            for holder in self.holders(key, keys.toString()):
                if not is_fixed(holder):
                    self._chosen[holder] = ""
        self._tell()

    def reset_all(self) -> None:
        """Every key as it is declared."""
        self._chosen.clear()
        self._tell()

    def dress(self, actions: Mapping[str, QAction]) -> None:
        """Give the actions their keys, and tooltips that tell them."""
        for spec in ACTIONS:
            actions[spec.key].setShortcuts(self.keys_of(spec.key))
            actions[spec.key].setToolTip(self.with_key(spec.tip, spec.key))

    def with_key(self, tip: str, key: str) -> str:
        """A tooltip, with the key in brackets where there is one."""
        keys = self.told_everywhere(key)
        return f"{tip} ({keys})" if keys else tip

    def _meet(self, one: str, other: str) -> bool:
        """Whether the same key for both would mean two things somewhere."""
        if {one, other} <= _IN_VIEWS and one in self._views and other in self._views:
            return bool(self._views[one] & self._views[other])
        return _meet(one, other)

    def _tell(self) -> None:
        self._chosen = {
            key: keys for key, keys in self._chosen.items() if _sequences(keys) != _sequences(self._declared[key])
        }
        self._index()
        self.changed.emit()

    def _index(self) -> None:
        self._by_place = {pane_key.where: {} for pane_key in PANE_KEYS}
        for pane_key in PANE_KEYS:
            for keys in self.keys_of(pane_key.key):
                self._by_place[pane_key.where][keys.toString()] = pane_key.key


_PANE_KEYS = {pane_key.key: pane_key for pane_key in PANE_KEYS}
_VIEWS = frozenset(spec.key.removeprefix("show.") for spec in ACTIONS if spec.key.startswith("show."))
_OF_VIEWS = {"fact": "review"}
"""Views whose actions have another name."""
_PANES_OF = {
    "vocabulary": frozenset({LIST, DUPLICATES}),
    "review": frozenset({MATRIX, CHANGES}),
    "versions": frozenset({VERSIONS}),
}
"""The panes of views that have not all of them, and in which no other key of a pane can be meant."""


def is_fixed(key: str) -> bool:
    """Whether it is a key of a pane that nobody can change."""
    return key in _PANE_KEYS and _PANE_KEYS[key].fixed


def shown_key(key: str, keymap: Keymap) -> str:
    """Its keys as the page of shortcuts and the hints tell them: a range as such, else all of them."""
    pane_key = _PANE_KEYS.get(key)
    if pane_key is not None and pane_key.shown:
        return pane_key.shown
    return ", ".join(written(keys) for keys in keymap.keys_of(key))


def written(keys: QKeySequence) -> str:
    """A key as it is written on this system, and on the key itself: Enter and not Return."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def _meet(one: str, other: str) -> bool:
    """Whether the same key for both would mean two things where one can be.

    An action of the window is reached from every pane; one of a view, which is named `VIEW.` and what it does, from
    the panes of that view alone.
    """
    places = {_place(one), _place(other)}
    if len(places) == 1:
        return True
    if IMPORTING in places:
        # While a window of its own is open, the keys of the others rest.
        return False
    if "" in places:
        # An open cell takes its keys before any action is asked.
        return CELL not in places
    for view, panes in _PANES_OF.items():
        if view in places:
            return bool(places & panes)
    return not places <= _VIEWS and bool(places & _VIEWS) and CELL not in places


def _place(key: str) -> str:
    """The pane or the view that a key belongs to; empty for an action of the window."""
    if key in _PANE_KEYS:
        return _PANE_KEYS[key].where
    view = key.partition(".")[0]
    view = _OF_VIEWS.get(view, view)
    return view if view in _VIEWS else ""


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
