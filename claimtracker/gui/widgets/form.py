"""What every dialog with fields is made of: a heading, a column of widgets, what is wrong, and two buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from claimtracker.gui.drafts import typed_in
from claimtracker.gui.session_file import Draft
from claimtracker.gui.widgets.labels import PlainLabel

_MARGIN = 40


class Form(QDialog):
    """A titled dialog with a column of widgets and two buttons.

    With `submit` it stays open, and nothing typed is lost, until that has said True.
    """

    keeps_drafts = True
    """Whether what is typed in it is kept when the program dies; not where one only searches."""
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
        self._show(sentence, "problem")
        return not sentence

    def say(self, sentence: str) -> None:
        """Say what was done while the dialog stays open."""
        self._show(sentence, "muted")

    def draft_of(self, field: QWidget) -> Draft | None:
        """What is typed in a field of the open form: none of it is saved yet."""
        name, title = field.accessibleName(), self.windowTitle()
        if not self.isVisible() or not self.keeps_drafts:
            return None
        return Draft("form", 0, f"{title}\n{name}", typed_in(field), f"“{name or 'a field'}” of “{title}”")

    def put_back(self, drafts: Sequence[Draft]) -> None:
        """Put words back into the fields that they were typed in."""
        texts = {draft.field: draft.text for draft in drafts}
        for line in self.findChildren(QLineEdit):
            line.setText(texts.get(f"{self.windowTitle()}\n{line.accessibleName()}", line.text()))
        for text in self.findChildren(QPlainTextEdit):
            text.setPlainText(texts.get(f"{self.windowTitle()}\n{text.accessibleName()}", text.toPlainText()))

    def accept(self) -> None:
        """Close, unless it cannot be done."""
        if self.submit is None or self.submit():
            super().accept()

    def _show(self, sentence: str, look: str) -> None:
        self._problem.setText(sentence)
        self._problem.setObjectName(look)
        self._problem.style().unpolish(self._problem)
        self._problem.style().polish(self._problem)
        self._problem.setVisible(bool(sentence))

    def fit(self, width: int, height: int) -> None:
        """As large as designed, as far as the window that it stands on has room for it."""
        parent = self.parentWidget()
        if parent is not None:
            width, height = min(width, parent.width() - _MARGIN), min(height, parent.height() - _MARGIN)
        self.resize(width, height)

    def end(self) -> None:
        """Put what is wrong and the buttons under everything else."""
        self.column.addWidget(self._problem)
        self.column.addWidget(self.buttons)
