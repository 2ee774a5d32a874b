"""The speakers as a table: read whole, filtered by words, sorted by any column, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import SpeakerId
from claimtracker.gui.dates import short_date
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.words import overwritten
from claimtracker.operations import EditSpeaker
from claimtracker.storage import queries
from claimtracker.storage.queries import SpeakerSummary
from claimtracker.text.folding import plain_words

Index = QModelIndex | QPersistentModelIndex

_LONGEST = 300


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

_SORTS: dict[str, Callable[[SpeakerSummary], tuple[object, ...]]] = {
    "name": lambda one: (one.speaker.name.casefold(),),
    "aliases": lambda one: (not one.speaker.aliases, "; ".join(one.speaker.aliases).casefold()),
    "role": lambda one: (not one.speaker.role, one.speaker.role.casefold()),
    "affiliation": lambda one: (not one.speaker.affiliation, one.speaker.affiliation.casefold()),
    "claims": lambda one: (one.speaker.claims,),
    "first_seen": lambda one: (not one.first_seen, one.first_seen),
    "last_seen": lambda one: (not one.last_seen, one.last_seen),
}


class SpeakersTableModel(QAbstractTableModel):
    """A row a speaker."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._everyone: list[SpeakerSummary] = []
        self._shown: list[SpeakerSummary] = []
        self._words: list[str] = []
        self._sorted_by = "name"
        self._descending = False
        self._held = self._watched = False
        self._stale = self._resort = True
        self.refused: Draft | None = None
        """What was typed and refused last, until the table takes it back into the cell."""
        session.changed.connect(self._on_changed)

    @property
    def total(self) -> int:
        """How many speakers there are, shown or not."""
        return len(self._everyone)

    @property
    def everyone(self) -> list[SpeakerSummary]:
        """All speakers, shown or not."""
        return self._everyone

    def summary_at(self, row: int) -> SpeakerSummary | None:
        """The speaker of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, speaker_id: SpeakerId | None) -> int:
        """The row of a speaker; -1 when none is shown."""
        return next((row for row, one in enumerate(self._shown) if one.speaker.id == speaker_id), -1)

    def show_words(self, typed: str) -> None:
        """Show only speakers who have all of these words (or beginnings of words) anywhere."""
        words = plain_words(typed).split()
        if words != self._words:
            self._words = words
            self._reset()

    def watch(self, *, watched: bool) -> None:
        """While the table is shown it is kept fresh."""
        self._watched = watched
        self._refresh()

    def hold(self, *, held: bool) -> None:
        """Nothing is read anew under an open editor."""
        self._held = held
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; speakers with nothing in it come last."""
        self._sorted_by = KEYS[column] if 0 <= column < len(KEYS) else "name"
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._resort = True
        self._reset()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many speakers are shown."""
        return 0 if parent.isValid() else len(self._shown)

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
        one = self.summary_at(index.row()) if index.isValid() else None
        if one is None:
            return None
        key = KEYS[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return _text(one, key)
        if role == Qt.ItemDataRole.DisplayRole:
            text = _text(one, key)
            return short_date(text) or text if key in {"first_seen", "last_seen"} else text[:_LONGEST]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(key))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()].label}: {_text(one, key)[:_LONGEST] or 'nothing'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write what was typed, as one undo step; what cannot be is said, and kept in `refused`."""
        one = self.summary_at(index.row()) if index.isValid() else None
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
        one = self.summary_at(index.row()) if index.isValid() else None
        if one is None or typed == _text(one, KEYS[index.column()]):
            return None
        column = COLUMNS[index.column()]
        where = f"the {column.label.lower()} of {one.speaker.name}"
        return Draft("speaker", int(one.speaker.id), column.key, typed, where, _text(one, column.key))

    def _now(self, one: SpeakerSummary, key: str) -> str:
        """What the file says now: another window may have written while an editor was open."""
        everyone = queries.speaker_summaries(self._session.workspace.connection) if self._stale else []
        return _text(next((found for found in everyone if found.speaker.id == one.speaker.id), one), key)

    def _refresh(self) -> None:
        if self._stale and self._watched and not self._held:
            self._stale = False
            self._everyone = queries.speaker_summaries(self._session.workspace.connection)
            self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        if self._resort:
            self._everyone.sort(key=lambda one: (one.speaker.name.casefold(), one.speaker.id))
            self._everyone.sort(key=_SORTS[self._sorted_by], reverse=self._descending)
            if self._descending:
                empty = [one for one in self._everyone if not _text(one, self._sorted_by)]
                self._everyone = [one for one in self._everyone if _text(one, self._sorted_by)] + empty
            self._resort = False
        else:
            places = {one.speaker.id: place for place, one in enumerate(self._shown)}
            self._everyone.sort(key=lambda one: places.get(one.speaker.id, len(places)))
        self._shown = [one for one in self._everyone if self._matches(one)]
        self.endResetModel()

    def _matches(self, one: SpeakerSummary) -> bool:
        if not self._words:
            return True
        known = one.speaker
        words = plain_words(" ".join((known.name, *known.aliases, known.role, known.affiliation, known.note)))
        return all(f" {word}" in words for word in self._words)

    def _on_changed(self, changes: ChangeSet) -> None:
        claim = changes.table("claim")
        if not changes.touches("speaker", "speaker_alias", "article") and not (
            claim.reshapes or claim.fields & {"speaker_id", "said_on"}
        ):
            return
        # An edit leaves the rows where they are; a speaker who comes is put in its place.
        self._resort = self._resort or changes.table("speaker").reshapes or not self._shown
        self._stale = True
        self._refresh()


def _alignment(key: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if key == "claims" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _text(one: SpeakerSummary, key: str) -> str:
    if key == "aliases":
        return "; ".join(one.speaker.aliases)
    if key in {"first_seen", "last_seen"}:
        return str(getattr(one, key))
    return str(getattr(one.speaker, key))
