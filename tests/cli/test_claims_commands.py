"""claim add, edit, delete; claims; undo, redo, history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.columns import COLUMN_KEYS, EDITABLE
from tests.factories import TALKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

FIELDS = {
    "speaker": "Ilse Varga",
    "speaker_as_written": "Varga",
    "assertion": "there are disagreements",
    "status": "denied disagreements",
    "cue": "denied",
    "quotation": "indirect",
    "target": "reporters",
    "said_on": "2025-11-04",
    "place": "Norvia",
    "confidence": "high",
    "tags": "talks; harbour",
    "fact": "There are disagreements",
    "note": "=see note",
}


def claims_of(run: Run, project: Path, *options: object) -> list[dict[str, object]]:
    return json.loads(run("claims", project, "--json", *options).stdout)


def test_add_prints_the_number_alone_and_quotes_by_default(run: Run, project: Path) -> None:
    assert run("claim", "add", project, "--article", 1, "--sentence", 3).stdout == "1\n"
    (claim,) = claims_of(run, project)
    assert claim["assertion"] == claim["sentence_text"]
    assert str(claim["assertion"]).startswith("No joint statement followed")
    assert claim["sentence_number"] == 3


def test_every_column_that_can_be_edited_is_an_option(run: Run, project: Path) -> None:
    assert set(FIELDS) == set(EDITABLE)
    options = [part for key, value in FIELDS.items() for part in (f"--{key.replace('_', '-')}", value)]
    run("claim", "add", project, "--article", 1, "--sentence", 3, *options, "--coder", "ana")
    (claim,) = claims_of(run, project)
    assert {key: claim[key] for key in FIELDS} == FIELDS | {"tags": ["talks", "harbour"]}
    assert (claim["stance"], claim["coder"]) == ("denies", "ana")
    assert set(COLUMN_KEYS) <= set(claim)


def test_a_part_of_a_sentence_is_named_by_its_place(run: Run, project: Path) -> None:
    start = TALKS.index("there were any disagreements")
    end = start + len("there were any disagreements")
    run("claim", "add", project, "--article", 1, "--sentence", 3, "--start", start, "--end", end)
    (claim,) = claims_of(run, project)
    assert claim["assertion"] == "there were any disagreements"
    assert (claim["start"], claim["end"], claim["sentence_number"]) == ([start], [end], 3)
    refused = run("claim", "add", project, "--article", 1, "--sentence", 2, "--start", start, "--end", end, code=1)
    assert f"The part {start}–{end} is not in the sentence" in refused.stderr


def test_several_sentences_and_several_parts(run: Run, project: Path) -> None:
    rows = json.loads(run("sentences", project, "--article", 1, "--json").stdout)
    run("claim", "add", project, "--article", 1, "--sentence", 2, "--sentence", 3)
    run("claim", "add", project, "--article", 1, "--sentence", 4, "--sentence", 2)
    run("claim", "add", project, "--article", 1, "--start", 50, "--end", 57, "--start", 60, "--end", 70)
    by_id = {claim["claim_id"]: claim for claim in claims_of(run, project)}
    assert (by_id[1]["start"], by_id[1]["end"]) == ([rows[1]["start"]], [rows[2]["end"]])
    assert (by_id[2]["start"], by_id[2]["end"]) == (
        [rows[1]["start"], rows[3]["start"]],
        [rows[1]["end"], rows[3]["end"]],
    )
    assert by_id[3]["assertion"] == f"{TALKS[50:57].strip()} … {TALKS[60:70].strip()}"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((), 2, "Say which words"),
        (("--sentence", 9), 1, "Article 1 has no sentence 9; it has 4."),
        (("--start", 5), 2, "Each --start needs its --end."),
        (("--start", 5, "--end", 99999), 1, "is not in the text of “Talks”"),
        (("--sentence", 2, "--said-on", "yesterday"), 1, "“yesterday” is not a date"),
        (("--sentence", 2, "--confidence", "sure"), 1, "use low, medium, high or nothing"),
        (("--sentence", "two"), 2, "is not a valid integer"),
    ],
)
def test_what_cannot_be_added_is_one_sentence(
    run: Run, project: Path, options: tuple[object, ...], code: int, message: str
) -> None:
    result = run("claim", "add", project, "--article", 1, *options, code=code)
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    if code == 1:
        assert len(result.stderr.splitlines()) == 1
    assert claims_of(run, project) == []


def test_claims_are_edited_and_deleted_together(run: Run, project: Path) -> None:
    for _ in range(3):
        run("claim", "add", project, "--article", 1, "--sentence", 3, "--status", "denied", "--note", "old")
    assert run("claim", "edit", project, 1, 3, "--status", "acknowledged", "--note", "").stdout == "Edited 2 claims.\n"
    assert [(claim["status"], claim["note"]) for claim in claims_of(run, project)] == [
        ("acknowledged", ""),
        ("denied", "old"),
        ("acknowledged", ""),
    ]
    assert run("claim", "delete", project, 1, 2).stdout.startswith("Deleted 2 claims;")
    assert [claim["claim_id"] for claim in claims_of(run, project)] == [3]
    assert "no claim 2" in run("claim", "delete", project, 3, 2, code=1).stderr
    assert [claim["claim_id"] for claim in claims_of(run, project)] == [3]
    assert "Say what to set" in run("claim", "edit", project, 3, code=2).stderr


def test_claims_are_filtered(run: Run, project: Path, folder: Path) -> None:
    (folder / "other.txt").write_text("Dorn said so.", encoding="utf-8")
    run("import", project, "other.txt")
    add = ("claim", "add", project, "--article")
    run(
        *add, 1, "--sentence", 3, "--speaker", "Ilse Varga", "--status", "denied", "--tags", "talks", "--fact", "Budget"
    )
    run(*add, 1, "--sentence", 4, "--speaker", "Ana Dorn", "--status", "urged", "--fact", "Budget")
    run(*add, 2, "--sentence", 1, "--speaker", "Ana Dorn", "--status", "denied")

    def found(*options: object) -> list[object]:
        return [claim["claim_id"] for claim in claims_of(run, project, *options)]

    assert found() == [1, 2, 3]
    assert found("--article", 1) == [1, 2]
    assert found("--speaker", "ana dorn") == [2, 3]
    assert found("--status", "denied") == [1, 3]
    assert found("--status", "denied", "--speaker", "Ana Dorn") == [3]
    assert found("--tag", "talks") == [1]
    assert found("--fact", "F1") == [1, 2]
    assert found("--search", "lawmakers") == [2]
    assert found("--speaker", "nobody") == []


def test_claims_are_listed_in_columns(run: Run, project: Path) -> None:
    run("claim", "add", project, "--article", 1, "--sentence", 3, "--speaker", "Ilse Varga", "--status", "denied")
    heading, line = run("claims", project).stdout.splitlines()
    assert heading.split() == ["id", "article", "§", "speaker", "status", "assertion"]
    assert line.split()[:6] == ["1", "1", "3", "Ilse", "Varga", "denied"]


def test_undo_redo_and_history_tell_what_was_done(run: Run, project: Path) -> None:
    run("claim", "add", project, "--article", 1, "--sentence", 3, "--coder", "ana")
    run("claim", "edit", project, 1, "--status", "denied", "--coder", "bob")
    assert run("undo", project).stdout == "Undone: Set status\n"
    assert claims_of(run, project)[0]["status"] == ""
    assert run("redo", project).stdout == "Redone: Set status\n"
    assert claims_of(run, project)[0]["status"] == "denied"
    entries = json.loads(run("history", project, "--json").stdout)
    assert [entry["label"] for entry in entries] == [
        "Redo Set status",
        "Undo Set status",
        "Set status",
        "Add claim",
        "Import article",
    ]
    assert [entry["coder"] for entry in entries[2:4]] == ["bob", "ana"]
    assert {entry["origin"] for entry in entries} == {"cli"}
    assert run("history", project, "--limit", 1).stdout.splitlines()[1].endswith("Redo Set status")
    assert len(json.loads(run("history", project, "--json", "--before", 3).stdout)) == 2


def test_nothing_to_undo_or_redo_is_said(run: Run, folder: Path) -> None:
    run("new", "p.claims")
    assert run("undo", "p.claims", code=1).stderr == "Error: There is nothing to undo.\n"
    assert run("redo", "p.claims", code=1).stderr == "Error: There is nothing to redo.\n"


def test_the_coder_comes_from_the_environment_too(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACKER_CODER", "carla")
    run("claim", "add", project, "--article", 1, "--sentence", 3)
    assert claims_of(run, project)[0]["coder"] == "carla"
