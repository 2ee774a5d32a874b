"""The projects that speed is measured on are sound, and like those that people make by hand."""

from __future__ import annotations

import pytest

from claimtracker.domain.values import ArticleId
from claimtracker.storage import queries
from claimtracker.storage.queries.verification import Verifier
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project


@pytest.fixture
def made(tmp_path):
    with Workspace.open(make_project(tmp_path / "made.claims", 1000)) as workspace:
        yield workspace


def test_it_has_as_many_claims_as_asked_for_and_every_quote_is_verified(made):
    assert made.problems() == []
    assert queries.totals(made.connection).claims == 1000
    verifier = Verifier(made.connection)
    verifier.check_claims(queries.claim_ids(made.connection, queries.ClaimFilter()))
    assert (verifier.quotes, verifier.verified, verifier.problems) == (1000, 1000, [])


def test_full_text_search_has_what_the_tables_have(made):
    for table in ("claim_search", "claim_stems", "fact_stems"):
        made.connection.execute(f"insert into {table}({table}) values('integrity-check')")
    claim = queries.claims_of_article(made.connection, ArticleId(1))[0]
    word = max(claim.assertion.split(), key=len)
    assert claim.id in queries.claim_ids(made.connection, queries.ClaimFilter(search=word))


def test_every_step_of_its_history_can_be_taken_back(made):
    while made.undo() is not None:
        pass
    totals = queries.totals(made.connection)
    assert (totals.claims, totals.articles) == (0, 0)
