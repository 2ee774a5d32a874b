"""Changes, matrix and facts as CSV."""

from __future__ import annotations

import csv

import pytest

from claimtracker.domain.errors import Cancelled
from claimtracker.exchange.review_sheets import SheetChoice, export_review_sheet
from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import AddEvidence, EditFact
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import ChangeFilter, changes
from claimtracker.storage.queries.newest import MatrixFilter
from claimtracker.workspace import Workspace


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    with Workspace.open(path) as workspace:
        yield workspace


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_row_for_each_change_with_both_claims_and_the_reason(samples, tmp_path):
    path = tmp_path / "changes.csv"
    found = changes(samples.connection)
    assert export_review_sheet(samples.connection, path, SheetChoice("changes")) == len(found)
    rows = _read(path)
    assert [(row["kind"], row["earlier_claim_id"], row["later_claim_id"]) for row in rows] == [
        (str(one.change.kind), str(one.change.earlier), str(one.change.later)) for one in found
    ]
    reversal = rows[0]
    assert reversal["reason"] == found[0].change.reason
    assert reversal["earlier_sentence_text"]
    assert reversal["later_article_title"]
    assert export_review_sheet(
        samples.connection, path, SheetChoice("changes", ChangeFilter(speaker="Ana Dorn"))
    ) < len(found)


def test_the_matrix_has_a_row_for_each_fact_and_a_column_for_each_article(samples, tmp_path):
    path = tmp_path / "matrix.csv"
    export_review_sheet(samples.connection, path, SheetChoice("matrix"))
    rows = _read(path)
    (row,) = [row for row in rows if row["fact"].startswith("There are disagreements")]
    cells = [cell for cell in list(row.values())[2:] if cell]
    assert cells[0] == "Ana Dorn: acknowledged"
    assert "Ilse Varga: denied disagreements" in cells


def test_facts_with_verdict_evidence_and_when_they_were_spoken_of(samples, tmp_path):
    fact = queries.facts(samples.connection)[0]
    samples.run(EditFact(fact.id, {"verdict": "mixed", "note": "=SUM(A1)"}))
    samples.run(AddEvidence(fact.id, "https://example.org/a"))
    path = tmp_path / "facts.csv"
    assert export_review_sheet(samples.connection, path, SheetChoice("facts", bom=False)) == len(
        queries.facts(samples.connection)
    )
    row = _read(path)[0]
    assert (row["code"], row["verdict"], row["evidence"]) == (fact.code, "mixed", "https://example.org/a")
    assert row["note"] == "'=SUM(A1)"
    assert row["first_said"] <= row["last_said"]


def test_matrix_and_facts_are_narrowed_to_what_is_wanted(samples, tmp_path):
    path = tmp_path / "matrix.csv"
    dorn = MatrixFilter(speaker="Ana Dorn")
    export_review_sheet(samples.connection, path, SheetChoice("matrix", claims=dorn, across="speakers"))
    rows = _read(path)
    assert list(rows[0]) == ["fact_code", "fact", "Ana Dorn"]
    export_review_sheet(samples.connection, path, SheetChoice("facts", claims=dorn))
    assert [row["code"] for row in _read(path)] == [row["fact_code"] for row in rows]
    assert len(rows) < len(queries.facts(samples.connection))


def test_who_stops_it_leaves_the_file_as_it_was(samples, tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text("before", encoding="utf-8")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_review_sheet(samples.connection, path, SheetChoice("changes"), stop)
    assert [entry.name for entry in tmp_path.glob("*.csv*")] == ["changes.csv"]
    assert path.read_text(encoding="utf-8") == "before"
