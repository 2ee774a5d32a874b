"""The claim bar: a whole claim typed in one line, `hegseth > denied : there are disagreements`, and saved by Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from claimtracker.gui.delegates.editors import CompletingLine, near_number
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.claim_preview import ClaimPreview
from claimtracker.gui.widgets.labels import StyledBar
from claimtracker.gui.widgets.search_line import leaves_undo
from claimtracker.storage.queries import Completion
from claimtracker.text.claim_line import SLOTS, SlotName, parse_claim_line, quoted_slot
from claimtracker.text.resolving import ResolvedLine

CompleteSlot = Callable[[SlotName, str], Sequence[Completion]]

_SIGNS: dict[SlotName, str] = {"status": ">", "assertion": ":", "fact": "="}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STAY = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_SHOWN = 300
"""Characters of a suggestion that are shown; more do not fit."""
_LONGEST = 200_000
"""Characters that the line takes: more than a claim may have, which is said when it is saved, and not cut unseen."""
_TEACHES = "speaker > status : assertion"


class ClaimLineEdit(CompletingLine):
    """A claim in one line. Each slot completes by itself, as far as that is sure; Tab goes on to the next slot."""

    submitted = Signal(bool)
    """Enter; True to stay on the sentence."""
    escaped = Signal()
    focused = Signal()
    """The keyboard came, or went."""
    stepped = Signal(int)
    """Up or Down where nothing is typed: to another sentence."""
    suggestion_wanted = Signal(bool)
    """Tab or Right where nothing is typed; True for Tab, to type over what is otherwise."""
    near_wanted = Signal(int)
    """Alt and a digit: the earlier claim of that number is on the same fact."""

    def __init__(self, complete: CompleteSlot, theme: Theme, parent: QWidget) -> None:
        super().__init__(self._complete_slot, theme, parent)
        self._slots = complete
        # It is typed in as a cell is, so that nobody is taken away from it, and looks like a field of its own.
        self.setProperty("cell", "bar")
        self.setMaxLength(_LONGEST)
        self.setAccessibleName("Claim in one line: speaker > status : assertion = fact")
        self.setToolTip("Type a claim in one line: speaker > status : assertion = fact (C in the text, or Ctrl+L)")

    def slot(self) -> SlotName:
        """The slot that the caret is in."""
        return parse_claim_line(self.text()).slot_at(self.cursorPosition())

    def go_to_slot(self, name: SlotName) -> None:
        """Put the caret into a slot, which is opened if need be, with what stands in it selected."""
        line = parse_claim_line(self.text())
        if not line.slot(name).opened:
            before = self.text()[: line.slot(SLOTS[SLOTS.index(name) - 1]).reach].rstrip()
            behind = self.text()[len(before) :].strip()
            opened = f"{before} {_SIGNS[name]} ".lstrip()
            self.setText(f"{opened}{behind}")
            self.setCursorPosition(len(opened))
            return
        slot = line.slot(name)
        self.setCursorPosition(slot.end)
        if slot.text:
            self.setSelection(slot.start, slot.end - slot.start)

    def part(self) -> tuple[int, int]:
        """The slot that the caret is in."""
        line = parse_claim_line(self.text())
        slot = line.slot(line.slot_at(self.cursorPosition()))
        return slot.start, slot.end

    def added(self, typed: str, offers: Sequence[Completion]) -> str:
        """Only what all names that begin so have in common: nothing is guessed."""
        begun = [offer.text for offer in offers if offer.text.lower().startswith(typed.lower())]
        if not begun or quoted_slot(self.slot(), begun[0]) != begun[0]:
            return ""
        shared = takewhile(lambda letters: len({letter.lower() for letter in letters}) == 1, zip(*begun, strict=False))
        return "".join(letters[0] for letters in shared)[len(typed) :].rstrip()

    def take(self, text: str) -> None:
        """Put a name into the slot, and select it."""
        name = self.slot()
        start, end = self.part()
        written = quoted_slot(name, text)
        self.setText(self.text()[:start] + written + self.text()[end:])
        self.setSelection(start, len(written))

    def event(self, event: QEvent) -> bool:
        """Tab belongs to the slots, and Ctrl+Enter is no command of the window here."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENTER:
                event.accept()
                return True
            if leaves_undo(self, event):
                return False
            if event.type() == QEvent.Type.KeyPress and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                back = event.key() == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                return self._tab(-1 if back else 1) or super().event(event)
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What was typed stays as it was, with the caret at its end."""
        super().focusInEvent(event)
        self.deselect()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys that help are those of the text again."""
        super().focusOutEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Escape goes back, a separator ends what is completed; Up and Down choose, or walk the text."""
        key, empty, near = event.key(), not self.text(), near_number(event)
        if near:
            self.near_wanted.emit(near)
        elif key in _ENTER:
            self.close_list()
            self.submitted.emit(bool(event.modifiers() & _STAY))
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and empty:
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.slot() == "assertion":
            event.accept()
        elif key == Qt.Key.Key_Right and empty:
            self.suggestion_wanted.emit(False)
        else:
            if event.text() in _SIGNS.values() and self.hasSelectedText():
                self._end_selection()
            super().keyPressEvent(event)

    def _on_edited(self, line: str) -> None:
        start, end = self.part()
        if start == end or self.cursorPosition() > end:
            # An empty slot is quiet until somebody asks with Down, and a blank ends what was begun.
            self.close_list()
        else:
            super()._on_edited(line)

    def _complete_slot(self, typed: str) -> Sequence[Completion]:
        return self._slots(self.slot(), typed)

    def _tab(self, step: int) -> bool:
        if not self.text():
            if step > 0:
                self.suggestion_wanted.emit(True)
            return step > 0 and bool(self.text())
        self._end_selection()
        self.close_list()
        place = SLOTS.index(self.slot()) + step
        while place > 0 and step < 0 and not parse_claim_line(self.text()).slot(SLOTS[place]).opened:
            place -= 1
        if not 0 <= place < len(SLOTS):
            return False
        self.go_to_slot(SLOTS[place])
        return True

    def _escape(self) -> None:
        if self.offering:
            self.close_list()
        else:
            self.escaped.emit()

    def _end_selection(self) -> None:
        if self.hasSelectedText():
            self.setCursorPosition(self.selectionEnd())


class ClaimBar(StyledBar):
    """The line and, under it, what it would save."""

    edited = Signal()
    """What stands in the line is different now."""

    def __init__(self, complete: CompleteSlot, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("claimBar", parent)
        self.line = ClaimLineEdit(complete, theme, self)
        self.preview = ClaimPreview(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 18, 8)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.preview)
        self.line.textChanged.connect(self.edited)
        self.suggest("", "")

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def suggest(self, suggested: str, key: str) -> None:
        """Show in grey what the sentence suggests, and the key of the text that takes it; else how a claim is typed."""
        shown = displayed(suggested[:_SHOWN])
        self.line.setPlaceholderText((f"{key}: {shown}" if key else shown) or _TEACHES)

    def show_hint(self, hint: str) -> None:
        """What can be done where nothing is typed."""
        self.preview.show_hint(hint)

    def show_claim(self, line: ResolvedLine, colour: str) -> None:
        """What Enter would save, also for those who hear it."""
        self.preview.show_claim(line, colour)
        self.line.setAccessibleDescription(self.preview.text)

    def fill(self, text: str) -> None:
        """Put a line in, as if it had been typed, with the caret at its end."""
        self.line.setText(text)
        self.line.close_list()

    def name_fact(self, title: str) -> None:
        """Put a fact into its slot; the caret stays where one types."""
        place = self.line.cursorPosition()
        slot = parse_claim_line(self.text).slot("fact")
        written = quoted_slot("fact", title)
        if slot.opened:
            self.line.setText(f"{self.text[: slot.start]}{written}{self.text[slot.end :]}")
        else:
            self.line.setText(f"{self.text.rstrip()} {_SIGNS['fact']} {written}")
        self.line.setCursorPosition(min(place, len(self.text)))
        self.line.close_list()

    def ask_for(self, slot: SlotName, problem: str) -> None:
        """Say why it cannot be saved, with the caret in the slot that is meant."""
        self.line.go_to_slot(slot)
        self.line.open_list()
        self.preview.show_problem(problem)

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
