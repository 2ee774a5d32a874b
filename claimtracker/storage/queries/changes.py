"""What changes between claims, over the whole project: the rules of `domain.changes` on the claims of each fact."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import heappush, heapreplace
from itertools import groupby

from claimtracker.domain.changes import Change, ChangeKey, ChangeKind, Position, find_changes
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.quantity import Quantity
from claimtracker.domain.values import ClaimId, FactId
from claimtracker.storage.queries.conditions import SAID_BEFORE
from claimtracker.storage.queries.newest import EVERYTHING, Newest
from claimtracker.text.quantities import find_quantities
from claimtracker.text.wording import reworded

MOST_CHANGES = 2_000
"""More than anybody works off before claims change again."""

_POSITIONS = """
    select claim.fact_id, claim.id, claim.speaker_id, claim.speaker_as_written, coalesce(speaker.name, ''),
        coalesce(status.stance, ''), coalesce(status.label, ''),
        coalesce(nullif(claim.said_on, ''), article.published) as said, claim.assertion, article.source,
        claim.updated_at
    from {source} join article on article.id = claim.article_id
        left join speaker on speaker.id = claim.speaker_id left join status on status.id = claim.status_id
    where claim.fact_id is not null and not ({said_before}) {condition}
    order by claim.fact_id, said = '', substr(said, 1, 10), article.published, claim.article_id, claim.start, claim.id
