"""What a scenario comes to without a fault, which is what a fault is measured by."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from claimtracker.storage import backup
from tests.faults import scenarios, states
from tests.faults.nursery import Nursery


@dataclass(frozen=True, slots=True)
class Expected:
    """A scenario's folder before it begins, and what is in it after each acknowledgement."""

    folder: Path
    states: list[dict[str, str]]

    def copied(self, folder: Path) -> Path:
        """The folder before it begins, once more."""
        shutil.copytree(self.folder, folder)
        return folder


def expect(nursery: Nursery, name: str, base: Path, whole: Path) -> Expected:
    """Make a scenario ready in `base`, and carry it out once in `whole`."""
    scenario = scenarios.SCENARIOS[name]
    scenario.prepare(base)
    begin = states.of_folder(base) if name not in scenarios.MIGRATIONS else {}
    shutil.copytree(base, whole, dirs_exist_ok=True)
    run = nursery.run(act="scenario", scenario=name, folder=whole, states=True)
    assert (run.status, run.said("TOLD")) == (0, [])
    after = [json.loads(line) for line in run.said("STATE")]
    return Expected(base, after if scenario.opens else [begin, *after])


def allowed_after(expected: Expected, name: str, acknowledged: int) -> list[dict[str, str]]:
    """What may be there when the fault came after so many acknowledgements: the state then, or one step later."""
    if name in scenarios.MIGRATIONS:
        return expected.states[1:]
    # The opening of a project that stays open is acknowledged too.
    last = max(0, acknowledged - 1) if scenarios.SCENARIOS[name].opens else acknowledged
    return expected.states[last : last + 2]


def assert_old_or_new(found: dict[str, str], allowed: list[dict[str, str]]) -> None:
    """Each file is there, and is what it was before the step that was going on, or what it is after it."""
    assert allowed
    for file in found.keys() | allowed[0].keys():
        assert file in found, f"{file} is lost"
        assert found[file] in [state.get(file) for state in allowed], f"{file} is neither the old nor the new one"


def assert_backups_sound(folder: Path, expected: Expected, name: str, acknowledged: int) -> int:
    """Whatever has the name of a backup can be restored from, and none that was acknowledged is lost; how many."""
    backups = states.backups_in(folder)
    for path in backups:
        assert backup.problem_of(path) == ""
        if name == "backup":
            with backup.reading(path) as connection:
                assert states.digest(connection) in [state[scenarios.PROJECT] for state in expected.states]
    if name == "backup":
        assert len(backups) >= acknowledged - 1
    if (
        name in scenarios.MIGRATIONS
        and states.version_of(folder / scenarios.PROJECT) > scenarios.MIGRATIONS[name].version
    ):
        assert backups
    return len(backups)


def assert_is_a_sentence(told: str) -> None:
    """What is told is told to a person."""
    assert told.endswith("."), told
    # How long the folder's name is depends on how many runs there were.
    assert 10 < len(re.sub(r"(/[\w.-]+)+/", "", told)) < 400, told
    for word in ("Error", "Traceback", "sqlite3", "None"):
        assert word not in told, told
