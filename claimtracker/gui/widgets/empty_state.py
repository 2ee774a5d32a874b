"""What an empty place says: what it is for, and the buttons that fill it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from claimtracker.gui.actions import label_of
from claimtracker.gui.widgets.labels import PlainLabel

_MEASURE = 460
"""Pixels that a sentence is wide."""


class EmptyState(QWidget):
    """A heading, a sentence, and the actions to begin with."""

    def __init__(self, heading: str, sentence: str, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = PlainLabel(heading)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setWeight(QFont.Weight.DemiBold)
        self._heading.setFont(font)
        self.sentence = PlainLabel(sentence)
        self.sentence.setObjectName("muted")
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(_MEASURE)
        for label in (self._heading, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch()
        for place, action in enumerate(actions):
            button = QPushButton(label_of(action).replace("&", "&&"))
            button.setProperty("primary", "true" if place == 0 else "false")
            button.setAccessibleName(label_of(action).rstrip("…"))
            _follow(button, action)
            action.changed.connect(partial(_follow, button, action))
            button.clicked.connect(action.trigger)
            row.addWidget(button)
        row.addStretch()
        self._fit()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(self._heading)
        layout.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addStretch(3)

    def _fit(self) -> None:
        # A centred label is not asked how high its text becomes when it is wrapped.
        self.sentence.setMinimumHeight(self.sentence.heightForWidth(_MEASURE))


def _follow(button: QPushButton, action: QAction) -> None:
    # The key of the action may be another one by now, or there may be something for it to act on.
    if isValid(button):
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
