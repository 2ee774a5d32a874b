"""What an import would do, text by text, before any of it is written: for the sheet that is mended first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.values import ArticleId
from claimtracker.domain.versions import LikelyEarlier
from claimtracker.exchange.article_import import ReadFile
from claimtracker.exchange.import_report import OFFERED
from claimtracker.operations.articles import check_article, read_text
from claimtracker.storage import queries
from claimtracker.text.datelines import ZoneChoice

_SURE = 0.9
"""How alike an earlier article has to be to be proposed as the version before: the same address makes it so."""


@dataclass(frozen=True, slots=True)
class PlannedText:
    """One text as it was read, with all that it would become."""

    read: ReadFile
    title: str = ""
    """As the file tells it, or as it is found in the text."""
    published: str = ""
    zone: str = ""
    """The time zone as the text has it, when it could mean several of `choices`."""
    choices: tuple[ZoneChoice, ...] = ()
    sentences: int = 0
    known: ArticleId | None = None
    """The article of the project that has this text already."""
    known_title: str = ""
    same_as: str = ""
    """The file before it that holds the very same text."""
    earlier: tuple[LikelyEarlier, ...] = ()
    """Articles that it may be a new version of, the likeliest first."""

    @property
    def is_new(self) -> bool:
        """Whether it would become an article."""
        return self.read.article is not None and self.known is None and not self.same_as

    @property
    def proposed(self) -> ArticleId | None:
        """The article that it is a new version of as good as surely."""
        return self.earlier[0].article_id if self.earlier and self.earlier[0].likeness >= _SURE else None


def plan_import(
    connection: sqlite3.Connection, read: Sequence[ReadFile], progress: Progress = no_progress
) -> list[PlannedText]:
    """What would become of each text. Nothing is written; raises `Cancelled` from `progress`.

    Of very many texts only the first `OFFERED` new ones are compared with the articles that are there.
    """
    planned: list[PlannedText] = []
    before: dict[str, str] = {}
    compared = 0
    for done, file in enumerate(read):
        progress(done, len(read))
        one = _planned(connection, file, before)
        if one.is_new and file.article is not None and compared < OFFERED:
            compared += 1
            earlier = queries.earlier_versions(
                connection, url=file.article.url, title=one.title, text=file.article.text
            )
            one = replace(one, earlier=tuple(earlier))
        planned.append(one)
    return planned


def mended(
    planned: PlannedText, *, title: str, source: str, published: str, url: str, revision_of: ArticleId | None
) -> ReadFile:
    """The file with what the analyst says of it; what stays as it was found is found again while it is imported."""
    article = planned.read.article
    if article is None:
        return planned.read
    return replace(
        planned.read,
        article=replace(
            article,
            title=article.title if title == planned.title else title,
            source=source,
            published=article.published if published == planned.published else published,
            url=url,
            revision_of=revision_of,
        ),
    )


def _planned(connection: sqlite3.Connection, file: ReadFile, before: dict[str, str]) -> PlannedText:
    if file.article is None:
        return PlannedText(file)
    digest = check_article(replace(file.article, file_name=file.name))
    same_as = before.setdefault(digest, file.name)
    told = read_text(file.article)
    known = queries.article_with_sha256(connection, digest)
    return PlannedText(
        file,
        title=told.title,
        published=told.published,
        zone=told.zone,
        choices=told.choices,
        sentences=len(told.sentences),
        known=known,
        known_title="" if known is None else queries.article(connection, known).title,
        same_as="" if same_as == file.name else same_as,
    )
