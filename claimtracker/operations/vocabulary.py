"""A vocabulary of statuses brought in from a file: what it would change, and the change itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Status
from claimtracker.operations.base import Context
from claimtracker.operations.fields import STANCE_COLOURS, add_status, clean, stance_of
from claimtracker.operations.statuses import check_choice, joined_cues, parted, whole_number
from claimtracker.storage import queries
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups

VOCABULARY_COLUMNS = ("status", "stance", "colour", "digit", "cues", "aliases", "retired", "position")
"""What a vocabulary file may hold of a status; only `status` must be there."""

_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0"}


@dataclass(frozen=True, slots=True)
class VocabularyRow:
    """One row of a vocabulary file: its place for messages (“statuses.tsv, line 7”), and its cells by column."""

    place: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What would become of one status, by column as text; `before` is empty for one that is new."""

    label: str
    status_id: int | None
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VocabularyPlan:
    """What bringing in a file would change."""

    added: tuple[StatusChange, ...]
    changed: tuple[StatusChange, ...]
    unchanged: int
    """Rows whose status is already as they say, or was merged into another here."""


@dataclass(frozen=True, slots=True)
class ImportVocabulary:
    """Bring the rows of a vocabulary file in: all or nothing, in one undo step.

    A row is the status of its label; what a file does not say stays as it is, and no status is taken away. A row
    whose label was merged into another status here is left alone. Raises `UserError` naming the place of the first
    row that cannot be taken.
    """

    rows: tuple[VocabularyRow, ...]
    label = "Import vocabulary"

    def apply(self, context: Context) -> VocabularyPlan:
        """Write what differs; returns what that was."""
        plan = plan_vocabulary(context.connection, self.rows)
        every = (*plan.added, *plan.changed)
        # A spelling may move from one status to another, so what goes is taken away before anything comes.
        for change in plan.changed:
            if "aliases" in change.after and change.status_id is not None:
                kept = parted(change.after["aliases"])
                for row_id, alias in lookups.aliases_of_status(context.connection, change.status_id):
                    if alias not in kept:
                        context.recorder.delete("status_alias", row_id)
        for done, change in enumerate(every):
            context.progress(done, len(every))
            _write(context, change)
        return plan


def plan_vocabulary(connection: sqlite3.Connection, rows: Sequence[VocabularyRow]) -> VocabularyPlan:
    """What `ImportVocabulary` would do with these rows. Raises `UserError` naming the place of a row that is wrong."""
    plan = _Plan(connection)
    for row in rows:
        try:
            plan.take(row)
        except UserError as error:
            raise UserError(f"{row.place}: {error}") from error
    plan.check_spellings()
    changes = list(plan.changes())
    return VocabularyPlan(
        tuple(change for change in changes if change.status_id is None),
        tuple(change for change in changes if change.status_id is not None),
        plan.unchanged(),
    )


@dataclass(slots=True)
class _Entry:
    """A status as it is and as it would be."""

    status_id: int | None
    before: dict[str, str]
    after: dict[str, str] = field(default_factory=dict)
    place: str = ""
    """Of the row that speaks of it; empty when none does."""


