"""Opening the file: only our own, unharmed, and never creating what is missing."""

from __future__ import annotations

import shutil
import sqlite3
import stat

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.storage import database, opening, schema
from claimtracker.workspace import Workspace
from tests.factories import make_article


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as workspace:
        make_article(workspace)
    return path


def test_a_new_project_is_marked_as_ours_and_private(project):
    header = project.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == schema.APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == schema.VERSION
    assert stat.S_IMODE(project.stat().st_mode) == 0o600


def test_tables_are_strict_and_foreign_keys_indexed(project):
    connection = sqlite3.connect(project)
    tables = connection.execute("select name, sql from sqlite_schema where type = 'table'").fetchall()
    for name, sql in tables:
        if name.startswith(("sqlite_", "claim_search", "claim_stems", "fact_stems", "_sqlite")):
            continue
        assert "strict" in sql.lower().rsplit(")", 1)[1], name
        indexed = {
            connection.execute(f"select name from pragma_index_info('{index[1]}') order by seqno").fetchone()[0]
            for index in connection.execute(f"pragma index_list('{name}')")
        }
        for foreign_key in connection.execute(f"pragma foreign_key_list('{name}')"):
            assert foreign_key[3] in indexed, (name, foreign_key[3])
    connection.close()


def test_tracked_tables_hold_integers_and_text_and_an_id(project):
    connection = sqlite3.connect(project)
    for table in schema.TRACKED:
        columns = connection.execute(f"pragma table_info('{table}')").fetchall()
        assert {column[2] for column in columns} <= {"INTEGER", "TEXT"}, table
        assert columns[0][1:3] == ("id", "INTEGER"), table
    connection.close()


def test_at_rest_it_is_one_plain_file(project):
    assert [path.name for path in project.parent.iterdir()] == ["a.claims"]
    assert project.read_bytes()[18:20] == b"\x01\x01"


def test_while_open_the_log_is_brought_in_when_idle(project, tmp_path):
    with Workspace.open(project) as workspace:
        make_article(workspace, "Another text altogether.")
        workspace.checkpoint()
        assert workspace.connection.execute("pragma journal_mode").fetchone() == ("wal",)
        shutil.copy(project, tmp_path / "copied.claims")
        with Workspace.open(tmp_path / "copied.claims") as copied:
            assert copied.connection.execute("select count(*) from article").fetchone() == (2,)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is an empty file"),
        (b"Dear diary", "is not a Claim Tracker project"),
        (b"SQLite format 3\x00" + bytes(84), "is not a Claim Tracker project"),
    ],
)
def test_what_is_no_project_is_refused_and_left_alone(tmp_path, content, sentence):
    path = tmp_path / "b.claims"
    path.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        Workspace.open(path)
    assert path.read_bytes() == content


def test_a_new_project_never_takes_the_name_of_a_file_that_came_meanwhile(tmp_path, monkeypatch):
    path = tmp_path / "a.claims"
    put_in_place = database._put_in_place

    def somebody_else_is_quicker(part, goal):
        goal.write_bytes(b"mine")
        put_in_place(part, goal)

    monkeypatch.setattr(database, "_put_in_place", somebody_else_is_quicker)
    with pytest.raises(UserError, match="already a file"):
        Workspace.create(path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.claims", b"mine")]


def test_a_missing_file_is_not_created(tmp_path):
    with pytest.raises(UserError, match="There is no project at"):
        Workspace.open(tmp_path / "none.claims")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(UserError, match="is not a file"):
        Workspace.open(tmp_path)


def test_an_existing_file_is_never_made_anew(project):
    before = project.read_bytes()
    with pytest.raises(UserError, match="already a file"):
        Workspace.create(project)
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        "create trigger harm after update on claim begin delete from article; end",
        "create view seen as select * from claim",
        "create table extra (x)",
        "drop index claim_article",
    ],
)
def test_a_file_with_a_foreign_schema_is_not_opened(project, sql):
    connection = sqlite3.connect(project)
    connection.execute(sql)
    connection.close()
    with pytest.raises(UserError, match="did not make"):
        Workspace.open(project)


def test_damage_is_found_when_looked_for(project):
    with Workspace.open(project) as workspace:
        assert workspace.problems() == []
    content = bytearray(project.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    project.write_bytes(content)
    with pytest.raises(UserError, match="damaged"), Workspace.open(project) as workspace:
        raise UserError(" ".join(workspace.problems()))


def test_damage_after_an_unclean_end_is_found_before_anything_else(project):
    content = bytearray(project.read_bytes())
    content[4096 : 4096 + 3000] = b"\xff" * 3000
    project.write_bytes(content)
    project.with_name("a.claims-wal").write_bytes(b"left over")
    with pytest.raises(UserError, match="damaged"):
        Workspace.open(project)


def test_a_file_that_another_program_keeps_locked_is_said_to_be_busy(project, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    with Workspace.open(project) as workspace:
        other = sqlite3.connect(project, isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(UserError, match="busy"):
            make_article(workspace, "More.")
        other.execute("rollback")
        other.close()
        make_article(workspace, "More.")


def test_locks_survive_opening_the_same_file_twice_in_one_process(project):
    with Workspace.open(project) as first:
        first.connection.execute("begin immediate")
        with Workspace.open(project):
            pass
        other = sqlite3.connect(project, timeout=0.05, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("begin immediate")
        other.close()
        first.connection.execute("rollback")


def test_a_network_drive_is_told_from_the_mount_table(tmp_path):
    assert opening.on_network_drive(tmp_path) is False
