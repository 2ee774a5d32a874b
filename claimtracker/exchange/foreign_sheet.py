"""Claim sheets that somebody else made, by a mapping of their columns: looked at, previewed row by row, brought in."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.values import ArticleId, Span
from claimtracker.exchange.cells import unguarded
from claimtracker.exchange.foreign_articles import Articles, Rest
from claimtracker.exchange.foreign_values import Values
from claimtracker.exchange.rows import read_rows
from claimtracker.exchange.sheet_dates import read_date
from claimtracker.exchange.sheet_headings import CLAIM_COLUMNS, proposed_columns
from claimtracker.operations import ImportClaims, SheetClaim, SheetCounts
from claimtracker.storage import queries
from claimtracker.storage.queries import lookups
from claimtracker.workspace import Workspace

_DELIMITERS = ",;\t|"
_MOST_ROWS = 200_000
_SAMPLE = 5
_LOOKED_AT = 200
"""Rows whose cells tell what a column holds."""
_ENOUGH = 0.6
"""The part of a column's cells that has to be known for it to be taken for what they are."""
_LABELS = {column.key: column.label for column in COLUMNS} | {
    "article": "Article number",
    "article_title": "Article title",
    "sentence_number": "Sentence number",
    "words": "Words in the article",
    "verdict": "Verdict on the fact",
}
_PLACES = ("words", "assertion", "sentence_text", "sentence_number")

TARGETS: Mapping[str, str] = {key: _LABELS[key] for key in CLAIM_COLUMNS}
"""What a column can be taken for, with what to call it: the keys of a mapping."""

