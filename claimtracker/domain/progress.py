"""How a long task tells how far it is, and hears that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then by a long task, with 0 of 0 where it cannot tell; raises `Cancelled` to stop it."""

    def __call__(self, done: int, total: int, /) -> None: ...


def no_progress(_done: int, _total: int) -> None:
    """The progress of a task that nobody watches."""
