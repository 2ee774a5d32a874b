"""What is likely one and the same, a pair at a time: merged or called two with one key, to a visible zero."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimtracker.gui.announce import announce
from claimtracker.gui.keys import DUPLICATES, LIST, Keymap
from claimtracker.gui.signs import escape, legible
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar
from claimtracker.gui.words import count
from claimtracker.storage.queries import LikelyDuplicate, Named

_WIDEST, _NARROWEST = 330, 110
"""Pixels of a name with its claims."""
_WHY = 130
"""Pixels at least for why they are likely one."""
_IN_LIST = {"duplicates.merge": "list.same", "duplicates.not_same": "list.different"}
"""The keys of a list that do the same."""


class DuplicatesStrip(StyledBar):
    """Shows one pair with counts and why; tells what was decided."""

    merge_requested = Signal(object, object)
    """The `Named` that stays, and the one that goes."""
    not_same = Signal(object)
    """A `LikelyDuplicate` that is none."""
    ask_again_requested = Signal()
    """The pairs that were called not the same are to be proposed again."""
    left = Signal()
    """Escape."""

    def __init__(self, keys: Keymap, one: str, goes: str, parent: QWidget | None = None) -> None:
        """`one` is what a merged pair is, a speaker; `goes` says what becomes of the name that does not stay."""
        super().__init__("duplicatesStrip", parent)
        self._keys = keys
        self._goes = goes
        self._pairs: list[LikelyDuplicate] = []
        self._place = 0
        self._swapped = self._looking = self._beside_list = False
        self._put_away = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Likely duplicates")
        self.title = PlainLabel()
        self.title.setObjectName("panelTitle")
        self.why = ElidedLabel()
        self.why.setObjectName("muted")
        self.why.setMinimumWidth(_WHY)
        self.state = ElidedLabel()
        self.state.setObjectName("muted")
        self.sides = (_Side(), _Side())
        for side in self.sides:
            side.clicked.connect(self._on_side_clicked)
        self.merge = QPushButton()
        self.two = QPushButton()
        self.next = QPushButton()
        self.again = QPushButton("Ask again")
        self.again.setObjectName("link")
        for button, act, what in (
            (self.merge, self._on_merge, f"Make the two one {one}"),
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
        self._buttons: tuple[QAbstractButton, ...] = (self.again, self.merge, self.two, self.next, *self.sides)
        self._lay_out()
        keys.changed.connect(self._tell_keys)
        self._tell_keys()
        self.show_pairs([], 0)

    @property
    def pair(self) -> LikelyDuplicate | None:
        """The pair at hand."""
        return self._pairs[self._place] if self._place < len(self._pairs) else None

    @property
    def count(self) -> int:
        """How many pairs wait."""
        return len(self._pairs)

    def stays_and_goes(self) -> tuple[Named, Named] | None:
        """Of the pair at hand, what would stay and what would go."""
        pair = self.pair
        if pair is None:
            return None
        return (pair.other, pair.one) if self._swapped else (pair.one, pair.other)

    def take_keys_of(self, key_pressed: SignalInstance) -> None:
        """A list beside it passes on the keys it has no use for itself: two of them decide here too."""
        key_pressed.connect(self._on_list_key)
        self._beside_list = True
        self._tell_keys()

    def show_pairs(self, pairs: Sequence[LikelyDuplicate], put_away: int) -> None:
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

    def put_away(self, pair: LikelyDuplicate) -> None:
        """A pair was called not the same: go on at once."""
        self.show_pairs([one for one in self._pairs if one is not pair], self._put_away + 1)

    def drop(self, gone: Collection[int]) -> None:
        """These were merged away or deleted: go on at once, and look again later."""
        left = [pair for pair in self._pairs if pair.one.id not in gone and pair.other.id not in gone]
        if len(left) < len(self._pairs):
            self.show_pairs(left, self._put_away)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key a decision; on a button Enter presses that button."""
        focused = self.focusWidget()
        if (
            isinstance(focused, QAbstractButton)
            and focused.hasFocus()
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            focused.click()
            return
        acts = {
            "duplicates.merge": self._on_merge,
            "duplicates.not_same": self._on_two,
            "duplicates.swap": self._swap,
            "duplicates.next": self._on_next,
            "duplicates.leave": self.left.emit,
        }
        key = self._keys.action_for(event, DUPLICATES)
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
            (self.merge, "duplicates.merge", "Merge"),
            (self.two, "duplicates.not_same", "Not the same"),
            (self.next, "duplicates.next", "Next"),
        ):
            ways = [self._keys.told(key)]
            if self._beside_list and key in _IN_LIST:
                ways.append(self._keys.told(_IN_LIST[key]))
            told = ", ".join(dict.fromkeys(way for way in ways if way))
            button.setText(f"{label}  {ways[0]}" if ways[0] else label)
            button.setToolTip(f"{button.accessibleName()} ({told})" if told else button.accessibleName())

    def _refresh(self) -> None:
        pair, chosen = self.pair, self.stays_and_goes()
        held = any(button.hasFocus() for button in self._buttons)
        for widget in (self._body, self.merge, self.two, self.next):
            widget.setVisible(pair is not None)
        self.again.setVisible(pair is None and self._put_away > 0 and not self._looking)
        if pair is not None and chosen is not None:
            self._show_pair(pair, chosen[0])
        elif self._looking:
            self.title.setText("LIKELY DUPLICATES")
            self.state.setText("Comparing names…")
        else:
            self.title.setText("NO LIKELY DUPLICATES")
            were = f"{count(self._put_away, 'pair')} {'was' if self._put_away == 1 else 'were'} called not the same."
            self.state.setText(were if self._put_away else "Names that look alike will be proposed here.")
        if held and not any(button.hasFocus() for button in self._buttons):
            self.setFocus()
        elif self.hasFocus():
            self._say()

    def _show_pair(self, pair: LikelyDuplicate, stays: Named) -> None:
        self.state.setText("")
        self.title.setText(f"LIKELY DUPLICATES · {self.count:,}")
        self.why.setText(pair.why[:1].upper() + pair.why[1:])
        self.why.setToolTip(f"<p>{escape(self.why.text())}</p>")
        swap = self._keys.told("duplicates.swap")
        for side, named in zip(self.sides, (pair.one, pair.other), strict=True):
            side.show_named(named, "stays" if named is stays else self._goes, swap, stays=named is stays)

    def _say(self) -> None:
        chosen, pair = self.stays_and_goes(), self.pair
        if chosen is not None and pair is not None:
            announce(self, f"{chosen[0].name} and {chosen[1].name}: {pair.why}. {chosen[0].name} would stay.")
        else:
            announce(self, f"{self.title.text().capitalize()}. {self.state.text()}")

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

    def _on_list_key(self, event: QKeyEvent) -> None:
        key = self._keys.action_for(event, LIST)
        if self.pair is not None and key in _IN_LIST.values():
            event.accept()
            (self._on_merge if key == "list.same" else self._on_two)()


