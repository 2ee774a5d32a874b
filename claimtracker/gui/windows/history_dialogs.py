"""What the History view asks and shows: the sheet of then, which day is meant, and what is to be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)

from claimtracker.domain.errors import UserError
from claimtracker.gui.models.past_claims import PAST_COLUMNS, PastClaimsModel
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.words import count
from claimtracker.text.moments import end_of, start_of, told_moment


class PastSheetDialog(Form):
    """The claims as they stood, to be read; `export` writes the same sheet to a file."""

    def __init__(
        self, moment: str, project: bytes, export: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(f"The claims as of {moment}", "", parent)
        self.resize(1080, 640)
        self.claims = PastClaimsModel(project, self)
        told = count(self.claims.rowCount(), "claim") if self.claims.rowCount() else "There were no claims yet."
        self.summary = PlainLabel(f"{told}. Nothing can be changed here." if self.claims.rowCount() else told)
        self.summary.setObjectName("muted")
        self.table = QTableView()
        self.table.setObjectName("pastSheet")
        self.table.setAccessibleName(f"Claims as of {moment}")
        self.table.setModel(self.claims)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        height = QFontMetrics(self.table.font()).height() + 12
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(height)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for number, column in enumerate(PAST_COLUMNS):
            self.table.setColumnWidth(number, column.width)
        self.export = QPushButton("Export this sheet…")
        self.export.setToolTip("Write the claims as they stood to a CSV file")
        self.export.clicked.connect(export)
        self.buttons.addButton(self.export, self.buttons.ButtonRole.ActionRole)
        self.column.addWidget(self.summary)
        self.column.addWidget(self.table, 1)
        self.end()
        self.finished.connect(self.claims.close)
        self.table.setFocus()
        if self.claims.rowCount():
            self.table.setCurrentIndex(self.claims.index(0, 0))


class MomentDialog(Form):
    """As of which day, or which minute, the sheet is wanted."""

    def __init__(self, suggested: str, parent: QWidget | None = None) -> None:
        super().__init__("Export the sheet as of a day", "Choose file…", parent)
        self.resize(460, 200)
        self.day = _day_line(suggested)
        self.note = PlainLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        form = QFormLayout()
        form.addRow("As of", self.day)
        self.column.addLayout(form)
        self.column.addWidget(self.note)
        self.column.addStretch()
        self.end()
        self.day.textChanged.connect(self._tell)
        self._tell()
        self.day.selectAll()

    def moment(self) -> str:
        """The moment meant (ISO 8601, UTC). Raises `UserError` for what is no date."""
        return end_of(self.day.text())

    def _tell(self) -> None:
        try:
            self.note.setText(f"The claims as they stood on {told_moment(self.moment())}, in the columns of the sheet.")
        except UserError:
            self.note.setText("Write a day as 2026-11-03, or a time as 2026-11-03 14:05.")


class ForgetDialog(Form):
    """How much of the history is to go for good, and whether a copy is made first."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__("Forget history", "Forget for good", parent)
        self.resize(520, 360)
        told = PlainLabel(
            "What is forgotten is deleted from the file so that nothing of it can be found there any more. It cannot "
            "be undone, changes of that time cannot be taken back, and the claim sheet of then cannot be shown. "
            "Articles and claims stay as they are.\n\nCopies and backups that were made earlier keep the history."
        )
        told.setWordWrap(True)
        self.everything = QRadioButton(f"All of the history ({count(lines, 'line')})")
        self.older = QRadioButton("Only what was done before a day:")
        self.older.setChecked(True)
        year = datetime.now(UTC).astimezone().year
        self.day = _day_line(f"{year}-01-01")
        self.copy = QCheckBox("Save a copy of the project with its history first")
        self.copy.setChecked(True)
        self.copy.setToolTip("Asks where to; the copy can be opened like any project")
        for widget in (told, self.everything, self.older, self.day, self.copy):
            self.column.addWidget(widget)
        self.column.addStretch()
        self.end()
        # Enter alone must not do what cannot be undone.
        self.accept_button.setAutoDefault(False)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setDefault(button is not self.accept_button)
        self.accept_button.setToolTip("Forget for good; it cannot be undone")
        self.day.textEdited.connect(partial(self.older.setChecked, True))
        self.everything.toggled.connect(self.day.setDisabled)
        self.older.setFocus()

    def before(self) -> str | None:
        """The moment (ISO 8601, UTC) before which all goes; None for all. Raises `UserError` for what is no date."""
        return None if self.everything.isChecked() else start_of(self.day.text())


def _day_line(text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName("Day")
    line.setPlaceholderText("2026-11-03")
    line.setToolTip("A day as 2026-11-03, or a time as 2026-11-03 14:05")
    return line
