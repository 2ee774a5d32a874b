"""What changed between two versions, as lines of a list: changes, the claims they touch, and what is folded away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.values import ClaimId, ClaimRow
from claimtracker.domain.versions import Outcome, VersionChange, VersionChangeKind, by_weight
from claimtracker.gui.words import count
from claimtracker.storage.queries import CarriedClaim, TouchedClaim, VersionComparison

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `VersionLine` of an index."""

_DECIDED = {"confirmed": "confirmed", "changed": "confirmed, changed", "dropped": "dropped"}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a sentence, or of several that were merged or split."""

    change: VersionChange
    waiting: int
    """Of the claims that it touches, those that wait."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim of the earlier version, under the change that touches it."""

    claim: ClaimRow
    outcome: Outcome
    carried: CarriedClaim | None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to say what becomes of it."""
        return self.carried is not None and self.carried.is_waiting

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to say what becomes of it, or has said."""
        return self.carried is not None and (self.carried.is_waiting or bool(self.carried.decision))

    @property
    def told(self) -> str:
        """What became of it, in a few words."""
        if self.is_waiting:
            return "waits: sentence gone" if self.outcome is Outcome.GONE else "waits: words changed"
        if self.carried is not None and self.carried.decision:
            decided = _DECIDED[self.carried.decision]
            return "confirmed as gone" if decided == "confirmed" and self.carried.new_claim_id is None else decided
        return str(self.outcome)


