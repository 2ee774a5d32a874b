"""Undoing one operation out of order: only where nothing that came later rests on what it did."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import HistoryEntry
from claimtracker.storage import schema
from claimtracker.storage.images import images_of, put_back
from claimtracker.storage.journal import Image, Recorder, Row, Value
from claimtracker.storage.past import Past
from claimtracker.storage.queries.history import operation
from claimtracker.storage.statements import pages
from claimtracker.text.moments import told_day

_NOW = (1 << 62) - 1
_NOW_AND_THEN = 1000
_SHARED = ("coder", "speaker", "status", "fact", "tag")
"""What an operation makes on the way, when a name is new: it stays where others use it by now."""
_STAMPS = {"claim": "updated_at", "review": "reviewed_at", "carried": "decided_at"}
"""Columns that say when something else was changed."""
_PIECES = {
    "claim_span": "claim_id",
    "claim_tag": "claim_id",
    "speaker_alias": "speaker_id",
    "status_alias": "status_id",
}
"""Rows that together are one field of something: who changes one of them changes that field."""
_CALLED = {
    "claim_span": "the words of the same claim", "claim_tag": "the tags of the same claim",
    "speaker_alias": "the aliases of the same speaker", "status_alias": "the spellings of the same status",
    "fact_evidence": "the same evidence", "review": "the same decision", "carried": "the same claim's later version",
}  # fmt: skip
_ALONE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "speaker": (("name",),), "status": (("label",), ("digit",)), "tag": (("label",),), "coder": (("name",),),
    "fact": (("title",), ("code",)), "article": (("sha256",),), "review": (("kind", "earlier_id", "later_id"),),
}  # fmt: skip
"""Columns of which no two rows may hold the same."""

_Images = Mapping[str, Mapping[int, Image]]


def undo_alone(recorder: Recorder, entry: HistoryEntry) -> None:
    """Put back what an operation overwrote, through a recorder, and leave everything else as it is.

    Raises `UserError` that names what stands in the way, and when it is undone already.
    """
    _check_standing(entry)
    undoing = _Undoing(recorder, entry, images_of(recorder, entry.id))
    undoing.check_untouched()
    undoing.write()
    recorder.progress(0, 0)
    undoing.check_whole()


def _check_standing(entry: HistoryEntry) -> None:
    if entry.kind == "ForgetHistory":
        raise UserError("What was forgotten cannot be brought back.")
    if entry.state == "inverse":
        raise UserError(f"“{entry.label}” is an undo or redo itself; undo and redo take it back in their order.")
    if entry.state != "done" or entry.undone_by is not None:
        raise UserError(f"“{entry.label}” of {told_day(entry.at)} is undone already.")


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """A row that is in the way, and what the operation that is to blame did to it."""

    table: str
    row_id: int
    words: str


class _Undoing:
    """One operation that is being undone."""

    def __init__(self, recorder: Recorder, entry: HistoryEntry, images: _Images) -> None:
        self._recorder = recorder
        self._connection = recorder.connection
        self._entry = entry
        self._images = images
        self._past = Past(self._connection)
        for table, rows in images.items():
            for ids in pages(tuple(rows)):
                recorder.progress(0, 0)
                self._past.load(table, ids)

    def check_untouched(self) -> None:
        """Raises `UserError` when something that it touched was touched since."""
        for obstacle in self._touched_rows():
            self._refuse(obstacle)
        for obstacle in self._touched_pieces():
            self._refuse(obstacle)

    def write(self) -> None:
        """Write the images back, and take away the names that it made and nobody else uses."""
        back: dict[str, dict[int, Image]] = {}
        for table, rows in self._images.items():
            for row_id, image in rows.items():
                if image is not None and table in _STAMPS and self._now(table, row_id) is not None:
                    back.setdefault(table, {})[row_id] = {**image, _STAMPS[table]: self._recorder.now}
                elif image is not None or table not in _SHARED:
                    back.setdefault(table, {})[row_id] = image
        put_back(self._recorder, back)
        kept = {table: self._shared_in_use(table) for table in _SHARED if table in self._images}
        for table, in_use in kept.items():
            made = [row_id for row_id, image in self._images[table].items() if image is None]
            self._recorder.delete_many(table, [row_id for row_id in made if row_id not in in_use])
        if not back and all(row_id in kept[table] for table, rows in self._images.items() for row_id in rows):
            self._refuse_in_use()

    def check_whole(self) -> None:
        """Raises `UserError` when something would be left without what it rests on, or be there twice."""
        for check in (self._broken_references, self._doubles, self._lost_words):
            for obstacle in check():
                self._refuse(obstacle)

    def _then(self, table: str, row_id: int) -> Row | None:
        return self._past.row(table, row_id, self._entry.id)

    def _now(self, table: str, row_id: int) -> Row | None:
        return self._past.row(table, row_id, _NOW)

    def _touched_rows(self) -> Iterator[_Obstacle]:
        for table, rows in self._images.items():
            stamp = _STAMPS.get(table)
            for number, (row_id, image) in enumerate(rows.items()):
                if number % _NOW_AND_THEN == 0:
                    self._recorder.progress(number, len(rows))
                if image is None and table in _SHARED:
                    continue
                then, now = self._then(table, row_id), self._now(table, row_id)
                columns = image if image is not None and then is not None and now is not None else (then or {})
                same = (then is None) == (now is None) and all(
                    (now or {}).get(name) == (then or {}).get(name) for name in columns if name != stamp
                )
                if not same:
                    what = _CALLED.get(table, f"the same {table}")
                    yield _Obstacle(table, row_id, f"changed {what} later" if now else f"took away {what} later")

    def _touched_pieces(self) -> Iterator[_Obstacle]:
        for table, column in _PIECES.items():
            rows = self._images.get(table, {})
            parents = {(self._then(table, row_id) or image or {}).get(column) for row_id, image in rows.items()}
            if not rows:
                continue
            sql = "select distinct row_id from change where operation_id > ? and table_name = ?"
            later = [row[0] for row in self._connection.execute(sql, (self._entry.id, table)) if row[0] not in rows]
            self._past.load(table, later)
            for row_id in later:
                then, now = self._then(table, row_id), self._now(table, row_id)
                if then != now and (then or now or {}).get(column) in parents:
                    yield _Obstacle(table, row_id, f"changed {_CALLED[table]} later")

    def _shared_in_use(self, table: str) -> set[int]:
        """Those of the names that it made that others point to by now, or that somebody has changed since."""
        made = [row_id for row_id, image in self._images[table].items() if image is None]
        used = {row_id for row_id in made if self._then(table, row_id) != self._now(table, row_id)}
        for child, column in _references(self._connection, table):
            rows = self._connection.execute(
                f'select distinct "{column}" from "{child}"'  # noqa: S608  our own tables and columns
                f' where "{column}" in (select value from json_each(?))',
                (json.dumps(made),),
            )
            used.update(row[0] for row in rows)
        return used

    def _refuse_in_use(self) -> None:
        for table, rows in self._images.items():
            for row_id in rows:
                if self._now(table, row_id) != self._then(table, row_id):
                    self._refuse(_Obstacle(table, row_id, f"changed the same {table} later"))
                for child, column in _references(self._connection, table):
                    sql = f'select id from "{child}" where "{column}" = ? order by id desc limit 1'  # noqa: S608
                    for (child_id,) in self._connection.execute(sql, (row_id,)).fetchall():
                        self._refuse(_Obstacle(child, child_id, f"uses the {table} that it made"))

    def _broken_references(self) -> Iterator[_Obstacle]:
        # Of the tables people know alone: the line of history that the images belong to is written last.
        tables = [f'pragma foreign_key_check("{table}")' for table in schema.TRACKED]
        broken = [row for check in tables for row in self._connection.execute(check).fetchall()]
        # The article is named before its sentences: what people know first.
        for table, row_id, parent, number in sorted(broken, key=lambda row: schema.TRACKED.index(row[2])):
            column = next(row[3] for row in _foreign_keys(self._connection, table) if row[0] == number)
            if self._images.get(table, {}).get(row_id) is not None:
                parent_id = (self._recorder.row(table, row_id) or {}).get(column)
                yield _Obstacle(parent, int(parent_id or 0), f"took away the {parent} that it needs")
            else:
                yield _Obstacle(table, row_id, "rests on it")

    def _doubles(self) -> Iterator[_Obstacle]:
        for table, choices in _ALONE.items():
            for row_id, image in self._images.get(table, {}).items():
                row = self._recorder.row(table, row_id) if image is not None else None
                for columns in choices:
                    if row is None or image is None or not set(columns) & set(image):
                        continue
                    other = self._other(table, row_id, {name: row[name] for name in columns})
                    if other is not None:
                        yield _Obstacle(table, other, f"made another {table} of the same {_told(columns)}")

    def _other(self, table: str, row_id: int, values: Row) -> int | None:
        if not all(values.values()):
            return None
        same = " and ".join(f'folded("{name}") = folded(?)' for name in values)
        sql = f'select id from "{table}" where id <> ? and {same} limit 1'  # noqa: S608  our own tables and columns
        parameters: tuple[Value, ...] = (row_id, *values.values())
        found = self._connection.execute(sql, parameters).fetchone()
        return None if found is None else int(found[0])

    def _lost_words(self) -> Iterator[_Obstacle]:
        """Spans whose words are not where they say, since the text of their article is another."""
        texts = [row_id for row_id, image in self._images.get("article", {}).items() if "text" in (image or {})]
        spans = [row_id for row_id, image in self._images.get("claim_span", {}).items() if image is not None]
        rows = self._connection.execute(
            """select claim_span.id, claim_span.start, claim_span."end", claim_span.quote, claim.article_id
               from claim_span join claim on claim.id = claim_span.claim_id
               where claim.article_id in (select value from json_each(?))
                   or claim_span.id in (select value from json_each(?)) order by claim.article_id""",
            (json.dumps(texts), json.dumps(spans)),
        ).fetchall()
        article_id, text = 0, ""
        for row_id, start, end, quote, owner in rows:
            if owner != article_id:
                article_id = owner
                (text,) = self._connection.execute("select text from article where id = ?", (owner,)).fetchone()
            if text[start:end] != quote:
                changed = owner in texts
                table, blamed = ("claim_span", row_id) if changed else ("article", owner)
                yield _Obstacle(
                    table, blamed, "rests on the text as it is now" if changed else "changed the text later"
                )

    def _refuse(self, obstacle: _Obstacle) -> None:
        blamed = self._blamed(obstacle)
        by = f" by {blamed.coder}" if blamed is not None and blamed.coder else ""
        who = "something later" if blamed is None else f"“{blamed.label}” of {told_day(blamed.at)}{by}"
        raise UserError(
            f"“{self._entry.label}” of {told_day(self._entry.at)} cannot be undone alone: {who} {obstacle.words}."
        )

    def _blamed(self, obstacle: _Obstacle) -> HistoryEntry | None:
        touched = self._past.operations_on(obstacle.table, (obstacle.row_id,))
        later = sorted((one for one in touched if self._entry.id < one < self._recorder.operation_id), reverse=True)
        entries = [operation(self._connection, number) for number in later[:50]]
        stand = [entry for entry in entries if entry.state == "done" and entry.undone_by is None]
        chosen: Sequence[HistoryEntry] = stand or entries
        return chosen[0] if chosen else None


def _references(connection: sqlite3.Connection, parent: str) -> list[tuple[str, str]]:
    """The tables and columns that point to a table."""
    return [(table, row[3]) for table in schema.TRACKED for row in _foreign_keys(connection, table) if row[2] == parent]


def _foreign_keys(connection: sqlite3.Connection, table: str) -> list[tuple[int, int, str, str]]:
    return connection.execute('select id, seq, "table", "from" from pragma_foreign_key_list(?)', (table,)).fetchall()


def _told(columns: tuple[str, ...]) -> str:
    return {"sha256": "text", "kind": "claims", "digit": "key"}.get(columns[0], columns[0])
