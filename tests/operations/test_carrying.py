"""Claims carried over to a new version of their article: kept, moved, edited, gone."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.versions import CarriedCounts, Outcome
from claimtracker.exchange.check import check_project
from claimtracker.operations import (
    DeleteArticles,
    DeleteClaims,
    EditClaim,
    ImportArticles,
    MergeCoders,
    NewArticle,
    SettleAllCarried,
    SettleCarried,
    SetVersionOf,
)
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import changes
from claimtracker.storage.queries.matrix import matrix
from claimtracker.storage.queries.positions import positions_of_speaker
from claimtracker.storage.queries.timeline import timeline
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim, span_of
from tests.project_state import state_of

FIRST = """Norvia and Estmark released a joint communiqué on Friday.

Ilse Varga acknowledged that there were issues to work through. “It would be strange if there were none,” she said.

He declined to comment. Ana Dorn said harbour spending would rise 7.5% next year. He declined to comment. The budget \
now stands at 337 million crowns. The channel is to be 11.5 metres deep."""
SECOND = """Norvia and Estmark released a joint communiqué on Friday.

He declined to comment. The budget now stands at 338 million crowns. Ana Dorn said harbour spending would rise 7.5% \
next year. He declined to comment.

Ilse Varga acknowledged that there were issues to work through. "It would be strange if there were none", she said. \
The Pilots' Guild welcomed it."""


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def first(workspace):
    """The first version, with claims by another coder."""
    article = make_article(workspace, FIRST, published="2025-11-14", title="Communiqué")
    workspace.call_me("Tor")
    for quote, fields in CLAIMS.items():
        make_claim(workspace, article, quote, **fields)
    workspace.call_me("Mira")
    return article


CLAIMS = {
    "released a joint communiqué": {"speaker": "Norvia", "assertion": "There is a communiqué"},
    "there were issues to work through. “It would be strange if there were none,”": {
        "speaker": "Ilse Varga", "status": "acknowledged", "assertion": "There are issues", "tags": "talks; wire",
        "fact": "There are issues", "note": "See F2", "cue": "acknowledged", "confidence": "high",
    },
    "harbour spending would rise 7.5%": {"speaker": "Ana Dorn", "assertion": "Spending rises 7.5%", "fact": "Spending"},
    "337 million crowns": {"speaker": "Ana Dorn", "assertion": "The budget is 337 million", "fact": "Budget"},
    "The channel is to be 11.5 metres deep.": {"assertion": "The channel is 11.5 metres deep"},
}  # fmt: skip


def _next_version(workspace, earlier, text=SECOND, **described):
    described = {"published": "2025-11-15", "title": "Communiqué", **described}
    (imported,) = workspace.run(ImportArticles((NewArticle(text, revision_of=earlier, **described),)))
    return imported


def _words(workspace, claim):
    text = queries.article(workspace.connection, claim.article_id).text
    return [text[span.start : span.end] for span in claim.spans]


def _outcomes(workspace, article):
    return {
        carried.claim.assertion: (str(carried.outcome), carried.new_claim_id is not None)
        for carried in queries.carried_claims(workspace.connection, article_id=article, only_waiting=False)
    }


def test_a_new_version_gets_the_claims_whose_words_it_has(workspace, first):
    before = state_of(workspace.connection)
    old = {claim.id: claim for claim in queries.claims_of_article(workspace.connection, first)}
    imported = _next_version(workspace, first)
    assert imported.carried == CarriedCounts(kept=2, moved=1, edited=1, gone=1)
    assert _outcomes(workspace, imported.article_id) == {
        "There is a communiqué": ("kept", True),
        "There are issues": ("moved", True),
        "Spending rises 7.5%": ("kept", True),
        "The budget is 337 million": ("edited", False),
        "The channel is 11.5 metres deep": ("gone", False),
    }
    assert {claim.id: claim for claim in queries.claims_of_article(workspace.connection, first)} == old
    assert check_project(workspace.connection).problems == ()
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_a_carried_claim_is_the_same_but_for_its_place(workspace, first):
    second = _next_version(workspace, first).article_id
    (old,) = [claim for claim in queries.claims_of_article(workspace.connection, first) if claim.tags]
    (new,) = [claim for claim in queries.claims_of_article(workspace.connection, second) if claim.tags]
    assert _words(workspace, new) == ['there were issues to work through. "It would be strange if there were none",']
    same = ("speaker", "speaker_as_written", "assertion", "status", "cue", "quotation", "target", "said_on", "place",
            "confidence", "tags", "fact", "note", "coder")  # fmt: skip
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert (new.taken_from, new.coder) == (old.uid, "Tor")
    assert new.uid != old.uid


def test_a_quote_that_occurs_twice_goes_to_the_right_one(workspace):
    old = make_article(
        workspace, "Dorn spoke. He did not agree with her. Varga left. Renn stayed. He did not agree with her."
    )
    text = queries.article(workspace.connection, old).text
    start = text.rindex("He did")
    claim = make_claim(workspace, old, text[start:], assertion="Renn disagrees", occurrence=2)
    assert queries.claim(workspace.connection, claim).spans[0].start == start
    imported = _next_version(
        workspace,
        old,
        "A word before. Renn stayed. He did not agree with her. Dorn spoke out. He did not agree with her. Varga left.",
    )
    (new,) = queries.claims_of_article(workspace.connection, imported.article_id)
    assert (
        queries.article(workspace.connection, imported.article_id).text[: new.spans[0].start].endswith("Renn stayed. ")
    )


