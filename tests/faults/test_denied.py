"""Files that may not be read or written, or that another program keeps: one sentence, and nothing is touched."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.faults import scenarios, states
from tests.faults.expectations import assert_is_a_sentence

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534


QUICK = {"edit", "export", "migration from 3"}


def _for_the_long_run(names: Iterable[str]) -> list[object]:
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in names]


@pytest.mark.skipif(not IS_ROOT, reason="only root can be somebody else")
@pytest.mark.parametrize(
    "name", _for_the_long_run(["edit", "import of articles", "undo and redo", "export", "migration from 3"])
)
def test_what_may_not_be_read_or_written(nursery, expected, figures, name):
    whole = expected(name)
    for file_mode, folder_mode, sentence in [
        (0o444, 0o777, "can only be read"),
        (0o666, 0o555, "can only be read"),
        (0o600, 0o777, "may not read"),
    ]:
        with tempfile.TemporaryDirectory() as place:
            Path(place).chmod(0o755)
            folder = whole.copied(Path(place) / "denied")
            (folder / scenarios.PROJECT).chmod(file_mode)
            folder.chmod(folder_mode)
            before = (folder / scenarios.PROJECT).read_bytes()
            run = nursery.run(act="scenario", scenario=name, folder=folder, user=NOBODY, goes_on=False)
            assert run.status == 0
            (told,) = run.said("TOLD")
            assert_is_a_sentence(told)
            assert sentence in told
            assert (folder / scenarios.PROJECT).read_bytes() == before
            assert [path.name for pattern in states.WRITTEN for path in folder.glob(pattern)] == [scenarios.PROJECT]
            figures.count("files that may not be read or written", "told in one sentence")


@pytest.mark.parametrize("name", _for_the_long_run(sorted(scenarios.SCENARIOS.keys() - {"new project"})))
def test_what_another_program_keeps_locked(nursery, expected, tmp_path, figures, name):
    whole = expected(name)
    folder = whole.copied(tmp_path / "tried")
    other = sqlite3.connect(folder / scenarios.PROJECT, isolation_level=None)
    other.execute("begin exclusive")
    run = nursery.run(act="scenario", scenario=name, folder=folder, busy=50, goes_on=False)
    (told,) = run.said("TOLD")
    assert_is_a_sentence(told)
    assert "busy" in told
    other.execute("rollback")
    other.close()
    figures.count("files that another program keeps locked", "told in one sentence")
    run = nursery.run(act="scenario", scenario=name, folder=folder)
    assert (run.status, run.said("TOLD")) == (0, [])
    assert states.of_folder(folder) == whole.states[-1]
