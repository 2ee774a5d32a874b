"""What became of one claim, or of one of its cells: who changed it from what to what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.columns import column
from claimtracker.domain.errors import UserError
from claimtracker.domain.history import DOORS, ClaimEvent
from claimtracker.domain.values import ClaimId
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.widgets.trail_table import TrailTable
from claimtracker.gui.words import count
from claimtracker.storage import queries
from claimtracker.storage.queries.claim_past import history_key
from claimtracker.text.moments import told_moment


class ClaimHistoryDialog(Form):
    """Follows what is changed while it is open."""

    operation_requested = Signal(object)
    """The number of the line of history that a row belongs to."""

    def __init__(self, session: Session, claim_id: ClaimId, key: str = "", parent: QWidget | None = None) -> None:
        self._key = history_key(key)
        of_cell = f"“{column(key).label}” of claim {claim_id}" if self._key else f"claim {claim_id}"
        super().__init__(f"History of {of_cell}", "", parent)
        self.resize(980, 540)
        self._session = session
        self._claim_id = claim_id
        self._events: list[ClaimEvent] = []
        self._lines: list[int] = []
        self.summary = PlainLabel()
        self.summary.setObjectName("muted")
        self.summary.setWordWrap(True)
        headings = ("When", "Who", "What was done", "Field", "Before", "After")
        self.table = TrailTable(self.windowTitle(), headings, (184, 126, 146, 92, 0, 0))
        self.table.setToolTip("Newest first (Enter shows the whole operation, Ctrl+C copies)")
        self.column.addWidget(self.summary)
        self.column.addWidget(self.table, 1)
        self.end()
        self.table.row_activated.connect(self._on_activated)
        session.changed.connect(self._on_changed)
        self._read()
        self.table.setFocus()

    def _read(self) -> None:
        connection = self._session.workspace.connection
        try:
            self._events = queries.history_of_claim(connection, self._claim_id, self._key)
        except UserError as error:
            self._events = []
            self.refuse(str(error))
        rows = [(event.operation.id, row) for event in self._events for row in _rows(event)]
        self._lines = [line for line, _ in rows]
        self.table.show_rows([row for _, row in rows], heads=3)
        self.summary.setText(self._summed_up())

    def _summed_up(self) -> str:
        if not self._events:
            if queries.forgotten_until(self._session.workspace.connection) is not None:
                return "Nothing was changed here since the history before was forgotten."
            return "Nothing was changed here yet."
        coders = dict.fromkeys(event.operation.coder for event in self._events if event.operation.coder)
        told = f"{count(len(self._events), 'change')} by {', '.join(coders)}" if coders else ""
        gone = "" if self._events[0].happened != "deleted" else " The claim is deleted."
        return f"{told or count(len(self._events), 'change')}, newest first.{gone}"

    def _on_changed(self, _changes: ChangeSet) -> None:
        self._read()

    def _on_activated(self, row: int) -> None:
        line = self._lines[row]
        self.accept()
        self.operation_requested.emit(line)


def _rows(event: ClaimEvent) -> Iterator[Sequence[str]]:
    entry = event.operation
    door = DOORS.get(entry.origin, entry.origin)
    who = f"{entry.coder} ({door})" if entry.origin != "gui" else entry.coder
    head = (told_moment(entry.at), who, entry.label)
    if event.happened != "changed" or not event.changes:
        yield (*head, "claim", "", event.happened)
        head = ("", "", "")
    for change in event.changes:
        yield (*head, change.label, change.before, change.after)
        head = ("", "", "")
