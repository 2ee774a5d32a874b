"""A claim whose sentence changed, to be decided: both sentences, its fields, and one key for each decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from claimtracker.domain.values import Article, Span
from claimtracker.domain.versions import Outcome
from claimtracker.gui.completing import offers
from claimtracker.gui.dates import long_date
from claimtracker.gui.delegates.editors import CompletingLine
from claimtracker.gui.keys import VERSIONS, Keymap
from claimtracker.gui.models.version_changes import ClaimLine
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.carried_sides import CarriedSide
from claimtracker.gui.widgets.flow import FlowLayout
from claimtracker.gui.widgets.labels import PlainLabel, StyledBar, enlarge
from claimtracker.gui.widgets.operation_panel import action_button
from claimtracker.operations import SettleCarried
from claimtracker.operations.carrying import CarriedDecision
from claimtracker.storage import queries
from claimtracker.storage.queries import CarriedClaim
from claimtracker.text.spans import next_end, next_start, trimmed
from claimtracker.text.wording import differing_words

FIELDS = (("speaker", "Speaker", 3), ("status", "Status", 2), ("assertion", "Assertion", 6))
"""What of a claim is changed here; the rest is in the Tag view."""
BUTTONS = (
    "versions.confirm", "versions.words", "versions.edit", "versions.drop", "versions.skip", "versions.confirm_all",
    "versions.reopen", "versions.text",
)  # fmt: skip
READING = frozenset(("carried.move", "carried.ends", "carried.leave"))
"""Keys with which one only goes about in a list or a text."""
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CarriedPane(StyledBar):
    """Writes the decision on the claim that it shows; the view goes on to the next."""

    decided = Signal()
    pressed = Signal(str)
    """A key of the pane, by name: `carried.skip`."""
    left = Signal()
    """Escape: back to the list."""
    words_changed = Signal()
    """Whether ends are being moved is different now."""

    def __init__(
        self, session: Session, theme: Theme, keys: Keymap, actions: Mapping[str, QAction], parent: QWidget
    ) -> None:
        super().__init__("pairPane", parent)
        self._session = session
        self._keys = keys
        self._line: ClaimLine | None = None
        self._text = ""
        self._tried: list[Span] = []
        self._piece = 0
        self.title = PlainLabel()
        self.title.setObjectName("panelTitle")
        self.hint = PlainLabel()
        self.hint.setObjectName("muted")
        self.earlier = CarriedSide(theme, "The sentence in the earlier version", is_new=False)
        self.later = CarriedSide(theme, "The sentence in the later version", is_new=True)
        self.fields: dict[str, QLineEdit] = {}
        self._buttons = QWidget()
        self._lay_out(theme, actions)
        for side in (self.earlier, self.later):
            side.text.pressed_key.connect(self._on_key)
        self.later.text.left.connect(self.leave_words)
        self.setFocusProxy(self.later.text)

    @property
    def carried(self) -> CarriedClaim | None:
        """What is to be decided, or was."""
        return None if self._line is None else self._line.carried

    @property
    def moving(self) -> bool:
        """Whether the ends of the claim's words are being moved."""
        return bool(self._tried)

    @property
    def proposal(self) -> tuple[Span, ...]:
        """The words that the claim would rest on if it were confirmed now."""
        return tuple(self._tried) or (() if self.carried is None else self.carried.proposal)

    def show_claim(self, line: ClaimLine, versions: tuple[Article, Article], place: str) -> None:
        """Show a claim that was carried over; `place` says which of those that wait it is."""
        carried = line.carried
        if carried is None:
            return
        again = self.carried is not None and carried.id == self.carried.id
        typed = {key: field.text() for key, field in self.fields.items() if field.isModified()} if again else {}
        self._line, self._text = line, versions[1].text
        if not again:
            self._tried = []
        self.title.setText(_heading(line, place))
        passages = queries.passages_of(self._session.workspace.connection, carried)
        gone = carried.outcome is Outcome.GONE and not carried.proposal
        differing = ((), ()) if gone else differing_words(passages.old, passages.new)
        before = "Before the edit" if carried.in_place else _told("Earlier version", versions[0])
        after = "The whole later version: nothing of the sentence is left in it" if gone else _told(
            "After the edit" if carried.in_place else "Later version", versions[1]
        )  # fmt: skip
        colour = line.claim.colour or "grey"
        self.earlier.show_passage(before, (passages.old, passages.old_start), differing[0], colour)
        self.later.show_passage(after, (passages.new, passages.new_start), differing[1], colour)
        self.earlier.claim_words(passages.old_spans)
        self.later.claim_words(self.proposal)
        if not self.proposal:
            self.later.show_place(passages.near)
        for key, field in self.fields.items():
            field.setText(typed.get(key, getattr(line.claim, key)))
            field.setCursorPosition(0)
            field.setModified(key in typed)
            field.setEnabled(line.is_waiting and not gone and not self._session.workspace.read_only)
        self._tell()

    def take_focus(self) -> None:
        """Put the keyboard on the later sentence."""
        self.later.text.setFocus()

    def decide(self, decision: CarriedDecision) -> None:
        """Write a decision, with the words that were moved and what was typed."""
        line, carried = self._line, self.carried
        if line is None or carried is None or (decision and not line.is_waiting):
            return
        typed = self._typed(line) if decision == "confirmed" else {}
        spans = self._chosen() if decision == "confirmed" else ()
        if decision == "confirmed" and (spans or typed):
            decision = "changed"
        asked = SettleCarried(carried.id, decision, spans, typed)
        self._tried = []
        for field in self.fields.values():
            field.setModified(False)
        if self._settle(asked):
            self.decided.emit()

    def begin_words(self) -> None:
        """Take the selected words; without any, begin to move the ends of those that are proposed."""
        carried, selected = self.carried, self.later.selected()
        if carried is None or self._line is None or not self._line.is_waiting:
            return
        if selected is not None:
            span = trimmed(self._text, selected.start, selected.end)
            self._tried = [] if span is None else [span]
            cursor = self.later.text.textCursor()
            cursor.clearSelection()
            self.later.text.setTextCursor(cursor)
        elif not carried.proposal:
            self._session.notice.emit("Select the words in the later version first, with Shift and the arrow keys.")
            self.take_focus()
            return
        else:
            self._tried = list(carried.proposal)
        self._piece = 0
        self.take_focus()
        self._show_words()

    def leave_words(self) -> None:
        """Propose again what was proposed."""
        if self._tried and self.carried is not None:
            self._tried = []
            self.later.claim_words(self.carried.proposal)
            self._tell()
            self.words_changed.emit()

    def edit_fields(self) -> None:
        """Put the keyboard into the assertion."""
        field = self.fields["assertion"]
        if field.isEnabled():
            field.setFocus()
            field.selectAll()

    def set_zoom(self, factor: float) -> None:
        """The size of the words."""
        for side in (self.earlier, self.later):
            side.set_zoom(factor)
        for widget in (self.title, self.hint, *self.fields.values()):
            enlarge(widget, factor)

    def minimumSizeHint(self) -> QSize:
        """As low as it can be at its width: the buttons take a second row only where they need one."""
        layout = self.layout()
        return QSize(320, layout.minimumHeightForWidth(max(self.width(), 480)) if layout is not None else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes from a field back to the sentence, and from there to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _settle(self, asked: SettleCarried) -> bool:
        before = self._line
        self._session.run(asked, initiator=self)
        found = queries.carried_claims(self._session.workspace.connection, only_waiting=False, ids=[asked.carried_id])
        return before is not None and bool(found) and found[0].decision == asked.decision

    def _chosen(self) -> tuple[Span, ...]:
        """The words, where they are other than those that were proposed."""
        spans = tuple(self._tried)
        return () if self.carried is None or spans == self.carried.proposal else spans

    def _typed(self, line: ClaimLine) -> dict[str, str]:
        return {
            key: field.text().strip()
            for key, field in self.fields.items()
            if field.isModified() and field.text().strip() != getattr(line.claim, key)
        }

    def _escape(self) -> None:
        typing = QApplication.focusWidget()
        if self._tried:
            self.leave_words()
        elif self._line is not None and typing in self.fields.values():
            for key, field in self.fields.items():
                field.setText(getattr(self._line.claim, key))
                field.setModified(False)
            self.take_focus()
        else:
            self.left.emit()

    def _on_key(self, event: QKeyEvent) -> None:
        event.ignore()
        if self._tried and self._moved(event):
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
            event.accept()
            return
        key = self._keys.action_for(event, VERSIONS)
        if key and key not in READING:
            self.pressed.emit(key)
            event.accept()

    def _moved(self, event: QKeyEvent) -> bool:
        """Whether a key moved an end of the words, or another piece is at hand now."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key], start=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._piece = min(max(self._piece + step, 0), len(self._tried) - 1)
            self._show_words()
        else:
            return False
        return True

    def _move(self, step: int, *, start: bool) -> None:
        span, place, bounds = self._tried[self._piece], self._piece, self.later.bounds
        if start:
            moved = Span(next_start(self._text, span.start, step), span.end)
        else:
            moved = Span(span.start, next_end(self._text, span.end, step))
        before = self._tried[place - 1].end if place else bounds.start
        after = self._tried[place + 1].start if place + 1 < len(self._tried) else bounds.end
        if moved.start < moved.end and before <= moved.start and moved.end <= after:
            self._tried[place] = moved
        self._show_words()

    def _show_words(self) -> None:
        active = self._tried[self._piece] if self._tried else None
        self.later.claim_words(self._tried, active)
        self._tell()
        self.words_changed.emit()

    def _tell(self) -> None:
        """Which keys help now."""
        if self._tried:
            pieces = f"Piece {self._piece + 1} of {len(self._tried)} (↑↓) · " if len(self._tried) > 1 else ""
            self.hint.setText(
                f"{pieces}←→ the end · Shift+←→ the start · Enter confirm on these words · Esc as proposed"
            )
        elif self._line is not None and self._line.is_waiting and not self.proposal:
            confirm, words = (self._keys.told(f"carried.{key}") for key in ("confirm", "words"))
            self.hint.setText(f"{confirm} it is gone · select words, {words} and {confirm}: it is there")
        else:
            self.hint.setText("")
        self.hint.setVisible(bool(self.hint.text()))

    def _lay_out(self, theme: Theme, actions: Mapping[str, QAction]) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(18)
        for side in (self.earlier, self.later):
            sides.addWidget(side, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for key, label, stretch in FIELDS:
            complete = partial(self._offers, key)
            field = CompletingLine(complete, theme, self) if key != "assertion" else QLineEdit()
            field.setProperty("cell", None)
            field.setAccessibleName(label)
            field.setPlaceholderText(label)
            field.setToolTip(f"{label} of the claim in the later version; Enter confirms it so, Escape leaves it")
            field.returnPressed.connect(partial(self.decide, "confirmed"))
            self.fields[key] = field
            row.addWidget(field, stretch)
        flow = FlowLayout(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._buttons.setSizePolicy(policy)
        for key in BUTTONS:
            button = action_button(actions[key])
            flow.addWidget(button)
            # What cannot be done with this claim only takes room.
            actions[key].changed.connect(partial(_show_button, button, actions[key]))
            _show_button(button, actions[key])
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 14, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(sides, 1)
        column.addLayout(row)
        column.addWidget(self._buttons)

    def _offers(self, key: str, typed: str) -> Sequence[queries.Completion]:
        return offers(self._session.workspace.connection, key, typed)


def _told(what: str, version: Article) -> str:
    return f"{what} · {long_date(version.published) or 'undated'}"


def _heading(line: ClaimLine, place: str) -> str:
    carried = line.carried
    if carried is not None and carried.decision:
        by = f" by {carried.coder}" if carried.coder else ""
        return f"{line.told.upper()}{by}"
    return f"{place.upper()} · {line.told.removeprefix('waits: ').upper()}" if line.is_waiting else line.told.upper()


def _show_button(button: QPushButton, action: QAction) -> None:
    if isValid(button):
        button.setHidden(not action.isEnabled())
