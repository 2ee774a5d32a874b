"""The dialogs of facts: all that is known of one, and which of its claims get a fact of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from claimtracker.domain.values import ClaimId, ClaimRow, Evidence, Fact
from claimtracker.gui import verdicts
from claimtracker.gui.dates import short_date
from claimtracker.gui.widgets.evidence_list import EvidenceList
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.operations import EvidenceLink


class FactDialog(Form):
    """Title, verdict, note and evidence of a fact, saved as one undo step."""

    def __init__(
        self, fact: Fact, evidence: Sequence[Evidence], days: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Fact {fact.code}", "Save", parent)
        self.resize(600, 620)
        self.title = _TitleEdit(fact.title, "What claims are about: one sentence that can be true or false")
        self.title.setAccessibleName("Title")
        self.verdict = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(16)
        for number, (verdict, label) in enumerate(verdicts.MENU):
            button = QRadioButton(label)
            button.setAccessibleName(f"Verdict: {verdict}")
            button.setToolTip(f"What you concluded: {verdict}")
            button.setChecked(verdict == fact.verdict)
            self.verdict.addButton(button, number)
            choices.addWidget(button)
        choices.addStretch()
        self.note = _text("Note on the verdict", fact.note, "Why, and what is still missing")
        self.evidence = EvidenceList(evidence)
        told = PlainLabel(_told(fact, days))
        told.setObjectName("muted")
        told.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Title", self.title)
        form.addRow("Verdict", choices)
        form.addRow("Note", self.note)
        form.addRow("Evidence", self.evidence)
        self.column.addWidget(told)
        self.column.addLayout(form, 1)
        self.end()
        save = QShortcut(QKeySequence("Ctrl+Return"), self)
        save.activated.connect(self.accept)
        self.accept_button.setToolTip("Save (Enter; in the note Ctrl+Enter)")
        self.title.textChanged.connect(self._on_title_changed)
        self.title.submitted.connect(self.accept)
        self.title.setFocus()
        self.title.selectAll()

    def values(self) -> dict[str, str]:
        """Title, verdict and note as they are typed."""
        verdict = verdicts.MENU[self.verdict.checkedId()][0]
        return {"title": self.title.text(), "verdict": verdict, "note": self.note.toPlainText().strip()}

    def links(self) -> tuple[EvidenceLink, ...]:
        """The evidence as it is typed."""
        return self.evidence.links()

    def _on_title_changed(self) -> None:
        self.accept_button.setEnabled(bool(self.title.text()))
        self.refuse("")


class SplitDialog(Form):
    """Which claims of a fact get a fact of their own, and what that is called."""

    def __init__(self, fact: Fact, claims: Sequence[ClaimRow], parent: QWidget | None = None) -> None:
        super().__init__(f"Split {fact.code}", "Split", parent)
        self.resize(640, 560)
        self._claims = claims
        self._own_title = False
        explained = PlainLabel("Tick the claims that are about something else; they get a fact of their own.")
        explained.setWordWrap(True)
        self.list = _TickList()
        for claim in claims:
            item = QListWidgetItem(_line_of(claim))
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 10))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.title = _TitleEdit("", "Taken from the first claim that is ticked")
        self.title.setAccessibleName("Title of the new fact")
        form = QFormLayout()
        form.setSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("New fact", self.title)
        self.column.addWidget(explained)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(form)
        self.end()
        self.list.itemChanged.connect(self._on_ticked)
        self.title.textChanged.connect(self._on_title_changed)
        self.title.submitted.connect(self.accept)
        self._on_title_changed()
        self.list.setFocus()

    def chosen(self) -> tuple[ClaimId, ...]:
        """The claims that are ticked."""
        ticked = (self.list.item(row).checkState() == Qt.CheckState.Checked for row in range(self.list.count()))
        return tuple(claim.id for claim, is_ticked in zip(self._claims, ticked, strict=True) if is_ticked)

    def _on_ticked(self) -> None:
        chosen = self.chosen()
        if not self._own_title:
            first = next((claim for claim in self._claims if claim.id in chosen), None)
            said = "" if first is None else " ".join((first.assertion or first.sentence_text).split())
            self.title.blockSignals(True)
            self.title.setPlainText(said[:300])
            self.title.blockSignals(False)
        self._show_abilities()

    def _on_title_changed(self) -> None:
        self._own_title = bool(self.title.text())
        self._show_abilities()

    def _show_abilities(self) -> None:
        self.accept_button.setEnabled(bool(self.chosen() and self.title.text()))
        self.refuse("")


class _TickList(QListWidget):
    """Space ticks the current line; a click anywhere on a line does too."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Claims of the fact")
        self.setToolTip("Space ticks a claim")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSpacing(1)


class _TitleEdit(QPlainTextEdit):
    """A title that may be long: four lines high, and Enter saves as in a line."""

    submitted = Signal()

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        _dress(self, hint)
        self.setFixedHeight(_height_of(self, 4))

    def text(self) -> str:
        """What is typed, in one line."""
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


def _text(name: str, text: str, hint: str) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    _dress(made, hint)
    made.setAccessibleName(name)
    made.setFixedHeight(_height_of(made, 5))
    return made


def _dress(edit: QPlainTextEdit, hint: str) -> None:
    edit.setProperty("field", "true")
    edit.setPlaceholderText(hint)
    edit.setToolTip(hint)
    edit.setTabChangesFocus(True)


def _height_of(edit: QPlainTextEdit, lines: int) -> int:
    """So many whole lines, with the margin, the padding and the border of a field."""
    return lines * edit.fontMetrics().lineSpacing() + int(edit.document().documentMargin()) + 12


def _told(fact: Fact, days: tuple[str, str]) -> str:
    claims = "1 claim" if fact.claims == 1 else f"{fact.claims:,} claims"
    first, last = days
    if not first:
        return f"{claims}, undated" if fact.claims else "No claims"
    return f"{claims} · first said {short_date(first)} · last said {short_date(last)}"


def _line_of(claim: ClaimRow) -> str:
    said = " ".join((claim.assertion or claim.sentence_text).split())
    parts = (short_date(claim.said_on or claim.published) or "undated", claim.speaker or claim.speaker_as_written)
    return f"{' · '.join(part for part in (*parts, claim.status) if part)}: {said}"[:300]