def test_an_edited_claim_waits_with_its_proposed_words_and_is_made_when_confirmed(workspace, first):
    second = _next_version(workspace, first).article_id
    gone, edited = sorted(queries.carried_claims(workspace.connection), key=lambda one: one.outcome, reverse=True)
    assert (edited.outcome, edited.words_before, edited.words_after) == (
        Outcome.EDITED, "337 million crowns", "338 million crowns",
    )  # fmt: skip
    assert (gone.outcome, gone.proposal, gone.is_waiting) == (Outcome.GONE, (), True)
    before = state_of(workspace.connection)
    claim_id = workspace.run(SettleCarried(edited.id, "confirmed"))
    claim = queries.claim(workspace.connection, claim_id)
    assert (claim.article_id, claim.assertion, claim.coder) == (second, "The budget is 337 million", "Tor")
    assert _words(workspace, claim) == ["338 million crowns"]
    assert queries.count_waiting(workspace.connection) == 1
    workspace.run(SettleCarried(gone.id, "confirmed"))
    assert queries.count_waiting(workspace.connection) == 0
    workspace.undo()
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_a_claim_can_be_changed_moved_dropped_and_the_decision_taken_back(workspace, first):
    second = _next_version(workspace, first).article_id
    gone, edited = sorted(queries.carried_claims(workspace.connection), key=lambda one: one.outcome, reverse=True)
    fields = {"assertion": "The budget is 338 million", "status": "announced"}
    claim_id = workspace.run(SettleCarried(edited.id, "confirmed", fields=fields))
    claim = queries.claim(workspace.connection, claim_id)
    assert (claim.assertion, claim.status, claim.coder) == ("The budget is 338 million", "announced", "Mira")
    spans = (span_of(workspace, second, "The budget now stands at 338 million crowns"),)
    assert workspace.run(SettleCarried(edited.id, "changed", spans)) == claim_id
    assert queries.claim(workspace.connection, claim_id).spans == spans
    (decided,) = queries.carried_claims(workspace.connection, only_waiting=False, ids=(edited.id,))
    assert (decided.decision, decided.coder, bool(decided.decided_at)) == ("changed", "Mira", True)
    assert workspace.run(SettleCarried(edited.id, "dropped")) is None
    workspace.run(SettleCarried(edited.id, ""))
    assert [carried.id for carried in queries.carried_claims(workspace.connection)] == [edited.id, gone.id]
    elsewhere = (span_of(workspace, second, "The Pilots' Guild welcomed it."),)
    made = workspace.run(SettleCarried(gone.id, "changed", elsewhere))
    assert queries.claim(workspace.connection, made).spans == elsewhere


def test_what_cannot_be_decided_is_told(workspace, first):
    second = _next_version(workspace, first).article_id
    kept = next(
        carried
        for carried in queries.carried_claims(workspace.connection, article_id=second, only_waiting=False)
        if carried.outcome is Outcome.KEPT
    )
    gone = next(one for one in queries.carried_claims(workspace.connection) if one.outcome is Outcome.GONE)
    with pytest.raises(UserError, match="nothing to decide"):
        workspace.run(SettleCarried(kept.id, "confirmed"))
    with pytest.raises(UserError, match="on which words"):
        workspace.run(SettleCarried(gone.id, "changed"))
    with pytest.raises(UserError, match="not waiting"):
        workspace.run(SettleCarried(999, "confirmed"))


def test_many_are_decided_in_one_step(workspace, first):
    _next_version(workspace, first)
    waiting = tuple(carried.id for carried in queries.carried_claims(workspace.connection))
    assert len(workspace.run(SettleAllCarried(waiting, "confirmed"))) == 1
    assert (queries.count_waiting(workspace.connection), workspace.undo_label) == (0, "Confirm 2 carried claims")
    workspace.undo()
    assert queries.count_waiting(workspace.connection) == 2


def test_versions_in_a_chain_carry_on_what_is_confirmed_later(workspace, first):
    second = _next_version(workspace, first).article_id
    third = _next_version(workspace, second, SECOND + " Brandt objected.").article_id
    assert len(queries.claims_of_article(workspace.connection, third)) == 3
    edited = next(one for one in queries.carried_claims(workspace.connection) if one.outcome is Outcome.EDITED)
    there = workspace.run(SettleCarried(edited.id, "confirmed"))
    uid = queries.claim(workspace.connection, there).uid
    assert [claim.taken_from for claim in queries.claims_of_article(workspace.connection, third)].count(uid) == 1
    workspace.run(DeleteArticles((second,)))
    assert queries.article(workspace.connection, third).revision_of is None
    assert len(queries.claims_of_article(workspace.connection, third)) == 4


