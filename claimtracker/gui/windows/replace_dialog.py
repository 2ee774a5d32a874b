"""Find and replace in chosen columns, with each cell shown before and after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QWidget

from claimtracker.domain.columns import columns as columns_named
from claimtracker.gui.delegates.marked_text import MarkedTextDelegate
from claimtracker.gui.models.replacements import ReplacementsModel
from claimtracker.gui.reader import Reader
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.flow import FlowLayout
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.widgets.scope import Scope, ScopeChoice
from claimtracker.storage import queries
from claimtracker.storage.queries import Replacement, TextSearch

_SHOWN = 500
_ALL = 10_000_000
_USUAL = ("assertion", "note")
"""The columns that are searched unless others were selected."""
_PAUSE = 150
"""Milliseconds without a key before the project is searched."""


class ReplaceDialog(Form):
    """What is found is read beside the window's thread; nothing is changed before the button is pressed."""

    def __init__(
        self, scopes: Sequence[Scope], columns: Sequence[str], path: Path, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Find and replace", "Replace", parent)
        self.resize(860, 600)
        self.found = 0
        self._reader = Reader(path, self)
        self.scope = ScopeChoice(scopes)
        self.line = QLineEdit()
        self.with_ = QLineEdit()
        self.match_case = QCheckBox("Match case")
        self.whole_words = QCheckBox("Whole words")
        self.ticks = {
            column.key: QCheckBox(column.label.replace("&", "&&")) for column in columns_named(queries.REPLACEABLE)
        }
        begin_with = [key for key in columns if key in self.ticks] or _USUAL
        for key, tick in self.ticks.items():
            tick.setChecked(key in begin_with)
            tick.setToolTip(f"Replace in {tick.text()}")
        self.preview = ReplacementsModel(self)
        self.table = QTableView()
        self.told = PlainLabel()
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._look)
        self._set_up_table(theme)
        self._lay_out()
        self.line.textChanged.connect(self._on_changed)
        self.with_.textChanged.connect(self._on_changed)
        for tick in (self.match_case, self.whole_words, *self.ticks.values()):
            tick.toggled.connect(self._on_changed)
        self.scope.changed.connect(self._on_changed)
        self._reader.failed.connect(self.refuse)
        self._on_changed()
        self.line.setFocus()

    @property
    def search(self) -> TextSearch:
        """What is looked for."""
        return TextSearch(self.line.text(), self.match_case.isChecked(), self.whole_words.isChecked())

    @property
    def replacement(self) -> str:
        """What is put in its place."""
        return self.with_.text()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that are searched."""
        return tuple(key for key, tick in self.ticks.items() if tick.isChecked())

    def done(self, result: int) -> None:
        """Nothing is looked for any more."""
        self._soon.stop()
        self._reader.drain()
        super().done(result)

    def _set_up_table(self, theme: Theme) -> None:
        table = self.table
        table.setModel(self.preview)
        table.setItemDelegate(MarkedTextDelegate(theme, table))
        table.setAccessibleName("What would be replaced")
        table.setObjectName("preview")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.resizeSection(0, 60)
        header.resizeSection(1, 110)
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(9)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, line in (("Find", self.line), ("Replace with", self.with_)):
            line.setAccessibleName(label)
            form.addRow(label, line)
        self.with_.setPlaceholderText("Nothing: what is found is taken out")
        self.with_.setToolTip("What is put in place of what is found; left empty, it is taken out")
        self.line.setToolTip("The words to look for, as they stand in the cells")
        ways = QHBoxLayout()
        ways.setSpacing(16)
        for box, tip in (
            (self.match_case, "“No” does not find “no”"),
            (self.whole_words, "“art” does not find “part”"),
        ):
            box.setToolTip(tip)
            ways.addWidget(box)
        ways.addStretch()
        form.addRow("", ways)
        columns = QWidget()
        flow = FlowLayout(columns, spacing=14)
        for tick in self.ticks.values():
            flow.addWidget(tick)
        form.addRow("In", columns)
        form.addRow("Of", self.scope)
        self.column.addLayout(form)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.told)
        self.end()

    def _on_changed(self) -> None:
        self.refuse("")
        self.accept_button.setEnabled(False)
        self._reader.stop()
        if self.line.text() and self.keys:
            self._soon.start()
            self.told.setText("Looking …")
            return
        self._soon.stop()
        self._show_found([], 0)
        self.told.setText("Type what is to be found." if self.keys else "Tick the columns to look in.")

    def _look(self) -> None:
        wanted, keys, search, text = self.scope.scope.wanted, self.keys, self.search, self.replacement

        def question(connection: queries.Connection) -> object:
            found = queries.replacements(connection, wanted, keys, search, text, limit=_ALL)
            return found[:_SHOWN], len(found)

        self._reader.ask(question, self._on_found)

    def _on_found(self, answer: object) -> None:
        if isinstance(answer, tuple):
            self._show_found(*answer)

    def _show_found(self, rows: Sequence[Replacement], count: int) -> None:
        self.found = count
        self.preview.show(rows, self.search, self.replacement)
        self.accept_button.setEnabled(count > 0)
        cells = f"{count:,} cell{'' if count == 1 else 's'}"
        self.accept_button.setText(f"Replace in {cells}" if count else "Replace")
        shown = f"; the first {len(rows)} are shown" if len(rows) < count else ""
        nothing = "Nothing is found, or what is found would stay as it is."
        self.told.setText(f"{cells} would change{shown}." if count else nothing)
