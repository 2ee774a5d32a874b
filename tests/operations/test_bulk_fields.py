"""One field of very many claims at once: the same outcome as one by one, in few statements."""

from __future__ import annotations

import shutil
from array import array

import pytest

from claimtracker.domain.changeset import NAMED_ROWS
from claimtracker.operations import EditClaim, SetMatching
from claimtracker.storage import queries, seal
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.project_state import state_of

EVERY = ClaimFilter()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("large") / "made.claims", NAMED_ROWS + 200)


@pytest.fixture
def workspace(large, tmp_path):
    path = tmp_path / "made.claims"
    shutil.copy(large, path)
    with Workspace.open(path, coder="Mira") as opened:
        yield opened


@pytest.mark.parametrize(
    ("key", "value"), [("status", "denied"), ("place", "Maren"), ("speaker", ""), ("note", "seen")]
)
def test_it_is_set_searched_summed_and_undone_as_when_set_one_by_one(workspace, key, value):
    connection = workspace.connection
    before = state_of(connection)
    held = {row.id: queries.cell(row, key) for row in queries.claims(connection, queries.claim_ids(connection, EVERY))}
    changed = workspace.run(SetMatching(EVERY, {key: value}))
    assert changed == sum(text != value for text in held.values()) > 0
    assert queries.claim_ids(connection, ClaimFilter(columns=(queries.ColumnTest(key, "is not", (value,)),))) == array(
        "q"
    )
    connection.execute("insert into claim_search(claim_search) values('integrity-check')")
    if key in {"place", "note"}:
        assert len(queries.claim_ids(connection, ClaimFilter(search=value))) >= changed
    assert seal.broken(connection) == []
    after = state_of(connection)
    assert workspace.undo().table("claim").everything
    assert (state_of(connection), seal.broken(connection)) == (before, [])
    workspace.redo()
    assert state_of(connection) == after


def test_what_was_set_already_has_no_part_in_it(workspace):
    first = queries.claim_ids(workspace.connection, EVERY)[0]
    workspace.run(EditClaim(first, {"place": "Maren"}))
    workspace.run(SetMatching(EVERY, {"place": "Maren"}))
    kept = workspace.connection.execute(
        "select row_id from change where operation_id = (select max(id) from operation) and table_name = 'claim'"
    ).fetchall()
    assert (first,) not in kept
    assert workspace.run(SetMatching(EVERY, {"place": "Maren"})) == 0
    workspace.undo()
    (claim,) = queries.claims(workspace.connection, [first])
    assert claim.place == "Maren"


def test_it_takes_a_handful_of_statements(workspace):
    asked = []
    workspace.connection.set_trace_callback(asked.append)
    workspace.run(SetMatching(EVERY, {"status": "denied"}))
    workspace.connection.set_trace_callback(None)
    assert len(asked) < 60
