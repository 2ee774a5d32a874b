"""What an operation changed: the one message that every table and window refreshes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NAMED_ROWS = 1000
"""Above this many rows of one table a change says "everything" and names no ids."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """The rows of one table that an operation inserted, updated or deleted."""

    inserted: frozenset[int] = frozenset()
    updated: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    fields: frozenset[str] = frozenset()
    """The columns that updates touched."""
    everything: bool = False
    """True when too many rows changed to name them: read again what is shown."""

    @property
    def reshapes(self) -> bool:
        """Whether rows came or went, or may have."""
        return self.everything or bool(self.inserted or self.deleted)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One committed operation, and the rows it touched by table."""

    operation_id: int
    kind: str
    label: str
    origin: str
    initiator: object | None = None
    """Who asked for it, so that a view can know its own change; None when it came from elsewhere."""
    tables: Mapping[str, TableChange] = field(default_factory=dict)

    def table(self, name: str) -> TableChange:
        """The change of one table; an empty one when it was not touched."""
        return self.tables.get(name, _NOTHING)

    def touches(self, *names: str) -> bool:
        """Whether any of these tables changed."""
        return any(name in self.tables for name in names)


_NOTHING = TableChange()

Listener = Callable[[ChangeSet], None]


class Listeners:
    """Who wants to hear of changes. Delivery is in order of subscription, in the thread of the writer."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; call what is returned to take it off again."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def emit(self, changes: ChangeSet) -> None:
        """Tell everybody."""
        for listener in tuple(self._listeners):
            listener(changes)
