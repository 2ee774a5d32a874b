"""Everything with a name is found, and claims by their words."""

from __future__ import annotations

import pytest

from claimtracker.domain.values import Span
from claimtracker.operations import AddClaim
from claimtracker.storage import queries
from claimtracker.storage.queries import find
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def test_articles_come_newest_first_and_the_rest_by_use(workspace):
    old = make_article(workspace, title="Older", published="2025-01-01", source="Coast Wire")
    make_article(workspace, "Varga left. Dorn stayed.", title="Newer", published="2025-12-01")
    for _ in range(2):
        workspace.run(AddClaim(old, (Span(0, 5),), {"speaker": "Ana Dorn", "status": "denied", "fact": "Budget"}))
    workspace.run(AddClaim(old, (Span(0, 5),), {"speaker": "Ilse Varga", "status": "said"}))
    found = queries.findable(workspace.connection)
    named = {kind: [row for row in found if row.kind == kind] for kind in ("article", "speaker", "fact", "status")}
    assert [row.name for row in named["article"]] == ["Newer", "Older"]
    assert [(row.name, row.claims) for row in named["speaker"]] == [("Ana Dorn", 2), ("Ilse Varga", 1)]
    assert [(row.name, row.detail, row.claims) for row in named["fact"]] == [("Budget", "F1", 2)]
    assert (named["status"][0].name, named["status"][0].claims) == ("denied", 2)


def test_claims_are_found_by_words_newest_first(workspace):
    article = make_article(workspace)
    first = make_claim(workspace, article, "8.2% increase", assertion="Budgets will rise", speaker="Ana Dorn")
    second = make_claim(workspace, article, "8.2% increase", assertion="The budget will fall", speaker="Ana Dorn")
    connection = workspace.connection
    assert queries.find_claims(connection, "budg", 9) == [second, first]
    assert queries.find_claims(connection, "dorn rise", 9) == [first]
    assert queries.find_claims(connection, "", 1) == [second]
    assert queries.find_claims(connection, '"* (budget', 9) == [second, first]


def test_one_letter_finds_no_claims_where_most_have_a_word_that_begins_so(workspace, monkeypatch):
    article = make_article(workspace)
    claim = make_claim(workspace, article, "8.2% increase", assertion="Budgets will rise é")
    assert queries.find_claims(workspace.connection, "b", 9) == [claim]
    monkeypatch.setattr(find, "_BY_A_LETTER", 0)
    assert queries.find_claims(workspace.connection, "b", 9) == []
    for typed in ("bu", "budgets r", "é", ""):
        assert queries.find_claims(workspace.connection, typed, 9) == [claim]
