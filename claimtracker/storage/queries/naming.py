"""What a project calls things, in every writing: for taking a name from what is typed."""

from __future__ import annotations

import sqlite3

from claimtracker.storage.queries.cue_words import cue_vocabulary
from claimtracker.storage.queries.vocabulary import facts, known_names, statuses
from claimtracker.text.known_names import KnownNames
from claimtracker.text.resolving import Names


def names_of_project(connection: sqlite3.Connection) -> Names:
    """The names and aliases of speakers, statuses and facts, and the reporting words that stand for a status."""
    labels: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
    for status in statuses(connection, retired=True, counted=False):
        labels[status.retired] += [(written, status.label) for written in (status.label, *status.aliases)]
    return Names(
        speakers=known_names(connection),
        statuses=KnownNames(labels[False]),
        facts=KnownNames(
            (written, fact.title) for fact in facts(connection, counted=False) for written in (fact.code, fact.title)
        ),
        retired=KnownNames(labels[True]),
        vocabulary=cue_vocabulary(connection),
    )
