"""Articles in the rows of a CSV or TSV file: title, source, published, url, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.exchange.rows import rows_of
from claimtracker.exchange.sheet_dates import Order, order_of, read_date
from claimtracker.exchange.sheet_headings import ARTICLE_COLUMNS, folded_heading, proposed_columns
from claimtracker.operations import NewArticle

_DELIMITERS = ",;\t|"
_TAGS = re.compile(r"<(?:p|br|div|a|span|img)\b[^<>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetArticle:
    """One row: its place for messages (“articles.csv, line 17”), and its article or what is wrong with it."""

    place: str
    article: NewArticle | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()


def read_article_sheet(raw: bytes, name: str) -> Iterator[SheetArticle]:
    """The articles in the bytes of a sheet called `name`; a row that cannot be taken never stops the others.

    The first line names the columns, by the names of `ARTICLE_COLUMNS`, whatever their order; others are left out.
    Raises `UserError` when no column holds texts.
    """
    rows = _until_broken(raw, name)
    first, header = next(rows, (1, []))
    if isinstance(header, str):
        raise UserError(header)
    places = proposed_columns(header, ARTICLE_COLUMNS)
    _check(header, places, f"{name}, line {first}")
    order = order_of(cells[places["published"]] for cells in _cells(raw, name, places.get("published")))
    left_out = [heading for place, heading in enumerate(header) if heading.strip() and place not in places.values()]
    warnings: tuple[str, ...] = (_left_out(left_out),) if left_out else ()
    for line, cells in rows:
        place = f"{name}, line {line}"
        if isinstance(cells, str):
            yield SheetArticle(place, problem=f"{cells} The rows from there on are not read.")
        elif any(cells[len(header) :]):
            yield SheetArticle(place, problem=f"{place}: there are {len(cells)} cells, but {len(header)} columns.")
        elif any(cell.strip() for cell in cells):
            yield _article(place, cells, places, order, warnings)
            warnings = ()


def _until_broken(raw: bytes, name: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows as far as they can be told apart; then the reason, with the line, in place of cells."""
    rows = rows_of(raw, name, _DELIMITERS)
    line = 1
    while True:
        try:
            line, cells = next(rows)
        except StopIteration:
            return
        except UserError as error:
            yield line + 1, str(error)
            return
        yield line, cells


def _cells(raw: bytes, name: str, place: int | None) -> Iterator[Sequence[str]]:
    """All rows that reach to a column."""
    if place is not None:
        yield from (cells for _, cells in _until_broken(raw, name) if not isinstance(cells, str) and len(cells) > place)


def _check(header: Sequence[str], places: Mapping[str, int], where: str) -> None:
    if not any(header):
        raise UserError(f"{where}: the first line should name the columns, but it is empty.")
    if {"claimuid", "claimid"} & {folded_heading(heading) for heading in header}:
        raise UserError(f"{where}: this is a claim sheet; bring it in as one (claimtracker import-claims).")
    if "text" not in places:
        raise UserError(f"{where}: no column holds the texts of articles; call it “text”.")


def _article(
    place: str, cells: Sequence[str], places: Mapping[str, int], order: Order, warnings: tuple[str, ...]
) -> SheetArticle:
    found = {key: cells[at] if at < len(cells) else "" for key, at in places.items()}
    text = found.pop("text").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return SheetArticle(place, problem=f"{place}: the cell of the text is empty.")
    published = read_date(found.pop("published", ""), order)
    if published.warning:
        warnings += (published.warning,)
    if _TAGS.search(text[:20_000]):
        warnings += ("Its text has HTML in it, which is kept as it is.",)
    article = NewArticle(
        text=text,
        title=_line(found.get("title", "")),
        source=_line(found.get("source", "")),
        author=_line(found.get("author", "")),
        url=_line(found.get("url", "")),
        published=published.value,
        language=_line(found.get("language", "")),
        note=found.get("note", ""),
    )
    return SheetArticle(place, article, warnings=warnings)


def _line(cell: str) -> str:
    return " ".join(cell.split())


def _left_out(headings: Sequence[str]) -> str:
    named = ", ".join(f"“{heading.strip()[:40]}”" for heading in headings[:8])
    return f"Not taken from this sheet: {named}{' …' if len(headings) > 8 else ''}."
