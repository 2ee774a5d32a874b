"""What a story notes while it is told: samples by name, ours and those of the reference beside it."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from tests.benchmarks import projects

if TYPE_CHECKING:
    import cProfile

Result = TypeVar("Result")

SMALL = 10_000
"""Claims of the project that the large one is held against."""


class Bench:
    """Handed to a story, which runs in a process of its own."""

    def __init__(self, size: int, folder: Path, *, quick: bool = False, profiled: bool = False) -> None:
        self.size = size
        self.folder = folder
        self.quick = quick
        self.samples: dict[str, list[float]] = {}
        self.notes: dict[str, str] = {}
        self.profiler: cProfile.Profile | None = None
        if profiled:
            # Of the memory of a story nothing is taken by what it is measured with.
            import cProfile

            self.profiler = cProfile.Profile()

    @property
    def bulk(self) -> int:
        """How many claims a bulk edit or a sheet has: a hundred thousand, or a tenth of a smaller project."""
        return min(100_000, self.size // 10)

    def times(self, count: int) -> range:
        """So many repetitions; few when it has to be quick or is profiled."""
        return range(max(2, count // 10) if self.quick or self.profiler else count)

    def copy(self, name: str = "project.claims") -> Path:
        """A project of the size that can be written to."""
        return projects.copy_of(self.size, self.folder, name)

    def note(self, name: str, *values: float) -> None:
        """Add samples: milliseconds, unless the name's goal says otherwise."""
        self.samples.setdefault(name, []).extend(values)

    def ours(self, name: str, act: Callable[[], Result]) -> Result:
        """Time what we do, under the profiler if there is one."""
        with self.profiled():
            return self.reference(name, act)

    def reference(self, name: str, act: Callable[[], Result]) -> Result:
        """Time something, in milliseconds."""
        started = perf_counter()
        result = act()
        self.note(name, 1000 * (perf_counter() - started))
        return result

    @contextmanager
    def profiled(self) -> Iterator[None]:
        """What is done inside is of interest to the profiler."""
        if self.profiler is None:
            yield
            return
        self.profiler.enable()
        try:
            yield
        finally:
            self.profiler.disable()

    def interleave(
        self,
        name: str,
        ours: Callable[[int], object],
        reference: Callable[[int], object],
        *,
        count: int,
        warm_up: int = 1,
        before: Callable[[int], object] = lambda _number: None,
    ) -> None:
        """Ours and the reference in turns, each time the other one first; what comes out of warming up is dropped.

        `before` is what happens between two rounds, and is not measured.
        """
        for number in range(warm_up):
            ours(-1 - number)
            reference(-1 - number)
        for number in self.times(count):
            before(number)
            gc.collect()
            steps = [
                lambda number=number: self.ours(name, lambda: ours(number)),
                lambda number=number: self.reference(f"{name}.reference", lambda: reference(number)),
            ]
            for step in steps if number % 2 else reversed(steps):
                step()

    def save(self, path: Path) -> None:
        """Hand over what was noted to the process that asked for the story."""
        path.write_text(json.dumps({"samples": self.samples, "notes": self.notes}))


def percentile(samples: list[float], share: float) -> float:
    """The sample that so large a share of them does not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


STATISTICS: dict[str, Callable[[list[float]], float]] = {
    "p50": lambda samples: percentile(samples, 0.5),
    "p95": lambda samples: percentile(samples, 0.95),
    "p99": lambda samples: percentile(samples, 0.99),
    "max": max,
    "min": min,
}
