"""Each story at each size: `python3 run.py bench`. What comes of it is in the report, not in pass or fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import projects
from tests.benchmarks.goals import GOALS
from tests.benchmarks.report import Told, verdict_of

_LONGEST = 3600


def tell(name: str, size: int, *options: str) -> tuple[Told, Path]:
    """Run a story in a process and folder of its own."""
    folder = projects.HOME / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    root = Path(__file__).parents[2]
    settings = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "TZ": "UTC"}
    # Settings and backups of the person who measures are no part of this.
    settings |= dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(folder / "home"))
    # A program that is installed has been compiled once.
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.benchmarks.child", name, str(size), str(folder), *options]
    done = subprocess.run(
        command, cwd=root, env=settings, capture_output=True, text=True, timeout=_LONGEST, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    noted = json.loads((folder / "noted.json").read_text())
    return Told(name, size, noted["samples"]), folder


@pytest.mark.timeout(_LONGEST)
def test_story(story: str, size: int, benchmark, report, pytestconfig):
    projects.project(size)
    options = ["--quick"] if pytestconfig.getoption("--quick") else []
    told, folder = benchmark.pedantic(tell, args=(story, size, *options), rounds=1, iterations=1)
    benchmark.extra_info.update(told.summary())
    report.add(told)
    short = [goal for goal in GOALS if goal.story == story and verdict_of(goal, told) == "short"]
    if short and size == report.judged:
        _, folder = tell(story, size, "--quick", "--profile")
        if (folder / "profile.txt").exists():
            report.keep_profile(story, folder / "profile.txt")
    shutil.rmtree(folder, ignore_errors=True)