Mapped = Mapping[str, str]
"""For each target the name of the sheet's column that it is taken from."""


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """A sheet as it lies there, and what its columns seem to be."""

    name: str
    columns: tuple[str, ...]
    """The headings, made different where they are not, and given a name where they have none."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """The line that each row begins on, and its cells."""
    mapping: Mapped
    """As proposed from names and values; the analyst says what holds."""

    @property
    def sample(self) -> tuple[tuple[str, ...], ...]:
        """The cells of the first rows."""
        return tuple(cells for _, cells in self.rows[:_SAMPLE])


class RowOutcome(StrEnum):
    """What would become of a row."""

    NEW = "new"
    ALREADY_THERE = "already there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it would come in."""

    place: str
    """“sheet.csv, line 17”."""
    outcome: RowOutcome
    article_id: ArticleId | None = None
    spans: tuple[Span, ...] = ()
    words: str = ""
    """The words of the article that the claim would rest on."""
    fields: Mapping[str, str] | None = None
    """What is said of the claim, by column key."""
    problem: str = ""
    """Why it is refused, in one sentence that names the row."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """All that a sheet would bring in, before any of it is written."""

    rows: tuple[PreviewRow, ...]
    claims: tuple[SheetClaim, ...]
    """The rows that are new, for `ImportClaims`."""
    additions: Mapping[str, tuple[str, ...]]
    """By column key, the speakers, statuses and facts that the project does not know yet and would get."""

    def count(self, outcome: RowOutcome) -> int:
        """How many rows have this outcome."""
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def refused(self) -> tuple[PreviewRow, ...]:
        """The rows that cannot be taken."""
        return tuple(row for row in self.rows if row.outcome is RowOutcome.REFUSED)


def look(path: Path, connection: sqlite3.Connection) -> ForeignSheet:
    """The columns and rows of a sheet, and what its columns seem to hold, by their names and by what is in them.

    Raises `UserError` naming the file, and the line where it cannot be read.
    """
    lines = read_rows(path, _DELIMITERS)
    first, header = next(lines, (1, []))
    if not any(cell.strip() for cell in header):
        raise UserError(f"{path.name}, line {first}: the first line should name the columns, but it is empty.")
    columns = _told_apart(header)
    rows = tuple(
        (line, _padded(cells, len(columns)))
        for line, cells in islice(lines, _MOST_ROWS + 1)
        if any(cell.strip() for cell in cells)
    )
    if len(rows) > _MOST_ROWS:
        raise UserError(f"{path.name} has more than {_MOST_ROWS:,} rows; bring it in in parts.")
    return ForeignSheet(path.name, columns, rows, _proposed(connection, header, columns, rows))


def check_mapping(sheet: ForeignSheet, mapping: Mapped) -> None:
    """Raises `UserError` when a mapping names what there is not, or nothing in it finds the words of a claim."""
    for key, name in mapping.items():
        if key not in TARGETS:
            raise UserError(f"A column cannot be taken for “{key}”; use {', '.join(TARGETS)}.")
        if name not in sheet.columns:
            raise UserError(f"{sheet.name} has no column “{name}”; its columns are {', '.join(sheet.columns)}.")
    if not set(_PLACES) & set(mapping):
        raise UserError(
            "Nothing finds the words of the claims: map words, assertion, sentence_text or sentence_number to one of"
            f" the columns of {sheet.name}, which are {', '.join(sheet.columns)}."
        )


def preview(
    connection: sqlite3.Connection,
    sheet: ForeignSheet,
    mapping: Mapped,
    article_id: ArticleId | None = None,
    progress: Progress = no_progress,
) -> SheetPreview:
    """What would come in: for each row its article, the words it rests on, its fields, or why it is refused.

    A row that names no article is about `article_id`. Nothing is written. Raises `UserError` for a mapping that
    cannot be meant, `Cancelled` from `progress`.
    """
    check_mapping(sheet, mapping)
    at = {key: sheet.columns.index(name) for key, name in mapping.items()}
    articles = Articles(connection, article_id)
    values = Values(connection, {key: [cells[column] for _, cells in sheet.rows] for key, column in at.items()})
    taken: set[tuple[object, ...]] = set()
    rows: list[PreviewRow] = []
    claims: list[SheetClaim] = []
    for done, (line, cells) in enumerate(sheet.rows):
        if done % 50 == 0:
            progress(done, len(sheet.rows))
        place = f"{sheet.name}, line {line}"
        if len(cells) > len(sheet.columns):
            problem = f"{place}: there are {len(cells)} cells, but {len(sheet.columns)} columns."
            rows.append(PreviewRow(place, RowOutcome.REFUSED, problem=problem))
            continue
        named = {key: unguarded(cells[column]) for key, column in at.items()}
        row = _row(place, named, articles, values, taken)
        rows.append(row)
        if row.outcome is RowOutcome.NEW and row.article_id is not None:
            claims.append(SheetClaim(row.place, articles.where(row.article_id, row.spans) | dict(row.fields or {})))
    return SheetPreview(tuple(rows), tuple(claims), values.additions(claim.fields for claim in claims))


def import_with(workspace: Workspace, found: SheetPreview, progress: Progress = no_progress) -> SheetCounts:
    """Bring in the new rows of a preview, in one undo step."""
    return workspace.run(ImportClaims(found.claims), progress=progress)


def _row(
    place: str, named: Mapping[str, str], articles: Articles, values: Values, taken: set[tuple[object, ...]]
) -> PreviewRow:
    try:
        rest: Rest = articles.rest_of(named)
        fields, warnings = values.fields(named)
    except UserError as error:
        return PreviewRow(place, RowOutcome.REFUSED, problem=f"{place}: {error}")
    said = values.said(fields)
    identity = (rest.article_id, rest.spans, said)
    there = identity in taken or said in articles.claims_at(rest.article_id, rest.spans)
    taken.add(identity)
    return PreviewRow(
        place,
        RowOutcome.ALREADY_THERE if there else RowOutcome.NEW,
        rest.article_id,
        rest.spans,
        rest.words,
        fields,
        warnings=rest.warnings + warnings,
    )


def _proposed(
    connection: sqlite3.Connection,
    header: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[tuple[int, tuple[str, ...]]],
) -> dict[str, str]:
    """By the names first; then what is still open by the values."""
    values = [[cells[place] for _, cells in rows[:_LOOKED_AT] if cells[place].strip()] for place in range(len(columns))]
    places = proposed_columns(header, CLAIM_COLUMNS)
    known = _tests(connection)
    for key, fits in known.items():
        place = places.get(key)
        if place is not None and key in _BY_VALUES_ONLY and not _mostly(values[place], fits):
            place = places.pop(key)
            if key == "quotation":
                # Whoever calls a column so means how it is quoted, or else what.
                places.setdefault("words", place)
    for key, fits in known.items():
        free = [place for place in range(len(columns)) if place not in places.values()]
        if key not in places:
            if key == "said_on":
                free = [place for place in free if not _NOT_SAID.search(columns[place])]
            found = next((place for place in free if _mostly(values[place], fits)), None)
            if found is not None:
                places[key] = found
    if (
        "article" not in places
        and "article_title" in places
        and _mostly(values[places["article_title"]], str.isdecimal)
    ):
        places["article"] = places.pop("article_title")
    return {key: columns[places[key]] for key in CLAIM_COLUMNS if key in places}


_BY_VALUES_ONLY = ("quotation", "said_on", "url")
"""What is so common a name for something else that its values have to bear it out."""
_NOT_SAID = re.compile(r"publi|added|creat|enter|updat|modif|retriev|access|cod", re.IGNORECASE)
"""Dates of something else than of what was said."""


def _tests(connection: sqlite3.Connection) -> dict[str, Callable[[str], bool]]:
    quotations = next(column.choices for column in COLUMNS if column.key == "quotation")
    names = {name.casefold() for speaker in queries.speakers(connection) for name in (speaker.name, *speaker.aliases)}
    return {
        "url": lambda cell: cell.strip().casefold().startswith(("http://", "https://", "www.")),
        "quotation": lambda cell: cell.strip().casefold() in quotations,
        "status": lambda cell: lookups.status_labelled(connection, cell.strip()) is not None,
        "speaker": lambda cell: cell.strip().casefold() in names,
        "said_on": lambda cell: read_date(cell, "day first").value != "" or read_date(cell, "month first").value != "",
    }


def _mostly(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(1 for cell in cells if fits(cell)) >= _ENOUGH * len(cells)


def _told_apart(header: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = plain = " ".join(cell.split()) or f"column {place}"
        again = 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        names.append(name)
    return tuple(names)


def _padded(cells: Sequence[str], columns: int) -> tuple[str, ...]:
    """A spreadsheet leaves off empty cells at the end of a line, or adds some; more that hold something are kept."""
    told = list(cells) if any(cells[columns:]) else list(cells[:columns])
    return (*told, *[""] * (columns - len(told)))
