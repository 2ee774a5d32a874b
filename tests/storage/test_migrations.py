"""A file of every version that ever was still opens, with all that is in it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.storage import migrations, queries, schema
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


def test_after_each_step_of_a_migration_the_version_is_that_of_the_tables():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    known = Database(connection, recursive_triggers=False, execute_plugins=False)
    steps = [migration.name for migration in migrations._MIGRATIONS.pending(known)]
    for version, following in enumerate(steps[1:], start=1):
        migrations._MIGRATIONS.apply(known, stop_before=following)
        assert connection.execute("pragma user_version").fetchone() == (version,)
        assert schema.fingerprint(connection) == schema.FINGERPRINTS[version]
    connection.close()


def test_what_version_2_tells_of_sentences_also_holds_for_those_brought_back_by_undo(tmp_path):
    path = tmp_path / "old.claims"
    shutil.copy(VERSIONS / "1.project", path)
    connection = sqlite3.connect(path)
    rows = connection.execute("select * from sentence where article_id = 1")
    names = [entry[0] for entry in rows.description]
    images = [dict(zip(names, row, strict=True)) for row in rows]
    connection.execute("insert into operation values (99, 'DeleteArticles', 'Delete', 'now', 'M', 'gui', 'done', null)")
    connection.executemany(
        "insert into change values (99, 'sentence', ?, ?)", [(row["id"], json.dumps(row)) for row in images]
    )
    connection.commit()
    connection.close()
    with Workspace.open(path) as workspace:
        now = {row.id: row.fingerprint for row in queries.sentences_of_article(workspace.connection, ArticleId(1))}
        kept = workspace.connection.execute("select row_id, before from change where operation_id = 99").fetchall()
        assert {row_id: json.loads(before)["fingerprint"] for row_id, before in kept} == now
        assert len(set(now.values())) > 5


def test_an_old_file_that_can_only_be_read_says_what_to_do(tmp_path, monkeypatch):
    path = tmp_path / "old.claims"
    shutil.copy(VERSIONS / "1.project", path)
    monkeypatch.setattr("claimtracker.storage.database.os.access", lambda *_: False)
    with pytest.raises(UserError, match="copy it to a folder that you can write to"):
        Workspace.open(path)
