"""What the Review view shows, chosen: its parts, the columns of the matrix, and the filter that all parts have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.values import FactId
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.session import Session
from claimtracker.storage import queries
from claimtracker.storage.queries.matrix import Across

_ACROSS: tuple[tuple[str, Across], ...] = (("Articles", "articles"), ("Speakers", "speakers"), ("Dates", "dates"))


class ModeButtons(QWidget):
    """One button for each part of the view."""

    chosen = Signal(str)

    def __init__(self, modes: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, label, tip in modes:
            button = QToolButton()
            button.setText(label)
            button.setToolTip(tip)
            button.setAccessibleName(label)
            button.setCheckable(True)
            button.setProperty("view", "true")
            self._group.addButton(button)
            self.buttons[key] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    def show_mode(self, key: str) -> None:
        """Which part is shown."""
        self.buttons[key].setChecked(True)

    def _on_clicked(self, clicked: QToolButton) -> None:
        self.chosen.emit(next(key for key, button in self.buttons.items() if button is clicked))


class ReviewBar(QWidget):
    """Writes into the `ReviewState`; its lists hold what the project holds."""

    def __init__(self, session: Session, state: ReviewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self.across = _choice("Columns of the matrix", "What the columns of the matrix are")
        for label, across in _ACROSS:
            self.across.addItem(f"By {label.lower()}", across)
        self.speaker = _choice("Speaker", "Only what this speaker said")
        self.fact = _choice("Fact", "Only this fact")
        self.outlet = _choice("Outlet", "Only articles of this outlet")
        self.kind = _choice("Kind of change", "Only changes of this kind")
        self.since, self.until = _day("From", "From this day on"), _day("To", "Up to this day")
        self.clear = QToolButton()
        self.clear.setText("Clear")
        self.clear.setToolTip("Show everything again")
        self.clear.setAccessibleName("Clear the filter")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(6)
        for widget in (self.across, self.speaker, self.fact, self.outlet, self.kind, self.since, self.until):
            row.addWidget(widget, 2 if isinstance(widget, QComboBox) else 1)
        row.addWidget(self.clear)
        self.fill()
        self.across.currentIndexChanged.connect(self._on_across_chosen)
        for choice in (self.speaker, self.fact, self.outlet, self.kind):
            choice.currentIndexChanged.connect(self._on_filter_changed)
        for line in (self.since, self.until):
            line.editingFinished.connect(self._on_filter_changed)
        self.clear.clicked.connect(self.show_everything)
        session.changed.connect(self.fill)

    def fill(self) -> None:
        """Read again what there is to choose from; what was chosen stays chosen if it is still there."""
        connection = self._session.workspace.connection
        _fill(self.speaker, "Speaker", [(one.name, one.name) for one in queries.speakers(connection)])
        _fill(self.fact, "Fact", [(f"{one.code} {one.title}", one.id) for one in queries.facts(connection)])
        _fill(self.outlet, "Outlet", [(outlet, outlet) for outlet in queries.outlets(connection)])
        _fill(self.kind, "Change", [(str(kind).capitalize(), kind) for kind in ChangeKind])

    def show_everything(self) -> None:
        """Take every filter off."""
        for choice in (self.speaker, self.fact, self.outlet, self.kind):
            choice.setCurrentIndex(0)
        for line in (self.since, self.until):
            line.clear()
        self._on_filter_changed()

    def choose_fact(self, fact_id: FactId) -> None:
        """Show one fact."""
        self.fact.setCurrentIndex(max(0, self.fact.findData(fact_id)))

    def choose_speaker(self, name: str) -> None:
        """Show one speaker."""
        self.speaker.setCurrentIndex(max(0, self.speaker.findData(name)))

    def _on_across_chosen(self) -> None:
        self._state.set_across(self.across.currentData())

    def _on_filter_changed(self) -> None:
        kind = self.kind.currentData()
        self._state.set_filter(
            speaker=self.speaker.currentData() or "",
            fact_id=self.fact.currentData(),
            outlet=self.outlet.currentData() or "",
            kinds=(kind,) if kind is not None else (),
            since=self.since.text().strip(),
            until=self.until.text().strip(),
        )


def _choice(name: str, tip: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setMaximumWidth(230)
    return made


def _day(name: str, tip: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(f"{name}, a date such as 2025-11-04")
    made.setPlaceholderText(name)
    made.setToolTip(f"{tip}: a date such as 2025-11-04")
    made.setMaximumWidth(120)
    made.setMinimumWidth(52)
    return made


def _fill(choice: QComboBox, everything: str, items: Sequence[tuple[str, object]]) -> None:
    chosen = choice.currentData()
    choice.blockSignals(True)
    choice.clear()
    choice.addItem(everything, None)
    for label, value in items:
        choice.addItem(" ".join(label.split())[:80], value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.blockSignals(False)
