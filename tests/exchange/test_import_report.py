"""What is told of each file of an import."""

from __future__ import annotations

import csv
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtracker.exchange.article_import import ReadFile, gather, read_sources
from claimtracker.exchange.import_report import (
    ImportReport,
    Outcome,
    import_report,
    with_earlier,
    with_earlier_of_batch,
    write_report,
)
from claimtracker.operations import ImportArticles, NewArticle
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.claims", coder="ana") as opened:
        yield opened


def carried_out(workspace: Workspace, read: list[ReadFile]) -> ImportReport:
    articles = tuple(one.article for one in read if one.article is not None)
    return import_report(read, workspace.run(ImportArticles(articles)))


def test_each_file_has_a_line(tmp_path: Path, workspace: Workspace) -> None:
    make_article(workspace, TALKS, title="Talks")
    with zipfile.ZipFile(tmp_path / "batch.zip", "w") as archive:
        archive.writestr("1-known.txt", TALKS)
        archive.writestr("2-new.txt", "04 November 2025 06:58 AM IST\n\nVarga spoke in Maren. She said so.")
        archive.writestr("3-again.txt", "04 November 2025 06:58 AM IST\n\nVarga spoke in Maren. She said so.")
        archive.writestr("4-empty.txt", "\n")
        archive.writestr("5-undated.txt", "No date is given here.")
        archive.writestr("6.jpg", "x")
    report = carried_out(workspace, read_sources(gather([tmp_path / "batch.zip"])))
    assert [line.outcome for line in report.lines] == [
        Outcome.ALREADY_THERE, Outcome.IMPORTED, Outcome.ALREADY_THERE, Outcome.FAILED, Outcome.IMPORTED,
        Outcome.PASSED_OVER,
    ]  # fmt: skip
    known, new, again, empty, undated, picture = report.lines
    assert (known.article_id, known.title) == (1, "Talks")
    assert (new.article_id, new.sentences, new.published, new.zone) == (2, 3, "2025-11-04", "IST")
    assert "The time zone IST can be several (India +05:30, " in new.message
    assert again.article_id == 2
    assert empty.message.endswith("4-empty.txt holds no text.")
    assert undated.message == "No date was found."
    assert picture.message.endswith("6.jpg is no article.")
    assert report.summary == "2 imported, 2 already there, 1 failed, 1 passed over"
    assert queries.history(workspace.connection)[0].label == "Import 4 articles"
    workspace.undo()
    assert queries.article_ids(workspace.connection) == [1]


def test_a_new_version_is_told_as_one(tmp_path: Path, workspace: Workspace) -> None:
    earlier = make_article(workspace, TALKS)
    article = NewArticle(text=f"{TALKS} More.", revision_of=earlier)
    (line,) = carried_out(workspace, [ReadFile("later.txt", article)]).lines
    assert (line.outcome, line.version_of) == (Outcome.NEW_VERSION, earlier)
    assert line.message == "Claims carried over: 0 kept, 0 moved, 0 edited, 0 gone."
    assert with_earlier(workspace.connection, ImportReport((line,))).lines == (line,)


def test_a_text_that_is_there_can_become_a_version(tmp_path: Path, workspace: Workspace) -> None:
    earlier, later = make_article(workspace, TALKS), make_article(workspace, f"{TALKS} More.")
    (line,) = carried_out(
        workspace, [ReadFile("later.txt", NewArticle(text=f"{TALKS} More.", revision_of=earlier))]
    ).lines
    assert (line.outcome, line.article_id, line.version_of) == (Outcome.NEW_VERSION, later, earlier)


def test_earlier_articles_are_offered_and_never_later_ones(tmp_path: Path, workspace: Workspace) -> None:
    earlier = make_article(workspace, TALKS, title="Talks")
    read = [ReadFile(str(number), NewArticle(text=f"{TALKS} More {number}.", title="Talks")) for number in range(2)]
    report = with_earlier(
        workspace.connection, carried_out(workspace, [*read, ReadFile("c", NewArticle(text="Else."))])
    )
    first, second, other = report.lines
    assert [one.article_id for one in first.earlier] == [earlier]
    assert {one.article_id for one in second.earlier} == {earlier, first.article_id}
    assert "It may be a new version of article " in second.message
    assert other.earlier == ()


def test_the_report_is_a_sheet_that_runs_nothing(tmp_path: Path, workspace: Workspace) -> None:
    read = [
        ReadFile("=cmd.txt", NewArticle(text="=1+1 is what it says.", title="=1+1")),
        ReadFile("b", problem="b; no."),
    ]
    write_report(carried_out(workspace, read), tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["file", "outcome", "article", "title", "sentences", "published", "version_of", "message"],
        ["'=cmd.txt", "imported", "1", "'=1+1", "1", "", "", "No date was found."],
        ["b", "failed", "", "", "", "", "", "b; no."],
    ]


_FILES = st.lists(
    st.one_of(
        st.sampled_from(["First text.", "Second text.", "Third text."]).map(
            lambda text: ReadFile("a", NewArticle(text))
        ),
        st.just(ReadFile("b", problem="b failed.")),
        st.just(ReadFile("c", problem="c is no article.", passed_over=True)),
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(batches=st.lists(_FILES, min_size=1, max_size=3))
def test_the_counts_of_a_report_add_up(tmp_path_factory: pytest.TempPathFactory, batches: list[list[ReadFile]]) -> None:
    with Workspace.create(tmp_path_factory.mktemp("report") / "a.claims") as workspace:
        for batch in batches:
            before = len(queries.article_ids(workspace.connection))
            report = carried_out(workspace, batch)
            assert len(report.lines) == len(batch) == sum(report.count(outcome) for outcome in Outcome)
            assert len(report.imported) == len(queries.article_ids(workspace.connection)) - before
            assert len(report.failed) == sum(1 for one in batch if one.problem and not one.passed_over)
            assert {line.article_id for line in report.lines if line.article_id} <= set(
                queries.article_ids(workspace.connection)
            )


def test_only_what_came_in_together_is_told_of_a_batch(workspace: Workspace) -> None:
    make_article(workspace, TALKS, title="Talks")
    read = [
        ReadFile(name, NewArticle(text, title=title))
        for name, title, text in (
            ("a.txt", "Talks", f"{TALKS}\n\nVarga left on Monday."),
            ("b.txt", "Fees rise", "Renn said no. Dorn said yes to that."),
            ("c.txt", "Fees rise", "Renn said no. Dorn said yes to that. Varga did not."),
        )
    ]
    report = with_earlier_of_batch(workspace.connection, carried_out(workspace, read))
    first, second, third = report.lines
    assert first.earlier == second.earlier == ()
    assert [one.article_id for one in third.earlier] == [second.article_id]
    assert f"It may be a new version of article {second.article_id}" in third.message
