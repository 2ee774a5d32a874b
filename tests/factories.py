"""Small projects for tests, made through the ordinary operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtracker.domain.values import ArticleId, ClaimId, Span
from claimtracker.operations import AddClaim, ImportArticles, NewArticle
from claimtracker.storage import queries

if TYPE_CHECKING:
    from claimtracker.workspace import Workspace

TALKS = """Tuesday, 04 November 2025 06:58 AM EST

Norvian Transport Secretary Ilse Varga welcomed Estmark's plan to raise its harbour budget. No joint statement \
followed the talks, though Varga denied there were any disagreements.

President Ana Dorn asked lawmakers to pass an 8.2% increase for next year."""


def make_article(workspace: Workspace, text: str = TALKS, **described: str) -> ArticleId:
    """Import one text."""
    (imported,) = workspace.run(ImportArticles((NewArticle(text=text, **described),)))
    return imported.article_id


def span_of(workspace: Workspace, article_id: ArticleId, quote: str, occurrence: int = 1) -> Span:
    """Where words stand in an article."""
    text = queries.article(workspace.connection, article_id).text
    start = -1
    for _ in range(occurrence):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def make_claim(
    workspace: Workspace, article_id: ArticleId, quote: str = "", *, occurrence: int = 1, **fields: str
) -> ClaimId:
    """Tag the words `quote` (the first sentence if empty) of an article."""
    if quote:
        span = span_of(workspace, article_id, quote, occurrence)
    else:
        first = queries.sentences_of_article(workspace.connection, article_id)[0]
        span = Span(first.start, first.end)
    return workspace.run(AddClaim(article_id, (span,), fields))
