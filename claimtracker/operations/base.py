"""What every operation is given."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage.journal import Recorder


@dataclass(frozen=True, slots=True)
class Context:
    """An open transaction: rows are written through the recorder only."""

    recorder: Recorder
    progress: Progress = no_progress

    @property
    def connection(self) -> sqlite3.Connection:
        """For queries inside the transaction."""
        return self.recorder.connection