class _Plan:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._entries = [
            _Entry(status.id, known, dict(known))
            for status in queries.statuses(connection, retired=True)
            for known in (status_fields(status),)
        ]
        self._labelled = {entry.before["status"].casefold(): entry for entry in self._entries}
        self._merged = {
            alias.casefold() for entry in self._entries for alias in parted(entry.before["aliases"])
        } - self._labelled.keys()
        self._digits: dict[str, str] = {}
        self._left_alone = 0
        self._next = lookups.next_status_position(connection)

    def take(self, row: VocabularyRow) -> None:
        label = clean(row.fields.get("status", ""), "The status")
        if not label:
            raise UserError("the status has no label.")
        folded = label.casefold()
        if folded in self._merged:
            self._left_alone += 1
            return
        entry = self._labelled.get(folded)
        if entry is None:
            entry = self._add(label, row.fields)
        elif entry.place:
            raise UserError(f"“{label}” is there already: {entry.place}.")
        entry.place = row.place
        for key, typed in row.fields.items():
            if key != "status":
                self._set(entry, key, clean(typed, key.capitalize()), row.place)

    def check_spellings(self) -> None:
        """No spelling may lead to two statuses."""
        leads_to: dict[str, _Entry] = {entry.after["status"].casefold(): entry for entry in self._entries}
        for entry in sorted(self._entries, key=lambda entry: entry.place != ""):
            for alias in parted(entry.after["aliases"]):
                other = leads_to.setdefault(alias.casefold(), entry)
                if other is not entry and (entry.place or other.place):
                    raise UserError(
                        f"{entry.place or other.place}: “{alias}” leads to the status “{other.after['status']}”"
                        " already; merge the two first, or take it off the aliases."
                    )

    def changes(self) -> Iterator[StatusChange]:
        for entry in self._entries:
            after = {key: text for key, text in entry.after.items() if text != entry.before.get(key)}
            if after:
                before = {key: entry.before[key] for key in after if key in entry.before}
                yield StatusChange(entry.after["status"], entry.status_id, before, after)

    def unchanged(self) -> int:
        return self._left_alone + sum(1 for entry in self._entries if entry.place and entry.before == entry.after)

    def _add(self, label: str, fields: Mapping[str, str]) -> _Entry:
        stance = fields.get("stance", "").strip().lower() or stance_of(self._connection, label)
        blank = dict.fromkeys(VOCABULARY_COLUMNS, "") | {
            "status": label,
            "stance": stance,
            "colour": STANCE_COLOURS.get(stance, ""),
            "retired": "no",
            "position": str(self._next),
        }
        self._next += 1
        entry = _Entry(None, {}, blank)
        self._entries.append(entry)
        self._labelled[label.casefold()] = entry
        return entry

    def _set(self, entry: _Entry, key: str, text: str, place: str) -> None:
        """An empty cell clears a digit, cues and aliases, and leaves the rest as it is."""
        after = entry.after
        if key == "digit":
            self._set_digit(entry, text, place)
        elif key == "cues":
            after[key] = joined_cues(text)
        elif key == "aliases":
            spellings = {alias.casefold(): alias for alias in reversed(parted(text))}
            spellings.pop(after["status"].casefold(), None)
            after[key] = "; ".join(reversed(spellings.values()))
        elif not text:
            return
        elif key in {"stance", "colour"}:
            check_choice(key, text.lower())
            after[key] = text.lower()
        elif key == "retired":
            if text.lower() not in _YES | _NO:
                raise UserError(f"“{text}” says neither yes nor no to retired.")
            after[key] = "yes" if text.lower() in _YES else "no"
        elif key == "position":
            after[key] = str(whole_number(key, text))
        else:
            raise UserError(f"there is no column “{key}”; the columns are {', '.join(VOCABULARY_COLUMNS)}.")

    def _set_digit(self, entry: _Entry, text: str, place: str) -> None:
        digit = str(whole_number("digit", text) or "")
        if digit and digit in self._digits:
            raise UserError(f"the digit {digit} is given already: {self._digits[digit]}.")
        if digit:
            self._digits[digit] = place
            for other in self._entries:
                if other is not entry and other.after["digit"] == digit:
                    other.after["digit"] = ""
        entry.after["digit"] = digit


def status_fields(status: Status) -> dict[str, str]:
    """A status as a vocabulary file has it, by column."""
    return {
        "status": status.label,
        "stance": status.stance,
        "colour": status.colour,
        "digit": str(status.digit or ""),
        "cues": "; ".join(status.cues),
        "aliases": "; ".join(status.aliases),
        "retired": "yes" if status.retired else "no",
        "position": str(status.position),
    }


def _write(context: Context, change: StatusChange) -> None:
    after = change.after
    row: Row = {key: after[key] for key in ("stance", "colour", "cues") if key in after}
    if "digit" in after:
        row["digit"] = int(after["digit"]) if after["digit"] else None
    if "position" in after:
        row["position"] = int(after["position"])
    if "retired" in after:
        row["retired"] = int(after["retired"] == "yes")
    status_id = change.status_id
    if status_id is None:
        status_id = add_status(context, change.label, after["stance"], after["colour"])
    context.recorder.update("status", status_id, row)
    if "aliases" in after:
        present = {alias for _, alias in lookups.aliases_of_status(context.connection, status_id)}
        for alias in parted(after["aliases"]):
            if alias not in present:
                context.recorder.insert("status_alias", {"status_id": status_id, "alias": alias})
