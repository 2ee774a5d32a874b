"""The history on the command line: looked at, undone singly, exported as of then, forgotten."""

from __future__ import annotations

import json

import pytest

from claimtracker.storage import queries
from claimtracker.workspace import Workspace


@pytest.fixture
def history(run, project):
    """Two claims, one of which was edited twice, by two people."""
    run("claim", "add", project, "--article", 1, "--sentence", 2, "--status", "denied", "--coder", "Ada")
    run("set", project, "status=supported", "--article", 1, "--coder", "Mira")
    run("set", project, "note=Look again", "--article", 1, "--coder", "Ada")
    return project


def test_the_lines_are_searched(run, history):
    told = run("history", history, "--by", "mira").stdout.splitlines()
    assert len(told) == 2
    assert "Set status" in told[1]
    assert "Add claim" in run("history", history, "--search", "denied").stdout
    assert run("history", history, "--until", "2001-01-01").stdout.count("\n") == 1
    rows = json.loads(run("history", history, "--search", "set status", "--json").stdout)
    assert [row["coder"] for row in rows] == ["Mira"]
    assert "not a date" in run("history", history, "--since", "yesterday", code=1).stderr


def test_a_claim_and_a_cell_of_it(run, history):
    told = run("history", history, "--claim", 1).stdout
    assert "status: denied → supported" in told
    assert "note: Look again" in told
    assert "Ada (cli), line 2: Add claim" in told
    cell = run("history", history, "--claim", 1, "--field", "status").stdout
    assert "note" not in cell
    events = json.loads(run("history", history, "--claim", 1, "--field", "status", "--json").stdout)
    assert [change["after"] for event in events for change in event["changes"]] == ["supported", "denied"]
    assert "no claim 9" in run("history", history, "--claim", 9, code=1).stderr
    assert "no column" in run("history", history, "--claim", 1, "--field", "colour", code=1).stderr
    run("history", history, "--field", "status", code=2)


def test_one_line_in_plain_words(run, history):
    told = run("history", history, "--operation", 3).stdout.splitlines()
    assert told[1].strip() == "Claim 1 · status: denied → supported"
    (details,) = json.loads(run("history", history, "--operation", 3, "--json").stdout)
    assert details["changes"][0]["change"]["before"] == "denied"


def test_one_line_is_undone_alone(run, history):
    assert "Done: Undo “Set status” of " in run("undo", history, "--operation", 3).stdout
    with Workspace.open(history) as workspace:
        row = queries.claim(workspace.connection, 1)
        assert (row.status, row.note) == ("denied", "Look again")
    assert "undone alone" in run("history", history).stdout
    refused = run("undo", history, "--operation", 2, code=1).stderr
    assert "cannot be undone alone" in refused
    run("undo", history, "--operation", 2, "--back-to", 1, code=2)


def test_all_that_came_later_is_undone(run, history):
    assert "Done: Roll back to " in run("undo", history, "--back-to", 1).stdout
    with Workspace.open(history) as workspace:
        assert queries.totals(workspace.connection).claims == 0
    run("undo", history)
    with Workspace.open(history) as workspace:
        assert queries.claim(workspace.connection, 1).note == "Look again"


def test_the_sheet_as_of_then(run, history, folder):
    with Workspace.open(history) as workspace:
        workspace.connection.execute("update operation set at = '2026-11-03T10:00:00Z' where id <= 2")
    told = run("export", history, "then.csv", "--as-of", "2026-11-03T10:30Z", "--columns", "status,note").stdout
    assert "Exported 1 claim as of 2026-11-03T10:30:00Z to then.csv; 1 of 1 quotes verified" in told
    assert (folder / "then.csv").read_text("utf-8-sig").splitlines() == ["status,note", "denied,"]
    run("export", history, "now.csv", "--columns", "status,note")
    assert (folder / "now.csv").read_text("utf-8-sig").splitlines()[1] == "supported,Look again"
    again = run("export", history, "-", "--as-of", "2026-11-03T10:30Z", "--columns", "status", "--search", "denied")
    assert "denied" in again.stdout
    run("export", history, "then.csv", "--as-of", "2026-11-03", "--sheet", "facts", code=2)


def test_history_is_forgotten(run, history):
    run("forget", history, code=2)
    run("forget", history, "--all", "--before", "2026-01-01", code=2)
    assert "no history" in run("forget", history, "--before", "2001-01-01", "--yes", code=1).stderr
    assert run("forget", history, "--all", code=1).exit_code == 1
    assert run("forget", history, "--all", "--yes").stdout == "Forgot 4 lines of history\n"
    assert "nothing to undo" in run("undo", history, code=1).stderr
    assert "was forgotten" in run("history", history).stdout
    assert b"Look again" in history.read_bytes()
