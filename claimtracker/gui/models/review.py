"""What the Review view shows: changes and matrix by one filter, found again when claims changed and somebody looks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import FactId
from claimtracker.gui.session import Session
from claimtracker.storage.queries.changes import ChangeFilter, ChangeFinder, FoundChange
from claimtracker.storage.queries.matrix import Across, Matrix, MatrixFilter, matrix
from claimtracker.storage.queries.timeline import Timeline, timeline

_TABLES = ("claim", "article", "speaker", "status", "fact", "review", "sentence")
WORTH_REVIEWING = tuple(kind for kind in ChangeKind if kind is not ChangeKind.REPEATED)
"""What is said again is shown, but nobody has to work it off."""


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What the parts of the view have in common: everything that is set must hold."""

    speaker: str = ""
    fact_id: FactId | None = None
    outlet: str = ""
    since: str = ""
    """ISO 8601 dates, both included."""
    until: str = ""
    kinds: tuple[ChangeKind, ...] = ()

    @property
    def changes(self) -> ChangeFilter:
        """The changes that match."""
        return ChangeFilter(
            kinds=self.kinds,
            speaker=self.speaker,
            fact_id=self.fact_id,
            outlet=self.outlet,
            since=self.since,
            until=self.until,
        )

    @property
    def claims(self) -> MatrixFilter:
        """The claims that match, of whatever kind the changes between them are."""
        return MatrixFilter(self.speaker, self.fact_id, self.outlet, self.since, self.until)


class ReviewState(QObject):
    """The parts of the view ask it, and look again when it says `refreshed`."""

    refreshed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._finder = ChangeFinder()
        self._filter = ReviewFilter()
        self._across: Across = "articles"
        self._changes: list[FoundChange] = []
        self._matrix = Matrix((), (), {})
        self._stale = True
        self._watched = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._on_changed)

    @property
    def filter(self) -> ReviewFilter:
        """What is shown."""
        return self._filter

    @property
    def across(self) -> Across:
        """What the columns of the matrix are."""
        return self._across

    @property
    def changes(self) -> list[FoundChange]:
        """The changes that match, decided or not, what weighs most first."""
        return self._changes

    @property
    def open_changes(self) -> list[FoundChange]:
        """Those of them that wait to be looked at."""
        return [
            found
            for found in self._changes
            if found.is_open and (self._filter.kinds or found.change.kind in WORTH_REVIEWING)
        ]

    @property
    def matrix(self) -> Matrix:
        """Facts by articles, speakers or days."""
        return self._matrix

    def set_filter(self, **changes: object) -> None:
        """Show something else: the fields of `ReviewFilter`."""
        made = replace(self._filter, **changes)  # type: ignore[arg-type]
        if made != self._filter:
            self._filter = made
            self._go_stale()

    def set_across(self, across: Across) -> None:
        """Choose what the columns of the matrix are."""
        if across != self._across:
            self._across = across
            self._go_stale()

    def watch(self, *, watched: bool) -> None:
        """While the view is shown it is kept fresh; else nothing is looked for."""
        self._watched = watched
        if watched and self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Look again now."""
        self._soon.stop()
        connection, wanted = self._session.workspace.connection, self._filter
        self._changes = self._finder.changes(connection, wanted.changes)
        self._matrix = matrix(connection, self._across, wanted.claims)
        self._stale = False
        self.refreshed.emit()

    def timeline(self) -> Timeline:
        """The same claims as points in time."""
        return timeline(self._session.workspace.connection, self._filter.claims)

    def _go_stale(self) -> None:
        self._stale = True
        if self._watched:
            self._soon.start()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self._go_stale()
