"""A strip that asks about likely duplicates, one pair after the other: one thing, or not the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from claimtracker.gui.keys import LIST, Keymap
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar


@dataclass(frozen=True, slots=True)
class AskedPair:
    """Two entries by their ids, what each is called, and how many claims each has."""

    keep: int
    other: int
    names: tuple[str, str]
    claims: tuple[int, int]


class DuplicateStrip(StyledBar):
    """Shown while there is a pair to ask about."""

    merge_requested = Signal(object)
    """An `AskedPair`: the second becomes the first."""
    apart_requested = Signal(object)
    """An `AskedPair` that is not the same."""

    def __init__(self, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__("duplicateStrip", parent)
        self._keys = keys
        self._pairs: Sequence[AskedPair] = ()
        self.count = PlainLabel()
        self.count.setObjectName("duplicateCount")
        self.question = ElidedLabel()
        self.merge = QPushButton()
        self.apart = QPushButton()
        self.merge.clicked.connect(self._on_merge)
        self.apart.clicked.connect(self._on_apart)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self.count)
        row.addWidget(self.question, 1)
        row.addWidget(self.merge)
        row.addWidget(self.apart)
        keys.changed.connect(self._name_keys)
        self._name_keys()
        self.hide()

    def ask(self, pairs: Sequence[AskedPair]) -> None:
        """Ask about the first of these pairs; nothing is asked where there are none."""
        self._pairs = pairs
        self.setVisible(bool(pairs))
        if not pairs:
            return
        number = len(pairs)
        self.count.setText("1 likely duplicate" if number == 1 else f"{number} likely duplicates")
        keep, other = (
            f"“{name}” ({claims:,} {'claim' if claims == 1 else 'claims'})"
            for name, claims in zip(pairs[0].names, pairs[0].claims, strict=True)
        )
        self.question.setText(f"{other} may be the same as {keep}.")
        self.question.setToolTip("")

    def drop(self, gone: Collection[int]) -> None:
        """Entries were merged away: go on with the next pair at once."""
        self.ask([pair for pair in self._pairs if pair.keep not in gone and pair.other not in gone])

    def put_away(self, pair: AskedPair) -> None:
        """A pair was called not the same: go on with the next at once."""
        self.ask([one for one in self._pairs if one is not pair])

    @property
    def asked(self) -> AskedPair | None:
        """The pair that is asked about now."""
        return self._pairs[0] if self._pairs and not self.isHidden() else None

    def answer(self, event: QKeyEvent) -> None:
        """Take a key as the answer, if it is one."""
        key = self._keys.action_for(event, LIST)
        if self.asked is not None and key in {"list.same", "list.different"}:
            event.accept()
            (self._on_merge if key == "list.same" else self._on_apart)()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys work on the buttons too."""
        event.ignore()
        self.answer(event)

    def _name_keys(self) -> None:
        for button, key, text, tip in (
            (self.merge, "list.same", "Merge", "Both are one thing: the second becomes the first"),
            (
                self.apart,
                "list.different",
                "Not the same",
                "They are two things: this pair is never asked about again, and undo does not bring it back",
            ),
        ):
            told = self._keys.told(key)
            button.setText(f"{text}  {told}" if told else text)
            button.setToolTip(f"{tip} ({told})" if told else tip)
            button.setAccessibleName(text)

    def _on_merge(self) -> None:
        if self.asked is not None:
            self.merge_requested.emit(self.asked)

    def _on_apart(self) -> None:
        if self.asked is not None:
            self.apart_requested.emit(self.asked)
