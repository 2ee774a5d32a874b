"""SIGKILL in the middle of everything: what was acknowledged is there, and the rest is there whole or not at all."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from claimtracker.workspace import Workspace
from tests.faults import scenarios, states
from tests.faults.expectations import Expected, allowed_after, assert_backups_sound, assert_old_or_new

KILLED = -9


def check(folder: Path, name: str, expected: Expected, acknowledged: int, *, figures, thorough: bool) -> None:
    """What is in the folder now is what it was after the last acknowledgement, or after the step that was going on."""
    allowed = allowed_after(expected, name, acknowledged)
    backups = assert_backups_sound(folder, expected, name, acknowledged)
    found = states.of_folder(folder)
    assert_old_or_new(found, allowed)
    for path in folder.glob("*.claims"):
        with Workspace.open(path) as workspace:
            assert states.problems_of(workspace) == []
            if thorough:
                states.assert_history_consistent(workspace)
    figures.count("kills", "files reopened and checked", len(found) + backups)


def kill_at_random(nursery, expected, tmp_path, figures, *, name: str, kills: int) -> None:
    moments = random.Random(f"{name} 20251104")
    whole = expected(name)
    most = len(whole.states)
    for number in range(kills):
        folder = whole.copied(tmp_path / str(number))
        kill = {"after": moments.randrange(most), "delay": moments.random() ** 2 * 0.03}
        run = nursery.run(act="scenario", scenario=name, folder=folder, kill=kill)
        figures.count("kills", "at random moments")
        figures.count("kills", "of them in the midst of work", run.status == KILLED)
        check(folder, name, whole, run.acknowledged, figures=figures, thorough=number % 10 == 0)
        shutil.rmtree(folder)
    figures.count("kills", "corrupt", 0)
    figures.count("kills", "lost", 0)


NAMES = sorted(scenarios.SCENARIOS)


@pytest.mark.parametrize("name", NAMES)
def test_killed_at_random_moments(nursery, expected, tmp_path, figures, name):
    kill_at_random(nursery, expected, tmp_path, figures, name=name, kills=1)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_killed_at_very_many_random_moments(nursery, expected, tmp_path, figures, name):
    kill_at_random(nursery, expected, tmp_path, figures, name=name, kills=25)


def kill_at_calls(shimmed, expected, tmp_path, figures, *, name: str, most: int) -> None:
    """SQLite's own way: the kill moves from one call to the next, until the work is done before it comes."""
    whole = expected(name)
    steps = min(3, scenarios.SCENARIOS[name].steps)
    asked = {"act": "scenario", "scenario": name, "steps": steps}
    counting = shimmed.run(folder=whole.copied(tmp_path / "0"), fault={"how": "count", "at": 0}, **asked)
    (calls,) = map(int, counting.said("COUNT"))
    assert calls > 5
    stride = max(1, calls // most)
    for point in range(1, calls + 1, stride):
        how = ("kill before", "kill halfway")[point // stride % 2]
        folder = whole.copied(tmp_path / str(point))
        run = shimmed.run(folder=folder, fault={"how": how, "at": point}, **asked)
        assert run.status == KILLED
        figures.count("kills", "at single system calls")
        check(folder, name, whole, run.acknowledged, figures=figures, thorough=point // stride % 20 == 0)
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", NAMES)
def test_killed_at_system_calls(shimmed, expected, tmp_path, figures, name):
    kill_at_calls(shimmed, expected, tmp_path, figures, name=name, most=2)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_killed_at_each_system_call(shimmed, expected, tmp_path, figures, name):
    kill_at_calls(shimmed, expected, tmp_path, figures, name=name, most=60)
