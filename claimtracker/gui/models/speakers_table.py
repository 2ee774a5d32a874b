"""The speakers as a table: ids in an order, rows read by the page, filtered by words, sorted, edited in place."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Speaker, SpeakerId
from claimtracker.gui.dates import short_date
from claimtracker.gui.reader import Question, Reader
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.words import overwritten
from claimtracker.operations import EditSpeaker
from claimtracker.storage import queries
from claimtracker.storage.queries import Days, SpeakersListed, SpeakersOrder
from claimtracker.text.folding import plain_words

Index = QModelIndex | QPersistentModelIndex

_LONGEST = 300
_PAGE = 64
_PAGES = 16
"""Pages of rows that are kept: more than any screen shows."""
_LOOK_AGAIN = 400
"""Milliseconds without a further change until a large project is looked through again."""


@dataclass(frozen=True, slots=True)
class SpeakerColumn:
    """One column: its heading, what it begins as wide as, and what it is for."""

    key: str
    label: str
    width: int
    help: str
    editable: bool = False


COLUMNS = (
    SpeakerColumn("name", "Name", 190, "The one name that this speaker has", editable=True),
    SpeakerColumn("claims", "Claims", 66, "How many claims are by this speaker"),
    SpeakerColumn("aliases", "Aliases", 190, "Other names that lead to this speaker, separated by ;", editable=True),
    SpeakerColumn("role", "Role", 150, "What this speaker is", editable=True),
    SpeakerColumn("affiliation", "Affiliation", 120, "Whom this speaker speaks for", editable=True),
    SpeakerColumn("first_seen", "First seen", 96, "The earliest claim: when it was said, else published"),
    SpeakerColumn("last_seen", "Last seen", 96, "The latest claim: when it was said, else published"),
)
KEYS = tuple(column.key for column in COLUMNS)
_SEEN = ("first_seen", "last_seen")


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """What a row shows: a speaker, and when first and last seen; empty until that was looked for."""

    speaker: Speaker
    first_seen: str = ""
    last_seen: str = ""


class SpeakersTableModel(QAbstractTableModel):
    """A row a speaker. In a large project order and counts come from a thread; what a row says is always of now."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(session.failed)
        self._ids: array[int] = array("q")
        self._listed = SpeakersListed(array("q"), 0, {})
        self._days: Days = {}
        self._pages: OrderedDict[int, list[SpeakerLine | None]] = OrderedDict()
        self._order = SpeakersOrder()
        self._held = self._watched = False
        self._stale = self._days_stale = self._resort = True
        self._gone: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LOOK_AGAIN)
        self._soon.timeout.connect(self._ask)
        self.refused: Draft | None = None
        """What was typed and refused last, until the table takes it back into the cell."""
        session.changed.connect(self._on_changed)

    @property
    def total(self) -> int:
        """How many speakers there are, shown or not."""
        return self._listed.total

    @property
    def unused(self) -> int:
        """How many of them no claim has."""
        return self._listed.unused

    @property
    def is_current(self) -> bool:
        """Whether everything it shows is as it is now."""
        return not self._stale and not self._days_stale

    @property
    def listed(self) -> bool:
        """Whether it was looked already who there is."""
        return not self._stale or self._listed.total > 0

    def claims_of(self, ids: Iterable[int]) -> int:
        """How many claims some speakers have together."""
        return sum(self._listed.claims.get(speaker_id, 0) for speaker_id in ids)

    def id_at(self, row: int) -> SpeakerId | None:
        """Whose row it is."""
        return SpeakerId(self._ids[row]) if 0 <= row < len(self._ids) else None

    def ids_between(self, first: int, last: int) -> Sequence[int]:
        """Whose rows these are, both included."""
        return self._ids[first : last + 1]

    def line_at(self, row: int) -> SpeakerLine | None:
        """What a row shows; None for no row, and for a speaker who is gone."""
        if not 0 <= row < len(self._ids):
            return None
        number = row // _PAGE
        if number not in self._pages:
            self._pages[number] = self._read(self._ids[number * _PAGE : (number + 1) * _PAGE])
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number][row % _PAGE]

    def row_of(self, speaker_id: SpeakerId | None) -> int:
        """The row of a speaker; -1 when none is shown."""
        try:
            return self._ids.index(-1 if speaker_id is None else int(speaker_id))
        except ValueError:
            return -1

    def show_words(self, typed: str) -> None:
        """Show only speakers who have all of these words (or beginnings of words) anywhere."""
        words = tuple(plain_words(typed).split())
        if words != self._order.words:
            self._order = replace(self._order, words=words)
            self._ask()

    def watch(self, *, watched: bool) -> None:
        """While the table is shown it is kept fresh."""
        self._watched = watched
        if not watched:
            self._soon.stop()
        self._refresh()

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._soon.stop()
        self.reader.drain()

    def hold(self, *, held: bool) -> None:
        """Nothing is read anew under an open editor."""
        self._held = held
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; speakers with nothing in it come last."""
        sorted_by = KEYS[column] if 0 <= column < len(KEYS) else "name"
        self._order = replace(self._order, sorted_by=sorted_by, descending=order == Qt.SortOrder.DescendingOrder)
        self._resort = True
        self._ask()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many speakers are shown."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """The columns of `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings, and what they mean."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column.key))
        return {Qt.ItemDataRole.DisplayRole: column.label, Qt.ItemDataRole.ToolTipRole: column.help}.get(
            Qt.ItemDataRole(role)
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is known of a speaker can be edited; what was counted cannot."""
        flags = super().flags(index)
        if index.isValid() and COLUMNS[index.column()].editable and not self._session.workspace.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; whole where it is edited."""
        one = self.line_at(index.row()) if index.isValid() else None
        if one is None:
            return None
        key = KEYS[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return _text(one, key)
        if role == Qt.ItemDataRole.DisplayRole:
            text = _text(one, key)
            return short_date(text) or text if key in _SEEN else text[:_LONGEST]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(key))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()].label}: {_text(one, key)[:_LONGEST] or 'nothing'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write what was typed, as one undo step; what cannot be is said, and kept in `refused`."""
        one = self.line_at(index.row()) if index.isValid() else None
        if one is None or role != Qt.ItemDataRole.EditRole or not COLUMNS[index.column()].editable:
            return False
        key, typed = KEYS[index.column()], str(value)
        if typed.strip() == _text(one, key):
            return False
        before = self._now(one, key)
        _, problem = self._session.attempt(EditSpeaker(one.speaker.id, {key: typed}))
        if problem:
            self.refused = self.draft_at(index, typed)
            self._session.failed.emit(problem)
        elif before != _text(one, key):
            self._session.notice.emit(overwritten(COLUMNS[index.column()].label, before))
        return not problem

    def draft_at(self, index: Index, typed: str) -> Draft | None:
        """What is typed in a cell; None when that is what the cell holds."""
        one = self.line_at(index.row()) if index.isValid() else None
        if one is None or typed == _text(one, KEYS[index.column()]):
            return None
        column = COLUMNS[index.column()]
        where = f"the {column.label.lower()} of {one.speaker.name}"
        return Draft("speaker", int(one.speaker.id), column.key, typed, where, _text(one, column.key))

    def _now(self, one: SpeakerLine, key: str) -> str:
        """What the file says now: another window may have written while an editor was open."""
        found = queries.speakers(self._session.workspace.connection, [one.speaker.id], counted=False)
        return _text(SpeakerLine(found[0]), key) if found else _text(one, key)

    def _read(self, ids: Sequence[int]) -> list[SpeakerLine | None]:
        found = queries.speakers(self._session.workspace.connection, ids, counted=False)
        claims = self._listed.claims
        known = {
            speaker.id: SpeakerLine(
                replace(speaker, claims=claims.get(speaker.id, 0)), *self._days.get(speaker.id, ("", ""))
            )
            for speaker in found
        }
        return [known.get(SpeakerId(speaker_id)) for speaker_id in ids]

    def _refresh(self, *, later: bool = False) -> None:
        if not self._watched or self._held or not self._stale:
            return
        if later and not self.reader.at_once(self._session.workspace.connection):
            # Rows say what is so now; who belongs where, and with how many claims, is looked for in a moment.
            self.reader.stop()
            self._show(array("q", (one for one in self._ids if one not in self._gone)), self._listed)
            self._soon.start()
        else:
            self._ask()

    def _ask(self) -> None:
        """Look who is to be listed; nobody is while nobody looks."""
        self._soon.stop()
        self._stale = True
        if not self._watched or self._held:
            return
        if self._days_stale and self._resort and self._order.sorted_by in _SEEN:
            self._ask_days()
            return
        order = replace(self._order, places=None if self._resort else self._ids[:])
        self._answer(partial(queries.list_speakers, order=order, days=self._days), self._on_listed)

    def _ask_days(self) -> None:
        self._answer(queries.days_of_speakers, self._on_days)

    def _answer(self, question: Question, then: Callable[[object], None]) -> None:
        try:
            self.reader.answer(self._session.workspace.connection, question, then)
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_listed(self, found: object) -> None:
        if not isinstance(found, SpeakersListed):
            return
        self._stale = self._resort = False
        self._gone.clear()
        self._show(found.ids, found)
        if self._days_stale:
            self._ask_days()

    def _on_days(self, found: object) -> None:
        if not isinstance(found, dict):
            return
        self._days, self._days_stale = found, False
        if self._stale:
            self._ask()
            return
        self._pages.clear()
        if self._ids:
            first, last = (KEYS.index(key) for key in _SEEN)
            self.dataChanged.emit(self.index(0, first), self.index(len(self._ids) - 1, last))

    def _show(self, ids: array[int], listed: SpeakersListed) -> None:
        self.beginResetModel()
        self._ids, self._listed = ids, listed
        self._pages.clear()
        self.endResetModel()

    def _on_changed(self, changes: ChangeSet) -> None:
        claim, speaker = changes.table("claim"), changes.table("speaker")
        days = claim.reshapes or bool(claim.fields & {"speaker_id", "said_on"}) or changes.touches("article")
        if not days and not changes.touches("speaker", "speaker_alias"):
            return
        # An edit leaves the rows where they are; a speaker who comes is put in its place.
        self._resort = self._resort or speaker.reshapes or not self._ids
        self._days_stale = self._days_stale or days
        self._stale = True
        self._gone |= speaker.deleted
        self._refresh(later=True)


def _alignment(key: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if key == "claims" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _text(one: SpeakerLine, key: str) -> str:
    if key == "aliases":
        return "; ".join(one.speaker.aliases)
    if key in _SEEN:
        return str(getattr(one, key))
    return str(getattr(one.speaker, key))
