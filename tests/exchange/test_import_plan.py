"""What an import would do, before any of it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.errors import Cancelled
from claimtracker.exchange.article_import import ReadFile
from claimtracker.exchange.import_plan import mended, plan_import
from claimtracker.operations import ImportArticles, NewArticle
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article
from tests.project_state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.claims", coder="ana") as opened:
        make_article(opened, TALKS, title="Talks", url="https://example.org/talks")
        yield opened


def _read(name: str, text: str, **described: str) -> ReadFile:
    return ReadFile(name, NewArticle(text, file_name=name, **described))


def test_each_text_is_told_from_what_is_there_and_from_the_others(workspace: Workspace) -> None:
    before = state_of(workspace.connection)
    planned = plan_import(
        workspace.connection,
        [
            _read("a.txt", TALKS),
            _read("b.txt", "Fees rise\n\n4 Nov 2025 10:00 IST\n\nRenn said no."),
            _read("c.txt", "Fees rise\n\n4 Nov 2025 10:00 IST\n\nRenn said no."),
            ReadFile("d.pdf", problem="d.pdf is damaged."),
            _read("e.html", "Something else entirely was written.", url="http://www.example.org/talks/"),
        ],
    )
    assert state_of(workspace.connection) == before
    assert [one.is_new for one in planned] == [False, True, False, False, True]
    assert planned[0].known_title == "Talks"
    assert planned[2].same_as == "b.txt"
    assert (planned[1].title, planned[1].published, planned[1].zone) == ("Fees rise", "2025-11-04", "IST")
    assert [choice.label for choice in planned[1].choices] == ["India", "Ireland", "Israel"]
    assert planned[1].sentences == 3
    assert planned[1].proposed is None
    assert planned[4].proposed == planned[0].known
    assert "same address" in planned[4].earlier[0].why


def test_what_stays_as_found_is_imported_as_it_would_be_alone(workspace: Workspace) -> None:
    (planned,) = plan_import(
        workspace.connection, [_read("b.txt", "Fees rise\n\n4 Nov 2025 10:00 IST\n\nRenn said no.")]
    )
    same = mended(planned, title=planned.title, source="", published=planned.published, url="", revision_of=None)
    assert same == planned.read
    other = mended(planned, title="Fees", source="Wire", published="2025-11-05", url="", revision_of=None)
    article = planned.read.article
    assert article is not None
    assert other.article == replace(article, title="Fees", source="Wire", published="2025-11-05")
    (imported,) = workspace.run(ImportArticles((article,)))
    assert (imported.title, imported.published, imported.sentences) == (
        planned.title,
        planned.published,
        planned.sentences,
    )


def test_it_can_be_stopped(workspace: Workspace) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        plan_import(workspace.connection, [_read("a.txt", "One."), _read("b.txt", "Two.")], stop)
