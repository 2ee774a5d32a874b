"""The figures of the fault tests, printed at the end of the run, whichever process counted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from _pytest.terminal import TerminalReporter

KEY = "fault figure"


class Figures:
    """Counts of one test: `figures.count("kills", "tried")`."""

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self._record = record
        self._counts: dict[tuple[str, str], int] = {}

    def count(self, group: str, name: str, number: int = 1) -> None:
        """Add to a figure; with 0, it is printed though nothing was counted."""
        self._counts[group, name] = self._counts.get((group, name), 0) + number

    def hand_over(self) -> None:
        """Give them to the test's report, which travels to the process that prints."""
        for (group, name), number in self._counts.items():
            self._record(KEY, [group, name, number])


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the sums."""
    sums: dict[str, dict[str, int]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "teardown":
                continue
            for key, value in getattr(report, "user_properties", ()):
                if key == KEY:
                    group, name, number = value
                    sums.setdefault(group, {})[name] = sums.get(group, {}).get(name, 0) + number
    if sums:
        terminalreporter.section("faults")
        for group, counts in sorted(sums.items()):
            told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
            terminalreporter.write_line(f"{group}: {told}")
