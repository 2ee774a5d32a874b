"""The rules of change: a test for each cell of the tables, and for the order in which claims are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.changes import OTHER_SPEAKER, SAME_SPEAKER, ChangeKind, Position, find_changes
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import ClaimId
from claimtracker.text.quantities import find_quantities
from claimtracker.text.wording import reworded

FOR = {"affirms", "concedes"}
ACTS = {"proposes", "commits"}


def said(number: int, stance: str, assertion: str = "The same", *, speaker: str = "Varga", day: str = "") -> Position:
    when = day if day != "" else f"2025-11-{number:02d}"
    figures = find_quantities(assertion)
    return Position(ClaimId(number), speaker, speaker, stance, stance, when, assertion, figures)


def changes(*positions: Position) -> list[tuple[ChangeKind, int, int]]:
    found = list(find_changes(positions, lambda one, other: reworded(one, other).weight))
    return [(change.kind, change.earlier, change.later) for change in found]


@pytest.mark.parametrize("later", Stance)
@pytest.mark.parametrize("earlier", Stance)
def test_each_pair_of_stances_of_one_speaker(earlier, later):
    if earlier == later:
        expected = ChangeKind.REPEATED
    elif later == "retracts":
        expected = ChangeKind.RETRACTION
    elif "denies" in {earlier, later} and {earlier, later} & (FOR | ACTS):
        expected = ChangeKind.REVERSAL
    else:
        expected = ChangeKind.SHIFT
    assert changes(said(1, earlier), said(2, later)) == [(expected, 1, 2)]
    assert SAME_SPEAKER[earlier, later] == (None if earlier == later else expected)


@pytest.mark.parametrize("later", Stance)
@pytest.mark.parametrize("earlier", Stance)
def test_each_pair_of_stances_of_two_speakers(earlier, later):
    opposite = "denies" in {earlier, later} and bool({earlier, later} & (FOR | ACTS))
    expected = [(ChangeKind.CONTRADICTION, 1, 2)] if opposite else []
    assert changes(said(1, earlier), said(2, later, speaker="Dorn")) == expected
    assert (OTHER_SPEAKER[earlier, later] is not None) == opposite


def test_the_tables_know_every_stance():
    assert {pair[0] for pair in SAME_SPEAKER} == {pair[1] for pair in OTHER_SPEAKER} == set(Stance)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Spending will rise 8.2%", "Spending will rise 7.5 percent", ChangeKind.FIGURE),
        ("Spending will rise 8.2%", "Spending will rise 8.2 per cent", ChangeKind.REPEATED),
        ("50,000 marched", "50 thousand marched", ChangeKind.REPEATED),
        ("Some differences of view remain", "Some differences of opinion remain", ChangeKind.REWORDED),
    ],
)
def test_with_the_same_stance_figures_and_words_are_compared(before, after, kind):
    assert changes(said(1, "affirms", before), said(2, "affirms", after)) == [(kind, 1, 2)]


def test_a_figure_can_change_with_the_stance():
    found = changes(said(1, "proposes", "A rise of 8.2%"), said(2, "affirms", "A rise of 7.5%"))
    assert found == [(ChangeKind.SHIFT, 1, 2), (ChangeKind.FIGURE, 1, 2)]


def test_a_contradiction_is_between_the_latest_of_each_and_is_told_once():
    found = changes(
        said(1, "affirms", speaker="Dorn"),
        said(2, "denies"),
        said(3, "denies"),
        said(4, "concedes"),
        said(5, "denies", speaker="Renn"),
    )
    assert [entry for entry in found if entry[0] == ChangeKind.CONTRADICTION] == [
        (ChangeKind.CONTRADICTION, 1, 2),
        (ChangeKind.CONTRADICTION, 1, 5),
        (ChangeKind.CONTRADICTION, 4, 5),
    ]


def test_two_who_agreed_and_fell_out_again_are_told_again():
    found = changes(said(1, "affirms", speaker="Dorn"), said(2, "denies"), said(3, "affirms"), said(4, "denies"))
    assert [entry[1:] for entry in found if entry[0] == ChangeKind.CONTRADICTION] == [(1, 2), (1, 4)]


def test_what_is_over_by_the_end_of_a_day_is_no_contradiction():
    day = "2025-11-14"
    found = changes(
        said(1, "denies", speaker="Halvorsen"),
        said(2, "affirms", speaker="Government", day=day),
        said(3, "affirms", speaker="Halvorsen", day=day),
    )
    assert found == [(ChangeKind.REVERSAL, 1, 3)]


def test_of_several_claims_of_a_day_the_first_with_the_last_stance_contradicts():
    found = changes(
        said(1, "affirms", speaker="Dorn"),
        said(2, "affirms", day="2025-11-14"),
        said(3, "denies", day="2025-11-14"),
        said(4, "denies", day="2025-11-14"),
    )
    assert [entry[1:] for entry in found if entry[0] == ChangeKind.CONTRADICTION] == [(1, 3)]


def test_a_contradiction_of_one_day_goes_from_the_first_to_the_second():
    day = "2025-11-14"
    found = changes(said(1, "denies", speaker="Halvorsen", day=day), said(2, "affirms", speaker="Dorn", day=day))
    assert found == [(ChangeKind.CONTRADICTION, 1, 2)]


def test_an_undated_claim_and_one_without_a_source_are_compared_with_nothing():
    undated = Position(ClaimId(9), "Varga", "Varga", "denies", "denied", "", "The same")
    nobody = Position(ClaimId(8), "", "", "denies", "denied", "2025-11-03", "The same")
    assert changes(said(1, "affirms"), nobody, undated) == []


def test_without_a_status_only_figures_and_words_are_compared():
    assert changes(said(1, "", "A rise of 8.2%"), said(2, "affirms", "A rise of 7.5%")) == [(ChangeKind.FIGURE, 1, 2)]
    assert changes(said(1, "", "A rise"), said(2, "affirms", "A fall")) == []


def test_the_reason_names_both():
    (change,) = find_changes([said(4, "denies"), said(14, "concedes")], lambda _one, _other: 0)
    assert change.reason == (
        "Varga “denies” (denies) on 2025-11-04, then “concedes” (concedes) on 2025-11-14: the opposite stance."
    )


@given(st.lists(st.tuples(st.sampled_from(["Varga", "Dorn", "Renn", ""]), st.sampled_from(["", *Stance])), max_size=30))
def test_every_change_goes_forward_in_time_between_two_claims_of_the_fact(told):
    positions = [said(number, stance, speaker=speaker) for number, (speaker, stance) in enumerate(told, start=1)]
    for kind, earlier, later in changes(*positions):
        one, other = positions[earlier - 1], positions[later - 1]
        assert earlier < later
        assert (one.speaker == other.speaker) == (kind != ChangeKind.CONTRADICTION)
