"""Statuses, tags and coders as tables: few rows, read whole, refreshed by ChangeSets alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Coder, Status, Tag
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.words import overwritten
from claimtracker.operations import EditStatus, RenameCoder, RenameTag
from claimtracker.storage import queries
from claimtracker.storage.queries import Connection
from claimtracker.workspace import Operation

Index = QModelIndex | QPersistentModelIndex
Entry = Status | Tag | Coder

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `Status`, `Tag` or `Coder` of an index."""
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""The `EntryColumn` of an index."""

_SHOWN = 300
_COUNT_AGAIN = 400
"""Milliseconds without a further change until the claims of a large project are counted again."""


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One column of a part of the vocabulary."""

    key: str
    label: str
    help: str
    width: int
    editor: str = ""
    """text, stance, colour or digit; empty for what is not edited in place."""
    number: bool = False
    fills: bool = False
    """Whether it takes the room that the others leave."""


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A part of the vocabulary: what it holds and how it is read and edited."""

    one: str
    many: str
    columns: tuple[EntryColumn, ...]
    name: str
    """The column that names an entry."""
    tables: tuple[str, ...]
    """Whose changes may show in it."""
    read: Callable[[Connection], Sequence[Entry]]
    """Without their claims being counted."""
    count: Callable[[Connection], Mapping[int, int]]
    """How many claims each has that has any."""
    edit: Callable[[Any, str, str], Operation[None]]
    """The operation that sets a column of an entry as typed."""
    empty: tuple[str, str]
    """What is said where there is none: a heading and a sentence."""


STATUSES = EntryKind(
    "status",
    "statuses",
    (
        EntryColumn("position", "№", "The order in which statuses are offered", 44, number=True),
        EntryColumn("label", "Status", "What the speaker did; a chip shows it in its colour", 190, "text"),
        EntryColumn("stance", "Stance", "What it means for the proposition", 100, "stance"),
        EntryColumn("colour", "Colour", "The colour of its chip and of the words of its claims", 104, "colour"),
        EntryColumn("digit", "Digit", "The key that gives it to the claim at hand", 62, "digit", number=True),
        EntryColumn("aliases", "Also written", "Other spellings that lead to it, separated by semicolons", 180, "text"),
        EntryColumn(
            "cues",
            "Cues",
            "Reporting words that suggest it, as base forms: deny",
            220,
            "text",
            fills=True,
        ),
        EntryColumn("claims", "Claims", "How many claims have it", 70, number=True),
        EntryColumn("retired", "Retired", "Whether it is not offered any more", 78),
    ),
    "label",
    ("status", "status_alias", "claim"),
    lambda connection: queries.statuses(connection, retired=True, counted=False),
    queries.claims_by_status,
    lambda status, key, text: EditStatus(status.id, {key: text}),
    (
        "No statuses",
        "A status says what a speaker did: denied, confirmed. Make one, import a vocabulary, or type it on a claim.",
    ),
)
TAGS = EntryKind(
    "tag",
    "tags",
    (
        EntryColumn("label", "Tag", "A label of your own", 420, "text"),
        EntryColumn("claims", "Claims", "How many claims have it", 90, number=True),
    ),
    "label",
    ("tag", "claim_tag"),
    lambda connection: queries.tags(connection, counted=False),
    queries.claims_by_tag,
    lambda tag, _key, text: RenameTag(tag.id, text),
    (
        "No tags yet",
        "Tags are labels of your own: type them into the Tags column of a claim, parted by semicolons.",
    ),
)
CODERS = EntryKind(
    "coder",
    "coders",
    (
        EntryColumn("name", "Coder", "Who tagged claims", 420, "text"),
        EntryColumn("claims", "Claims", "How many claims they tagged", 90, number=True),
    ),
    "name",
    ("coder", "claim"),
    lambda connection: queries.coders(connection, counted=False),
    queries.claims_by_coder,
    lambda coder, _key, text: RenameCoder(coder.id, text),
    (
        "Nobody has tagged a claim yet",
        "Who tags a claim becomes its coder. Here the same person under two names is made one.",
    ),
)


class VocabularyModel(QAbstractTableModel):
    """One row an entry. `setData` only runs an operation; what it changed comes back as a ChangeSet."""

    renamed = Signal(str, str)
    """What an entry was called, and what it is called now."""

    def __init__(self, session: Session, kind: EntryKind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._session = session
        self._entries: list[Entry] = []
        self._watched = self._held = False
        self._stale = self._uncounted = True
        self._claims: Mapping[int, int] = {}
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(session.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_COUNT_AGAIN)
        self._soon.timeout.connect(self._count)
        self.refused: Draft | None = None
        """What was typed when it was not taken; None when it was."""
        session.changed.connect(self._on_changed)

    def watch(self, *, watched: bool) -> None:
        """Whether somebody looks: what nobody looks at is not read again with each claim."""
        self._watched = watched
        if not watched:
            self._soon.stop()
        self._refresh()

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._soon.stop()
        self.reader.drain()

    @property
    def is_current(self) -> bool:
        """Whether everything it shows is as it is now."""
        return not self._stale and not self._uncounted

    def hold(self, *, held: bool) -> None:
        """While an editor is open nothing may be refreshed under it; what came meanwhile is taken up afterwards."""
        self._held = held
        self._refresh()

    def entry_at(self, row: int) -> Entry | None:
        """The entry of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    @property
    def entries(self) -> Sequence[Entry]:
        """All of them, in their order."""
        return self._entries

    def row_of(self, entry_id: int) -> int:
        """The row of an entry; -1 when it is gone."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == entry_id), -1)

    def column_of(self, key: str) -> int:
        """The number of a column; -1 when this part has no such column."""
        return next((number for number, column in enumerate(self.kind.columns) if column.key == key), -1)

    def name_of(self, entry: Entry) -> str:
        """What an entry is called."""
        return str(getattr(entry, self.kind.name))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many entries there are."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many columns this part has."""
        return 0 if parent.isValid() else len(self.kind.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Which cells can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.kind.columns[index.column()].editor and not self._session.workspace.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell: cut short for display, whole for editing."""
        entry = self.entry_at(index.row()) if index.isValid() else None
        if entry is None:
            return None
        column = self.kind.columns[index.column()]
        if role == ENTRY_ROLE:
            return entry
        if role == COLUMN_ROLE:
            return column
        if role not in _TEXT_ROLES:
            return None
        text = str(index.row() + 1) if column.key == "position" else entry_text(entry, column.key)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}: {text[:_SHOWN] or 'empty'}"
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The labels of the columns, with what they hold as a tip."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.kind.columns):
            column = self.kind.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.label
            if role == Qt.ItemDataRole.ToolTipRole:
                return column.help
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Run the operation that sets a cell; False when it was refused, which the session tells."""
        entry = self.entry_at(index.row()) if index.isValid() else None
        if entry is None or role != Qt.ItemDataRole.EditRole:
            return False
        key = self.kind.columns[index.column()].key
        if entry_text(entry, key) == str(value):
            return True
        before = self._now(entry, key)
        _, problem = self._session.attempt(self.kind.edit(entry, key, str(value)))
        self.refused = self.draft_at(index, str(value)) if problem else None
        if problem:
            self._session.failed.emit(problem)
            return False
        if key == self.kind.name:
            self.renamed.emit(self.name_of(entry), str(value).strip())
        if before != entry_text(entry, key):
            self._session.notice.emit(overwritten(self.kind.columns[index.column()].label, before))
        return True

    def draft_at(self, index: Index, typed: str) -> Draft | None:
        """What is typed in a cell; None when that is what the cell holds."""
        entry = self.entry_at(index.row()) if index.isValid() else None
        if entry is None:
            return None
        column = self.kind.columns[index.column()]
        before = entry_text(entry, column.key)
        where = f"the {column.label.lower()} of {self.name_of(entry)}"
        return Draft(self.kind.many, int(entry.id), column.key, typed, where, before) if typed != before else None

    def _now(self, entry: Entry, key: str) -> str:
        """What the file says now: another window may have written while an editor was open."""
        entries = self.kind.read(self._session.workspace.connection) if self._stale else ()
        return entry_text(next((found for found in entries if found.id == entry.id), entry), key)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*self.kind.tables):
            self._stale = True
            claims = changes.table("claim")
            column = f"{self.kind.one}_id"
            if claims.reshapes or column in claims.fields or changes.touches("claim_tag"):
                self._uncounted = True
            self._refresh(later=True)

    def _refresh(self, *, later: bool = False) -> None:
        if not self._watched or self._held:
            return
        if self._uncounted:
            if later and not self.reader.at_once(self._session.workspace.connection):
                self.reader.stop()
                self._soon.start()
            else:
                self._count()
        if self._stale:
            self._show(list(self.kind.read(self._session.workspace.connection)))

    def _count(self) -> None:
        self._soon.stop()
        try:
            self.reader.answer(self._session.workspace.connection, self.kind.count, self._on_counted)
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_counted(self, found: object) -> None:
        if isinstance(found, dict):
            self._claims, self._uncounted = found, False
            if not self._stale:
                self._show(self._entries)

    def _show(self, found: Sequence[Entry]) -> None:
        self._stale = False
        entries = [replace(entry, claims=self._claims.get(entry.id, 0)) for entry in found]
        if [entry.id for entry in entries] == [entry.id for entry in self._entries]:
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, len(self.kind.columns) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()


def entry_text(entry: Entry, key: str) -> str:
    """One column of an entry as text."""
    value = getattr(entry, key)
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "retired" if value else ""
    return "" if value is None else str(value)


_TEXT_ROLES = {
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.EditRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
}
