"""What every dialog with fields is made of: a heading, a column of widgets, what is wrong, and two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from claimtracker.gui.widgets.labels import PlainLabel


class Form(QDialog):
    """A titled dialog with a column of widgets and two buttons.

    With `submit` it stays open, and nothing typed is lost, until that has said True.
    """

    submit: Callable[[], bool] | None = None

    def __init__(self, title: str, accept: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(22, 20, 22, 18)
        self.column.setSpacing(12)
        heading = PlainLabel(title)
        font = QFont(heading.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        heading.setFont(font)
        self.column.addWidget(heading)
        self.buttons = QDialogButtonBox()
        if accept:
            self.accept_button = QPushButton(accept)
            self.accept_button.setToolTip(f"{accept.rstrip('…')} (Enter)")
            self.accept_button.setDefault(True)
            self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
            self._add_closing("Cancel", "Close without doing it (Escape)")
        else:
            self._add_closing("Close", "Close this page (Escape)")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._problem = PlainLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()

    def _add_closing(self, text: str, tip: str) -> None:
        button = QPushButton(text)
        button.setToolTip(tip)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.RejectRole)

    @property
    def problem(self) -> str:
        """Why it could not be done; empty when nothing is wrong."""
        return self._problem.text()

    def refuse(self, sentence: str) -> bool:
        """Say why it cannot be done, for `submit` to return."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        return not sentence

    def accept(self) -> None:
        """Close, unless it cannot be done."""
        if self.submit is None or self.submit():
            super().accept()

    def end(self) -> None:
        """Put what is wrong and the buttons under everything else."""
        self.column.addWidget(self._problem)
        self.column.addWidget(self.buttons)
