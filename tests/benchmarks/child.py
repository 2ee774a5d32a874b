"""One story in this process: `python -m tests.benchmarks.child STORY CLAIMS FOLDER [--quick] [--profile]`."""

from __future__ import annotations

import importlib
import io
import pstats
import sys
from pathlib import Path

from tests.benchmarks.goals import STORIES
from tests.benchmarks.measuring import Bench


def main(words: list[str]) -> None:
    """Tell the story and hand over what was noted."""
    name, size, folder = words[:3]
    bench = Bench(int(size), Path(folder), quick="--quick" in words, profiled="--profile" in words)
    module, function = STORIES[name].split(":")
    getattr(importlib.import_module(module), function)(bench)
    bench.save(bench.folder / "noted.json")
    if bench.profiler is not None and bench.profiler.getstats():
        text = io.StringIO()
        pstats.Stats(bench.profiler, stream=text).sort_stats("cumulative").print_stats(40)
        (bench.folder / "profile.txt").write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
