"""Speakers who are likely one, a pair at a time: merged or called two with one key, to a visible zero."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from claimtracker.domain.values import Speaker
from claimtracker.gui.announce import announce
from claimtracker.gui.keys import DUPLICATES, Keymap
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar
from claimtracker.storage.queries import DuplicatePair

_LONGEST = 34


class DuplicatesStrip(StyledBar):
    """Shows one pair with counts and why; tells what was decided."""

    merge_requested = Signal(object, object)
    """The `Speaker` who stays, and the one who goes."""
    not_same = Signal(object)
    """A `DuplicatePair` that is not one."""
    ask_again_requested = Signal()
    """The pairs that were called not the same are to be proposed again."""
    left = Signal()
    """Escape."""

    def __init__(self, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__("duplicatesStrip", parent)
        self._keys = keys
        self._pairs: list[DuplicatePair] = []
        self._place = 0
        self._swapped = self._looking = False
        self._put_away = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Likely duplicates")
        self.title = PlainLabel()
        self.title.setObjectName("panelTitle")
        self.why = ElidedLabel()
        self.why.setObjectName("muted")
        self.state = ElidedLabel()
        self.state.setObjectName("muted")
        self.sides = (QToolButton(), QToolButton())
        for side in self.sides:
            side.setProperty("chip", "true")
            side.setCheckable(True)
            side.clicked.connect(self._on_side_clicked)
        self.merge = QPushButton("Merge")
        self.two = QPushButton("Not the same")
        self.next = QPushButton("Next")
        self.again = QPushButton("Ask again")
        self.again.setObjectName("link")
        for button, act, what in (
            (self.merge, self._on_merge, "Make the two one speaker"),
            (
                self.two,
                self._on_two,
                "These are two: do not ask again. Undo does not bring the pair back; “Ask again” does",
            ),
            (self.next, self._on_next, "Leave this pair for later"),
            (self.again, self.ask_again_requested.emit, "Propose the pairs again that were called not the same"),
        ):
            button.setAutoDefault(False)
            button.setAccessibleName(what)
            button.setToolTip(what)
            button.clicked.connect(act)
        self._lay_out()
        keys.changed.connect(self._tell_keys)
        self._tell_keys()
        self.show_pairs([], 0)

    @property
    def pair(self) -> DuplicatePair | None:
        """The pair at hand."""
        return self._pairs[self._place] if self._place < len(self._pairs) else None

    @property
    def count(self) -> int:
        """How many pairs wait."""
        return len(self._pairs)

    def stays_and_goes(self) -> tuple[Speaker, Speaker] | None:
        """Of the pair at hand, who would stay and who would go."""
        pair = self.pair
        if pair is None:
            return None
        return (pair.other, pair.one) if self._swapped else (pair.one, pair.other)

    def show_pairs(self, pairs: Sequence[DuplicatePair], put_away: int) -> None:
        """These wait to be looked at; so many were called not the same."""
        before = self.pair
        self._pairs = list(pairs)
        known = [(pair.one.id, pair.other.id) for pair in self._pairs]
        if before is not None and (before.one.id, before.other.id) in known:
            self._place = known.index((before.one.id, before.other.id))
        else:
            self._swapped = False
            self._place = min(self._place, max(0, len(self._pairs) - 1))
        self._put_away = put_away
        self._looking = False
        self._refresh()

    def show_looking(self) -> None:
        """They are being looked for; the pairs that are known stay until then."""
        self._looking = not self._pairs
        self._refresh()

    def put_away(self, pair: DuplicatePair) -> None:
        """A pair was called not the same: go on at once."""
        self.show_pairs([one for one in self._pairs if one is not pair], self._put_away + 1)

    def drop(self, gone: Speaker) -> None:
        """A speaker was merged away: go on at once, and look again later."""
        self.show_pairs([pair for pair in self._pairs if gone.id not in {pair.one.id, pair.other.id}], self._put_away)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key a decision."""
        key = self._keys.action_for(event, DUPLICATES)
        acts = {
            "duplicates.merge": self._on_merge,
            "duplicates.not_same": self._on_two,
            "duplicates.swap": self._swap,
            "duplicates.next": self._on_next,
            "duplicates.leave": self.left.emit,
        }
        if key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Seen, and said."""
        super().focusInEvent(event)
        self.restyle("at", "yes")
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No longer here."""
        super().focusOutEvent(event)
        self.restyle("at", "no")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.state, 1)
        for button in (self.again, self.merge, self.two, self.next):
            head.addWidget(button)
        body = QHBoxLayout()
        body.setSpacing(8)
        self._or = PlainLabel("and")
        self._or.setObjectName("muted")
        body.addWidget(self.sides[0])
        body.addWidget(self._or)
        body.addWidget(self.sides[1])
        body.addSpacing(6)
        body.addWidget(self.why, 1)
        self._body = QWidget()
        body.setContentsMargins(0, 0, 0, 0)
        self._body.setLayout(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 9)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._body)

    def _tell_keys(self) -> None:
        for button, key, label in (
            (self.merge, "merge", "Merge"),
            (self.two, "not_same", "Not the same"),
            (self.next, "next", "Next"),
        ):
            told = self._keys.told(f"duplicates.{key}")
            button.setText(f"{label}  {told}" if told else label)
            button.setToolTip(f"{button.accessibleName()} ({told})" if told else button.accessibleName())

    def _refresh(self) -> None:
        pair, chosen = self.pair, self.stays_and_goes()
        for widget in (self._body, self.merge, self.two, self.next):
            widget.setVisible(pair is not None)
        self.again.setVisible(pair is None and self._put_away > 0 and not self._looking)
        if self._looking:
            self.title.setText("LIKELY DUPLICATES")
            self.state.setText("Comparing names…")
            return
        if pair is None or chosen is None:
            self.title.setText("NO LIKELY DUPLICATES")
            put_away = f"{self._put_away:,} {'pair was' if self._put_away == 1 else 'pairs were'} called not the same."
            self.state.setText(put_away if self._put_away else "Names that look alike will be proposed here.")
            return
        self.state.setText("")
        self.title.setText(f"LIKELY DUPLICATES · {self.count:,}")
        self.why.setText(pair.why[:1].upper() + pair.why[1:])
        self.why.setToolTip(self.why.text())
        stays = chosen[0]
        for side, speaker in zip(self.sides, (pair.one, pair.other), strict=True):
            count = f"{speaker.claims:,} {'claim' if speaker.claims == 1 else 'claims'}"
            name = speaker.name if len(speaker.name) <= _LONGEST else speaker.name[: _LONGEST - 1] + "…"
            mark = "✓ " if speaker is stays else ""
            side.setText(f"{mark}{name}  ·  {count}".replace("&", "&&"))
            side.setChecked(speaker is stays)
            role = "stays" if speaker is stays else "becomes an alias"
            side.setAccessibleName(f"{speaker.name}, {count}, {role}")
            told = self._keys.told("duplicates.swap")
            side.setToolTip(f"This name {role}; the other stays with {told}" if told else f"This name {role}")
        if self.hasFocus():
            self._say()

    def _say(self) -> None:
        chosen, pair = self.stays_and_goes(), self.pair
        if chosen is not None and pair is not None:
            announce(self, f"{chosen[0].name} and {chosen[1].name}: {pair.why}. {chosen[0].name} would stay.")

    def _swap(self) -> None:
        self._swapped = not self._swapped
        self._refresh()

    def _on_side_clicked(self) -> None:
        self._swapped = self.sender() is self.sides[1]
        self._refresh()

    def _on_merge(self) -> None:
        chosen = self.stays_and_goes()
        if chosen is not None:
            self.merge_requested.emit(*chosen)

    def _on_two(self) -> None:
        if self.pair is not None:
            self.not_same.emit(self.pair)

    def _on_next(self) -> None:
        if self._pairs:
            self._place = (self._place + 1) % len(self._pairs)
            self._swapped = False
            self._refresh()
