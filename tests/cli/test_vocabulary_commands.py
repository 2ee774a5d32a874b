"""statuses, status, tag, vocabulary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def tagged(run: Run, project: Path) -> Path:
    """A project with three claims on its third sentence."""
    for status, tags in (("denied it", "harbor; talks"), ("denies it", "harbour"), ("denied", "")):
        run("claim", "add", project, "--article", 1, "--sentence", 3, "--status", status, "--tags", tags)
    return project


def statuses_of(run: Run, project: Path) -> dict[str, dict[str, object]]:
    return {entry["status"]: entry for entry in json.loads(run("statuses", project, "--json").stdout)}


def claims_of(run: Run, project: Path) -> list[dict[str, object]]:
    return json.loads(run("claims", project, "--json").stdout)


def test_statuses_are_listed_in_their_order(run: Run, tagged: Path) -> None:
    lines = run("statuses", tagged).stdout.splitlines()
    assert lines[0].split() == ["digit", "status", "stance", "colour", "claims", "retired", "also"]
    assert lines[2].split() == ["2", "denied", "denies", "red", "1"]
    entry = statuses_of(run, tagged)["denied"]
    assert (entry["digit"], entry["claims"], entry["retired"], entry["aliases"]) == (2, 1, False, [])
    assert entry["cues"][0] == "deny"


def test_statuses_are_merged_and_the_old_spelling_leads_to_the_one_that_stays(run: Run, tagged: Path) -> None:
    told = run("status", "merge", tagged, "Denied it", "denies it", "denied it").stdout
    assert told == "Merged 1 status with 1 claim into “denied it”.\n"
    assert [claim["status"] for claim in claims_of(run, tagged)] == ["denied it", "denied it", "denied"]
    run("claim", "edit", tagged, 3, "--status", "denies it")
    assert claims_of(run, tagged)[2]["status"] == "denied it"
    assert "There is no status “x” in this project." in run("status", "merge", tagged, "denied", "x", code=1).stderr


def test_a_status_is_retired_and_brought_back(run: Run, tagged: Path) -> None:
    assert run("status", "retire", tagged, "denied", "shown").stdout == "Retired 2 statuses.\n"
    assert statuses_of(run, tagged)["denied"]["retired"] is True
    assert run("status", "retire", tagged, "denied", "--back").stdout == "Brought back 1 status.\n"
    assert statuses_of(run, tagged)["denied"]["retired"] is False


def test_a_status_in_use_is_not_deleted(run: Run, tagged: Path) -> None:
    said = run("status", "delete", tagged, "shown", "denied", code=1).stderr
    assert said == "Error: 1 claim has the status “denied”: merge it into another, or retire it.\n"
    assert run("status", "delete", tagged, "shown").stdout.startswith("Deleted 1 status;")
    assert "shown" not in statuses_of(run, tagged)


def test_a_vocabulary_goes_out_and_comes_in_with_a_dry_run_first(run: Run, tagged: Path, folder: Path) -> None:
    assert run("vocabulary", "export", tagged, "out.tsv").stdout == "Exported 22 statuses to out.tsv.\n"
    assert run("vocabulary", "import", tagged, "out.tsv").stdout == "0 statuses added, 0 changed, 22 as they were\n"
    (folder / "in.tsv").write_text("status\tdigit\nfresh\t\nshown\t2\n", encoding="utf-8")
    told = run("vocabulary", "import", tagged, "in.tsv", "--dry-run").stdout.splitlines()
    assert told == [
        "+ fresh (neutral, grey)",
        "~ denied: digit “2” → “”",
        "~ shown: digit “” → “2”",
        "1 status would be added, 2 would be changed, 0 as they were",
    ]
    assert "fresh" not in statuses_of(run, tagged)
    run("vocabulary", "import", tagged, "in.tsv")
    assert statuses_of(run, tagged)["shown"]["digit"] == 2
    (folder / "bad.tsv").write_text("status\tstance\nnewer\t\nnewest\tloud\n", encoding="utf-8")
    assert "bad.tsv, line 3: “loud” is not a stance" in run("vocabulary", "import", tagged, "bad.tsv", code=1).stderr
    assert "newer" not in statuses_of(run, tagged)


def test_tags_are_listed_renamed_merged_and_deleted(run: Run, tagged: Path) -> None:
    assert run("tag", "merge", tagged, "harbour", "harbor").stdout == "Merged 1 tag into “harbour”, on 2 claims now.\n"
    assert run("tag", "rename", tagged, "talks", "the talks").stdout == "Renamed “talks” on 1 claim.\n"
    assert json.loads(run("tag", "list", tagged, "--json").stdout) == [
        {"tag": "harbour", "claims": 2},
        {"tag": "the talks", "claims": 1},
    ]
    assert run("tag", "list", tagged).stdout.splitlines()[1].split() == ["2", "harbour"]
    assert run("tag", "delete", tagged, "harbour").stdout.startswith("Deleted 1 tag, taken off 2 claims;")
    assert [claim["tags"] for claim in claims_of(run, tagged)] == [["the talks"], [], []]
    run("undo", tagged)
    assert claims_of(run, tagged)[0]["tags"] == ["harbour", "the talks"]
    assert "There is no tag “x”" in run("tag", "rename", tagged, "x", "y", code=1).stderr
