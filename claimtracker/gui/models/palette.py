"""What the command palette lists: actions, articles, claims, speakers, facts and statuses that fit what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.values import ClaimRow
from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.dates import short_date
from claimtracker.gui.keys import written
from claimtracker.gui.reader import GiveWay, Reader
from claimtracker.storage import queries
from claimtracker.text.matching import plain, ranked

Index = QModelIndex | QPersistentModelIndex
Kind = Literal["action", "article", "claim", "speaker", "fact", "status", "filter"]

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `Entry` of an index, or the `Heading`."""

_EACH = 6
"""So many of each kind while all kinds are looked through."""
_ALONE = 60
"""So many where one kind is asked for."""
_LONGEST = 300

_HEADINGS: Mapping[Kind, str] = {
    "action": "Actions",
    "article": "Articles",
    "speaker": "Speakers",
    "fact": "Facts",
    "status": "Statuses",
    "filter": "Saved filters",
    "claim": "Claims",
}
_PREFIXES: Mapping[str, Kind] = {">": "action", "@": "speaker", "#": "article", "?": "claim"}
_OF_PROJECT: tuple[Kind, ...] = ("article", "speaker", "fact", "status")
_BARELY = 0.5
"""How well a claim fits in which the words occur: less than a name that begins with them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that can be chosen. `key` is that of the action, else the row's id."""

    kind: Kind
    key: str
    name: str
    detail: str = ""
    keys: str = ""
    """The shortcut of an action."""
    status: str = ""
    """Drawn as a pill: the status of a claim."""
    colour: str = ""

    @property
    def mark(self) -> str:
        """What it is remembered by among those used lately."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above a group."""

    text: str


