"""A file of every version that ever was still opens, with all that is in it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from claimtracker.storage import queries, schema
from claimtracker.storage.migrations import migrate
from claimtracker.workspace import Workspace

VERSIONS = Path(__file__).with_name("versions")


def test_there_is_a_stored_file_and_a_fingerprint_for_every_version():
    assert {int(path.stem) for path in VERSIONS.glob("*.project")} == set(range(1, schema.VERSION + 1))
    assert set(schema.FINGERPRINTS) == set(range(1, schema.VERSION + 1))


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_an_old_file_opens_whole(tmp_path, version):
    path = tmp_path / "old.claims"
    shutil.copy(VERSIONS / f"{version}.project", path)
    with Workspace.open(path) as workspace:
        assert workspace.problems() == []
        assert queries.totals(workspace.connection).claims > 20
        claims = queries.claim_ids(workspace.connection, queries.ClaimFilter(search="disagreements"))
        assert len(claims) > 1
        assert workspace.undo() is not None
        assert queries.totals(workspace.connection).claims == 0
        workspace.redo()


def test_migrations_from_nothing_give_the_known_tables():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    assert schema.fingerprint(connection) == schema.FINGERPRINTS[schema.VERSION]
    assert connection.execute("pragma user_version").fetchone() == (schema.VERSION,)
    connection.close()
