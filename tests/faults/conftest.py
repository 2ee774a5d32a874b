"""What the fault tests share: the program that meets the faults, and the figures."""

from __future__ import annotations

import sys

import pytest

from tests.faults.figures import Figures

# The program that meets the faults forks.
FORKING = ["test_kills.py", "test_disk.py", "test_denied.py", "test_damage.py", "test_hostile_files.py"]
collect_ignore_glob = FORKING if sys.platform == "win32" else []


@pytest.fixture
def figures(record_property):
    """The figures of a test, which are printed at the end of the run."""
    counted = Figures(record_property)
    yield counted
    counted.hand_over()


@pytest.fixture(scope="module")
def nursery():
    """The program that meets the faults."""
    from tests.faults.nursery import Nursery

    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shimmed(tmp_path_factory):
    """The same with the shim that makes single system calls fail."""
    from tests.faults.nursery import Nursery, build_shim

    made = Nursery(build_shim(tmp_path_factory.mktemp("shim")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def expected(nursery, tmp_path_factory):
    """What a scenario comes to without a fault, by its name."""
    from tests.faults.expectations import Expected, expect

    known: dict[str, Expected] = {}

    def of(name: str) -> Expected:
        if name not in known:
            known[name] = expect(nursery, name, tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("whole"))
        return known[name]

    return of