class PaletteModel(QAbstractListModel):
    """A row an entry, in groups with a heading each. Everything with a name is read once, until `forget`."""

    named = Signal()
    """What the project calls things is known now."""
    found = Signal()
    """What was typed last is listed now: it was looked for beside the window."""

    def __init__(self, actions: Mapping[str, QAction], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rows: list[Heading | Entry] = []
        self._connection: queries.Connection | None = None
        self._named: dict[Kind, list[Entry]] = {}
        self._labels: dict[tuple[Kind, int], list[str]] = {}
        self._reader: Reader | None = None

    def forget(self) -> None:
        """What has a name is to be read again: the project was changed, or another one was opened."""
        if self._reader is not None:
            self._reader.stop()
        self._named, self._labels = {}, {}

    def look_into(
        self, connection: queries.Connection | None, filters: Sequence[str] = (), reader: Reader | None = None
    ) -> None:
        """Search a project and its saved filters from now on; None leaves the actions alone.

        Raises `UserError` when the project cannot be read. With a reader, what a large project calls things is read
        beside the window; `named` tells when it is here.
        """
        if connection is not self._connection:
            self.forget()
        self._connection, self._reader = connection, reader
        if connection is not None and "article" not in self._named:
            if reader is None:
                self._on_named(_everything_named(connection))
            else:
                reader.answer(connection, partial(_everything_named, progress=GiveWay()), self._on_named)
        self._named["filter"] = [Entry("filter", name, _line(name)) for name in filters]
        self._labels["filter", 0] = self._labels["filter", 1] = [plain(name) for name in filters]
        specs = [spec for spec in ACTIONS if self._actions[spec.key].isEnabled() and spec.key != "palette.open"]
        self._named["action"] = [self._action_entry(spec.key, spec.menu) for spec in specs]
        self._labels["action", 0] = [plain(entry.name) for entry in self._named["action"]]
        self._labels["action", 1] = [plain(f"{spec.menu} {spec.label} {spec.tip}") for spec in specs]

    def _on_named(self, found: object) -> None:
        if isinstance(found, _Named):
            self._named |= found.entries
            self._labels |= found.labels
            self.named.emit()

    @property
    def busy(self) -> bool:
        """Whether what was typed is being looked for yet."""
        return False

    def settle(self) -> None:
        """Have what was typed last listed, before one of it is chosen."""

    def search(self, typed: str, recent: Sequence[str] = ()) -> None:
        """List what fits, the best group first; with nothing typed, what was used lately and then the actions."""
        kind = _PREFIXES.get(typed[:1])
        if kind is not None:
            groups = [(_HEADINGS[kind], self._of_kind(kind, typed[1:].strip(), _ALONE)[0])]
        elif typed.strip():
            groups = self._of_all_kinds(typed.strip())
        else:
            lately = self._recent(recent)
            groups = [("Recently used", lately), ("Actions", self._named["action"])]
        self.show_groups(groups)

    def show_groups(self, groups: Sequence[tuple[str, Sequence[Entry]]]) -> None:
        """List entries under their headings; a group without entries is left out."""
        self.beginResetModel()
        self._rows = []
        for heading, entries in groups:
            if entries:
                self._rows += [Heading(heading), *entries]
        self.endResetModel()

    def entry_at(self, row: int) -> Entry | None:
        """The entry of a row; None for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Entry) else None

    def next_entry(self, row: int, step: int) -> int:
        """The row of the next entry from a row on, up or down, going round at the ends; -1 when there is none."""
        for number in range(1, len(self._rows) + 1):
            place = (row + number * step) % len(self._rows)
            if self.entry_at(place) is not None:
                return place
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Entries and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and self.entry_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name; the whole row under its own role."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ENTRY_ROLE:
            return row
        if isinstance(row, Heading):
            return row.text if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.name, row.status, row.detail, row.keys, row.kind) if part)
        return None

    def _of_all_kinds(self, typed: str) -> list[tuple[str, list[Entry]]]:
        found: list[tuple[float, str, list[Entry]]] = []
        for kind, heading in _HEADINGS.items():
            entries, fit = self._of_kind(kind, typed, _EACH)
            found.append((fit, heading, entries))
        # The sort is stable: of two groups that fit alike the one declared first stays first.
        found.sort(key=lambda group: -group[0])
        return [(heading, entries) for _, heading, entries in found]

    def _of_kind(self, kind: Kind, typed: str, limit: int) -> tuple[list[Entry], float]:
        """The entries of one kind that fit, best first, and how well the best does."""
        if kind == "claim":
            found = self._claims(typed, limit)
            return found, _BARELY if found else 0.0
        entries = self._named.get(kind, [])
        if not typed:
            return entries[:limit], 1.0
        best = ranked(typed, self._labels[kind, 0], limit=limit) if entries else []
        if entries and (not best or best[0][1] <= _BARELY):
            # Not by its name, so by what else it is known by; what is only like it comes after that.
            wider = [(place, fit * 0.8) for place, fit in ranked(typed, self._labels[kind, 1], limit=limit)]
            known = {place for place, _ in wider}
            best = sorted(wider + [fit for fit in best if fit[0] not in known], key=lambda fit: -fit[1])[:limit]
        return [entries[place] for place, _ in best], best[0][1] if best else 0.0

    def _claims(self, typed: str, limit: int) -> list[Entry]:
        if self._connection is None:
            return []
        ids = queries.find_claims(self._connection, typed, limit)
        return [_claim_entry(claim) for claim in queries.claims(self._connection, ids)]

    def _recent(self, marks: Sequence[str]) -> list[Entry]:
        known = {entry.mark: entry for entries in self._named.values() for entry in entries}
        claims = [mark.removeprefix("claim:") for mark in marks if mark.startswith("claim:")]
        ids = [int(number) for number in claims if number.isdecimal()]
        if self._connection is not None and ids:
            known |= {entry.mark: entry for entry in map(_claim_entry, queries.claims(self._connection, ids))}
        return [known[mark] for mark in marks if mark in known]

    def _action_entry(self, key: str, menu: str) -> Entry:
        action = self._actions[key]
        return Entry("action", key, action.iconText(), menu, written(action.shortcut()))


@dataclass(frozen=True, slots=True)
class _Named:
    entries: dict[Kind, list[Entry]]
    labels: dict[tuple[Kind, int], list[str]]


def _everything_named(connection: queries.Connection, progress: Progress = no_progress) -> _Named:
    named = _Named({kind: [] for kind in _OF_PROJECT}, {(kind, wide): [] for kind in _OF_PROJECT for wide in (0, 1)})
    found = queries.findable(connection)
    for number, row in enumerate(found):
        progress(number, len(found))
        named.entries[row.kind].append(_named_entry(row))
        named.labels[row.kind, 0].append(plain(row.name))
        named.labels[row.kind, 1].append(plain(f"{row.name} {row.also}"))
    return named


def _named_entry(row: queries.Findable) -> Entry:
    name = _line(row.name)
    if row.kind == "article":
        parts = [_line(row.also), short_date(row.detail) or "undated"]
        return Entry("article", str(row.id), name, " · ".join(part for part in parts if part))
    used = f"{row.claims} claim" + ("" if row.claims == 1 else "s")
    detail = " · ".join(part for part in (_line(row.detail), used) if part)
    return Entry(row.kind, str(row.id), name, detail, colour=row.colour)


def _claim_entry(claim: ClaimRow) -> Entry:
    said = _line(claim.assertion or claim.sentence_text) or "—"
    detail = " · ".join(part for part in (_line(claim.speaker), short_date(claim.said_on or claim.published)) if part)
    return Entry("claim", str(claim.id), said, detail, status=claim.status, colour=claim.colour)


def _line(text: str) -> str:
    return " ".join(text[: _LONGEST * 2].split())[:_LONGEST]
