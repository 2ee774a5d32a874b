"""What every operation is given."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage.journal import Recorder
from claimtracker.storage.statements import Item, pages


@dataclass(frozen=True, slots=True)
class Context:
    """An open transaction: rows are written through the recorder only."""

    recorder: Recorder
    progress: Progress = no_progress

    @property
    def connection(self) -> sqlite3.Connection:
        """For queries inside the transaction."""
        return self.recorder.connection

    def paged(self, ids: Sequence[Item]) -> Iterator[Sequence[Item]]:
        """Many ids or rows in stretches, telling how far it is between them: there a long operation can be stopped."""
        done = 0
        for page in pages(ids):
            self.progress(done, len(ids))
            yield page
            done += len(page)
