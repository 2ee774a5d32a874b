"""SIGKILL in the middle of everything: what was acknowledged is there, and the rest is there whole or not at all."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimtracker.workspace import Workspace
from tests.faults import scenarios, states

KILLED = -9


@dataclass(frozen=True, slots=True)
class Expected:
    """A scenario's folder before it begins, and what is in it after each acknowledgement."""

    folder: Path
    states: list[dict[str, str]]


@pytest.fixture(scope="module")
def expected(nursery, tmp_path_factory):
    """What each scenario comes to without a fault, by its name."""
    known: dict[str, Expected] = {}

    def of(name: str, steps: int | None = None) -> Expected:
        if name not in known:
            base, folder = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("whole")
            scenario = scenarios.SCENARIOS[name]
            scenario.prepare(base)
            begin = states.of_folder(base) if name not in scenarios.MIGRATIONS else {}
            shutil.copytree(base, folder, dirs_exist_ok=True)
            run = nursery.run(act="scenario", scenario=name, folder=folder, states=True)
            assert (run.status, run.said("TOLD")) == (0, [])
            after = [json.loads(line) for line in run.said("STATE")]
            known[name] = Expected(base, after if scenario.opens else [begin, *after])
        return known[name]

    return of


def check(folder: Path, name: str, expected: Expected, acknowledged: int, *, figures, thorough: bool) -> None:
    """What is in the folder now is what it was after the last acknowledgement, or after the step that was going on."""
    # The opening of a project that stays open is acknowledged too.
    last = max(0, acknowledged - 1) if scenarios.SCENARIOS[name].opens else acknowledged
    allowed = expected.states[last : last + 2]
    assert allowed
    if name in scenarios.MIGRATIONS:
        allowed = expected.states[1:]
    found = states.of_folder(folder)
    for file in found.keys() | allowed[0].keys():
        assert file in found, f"{file} is lost"
        assert found[file] in [state.get(file) for state in allowed], f"{file} is neither the old nor the new one"
    for path in folder.glob("*.claims"):
        with Workspace.open(path) as workspace:
            assert states.problems_of(workspace) == []
            if thorough:
                states.assert_history_consistent(workspace)
    figures.count("kills", "files reopened and checked", len(found))


def copied(expected: Expected, tmp_path: Path, number: int) -> Path:
    folder = tmp_path / str(number)
    shutil.copytree(expected.folder, folder)
    return folder


def kill_at_random(nursery, expected, tmp_path, figures, *, name: str, kills: int) -> None:
    moments = random.Random(f"{name} 20251104")
    whole = expected(name)
    most = len(whole.states)
    for number in range(kills):
        folder = copied(whole, tmp_path, number)
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
    counting = shimmed.run(folder=copied(whole, tmp_path, 0), fault={"how": "count", "at": 0}, **asked)
    (calls,) = map(int, counting.said("COUNT"))
    assert calls > 5
    stride = max(1, calls // most)
    for point in range(1, calls + 1, stride):
        how = ("kill before", "kill halfway")[point // stride % 2]
        folder = copied(whole, tmp_path, point)
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
