"""Claims found while a person types: what every letter would ask the file for again is kept in between."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage.queries.claims import claim_ids
from claimtracker.storage.queries.filters import ClaimFilter, filter_condition
from claimtracker.storage.queries.id_lists import added, stretches_of_ids
from claimtracker.storage.queries.places import FoundClaims, Marks, Places, places_by_article
from claimtracker.storage.queries.search import LABELS, sought, terms
from claimtracker.storage.queries.sorting import SortKey
from claimtracker.text.folding import plain_words

_EVERYTHING = ClaimFilter()
_TEXTS = {table: texts for _, table, texts in LABELS} | {"tag": ("label",)}
_POINTING = {
    table: f"select id from claim where {link} in (select value from json_each(?))"  # noqa: S608  our own tables
    for link, table, _ in LABELS
} | {"tag": "select claim_id as id from claim_tag where tag_id in (select value from json_each(?))"}
"""The claims that point to rows of a table: out of the index on them."""
_TAGGED_SO = "select claim_id as id from claim_tag where +tag_id in (select value from json_each(?))"
"""The same of many tags: to go through all that are tagged is shorter then, since the index does not tell the claim."""
_TAGGED = "select claim_id as id from claim_tag"
"""The claims that have any tag."""
_MANY_TAGS = 8
"""One tag in so many is many."""
_PLACE = {"article_id", "start"}
_SORTED_BY = ("claim", "claim_tag", *_TEXTS, "speaker", "sentence")
"""Tables that an order by columns may depend on."""
_FULL_TEXT = "select rowid as id from claim_search where claim_search match ?"
_FEW = 20_000
"""Claims that are looked at one by one for what else is asked of them; beyond, all that pass are found and compared."""


@dataclass(slots=True)
class _Kept:
    """What one state of the project was like; filled in as it is asked for."""

    labels: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By table: the words of each row's labels."""
    held: dict[tuple[str, int], tuple[str, list[tuple[int, str]]]] = field(default_factory=dict)
    """By table and number of a term: what was sought last, and the labels that hold it: a letter more is among them."""
    on_facts: dict[int, array[int]] | None = None
    """The claims on each fact: there are many facts, so a word of their titles is soon about half of all claims."""
    places: dict[tuple[SortKey, ...], Places] = field(default_factory=dict)
    learnt: tuple[tuple[SortKey, ...], array[int]] | None = None
    """An order that somebody else found out, and the claims in it."""
    lock: Lock = field(default_factory=Lock)
    """Held while something is read that is kept: two who need it do not both read it."""


class ClaimFinder:
    """Finds what `claim_ids` finds, sooner from the second time on.

    It may be asked in another thread than it is told of changes in. A thread that was at work before a change fills in
    what is thrown away then.
    """

    def __init__(self) -> None:
        self._kept = _Kept()

    def forget(self, changes: ChangeSet) -> None:
        """Forget what an operation made untrue."""
        kept = self._kept
        labels = {table: rows for table, rows in dict(kept.labels).items() if not changes.touches(table)}
        claims, articles = changes.table("claim"), changes.table("article")
        on_facts = None if "fact_id" in claims.fields or claims.reshapes else kept.on_facts
        moved = _PLACE & claims.fields or "published" in articles.fields or claims.reshapes or articles.reshapes
        places = {} if moved else dict(kept.places)
        learnt = kept.learnt
        if learnt is not None and changes.touches(*_SORTED_BY):
            places.pop(learnt[0], None)
            learnt = None
        self._kept = _Kept(labels, on_facts=on_facts, places=places, learnt=learnt)

    def answers(self, wanted: ClaimFilter, order: Sequence[SortKey]) -> bool:
        """Whether it finds these sooner: in the usual order or in the one that it learnt; all claims only if kept."""
        kept = self._kept
        if kept.learnt is not None and kept.learnt[0] == tuple(order):
            return True
        return not order and (wanted != _EVERYTHING or () in kept.places)

    def learn(self, order: Sequence[SortKey], ids: array[int]) -> None:
        """Be told of all claims in an order; the newest is kept, beside the usual one."""
        kept, order = self._kept, tuple(order)
        if order and (kept.learnt is None or kept.learnt[0] != order):
            usual = {known: places for known, places in dict(kept.places).items() if not known}
            self._kept = _Kept(dict(kept.labels), on_facts=kept.on_facts, places=usual, learnt=(order, ids))

    @property
    def prepared(self) -> bool:
        """Whether everything is at hand for the usual order."""
        kept = self._kept
        return () in kept.places and kept.on_facts is not None and all(table in kept.labels for table in _TEXTS)

    def prepare(self, connection: sqlite3.Connection, progress: Progress = no_progress) -> None:
        """Read what the first letters will need."""
        kept = self._kept
        _places(connection, kept, (), progress)
        for table in _TEXTS:
            _labels(connection, kept, table)
        if kept.on_facts is None:
            kept.on_facts = _claims_on_facts(connection, progress)

    def claim_ids(
        self,
        connection: sqlite3.Connection,
        wanted: ClaimFilter,
        *,
        order: Sequence[SortKey] = (),
        progress: Progress = no_progress,
    ) -> array[int] | FoundClaims:
        """The claims that match."""
        kept = self._kept
        if wanted == _EVERYTHING and kept.learnt is not None and kept.learnt[0] == tuple(order):
            return kept.learnt[1]
        places = _places(connection, kept, tuple(order), progress)
        marks = None
        if wanted.search.strip():
            marks = _searched(connection, kept, places, wanted.search, progress)
        rest = replace(wanted, search="")
        if rest != _EVERYTHING:
            marks = _passing(connection, places, rest, marks, progress)
        return places.ids if marks is None else places.found(marks)


