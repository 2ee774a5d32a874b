"""How far a long task is, with a way to stop it; beside the messages, so that neither hides the other."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from claimtracker.gui.widgets.labels import ElidedLabel, StyledBar

_SHOWN_AFTER = 400
_STEPS = 1000


class WorkBar(StyledBar):
    """Shown when a task takes longer than a moment."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("workBar", parent)
        self.label = ElidedLabel()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(220)
        self.progress.setAccessibleName("How far it is")
        self.stop = QPushButton("Stop")
        self.stop.clicked.connect(self._on_stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 6, 10, 6)
        layout.setSpacing(12)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.stop)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SHOWN_AFTER)
        self._soon.timeout.connect(self.show)
        self.hide()

    def begin(self, sentence: str) -> None:
        """A task has begun; it is shown unless it is done in a moment."""
        self.label.setText(sentence)
        self.progress.setRange(0, 0)
        self.stop.setEnabled(True)
        self._soon.start()

    def advance(self, done: int, total: int) -> None:
        """How far it is; any counts, however large, and 0 of 0 where nobody can tell."""
        self.progress.setRange(0, _STEPS if total else 0)
        self.progress.setValue(_STEPS * done // max(1, total))

    def finish(self) -> None:
        """It is over."""
        self._soon.stop()
        self.hide()

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_requested.emit()
