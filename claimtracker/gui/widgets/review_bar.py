"""What the Review view shows, chosen: its parts, the columns of the matrix, and the filter that all parts have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.changeset import ChangeSet
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.session import Session
from claimtracker.storage import queries
from claimtracker.storage.queries.matrix import Across
from claimtracker.text.dates import is_date

_ACROSS: tuple[tuple[str, Across], ...] = (("Articles", "articles"), ("Speakers", "speakers"), ("Dates", "dates"))


class ModeButtons(QWidget):
    """One button for each part of the view."""

    chosen = Signal(str)

    def __init__(self, modes: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, label in modes:
            button = QToolButton()
            button.setText(label)
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
        self.setFocusProxy(self.buttons[key])

    def follow(self, tips: Mapping[str, str]) -> None:
        """Tell the keys there are now."""
        for key, tip in tips.items():
            self.buttons[key].setToolTip(tip)

    def _on_clicked(self, clicked: QToolButton) -> None:
        self.chosen.emit(next(key for key, button in self.buttons.items() if button is clicked))


class ReviewBar(QWidget):
    """Writes into the `ReviewState`; its lists hold what the project holds."""

    def __init__(self, session: Session, state: ReviewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self.across = Choice("Columns of the matrix", "What the columns of the matrix are")
        self.across.offer_only(_ACROSS)
        self.speaker = Choice("Speaker", "Only what this speaker said")
        self.fact = Choice("Fact", "Only this fact")
        self.outlet = Choice("Outlet", "Only articles of this outlet")
        self.kind = Choice("Kind of change", "Only changes of this kind")
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
        self._wanted: Mapping[str, str] = {}
        self.across.currentIndexChanged.connect(self._on_across_chosen)
        for choice in (self.speaker, self.fact, self.outlet, self.kind):
            choice.currentIndexChanged.connect(self._on_filter_changed)
        for line in (self.since, self.until):
            line.editingFinished.connect(self._on_filter_changed)
        self.clear.clicked.connect(self.show_everything)
        self._said = ""
        self._unfilled = True
        session.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """What came meanwhile can be chosen now."""
        super().showEvent(event)
        if self._unfilled:
            self.fill()
            self._on_filter_changed()

    def set_columns_shown(self, *, shown: bool) -> None:
        """Only the matrix has columns to choose."""
        self.across.setVisible(shown)
        self.setFocusProxy(self.across if shown else self.speaker)

    def fill(self) -> None:
        """Read again what there is to choose from; what was chosen stays chosen if it is still there."""
        self._unfilled = False
        connection = self._session.workspace.connection
        wanted, self._wanted = self.chosen(), {}
        facts = queries.facts(connection, counted=False)
        self.speaker.offer("Speaker", [(name, name) for name in queries.speaker_names(connection)])
        self.fact.offer("Fact", [(f"{one.code} {one.title}", one.id) for one in facts])
        self.outlet.offer("Outlet", [(outlet, outlet) for outlet in queries.outlets(connection)])
        self.kind.offer("Change", [(str(kind).capitalize(), kind) for kind in ChangeKind])
        choices = (("speaker", self.speaker), ("fact", self.fact), ("outlet", self.outlet), ("kind", self.kind))
        for name, choice in choices:
            choice.choose(wanted.get(name, ""))
        self.across.choose(wanted.get("across", ""))
        for line, name in ((self.since, "since"), (self.until, "until")):
            line.setText(str(wanted.get(name, "")))

    def show_everything(self) -> None:
        """Take every filter off."""
        for choice in (self.speaker, self.fact, self.outlet, self.kind):
            choice.setCurrentIndex(0)
        for line in (self.since, self.until):
            line.clear()
        self._on_filter_changed()

    def chosen(self) -> dict[str, str]:
        """What is chosen, to be remembered."""
        if self._wanted:
            return dict(self._wanted)
        kind, fact = self.kind.value, self.fact.value
        return {
            "across": self.across.value, "speaker": self.speaker.value or "",
            "fact": str(fact) if fact is not None else "", "outlet": self.outlet.value or "",
            "kind": str(kind) if kind is not None else "", "since": self.since.text(), "until": self.until.text(),
        }  # fmt: skip

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Choose again what was remembered, once there is what to choose from; what there is no more is passed over."""
        self._wanted = chosen
        if not self._unfilled:
            self.fill()
            self._on_filter_changed()

    def choose_speaker(self, name: str) -> None:
        """Show one speaker."""
        self.speaker.choose(name)

    def _on_across_chosen(self) -> None:
        self._state.set_across(self.across.value)

    def _on_filter_changed(self) -> None:
        kind = self.kind.value
        since, until = self._days()
        self._state.set_filter(
            speaker=self.speaker.value or "",
            fact_id=self.fact.value,
            outlet=self.outlet.value or "",
            kinds=(kind,) if kind is not None else (),
            since=since,
            until=until,
        )

    def _days(self) -> tuple[str, str]:
        """From when to when; what is no date is said, once, and not used."""
        since, until = self.since.text().strip(), self.until.text().strip()
        wrong = next((text for text in (since, until) if text and not is_date(text)), "")
        turned = bool(since and until) and not wrong and since[:10] > _last_day(until)
        said = (
            f"“{wrong[:40]}” is no date: write it as 2025-11-04, or 2025-11 for a month. It is not used."
            if wrong
            else f"From {since} to {until} is no time: the first day is after the last."
            if turned
            else ""
        )
        if said and said != self._said:
            self._session.notice.emit(said)
        self._said = said
        return since[:10] if is_date(since) else "", _last_day(until) if is_date(until) else ""

    def _on_changed(self, changes: ChangeSet) -> None:
        self._unfilled = self._unfilled or changes.touches("speaker", "fact", "article")
        if self._unfilled and self.isVisible():
            self.fill()
            self._on_filter_changed()


def _last_day(text: str) -> str:
    """The last day of a year, a month or a day, as texts are compared."""
    return (text + "-12-31"[len(text) - 4 :])[:10] if len(text) in {4, 7} else text[:10]


class Choice(QComboBox):
    """One of many: as quick with thousands as with ten."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self._values: list[object] = [None]
        self._labels = QStringListModel(self)
        self.setModel(self._labels)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(230)

    @property
    def value(self) -> Any:
        """What is chosen; None for everything."""
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def offer(self, everything: str, items: Sequence[tuple[str, object]]) -> None:
        """These are to be chosen from, below what stands for all of them, which is chosen; nobody is told."""
        blocked = self.blockSignals(True)
        self._values = [None, *(value for _, value in items)]
        self._labels.setStringList([everything, *(" ".join(label.split())[:80] for label, _ in items)])
        self.setCurrentIndex(0)
        self.blockSignals(blocked)

    def offer_only(self, items: Sequence[tuple[str, object]]) -> None:
        """These are to be chosen from, and the first is chosen."""
        self._values = [value for _, value in items]
        self._labels.setStringList([label for label, _ in items])
        self.setCurrentIndex(0)

    def choose(self, value: str) -> None:
        """Choose what reads so; everything where there is nothing of that."""
        places = (place for place, known in enumerate(self._values) if known is not None and str(known) == value)
        self.setCurrentIndex(next(places, 0))


def _day(name: str, tip: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(f"{name}, a date such as 2025-11-04")
    made.setPlaceholderText(name)
    made.setToolTip(f"{tip}: a date such as 2025-11-04")
    made.setMaximumWidth(120)
    made.setMinimumWidth(76)
    return made
