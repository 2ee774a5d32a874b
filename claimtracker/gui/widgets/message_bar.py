"""What the window has to say: one sentence at its top, that can be put away, with buttons where there is a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from claimtracker.gui.widgets.labels import PlainLabel

_NOTICE_STAYS = 9000
Button = tuple[str, Callable[[], None]]


class MessageBar(QWidget):
    """Errors stay until they are read; notices go by themselves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._label.setMinimumWidth(120)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(180)
        self._progress.setAccessibleName("How far it is")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setToolTip("Put this away (Esc)")
        self._close.setAccessibleName("Put this message away")
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 6, 10, 6)
        layout.setSpacing(12)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._progress)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close)
        self._going = QTimer(self)
        self._going.setSingleShot(True)
        self._going.setInterval(_NOTICE_STAYS)
        self._going.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty when nothing is."""
        return "" if self.isHidden() else self._label.text()

    def error(self, sentence: str) -> None:
        """Something a person can do something about."""
        self._say(sentence, "error")

    def notice(self, sentence: str) -> None:
        """Something done; goes by itself."""
        self._say(sentence, "notice")
        self._going.start()

    def question(self, sentence: str, buttons: Sequence[Button]) -> None:
        """A choice: one button an answer. It stays until it is answered or put away."""
        self._say(sentence, "notice")
        for text, act in buttons:
            button = QPushButton(text.replace("&", "&&"))
            button.clicked.connect(act)
            button.clicked.connect(self.hide)
            self._buttons.addWidget(button)

    def working(self, sentence: str, cancel: Callable[[], None]) -> None:
        """Something that takes time, with a way to stop it."""
        self._say(sentence, "notice")
        self._progress.setRange(0, 0)
        self._progress.show()
        button = QPushButton("Stop")
        button.clicked.connect(cancel)
        self._buttons.addWidget(button)
        self._close.hide()

    def progress(self, done: int, total: int) -> None:
        """How far the work is."""
        self._progress.setRange(0, max(1, min(total, 2**31 - 1)))
        self._progress.setValue(min(done, 2**31 - 1))

    def _say(self, sentence: str, kind: str) -> None:
        self._going.stop()
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._progress.hide()
        self._close.show()
        self._label.setText(sentence)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        for child in self.findChildren(QWidget):
            self.style().unpolish(child)
            self.style().polish(child)
        self.show()
