"""What changed between two versions, as CSV."""

from __future__ import annotations

import csv

import pytest

from claimtracker.exchange.version_sheet import VERSION_COLUMNS, export_version_changes
from claimtracker.operations import ImportArticles, NewArticle
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

FIRST = 'Varga said the port will open. "Fine," Dorn said. The mole is old. =SUM(1) is a formula of the year.'
SECOND = "Varga said the port may open. “Fine,” Dorn said. =SUM(1) is a formula of the week."


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "talks.claims", coder="Mira") as made:
        yield made


def test_a_row_is_a_change_with_its_claims(workspace, tmp_path):
    first = make_article(workspace, FIRST, published="2026-01-05")
    claim = make_claim(workspace, first, "The mole is old", assertion="The mole is old")
    (made,) = workspace.run(ImportArticles((NewArticle(text=SECOND, revision_of=first),)))
    path = tmp_path / "changes.csv"
    rows = export_version_changes(workspace.connection, path, first, made.article_id)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfkind,")
    read = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(read) == rows == 4
    assert tuple(read[0]) == VERSION_COLUMNS
    assert [(row["kind"], row["trivial"]) for row in read] == [
        ("changed", "no"), ("changed", "yes"), ("removed", "no"), ("changed", "no"),
    ]  # fmt: skip
    assert (read[2]["claims"], read[2]["outcomes"]) == (str(claim), f"{claim} gone, waits")
    assert read[2]["later_text"] == ""
    assert read[3]["earlier_text"].startswith("'=SUM(1)")
    assert read[0]["earlier_published"] == "2026-01-05"
