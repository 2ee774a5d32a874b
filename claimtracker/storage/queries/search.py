"""Search over everything: words typed into one box, found wherever a claim has them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from claimtracker.storage.queries.conditions import NEVER, Condition, all_of, any_of, one_of_ids
from claimtracker.text.folding import harmless, plain_words

_TERMS = re.compile(r'["“”„]([^"“”„]*)(["“”„]|$)|[^\s"“”„]+')

LABELS = (
    ("claim.status_id", "status", ("label",)),
    ("claim.fact_id", "fact", ("code || ' ' || title",)),
    ("claim.coder_id", "coder", ("name",)),
    ("claim.article_id", "article", ("title", "source")),
)
"""Columns of a claim that point to something with a label, its table, and the label’s texts. Small tables are looked up
first; the claims that point to what was found come from the index on each. Tags are apart: a claim has several."""
_NOT_ASCII = "*[^\x01-\x7f]*"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or the words of a phrase."""

    text: str
    is_open: bool
    """Whether its last word may go on: it is still being typed."""


def terms(typed: str) -> list[Term]:
    """What has to be found, each of it: words, and “phrases” in quotes; the last word as a beginning."""
    found = []
    for match in _TERMS.finditer(harmless(typed)):
        phrase, closing = match[1], match[2]
        if phrase is None:
            found.append(Term(match[0], is_open=not harmless(typed)[match.end() :].strip()))
        elif phrase.strip():
            found.append(Term(phrase.strip(), is_open=not closing))
    return found


@dataclass(frozen=True, slots=True)
class Sought:
    """A term as the full-text index is asked for it, and as it stands in the words of a label."""

    match: str
    words: str


def sought(typed: str) -> list[Sought]:
    """What a claim has to hold, each of it: in its own words or in the labels of what it points to.

    Signs that belong to no word are passed over; where nothing else is asked for, nothing is found.
    """
    found = []
    for term in terms(typed):
        words = plain_words(term.text)
        if words.strip():
            match = f'"{term.text}"' + (" *" if term.is_open else "")
            found.append(Sought(match, words.rstrip() if term.is_open else words))
    return found


def search_condition(connection: sqlite3.Connection, typed: str) -> Condition:
    """Claims that hold all that is sought."""
    full_text, conditions = [], []
    for one in sought(typed):
        labelled = _labelled(connection, one.words)
        if labelled:
            conditions.append(any_of([_in_full_text(one.match), *labelled]))
        else:
            full_text.append(one.match)
    if full_text:
        conditions.insert(0, _in_full_text(" ".join(full_text)))
    return all_of(conditions) if conditions or not terms(typed) else NEVER


def _labelled(connection: sqlite3.Connection, words: str) -> list[Condition]:
    # Ten thousand titles are folded by a function of ours in no time that a person types in: most are passed over
    # by what SQLite finds itself, since a word of a text of plain letters stands in it as it is.
    longest = max(words.split(), key=len)
    asked = {"words": words, "longest": longest if longest.isascii() else "", "accented": _NOT_ASCII}
    found = []
    for column, table, texts in LABELS:
        ids = [row[0] for row in connection.execute(_labels_sql(table, texts), asked)]
        if ids:
            found.append(one_of_ids(column, ids))
    tags = [row[0] for row in connection.execute(_labels_sql("tag", ("label",)), asked)]
    if tags:
        tagged = one_of_ids("tag_id", tags)
        found.append(Condition(f"claim.id in (select claim_id from claim_tag where {tagged.sql})", tagged.parameters))  # noqa: S608
    return found


def _labels_sql(table: str, texts: tuple[str, ...]) -> str:
    tests = [
        f"""((instr(lower({text}), :longest) or {text} glob :accented) and instr(plain_words({text}), :words))"""
        for text in texts
    ]
    return f"select id from {table} where {' or '.join(tests)}"  # noqa: S608  our own tables


def _in_full_text(match: str) -> Condition:
    return Condition("claim.id in (select rowid from claim_search where claim_search match ?)", (match,))
