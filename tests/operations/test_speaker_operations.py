"""Speakers renamed, merged, split off and deleted."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, SpeakerId
from claimtracker.operations import (
    DeleteClaims,
    DeleteSpeakers,
    EditClaims,
    EditSpeaker,
    MergeSpeakers,
    SplitSpeaker,
)
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter
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


def speaker_of(workspace, claim: ClaimId) -> SpeakerId:
    found = queries.claim(workspace.connection, claim).speaker_id
    assert found is not None
    return found


def only_speaker(workspace):
    (speaker,) = queries.speakers(workspace.connection)
    return speaker


def found_by(workspace, words: str) -> list[int]:
    return list(queries.claim_ids(workspace.connection, ClaimFilter(search=words)))


def test_a_merge_brings_claims_names_and_what_is_known(workspace, article):
    short = speaker_of(workspace, first := make_claim(workspace, article, speaker="Tveit"))
    long = speaker_of(workspace, second := make_claim(workspace, article, speaker="Ragna Tveit"))
    workspace.run(EditSpeaker(short, {"aliases": "the secretary", "role": "minister", "affiliation": "Norvia"}))
    workspace.run(EditSpeaker(short, {"note": "Short name"}))
    workspace.run(EditSpeaker(long, {"role": "Transport Secretary", "note": "Full name"}))
    before = state_of(workspace.connection)
    assert workspace.run(MergeSpeakers(long, (short, long, short))) == 1
    speaker = only_speaker(workspace)
    assert (speaker.name, speaker.aliases, speaker.claims) == ("Ragna Tveit", ("Tveit", "the secretary"), 2)
    assert (speaker.role, speaker.affiliation) == ("Transport Secretary", "Norvia")
    assert speaker.note == "Full name\nRole of “Tveit”: minister\nShort name"
    assert found_by(workspace, "ragna") == [first, second]
    assert workspace.undo_label == "Merge speakers"
    workspace.undo()
    assert state_of(workspace.connection) == before
    assert found_by(workspace, "ragna") == [second]
    workspace.redo()
    assert found_by(workspace, "ragna") == [first, second]


def test_what_was_called_by_a_merged_name_leads_to_the_one_that_stays(workspace, article):
    short = speaker_of(workspace, make_claim(workspace, article, speaker="Tveit"))
    long = speaker_of(workspace, make_claim(workspace, article, speaker="Ragna Tveit"))
    workspace.run(MergeSpeakers(long, (short,)))
    make_claim(workspace, article, speaker="TVEIT")
    assert only_speaker(workspace).claims == 3


def test_merging_into_itself_is_no_change(workspace, article):
    speaker = speaker_of(workspace, make_claim(workspace, article, speaker="Tveit"))
    history = queries.history(workspace.connection)
    assert workspace.run(MergeSpeakers(speaker, (speaker,))) == 0
    assert queries.history(workspace.connection) == history
    with pytest.raises(UserError, match="not in this project"):
        workspace.run(MergeSpeakers(speaker, (SpeakerId(99),)))


def test_split_off_takes_the_claims_that_are_called_so_and_those_that_a_merge_brought(workspace, article):
    brought = make_claim(workspace, article, speaker="Ana Tveit", speaker_as_written="she")
    stays = make_claim(workspace, article, speaker="Ragna Tveit", speaker_as_written="Tveit")
    called = make_claim(workspace, article, speaker="Ragna Tveit", speaker_as_written="ANA TVEIT")
    ragna, ana = speaker_of(workspace, stays), speaker_of(workspace, brought)
    workspace.run(MergeSpeakers(ragna, (ana,)))
    before = state_of(workspace.connection)
    made = workspace.run(SplitSpeaker(ragna, "ana tveit"))
    assert [speaker_of(workspace, claim) for claim in (brought, stays, called)] == [made, ragna, made]
    assert {(one.name, one.aliases) for one in queries.speakers(workspace.connection)} == {
        ("Ragna Tveit", ()),
        ("Ana Tveit", ()),
    }
    assert found_by(workspace, "ragna") == [stays]
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_an_undone_merge_brought_nothing(workspace, article):
    brought = make_claim(workspace, article, speaker="Ana Tveit")
    ragna = speaker_of(workspace, make_claim(workspace, article, speaker="Ragna Tveit"))
    workspace.run(MergeSpeakers(ragna, (speaker_of(workspace, brought),)))
    workspace.undo()
    workspace.run(EditClaims((brought,), {"speaker": "Ragna Tveit"}))
    workspace.run(DeleteSpeakers(tuple(one.id for one in queries.speakers(workspace.connection) if not one.claims)))
    workspace.run(EditSpeaker(ragna, {"aliases": "Ana Tveit"}))
    workspace.run(SplitSpeaker(ragna, "Ana Tveit"))
    assert speaker_of(workspace, brought) == ragna


def test_split_off_can_give_a_name_and_say_which_claims(workspace, article):
    first, second = (make_claim(workspace, article, speaker="Ragna Tveit") for _ in range(2))
    ragna = speaker_of(workspace, first)
    workspace.run(EditSpeaker(ragna, {"aliases": "the secretary"}))
    made = workspace.run(SplitSpeaker(ragna, "the secretary", "Ana Dorn", (second,)))
    assert [speaker_of(workspace, claim) for claim in (first, second)] == [ragna, made]
    (dorn,) = [one for one in queries.speakers(workspace.connection) if one.id == made]
    assert (dorn.name, dorn.aliases) == ("Ana Dorn", ("the secretary",))


@pytest.mark.parametrize(
    ("alias", "name", "claims", "why"),
    [
        ("Tveit", "", None, "no alias"),
        ("Ragna Tveit", "", None, "no alias"),
        ("the secretary", "Ragna Tveit", None, "already a speaker"),
        ("the secretary", "", (ClaimId(99),), "not by that speaker"),
    ],
)
def test_what_cannot_be_split_off_is_said(workspace, article, *, alias, name, claims, why):
    ragna = speaker_of(workspace, make_claim(workspace, article, speaker="Ragna Tveit"))
    workspace.run(EditSpeaker(ragna, {"aliases": "the secretary"}))
    before = state_of(workspace.connection)
    with pytest.raises(UserError, match=why):
        workspace.run(SplitSpeaker(ragna, alias, name, claims))
    assert state_of(workspace.connection) == before


def test_a_speaker_whom_claims_have_is_not_deleted(workspace, article):
    claim = make_claim(workspace, article, speaker="Ragna Tveit")
    speaker = speaker_of(workspace, claim)
    workspace.run(EditSpeaker(speaker, {"aliases": "Tveit"}))
    with pytest.raises(UserError, match=r"1 claim is by “Ragna Tveit”: merge"):
        workspace.run(DeleteSpeakers((speaker,)))
    workspace.run(DeleteClaims((claim,)))
    workspace.run(DeleteSpeakers((speaker,)))
    assert queries.speakers(workspace.connection) == []
    workspace.undo()
    assert only_speaker(workspace).aliases == ("Tveit",)


@pytest.mark.parametrize(
    ("before", "after", "keep", "aliases"),
    [
        ("Tveit", "Ragna Tveit", None, ("Tveit",)),
        ("Ragna Tviet", "Ragna Tveit", None, ()),
        ("ragna tveit", "Ragna Tveit", None, ()),
        ("Ragna Tviet", "Ragna Tveit", True, ("Ragna Tviet",)),
        ("Tveit", "Ragna Tveit", False, ()),
    ],
)
def test_an_old_name_stays_as_an_alias_unless_it_was_a_slip(workspace, article, *, before, after, keep, aliases):
    speaker = speaker_of(workspace, make_claim(workspace, article, speaker=before))
    workspace.run(EditSpeaker(speaker, {"name": after}, keep))
    assert (only_speaker(workspace).name, only_speaker(workspace).aliases) == (after, aliases)
    assert workspace.undo_label == "Rename speaker"


def test_a_name_that_was_an_alias_is_one_no_more(workspace, article):
    speaker = speaker_of(workspace, make_claim(workspace, article, speaker="Tveit"))
    workspace.run(EditSpeaker(speaker, {"aliases": "Ragna Tveit; ragna tveit; Tveit"}))
    assert only_speaker(workspace).aliases == ("Ragna Tveit",)
    workspace.run(EditSpeaker(speaker, {"name": "Ragna Tveit"}))
    assert only_speaker(workspace).aliases == ("Tveit",)


def test_a_name_that_another_has_is_refused_with_the_way_out(workspace, article):
    tveit = speaker_of(workspace, make_claim(workspace, article, speaker="Tveit"))
    dorn = speaker_of(workspace, make_claim(workspace, article, speaker="Ana Dorn"))
    workspace.run(EditSpeaker(dorn, {"aliases": "the president"}))
    with pytest.raises(UserError, match="merge them"):
        workspace.run(EditSpeaker(tveit, {"name": "ana dorn"}))
    with pytest.raises(UserError, match="an alias of Ana Dorn"):
        workspace.run(EditSpeaker(tveit, {"name": "the president"}))
