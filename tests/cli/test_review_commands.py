"""changes, facts, similar."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from claimtracker.cli.pictures import Drawing
from claimtracker.exchange.samples import make_sample_project

Run = Callable[..., Result]


@pytest.fixture
def samples(folder: Path) -> Path:
    path = folder / "samples.claims"
    make_sample_project(path, origin="cli")
    return path


def test_changes_are_listed_with_kind_claims_and_reason(run: Run, samples: Path) -> None:
    found = json.loads(run("changes", samples, "--kind", "reversal", "--json").stdout)
    assert {one["kind"] for one in found} == {"reversal"}
    varga = next(one for one in found if one["later"]["speaker"] == "Ilse Varga")
    assert (varga["earlier"]["status"], varga["later"]["status"]) == ("denied disagreements", "acknowledged")
    assert "opposite stance" in varga["reason"]
    told = run("changes", samples, "--fact", varga["fact"]).stdout
    assert f"Reversal on {varga['fact']}" in told
    assert varga["reason"] in told


def test_the_changes_of_a_figure_name_it(run: Run, samples: Path) -> None:
    (found,) = json.loads(run("changes", samples, "--kind", "figure changed", "--json").stdout)
    assert found["figures"] == [{"unit": "%", "before": ["8.2 percent"], "after": ["7.5%"]}]


def test_an_unknown_fact_is_said_in_one_line(run: Run, samples: Path) -> None:
    assert "There is no fact “F99”" in run("changes", samples, "--fact", "F99", code=1).stderr


def test_undated_claims_are_told(run: Run, project: Path) -> None:
    text = project.parent / "undated.txt"
    text.write_text("Renn said there was no quarrel.", encoding="utf-8")
    run("import", project, text)
    run("claim", "add", project, "--article", "2", "--sentence", "1", "--speaker", "Tomas Renn", "--fact", "Quarrel")
    assert "Undated, so compared with nothing: claims 1" in run("changes", project).stderr


def test_facts_are_listed_with_their_days(run: Run, samples: Path) -> None:
    found = json.loads(run("facts", samples, "--json").stdout)
    (fact,) = [one for one in found if one["title"].startswith("There are disagreements")]
    assert (fact["first_said"], fact["last_said"], fact["verdict"]) == ("2025-10-29", "2025-11-14", "open")
    assert fact["title"][:20] in run("facts", samples).stdout


def test_similar_claims_come_best_first(run: Run, samples: Path) -> None:
    found = json.loads(run("similar", samples, "--text", "harbour spending will rise 7.5 percent", "--json").stdout)
    assert found[0]["assertion"] == "Harbour spending will rise 7.5% next year"
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert "Harbour spending" in run("similar", samples, "--text", "harbour spending").stdout


def test_a_report_is_written_as_html_or_by_whoever_can_as_pdf(run: Run, samples: Path, folder: Path) -> None:
    printed: list[tuple[str, str]] = []

    def keep(page: str, path: Path) -> None:
        printed.append((page, path.name))

    def never(project: Path, picture: Path, *, view: str, width: int, height: int, theme: str) -> None:
        raise AssertionError(project, picture, view, width, height, theme)

    assert run("report", samples, "all.html", "--since", "2025-11-14").stdout == "Wrote all.html\n"
    page = (folder / "all.html").read_text(encoding="utf-8")
    assert "Changes since 2025-11-14" in page
    run("report", samples, "fact.pdf", "--fact", "F1", obj=Drawing(never, keep))
    assert printed[0][1] == "fact.pdf"
    assert "What was said" in printed[0][0]
    assert "end in .html or .pdf" in run("report", samples, "x.doc", code=2).stderr
    assert "need the window" in run("report", samples, "x.pdf", code=1).stderr


def _fact(run: Run, samples: Path, code: str) -> dict[str, object]:
    return next(one for one in json.loads(run("facts", samples, "--json").stdout) if one["code"] == code)


def test_a_fact_is_edited_and_its_evidence_kept(run: Run, samples: Path) -> None:
    title = _fact(run, samples, "F1")["title"]
    told = run("fact", "edit", samples, "F1", "--verdict", "mixed", "--note", "See the minutes").stdout
    assert told == f"F1 {title}: mixed\n"
    assert "Name what is to be set" in run("fact", "edit", samples, "F1", code=2).stderr
    run("fact", "evidence", "add", samples, "F1", "https://example.org/a", "--note", "Page 3")
    assert "rests on 2 links" in run("fact", "evidence", "add", samples, "F1", "The minutes").stdout
    fact = _fact(run, samples, "F1")
    assert (fact["verdict"], fact["note"]) == ("mixed", "See the minutes")
    assert fact["evidence"] == [
        {"url": "https://example.org/a", "note": "Page 3"},
        {"url": "The minutes", "note": ""},
    ]
    assert "rests on 1 link now" in run("fact", "evidence", "remove", samples, "F1", "https://example.org/a").stdout
    gone = run("fact", "evidence", "remove", samples, "F1", "https://example.org/a", code=1)
    assert "is no evidence of that fact" in gone.stderr
    run("undo", samples)
    assert len(_fact(run, samples, "F1")["evidence"]) == 2  # type: ignore[arg-type]


def test_facts_are_merged_split_and_deleted(run: Run, samples: Path) -> None:
    one, other = _fact(run, samples, "F1"), _fact(run, samples, "F2")
    both = int(str(one["claims"])) + int(str(other["claims"]))
    assert run("fact", "merge", samples, "F1", "F2").stdout == f"F1 {one['title']} has {both} claims now.\n"
    assert "There is no fact “F2”" in run("changes", samples, "--fact", "F2", code=1).stderr
    claims = json.loads(run("claims", samples, "--fact", "F1", "--json").stdout)
    moved = str(claims[0]["claim_id"])
    assert "Of its own has 1 claim now" in run("fact", "split", samples, "F1", "Of its own", "--claim", moved).stdout
    assert "1 claim about nothing now" in run("fact", "delete", samples, "Of its own").stdout
    run("undo", samples)
    assert "Of its own" in run("facts", samples).stdout


def test_changes_matrix_and_facts_go_out_as_sheets(run: Run, samples: Path, folder: Path) -> None:
    out = folder / "out.csv"
    found = json.loads(run("changes", samples, "--json").stdout)
    assert run("export", samples, out, "--sheet", "changes").stdout == f"Exported {len(found)} changes to {out}\n"
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["kind"] for row in rows] == [one["kind"] for one in found]
    assert "the matrix of 7 facts" in run("export", samples, out, "--sheet", "matrix").stdout
    to_stdout = run("export", samples, "-", "--sheet", "facts", "--no-bom")
    assert to_stdout.stdout.startswith("code,title,verdict")
    assert "Exported 7 facts to stdout" in to_stdout.stderr
    refused = run("export", samples, out, "--sheet", "changes", "--speaker", "Ana Dorn", code=2)
    assert "--sheet changes writes everything" in refused.stderr
