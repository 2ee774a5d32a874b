"""The stems of words, as the full-text indexes make them: SQLite is asked, so that they are the same to the letter."""

from __future__ import annotations

import atexit
import json
import sqlite3
from collections.abc import Collection
from functools import cache
from threading import Lock

_asking = Lock()


def stems(words: Collection[str]) -> dict[str, str]:
    """The stem of each word that has one."""
    asked = list(words)
    with _asking:
        index = _index()
        index.execute("insert into written(rowid, word) select key, value from json_each(?)", (json.dumps(asked),))
        found = index.execute("select doc, term from stem").fetchall()
        index.rollback()
    return {asked[place]: stem for place, stem in found}


def beginning(stem: str) -> str:
    """What all words of a stem begin with: the rules change the last letters, and of a short one the third at most."""
    return stem[:3] if len(stem) > 3 else stem[:2]


@cache
def _index() -> sqlite3.Connection:
    """An index in memory that is empty but while it is asked; whoever asks, one at a time."""
    index = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(index.close)
    index.execute("create virtual table written using fts5(word, tokenize='porter unicode61 remove_diacritics 2')")
    index.execute("create virtual table stem using fts5vocab(written, instance)")
    return index