def _places(connection: sqlite3.Connection, kept: _Kept, order: tuple[SortKey, ...], progress: Progress) -> Places:
    with kept.lock:
        places = kept.places.get(order)
        if places is None:
            if not order:
                places = places_by_article(connection, progress)
            elif kept.learnt is not None and kept.learnt[0] == order:
                places = Places(kept.learnt[1], progress=progress)
            else:
                places = Places(claim_ids(connection, _EVERYTHING, order=order), progress=progress)
            kept.places[order] = places
    return places


def _labels(connection: sqlite3.Connection, kept: _Kept, table: str) -> list[tuple[int, str]]:
    with kept.lock:
        rows = kept.labels.get(table)
        if rows is None:
            # The words of each text stand between blanks of their own: no phrase runs from one text into the next.
            sql = f"select id, {', '.join(_TEXTS[table])} from {table}"  # noqa: S608  our own tables
            rows = [(row_id, "".join(map(plain_words, texts))) for row_id, *texts in connection.execute(sql)]
            kept.labels[table] = rows
    return rows


def _claims_on_facts(connection: sqlite3.Connection, progress: Progress) -> dict[int, array[int]]:
    on_facts: dict[int, array[int]] = {}
    rows = connection.execute(
        "select fact_id, json_group_array(id) from claim where fact_id is not null group by fact_id"
    )
    for fact_id, ids in rows:
        progress(len(on_facts), 0)
        on_facts[fact_id] = added(array("i"), json.loads(ids))
    return on_facts


def _searched(
    connection: sqlite3.Connection, kept: _Kept, places: Places, typed: str, progress: Progress
) -> Marks | None:
    """The claims that hold all that is sought, as `search_condition` says; None where nothing is sought."""
    if not terms(typed):
        return None
    found: list[Marks] = []
    full_text = []
    for number, one in enumerate(sought(typed)):
        labelled = {table: ids for table in _TEXTS if (ids := _holding(connection, kept, (table, number), one.words))}
        if labelled:
            marks = _in_full_text(connection, places, one.match, progress)
            for table, ids in labelled.items():
                _mark_pointing(connection, kept, places, marks, (table, ids))
            found.append(marks)
        else:
            full_text.append(one.match)
    if full_text:
        found.append(_in_full_text(connection, places, " ".join(full_text), progress))
    if not found:
        return places.nothing()
    whole, *others = found
    for marks in others:
        whole.keep(marks)
    return whole


def _holding(connection: sqlite3.Connection, kept: _Kept, term: tuple[str, int], words: str) -> list[int]:
    """The rows of a table whose labels hold these words of a term."""
    rows = _labels(connection, kept, term[0])
    before, among = kept.held.get(term, ("", rows))
    held = [row for row in (among if before in words else rows) if words in row[1]]
    kept.held[term] = words, held
    return [row_id for row_id, _ in held]


def _in_full_text(connection: sqlite3.Connection, places: Places, match: str, progress: Progress) -> Marks:
    marks = places.nothing()
    for ids in stretches_of_ids(connection, _FULL_TEXT, (match,), progress):
        places.mark(marks, ids)
    return marks


def _mark_pointing(
    connection: sqlite3.Connection, kept: _Kept, places: Places, marks: Marks, pointed: tuple[str, list[int]]
) -> None:
    table, ids = pointed
    if table == "article" and places.articles is not None:
        for article_id in ids:
            places.mark_article(marks, article_id)
        return
    if table == "fact" and kept.on_facts is not None:
        for fact_id in ids:
            places.mark(marks, kept.on_facts.get(fact_id, ()))
        return
    sql, parameters = _POINTING[table], [json.dumps(ids)]
    if table == "tag":
        every = len(_labels(connection, kept, table))
        if len(ids) == every:
            sql, parameters = _TAGGED, []
        elif len(ids) * _MANY_TAGS > every:
            sql = _TAGGED_SO
    for claims in stretches_of_ids(connection, sql, parameters):
        places.mark(marks, claims)


def _passing(
    connection: sqlite3.Connection, places: Places, wanted: ClaimFilter, among: Marks | None, progress: Progress
) -> Marks:
    """The claims that pass the tests of columns, of those that were found so far."""
    where = filter_condition(connection, wanted)
    sql, parameters = f"select id from claim where {where.sql}", where.parameters  # noqa: S608  our own conditions
    if among is not None and len(few := places.found(among)) < _FEW:
        sql = f"""select claim.id from json_each(?) as found cross join claim on claim.id = found.value
            where {where.sql}"""  # noqa: S608  our own conditions
        parameters = (json.dumps(list(few)), *parameters)
    marks = places.nothing()
    for ids in stretches_of_ids(connection, sql, parameters, progress):
        places.mark(marks, ids)
    if among is not None:
        marks.keep(among)
    return marks
