"""Facts edited, merged, split, deleted, and their evidence; each in one undo step."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Fact
from claimtracker.operations import (
    AddEvidence,
    DeleteEvidence,
    DeleteFacts,
    EditFact,
    MergeFacts,
    SplitFact,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        article = make_article(made)
        for assertion, fact in (("One", "Budget"), ("Two", "Budget"), ("Three", "Spending"), ("Four", "Ferries")):
            make_claim(made, article, assertion=assertion, fact=fact)
        yield made


def _facts(workspace) -> dict[str, Fact]:
    return {fact.title: fact for fact in queries.facts(workspace.connection)}


def _claims(workspace, title: str) -> list[str]:
    fact = _facts(workspace)[title]
    return [claim.assertion for claim in queries.claims_of_fact(workspace.connection, fact.id)]


def test_merged_facts_become_one_with_claims_evidence_and_notes(workspace):
    facts = _facts(workspace)
    workspace.run(EditFact(facts["Spending"].id, {"note": "From the speech"}))
    workspace.run(AddEvidence(facts["Spending"].id, "https://example.org/budget", "Table 3"))
    before = state_of(workspace.connection)
    workspace.run(MergeFacts(facts["Budget"].id, (facts["Spending"].id, facts["Budget"].id)))
    assert _claims(workspace, "Budget") == ["One", "Two", "Three"]
    assert "Spending" not in _facts(workspace)
    assert _facts(workspace)["Budget"].note == "Merged: F2 Spending\nFrom the speech"
    assert [one.note for one in queries.evidence(workspace.connection, facts["Budget"].id)] == ["Table 3"]
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_some_claims_get_a_fact_of_their_own(workspace):
    budget = _facts(workspace)["Budget"]
    first = queries.claims_of_fact(workspace.connection, budget.id)[0]
    made = workspace.run(SplitFact(budget.id, (first.id,), "Harbour budget"))
    assert _claims(workspace, "Harbour budget") == ["One"]
    assert _facts(workspace)["Harbour budget"].id == made
    assert _claims(workspace, "Budget") == ["Two"]
    for claims, title, words in (((first.id,), "New", "not about that fact"), ((), "New", "Choose the claims")):
        with pytest.raises(UserError, match=words):
            workspace.run(SplitFact(budget.id, claims, title))
    with pytest.raises(UserError, match="already a fact"):
        workspace.run(SplitFact(budget.id, (first.id,), "ferries"))


def test_a_deleted_fact_leaves_its_claims(workspace):
    budget = _facts(workspace)["Budget"]
    workspace.run(AddEvidence(budget.id, "https://example.org"))
    before = state_of(workspace.connection)
    workspace.run(DeleteFacts((budget.id,)))
    assert workspace.undo_label == "Delete fact"
    assert queries.totals(workspace.connection).claims == 4
    assert "Budget" not in _facts(workspace)
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_evidence_is_added_and_taken_away(workspace):
    budget = _facts(workspace)["Budget"]
    made = workspace.run(AddEvidence(budget.id, " https://example.org/1 ", "First"))
    assert queries.evidence(workspace.connection, budget.id)[0].url == "https://example.org/1"
    workspace.run(DeleteEvidence(made))
    assert queries.evidence(workspace.connection, budget.id) == []
    with pytest.raises(UserError, match="not in this project"):
        workspace.run(DeleteEvidence(made))
    with pytest.raises(UserError, match="needs a link"):
        workspace.run(AddEvidence(budget.id, " "))


def test_a_title_that_another_fact_has_points_to_merging(workspace):
    with pytest.raises(UserError, match="merge the two"):
        workspace.run(EditFact(_facts(workspace)["Budget"].id, {"title": "spending"}))
