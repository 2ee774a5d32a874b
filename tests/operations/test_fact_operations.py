"""Facts edited, merged, split, deleted, and their evidence; each in one undo step."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Fact
from claimtracker.operations import (
    AddEvidence,
    DeleteEvidence,
    DeleteFacts,
    DescribeFact,
    EditFact,
    EvidenceLink,
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


def test_all_that_a_dialog_holds_is_one_undo_step(workspace):
    budget = _facts(workspace)["Budget"]
    first = workspace.run(AddEvidence(budget.id, "https://example.org/1", "First"))
    workspace.run(AddEvidence(budget.id, "https://example.org/2"))
    before = state_of(workspace.connection)
    links = (EvidenceLink("https://example.org/1", "Page 3", first), EvidenceLink(" The minutes "))
    workspace.run(DescribeFact(budget.id, {"title": "The budget", "verdict": "refuted", "note": "No"}, links))
    now = _facts(workspace)["The budget"]
    assert (now.verdict, now.note) == ("refuted", "No")
    known = queries.evidence(workspace.connection, budget.id)
    assert [(one.url, one.note) for one in known] == [("https://example.org/1", "Page 3"), ("The minutes", "")]
    assert known[0].id == first
    assert workspace.undo_label == "Edit fact"
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_what_is_described_as_it_is_leaves_no_history(workspace):
    budget = _facts(workspace)["Budget"]
    made = workspace.run(AddEvidence(budget.id, "https://example.org/1"))
    workspace.run(DescribeFact(budget.id, {"title": "Budget"}, (EvidenceLink("https://example.org/1", "", made),)))
    assert workspace.undo_label == "Add evidence"


def test_a_description_that_cannot_be_leaves_everything(workspace):
    budget = _facts(workspace)["Budget"]
    workspace.run(AddEvidence(budget.id, "https://example.org/1"))
    before = state_of(workspace.connection)
    with pytest.raises(UserError, match="needs a link"):
        workspace.run(DescribeFact(budget.id, {"note": "x"}, (EvidenceLink("", "Only a note"),)))
    assert state_of(workspace.connection) == before


def test_evidence_of_another_fact_is_not_taken_from_it(workspace):
    facts = _facts(workspace)
    other = workspace.run(AddEvidence(facts["Ferries"].id, "https://example.org/1"))
    workspace.run(DescribeFact(facts["Budget"].id, {}, (EvidenceLink("https://example.org/1", "", other),)))
    assert len(queries.evidence(workspace.connection, facts["Ferries"].id)) == 1
    assert len(queries.evidence(workspace.connection, facts["Budget"].id)) == 1
