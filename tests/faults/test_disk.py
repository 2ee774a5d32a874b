"""Full disks and broken disks: one sentence, nothing half done, and work goes on."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.workspace import Workspace
from tests.faults import scenarios, states
from tests.faults.expectations import allowed_after, assert_backups_sound, assert_is_a_sentence, assert_old_or_new

NAMES = sorted(scenarios.SCENARIOS)
FAULTS = [
    ("full", "fail once", errno.ENOSPC, 1),
    ("full", "fail for ever", errno.ENOSPC, 1),
    ("broken", "fail once", errno.EIO, 1),
    ("broken", "fail for ever", errno.EIO, 1),
    ("unreadable", "fail once", errno.EIO, 2),
    ("unreadable", "fail for ever", errno.EIO, 2),
]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def check(run, whole, name: str, folder: Path, *, figures, group: str) -> None:
    """It was told, or did no harm; nothing is half done; work went on in the same window; the file is sound."""
    assert run.status == 0
    told = run.said("TOLD")
    figures.count(group, "tried")
    figures.count(group, "told in one sentence", len(told))
    figures.count(group, "without harm", not told)
    allowed = allowed_after(whole, name, run.acknowledged)
    if told:
        assert_is_a_sentence(told[0])
        for after in run.said("AFTER"):
            assert_old_or_new(json.loads(after), allowed)
        # There is nothing to go on with where no project could be made.
        assert run.said("ON") == ([] if name == "new project" else ["[]"])
        figures.count(group, "after which work went on", len(run.said("ON")))
    assert_backups_sound(folder, whole, name, run.acknowledged)
    for path in folder.glob("*.claims"):
        with Workspace.open(path) as workspace:
            assert states.problems_of(workspace) == []


def fail_at_calls(shimmed, expected, tmp_path, figures, *, name: str, most: int, faults=FAULTS) -> None:
    """The fault moves from one call to the next, until all is done without meeting it."""
    whole = expected(name)
    asked = {"act": "scenario", "scenario": name, "steps": min(2, scenarios.SCENARIOS[name].steps)}
    for group, how, number, kinds in faults:
        fault = {"error": number, "kinds": kinds}
        counting = shimmed.run(
            folder=whole.copied(tmp_path / "counting"), fault=fault | {"how": "count", "at": 0}, **asked
        )
        shutil.rmtree(tmp_path / "counting")
        (calls,) = map(int, counting.said("COUNT"))
        for point in range(1, calls + 1, max(1, -(-calls // most))):
            folder = whole.copied(tmp_path / "tried")
            run = shimmed.run(folder=folder, fault=fault | {"how": how, "at": point}, **asked)
            check(run, whole, name, folder, figures=figures, group=f"disk {group}, {how.removeprefix('fail ')}")
            shutil.rmtree(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_call_that_fails(shimmed, expected, tmp_path, figures, name):
    turn = NAMES.index(name) % 3 * 2
    fail_at_calls(shimmed, expected, tmp_path, figures, name=name, most=1, faults=FAULTS[turn : turn + 2])


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_each_call_that_fails(shimmed, expected, tmp_path, figures, name):
    fail_at_calls(shimmed, expected, tmp_path, figures, name=name, most=12)


SMALL = ["edit", "import of articles", "export", "undo and redo", "save a copy", "backup", *scenarios.MIGRATIONS]


def fill_files(nursery, expected, tmp_path, figures, *, name: str, limits: range) -> None:
    """Without a compiler too: no file may grow beyond a size, which grows from one try to the next; once it also kills."""
    whole = expected(name)
    for limit in limits:
        for kills in (False, True):
            folder = whole.copied(tmp_path / "tried")
            fault = {"how": "size", "at": limit, "kills": kills}
            run = nursery.run(act="scenario", scenario=name, folder=folder, steps=2, fault=fault)
            if kills and run.status != 0:
                assert run.status == -signal.SIGXFSZ
                figures.count("kills", "at a write beyond a size")
                assert_backups_sound(folder, whole, name, run.acknowledged)
                assert_old_or_new(states.of_folder(folder), allowed_after(whole, name, run.acknowledged))
            else:
                check(run, whole, name, folder, figures=figures, group="files limited in size")
            shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["import of articles", "migration from 2"])
def test_files_that_cannot_grow(nursery, expected, tmp_path, figures, name):
    fill_files(nursery, expected, tmp_path, figures, name=name, limits=range(0, 500_000, 240_000))


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SMALL)
def test_files_that_cannot_grow_beyond_each_size(nursery, expected, tmp_path, figures, name):
    fill_files(nursery, expected, tmp_path, figures, name=name, limits=range(0, 600_000, 40_000))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes."""
    if not IS_ROOT or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def on_full_disk(nursery, expected, small_disk, figures, *, name: str, room: range) -> None:
    """The room that is left grows from one try to the next; with room made, the same work is done."""
    whole = expected(name)
    for left in room:
        folder = whole.copied(small_disk / "tried")
        filler = small_disk / "filler"
        free = os.statvfs(small_disk)
        filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - left * 4096)))
        run = nursery.run(act="scenario", scenario=name, folder=folder, steps=2, goes_on=False)
        filler.unlink()
        figures.count("a small disk that is full", "tried")
        figures.count("a small disk that is full", "told in one sentence", len(run.said("TOLD")))
        for told in run.said("TOLD"):
            assert_is_a_sentence(told)
        assert run.status == 0
        assert_backups_sound(folder, whole, name, run.acknowledged)
        assert_old_or_new(states.of_folder(folder), allowed_after(whole, name, run.acknowledged))
        for path in folder.glob("*.claims"):
            with Workspace.open(path) as workspace:
                assert states.problems_of(workspace) == []
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["edit", "export"])
def test_on_a_full_disk(nursery, expected, small_disk, figures, name):
    on_full_disk(nursery, expected, small_disk, figures, name=name, room=range(0, 40, 20))


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SMALL)
def test_on_a_disk_that_is_ever_less_full(nursery, expected, small_disk, figures, name):
    on_full_disk(nursery, expected, small_disk, figures, name=name, room=range(0, 250, 10))


def test_a_project_that_may_not_grow(tmp_path, figures):
    """SQLite's own way to say that a disk is full, moved on page by page."""
    scenarios.make_project(tmp_path / scenarios.PROJECT)
    sentences = []
    with Workspace.open(tmp_path / scenarios.PROJECT) as workspace:
        pages = workspace.connection.execute("pragma page_count").fetchone()[0]
        for number, more in enumerate(range(12)):
            before = states.content(workspace.connection, of_chance=True)
            workspace.connection.execute(f"pragma max_page_count = {pages + more}")
            try:
                scenarios.SCENARIOS["import of articles"].step(workspace, tmp_path, number)
            except UserError as error:
                sentences.append(str(error))
                assert states.content(workspace.connection, of_chance=True) == before
            workspace.connection.execute("pragma max_page_count = 1000000")
        assert len(sentences) > 3
        assert all("full" in sentence for sentence in sentences)
        figures.count("a project that may not grow", "told in one sentence", len(sentences))
        scenarios.SCENARIOS["import of articles"].step(workspace, tmp_path, 99)
        assert states.problems_of(workspace) == []