"""


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change, the fact it is on, and what was decided on it."""

    fact_id: FactId
    change: Change
    speakers: tuple[str, ...]
    """The names of the speakers, of the earlier claim first."""
    said: tuple[str, str]
    """When the two claims were said: ISO 8601."""
    outlets: tuple[str, str]
    seen: str
    """A digest of what the two claims say now, kept with a decision."""
    decision: str = ""
    """reviewed, not a change, or empty: nobody decided, or a claim was edited since."""
    note: str = ""
    is_new: bool = False
    """Whether one of its claims came or was edited after the newest decision of the project."""
    updated: str = ""
    """When one of its claims was edited last."""

    @property
    def is_open(self) -> bool:
        """Whether it waits to be looked at."""
        return not self.decision


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes: everything that is set must hold."""

    kinds: tuple[ChangeKind, ...] = ()
    speaker: str = ""
    fact_id: FactId | None = None
    outlet: str = ""
    since: str = ""
    """The later claim was said on this day or after it: an ISO 8601 date."""
    until: str = ""
    only_open: bool = False

    def holds(self, found: FoundChange) -> bool:
        """Whether a change is one of them."""
        day = found.said[1][:10]
        return (
            (not self.kinds or found.change.kind in self.kinds)
            and (not self.speaker or self.speaker in found.speakers)
            and (self.fact_id is None or found.fact_id == self.fact_id)
            and (not self.outlet or self.outlet in found.outlets)
            and (not self.since or day >= self.since)
            and (not self.until or day <= self.until)
            and (not self.only_open or found.is_open)
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    position: Position
    outlet: str
    updated: str


class ChangeFinder:
    """Finds the changes of a project, and finds again only on facts whose claims are others than before."""

    def __init__(self) -> None:
        self._known: dict[FactId, tuple[tuple[_Placed, ...], list[Change]]] = {}

    def changes(
        self,
        connection: sqlite3.Connection,
        wanted: ChangeFilter | None = None,
        among: Newest = EVERYTHING,
        progress: Progress = no_progress,
    ) -> list[FoundChange]:
        """The changes that match, what weighs most first, newest first among equals.

        Among the newest claims of a large project they are not remembered: those that weigh most, `MOST_CHANGES` beside
        what was decided on.
        """
        wanted = wanted or ChangeFilter()
        decisions = _decisions(connection)
        newest = max((decided.at for decided in decisions.values()), default="")
        if among.ids is not None:
            found = _heaviest(_positions(connection, wanted.fact_id, among), wanted, decisions, newest, progress)
            return sorted(found, key=_importance, reverse=True)
        found = [
            one
            for fact_id, placed, changes in self._by_fact(connection, wanted.fact_id, progress)
            for one in _found(fact_id, placed, changes, decisions, newest)
            if wanted.holds(one)
        ]
        return sorted(found, key=_importance, reverse=True)

    def _by_fact(
        self, connection: sqlite3.Connection, fact_id: FactId | None, progress: Progress
    ) -> Iterator[tuple[FactId, tuple[_Placed, ...], list[Change]]]:
        seen: set[FactId] = set()
        for number, placed in _positions(connection, fact_id, EVERYTHING):
            progress(len(seen), len(self._known))
            seen.add(number)
            known = self._known.get(number)
            if known is None or known[0] != placed:
                known = (placed, list(find_changes([one.position for one in placed], _weigh)))
                self._known[number] = known
            yield number, *known
        if fact_id is None:
            self._known = {number: known for number, known in self._known.items() if number in seen}


def changes(connection: sqlite3.Connection, wanted: ChangeFilter | None = None) -> list[FoundChange]:
    """The changes of a project that match, what weighs most first, newest first among equals."""
    return ChangeFinder().changes(connection, wanted)


def decided_again(connection: sqlite3.Connection, found: Sequence[FoundChange]) -> list[FoundChange]:
    """The same changes with what is decided on them now; no claim may have changed since they were found."""
    decisions = _decisions(connection)
    newest = max((decided.at for decided in decisions.values()), default="")
    pairs = {(key.earlier, key.later) for key in decisions}
    return [
        _judged(one, decisions.get(one.change.key), newest)
        if one.decision
        or one.note
        or one.is_new
        or one.updated > newest
        or (one.change.earlier, one.change.later) in pairs
        else one
        for one in found
    ]


def undated_claims(connection: sqlite3.Connection, fact_id: FactId | None = None) -> list[ClaimId]:
    """Claims on a fact (on any if None) that have no place in time: neither they nor their article are dated."""
    rows = connection.execute(
        """select claim.id from claim join article on article.id = claim.article_id
           where claim.fact_id is not null and (:fact is null or claim.fact_id = :fact)
             and claim.said_on = '' and article.published = '' order by claim.fact_id, claim.id""",
        {"fact": fact_id},
    )
    return [ClaimId(row[0]) for row in rows]


def _positions(
    connection: sqlite3.Connection, fact_id: FactId | None, among: Newest
) -> Iterator[tuple[FactId, tuple[_Placed, ...]]]:
    condition = "" if fact_id is None else "and claim.fact_id = :fact"
    sql = _POSITIONS.format(source=among.source, condition=condition, said_before=SAID_BEFORE)
    rows = connection.execute(sql, {"fact": fact_id, "listed": among.listed})
    for number, group in groupby(rows, key=lambda row: row[0]):
        yield FactId(number), tuple(_placed(*row[1:]) for row in group)


def _placed(  # noqa: PLR0917  the columns of the query
    claim_id: int, speaker_id: int | None, written: str, name: str, stance: str, status: str, said: str,
    assertion: str, outlet: str, updated: str,
) -> _Placed:  # fmt: skip
    # Without a speaker, those whom the article calls the same are taken for the same: “officials”.
    speaker = str(speaker_id) if speaker_id is not None else written.casefold()
    position = Position(
        ClaimId(claim_id), speaker, name or written, stance, status, said, assertion, _figures(assertion)
    )
    return _Placed(position, outlet, updated)


def _heaviest(
    by_fact: Iterable[tuple[FactId, tuple[_Placed, ...]]],
    wanted: ChangeFilter,
    decisions: dict[ChangeKey, _Decision],
    newest: str,
    progress: Progress,
) -> list[FoundChange]:
    """Of changes without number those that weigh most; others are not even written out."""
    decided: list[FoundChange] = []
    kept: list[tuple[float, str, int, FoundChange]] = []
    number = 0
    for fact_id, placed in by_fact:
        by_claim = {one.position.claim_id: one for one in placed}
        for change in find_changes([one.position for one in placed], _weigh):
            number += 1
            progress(number, number)
            earlier, later = by_claim[change.earlier], by_claim[change.later]
            importance = (change.weight, later.position.said, number)
            decision = decisions.get(change.key)
            if decision is None and len(kept) >= MOST_CHANGES and importance <= kept[0][:3]:
                continue
            found = _judged(_between(fact_id, change, earlier, later), decision, newest)
            if not wanted.holds(found):
                continue
            if decision is not None:
                decided.append(found)
            elif len(kept) < MOST_CHANGES:
                heappush(kept, (*importance, found))
            else:
                heapreplace(kept, (*importance, found))
    return decided + [one[3] for one in kept]


def _found(
    fact_id: FactId,
    placed: Sequence[_Placed],
    changes_found: Sequence[Change],
    decisions: dict[ChangeKey, _Decision],
    newest: str,
) -> Iterator[FoundChange]:
    by_claim = {one.position.claim_id: one for one in placed}
    for change in changes_found:
        found = _between(fact_id, change, by_claim[change.earlier], by_claim[change.later])
        yield _judged(found, decisions.get(change.key), newest)


def _between(fact_id: FactId, change: Change, earlier: _Placed, later: _Placed) -> FoundChange:
    return FoundChange(
        fact_id,
        change,
        tuple(dict.fromkeys((earlier.position.name, later.position.name))),
        (earlier.position.said, later.position.said),
        (earlier.outlet, later.outlet),
        _digest(earlier.position, later.position),
        updated=max(earlier.updated, later.updated),
    )


def _judged(found: FoundChange, decided: _Decision | None, newest: str) -> FoundChange:
    """With what was decided on it, unless its claims say something else since."""
    stands = decided is not None and decided.seen == found.seen
    decision = decided.decision if decided is not None and stands else ""
    note = decided.note if decided is not None else ""
    is_new = not stands and bool(newest) and found.updated > newest
    if (decision, note, is_new) == (found.decision, found.note, found.is_new):
        return found
    return replace(found, decision=decision, note=note, is_new=is_new)


@dataclass(frozen=True, slots=True)
class _Decision:
    decision: str
    note: str
    seen: str
    at: str


def _decisions(connection: sqlite3.Connection) -> dict[ChangeKey, _Decision]:
    rows = connection.execute("select kind, earlier_id, later_id, decision, note, seen, reviewed_at from review")
    return {
        ChangeKey(ChangeKind(kind), ClaimId(earlier), ClaimId(later)): _Decision(decision, note, seen, at)
        for kind, earlier, later, decision, note, seen, at in rows
    }


def _digest(earlier: Position, later: Position) -> str:
    told = [part for one in (earlier, later) for part in (one.stance, one.status, one.said, one.assertion, one.name)]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def _importance(found: FoundChange) -> tuple[float, str]:
    return (found.change.weight, found.said[1])


@lru_cache(maxsize=20_000)
def _figures(assertion: str) -> tuple[Quantity, ...]:
    return find_quantities(assertion)


@lru_cache(maxsize=20_000)
def _weigh(earlier: str, later: str) -> float:
    return reworded(earlier, later).weight
