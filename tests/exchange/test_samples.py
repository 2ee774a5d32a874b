"""The sample project, and the tables it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Span
from claimtracker.domain.versions import by_weight
from claimtracker.exchange.check import check_project
from claimtracker.exchange.samples import AddSamples, find_quote, make_sample_project
from claimtracker.storage import queries
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = """file,title,source,author,url,published,language,revision_of,note
one.txt,Talks,Post,A. Writer,https://example.org/1,2025-11-04,en,,first
two.txt,Talks,Post,A. Writer,https://example.org/1,2025-11-05,en,one.txt,
"""
SPEAKERS = "name,aliases,role,affiliation\nIlse Varga,Varga; Minister Varga,Transport Secretary,Norvia\n"
CLAIM_HEADINGS = (
    "file,quote,occurrence,speaker,speaker_as_written,assertion,status,cue,quotation,target,said_on,place,"
    "confidence,tags,fact,note\n"
)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "one.txt").write_text("“No,” Varga said, “no talks.” No talks took place.", encoding="utf-8")
    (folder / "two.txt").write_text("Varga took it back.", encoding="utf-8")
    (folder / "articles.csv").write_text(ARTICLES, encoding="utf-8")
    (folder / "speakers.csv").write_text(SPEAKERS, encoding="utf-8")
    rows = "one.txt,No ⟂ no talks,,Ilse Varga,Varga,there are talks,denied,said,direct,,2025-11-04,Norvia,high,a; b,Talks,\n"
    rows += "one.txt,talks,2,,,,,,,,,,,,,\n"
    (folder / "claims.csv").write_text(CLAIM_HEADINGS + rows, encoding="utf-8")
    return folder


def test_tables_become_articles_speakers_and_claims_in_one_step(tmp_path: Path, tables: Path) -> None:
    with Workspace.create(tmp_path / "sample.claims") as workspace:
        workspace.run(AddSamples(tables))
        connection = workspace.connection
        first, second = (queries.article(connection, article_id) for article_id in queries.article_ids(connection))
        assert (first.title, first.source, first.published, first.note) == ("Talks", "Post", "2025-11-04", "first")
        assert second.revision_of == first.id
        (speaker,) = queries.speakers(connection)
        assert (speaker.name, speaker.aliases, speaker.role) == (
            "Ilse Varga",
            ("Varga", "Minister Varga"),
            "Transport Secretary",
        )
        pieces, plain = queries.claims_of_article(connection, first.id)
        assert [first.text[span.start : span.end] for span in pieces.spans] == ["No", "no talks"]
        assert (pieces.speaker, pieces.status, pieces.tags, pieces.fact) == (
            "Ilse Varga",
            "denied",
            ("a", "b"),
            "Talks",
        )
        assert first.text[plain.spans[0].start :] == "talks took place."
        workspace.undo()
        assert queries.totals(connection).articles == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("none.txt,No,,", "claims.csv, line 2: there is no article none.txt"),
        ("one.txt,Yes,,", "claims.csv, line 2: the words “Yes” are not in one.txt"),
        ("one.txt,No,3,", "claims.csv, line 2: the words “No” are not in one.txt"),
    ],
)
def test_what_does_not_fit_is_told_by_its_line(tmp_path: Path, tables: Path, row: str, message: str) -> None:
    (tables / "claims.csv").write_text(CLAIM_HEADINGS + row + "\n", encoding="utf-8")
    with Workspace.create(tmp_path / "sample.claims") as workspace, pytest.raises(UserError, match=message):
        workspace.run(AddSamples(tables))


def test_pieces_of_a_quote_follow_each_other() -> None:
    assert find_quote("a b a b", ("b", "a")) == (Span(2, 3), Span(4, 5))
    assert find_quote("a b a b", ("a",), 2) == (Span(4, 5),)
    assert find_quote("a b", ("b", "a")) == ()


def test_the_sample_project_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "sample.claims"
    make_sample_project(path, origin="cli")
    assert list(tmp_path.iterdir()) == [path]
    with Workspace.open(path) as workspace:
        found = check_project(workspace.connection)
        assert found.problems == ()
        assert found.quotes == found.verified > 0
        assert [entry.label for entry in queries.history(workspace.connection)] == ["Add sample articles"]
        *_, revised, last = queries.article_ids(workspace.connection)
        carried = queries.carried_claims(workspace.connection, article_id=revised, only_waiting=False)
        assert [str(one.outcome) for one in carried] == ["kept", "kept", "edited", "kept", "gone", "kept"]
        assert [one.is_waiting for one in carried] == [False, False, True, False, True, False]
        told = [change.reason for change in by_weight(queries.version_changes(workspace.connection, 5, revised))]
        assert told == [
            "ten became eleven",
            "337 million crowns became 338 million crowns",
            "figures",
            "how sure it is: may, will",
            "names",
        ]
        (copy,) = queries.copies_in_article(workspace.connection, last).values()
        assert len(copy.claims) == 1
        # The wire copy in the Daily Ledger was tagged there too, so that nothing of it is offered twice.
        assert not queries.copies_in_article(workspace.connection, queries.article_ids(workspace.connection)[2])
    with pytest.raises(UserError, match="There is already a file"):
        make_sample_project(path)
