"""How much one edit asks of SQLite, and how little is read of what others wrote."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import Cancelled
from claimtracker.operations import EditClaim, SetMatching
from claimtracker.storage import news, queries, seal
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of

MANY = 1100


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        claim = make_claim(made, make_article(made), speaker="Ilse Varga", status="denied")
        made.run(EditClaim(claim, {"note": "seen"}))
        yield made


@pytest.fixture
def crowded(workspace):
    """As many claims as nobody names one by one."""
    connection = workspace.connection
    columns = [row[1] for row in connection.execute("pragma table_info(claim)")][2:]
    names = ", ".join(columns)
    connection.execute("begin")
    connection.execute(
        f"""insert into claim(uid, {names}) with recursive counted(n) as (select 1 union all select n + 1 from counted
            where n < {MANY}) select 'copy ' || n, {names} from counted, claim where claim.id = 1"""
    )
    seal.renew(connection)
    connection.execute("commit")
    return workspace


def test_an_edit_has_its_statements_prepared_once(workspace):
    """A pragma has SQLite throw away all that it prepared; that costs more than the edit."""
    statements = []
    workspace.connection.set_trace_callback(statements.append)
    workspace.run(EditClaim(1, {"assertion": "Grain prices rose"}))
    workspace.connection.set_trace_callback(None)
    assert not [sql for sql in statements if sql.startswith("pragma")]
    ours = [sql for sql in statements if not sql.startswith("--")]
    assert len(ours) <= 22, ours


def test_an_edit_leaves_one_segment_in_the_index(workspace):
    connection = workspace.connection
    count = "select count(distinct segid) from claim_search_idx"
    (before,) = connection.execute(count).fetchone()
    workspace.run(EditClaim(1, {"assertion": "Grain prices rose"}))
    assert connection.execute(count).fetchone() == (before + 1,)
    assert queries.claim_ids(connection, ClaimFilter(search="grain")).tolist() == [1]
    workspace.run(EditClaim(1, {"assertion": "Rents fell"}))
    assert queries.claim_ids(connection, ClaimFilter(search="grain")).tolist() == []


def test_a_change_of_very_many_rows_is_not_read_to_its_end(crowded):
    connection = crowded.connection
    before = crowded._seen
    crowded.run(SetMatching(ClaimFilter(), {"status": "supported"}))
    steps = []
    connection.set_progress_handler(lambda: steps.append(1) and 0, 1000)
    (told,) = news.changes_since(connection, before)
    connection.set_progress_handler(None, 0)
    assert told.table("claim").everything
    assert len(steps) < 30
    assert crowded.undo_is_long
    crowded.run(EditClaim(1, {"note": "again"}))
    assert not crowded.undo_is_long


def test_very_many_rows_that_hold_the_value_already_leave_no_history(crowded):
    connection = crowded.connection
    crowded.run(SetMatching(ClaimFilter(), {"status": "supported"}))
    lines = "select count(*), max(id) from operation"
    before = connection.execute(lines).fetchone()
    assert crowded.run(SetMatching(ClaimFilter(), {"status": "supported"})) == 0
    assert connection.execute(lines).fetchone() == before
    crowded.run(EditClaim(7, {"status": "denied"}))
    assert crowded.run(SetMatching(ClaimFilter(), {"status": "supported"})) == 1
    assert seal.broken(connection) == []


def test_a_large_undo_and_redo_tell_how_far_they_are_and_stop_without_a_trace(crowded, tmp_path):
    crowded.run(SetMatching(ClaimFilter(), {"status": "supported"}))
    told = []

    def note(done, total):
        told.append((done, total))

    def stop_at(number):
        def stop(_done, _total):
            nonlocal number
            number -= 1
            if number < 0:
                raise Cancelled

        return stop

    for act in (crowded.undo, crowded.redo):
        told.clear()
        before = state_of(crowded.connection)
        steps = 0
        while True:
            try:
                act(progress=stop_at(steps))
            except Cancelled:
                steps += 1
                assert state_of(crowded.connection) == before
                assert seal.broken(crowded.connection) == []
            else:
                break
        assert steps >= 3
        assert state_of(crowded.connection) != before
        assert seal.broken(crowded.connection) == []
    crowded.undo(progress=note)
    assert (0, MANY + 1) in told
