"""What the Review view shows: changes and matrix by one filter, found again when claims changed and somebody looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import ClaimId
from claimtracker.gui.models.review_search import (
    ClaimsShown,
    KnownChanges,
    MatrixShape,
    ReviewAnswer,
    ReviewFilter,
    ReviewQuestion,
    answer,
    findings_of,
    waiting_of,
)
from claimtracker.gui.reader import Asked, GiveWay
from claimtracker.gui.session import Session
from claimtracker.storage import queries
from claimtracker.storage.queries import VersionFinding
from claimtracker.storage.queries.changes import ChangeFinder, FoundChange, decided_again
from claimtracker.storage.queries.matrix import Across, Matrix
from claimtracker.storage.queries.timeline import Timeline
from claimtracker.storage.queries.totals import Totals

_TABLES = ("claim", "article", "speaker", "status", "fact", "sentence", "carried")
_AT_ONCE = 1500
"""Claims that are looked through without a thread: within a blink."""
_LOOK_AGAIN = 400
"""Milliseconds without a further change until a large project is looked through again."""
_STOP_AGAIN = 50


class ReviewState(QObject):
    """The parts of the view ask it, and look again when it says `refreshed`, or `decided`."""

    refreshed = Signal()
    decided = Signal()
    """Only what somebody decided on changes is different: nothing was found anew."""
    looking = Signal()
    """A search in a thread began; `claims_found` and `refreshed` follow."""
    claims_found = Signal()
    """The claims are those of now; what changes between them is still being looked for."""
    _first_found = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._finder = ChangeFinder()
        self._question = ReviewQuestion()
        self._everything: KnownChanges | None = None
        """The changes that are known; None when claims have changed since they were found."""
        self._changes: list[FoundChange] = []
        self._waiting: list[FoundChange] = []
        self._findings: Sequence[VersionFinding] = ()
        self._shown = ClaimsShown(Matrix((), (), {}), MatrixShape())
        self._reasons: Mapping[ClaimId, list[str]] = {}
        self._stale = True
        self._watched = False
        self._search: Asked | None = None
        self._outdated = False
        """Whether what the thread looks for is not what is wanted any more."""
        self._changed_since = False
        """Whether claims have changed since it began to look."""
        self._problem: Exception | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        self._first_found.connect(self._on_first_found)
        session.changed.connect(self._on_changed)

    @property
    def filter(self) -> ReviewFilter:
        """What is shown."""
        return self._question.wanted

    @property
    def across(self) -> Across:
        """What the columns of the matrix are."""
        return self._question.across

    @property
    def busy(self) -> bool:
        """Whether a thread is looking, or will be in a moment."""
        return self._search is not None or self._soon.isActive()

    @property
    def is_current(self) -> bool:
        """Whether what is shown is what there is now."""
        return not self._stale

    @property
    def changes(self) -> list[FoundChange]:
        """The changes that match, decided or not, what weighs most first."""
        return self._changes

    @property
    def open_changes(self) -> list[FoundChange]:
        """Those of them that wait to be looked at."""
        return self._waiting

    @property
    def findings(self) -> list[VersionFinding]:
        """The changes between versions of articles that match, decided or not."""
        return findings_of(self._findings, self.filter)

    @property
    def waiting(self) -> int:
        """How many changes wait to be looked at, between claims and between versions."""
        return len(self._waiting) + sum(one.is_open for one in self.findings)

    @property
    def decided_count(self) -> int:
        """How many of those that match somebody decided on."""
        return sum(not one.is_open for one in self._changes) + sum(not one.is_open for one in self.findings)

    def decide_finding(self, found: VersionFinding, decision: str, note: str) -> None:
        """Keep what somebody decided on a change between versions. Raises `UserError` when it cannot be written."""
        workspace = self._session.workspace
        workspace.remember(*queries.decision_on_finding(workspace.connection, found, decision, note))
        note = note if decision else ""
        same = (found.later, found.key)
        self._findings = [
            replace(one, decision=decision, note=note) if (one.later, one.key) == same else one
            for one in self._findings
        ]
        self.decided.emit()

    @property
    def totals(self) -> Totals | None:
        """What there is in the project; None before anybody looked."""
        return self._shown.totals

    @property
    def since(self) -> str:
        """Of a large project the newest claims that match are shown: those since this day; empty where all are."""
        return self._shown.since

    @property
    def more(self) -> bool:
        """Whether there may be more changes than are shown, that weigh less."""
        return self._everything is not None and self._everything.more

    @property
    def reasons(self) -> Mapping[ClaimId, list[str]]:
        """The claims that changed something worth a ring, each with why."""
        return self._reasons

    @property
    def matrix(self) -> Matrix:
        """Facts by articles, speakers or days."""
        return self._shown.matrix

    @property
    def shape(self) -> MatrixShape:
        """How much room the matrix takes."""
        return self._shown.shape

    @property
    def timeline(self) -> Timeline:
        """The same claims as points in time, once somebody wants them."""
        return self._shown.timeline or Timeline((), (), 0)

    def set_filter(self, **changes: object) -> None:
        """Show something else: the fields of `ReviewFilter`."""
        self._ask(replace(self._question, wanted=replace(self.filter, **changes)))  # type: ignore[arg-type]

    def set_across(self, across: Across) -> None:
        """Choose what the columns of the matrix are."""
        self._ask(replace(self._question, across=across))

    def want_timeline(self, *, wanted: bool) -> None:
        """Say whether somebody looks at the timeline; it is there at once where there is little to look through."""
        self._question = replace(self._question, in_time=wanted)
        if wanted and self._shown.timeline is None:
            self._go_stale()
            if self._watched:
                self._look()

    def watch(self, *, watched: bool) -> None:
        """While the view is shown it is kept fresh; else nothing is looked for."""
        self._watched = watched
        if watched and self._stale:
            self._look()

    def refresh(self) -> None:
        """Look again, and be done when this returns."""
        self.stop()
        self._take(answer(self._session.workspace.connection, self._finder, self._question, self._everything))

    def stop(self) -> None:
        """Wait for what a thread is looking for, and forget it."""
        self._soon.stop()
        search, self._search = self._search, None
        if search is not None:
            search.stop()
            # A statement that had not begun yet did not hear that it should stop.
            while not search.wait(_STOP_AGAIN):
                search.stop()
            QCoreApplication.removePostedEvents(self, int(QEvent.Type.MetaCall))
            search.deleteLater()

    def _ask(self, question: ReviewQuestion) -> None:
        if question != self._question:
            self._question = question
            self._go_stale()

    def _look(self) -> None:
        """Here where that is within a blink, else in a thread; one thread at a time."""
        self._soon.stop()
        if self._search is not None:
            self._outdated = True
            return
        workspace = self._session.workspace
        if not queries.may_hold_more_claims(workspace.connection, _AT_ONCE):
            self.refresh()
            return
        self._outdated = self._changed_since = False
        question = partial(
            answer, finder=self._finder, question=self._question, known=self._everything, progress=GiveWay(),
            first=self._first_found.emit,
        )  # fmt: skip
        search = Asked(workspace.path, question, self)
        self._search = search
        search.answered.connect(self._on_answered)
        search.failed.connect(self._on_failed)
        search.broke.connect(self._on_broke)
        search.finished.connect(self._on_finished)
        self.looking.emit()
        search.start()

    def _take(self, found: ReviewAnswer) -> None:
        self._everything, self._changes = found.everything, found.changes
        self._shown = found.shown
        self._waiting, self._reasons, self._findings = found.waiting, found.reasons, found.findings
        self._stale = False
        self.refreshed.emit()

    def _go_stale(self, after: int = 0) -> None:
        self._stale = self._outdated = True
        if self._search is not None:
            self._search.stop()
        if self._watched:
            self._soon.start(after)

    @Slot(object)
    def _on_first_found(self, shown: ClaimsShown) -> None:
        if not self._outdated:
            self._shown = shown
            self.claims_found.emit()

    @Slot(object)
    def _on_answered(self, found: object) -> None:
        if not isinstance(found, ReviewAnswer):
            return
        if not self._outdated:
            self._take(found)
        elif not self._changed_since:
            self._everything = found.everything

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if not self._outdated:
            self._session.failed.emit(sentence)

    @Slot(object)
    def _on_broke(self, problem: Exception) -> None:
        self._problem = problem

    @Slot()
    def _on_finished(self) -> None:
        search, self._search = self._search, None
        if search is not None:
            search.deleteLater()
        if self._outdated and self._watched and not self._soon.isActive():
            self._soon.start(0)
        problem, self._problem = self._problem, None
        if problem is not None:
            raise problem

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self._find_anew()
        elif changes.touches("review"):
            self._decide_again()

    def _find_anew(self) -> None:
        self._everything, self._changed_since = None, True
        large = queries.may_hold_more_claims(self._session.workspace.connection, _AT_ONCE)
        self._go_stale(_LOOK_AGAIN if large else 0)

    def _decide_again(self) -> None:
        """What was found stays; only decisions are others. Quick, since it comes with each key of the queue."""
        if self._stale or self._search is not None or self._everything is None:
            self._find_anew()
            return
        connection = self._session.workspace.connection
        known = self._everything
        whole = len(self._changes) == len(known.changes)
        self._everything = replace(known, changes=decided_again(connection, known.changes))
        self._changes = list(self._everything.changes) if whole else decided_again(connection, self._changes)
        self._waiting = waiting_of(self._changes, self.filter)
        self.decided.emit()
