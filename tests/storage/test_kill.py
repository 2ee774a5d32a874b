"""SIGKILL at random moments: no half operation, nothing acknowledged is lost, undo still works."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from claimtracker.domain.values import ClaimId
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article

KILLS = 12


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_random_moments(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as workspace:
        make_article(workspace)
    acknowledged: dict[str, set[tuple[int, str]]] = {"added": set(), "edited": set()}
    moments = random.Random(20251104)
    for _ in range(KILLS):
        _write_until_killed(path, lines=moments.randrange(1, 40), acknowledged=acknowledged)
        _check(path, acknowledged)
    assert len(acknowledged["added"]) > KILLS


def _write_until_killed(path: Path, *, lines: int, acknowledged: dict[str, set[tuple[int, str]]]) -> None:
    root = Path(__file__).parents[2]
    writer = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writer.py")), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert writer.stdout is not None
    for _ in range(lines):
        _acknowledge(writer.stdout.readline(), acknowledged)
    writer.kill()
    for line in writer.stdout.read().splitlines(keepends=True):
        _acknowledge(line, acknowledged)
    writer.stdout.close()
    writer.wait()


def _acknowledge(line: str, acknowledged: dict[str, set[tuple[int, str]]]) -> None:
    if line.endswith("\n"):
        what, claim, number = line.split()
        acknowledged[what].add((int(claim), number))


def _check(path: Path, acknowledged: dict[str, set[tuple[int, str]]]) -> None:
    with Workspace.open(path) as workspace:
        connection = workspace.connection
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        for claim_id, number in acknowledged["added"]:
            claim = queries.claim(connection, ClaimId(claim_id))
            assert claim.speaker == f"Speaker {number}"
            if (claim_id, number) in acknowledged["edited"]:
                assert (claim.status, claim.note) == (f"denied {number}", "edited")
        whole = connection.execute(
            """select count(*) from claim where (select count(*) from claim_span where claim_id = claim.id) <> 2
               or (select count(*) from claim_tag where claim_id = claim.id) <> 2"""
        ).fetchone()
        assert whole == (0,)
        assert (
            connection.execute("select count(*) from claim").fetchone()
            == connection.execute("select count(*) from claim_search").fetchone()
        )
        label = workspace.undo_label
        workspace.undo()
        assert workspace.redo_label == label
        workspace.redo()
        assert workspace.undo_label == label
