"""Articles from files, folders, ZIPs, sheets and addresses, read one by one; what fails is told, and stops nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.exchange.article_sheet import read_article_sheet
from claimtracker.exchange.gathering import Source, SourceReader, gather
from claimtracker.exchange.readers import ReadArticle
from claimtracker.exchange.readers.isolation import IsolatedReader
from claimtracker.operations import NewArticle
from claimtracker.operations.articles import check_article
from claimtracker.text.blocks import Mark, join_blocks
from claimtracker.text.dates import is_date

__all__ = ["ReadFile", "Source", "gather", "read_sources"]

MOST_CHARACTERS = 250_000_000
"""Characters that are read in one go, since all of them are held until they are imported: some 50,000 articles."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file or a row of a sheet gave: an article, or the reason why not."""

    name: str
    article: NewArticle | None = None
    problem: str = ""
    """One sentence that names the file."""
    warnings: tuple[str, ...] = ()
    passed_over: bool = False
    """It is no article by its name, and nobody pointed at it but at its folder: that is no failure."""


def read_sources(
    sources: Sequence[Source], progress: Progress = no_progress, *, keep_originals: bool = False
) -> list[ReadFile]:
    """The articles of all sources, in order; one that cannot be read never stops the rest.

    With `keep_originals` the files themselves will be kept in the project. Raises `Cancelled` from `progress`.
    """
    found: list[ReadFile] = []
    room = MOST_CHARACTERS
    files = SourceReader()
    with IsolatedReader() as reader:
        for done, source in enumerate(sources):
            watch = partial(progress, done, len(sources))
            watch()
            for read in _read(source, files, reader, watch):
                kept = read if room > 0 or read.article is None else _beyond(read.name)
                room -= len(kept.article.text) if kept.article else 0
                if kept.article is not None and keep_originals:
                    original = kept.article.original or partial(files.bytes_of, source)
                    kept = replace(kept, article=replace(kept.article, original=original))
                elif kept.article is not None:
                    kept = replace(kept, article=replace(kept.article, original=None))
                found.append(kept)
    return found


def _read(source: Source, files: SourceReader, reader: IsolatedReader, watch: Callable[[], None]) -> Iterator[ReadFile]:
    try:
        if source.kind == "passed over":
            yield ReadFile(source.name, problem=source.problem, passed_over=True)
        elif source.kind == "sheet":
            yield from _rows(source, files.bytes_of(source))
        else:
            raw = _fetched(source.name, watch) if source.kind == "address" else files.bytes_of(source)
            yield _checked(source.name, _article(reader.read_bytes(raw, source.name, watch), source, raw))
    except UserError as error:
        yield ReadFile(source.name, problem=str(error))


def _article(read: ReadArticle, source: Source, raw: bytes) -> tuple[NewArticle, tuple[str, ...]]:
    no_marks: tuple[Mark, ...] = ()
    if len(read.blocks) == 1 and read.blocks[0].kind is None:
        # A plain text is verbatim to its last line end.
        text, marks = read.blocks[0].text, no_marks
    else:
        text, marks = join_blocks(read.blocks)
    warnings = read.warnings
    if read.published and not is_date(read.published):
        warnings += (f"Its date “{read.published[:60]}” cannot be read.",)
    article = NewArticle(
        text=text,
        title=read.title,
        source=read.source,
        author=read.author,
        url=read.url or (source.name if source.kind == "address" else ""),
        published=read.published if is_date(read.published) else "",
        language=read.language,
        file_name=source.file_name,
        marks=marks,
        original_sha256=hashlib.sha256(raw).hexdigest(),
        # A page may be another one when it is fetched again.
        original=raw if source.kind == "address" else None,
    )
    return article, warnings


def _fetched(address: str, watch: Callable[[], None]) -> bytes:
    from claimtracker.exchange.fetching import fetch  # noqa: PLC0415  the network is for those who ask for it

    return fetch(address, lambda _done, _total: watch())


def _rows(source: Source, raw: bytes) -> Iterator[ReadFile]:
    digest = hashlib.sha256(raw).hexdigest()
    for row in read_article_sheet(raw, source.name):
        if row.article is None:
            yield ReadFile(row.place, problem=row.problem)
            continue
        article = replace(row.article, file_name=source.file_name, original_sha256=digest)
        yield _checked(row.place, (article, row.warnings))


def _checked(name: str, read: tuple[NewArticle, tuple[str, ...]]) -> ReadFile:
    """What would be refused later is told now, since one refusal then would stop all the others."""
    article, warnings = read
    try:
        check_article(replace(article, file_name=name))
    except UserError as error:
        return ReadFile(name, problem=str(error))
    return ReadFile(name, article, warnings=warnings)


def _beyond(name: str) -> ReadFile:
    return ReadFile(name, problem=f"{name} is too much for one go; import it after the others.")
