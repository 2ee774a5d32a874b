"""The cells of many claims for a sheet, read as text, page by page and column by column.

A value for each claim, or a loop over the cells of each, would take several times as long.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from claimtracker.storage.queries.filters import SOURCES

Spans = Mapping[int, Sequence[tuple[int, int]]]

_ARTICLE = {"article_title": 0, "source": 1, "url": 2, "published": 3, "article_sha256": 4}
"""The columns that all claims of an article share, by their place in what is read of it."""
_POINTED_TO = {key: source for key, source in SOURCES.items() if source.table not in {"", "article"}}
"""The columns that hold the name of something that a claim points to."""
_SPANS = {"start": 0, "end": 1}
_PLACED = ("claim.id", "claim.article_id", "sentence.start", 'sentence."end"', "sentence.number")


class SheetCells:
    """Reads these columns of claims. It reads a name once, so it is good for one state of the project."""

    def __init__(self, connection: sqlite3.Connection, keys: Sequence[str]) -> None:
        self._connection = connection
        self._keys = tuple(keys)
        elsewhere = {*_ARTICLE, *_POINTED_TO, *_SPANS, "claim_id", "sentence_number", "sentence_text", "tags"}
        self._own = {key: SOURCES[key].expression for key in keys if key not in elsewhere}
        self._names = {key: _Names(connection, key) for key in keys if key in _POINTED_TO}
        links = [_POINTED_TO[key].link for key in self._names]
        self._read = tuple(dict.fromkeys((*_PLACED, *links, *self._own.values())))
        # Cross joins are carried out in the order in which they stand: the ids lead.
        self._sql = f"""select {", ".join(self._read)}
            from json_each(?) as asked cross join claim on claim.id = asked.value
                left join sentence on sentence.id = claim.sentence_id"""  # noqa: S608  our own tables and columns

    def columns_of(self, ids: Sequence[int], spans: Spans) -> list[Sequence[str]]:
        """A sequence for each column, with the cells of these claims; those that are gone are left out.

        `spans` are those of the claims, in the order of the text: who writes a sheet has looked at them already.
        """
        asked = json.dumps(list(ids))
        rows = self._connection.execute(self._sql, (asked,)).fetchall()
        found = [row[0] for row in rows]
        if found != list(ids):
            places = {claim_id: place for place, claim_id in enumerate(ids)}
            rows.sort(key=lambda row: places[row[0]])
        if not rows:
            return [()] * len(self._keys)
        read = dict(zip(self._read, zip(*rows, strict=True), strict=True))
        cells: dict[str, Sequence[str]] = {key: read[expression] for key, expression in self._own.items()}
        cells["claim_id"] = [str(claim_id) for claim_id in read["claim.id"]]
        cells["sentence_number"] = [str(number) if number else "" for number in read["sentence.number"]]
        for key, names in self._names.items():
            cells[key] = [names[row_id] for row_id in read[_POINTED_TO[key].link]]
        self._add_shared(cells, read, asked)
        for key in _SPANS.keys() & self._keys:
            cells[key] = _ends(read["claim.id"], spans, _SPANS[key])
        if "tags" in self._keys:
            tags = _tags(self._connection, asked)
            cells["tags"] = [tags.get(claim_id, "") for claim_id in read["claim.id"]]
        return [cells[key] for key in self._keys]

    def _add_shared(self, cells: dict[str, Sequence[str]], read: Mapping[str, Sequence[int]], asked: str) -> None:
        """What comes of the articles: the columns that all their claims share, and the sentences cut out of them."""
        articles = _articles(self._connection, asked)
        of_claims = [articles[article_id] for article_id in read["claim.article_id"]]
        for key in _ARTICLE.keys() & self._keys:
            number = _ARTICLE[key]
            cells[key] = [article[number] for article in of_claims]
        if "sentence_text" in self._keys:
            # Cut out here and not by substr(), which stops at a NUL and counts from the start each time.
            cells["sentence_text"] = [
                "" if start is None else article[-1][start:end]
                for article, start, end in zip(of_claims, read["sentence.start"], read['sentence."end"'], strict=True)
            ]


class _Names(dict[int | None, str]):
    """What the rows that claims point to are called in one column, read as they are asked for."""

    def __init__(self, connection: sqlite3.Connection, key: str) -> None:
        super().__init__({None: ""})
        source = _POINTED_TO[key]
        self._connection = connection
        self._sql = f"select {source.expression} from {source.table} where id = ?"  # noqa: S608  our own tables

    def __missing__(self, row_id: int | None) -> str:
        row = self._connection.execute(self._sql, (row_id,)).fetchone()
        self[row_id] = name = "" if row is None else str(row[0])
        return name


def _ends(claim_ids: Sequence[int], spans: Spans, side: int) -> list[str]:
    """Where the spans of these claims begin, or where they end."""
    cells = []
    for claim_id in claim_ids:
        places = spans.get(claim_id, ())
        # Nearly every claim has one.
        cells.append(str(places[0][side]) if len(places) == 1 else ";".join([str(place[side]) for place in places]))
    return cells


def _articles(connection: sqlite3.Connection, asked: str) -> dict[int, tuple[str, ...]]:
    rows = connection.execute(
        """select id, title, source, url, published, sha256, text from article where id in (
            select article_id from claim where id in (select value from json_each(?)))""",
        (asked,),
    )
    return {article_id: tuple(cells) for article_id, *cells in rows}


def _tags(connection: sqlite3.Connection, asked: str) -> dict[int, str]:
    rows = connection.execute(
        """select claim_tag.claim_id, tag.label from claim_tag join tag on tag.id = claim_tag.tag_id
           where claim_tag.claim_id in (select value from json_each(?)) order by claim_tag.claim_id, claim_tag.id""",
        (asked,),
    )
    found: dict[int, str] = {}
    for claim_id, label in rows:
        found[claim_id] = f"{found[claim_id]}; {label}" if claim_id in found else label
    return found
