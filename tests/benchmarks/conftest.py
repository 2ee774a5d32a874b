"""Which stories at which sizes, and the report at the end."""

from __future__ import annotations

import pytest

from tests.benchmarks.goals import STORIES
from tests.benchmarks.projects import HOME
from tests.benchmarks.report import Report

SIZES = (1_000, 10_000, 100_000, 1_000_000)


def pytest_addoption(parser):
    group = parser.getgroup("stories")
    group.addoption("--size", type=int, default=SIZES[-1], help="claims of the project that is judged")
    group.addoption("--stories", default="", help="the stories to tell, with commas between them")
    group.addoption("--quick", action="store_true", help="few repetitions, at that size alone")


def pytest_generate_tests(metafunc):
    if "story" not in metafunc.fixturenames:
        return
    largest, quick = metafunc.config.getoption("--size"), metafunc.config.getoption("--quick")
    names = [name for name in metafunc.config.getoption("--stories").split(",") if name] or list(STORIES)
    unknown = [name for name in names if name not in STORIES]
    if unknown:
        raise pytest.UsageError(f"There is no story {unknown[0]}; the stories are {', '.join(STORIES)}.")
    sizes = [size for size in SIZES if size < largest and not quick] + [largest]
    cases = [(name, size) for name in names for size in sizes]
    metafunc.parametrize(("story", "size"), cases, ids=[f"{name}-{size}" for name, size in cases])


@pytest.fixture(scope="session")
def report(pytestconfig):
    made = pytestconfig.stash.setdefault(_REPORT, Report(HOME / "report", pytestconfig.getoption("--size")))
    return made  # noqa: RET504  the stash keeps it for the end


def pytest_terminal_summary(terminalreporter, config):
    made = config.stash.get(_REPORT, None)
    if made is not None:
        made.write()
        terminalreporter.write_line("")
        for line in made.lines():
            terminalreporter.write_line(line)
        terminalreporter.write_line(f"The report: {made.page}")


_REPORT = pytest.StashKey[Report]()
