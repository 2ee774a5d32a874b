"""What somebody types finds what they mean."""

from __future__ import annotations

import pytest

from claimtracker.text import matching
from claimtracker.text.matching import plain, ranked

LABELS = [
    plain(label)
    for label in (
        "Export claim sheet…",
        "Import claim sheet…",
        "Sheet of exports to claim",
        "Ilse Varga",
        "Łukasz Gül-Şahin",
        "Harbour budget",
        "A budget for the harbour",
        "Reexport",
    )
]


def _found(typed, limit=6):
    return [LABELS[place] for place, _ in ranked(typed, LABELS, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("exp cl sh", plain("Export claim sheet…")),
        ("EXPORT", plain("Export claim sheet…")),
        ("varga", "ilse varga"),
        ("ilse vagra", "ilse varga"),
        ("Vargaa", "ilse varga"),
        ("sahin", plain("Łukasz Gül-Şahin")),
        ("harbour bud", "harbour budget"),
        ("harbuor budget", "harbour budget"),
    ],
)
def test_the_best_comes_first(typed, first):
    assert _found(typed)[0] == first


def test_words_in_their_order_go_before_others_and_beginnings_before_middles():
    assert _found("export sheet") == [plain("Export claim sheet…"), "sheet of exports to claim"]
    assert _found("export") == [plain("Export claim sheet…"), "sheet of exports to claim", "reexport"]


def test_nothing_is_like_a_few_letters_or_nonsense():
    assert _found("") == _found("   ") == _found("qx") == _found("zzzzqqqq") == []


def test_no_more_are_given_than_asked_for_however_many_fit():
    labels = [f"article {number} about budgets" for number in range(5000)]
    assert [place for place, _ in ranked("a", labels, limit=3)] == [0, 1, 2]
    assert len(ranked("budgets about", labels, limit=4)) == 4


def test_of_very_many_labels_those_are_compared_that_begin_with_the_same_letter(monkeypatch):
    monkeypatch.setattr(matching, "_COMPARED", 3)
    labels = ["tall harbour budget", "budgets", "harbour budget", "a harbour budget", "ferries", "high harbour"]
    assert [labels[place] for place, _ in ranked("harbuor budget", labels, limit=2)] == labels[:1] + labels[2:3]
    assert ranked("xarbour budget", labels, limit=2) == []
