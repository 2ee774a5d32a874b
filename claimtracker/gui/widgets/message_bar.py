"""What the window has to say: one sentence at its top, that can be put away, with buttons where there is a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from claimtracker.gui.widgets.labels import PlainLabel, StyledBar

_NOTICE_STAYS = 9000
Button = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class _Question:
    sentence: str
    buttons: tuple[Button, ...]
    at_once: bool


class MessageBar(StyledBar):
    """Errors stay until they are read; notices go by themselves; questions come one after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("messageBar", parent)
        self._asked: _Question | None = None
        self._waiting: list[_Question] = []
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._label.setMinimumWidth(120)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        close = QToolButton()
        close.setText("✕")
        close.setToolTip("Put this away (Esc)")
        close.setAccessibleName("Put this message away")
        close.clicked.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 6, 10, 6)
        layout.setSpacing(12)
        layout.addWidget(self._label, 1)
        layout.addLayout(self._buttons)
        layout.addWidget(close)
        self._going = QTimer(self)
        self._going.setSingleShot(True)
        self._going.setInterval(_NOTICE_STAYS)
        self._going.timeout.connect(self.put_away)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty when nothing is."""
        return "" if self.isHidden() else self._label.text()

    def error(self, sentence: str, buttons: Sequence[Button] = ()) -> None:
        """Something a person can do something about, with a button for each thing that can be done here."""
        self._interrupt()
        self._say(sentence, "error")
        self._offer(buttons)

    def notice(self, sentence: str) -> None:
        """Something done; goes by itself."""
        self._interrupt()
        self._say(sentence, "notice")
        self._going.start()

    def question(self, sentence: str, buttons: Sequence[Button], *, at_once: bool = False) -> None:
        """A choice, one button an answer. It waits until errors are read, and stays until answered or put away.

        `at_once` puts the keyboard on the first button, so that one key answers it.
        """
        self._waiting.append(_Question(sentence, tuple(buttons), at_once))
        if self.isHidden() or self._going.isActive():
            self._ask_next()

    def put_away(self) -> None:
        """The person has read it, or wants no answer given; what waits comes next."""
        self._asked = None
        self._going.stop()
        self.hide()
        self._ask_next()

    def focus_question(self) -> bool:
        """Put the keyboard on a question that is to be answered at once; False when none is asked."""
        item = self._buttons.itemAt(0)
        button = item.widget() if item is not None else None
        if self._asked is None or not self._asked.at_once or button is None:
            return False
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def put_notice_away(self) -> None:
        """What was just done is taken back, or done again: what was said of it holds no more."""
        if self._going.isActive():
            self.put_away()

    def clear(self) -> None:
        """Say nothing, and ask nothing that is left: the project it was about is closed."""
        self._waiting.clear()
        self.put_away()

    def _interrupt(self) -> None:
        if self._asked is not None:
            self._waiting.insert(0, self._asked)
            self._asked = None

    def _ask_next(self) -> None:
        if not self._waiting:
            return
        self._asked = self._waiting.pop(0)
        self._say(self._asked.sentence, "notice")
        self._offer(self._asked.buttons)
        self.focus_question()

    def _offer(self, buttons: Sequence[Button]) -> None:
        for text, act in buttons:
            button = QPushButton(text.replace("&", "&&"))
            button.setToolTip(f"Answer: {text} (Enter or Space, with the keyboard here)")
            button.setAutoDefault(True)
            button.clicked.connect(partial(self._on_answered, act))
            self._buttons.addWidget(button)
            button.show()  # at once, and not when the layout gets round to it: it may get the keyboard

    def _on_answered(self, act: Callable[[], object]) -> None:
        self._asked = None
        self.hide()
        act()
        if self.isHidden():
            self._ask_next()

    def _say(self, sentence: str, kind: str) -> None:
        self._going.stop()
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._label.setText(sentence)
        self.restyle("kind", kind)
        self.show()
