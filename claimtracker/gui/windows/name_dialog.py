"""A name, asked for in one line."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel

_LONGEST = 80


class NameDialog(Form):
    """What something is to be called; what it is about is told above the line."""

    def __init__(self, title: str, told: str, accept: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, accept, parent)
        self.resize(440, 180)
        about = PlainLabel(told)
        about.setObjectName("muted")
        about.setWordWrap(True)
        self.line = QLineEdit(name)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName("Name")
        self.line.selectAll()
        self.column.addWidget(about)
        self.column.addWidget(self.line)
        self.column.addStretch()
        self.end()
        self.line.textChanged.connect(self._on_typed)
        self._on_typed()
        self.line.setFocus()

    @property
    def name(self) -> str:
        """What was typed."""
        return " ".join(self.line.text().split())

    def _on_typed(self) -> None:
        self.accept_button.setEnabled(bool(self.name))
