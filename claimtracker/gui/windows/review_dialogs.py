"""What goes out of the Review view: which sheet, and which report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from claimtracker.domain.values import Fact, FactId
from claimtracker.exchange.report import ReportChoice
from claimtracker.exchange.review_sheets import ReviewSheet
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel

_SHEETS: tuple[tuple[ReviewSheet, str], ...] = (
    ("changes", "&Changes: a row for each, with both claims and the reason"),
    ("matrix", "&Matrix: a row for each fact, a column for each article, speaker or day"),
    ("facts", "&Facts: a row for each, with its verdict and evidence"),
)
_LONGEST = 64
"""Characters of a title in the list of facts."""


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """Which sheet, whether only what the filter shows, and for which program."""

    sheet: ReviewSheet
    filtered: bool
    bom: bool


class SheetDialog(Form):
    """Which sheet of the review is to be written."""

    def __init__(self, sheet: ReviewSheet, *, filtered: bool, parent: QWidget | None = None) -> None:
        super().__init__("Export from the review", "Choose file…", parent)
        self.resize(520, 300)
        self.sheets = QButtonGroup(self)
        for number, (key, label) in enumerate(_SHEETS):
            _add(self, self.sheets, number, label, checked=key == sheet)
        self.column.addSpacing(4)
        self.extents = QButtonGroup(self)
        _add(self, self.extents, 0, "&Everything", checked=not filtered)
        shown = _add(self, self.extents, 1, "&Only what the filter shows", checked=filtered)
        shown.setEnabled(filtered)
        shown.setToolTip("The speaker, fact, outlet, kind and days chosen above the matrix")
        self.column.addSpacing(4)
        self.bom = QCheckBox("Mark as &UTF-8, so that Excel shows every letter right")
        self.bom.setChecked(True)
        self.column.addWidget(self.bom)
        self.column.addStretch()
        self.end()
        _focus_chosen(self.sheets)

    def choice(self) -> SheetAsked:
        """What was chosen."""
        return SheetAsked(_SHEETS[self.sheets.checkedId()][0], self.extents.checkedId() == 1, self.bom.isChecked())


class ReportDialog(Form):
    """What is to be reported, as what kind of file."""

    def __init__(self, facts: Sequence[Fact], chosen: FactId | None, parent: QWidget | None = None) -> None:
        super().__init__("Report", "Choose file…", parent)
        self.resize(560, 250)
        self._facts = facts
        self.what = QButtonGroup(self)
        self.one = QRadioButton("One &fact, with all that was said on it:")
        self.all = QRadioButton("All &changes since")
        self.one.setToolTip("Verdict, evidence, changes, and every claim with its quote and source")
        self.all.setToolTip("Each change with both claims, their quotes and sources")
        for number, button in enumerate((self.one, self.all)):
            self.what.addButton(button, number)
        self.fact = QComboBox()
        self.fact.setAccessibleName("Fact to report")
        self.fact.setToolTip("The fact to report")
        self.fact.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for fact in facts:
            title = " ".join(fact.title.split())
            self.fact.addItem(
                f"{fact.code}  {title if len(title) <= _LONGEST else f'{title[: _LONGEST - 1]}…'}", fact.id
            )
        self.since = QLineEdit()
        self.since.setAccessibleName("Since which day, a date such as 2025-11-04")
        self.since.setToolTip("A date such as 2025-11-04; empty for all changes")
        self.since.setPlaceholderText("2025-11-04; empty for all")
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.one, 0, 0, 1, 2)
        grid.addWidget(self.fact, 1, 0, 1, 2)
        grid.addWidget(self.all, 2, 0)
        grid.addWidget(self.since, 2, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(PlainLabel("As"))
        self.kinds = QButtonGroup(self)
        for number, (label, tip) in enumerate((("&PDF", "To print, or to mail"), ("&HTML", "For a browser"))):
            button = QRadioButton(label)
            button.setToolTip(tip)
            self.kinds.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        self.kinds.button(0).setChecked(True)
        self.column.addLayout(row)
        self.column.addStretch()
        self.end()
        self.fact.setCurrentIndex(max(0, self.fact.findData(chosen)))
        self.one.setEnabled(bool(facts))
        self.fact.setEnabled(bool(facts))
        (self.one if self.fact.findData(chosen) >= 0 else self.all).setChecked(True)
        self.fact.activated.connect(self._on_fact_chosen)
        self.since.textEdited.connect(self._on_day_typed)
        _focus_chosen(self.what)

    def choice(self) -> ReportChoice | None:
        """What to report; None, with the reason said, for a day that is none."""
        if self.one.isChecked():
            return ReportChoice(fact_id=self.fact.currentData())
        since = self.since.text().strip()
        try:
            day = date.fromisoformat(since).isoformat() if since else ""
        except ValueError:
            self.refuse(f"“{since}” is no day: write it as 2025-11-04.")
            return None
        return ReportChoice(since=day)

    @property
    def suffix(self) -> str:
        """How the name of the file ends."""
        return (".pdf", ".html")[self.kinds.checkedId()]

    def _on_fact_chosen(self) -> None:
        self.one.setChecked(True)

    def _on_day_typed(self) -> None:
        self.all.setChecked(True)
        self.refuse("")


def _add(form: Form, group: QButtonGroup, number: int, label: str, *, checked: bool) -> QRadioButton:
    button = QRadioButton(label)
    button.setToolTip(label.replace("&", ""))
    button.setChecked(checked)
    group.addButton(button, number)
    form.column.addWidget(button)
    return button


def _focus_chosen(group: QButtonGroup) -> None:
    button = group.checkedButton()
    if button is not None:
        button.setFocus()
