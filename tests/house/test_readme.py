"""The README says what is true."""

from __future__ import annotations

import re
from pathlib import Path

from claimtracker.cli.main import commands
from claimtracker.domain.columns import COLUMN_KEYS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_names_every_column_of_the_sheet():
    table = README[README.index("| column |") : README.index("A cell that a spreadsheet")]
    assert set(re.findall(r"`([a-z0-9_]+)`", table)) == set(COLUMN_KEYS)


def test_the_commands_it_shows_exist():
    shown = re.findall(r"^claimtracker (\w[\w-]*)", README, re.MULTILINE)
    assert shown
    assert set(shown) <= set(commands.commands)


def test_its_example_is_the_one_that_is_tested():
    tested = (ROOT / "tests" / "test_library_example.py").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert shown in tested


def test_what_it_points_to_is_there():
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_each_promise_names_tests_that_there_are():
    promises = (ROOT / "resources" / "help" / "promises.md").read_text(encoding="utf-8")
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`(tests/[\w/.]+)`", row)
        assert named, row
        for path in named:
            assert "def test_" in (ROOT / path).read_text(encoding="utf-8"), path
