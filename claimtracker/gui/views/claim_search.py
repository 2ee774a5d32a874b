"""Which claims the Claims view shows: found at once in a small project, beside the window's thread in a large one."""

from __future__ import annotations

from array import array
from functools import partial

from PySide6.QtCore import QObject, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.gui.reader import GiveWay, Question, Reader
from claimtracker.gui.session import Session
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ClaimFinder, SortKey

_FIRST = 200
"""Claims that are shown while the rest is still being put into its order."""
_SMALL = 3000
"""Claims of a project that are searched in less than a frame: no thread is worth it."""
_STRETCH = 0.005
"""Seconds that Python works on a letter before the window gets its turn, when everything is at hand: a few will do."""
_EVERYTHING = ClaimFilter()

Order = tuple[SortKey, ...]


class ClaimSearch(QObject):
    """Answers the newest question alone, and keeps what the next letter would have to read again."""

    found = Signal(object, object, bool)
    """An order, the claims in it, and whether these are all: of many the first are told as soon as they are known."""
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._finder = ClaimFinder()
        self._total: int | None = None
        self._reader = Reader(session.workspace.path, self, lingers=True)
        self._preparing = Reader(session.workspace.path, self)
        for reader in (self._reader, self._preparing):
            reader.failed.connect(self.failed)
        session.changed.connect(self._on_changed)

    @property
    def total(self) -> int:
        """How many claims the project has."""
        if self._total is None:
            self._total = queries.count_claims(self._session.workspace.connection, _EVERYTHING)
        return self._total

    @property
    def is_large(self) -> bool:
        """Whether it is searched beside the window's thread."""
        return self.total > _SMALL

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._reader.busy

    def look(self, wanted: ClaimFilter, order: Order, *, again: bool = False) -> None:
        """Find the claims; `again` where they are shown already, so that the first alone are no news."""
        everything: Question = partial(queries.claim_ids, wanted=wanted, order=order)
        if wanted == _EVERYTHING and not order:
            everything = queries.every_claim
        if not self.is_large:
            self._reader.stop()
            try:
                found = everything(self._session.workspace.connection)
            except UserError as error:
                self.failed.emit(str(error))
            else:
                self.found.emit(order, found, True)
        elif self._finder.answers(wanted, order):
            way = GiveWay(_STRETCH) if self._finder.prepared else GiveWay()
            kept = partial(self._finder.claim_ids, wanted=wanted, order=order, progress=way)
            self._reader.ask(kept, partial(self._on_found, wanted, order))
        elif again:
            self._reader.ask(everything, partial(self._on_found, wanted, order))
        else:
            first = partial(queries.first_claims, wanted=wanted, order=order, limit=_FIRST)
            self._reader.ask(first, partial(self._on_first_found, wanted, order, everything))

    def prepare(self) -> None:
        """Somebody is about to type: what the first letters need is read before they come."""
        if self.is_large and not self._preparing.busy and not self._finder.prepared:
            self._preparing.ask(partial(self._finder.prepare, progress=GiveWay()), _nothing_more)

    def stop(self) -> None:
        """What is looked for is not wanted any more."""
        self._reader.stop()
        self._preparing.stop()

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._reader.drain()
        self._preparing.drain()

    def _on_first_found(self, wanted: ClaimFilter, order: Order, everything: Question, ids: object) -> None:
        if isinstance(ids, array) and len(ids) == _FIRST:
            self.found.emit(order, ids, False)
            self._reader.ask(everything, partial(self._on_found, wanted, order))
        else:
            self._on_found(wanted, order, ids)

    def _on_found(self, wanted: ClaimFilter, order: Order, ids: object) -> None:
        if ids is not None:
            if wanted == _EVERYTHING and isinstance(ids, array):
                self._finder.learn(order, ids)
            self.found.emit(order, ids, True)

    def _on_changed(self, changes: ChangeSet) -> None:
        self._finder.forget(changes)
        if changes.table("claim").reshapes:
            self._total = None


def _nothing_more(_answer: object) -> None:
    """The answer was for the finder."""
