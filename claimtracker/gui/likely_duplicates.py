"""Likely duplicates of one kind: looked for beside the window, asked about in a strip, and what was answered kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.gui.keys import Keymap
from claimtracker.gui.reader import GiveWay, Reader
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.duplicates_strip import DuplicatesStrip
from claimtracker.storage import queries
from claimtracker.storage.queries import LikelyDuplicate, Named

_LOOK_AFTER = 300
"""Milliseconds without a further change until they are looked for again."""


@dataclass(frozen=True, slots=True)
class LikelyKind:
    """What may be there twice, how that is found, and what merging does."""

    one: str
    """Also the table of the file that it is a row of."""
    tables: tuple[str, ...]
    """Whose changes can make a pair or end it."""
    find: Callable[..., list[LikelyDuplicate]]
    setting: str
    """Where the project keeps the pairs that were called not the same."""
    goes: str
    """What becomes of the name that does not stay."""


SPEAKERS = LikelyKind(
    "speaker",
    ("speaker", "speaker_alias"),
    queries.likely_duplicate_speakers,
    queries.SPEAKERS_NOT_SAME,
    "becomes an alias",
)
STATUSES = LikelyKind(
    "status",
    ("status", "status_alias"),
    queries.likely_duplicate_statuses,
    queries.STATUSES_NOT_SAME,
    "becomes another spelling",
)
TAGS = LikelyKind(
    "tag", ("tag", "claim_tag"), queries.likely_duplicate_tags, queries.TAGS_NOT_SAME, "goes, and its claims follow"
)


class LikelyDuplicates(QObject):
    """Fills its strip while somebody looks. To merge a pair is left to the view that shows the strip."""

    def __init__(self, session: Session, keys: Keymap, kind: LikelyKind, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._watched = False
        self._changed = True
        self.strip = DuplicatesStrip(keys, kind.one, kind.goes)
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(session.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        self.strip.merge_requested.connect(self._on_merge_requested)
        self.strip.not_same.connect(self._on_not_same)
        self.strip.ask_again_requested.connect(self._on_ask_again)
        session.changed.connect(self._on_changed)

    @property
    def busy(self) -> bool:
        """Whether they are looked for, or will be in a moment."""
        return self._soon.isActive() or self.reader.busy

    def watch(self, *, watched: bool) -> None:
        """Whether somebody looks who can merge: otherwise nothing is looked for."""
        self._watched = watched and not self._session.workspace.read_only
        if not self._watched:
            self._soon.stop()
            self.reader.stop()
        elif self._changed:
            self._soon.start(0)

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._soon.stop()
        self.reader.drain()

    def _look_again(self) -> None:
        self._changed = True
        if self._watched:
            self._soon.start(_LOOK_AFTER)

    def _look(self) -> None:
        self._soon.stop()
        self._changed = True
        self.strip.show_looking()
        question = partial(self._kind.find, progress=GiveWay())
        try:
            self.reader.answer(self._session.workspace.connection, question, self._on_found)
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_found(self, found: object) -> None:
        if isinstance(found, list):
            self._changed = False
            not_same = queries.pairs_not_same(self._session.workspace.connection, self._kind.setting)
            self.strip.show_pairs(found, len(not_same))

    def _on_changed(self, changes: ChangeSet) -> None:
        claims = changes.table("claim")
        if changes.touches(*self._kind.tables) or claims.reshapes or f"{self._kind.one}_id" in claims.fields:
            self.strip.drop(changes.table(self._kind.one).deleted)
            self._look_again()

    def _on_merge_requested(self, _stays: Named, goes: Named) -> None:
        # The merge may be refused or stopped; then the pair is found again.
        self.strip.drop({goes.id})
        self._look_again()

    def _on_not_same(self, pair: LikelyDuplicate) -> None:
        connection = self._session.workspace.connection
        if self._remember(queries.not_same_with(connection, self._kind.setting, [pair])):
            self.strip.put_away(pair)

    def _on_ask_again(self) -> None:
        if self._remember("[]"):
            self._look()
        self.strip.setFocus()

    def _remember(self, pairs: str) -> bool:
        try:
            self._session.workspace.remember(self._kind.setting, pairs)
        except UserError as error:
            self._session.failed.emit(str(error))
            return False
        return True