def test_what_an_article_is_a_version_of_can_be_said_and_unsaid_afterwards(workspace, first):
    second = make_article(workspace, SECOND)
    mine = make_claim(workspace, second, "issues to work through", speaker="Ilse Varga", status="acknowledged",
                      assertion="there are issues")  # fmt: skip
    counts = workspace.run(SetVersionOf(second, first))
    assert counts == CarriedCounts(kept=2, moved=1, edited=1, gone=1)
    assert len(queries.claims_of_article(workspace.connection, second)) == 3  # what was tagged there is not made twice
    later = make_claim(workspace, first, "Norvia and Estmark", assertion="Both released it")
    assert workspace.run(SetVersionOf(second, first)) == CarriedCounts(kept=1)
    assert queries.claim(workspace.connection, later).taken_from == ""
    workspace.run(SetVersionOf(second, None))
    assert queries.carried_claims(workspace.connection, only_waiting=False) == []
    assert len(queries.claims_of_article(workspace.connection, second)) == 4
    workspace.run(SetVersionOf(second, first))
    assert len(queries.claims_of_article(workspace.connection, second)) == 4
    assert mine in {one.new_claim_id for one in queries.carried_claims(workspace.connection, only_waiting=False)}
    with pytest.raises(UserError, match="which is one of it"):
        workspace.run(SetVersionOf(first, second))
    with pytest.raises(UserError, match="which is one of it"):
        workspace.run(SetVersionOf(first, first))


def test_a_text_that_is_there_already_becomes_the_version_it_is_said_to_be(workspace, first):
    second = make_article(workspace, SECOND)
    imported = _next_version(workspace, first)
    assert (imported.article_id, imported.already_there) == (second, True)
    assert queries.article(workspace.connection, second).revision_of == first
    assert imported.carried == CarriedCounts(kept=2, moved=1, edited=1, gone=1)
    with pytest.raises(UserError, match="no article 99"):
        _next_version(workspace, 99, "Another text.")


def test_a_carried_claim_that_is_deleted_counts_as_dropped(workspace, first):
    second = _next_version(workspace, first).article_id
    kept = queries.claims_of_article(workspace.connection, second)[0]
    workspace.run(DeleteClaims((kept.id,)))
    carried = queries.carried_claims(workspace.connection, article_id=second, only_waiting=False)
    assert [(one.new_claim_id, one.decision) for one in carried if one.claim.uid == kept.taken_from] == [
        (None, "dropped")
    ]
    assert workspace.run(SetVersionOf(second, first)) == CarriedCounts()
    workspace.run(DeleteArticles((first,)))
    assert queries.carried_claims(workspace.connection, only_waiting=False) == []


def test_merging_coders_takes_their_decisions_along(workspace, first):
    _next_version(workspace, first)
    edited = next(one for one in queries.carried_claims(workspace.connection) if one.outcome is Outcome.EDITED)
    workspace.run(SettleCarried(edited.id, "confirmed"))
    coders = {coder.name: coder.id for coder in queries.coders(workspace.connection)}
    workspace.run(MergeCoders(coders["Tor"], (coders["Mira"],)))
    (decided,) = queries.carried_claims(workspace.connection, only_waiting=False, ids=(edited.id,))
    assert decided.coder == "Tor"


def test_a_claim_carried_over_is_no_new_utterance_until_it_says_something_else(workspace, first):
    second = _next_version(workspace, first).article_id
    edited = next(one for one in queries.carried_claims(workspace.connection) if one.outcome is Outcome.EDITED)
    claim = workspace.run(SettleCarried(edited.id, "confirmed"))
    assert changes(workspace.connection) == []
    workspace.run(EditClaim(claim, {"assertion": "The budget is 338 million"}))
    _next_version(workspace, second, SECOND + " Brandt objected.")
    found = [(str(one.change.kind), one.change.earlier, one.change.later) for one in changes(workspace.connection)]
    assert found == [("figure changed", edited.claim.id, claim)]


def test_what_was_carried_over_is_said_once_but_stands_in_both_articles(workspace, first):
    second = _next_version(workspace, first).article_id
    connection = workspace.connection
    (old,) = [claim.id for claim in queries.claims_of_article(connection, first) if claim.fact == "Spending"]
    (copy,) = [claim.id for claim in queries.claims_of_article(connection, second) if claim.fact == "Spending"]

    def told():
        (spending,) = [one for one in positions_of_speaker(connection, "Ana Dorn") if one.fact.title == "Spending"]
        points = [point.claim_id for point in timeline(connection).points if point.claim_id in {old, copy}]
        chips = [
            [entry.claim_id for entries in matrix(connection, across).cells.values() for entry in entries
             if entry.claim_id in {old, copy}]
            for across in ("articles", "speakers", "dates")
        ]  # fmt: skip
        return [claim.id for claim in spending.claims], points, *chips

    assert told() == ([old], [old], [old, copy], [old], [old])
    workspace.run(EditClaim(copy, {"assertion": "Spending rises"}))
    assert told() == ([copy, old], [old, copy], [old, copy], [old, copy], [old, copy])
