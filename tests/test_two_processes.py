"""Several processes on one project: no edit is lost, and everybody hears of every one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claimtracker.operations import EditClaim
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

_EDITS = 40
_WRITER = """
import sys
from claimtracker.operations import EditClaim
from claimtracker.workspace import Workspace
with Workspace.open(sys.argv[1], coder=sys.argv[2]) as workspace:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        workspace.run(EditClaim(1, {"note": f"{sys.argv[2]} {number}"}))
        workspace.catch_up()
"""


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "talks.claims"
    with Workspace.create(path) as workspace:
        make_claim(workspace, make_article(workspace))
    return path


def test_three_at_once_lose_no_edit(project):
    """The same cell: the last writer's words stand there, the history has all."""
    with Workspace.open(project, coder="Mira") as watching:
        heard = []
        watching.changed.subscribe(lambda changes: heard.append(changes.operation_id))
        before = watching._seen
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", _WRITER, project, name, str(_EDITS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in ("Noor", "Tomas")
        ]
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("\n")
            writer.stdin.flush()
        for number in range(_EDITS):
            watching.run(EditClaim(1, {"note": f"Mira {number}"}))
        assert [writer.wait() for writer in writers] == [0, 0]
        for writer in writers:
            writer.communicate()
        watching.catch_up()
        (claim,) = queries.claims(watching.connection, [1])
        coders = watching.connection.execute(
            "select coder, count(*) from operation where id > ? group by coder order by coder", (before,)
        ).fetchall()
        assert coders == [("Mira", _EDITS), ("Noor", _EDITS), ("Tomas", _EDITS)]
        assert claim.note.split()[1] == str(_EDITS - 1)
        assert heard == list(range(before + 1, before + 1 + 3 * _EDITS))
        for _ in range(3 * _EDITS):
            watching.undo()
        assert queries.claims(watching.connection, [1])[0].note == ""
        assert watching.problems() == []


def test_the_command_line_beside_an_open_project(project):
    with Workspace.open(project) as watching:
        heard = []
        watching.changed.subscribe(lambda changes: heard.append(changes.kind))
        subprocess.run([sys.executable, "-m", "claimtracker", "set", project, "--all", "note=from beside"], check=True)
        watching.catch_up()
        assert len(heard) == 1
        assert queries.claims(watching.connection, [1])[0].note == "from beside"
    assert [path.name for path in project.parent.iterdir()] == ["talks.claims"]
