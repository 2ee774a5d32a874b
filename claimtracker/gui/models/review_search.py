"""What the Review view asks the project, and how the answer is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.values import ClaimId, FactId
from claimtracker.storage import queries
from claimtracker.storage.queries import VersionFinding
from claimtracker.storage.queries.changes import MOST_CHANGES, ChangeFilter, ChangeFinder, FoundChange
from claimtracker.storage.queries.matrix import Across, Matrix, matrix
from claimtracker.storage.queries.newest import EVERYTHING, MatrixFilter, Newest, newest_on_facts
from claimtracker.storage.queries.timeline import Timeline, timeline
from claimtracker.storage.queries.totals import Totals

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
class KnownChanges:
    """The changes of the whole project, or of a large one those of a filter that weigh most."""

    changes: Sequence[FoundChange]
    of: ReviewFilter | None = None
    """None for the whole project."""

    def hold_for(self, wanted: ReviewFilter) -> bool:
        """Whether the changes that a filter lets through are among them."""
        return self.of is None or self.of == wanted

    @property
    def more(self) -> bool:
        """Whether there may be others, that weigh less."""
        return self.of is not None and sum(found.is_open for found in self.changes) >= MOST_CHANGES


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
class ClaimsShown:
    """The claims that match, in a matrix and, where it was asked for, in time."""

    matrix: Matrix
    shape: MatrixShape
    totals: Totals | None = None
    """What there is in the project; None when nobody has looked yet."""
    timeline: Timeline | None = None
    since: str = ""
    """Of a large project only the newest claims that match are shown: since this day; empty where all are."""


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What was found. `everything` is for the next filter."""

    shown: ClaimsShown
    everything: KnownChanges
    changes: list[FoundChange]
    waiting: list[FoundChange]
    """Those of `changes` that somebody has to look at."""
    reasons: Mapping[ClaimId, list[str]]
    """The claims that are ringed, each with why."""
    findings: Sequence[VersionFinding]
    """What changed between versions of articles, over the whole project."""


def answer(
    connection: queries.Connection,
    finder: ChangeFinder,
    question: ReviewQuestion,
    known: KnownChanges | None = None,
    *,
    progress: Progress = no_progress,
    first: Callable[[ClaimsShown], None] | None = None,
) -> ReviewAnswer:
    """Look through the project; `known` are its changes where no claim has changed since they were found.

    `first` gets the claims, which are found long before what changes between them.
    """
    wanted = question.wanted
    test, claims = wanted.changes, wanted.claims
    among = newest_on_facts(connection, claims)
    made = matrix(connection, question.across, claims, among)
    in_time = timeline(connection, claims, among) if question.in_time else None
    shown = ClaimsShown(made, _shape(made), queries.totals(connection), in_time, among.since)
    if first is not None:
        first(shown)
    if known is None or not known.hold_for(wanted):
        known = _find(connection, finder, wanted, among, progress)
    changes = [found for found in known.changes if test.holds(found)]
    return ReviewAnswer(
        shown,
        known,
        changes,
        waiting_of(changes, wanted),
        _reasons(changes),
        queries.version_findings(connection, only_open=False),
    )


def _find(
    connection: queries.Connection, finder: ChangeFinder, wanted: ReviewFilter, among: Newest, progress: Progress
) -> KnownChanges:
    if among is EVERYTHING:
        return KnownChanges(finder.changes(connection, progress=progress))
    # Others than the claims of the filter may be what changed: until that day on its fact, or on those of its speaker.
    claims = MatrixFilter(fact_id=wanted.fact_id, until=wanted.until)
    if wanted.claims != claims:
        among = newest_on_facts(connection, claims, on_facts_of=wanted.speaker)
    return KnownChanges(finder.changes(connection, wanted.changes, among, progress), wanted)


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
