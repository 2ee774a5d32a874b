"""Statuses, tags and coders: edited, ordered, retired, merged and deleted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.operations import (
    AddStatus,
    DeleteClaims,
    DeleteStatuses,
    DeleteTags,
    EditClaim,
    EditStatus,
    MergeCoders,
    MergeStatuses,
    MergeTags,
    OrderStatuses,
    RenameCoder,
    RenameTag,
    RetireStatuses,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def article(workspace):
    return make_article(workspace)


def status_of(workspace, label):
    return next(status for status in queries.statuses(workspace.connection, retired=True) if status.label == label)


def tag_of(workspace, label):
    return next(tag for tag in queries.tags(workspace.connection) if tag.label == label)


def coder_of(workspace, name):
    return next(coder for coder in queries.coders(workspace.connection) if coder.name == name)


def test_merged_statuses_give_their_claims_and_spellings_to_the_one_that_stays(workspace, article):
    claims = [
        make_claim(workspace, article, status=label)
        for label in ("denied disagreements", "denied disagreement", "Denies disagr.", "denied")
    ]
    stays = status_of(workspace, "denied disagreements")
    gone = [status_of(workspace, label).id for label in ("denied disagreement", "Denies disagr.")]
    before, steps = state_of(workspace.connection), len(queries.history(workspace.connection))
    workspace.run(MergeStatuses(stays.id, (*gone, stays.id)))
    assert [queries.claim(workspace.connection, claim).status for claim in claims] == [
        "denied disagreements",
        "denied disagreements",
        "denied disagreements",
        "denied",
    ]
    merged = status_of(workspace, "denied disagreements")
    assert (merged.aliases, merged.claims) == (("denied disagreement", "Denies disagr."), 3)
    assert len(queries.history(workspace.connection)) == steps + 1
    again = make_claim(workspace, article, status="denies DISAGR.")
    assert queries.claim(workspace.connection, again).status == "denied disagreements"
    workspace.run(DeleteClaims((again,)))
    workspace.undo()
    workspace.undo()
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_a_merge_takes_over_what_was_merged_before_and_cues_and_a_missing_digit(workspace, article):
    first = workspace.run(AddStatus("denied it"))
    second = workspace.run(AddStatus("denies it"))
    workspace.run(
        EditStatus(first, {"aliases": "denyd it; DENIES it all", "cues": "deny it, Refute  it", "digit": "2"})
    )
    workspace.run(EditStatus(second, {"aliases": "denying it", "cues": "refute it; disavow it"}))
    workspace.run(MergeStatuses(second, (first,)))
    stays = status_of(workspace, "denies it")
    assert stays.aliases == ("denying it", "denied it", "denyd it", "DENIES it all")
    assert stays.cues == ("refute it", "disavow it", "deny it")
    assert stays.digit == 2
    assert status_of(workspace, "denied").digit is None


def test_a_status_in_use_cannot_be_deleted_and_the_way_out_is_said(workspace, article):
    make_claim(workspace, article, status="denied")
    denied = status_of(workspace, "denied").id
    with pytest.raises(UserError, match=r"^1 claim has the status “denied”: merge it into another, or retire it.$"):
        workspace.run(DeleteStatuses((denied,)))
    make_claim(workspace, article, status="denied")
    with pytest.raises(UserError, match=r"^2 claims have the status “denied”"):
        workspace.run(DeleteStatuses((status_of(workspace, "shown").id, denied)))
    assert status_of(workspace, "shown")
    workspace.run(EditStatus(status_of(workspace, "shown").id, {"aliases": "demonstrated"}))
    workspace.run(DeleteStatuses((status_of(workspace, "shown").id,)))
    assert "shown" not in {status.label for status in queries.statuses(workspace.connection, retired=True)}
    assert workspace.undo_label == "Delete status"
    workspace.undo()
    assert status_of(workspace, "shown").aliases == ("demonstrated",)


def test_those_that_are_ordered_change_places_among_themselves(workspace):
    before = [status.label for status in queries.statuses(workspace.connection)]
    first, second, third = queries.statuses(workspace.connection)[:3]
    workspace.run(OrderStatuses((third.id, first.id)))
    after = [status.label for status in queries.statuses(workspace.connection)]
    assert after == [third.label, second.label, first.label, *before[3:]]
    workspace.undo()
    assert [status.label for status in queries.statuses(workspace.connection)] == before


def test_a_digit_is_taken_from_the_status_that_had_it(workspace):
    workspace.run(EditStatus(status_of(workspace, "shown").id, {"digit": "2"}))
    assert (status_of(workspace, "shown").digit, status_of(workspace, "denied").digit) == (2, None)
    assert workspace.undo_label == "Set digit of status"
    workspace.undo()
    assert (status_of(workspace, "shown").digit, status_of(workspace, "denied").digit) == (None, 2)


def test_a_retired_status_is_not_offered_but_stays_on_its_claims(workspace, article):
    claim = make_claim(workspace, article, status="denied")
    workspace.run(RetireStatuses((status_of(workspace, "denied").id,)))
    assert queries.claim(workspace.connection, claim).status == "denied"
    assert "denied" not in {status.label for status in queries.statuses(workspace.connection)}
    assert "denied" not in {offer.text for offer in queries.complete_statuses(workspace.connection, "den")}
    assert workspace.undo_label == "Retire status"
    workspace.run(RetireStatuses((status_of(workspace, "denied").id,), retired=False))
    assert "denied" in {status.label for status in queries.statuses(workspace.connection)}


def test_what_is_typed_finds_statuses_tags_and_facts_in_any_case_beyond_ascii_too(workspace, article):
    make_claim(workspace, article, status="Überrascht 100%", tags="Ölpreis", fact="Ärger im Hafen")
    connection = workspace.connection
    assert [offer.text for offer in queries.complete_statuses(connection, "übER")] == ["Überrascht 100%"]
    assert [offer.text for offer in queries.complete_tags(connection, "öl")] == ["Ölpreis"]
    assert [offer.text for offer in queries.complete_facts(connection, "äRGER")] == ["Ärger im Hafen"]
    assert [offer.text for offer in queries.complete_facts(connection, "f1")] == ["Ärger im Hafen"]
    assert queries.complete_facts(connection, "_") == queries.complete_facts(connection, "%") == []
    assert [offer.text for offer in queries.complete_statuses(connection, "%")] == ["Überrascht 100%"]


def test_an_alias_leads_to_its_status_while_typing_and_on_a_claim(workspace, article):
    workspace.run(EditStatus(status_of(workspace, "denied").id, {"aliases": "Nope; NÖ; nope; denied"}))
    assert status_of(workspace, "denied").aliases == ("Nope", "NÖ")
    offers = queries.complete_statuses(workspace.connection, "no")
    assert [(offer.text, offer.detail, offer.colour) for offer in offers][-1] == ("denied", "Nope", "red")
    claim = make_claim(workspace, article, status="nö")
    assert queries.claim(workspace.connection, claim).status == "denied"
    workspace.run(EditStatus(status_of(workspace, "denied").id, {"aliases": "nope"}))
    assert status_of(workspace, "denied").aliases == ("nope",)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"label": ""}, "A status needs a label"),
        ({"label": "CONFIRMED"}, "There is already a status “confirmed”; to make one of the two, merge them"),
        ({"label": "verified"}, "“verified” is another spelling of the status “confirmed”; take it off the aliases"),
        ({"stance": "loud"}, "“loud” is not a stance: use affirms"),
        ({"colour": "puce"}, "“puce” is not a colour: use green"),
        ({"digit": "0"}, "“0” is not a digit: use a whole number from 1 to 9"),
        ({"digit": "٣٣"}, "is not a digit"),
        ({"position": "first"}, "is not a position"),
        ({"aliases": "fine; Confirmed"}, "“Confirmed” leads to the status “confirmed” already; merge the two"),
        ({"uid": "x"}, "nothing that can be set on a status"),
    ],
)
def test_what_cannot_be_set_on_a_status_is_refused(workspace, changes, sentence):
    workspace.run(EditStatus(status_of(workspace, "confirmed").id, {"aliases": "verified"}))
    before = state_of(workspace.connection)
    with pytest.raises(UserError, match=sentence):
        workspace.run(EditStatus(status_of(workspace, "denied").id, changes))
    assert state_of(workspace.connection) == before


def test_what_is_gone_is_said_to_be_gone(workspace, article):
    make_claim(workspace, article, tags="harbour")
    for operation in (
        EditStatus(99, {"label": "x"}),
        RetireStatuses((99,)),
        OrderStatuses((99,)),
        MergeStatuses(99, (1,)),
        MergeStatuses(1, (99,)),
        DeleteStatuses((99,)),
        RenameTag(99, "x"),
        MergeTags(1, (99,)),
        DeleteTags((99,)),
        RenameCoder(99, "x"),
        MergeCoders(1, (99,)),
    ):
        with pytest.raises(UserError, match="not in this project any more"):
            workspace.run(operation)


def test_tags_are_renamed_and_merged_so_that_no_claim_has_one_twice(workspace, article):
    both = make_claim(workspace, article, tags="harbor; talks; harbour")
    one = make_claim(workspace, article, tags="harbor")
    workspace.run(MergeTags(tag_of(workspace, "harbour").id, (tag_of(workspace, "harbor").id,)))
    assert queries.claim(workspace.connection, both).tags == ("talks", "harbour")
    assert queries.claim(workspace.connection, one).tags == ("harbour",)
    assert tag_of(workspace, "harbour").claims == 2
    workspace.run(RenameTag(tag_of(workspace, "harbour").id, " Harbour "))
    assert queries.claim(workspace.connection, one).tags == ("Harbour",)
    workspace.undo()
    workspace.undo()
    assert queries.claim(workspace.connection, both).tags == ("harbor", "talks", "harbour")


@pytest.mark.parametrize(
    ("label", "sentence"),
    [("", "needs a label"), ("a; b", "cannot be a tag"), ("Talks", "already a tag “Talks”; to make one of the two")],
)
def test_a_label_that_cannot_be_a_tag_is_refused(workspace, article, label, sentence):
    make_claim(workspace, article, tags="harbour; talks")
    with pytest.raises(UserError, match=sentence):
        workspace.run(RenameTag(tag_of(workspace, "harbour").id, label))


def test_deleting_a_tag_takes_it_off_its_claims(workspace, article):
    claims = [make_claim(workspace, article, tags=tags) for tags in ("harbour; talks", "harbour", "talks")]
    assert workspace.run(DeleteTags((tag_of(workspace, "harbour").id,))) == 2
    assert [queries.claim(workspace.connection, claim).tags for claim in claims] == [("talks",), (), ("talks",)]
    assert workspace.undo_label == "Delete tag"
    workspace.undo()
    assert queries.claim(workspace.connection, claims[0]).tags == ("harbour", "talks")


def test_coders_are_renamed_and_merged(tmp_path):
    path = tmp_path / "b.claims"
    for name in ("mira", "Mira Lund"):
        with Workspace.create(path, coder=name) if not path.exists() else Workspace.open(path, coder=name) as one:
            make_claim(one, make_article(one, f"Said by {name}. It was so."), status="denied")
    with Workspace.open(path, coder="Desk") as workspace:
        with pytest.raises(UserError, match="already a coder “mira”; to make one of the two, merge"):
            workspace.run(RenameCoder(coder_of(workspace, "Mira Lund").id, "mira"))
        with pytest.raises(UserError, match="needs a name"):
            workspace.run(RenameCoder(coder_of(workspace, "Mira Lund").id, " "))
        workspace.run(MergeCoders(coder_of(workspace, "Mira Lund").id, (coder_of(workspace, "mira").id,)))
        assert [(coder.name, coder.claims) for coder in queries.coders(workspace.connection)] == [("Mira Lund", 2)]
        workspace.run(RenameCoder(coder_of(workspace, "Mira Lund").id, "Mira"))
        assert {queries.claim(workspace.connection, claim).coder for claim in (1, 2)} == {"Mira"}
        assert {entry.coder for entry in queries.history(workspace.connection)} == {"mira", "Mira Lund", "Desk"}


def test_merging_tells_how_far_it_is(workspace, article):
    for label in ("denied it", "denies it"):
        make_claim(workspace, article, status=label, tags=label)
    told = []

    def progress(done, total):
        told.append((done, total))

    one, other = (status_of(workspace, label).id for label in ("denied it", "denies it"))
    workspace.run(MergeStatuses(one, (other,)), progress=progress)
    assert told
    assert all(done <= total for done, total in told)


def test_a_claim_keeps_when_it_was_changed_last(workspace, article):
    claim = make_claim(workspace, article, status="denies it")
    workspace.run(EditClaim(claim, {"note": "x"}))
    before = queries.claim(workspace.connection, claim).updated
    workspace._now = lambda: datetime(2031, 1, 1, tzinfo=UTC)
    workspace.run(MergeStatuses(status_of(workspace, "denied").id, (status_of(workspace, "denies it").id,)))
    assert queries.claim(workspace.connection, claim).updated == before
