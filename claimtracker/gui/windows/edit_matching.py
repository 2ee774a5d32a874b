"""One field of many claims set at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from claimtracker.domain.columns import COLUMNS, Column
from claimtracker.gui.completing import offers
from claimtracker.gui.delegates.editors import CompletingLine
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.widgets.scope import Scope, ScopeChoice
from claimtracker.storage import queries

_FIRST = "status"
_TALL = 84
"""Pixels of a field for a longer text."""


class EditMatchingDialog(Form):
    """Which column, which text, for which claims. What it does is said on its button."""

    def __init__(
        self,
        scopes: Sequence[Scope],
        connection: queries.Connection,
        theme: Theme,
        *,
        begin: str = _FIRST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Set a column for many claims", "Set", parent)
        self.resize(520, 300)
        self._connection = connection
        self._theme = theme
        self._columns = [column for column in COLUMNS if column.editor]
        self.scope = ScopeChoice(scopes)
        self.which = QComboBox()
        self.which.setAccessibleName("Column")
        self.which.addItems([column.label for column in self._columns])
        keys = [column.key for column in self._columns]
        self.which.setCurrentIndex(keys.index(begin if begin in keys else _FIRST))
        self._fields = QStackedWidget()
        self.fields = {column.key: self._field(column) for column in self._columns}
        for field in self.fields.values():
            self._fields.addWidget(field)
        form = QFormLayout()
        form.setSpacing(9)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Set", self.which)
        form.addRow("to", self._fields)
        self.empty = QCheckBox("Empty the column instead")
        self.empty.setToolTip("Take out what these claims have there")
        form.addRow("", self.empty)
        self.hint = PlainLabel("One undo takes all of it back.")
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        self.column.addWidget(self.scope)
        self.column.addLayout(form)
        self.column.addWidget(self.hint)
        self.column.addStretch()
        self.end()
        self.which.currentIndexChanged.connect(self._on_column_chosen)
        self.empty.toggled.connect(self._describe)
        self.scope.changed.connect(self._describe)
        self._on_column_chosen()
        self.fields[self.key].setFocus()

    @property
    def key(self) -> str:
        """The column that is set."""
        return self._columns[self.which.currentIndex()].key

    @property
    def text(self) -> str:
        """What it is set to."""
        if self.empty.isChecked():
            return ""
        field = self.fields[self.key]
        if isinstance(field, QComboBox):
            return field.currentText()
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        return field.text().strip() if isinstance(field, QLineEdit) else ""

    def _field(self, column: Column) -> QWidget:
        field: QWidget
        if column.editor == "choice":
            field = QComboBox()
            field.addItems(["", *column.choices])
            field.currentTextChanged.connect(self._describe)
        elif column.editor == "long":
            field = QPlainTextEdit()
            field.setProperty("field", "true")
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._describe)
        else:
            field = CompletingLine(partial(offers, self._connection, column.editor), self._theme, self)
            # In a dialog it looks like any other field.
            field.setProperty("cell", None)
            field.textChanged.connect(self._describe)
        field.setAccessibleName(column.label)
        field.setToolTip(column.help)
        return field

    def _on_column_chosen(self) -> None:
        field = self.fields[self.key]
        self._fields.setFixedHeight(_TALL if isinstance(field, QPlainTextEdit) else field.sizeHint().height())
        self._fields.setCurrentWidget(field)
        self._describe()

    def _describe(self) -> None:
        scope = self.scope.scope
        label = self._columns[self.which.currentIndex()].label.lower()
        many = f"{scope.claims:,} claim{'' if scope.claims == 1 else 's'}"
        empty = self.empty.isChecked()
        self._fields.setEnabled(not empty)
        self.accept_button.setEnabled(empty or bool(self.text))
        self.accept_button.setText(f"{'Empty' if empty else 'Set'} {label} of {many}")
        self.refuse("")
