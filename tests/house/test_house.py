"""What keeps the house in order: contracts, sizes, no Qt in the core, nothing of one machine in the repository."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "claimtracker"
MODULES = sorted(PACKAGE.rglob("*.py"))
TOP_LEVEL = {
    "CHANGELOG.md", "LICENSE", "README.md", "claimtracker", "pyproject.toml", "requirements-test.lock",
    "requirements.lock", "resources", "run.py", "seeds", "tests",
}  # fmt: skip


def test_the_import_contracts_are_kept():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_neither_the_core_nor_a_command_loads_qt():
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES]
    core = [name.removesuffix(".__init__") for name in names if ".gui" not in name and "__main__" not in name]
    program = f"import importlib, sys\nfor name in {core!r}: importlib.import_module(name)\n"
    program += "sys.exit(sorted(name for name in sys.modules if name.startswith(('PySide6', 'shiboken'))) or None)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_and_no_function_grows_too_long(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 500
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_the_top_level_holds_what_the_readme_says():
    visible = {path.relative_to(ROOT).parts[0] for path in _tracked()}
    assert {name for name in visible if not name.startswith(".")} <= TOP_LEVEL


def test_no_file_speaks_of_one_machine():
    pattern = re.compile(r"/(?:work|opt|home)/[a-z]|file:/{2,}\w|/root/")
    for path in _tracked():
        if path.suffix in {".py", ".toml", ".md", ".lock", ".csv", ".txt", ".tsv", ""} and path.is_file():
            found = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None or path == Path(__file__), f"{path}: {found[0]}"


def test_the_wheel_holds_resources_and_seeds(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, packed in (("resources", "_resources"), ("seeds", "_seeds")):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert f"claimtracker/{packed}/{path.relative_to(ROOT / folder).as_posix()}" in names