class _Side(QToolButton):
    """One of the two names with its claims, the name cut with “…” where there is no room; chosen, it stays."""

    def __init__(self) -> None:
        super().__init__()
        self._name = self._claims = ""
        self.setAccessibleName("One of the two")
        self.setToolTip("One of the two")
        self.setProperty("chip", "true")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_named(self, named: Named, becomes: str, swap: str, *, stays: bool) -> None:
        """Show it, whether it stays, and what becomes of it."""
        self._name = f"{'✓ ' if stays else ''}{' '.join(legible(named.name).split())}"
        self._claims = f"  ·  {count(named.claims, 'claim')}"
        self.setText((self._name + self._claims).replace("&", "&&"))
        self.setChecked(stays)
        self.setAccessibleName(f"{named.name}, {count(named.claims, 'claim')}, {becomes}")
        other = f"; the other stays with {swap}" if swap else ""
        self.setToolTip(f"<p>“{escape(named.name)}” {becomes}{other}</p>")

    def sizeHint(self) -> QSize:
        """As wide as its text, within reason."""
        return super().sizeHint().boundedTo(QSize(_WIDEST, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Room for the claims and the beginning of the name."""
        return self.sizeHint().boundedTo(QSize(_NARROWEST, self.sizeHint().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        missing = super().sizeHint().width() - self.width()
        if missing > 0:
            metrics = self.fontMetrics()
            room = max(0, metrics.horizontalAdvance(self._name) - missing)
            name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
            option.text = (name + self._claims).replace("&", "&&")
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()
