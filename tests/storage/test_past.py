"""The past of a project, rebuilt from the log: the sheet of then, what became of each claim, and undoing one of many."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from claimtracker.domain.errors import UserError
from claimtracker.exchange.claim_sheet import write_sheet
from claimtracker.operations import EditClaim
from claimtracker.storage import queries
from claimtracker.storage.as_of import claims_at, project_at
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of
from tests.random_history import HISTORIES, play

_SLOW = {"max_examples": 25, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def sheet_of(connection: queries.Connection) -> bytes:
    stream = io.BytesIO()
    write_sheet(connection, stream)
    return stream.getvalue()


@pytest.fixture
def workspace(tmp_path):
    """A project whose clock goes on by a minute with each look at it."""
    path = tmp_path / "a.claims"
    Workspace.create(path).close()
    with Workspace.open(path, coder="Mira") as made:
        clock = iter(datetime(2026, 11, 3, 8, tzinfo=UTC) + timedelta(minutes=minute) for minute in range(10_000))
        made._now = lambda: next(clock)
        yield made


@settings(**_SLOW)
@given(history=HISTORIES)
def test_the_sheet_of_each_moment_is_the_one_exported_then(tmp_path_factory, history):
    path = tmp_path_factory.mktemp("past") / "a.claims"
    with Workspace.create(path) as workspace:
        workspace.connection.execute("pragma synchronous = off")
        first = state_of(workspace.connection)
        then = {
            line: (sheet_of(workspace.connection), state_of(workspace.connection)) for line in play(workspace, history)
        }
        now = state_of(workspace.connection)
        with project_at(workspace.connection, 0) as copy:
            assert state_of(copy) == first
        for line, (sheet, state) in then.items():
            with project_at(workspace.connection, line) as copy:
                assert sheet_of(copy) == sheet
                assert state_of(copy) == state
        assert state_of(workspace.connection) == now


@settings(**_SLOW)
@given(history=HISTORIES)
def test_the_history_of_each_claim_tells_what_was_shown_of_it(tmp_path_factory, history):
    path = tmp_path_factory.mktemp("past") / "a.claims"
    with Workspace.create(path) as workspace:
        connection = workspace.connection
        connection.execute("pragma synchronous = off")
        shown: dict[int, dict[int, dict[str, str]]] = {}
        for line in play(workspace, history):
            rows = queries.claims(connection, queries.claim_ids(connection, queries.ClaimFilter()))
            shown[line] = {row.id: _cells(row) for row in rows}
            details = queries.changes_of_operation(connection, line)
            assert details.whole
            assert all(str(change) for change in details.changes)
        for claim_id in {claim_id for claims in shown.values() for claim_id in claims}:
            events = {event.operation.id: event for event in queries.history_of_claim(connection, claim_id)}
            cells: dict[str, str] = {}
            for line, claims in shown.items():
                event = events.get(line)
                for change in event.changes if event else ():
                    assert cells.get(change.key, "") == change.before
                    cells[change.key] = change.after
                assert {key: cells.get(key, "") for key in _KEYS} == claims.get(claim_id, dict.fromkeys(_KEYS, ""))


_KEYS = ("speaker", "speaker_as_written", "assertion", "status", "stance", "cue", "said_on", "note", "coder", "tags",
         "article_title", "source", "published")  # fmt: skip


def _cells(row) -> dict[str, str]:
    return {key: queries.cell(row, key) for key in _KEYS}


@settings(**_SLOW)
@given(history=HISTORIES)
def test_undoing_any_one_operation_leaves_a_whole_project_and_can_be_undone(tmp_path_factory, history):
    path = tmp_path_factory.mktemp("past") / "a.claims"
    with Workspace.create(path) as workspace:
        connection = workspace.connection
        connection.execute("pragma synchronous = off")
        lines = list(play(workspace, history))
        before = state_of(connection)
        for line in lines:
            try:
                workspace.undo_operation(line)
            except UserError:
                pass
            else:
                assert connection.execute("pragma foreign_key_check").fetchall() == []
                ids = queries.claim_ids(connection, queries.ClaimFilter())
                for row in queries.claims(connection, ids):
                    text = queries.article(connection, row.article_id).text
                    quotes = connection.execute(
                        'select start, "end", quote from claim_span where claim_id = ?', (row.id,)
                    )
                    assert all(text[start:end] == quote for start, end, quote in quotes)
                workspace.undo()
            assert state_of(connection) == before


def test_the_sheet_of_a_moment_is_found_by_its_time(workspace):
    claim = make_claim(workspace, make_article(workspace), status="denied", assertion="There were none")
    workspace.run(EditClaim(claim, {"status": "said"}))
    times = [entry.at for entry in queries.history(workspace.connection)][::-1]
    found = []
    for at in (times[0], times[1], times[2]):
        with claims_at(workspace.connection, at) as copy:
            found.append([row.status for row in queries.claims(copy, [claim])])
    assert found == [[], ["denied"], ["said"]]
    with claims_at(workspace.connection, "2020-01-01T00:00:00Z") as copy:
        assert queries.totals(copy).articles == 0


def test_nothing_can_be_written_into_the_past(workspace):
    make_article(workspace)
    with (
        project_at(workspace.connection, 1) as copy,
        pytest.raises(Exception, match="readonly"),
    ):
        copy.execute("delete from claim")
