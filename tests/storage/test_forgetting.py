"""Forgotten history is gone from the file, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.operations import (
    DeleteArticles,
    DeleteClaims,
    EditClaim,
    EditSpeaker,
    ImportArticles,
    NewArticle,
    RenameTag,
)
from claimtracker.storage import queries, seal
from claimtracker.storage.as_of import claims_at, project_at
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim
from tests.project_state import state_of

_GONE = ("Zubrowka", "quibblesome", "Xanthippe", "vexillology", "mumpsimus")


@pytest.fixture
def path(tmp_path):
    """A project in which words were written and written over, a claim was deleted, and a day passed."""
    path = tmp_path / "a.claims"
    with Workspace.create(path, coder="Xanthippe") as workspace:
        clock = iter(datetime(2026, 11, 3, 8, tzinfo=UTC) + timedelta(hours=hour) for hour in range(1000))
        workspace._now = lambda: next(clock)
        article = make_article(workspace)
        claim = make_claim(workspace, article, speaker="Zubrowka", tags="mumpsimus", assertion="A quibblesome plan")
        gone = make_claim(workspace, article, assertion="On vexillology")
        workspace.run(EditClaim(claim, {"assertion": "A plain plan"}))
        workspace.run(DeleteClaims((gone,)))
        workspace.coder = "Mira"
        (tag,) = queries.tags(workspace.connection)
        workspace.run(RenameTag(tag.id, "harbour"))
        speaker = queries.claim(workspace.connection, claim).speaker_id
        workspace.run(EditSpeaker(speaker, {"name": "Ilse Varga", "aliases": ""}))
        # A coder is a name on claims, which forgetting leaves alone.
        workspace.connection.execute("update coder set name = 'Mira'")
        seal.renew(workspace.connection)
    return path


def _bytes(path) -> bytes:
    return b"".join(found.read_bytes() for found in path.parent.glob(path.name + "*"))


def test_the_bytes_are_gone_and_the_claims_are_not(path):
    assert [word for word in _GONE if word.encode() not in _bytes(path)] == []
    with Workspace.open(path, coder="Mira") as workspace:
        before = state_of(workspace.connection)
        forgotten = workspace.forget_history()
        assert (forgotten.operations, forgotten.clean) == (7, True)
        assert [word for word in _GONE if word.encode() in _bytes(path)] == []
        assert state_of(workspace.connection) == before
        assert workspace.connection.execute("select count(*) from change").fetchone() == (0,)
        assert workspace.undo_label == ""
        assert workspace.undo() is None
        (line,) = queries.history(workspace.connection)
        assert line.label.startswith("History up to ")
        assert line.label.endswith(" was forgotten")
        for act in (workspace.undo_operation, workspace.undo_back_to):
            with pytest.raises(UserError, match="was forgotten"):
                act(3)
    assert [word for word in _GONE if word.encode() in _bytes(path)] == []
    with Workspace.open(path) as again:
        assert state_of(again.connection) == before
        assert again.problems() == []


def test_only_what_is_older_than_a_date_is_forgotten(path):
    with Workspace.open(path) as workspace:
        lines = queries.history(workspace.connection)
        before = state_of(workspace.connection)
        then = lines[1].at
        assert workspace.forget_history(then).operations == 5
        kept = [entry.id for entry in queries.history(workspace.connection)][1:]
        assert kept == [lines[0].id, lines[1].id]
        # What an operation that stands found there belongs to it.
        assert b"mumpsimus" in _bytes(path)
        assert b"quibblesome" not in _bytes(path)
        assert b"vexillology" not in _bytes(path)
        while workspace.undo():
            pass
        assert [tag.label for tag in queries.tags(workspace.connection)] == ["mumpsimus"]
        while workspace.redo():
            pass
        assert state_of(workspace.connection) == before


def test_the_sheet_of_what_was_forgotten_is_refused_and_later_ones_stand(path):
    with Workspace.open(path) as workspace:
        lines = queries.history(workspace.connection)
        workspace.forget_history(lines[1].at)
        for asked in (lines[3].at, "2020-01-01T00:00:00Z"):
            with pytest.raises(UserError, match="was forgotten"), claims_at(workspace.connection, asked):
                pass
        with claims_at(workspace.connection, lines[2].at) as copy:
            assert [tag.label for tag in queries.tags(copy)] == ["mumpsimus"]
        with project_at(workspace.connection, lines[1].id) as copy:
            assert [tag.label for tag in queries.tags(copy)] == ["harbour"]
        claim = queries.claim_ids(workspace.connection, queries.ClaimFilter())[0]
        assert [event.happened for event in queries.history_of_claim(workspace.connection, claim)] == ["changed"] * 2


def test_nothing_to_forget_is_said(path):
    with Workspace.open(path) as workspace:
        with pytest.raises(UserError, match="no history"):
            workspace.forget_history("2020-01-01T00:00:00Z")
        workspace.forget_history()
        with pytest.raises(UserError, match="no history"):
            workspace.forget_history()


def test_another_window_goes_on(path):
    with Workspace.open(path) as one, Workspace.open(path) as other:
        heard: list[str] = []
        other.changed.subscribe(lambda changes: heard.append(changes.kind))
        one.forget_history()
        other.catch_up()
        assert heard == ["ForgetHistory"]
        assert other.undo_label == ""
        claim = queries.claim_ids(other.connection, queries.ClaimFilter())[0]
        other.run(EditClaim(claim, {"note": "Still here"}))
        one.catch_up()
        assert one.undo_label == "Edit note"
        one.undo()
        assert queries.claim(other.connection, claim).note == ""


def test_a_reader_that_holds_the_old_pages_is_told_of(path):
    with Workspace.open(path) as one, Workspace.open(path) as reader:
        one.connection.execute("pragma busy_timeout = 0")
        reader.connection.execute("begin")
        reader.connection.execute("select count(*) from change").fetchone()
        assert one.forget_history().clean is False
        reader.connection.execute("commit")
    assert [word for word in _GONE if word.encode() in _bytes(path)] == []


def test_texts_of_articles_stay(path):
    with Workspace.open(path) as workspace:
        workspace.forget_history()
        (article,) = queries.article_ids(workspace.connection)
        assert queries.article(workspace.connection, article).text == TALKS
        assert [near.assertion for near in queries.claims(workspace.connection, [1])] == ["A plain plan"]


def test_files_that_only_history_could_bring_back_go_with_it(path):
    with Workspace.open(path) as workspace:
        kept, gone = (
            workspace.run(
                ImportArticles((NewArticle(text=text, original=raw, original_sha256=sha256(raw).hexdigest()),))
            )
            for text, raw in (("Dorn stayed.", b"one"), ("Dorn left.", b"two"))
        )
        workspace.run(DeleteArticles((gone[0].article_id,)))
        workspace.forget_history()
        rows = workspace.connection.execute("select sha256 from original").fetchall()
        stays = workspace.connection.execute(
            "select original_sha256 from article where id = ?", (kept[0].article_id,)
        ).fetchall()
        assert rows == stays
