"""speakers; speaker merge, rename, split, duplicates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def quoted(run: Run, project: Path) -> Path:
    for speaker in ("Ilse Varga", "Ilse Varga", "Varga", "Ana Dorn"):
        run("claim", "add", project, "--article", 1, "--sentence", 3, "--speaker", speaker, "--said-on", "2025-11-03")
    return project


def listed(run: Run, project: Path) -> dict[str, dict[str, object]]:
    return {str(row["speaker"]): row for row in json.loads(run("speakers", project, "--json").stdout)}


def test_speakers_are_listed_for_people_and_for_programs(run: Run, quoted: Path) -> None:
    assert "Ilse Varga" in run("speakers", quoted).stdout
    assert listed(run, quoted)["Ilse Varga"].items() >= {
        "claims": 2, "articles": 1, "first_seen": "2025-11-03", "last_seen": "2025-11-03", "role": "",
    }.items()  # fmt: skip


def test_merge_gives_the_claims_to_one_and_one_undo_takes_it_back(run: Run, quoted: Path) -> None:
    before = listed(run, quoted)
    assert run("speaker", "merge", quoted, "ilse varga", "Varga").stdout == "1 claim went to Ilse Varga.\n"
    assert listed(run, quoted)["Ilse Varga"].items() >= {"claims": 3, "aliases": ["Varga"]}.items()
    assert "one speaker already" in run("speaker", "merge", quoted, "Ilse Varga", "Varga", code=1).stderr
    run("undo", quoted)
    assert listed(run, quoted) == before


def test_a_name_that_nobody_has_is_refused_with_the_nearest(run: Run, quoted: Path) -> None:
    assert "Did you mean “Ilse Varga”?" in run("speaker", "merge", quoted, "Ilse Vagra", "Varga", code=1).stderr
    assert run("speaker", "merge", quoted, "Xyzzy", "Varga", code=1).stderr.endswith("in this project.\n")


def test_rename_keeps_the_old_name_unless_told_otherwise(run: Run, quoted: Path) -> None:
    run("speaker", "rename", quoted, "Ana Dorn", "President Dorn")
    assert listed(run, quoted)["President Dorn"]["aliases"] == ["Ana Dorn"]
    run("speaker", "rename", quoted, "Ana Dorn", "Dorn", "--forget")
    assert listed(run, quoted)["Dorn"]["aliases"] == ["Ana Dorn"]


def test_split_takes_back_what_a_merge_brought(run: Run, quoted: Path) -> None:
    run("speaker", "merge", quoted, "Ilse Varga", "Varga", "Ana Dorn")
    assert run("speaker", "split", quoted, "Ilse Varga", "ana dorn").stdout == "Ana Dorn has 1 claim now.\n"
    said = run(
        "speaker", "split", quoted, "Ilse Varga", "Varga", "--name", "Eva Varga", "--claim", 1, "--claim", 2
    ).stdout
    assert said == "Eva Varga has 2 claims now.\n"


def test_duplicates_are_listed_with_why(run: Run, quoted: Path) -> None:
    assert "one has no first name" in run("speaker", "duplicates", quoted).stdout
    (pair,) = json.loads(run("speaker", "duplicates", quoted, "--json").stdout)
    assert (pair["speaker"], pair["other"], pair["claims"], pair["other_claims"]) == ("Ilse Varga", "Varga", 2, 1)
