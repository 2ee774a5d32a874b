"""What one operation did: who, when and by which door, what can be done about it, and what became what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFont
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from claimtracker.domain.errors import UserError
from claimtracker.domain.history import OperationChange, OperationDetails, standing
from claimtracker.domain.values import ClaimId, HistoryEntry
from claimtracker.gui.actions import label_of
from claimtracker.gui.models.history import told_entry
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.flow import FlowLayout
from claimtracker.gui.widgets.labels import PlainLabel, StyledBar
from claimtracker.gui.widgets.trail_table import TrailTable
from claimtracker.gui.words import count
from claimtracker.storage import queries

_STANDS = {
    "undone": "It is undone, and Redo brings it back.",
    "dropped": "It was undone.",
    "inverse": "",
}


class OperationPanel(StyledBar):
    """Shows an operation; nothing is changed from here but by its actions."""

    claim_activated = Signal(object)
    """The `ClaimId` of a row: what became of that claim is wanted."""

    def __init__(self, session: Session, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__("operationPanel", parent)
        self._session = session
        self._reader = Reader(session.workspace.path, self)
        self._reader.failed.connect(session.failed)
        self._claims: list[ClaimId | None] = []
        self.title = PlainLabel()
        font = QFont(self.title.font())
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setWordWrap(True)
        self.told = PlainLabel()
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        self.more = PlainLabel()
        self.more.setObjectName("muted")
        self.more.setWordWrap(True)
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._buttons.setSizePolicy(policy)
        for action in actions:
            flow.addWidget(action_button(action))
        self.table = TrailTable("What was changed", ("What", "Before", "After"), (230, 0, 0))
        self.table.setToolTip("What became what (Enter shows the history of a claim, Ctrl+C copies)")
        self.table.row_activated.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.told)
        column.addWidget(self._buttons)
        column.addSpacing(4)
        column.addWidget(self.table, 1)
        column.addWidget(self.more)

    def show_operation(self, entry: HistoryEntry | None) -> None:
        """Show an operation; None shows nothing. What it did is read beside the window where that may be much."""
        self._reader.stop()
        self.title.setText("" if entry is None else entry.label)
        self.told.setText("" if entry is None else f"{told_entry(entry)} · line {entry.id}. {_stands(entry)}".strip())
        self._buttons.setVisible(entry is not None)
        if entry is None:
            self._show_details(None)
            return
        question = partial(_details, operation_id=entry.id)
        self._reader.answer(self._session.workspace.connection, question, self._show_details)

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._reader.drain()

    def _show_details(self, answer: object) -> None:
        details = answer if isinstance(answer, OperationDetails) else None
        changes = () if details is None else details.changes
        self._claims = [change.claim_id for change in changes]
        self.table.show_rows(list(_rows(changes)))
        self.more.setText(_more(details))
        self.more.setVisible(bool(self.more.text()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the view."""
        event.ignore()

    def _on_activated(self, row: int) -> None:
        claim_id = self._claims[row]
        if claim_id is not None:
            self.claim_activated.emit(claim_id)


def _details(connection: queries.Connection, operation_id: int) -> OperationDetails | None:
    try:
        return queries.changes_of_operation(connection, operation_id)
    except UserError:
        # It was forgotten meanwhile; the list hears of that too.
        return None


def action_button(action: QAction) -> QPushButton:
    """A button that does what an action does, while that can be done."""
    button = QPushButton()
    button.setIconSize(QSize(16, 16))
    button.clicked.connect(action.trigger)
    follow = partial(_follow, button, action)
    action.changed.connect(follow)
    follow()
    return button


def _follow(button: QPushButton, action: QAction) -> None:
    if isValid(button):
        button.setText(label_of(action).replace("&", "&&"))
        button.setAccessibleName(label_of(action).rstrip("…"))
        button.setIcon(action.icon())
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())


def _rows(changes: Iterable[OperationChange]) -> Iterable[Sequence[str]]:
    for change in changes:
        if change.change is None:
            yield (change.subject, "", change.happened)
        else:
            yield (f"{change.subject} · {change.change.label}", change.change.before, change.change.after)


def _stands(entry: HistoryEntry) -> str:
    if standing(entry) == "undone alone":
        return f"It was undone alone, by line {entry.undone_by}."
    return _STANDS.get(entry.state, "")


def _more(details: OperationDetails | None) -> str:
    if details is None:
        return ""
    if not details.whole:
        return f"… and more: this operation touched {count(details.rows, 'row')}."
    return "" if details.changes else "It changed nothing that is shown."
