"""What the Review view asks the project, and the thread that finds the answer where there is much to look through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, FactId
from claimtracker.storage import queries
from claimtracker.storage.queries import VersionFinding
from claimtracker.storage.queries.changes import ChangeFilter, ChangeFinder, FoundChange
from claimtracker.storage.queries.matrix import Across, Matrix, MatrixFilter, matrix
from claimtracker.storage.queries.timeline import Timeline, timeline
from claimtracker.workspace import Workspace

WORTH_REVIEWING = tuple(kind for kind in ChangeKind if kind is not ChangeKind.REPEATED)
"""What is said again is shown, but nobody has to work it off."""
RINGED = frozenset({ChangeKind.REVERSAL, ChangeKind.RETRACTION, ChangeKind.CONTRADICTION, ChangeKind.FIGURE})
"""The kinds that a claim is ringed for."""


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


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """What is shown: the matrix and the changes, and the same claims in time where somebody looks at that."""

    wanted: ReviewFilter = ReviewFilter()
    across: Across = "articles"
    in_time: bool = False


@dataclass(frozen=True, slots=True)
class MatrixShape:
    """How much room the matrix takes: the most claims in a cell of each row, and the statuses in each column."""

    most: tuple[int, ...] = ()
    statuses: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What was found. `everything` holds the changes of the whole project, for the next filter."""

    question: ReviewQuestion
    everything: Sequence[FoundChange]
    changes: list[FoundChange]
    matrix: Matrix
    timeline: Timeline | None
    waiting: list[FoundChange]
    """Those of `changes` that somebody has to look at."""
    reasons: Mapping[ClaimId, list[str]]
    """The claims that are ringed, each with why."""
    shape: MatrixShape
    findings: Sequence[VersionFinding]
    """What changed between versions of articles, over the whole project."""


def answer(
    connection: queries.Connection,
    finder: ChangeFinder,
    question: ReviewQuestion,
    known: Sequence[FoundChange] | None = None,
) -> ReviewAnswer:
    """Look through the project; `known` are its changes where no claim has changed since they were found."""
    wanted = question.wanted
    everything = finder.changes(connection) if known is None else known
    test, claims = wanted.changes, wanted.claims
    changes = list(everything) if wanted == ReviewFilter() else [found for found in everything if test.holds(found)]
    made = matrix(connection, question.across, claims)
    return ReviewAnswer(
        question,
        everything,
        changes,
        made,
        timeline(connection, claims) if question.in_time else None,
        waiting_of(changes, wanted),
        _reasons(changes),
        _shape(made),
        queries.version_findings(connection, only_open=False),
    )


def findings_of(findings: Sequence[VersionFinding], wanted: ReviewFilter) -> list[VersionFinding]:
    """The changes between versions that match and are worth a look: of a speaker or fact, those whose claims wait."""
    return [one for one in findings if one.is_worth_reviewing and _holds(one, wanted)]


def _holds(found: VersionFinding, wanted: ReviewFilter) -> bool:
    claims, day = [one.claim for one in found.carried], found.published[1][:10]
    return (
        not wanted.kinds
        and (not wanted.speaker or any(claim.speaker == wanted.speaker for claim in claims))
        and (wanted.fact_id is None or any(claim.fact_id == wanted.fact_id for claim in claims))
        and (not wanted.outlet or found.source == wanted.outlet)
        and (not wanted.since or day >= wanted.since)
        and (not wanted.until or day <= wanted.until)
    )


def waiting_of(changes: Sequence[FoundChange], wanted: ReviewFilter) -> list[FoundChange]:
    """Those that nobody has decided on; what is said again only where it is asked for."""
    kinds = frozenset(wanted.kinds or WORTH_REVIEWING)
    return [found for found in changes if not found.decision and found.change.kind in kinds]


def _reasons(changes: Sequence[FoundChange]) -> Mapping[ClaimId, list[str]]:
    reasons: dict[ClaimId, list[str]] = {}
    for found in changes:
        if found.change.kind in RINGED:
            reasons.setdefault(found.change.later, []).append(found.change.reason)
    return reasons


def _shape(made: Matrix) -> MatrixShape:
    rows = {fact.id: row for row, fact in enumerate(made.facts)}
    columns = {column.key: place for place, column in enumerate(made.columns)}
    most = [0] * len(rows)
    statuses: list[set[str]] = [set() for _ in columns]
    for (fact_id, key), entries in made.cells.items():
        most[rows[fact_id]] = max(most[rows[fact_id]], len(entries))
        statuses[columns[key]].update(entry.status for entry in entries)
    return MatrixShape(tuple(most), tuple(frozenset(labels) for labels in statuses))


class ReviewSearch(QThread):
    """Answers one question on a connection of its own."""

    answered = Signal(object)
    """A `ReviewAnswer`."""
    refused = Signal(str)
    broke = Signal(object)

    def __init__(
        self,
        path: Path,
        finder: ChangeFinder,
        question: ReviewQuestion,
        known: Sequence[FoundChange] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._finder = finder
        self._question = question
        self._known = known

    def run(self) -> None:
        """Look, and tell."""
        try:
            with Workspace.open(self._path, origin="gui") as workspace:
                found = answer(workspace.connection, self._finder, self._question, self._known)
        except UserError as error:
            self.refused.emit(str(error))
        except Exception as error:  # noqa: BLE001  a bug in a thread must reach the report, not vanish with it
            self.broke.emit(error)
        else:
            self.answered.emit(found)
