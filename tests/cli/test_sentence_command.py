"""sentence split and join."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.factories import TALKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def _texts(run: Run, project: Path) -> list[str]:
    return [row["text"] for row in json.loads(run("sentences", project, "--article", 1, "--json").stdout)]


def test_a_sentence_is_split_before_words_or_at_a_place_and_joined_again(run: Run, project: Path) -> None:
    before = _texts(run, project)
    printed = run("sentence", "split", project, "--article", 1, "--sentence", 3, "--before", "though Varga").stdout
    assert (
        printed == "3  No joint statement followed the talks,\n4  though Varga denied there were any disagreements.\n"
    )
    assert len(_texts(run, project)) == len(before) + 1
    assert run("sentence", "join", project, "--article", 1, "--sentence", 3).stdout == f"3  {before[2]}\n"
    assert _texts(run, project) == before
    run("sentence", "split", project, "--article", 1, "--sentence", 3, "--at", TALKS.index("followed"))
    assert _texts(run, project)[2] == "No joint statement"
    assert "Split sentence" in run("undo", project).stdout


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("split", "--sentence", 3), 2, "Say where"),
        (("split", "--sentence", 3, "--at", 1, "--before", "x"), 2, "Say where"),
        (("split", "--sentence", 9, "--at", 1), 1, "no sentence 9; it has 4"),
        (("split", "--sentence", 3, "--before", "nobody"), 1, "“nobody” are not in sentence 3"),
        (("split", "--sentence", 3, "--before", "oint"), 1, "between two words"),
        (("join", "--sentence", 4), 1, "no sentence 5"),
        (("join", "--sentence", 3), 1, "different paragraphs"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(
    run: Run, project: Path, options: tuple[object, ...], code: int, message: str
) -> None:
    verb, *rest = options
    assert message in run("sentence", verb, project, "--article", 1, *rest, code=code).stderr
