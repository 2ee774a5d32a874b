"""The lock agrees with pyproject and names nothing but packages, versions and hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return {_plain(package): version for package, version in _PIN.findall((ROOT / name).read_text(encoding="utf-8"))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _holds(version: str, condition: str) -> bool:
    sign, bound = re.fullmatch(r"(>=|<)\s*([\d.]+)", condition).groups()
    return _number(version) >= _number(bound) if sign == ">=" else _number(version) < _number(bound)


@pytest.mark.parametrize(("lock", "extra"), [("requirements.lock", None), ("requirements-test.lock", "test")])
def test_each_direct_dependency_is_locked_at_a_version_it_admits(lock, extra):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    pins = _pins(lock)
    for requirement in wanted:
        name, conditions = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", requirement).groups()
        assert _plain(name) in pins, requirement
        for condition in filter(None, conditions.split(",")):
            assert _holds(pins[_plain(name)], condition), requirement


def test_the_test_lock_holds_the_same_versions():
    runtime, testing = _pins("requirements.lock"), _pins("requirements-test.lock")
    assert runtime.items() <= testing.items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_no_index_and_no_path(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert not re.search(r"https?:|file:|--(?:extra-)?index|--find-links|localhost|@", text)
    pinned = len(_PIN.findall(text))
    assert pinned == len(re.findall(r"^[A-Za-z0-9._-]+==[^\n]*\\\n +--hash", text, re.MULTILINE))
