"""A backup comes back whole, and what it replaces is never lost."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.storage import backup, queries, restore
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "desk").mkdir()
    path = tmp_path / "desk" / "talks.claims"
    with Workspace.create(path, coder="Mira") as workspace:
        make_claim(workspace, make_article(workspace), speaker="Ilse Varga")
    return path


@pytest.fixture
def good(project, home):
    """A backup with one article, of a project that has two by now."""
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home).backup.path
        make_article(workspace, "A second article.")
    return made


def titles(path):
    with Workspace.open(path) as workspace:
        assert workspace.problems() == []
        return len(queries.article_ids(workspace.connection))


def beside(path):
    return sorted(entry.name for entry in path.parent.iterdir())


def test_it_takes_the_place_of_the_present_file_which_is_backed_up_first(project, home, good):
    done = restore.restore(good, project, home=home)
    assert titles(project) == 1
    assert done.kept is not None
    kept = backup.contents_in(done.kept)
    assert kept is not None
    assert kept.articles == 2
    assert beside(project) == ["talks.claims"]
    again = restore.restore(done.kept, project, home=home)
    assert titles(project) == 2
    assert again.contents.articles == 2


def test_a_backup_is_the_same_after_it_was_restored(project, home, good):
    before = good.read_bytes()
    restore.restore(good, project, home=home)
    with Workspace.open(project) as workspace:
        make_article(workspace, "Worked on.")
    assert good.read_bytes() == before


def test_a_damaged_file_is_moved_aside_untouched_with_its_log(project, home, good):
    project.write_bytes(project.read_bytes()[:9000])
    damaged = project.read_bytes()
    project.with_name("talks.claims-wal").write_bytes(b"its log")
    done = restore.restore(good, project, home=home, now=NOW)
    assert done.kept is None
    assert done.aside == project.with_name("talks.damaged-2026-03-01T12-00-00Z.claims")
    assert done.aside.read_bytes() == damaged
    assert done.aside.with_name(done.aside.name + "-wal").read_bytes() == b"its log"
    assert titles(project) == 1


def test_a_file_whose_beginning_is_gone_is_moved_aside_too(project, home, good):
    project.write_bytes(bytes(100) + project.read_bytes()[100:])
    done = restore.restore(good, project, home=home)
    assert done.aside is not None
    assert done.aside.exists()
    assert titles(project) == 1


def test_two_that_are_moved_aside_in_one_second_are_both_there(project, home, good):
    asides = []
    for content in (b"first", b"second"):
        project.write_bytes(content)
        asides.append(restore.restore(good, project, home=home, now=NOW).aside)
    assert [aside.read_bytes() for aside in asides] == [b"first", b"second"]


def test_a_log_that_was_left_by_a_file_that_is_gone_is_not_played_into_what_comes_back(project, home, good):
    with Workspace.open(project) as workspace:
        make_article(workspace, "In the log alone.")
        log = project.with_name("talks.claims-wal").read_bytes()
    project.unlink()
    project.with_name("talks.claims-wal").write_bytes(log)
    done = restore.restore(good, project, home=home)
    assert done.aside is not None
    assert titles(project) == 1


def test_a_file_that_is_gone_comes_back(project, home, good):
    project.unlink()
    done = restore.restore(good, project, home=home)
    assert (done.kept, done.aside) == (None, None)
    assert titles(project) == 1


def test_a_file_that_is_open_here_is_not_replaced(project, home, good):
    with Workspace.open(project) as workspace:
        with pytest.raises(UserError, match="is open; close it"):
            restore.restore(good, project, home=home)
        make_article(workspace, "It goes on.")
    assert titles(project) == 3


def test_a_file_that_another_program_has_open_is_not_replaced(project, home, good):
    other = sqlite3.connect(project)
    other.execute("pragma journal_mode = wal")
    other.execute("select count(*) from article").fetchone()
    with pytest.raises(UserError, match="open in another window or program"):
        restore.restore(good, project, home=home)
    other.close()
    assert titles(project) == 2


def test_a_backup_that_is_not_sound_is_refused_and_all_is_as_it_was(project, home, good):
    bad = good.with_name("bad.claims")
    bad.write_bytes(good.read_bytes()[:-4096])
    before = project.read_bytes()
    with pytest.raises(UserError, match=r"cannot be restored: .*Choose another backup"):
        restore.restore(bad, project, home=home)
    assert project.read_bytes() == before
    assert beside(project) == ["talks.claims"]


def test_a_project_of_somebody_else_can_be_the_backup_and_text_files_cannot(project, home, tmp_path):
    (tmp_path / "diary.txt").write_text("Dear diary")
    with pytest.raises(UserError, match="cannot be restored"):
        restore.restore(tmp_path / "diary.txt", project, home=home)


def test_a_copy_leaves_the_present_file_alone_and_never_writes_over_another(project, good, tmp_path):
    before = project.read_bytes()
    held = restore.restore_as(good, tmp_path / "yesterday.claims")
    assert held.articles == titles(tmp_path / "yesterday.claims") == 1
    with Workspace.open(tmp_path / "yesterday.claims") as workspace:
        make_article(workspace, "Work goes on in it.")
    assert project.read_bytes() == before
    with pytest.raises(UserError, match="already a file"):
        restore.restore_as(good, project)


def test_one_of_an_older_version_is_brought_up_to_date_when_it_is_opened(project, home, tmp_path):
    from tests.storage.test_backup import VERSIONS

    old = tmp_path / "old.claims"
    shutil.copy(VERSIONS / "1.project", old)
    restore.restore(old, project, home=home)
    assert titles(project) > 0
