"""Undoing one operation of many: where it can be done, and what is said where it cannot."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Span
from claimtracker.operations import (
    AddClaim,
    DeleteArticles,
    DeleteClaims,
    DeleteStatuses,
    EditClaim,
    EditSpeaker,
    ImportArticles,
    MergeSpeakers,
    NewArticle,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim
from tests.project_state import state_of


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Ada") as made:
        yield made


def _last(workspace: Workspace) -> int:
    return queries.history(workspace.connection, limit=1)[0].id


def test_one_field_is_undone_and_what_came_later_stays(workspace):
    claim = make_claim(workspace, make_article(workspace), status="denied")
    workspace.run(EditClaim(claim, {"status": "said"}))
    line = _last(workspace)
    workspace.run(EditClaim(claim, {"note": "Look again"}))
    before = state_of(workspace.connection)
    written = workspace.undo_operation(line)
    row = queries.claim(workspace.connection, claim)
    assert (row.status, row.note) == ("denied", "Look again")
    assert written.table("claim").updated == {claim}
    entry = queries.history(workspace.connection, limit=1)[0]
    assert (entry.kind, entry.state, entry.reverses) == ("UndoOperation", "done", line)
    assert entry.label.startswith("Undo “Set status” of ")
    assert queries.operation(workspace.connection, line).undone_by == entry.id
    workspace.undo()
    assert state_of(workspace.connection) == before
    assert queries.operation(workspace.connection, line).undone_by is None
    workspace.redo()
    assert queries.claim(workspace.connection, claim).status == "denied"


def test_the_undo_of_one_can_be_undone_alone_too(workspace):
    claim = make_claim(workspace, make_article(workspace), status="denied")
    workspace.run(EditClaim(claim, {"status": "said"}))
    line = _last(workspace)
    alone = workspace.undo_operation(line).operation_id
    workspace.undo_operation(alone)
    assert queries.claim(workspace.connection, claim).status == "said"
    assert queries.operation(workspace.connection, line).undone_by is None
    workspace.undo_operation(line)
    assert queries.claim(workspace.connection, claim).status == "denied"


def test_what_stands_in_the_way_is_named(workspace):
    claim = make_claim(workspace, make_article(workspace), status="denied")
    workspace.run(EditClaim(claim, {"status": "said"}))
    line = _last(workspace)
    workspace.run(EditClaim(claim, {"status": "hedged"}))
    before = state_of(workspace.connection), queries.count_operations(workspace.connection)
    with pytest.raises(
        UserError, match=r"cannot be undone alone: “Set status” of .* by Ada changed the same claim later"
    ):
        workspace.undo_operation(line)
    assert (state_of(workspace.connection), queries.count_operations(workspace.connection)) == before


def test_what_was_changed_and_changed_back_is_not_in_the_way(workspace):
    claim = make_claim(workspace, make_article(workspace), status="denied")
    workspace.run(EditClaim(claim, {"status": "said"}))
    line = _last(workspace)
    workspace.run(EditClaim(claim, {"status": "hedged"}))
    workspace.undo_operation(_last(workspace))
    workspace.undo_operation(line)
    assert queries.claim(workspace.connection, claim).status == "denied"


def test_tags_are_one_field(workspace):
    claim = make_claim(workspace, make_article(workspace), tags="old")
    workspace.run(EditClaim(claim, {"tags": ""}))
    line = _last(workspace)
    workspace.run(EditClaim(claim, {"tags": "new"}))
    with pytest.raises(UserError, match="changed the tags of the same claim later"):
        workspace.undo_operation(line)


def test_a_name_that_others_use_by_now_stays(workspace):
    article = make_article(workspace)
    first = make_claim(workspace, article, speaker="Ilse Varga", status="hinted darkly")
    line = _last(workspace)
    second = make_claim(workspace, article, speaker="Ilse Varga")
    workspace.undo_operation(line)
    assert queries.claims(workspace.connection, [first]) == []
    assert queries.claim(workspace.connection, second).speaker == "Ilse Varga"
    assert "hinted darkly" not in {status.label for status in queries.statuses(workspace.connection)}


@pytest.mark.parametrize(
    ("meant", "later", "said"),
    [
        (
            "Delete claim",
            lambda speaker, other, _: MergeSpeakers(other, (speaker,)),
            "took away the speaker that it needs",
        ),
        ("Delete claim", lambda *found: DeleteArticles((found[2],)), "took away the article that it needs"),
        (
            "Rename speaker",
            lambda speaker, *_: EditSpeaker(speaker, {"name": "I. Varga"}),
            "changed the same speaker later",
        ),
    ],
)
def test_what_it_rests_on_must_be_there(workspace, meant, later, said):
    article = make_article(workspace)
    claim = make_claim(workspace, article, speaker="Ilse Varga")
    make_claim(workspace, make_article(workspace, "Dorn stayed."), speaker="Ana Dorn")
    speaker, other = (queries.claim(workspace.connection, one).speaker_id for one in (claim, claim + 1))
    workspace.run(EditSpeaker(speaker, {"name": "Varga"}))
    workspace.run(DeleteClaims((claim,)))
    line = next(entry.id for entry in queries.history(workspace.connection) if entry.label == meant)
    workspace.run(later(speaker, other, article))
    with pytest.raises(UserError, match=said):
        workspace.undo_operation(line)


def test_an_article_with_claims_is_not_taken_away_below_them(workspace):
    article = make_article(workspace)
    line = _last(workspace)
    make_claim(workspace, article)
    with pytest.raises(UserError, match=r"“Add claim” of .* by Ada rests on it"):
        workspace.undo_operation(line)


def test_nothing_is_there_twice(workspace):
    article = make_article(workspace)
    workspace.run(DeleteArticles((article,)))
    line = _last(workspace)
    workspace.run(ImportArticles((NewArticle(text=TALKS),)))
    with pytest.raises(UserError, match=r"“Import article” of .* made another article of the same text"):
        workspace.undo_operation(line)
    status = queries.status_named(workspace.connection, "denied")
    workspace.run(DeleteStatuses((status.id,)))
    line = _last(workspace)
    workspace.run(AddClaim(article + 1, (Span(0, 5),), {"status": "Denied"}))
    with pytest.raises(UserError, match="made another status of the same label"):
        workspace.undo_operation(line)


def test_what_is_undone_and_what_never_was_is_refused(workspace):
    make_article(workspace)
    line = _last(workspace)
    with pytest.raises(UserError, match="There is no line 99"):
        workspace.undo_operation(99)
    workspace.undo()
    with pytest.raises(UserError, match="undone already"):
        workspace.undo_operation(line)
    with pytest.raises(UserError, match="undo or redo itself"):
        workspace.undo_operation(_last(workspace))


def test_rolling_back_is_one_step(workspace):
    article = make_article(workspace)
    line = _last(workspace)
    then = state_of(workspace.connection)
    claim = make_claim(workspace, article, speaker="Ilse Varga", tags="new")
    workspace.run(EditClaim(claim, {"status": "hinted"}))
    workspace.undo()
    before = state_of(workspace.connection)
    workspace.undo_back_to(line)
    assert state_of(workspace.connection) == then
    assert workspace.undo_label.startswith("Roll back to ")
    workspace.undo()
    assert state_of(workspace.connection) == before
    with pytest.raises(UserError, match="nothing to take back"):
        workspace.undo_back_to(_last(workspace))


def test_a_project_that_can_only_be_read_stays_as_it_is(workspace, tmp_path):
    make_article(workspace)
    workspace.close()
    path = tmp_path / "a.claims"
    path.chmod(0o400)
    from claimtracker.storage import database

    with Workspace(database._connect(path, why_only_read="you may not write it")) as reading:
        for act in (reading.undo_operation, reading.undo_back_to):
            with pytest.raises(UserError, match="can only be read"):
                act(1)
        with pytest.raises(UserError, match="can only be read"):
            reading.forget_history()
