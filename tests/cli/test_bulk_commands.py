"""claims and export with --where and --sort; set; replace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def tagged(run: Run, project: Path) -> Path:
    """A project with three claims."""
    add = ("claim", "add", project, "--article", 1, "--sentence")
    run(
        *add,
        2,
        "--speaker",
        "Ilse Varga",
        "--status",
        "denied",
        "--assertion",
        "the talks went well",
        "--place",
        "Maren",
    )
    run(
        *add,
        3,
        "--speaker",
        "Ana Dorn",
        "--status",
        "urged",
        "--assertion",
        "talks should go on",
        "--said-on",
        "2025-11-04",
    )
    run(*add, 4, "--status", "denied", "--assertion", "100% = nothing", "--note", "talks")
    return project


def found(run: Run, project: Path, *options: object) -> list[int]:
    return [claim["claim_id"] for claim in json.loads(run("claims", project, "--json", *options).stdout)]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        (("status=denied",), [1, 3]),
        (("status=denied", "speaker!="), [1]),
        (("speaker=",), [3]),
        (("speaker!=ana dorn",), [1, 3]),
        (("assertion~TALKS",), [1, 2]),
        (("assertion=100% = nothing",), [3]),
        (("said_on>=2025", "said_on<=2025-11"), [2]),
        (("sentence_number>=3",), [2, 3]),
    ],
)
def test_claims_are_found_by_any_column(run: Run, tagged: Path, where: tuple[str, ...], ids: list[int]) -> None:
    assert found(run, tagged, *(part for test in where for part in ("--where", test))) == ids


def test_claims_and_sheets_are_sorted(run: Run, tagged: Path) -> None:
    assert found(run, tagged, "--sort", "status,-claim_id") == [3, 1, 2]
    assert found(run, tagged, "--sort", "speaker") == [2, 1, 3]
    out = run("export", tagged, "-", "--columns", "claim_id", "--no-bom", "--sort", "-claim_id", "--where", "note=")
    assert out.stdout.split() == ["claim_id", "2", "1"]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--where", "status"), 2, "write KEY=VALUE"),
        (("--where", "nothing=x"), 1, "no column “nothing”"),
        (("--where", "said_on>=soon"), 1, "Said on: “soon” is not a date"),
        (("--sort", "nothing"), 1, "no column “nothing”"),
    ],
)
def test_what_cannot_be_asked_is_said(run: Run, tagged: Path, options: tuple[str, ...], code: int, told: str) -> None:
    assert told in run("claims", tagged, *options, code=code).stderr


def test_all_that_match_are_set(run: Run, tagged: Path) -> None:
    done = run("set", tagged, "--where", "status=denied", "status=stressed unity", "place=")
    assert done.stdout == f"Changed 2 claims; claimtracker undo {tagged} brings back.\n"
    assert found(run, tagged, "--where", "status=stressed unity", "--where", "place=") == [1, 3]
    assert run("set", tagged, "--where", "status=denied", "place=x").stdout == "Changed 0 claims.\n"
    run("undo", tagged)
    assert found(run, tagged, "--where", "status=denied") == [1, 3]
    assert run("set", tagged, "--all", "note=a=b").stdout.startswith("Changed 3 claims")
    assert found(run, tagged, "--where", "note=a=b") == [1, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("note=x",), 2, "Say which claims"),
        (("--all", "--status", "denied", "note=x"), 2, "Say which claims"),
        (("--all", "note"), 2, "“note” is not KEY=VALUE"),
        (("--all", "stance=denies"), 1, "cannot be edited"),
        (("--all", "said_on=soon"), 1, "“soon” is not a date"),
    ],
)
def test_what_cannot_be_set_is_said(run: Run, tagged: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    assert told in run("set", tagged, *arguments, code=code).stderr
    assert found(run, tagged, "--where", "note=x") == []


def test_text_is_replaced_after_a_look(run: Run, tagged: Path) -> None:
    arguments = ("replace", tagged, "--find", "talks", "--with", "meetings", "--columns", "assertion, note")
    lines = run(*arguments, "--dry-run").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["claim", "column"], ["1", "assertion"], ["2", "assertion"], ["3", "note"],
    ]  # fmt: skip
    assert found(run, tagged, "--where", "assertion~meetings") == []
    assert run(*arguments, "--where", "status=denied").stdout == "Changed 2 cells.\n"
    assert found(run, tagged, "--where", "assertion~meetings") == [1]
    assert run(*arguments, "--match-case", "--whole-words").stdout == "Changed 1 cell.\n"
    assert (
        "cannot be replaced"
        in run("replace", tagged, "--find", "a", "--with", "b", "--columns", "stance", code=1).stderr
    )
