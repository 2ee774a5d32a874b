"""Starting, and what an open project takes of memory."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from tests.benchmarks import projects
from tests.benchmarks.measuring import SMALL, Bench


def start(bench: Bench) -> None:
    """From the start of the process to the first painted window: ours, on a small project, and ten lines of PySide6."""
    large = bench.copy()
    small = projects.copy_of(min(SMALL, bench.size), bench.folder, "small.claims")
    ways = {
        "start": ("ours", str(large)),
        "start.small": ("ours", str(small)),
        "start.reference": ("ten-lines",),
    }
    names = list(ways)
    for number in range(-1, len(bench.times(15))):
        for place in range(len(names)):
            name = names[(place + number) % len(names)]
            took = _start(bench, ways[name])
            if number >= 0:
                bench.note(name, took)
    if bench.profiler is not None:
        _profile_imports(bench, large)


def _profile_imports(bench: Bench, path: Path) -> None:
    """What was imported until the first paint, the longest first: own time and all, in microseconds."""
    import subprocess

    command = [sys.executable, "-X", "importtime", "-m", "tests.benchmarks.first_paint", "ours", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:") and "[us]" not in line]
    lines.sort(key=lambda line: -int(line.removeprefix("import time:").split("|")[0]))
    (bench.folder / "profile.txt").write_text("\n".join(lines[:40]), encoding="utf-8")


def _start(bench: Bench, words: tuple[str, ...]) -> float:
    # Of the memory of a story nothing is taken by what it is measured with.
    import subprocess

    home = str(bench.folder / "home")
    settings = {**os.environ, **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)}
    command = [sys.executable, "-m", "tests.benchmarks.first_paint", *words]
    started = time.time()
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=120, check=True)
    return 1000 * (float(done.stdout.split()[-1]) - started)


def memory(bench: Bench) -> None:
    """What the process holds with the project open and its claims scrolled through, in MB."""
    from tests.benchmarks.window import Driver, turn_wheel

    driver = Driver(bench, bench.copy())
    view = driver.view("claims")
    driver.settle(lambda: view.table.claims.count == bench.size)
    table, bar = view.table, view.table.verticalScrollBar()
    rng = random.Random(1)
    for _ in bench.times(100):
        driver.painted(table.viewport(), lambda: bar.setValue(rng.randint(1, bar.maximum())))
        driver.painted(table.viewport(), lambda: turn_wheel(table.viewport(), -1 if bar.value() else 1))
    driver.settle()
    held = _held()
    if held is not None:
        bench.note("memory.anonymous", held["Anonymous"])
        bench.note("memory.all", held["Rss"])
    driver.close()


def _held() -> dict[str, float] | None:
    """Megabytes, where the system tells."""
    path = Path("/proc/self/smaps_rollup")
    if not path.exists():
        return None
    lines = [line.split() for line in path.read_text().splitlines()[1:]]
    return {words[0].rstrip(":"): int(words[1]) / 1024 for words in lines}
