"""The reporting words that suggest a status in this project."""

from __future__ import annotations

import sqlite3

from claimtracker.domain.stance import Stance
from claimtracker.resources import resource
from claimtracker.text.cues import StatusEntry, read_vocabulary


def cue_vocabulary(connection: sqlite3.Connection) -> tuple[StatusEntry, ...]:
    """The project's statuses with their cues, without retired ones; the shipped vocabulary where none has a cue."""
    rows = connection.execute(
        "select label, stance, colour, digit, cues from status where retired = 0 order by position, id"
    )
    entries = tuple(
        StatusEntry(label, _stance(stance), colour, digit, words)
        for label, stance, colour, digit, cues in rows
        if (words := tuple(part.strip() for part in cues.split(";") if part.strip()))
    )
    return entries or shipped_vocabulary()


def shipped_vocabulary() -> tuple[StatusEntry, ...]:
    """The statuses that a new project begins with."""
    return read_vocabulary(resource("vocabularies", "statuses.tsv"))


def _stance(text: str) -> Stance:
    return Stance(text) if text in tuple(Stance) else Stance.NEUTRAL
