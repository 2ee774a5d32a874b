"""The nearest claims and facts for a text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.operations import EditClaim, EditFact
from claimtracker.storage import queries
from claimtracker.storage.search import nearest_claims, nearest_facts
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        article = make_article(made)
        for speaker, assertion, fact in (
            ("Ilse Varga", "There are disagreements between the two governments", "Disagreements exist"),
            ("Ana Dorn", "The governments disagree about pilotage", "Disagreements exist"),
            ("Ana Dorn", "Harbour spending will rise 8.2 percent", "Spending rises"),
            ("Tomas Renn", "Harbour spending will rise 7.5 percent", "Spending rises"),
            ("Tomas Renn", "No ferry will be cancelled", "Ferries"),
        ):
            make_claim(made, article, speaker=speaker, assertion=assertion, fact=fact)
        yield made


def _assertions(found):
    return [near.claim.assertion for near in found]


def test_stems_find_what_is_said_in_other_forms_of_the_words(workspace):
    found = _assertions(nearest_claims(workspace.connection, "a disagreement of governments"))
    assert found[0] == "There are disagreements between the two governments"
    assert "The governments disagree about pilotage" in found


def test_a_shared_figure_and_the_same_speaker_weigh_in(workspace):
    text = "spending on the harbour will rise by 7.5%"
    assert _assertions(nearest_claims(workspace.connection, text))[0] == "Harbour spending will rise 7.5 percent"
    same = nearest_claims(workspace.connection, "harbour spending will rise", speaker="Ana Dorn")
    assert same[0].claim.speaker == "Ana Dorn"


def test_the_claim_at_hand_is_left_out_and_the_limit_kept(workspace):
    first = nearest_claims(workspace.connection, "harbour spending")[0].claim.id
    assert first not in {
        near.claim.id for near in nearest_claims(workspace.connection, "harbour spending", besides=first)
    }
    assert len(nearest_claims(workspace.connection, "harbour spending governments ferry", limit=2)) == 2


def test_nothing_is_found_by_the_commonest_words_alone(workspace):
    assert nearest_claims(workspace.connection, "the of and will be") == []
    assert nearest_facts(workspace.connection, "") == []


def test_facts_are_found_by_their_title_and_by_the_claims_on_them(workspace):
    titles = [near.fact.title for near in nearest_facts(workspace.connection, "they disagree on pilotage")]
    assert titles[0] == "Disagreements exist"
    (ferries,) = [near for near in nearest_facts(workspace.connection, "ferries") if near.fact.title == "Ferries"]
    assert ferries.score > 0


def test_edits_of_assertions_and_titles_are_found_at_once_and_undone(workspace):
    claim = nearest_claims(workspace.connection, "ferry")[0].claim.id
    workspace.run(EditClaim(claim, {"assertion": "Every tug stays in port"}))
    assert nearest_claims(workspace.connection, "tugs")[0].claim.id == claim
    assert nearest_claims(workspace.connection, "ferry") == []
    (fact,) = [fact for fact in queries.facts(workspace.connection) if fact.title == "Ferries"]
    workspace.run(EditFact(fact.id, {"title": "Boats"}))
    assert [near.fact.title for near in nearest_facts(workspace.connection, "a boat")] == ["Boats"]
    workspace.undo()
    assert nearest_facts(workspace.connection, "a boat") == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.sampled_from(['" OR rowid', "NEAR(a b)", "a* -b ^c", "\x00ferry", "(((", "assertion : x"]))
def test_what_is_typed_is_never_query_syntax(workspace, text):
    for near in nearest_claims(workspace.connection, text):
        assert near.score > 0