@dataclass(frozen=True, slots=True)
class FoldLine:
    """What is not shown until somebody asks, or is shown under it."""

    key: int
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A heading."""

    text: str


VersionLine = ChangeLine | ClaimLine | FoldLine | NoteLine


class VersionChangesModel(QAbstractListModel):
    """One comparison, by weight or in the order of the text; claims under what touches them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison: VersionComparison | None = None
        self._in_place: Sequence[CarriedClaim] = ()
        self._lines: list[VersionLine] = []
        self._open: set[int] = set()
        self._by_weight = True

    @property
    def lines(self) -> Sequence[VersionLine]:
        """What the list shows."""
        return self._lines

    @property
    def by_weight(self) -> bool:
        """Whether what weighs most stands first."""
        return self._by_weight

    def show(self, comparison: VersionComparison | None, in_place: Sequence[CarriedClaim] = ()) -> None:
        """Show what changed, and claims that wait since the text of the later version was edited by hand."""
        if _pair(comparison) != _pair(self._comparison):
            self._open.clear()
        self._comparison, self._in_place = comparison, in_place
        self._list_anew()

    def order_by_weight(self, *, by_weight: bool) -> None:
        """What weighs most first, or as the text goes."""
        if by_weight != self._by_weight:
            self._by_weight = by_weight
            self._open.clear()
            self._list_anew()

    def toggle(self, row: int) -> None:
        """Unfold what is folded away, or fold it again."""
        line = self.line_at(row)
        if isinstance(line, FoldLine):
            self._open ^= {line.key}
            self._list_anew()

    def line_at(self, row: int) -> VersionLine | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of_claim(self, claim_id: ClaimId) -> int:
        """The row of a claim of the earlier version; -1 when it is not shown."""
        return next((row for row, one in enumerate(self._lines) if _is_claim(one, claim_id)), -1)

    def row_of_sentence(self, start: int) -> int:
        """The row of the change that a place of the later text lies in, or of the earlier where it was taken out."""
        for side in ("new", "old"):
            for row, line in enumerate(self._lines):
                if isinstance(line, ChangeLine) and any(
                    one.start <= start < one.end for one in getattr(line.change, side)
                ):
                    return row
        return -1

    def waiting_rows(self) -> list[int]:
        """The rows of the claims that wait."""
        return [row for row, line in enumerate(self._lines) if isinstance(line, ClaimLine) and line.is_waiting]

    def waiting(self) -> list[CarriedClaim]:
        """The claims that wait, in the order of the list."""
        lines = (self._lines[row] for row in self.waiting_rows())
        return [line.carried for line in lines if isinstance(line, ClaimLine) and line.carried is not None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are stepped over."""
        if isinstance(self.line_at(index.row()), NoteLine):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line under its own role; what it says in words."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return _told(line)[: 300 if role == Qt.ItemDataRole.DisplayRole else 1500]
        return None

    def _list_anew(self) -> None:
        self.beginResetModel()
        self._lines = list(self._made())
        self.endResetModel()

    def _made(self) -> Iterator[VersionLine]:
        if self._in_place:
            yield NoteLine(f"The text was edited by hand: {count(len(self._in_place), 'claim')} to confirm")
            for carried in self._in_place:
                yield ClaimLine(carried.claim, carried.outcome, carried)
        if self._comparison is None:
            return
        told: set[ClaimId] = set()
        if not self._by_weight:
            yield from self._in_text(self._comparison, told)
            return
        for change in by_weight(self._comparison.changes):
            yield from self._lines_of(change, told)
        rest = [change for change in self._comparison.changes if change.trivial]
        for key, changes in enumerate(
            ([one for one in rest if not _is_same(one)], [one for one in rest if _is_same(one)])
        ):
            if changes:
                yield from self._folded(key, changes, told)

    def _in_text(self, comparison: VersionComparison, told: set[ClaimId]) -> Iterator[VersionLine]:
        run: list[VersionChange] = []
        for place, change in enumerate(comparison.changes):
            if change.trivial:
                run.append(change)
                continue
            if run:
                yield from self._folded(place, run, told)
                run = []
            yield from self._lines_of(change, told)
        if run:
            yield from self._folded(len(comparison.changes), run, told)

    def _folded(self, key: int, changes: Sequence[VersionChange], told: set[ClaimId]) -> Iterator[VersionLine]:
        unfolded = key in self._open
        yield FoldLine(key, _fold_text(changes), unfolded)
        if unfolded:
            for change in changes:
                yield from self._lines_of(change, told)

    def _lines_of(self, change: VersionChange, told: set[ClaimId]) -> Iterator[VersionLine]:
        """The change, and its claims but those that were told of already: one may rest on several sentences."""
        known = self._comparison.claims if self._comparison is not None else {}
        touched = [known[claim_id] for claim_id in change.claims if claim_id in known]
        yield ChangeLine(change, sum(one.is_waiting for one in touched))
        for one in touched:
            if one.claim.id not in told:
                told.add(one.claim.id)
                yield _claim_line(one)


def change_words(kind: VersionChangeKind) -> str:
    """A kind of change with a sign that tells it without its colour."""
    return _SIGNED[kind]


_SIGNED = {
    VersionChangeKind.ADDED: "+ Added", VersionChangeKind.REMOVED: "− Removed", VersionChangeKind.CHANGED: "≠ Changed",
    VersionChangeKind.MOVED: "↕ Moved", VersionChangeKind.SAME: "= The same",
}  # fmt: skip


def _claim_line(touched: TouchedClaim) -> ClaimLine:
    return ClaimLine(touched.claim, touched.outcome, touched.carried)


def _is_claim(line: VersionLine, claim_id: ClaimId) -> bool:
    return isinstance(line, ClaimLine) and line.claim.id == claim_id


def _is_same(change: VersionChange) -> bool:
    return change.kind is VersionChangeKind.SAME


def _pair(comparison: VersionComparison | None) -> tuple[int, int] | None:
    return None if comparison is None else (comparison.earlier.id, comparison.later.id)


def _fold_text(changes: Sequence[VersionChange]) -> str:
    same = sum(_is_same(one) for one in changes)
    trivial = sum(not _is_same(one) for one in changes)
    parts = [count(trivial, "trivial change")] if trivial else []
    if same:
        parts.append(f"{count(same, 'sentence')} the same")
    return ", ".join(parts)


def _told(line: VersionLine) -> str:
    if isinstance(line, FoldLine):
        return f"{line.text}, {'unfolded' if line.is_open else 'folded away'}"
    if isinstance(line, NoteLine):
        return line.text
    if isinstance(line, ClaimLine):
        claim = line.claim
        parts = (f"Claim of {claim.speaker or 'no source'}", claim.status, claim.assertion or line.told, line.told)
        return ", ".join(" ".join(part.split()) for part in parts if part)
    change = line.change
    sides = (" ".join(one.text for one in side) for side in (change.old, change.new))
    waiting = f"; {count(line.waiting, 'claim')} to confirm" if line.waiting else ""
    words = " → ".join(" ".join(side.split()) for side in sides if side)
    return f"{str(change.kind).capitalize()}, {change.reason}{waiting}. {words}"
