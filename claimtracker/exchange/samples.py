"""The sample project that a first start opens: written for this program, made from `seeds/`."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from claimtracker.domain.columns import EDITABLE
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, Span, SpeakerId
from claimtracker.operations import AddClaim, EditSpeaker, ImportArticles, NewArticle, SetVersionOf
from claimtracker.operations.base import Context
from claimtracker.operations.fields import find_or_add_speaker
from claimtracker.resources import seeds
from claimtracker.storage import queries
from claimtracker.storage.files import replace_file
from claimtracker.text.encodings import decode
from claimtracker.workspace import Workspace

BETWEEN_PIECES = " ⟂ "
"""What divides the pieces of a quote in `claims.csv`: `“A,” he said, “B”` is claimed as `A ⟂ B`."""

_CODER = "Sample"
_SPEAKER_FIELDS = ("aliases", "role", "affiliation")


def make_sample_project(path: Path, *, origin: str = "gui") -> None:
    """Make the sample project at `path`, whole or not at all.

    `origin` says who asked, for its history: gui, cli or api. Raises `UserError` if there is a file already or if it
    cannot be made.
    """
    if path.exists():
        raise UserError(f"There is already a file at {path}; the sample project was not made.")
    part = path.with_name(f".{secrets.token_hex(4)}.{path.name}")
    try:
        with Workspace.create(part, coder=_CODER, origin=origin) as workspace:
            workspace.run(AddSamples(seeds()))
        replace_file(part, path)
    except OSError as error:
        raise UserError(f"The sample project {path} could not be made: {error.strerror}.") from error
    finally:
        for side in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + side).unlink()


@dataclass(frozen=True, slots=True)
class AddSamples:
    """Add the articles of a folder, their speakers and the claims tagged in them, in one undo step.

    The folder holds text files, and three tables that name them: `articles.csv`, `speakers.csv`, `claims.csv`.
    Raises `UserError` naming the table and the line of what does not fit.
    """

    folder: Path
    label = "Add sample articles"

    def apply(self, context: Context) -> None:
        """Carry out the ordinary operations one after the other."""
        articles: dict[str, tuple[ArticleId, str]] = {}
        for place, row in _table(self.folder / "articles.csv"):
            articles[row["file"]] = _add_article(context, self.folder, row, articles, place)
        for _, row in _table(self.folder / "speakers.csv"):
            speaker_id = find_or_add_speaker(context, row["name"])
            if speaker_id is not None:
                changes = {key: row[key] for key in _SPEAKER_FIELDS}
                EditSpeaker(SpeakerId(speaker_id), changes).apply(context)
        for place, row in _table(self.folder / "claims.csv"):
            if row["file"] not in articles:
                raise UserError(f"{place}: there is no article {row['file']} in articles.csv.")
            article_id, text = articles[row["file"]]
            spans = find_quote(text, row["quote"].split(BETWEEN_PIECES), int(row["occurrence"] or 1))
            if not spans:
                raise UserError(f"{place}: the words “{row['quote']}” are not in {row['file']}.")
            fields = {key: value for key, value in row.items() if key in EDITABLE}
            AddClaim(article_id, spans, fields).apply(context)
        for article_id, _ in articles.values():
            earlier = queries.article(context.connection, article_id).revision_of
            if earlier is not None:
                SetVersionOf(article_id, earlier).apply(context)


def find_quote(text: str, pieces: Sequence[str], occurrence: int = 1) -> tuple[Span, ...]:
    """Where the pieces of a quote stand, one after the other, from the given occurrence of the first; or nowhere."""
    start = -1
    for _ in range(occurrence):
        start = text.find(pieces[0], start + 1)
        if start < 0:
            return ()
    spans = [Span(start, start + len(pieces[0]))]
    for piece in pieces[1:]:
        start = text.find(piece, spans[-1].end)
        if start < 0:
            return ()
        spans.append(Span(start, start + len(piece)))
    return tuple(spans)


def _add_article(
    context: Context,
    folder: Path,
    row: Mapping[str, str],
    articles: Mapping[str, tuple[ArticleId, str]],
    place: str,
) -> tuple[ArticleId, str]:
    earlier = row["revision_of"]
    if earlier and earlier not in articles:
        raise UserError(f"{place}: the earlier version {earlier} is not listed before it.")
    text = _read(folder / row["file"])
    article = NewArticle(
        text=text,
        title=row["title"],
        source=row["source"],
        author=row["author"],
        url=row["url"],
        published=row["published"],
        language=row["language"],
        note=row["note"],
        revision_of=articles[earlier][0] if earlier else None,
        file_name=row["file"],
    )
    (imported,) = ImportArticles((article,)).apply(context)
    return imported.article_id, text


def _table(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table by its headings, with their places for messages."""
    reader = csv.DictReader(io.StringIO(_read(path), newline=""), restval="")
    for row in reader:
        yield f"{path.name}, line {reader.line_num}", row


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes(), path.name).text
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
