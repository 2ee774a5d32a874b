"""Odd files: each gets one clear sentence and the safest thing that still works, and none is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.storage import database, migrations, opening, queries, schema
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.unprivileged import as_anybody, give, open_folder

assert migrations  # a fork that may read nothing of ours any more needs it


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as workspace:
        make_claim(workspace, make_article(workspace), speaker="Ilse Varga")
    return path


def _change(path, *statements):
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def _refused(path) -> str:
    before = path.read_bytes()
    with pytest.raises(UserError) as told:
        Workspace.open(path)
    assert path.read_bytes() == before
    return str(told.value)


def _newer(path, *statements):
    _change(path, f"pragma user_version = {schema.VERSION + 1}", *statements)


def test_a_file_of_a_newer_version_is_shown_and_not_changed(project):
    _newer(project, "create table topic (id integer primary key, name text) strict", "alter table claim add mood text")
    before = project.read_bytes()
    with Workspace.open(project) as workspace:
        assert workspace.why_only_read == opening.NEWER
        (claim,) = queries.claims(workspace.connection, queries.claim_ids(workspace.connection, ClaimFilter()))
        assert claim.speaker == "Ilse Varga"
        with pytest.raises(UserError, match="made by a newer version of Claim Tracker; update the program"):
            make_article(workspace, "More.")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            workspace.connection.execute("delete from claim")
        workspace.save_copy(project.with_name("copy.claims"))
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "alter table claim drop column cue",
        "drop table review",
        "create trigger harm after update on claim begin delete from article; end",
        "create view seen as select * from claim",
        "create virtual table box using rtree(id, low, high)",
        "create table made (a integer, b integer generated always as (a * 2) virtual)",
    ],
)
def test_a_newer_file_that_lacks_what_is_read_or_holds_what_acts_is_not_opened(project, statement):
    _newer(project, statement)
    if "generated" in statement:
        with Workspace.open(project) as workspace:
            assert workspace.read_only  # nothing of ours asks for it
    else:
        assert "in a way that this one cannot read; update the program" in _refused(project)


def test_a_known_column_that_is_computed_is_not_read(project):
    _newer(project, "alter table claim drop column cue", "alter table claim add cue text generated always as ('x')")
    assert "cannot read" in _refused(project)


def test_a_newer_file_that_is_open_here_already_is_only_read_too(project):
    _newer(project)
    with Workspace.open(project) as first, Workspace.open(project) as second:
        assert first.read_only
        assert second.read_only


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "books.claims"
    _change(path, "create table book (title text)")
    assert "a database of another program; it was left as it is" in _refused(path)


def test_a_pipe_is_not_waited_for(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes with names here")
    path = tmp_path / "pipe.claims"
    os.mkfifo(path)
    with pytest.raises(UserError, match="is not a file"):
        Workspace.open(path)


def test_links_in_a_circle_are_told(tmp_path):
    path = tmp_path / "a.claims"
    path.symlink_to(path)
    with pytest.raises(UserError, match="could not be read"):
        Workspace.open(path)


def test_through_a_link_the_log_lies_beside_the_file(project, tmp_path):
    link = tmp_path / "links" / "b.claims"
    link.parent.mkdir()
    link.symlink_to(project)
    with Workspace.open(link) as workspace:
        make_article(workspace, "More.")
        assert [path.name for path in link.parent.iterdir()] == ["b.claims"]
        assert not workspace.has_second_name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.claims", "links"]


def test_a_second_name_is_told(project):
    os.link(project, project.with_name("b.claims"))
    with Workspace.open(project) as workspace:
        assert workspace.has_second_name
        assert not workspace.read_only


@pytest.mark.parametrize(
    "statement",
    [
        "update sqlite_schema set sql = 'create table claim (nonsense' where name = 'claim'",
        "update sqlite_schema set sql = cast(x'ff00ff' as text) where name = 'claim'",
        "update sqlite_schema set sql = x'00' where name = 'claim_article'",
        "update sqlite_schema set rootpage = 99999 where name = 'claim'",
    ],
)
def test_tables_that_make_no_sense_are_damage_and_no_bug(project, statement):
    _change(project, "pragma writable_schema = on", statement)
    assert "damaged" in _refused(project) or "did not make" in _refused(project)


def test_what_is_damaged_tells_so_to_those_who_can_offer_a_backup(project):
    content = bytearray(project.read_bytes())
    content[100:400] = b"\xff" * 300
    project.write_bytes(content)
    with pytest.raises(FileTrouble) as told:
        Workspace.open(project)
    assert told.value.cause == "damaged"


def test_a_file_that_another_program_keeps_for_itself_is_waited_for_and_told(project, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    other = sqlite3.connect(project, isolation_level=None)
    other.execute("begin exclusive")
    with pytest.raises(FileTrouble, match="busy: another program is writing to it") as told:
        Workspace.open(project)
    assert told.value.cause == "busy"
    other.execute("rollback")
    other.close()
    Workspace.open(project).close()


_LEAVE = """
import os, sys
from claimtracker.workspace import Workspace
from tests.factories import make_article
workspace = Workspace.open(sys.argv[1])
make_article(workspace, "Left in the log.")
os._exit(0)
"""


def _leave_a_log(path):
    """What a program leaves that is killed: the file, and a log with what was committed last."""
    subprocess.run([sys.executable, "-c", _LEAVE, path], check=True)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _articles(path):
    def read() -> str:
        with Workspace.open(path) as workspace:
            count = queries.totals(workspace.connection).articles
            try:
                make_article(workspace, "More.")
            except UserError as error:
                return f"{count}: {error}"
            return f"{count}: written"

    return read


@pytest.fixture
def shelf(project):
    """A project in a folder that the modes of files hold for."""
    with open_folder() as folder:
        path = folder / "a.claims"
        shutil.copy(project, path)
        give(path)
        yield path


def test_a_read_only_file_is_read(shelf):
    shelf.chmod(0o400)
    assert "1: " in (said := as_anybody(_articles(shelf)))
    assert "can only be read, so nothing can be changed in it: the file is read-only." in said


def test_a_file_in_a_read_only_folder_is_read(shelf):
    shelf.parent.chmod(0o500)
    assert "its folder is read-only, and SQLite keeps its journal there." in as_anybody(_articles(shelf))


def test_a_file_that_may_not_be_read_says_so(shelf):
    shelf.chmod(0o000)

    def look() -> str:
        with pytest.raises(UserError) as told:
            Workspace.open(shelf)
        return str(told.value)

    assert f"You may not read {shelf}" in as_anybody(look)


@pytest.mark.parametrize("empty_log", [True, False])
def test_one_left_with_a_log_in_a_read_only_folder_is_read_whole(shelf, empty_log):
    left = _leave_a_log(shelf)
    if empty_log:
        _change(shelf, "pragma journal_mode = wal")
        for path in left:
            path.unlink(missing_ok=True)
    else:
        left[1].unlink()
        give(left[0])
    before = sorted((path.name, path.read_bytes()) for path in shelf.parent.iterdir())
    shelf.parent.chmod(0o500)
    assert as_anybody(_articles(shelf)).startswith("2: ")
    assert sorted((path.name, path.read_bytes()) for path in shelf.parent.iterdir()) == before


def test_the_copy_that_is_read_in_its_place_is_taken_away(shelf, tmp_path, monkeypatch):
    wal, shm = _leave_a_log(shelf)
    shm.unlink()
    give(wal)
    shelf.parent.chmod(0o500)
    with open_folder() as scratch:
        monkeypatch.setattr("tempfile.tempdir", str(scratch))
        assert as_anybody(_articles(shelf)).startswith("2: ")
        assert list(scratch.iterdir()) == []


def test_on_a_network_share_there_is_no_write_ahead_log(project, monkeypatch):
    monkeypatch.setattr(opening, "on_network_drive", lambda _path: True)
    with Workspace.open(project) as workspace:
        assert workspace.on_network_drive
        make_article(workspace, "More.")
        assert workspace.connection.execute("pragma journal_mode").fetchone() == ("delete",)
        assert [path.name for path in project.parent.iterdir()] == ["a.claims"]


@pytest.mark.parametrize(
    ("mounts", "share"),
    [
        ("/dev/sda1 / ext4 rw 0 0\nnas:/x /mnt nfs4 rw 0 0", True),
        ("/dev/sda1 / ext4 rw 0 0\n//nas/x /mnt cifs rw 0 0", True),
        ("nas:/x / nfs4 rw 0 0\n/dev/sda1 /mnt ext4 rw 0 0", False),
        ("/dev/sda1 / ext4 rw 0 0\nnas:/x /mntother nfs4 rw 0 0", False),
    ],
)
def test_a_network_share_is_told_from_the_mount_table(mounts, share, monkeypatch):
    monkeypatch.setattr(Path, "read_text", lambda *_arguments, **_options: mounts)
    assert opening.on_network_drive(Path("/mnt/a.claims")) is share


@pytest.mark.skipif(sys.version_info < (3, 12), reason="this version of Python cannot set it")
def test_triggers_and_views_are_off(project):
    with Workspace.open(project) as workspace:
        for switch in (sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW):
            assert not workspace.connection.getconfig(switch)
        assert workspace.connection.getconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE)


def test_a_copy_is_for_this_person_alone(project):
    target = project.with_name("copy.claims")
    with Workspace.open(project) as workspace:
        workspace.save_copy(target)
        assert {path.stat().st_mode & 0o077 for path in project.parent.iterdir()} == {0}
