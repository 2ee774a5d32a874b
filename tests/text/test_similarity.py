"""Names and labels that are one, and those that are not."""

from __future__ import annotations

import pytest

from claimtracker.text.comparison import fold
from claimtracker.text.names import SAME, compare_names, is_generic, name_keys
from claimtracker.text.similarity import LIKELY, best_matches, likely_same_name, likeness, why_alike

NAMES = [
    ("Hegseth", "Pete Hegseth", True),
    ("Pete Hegseth", "Secretary Pete Hegseth", True),
    ("Hegseth", "Secretary Pete Hegseth", True),
    ("P. Hegseth", "Pete Hegseth", True),
    ("P. Hegseth", "Hegseth", True),
    ("Pete Hegseth", "Peter Hegseth", True),
    ("US Defense Secretary Pete Hegseth", "Hegseth", True),
    ("Pete Hegseth", "pete hegseth", True),
    ("Pete Hegseth", "Pete Hegesth", True),
    ("Pete Hegseth", "Ana Hegseth", False),
    ("P. Hegseth", "Ana Hegseth", False),
    ("Kim Jong Un", "Kim Yo Jong", False),
    ("Kim Jong Un", "Kim Jong Il", False),
    ("Kim Jong Un", "Kim Jong-un", True),
    ("Kim Jong Un", "Kim", True),
    ("Xi", "President Xi Jinping", True),
    ("Zelensky", "Zelenskyy", True),
    ("Volodymyr Zelenskiy", "President Zelensky", True),
    ("Recep Tayyip Erdoğan", "Erdogan", True),
    ("José Álvarez", "Jose Alvarez", True),
    ("Mohammed bin Salman", "Muhammad bin Salman", True),
    ("Ahmed al-Sharaa", "al-Sharaa", True),
    ("Ursula von der Leyen", "von der Leyen", True),
    ("Ilse Varga, transport secretary", "Ilse Varga", True),
    ("Norvian Transport Secretary Ilse Varga", "Varga", True),
    ("Donald J. Trump", "Donald Trump", True),
    ("Donald Trump", "Donald Trump Jr.", False),
    ("Mr. Clinton", "Mrs. Clinton", False),
    ("Bill Clinton", "Hillary Clinton", False),
    ("Bill Clinton", "William Clinton", True),
    ("Pete", "Pete Hegseth", False),
    ("Ministry of Defence", "Defense Ministry", True),
    ("Ministry of Defence", "Ministry of Health", False),
    ("Norvian Ministry of Transport", "the Norvian Transport Ministry", True),
    ("Russian Foreign Ministry", "Russia’s Foreign Ministry", True),
    ("South Korea", "North Korea", False),
    ("Korea", "South Korea", False),
    ("Sudan", "South Sudan", False),
    ("Iran", "Iraq", False),
    ("Austria", "Australia", False),
    ("Slovakia", "Slovenia", False),
    ("Niger", "Nigeria", False),
    ("Gambia", "Zambia", False),
    ("U.S.", "United States", True),
    ("United Nations", "United States", False),
    ("UN", "United Nations", True),
    ("Israel Defense Forces", "IDF", True),
    ("The New York Times", "New York Times", True),
    ("Israeli Prime Minister", "Israeli Defense Minister", False),
    ("White House", "White House spokesman", False),
    ("officials", "official", False),
    ("a spokesman", "the spokesman", False),
    ("the ministry", "Ministry of Defence", False),
    ("officials", "senior officials", False),
    ("he", "He", False),
    ("Stephen King", "King", True),
    ("Ana Dorn", "Ana Born", False),
    ("Ana Dorn", "Anna Dorn", True),
    ("Marit Halvorsen", "Marit Halvorson", True),
    ("Joakim Renn", "Kim Renn", False),
    ("Marco Rubio", "Secretary of State Marco Rubio", True),
    ("Muammar Gaddafi", "Moammar Qaddafi", True),
    ("World Health Organization", "WHO", True),
    ("Department of State", "State Department", True),
    ("Keir Starmer", "Sir Keir Starmer", True),
    ("Chen Wei", "Chen Li", False),
    ("Guinea", "Guinea-Bissau", False),
    ("Israeli military", "Israeli government", False),
]  # fmt: skip

LABELS = [
    ("denied disagreement", "denied disagreements", True),
    ("denied disagreements", "denies disagr.", True),
    ("denied disagreement", "denies disagr.", True),
    ("Denied", "denied", True),
    ("denied", "denies", True),
    ("denied", "denial", True),
    ("confirmed", "confirms", True),
    ("called for ceasefire", "calls for cease-fire", True),
    ("réaffirmed", "reaffirmed", True),
    ("announced", "anounced", True),
    ("announced the plan", "announced plan", True),
    ("admitted", "admits", True),
    ("accused", "accusation", True),
    ("denied", "confirmed", False),
    ("denied disagreements", "denied", False),
    ("denied disagreements", "denied talks", False),
    ("agreed", "disagreed", False),
    ("confirmed", "not confirmed", False),
    ("phase 1", "phase 2", False),
    ("affirmed", "reaffirmed", False),
    ("approved", "disapproved", False),
    ("warned", "warmed", False),
    ("claimed", "blamed", False),
    ("suggested", "supported", False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_names_of_one_person_or_body_are_told_from_others(one: str, other: str, same: bool) -> None:
    assert (likely_same_name(one, other) >= SAME) is same, likely_same_name(one, other)
    assert likely_same_name(other, one) == pytest.approx(likely_same_name(one, other))
    if same:
        assert compare_names(one, other).why
        assert name_keys(one) & name_keys(other), "a pair that is alike has to be looked at"


@pytest.mark.parametrize(("one", "other", "same"), LABELS)
def test_labels_that_say_the_same_are_told_from_others(one: str, other: str, same: bool) -> None:
    assert (likeness(one, other) >= LIKELY) is same, likeness(one, other)
    assert likeness(other, one) == pytest.approx(likeness(one, other))


def test_the_same_label_is_wholly_alike_and_an_empty_one_not_at_all() -> None:
    assert likeness("denied", "DENIED!") == 1.0
    assert likeness("", "denied") == likeness("denied", "") == 0.0


def test_words_for_anybody_are_generic() -> None:
    assert all(map(is_generic, ("officials", "a spokesman", "The Ministry", "two senior officials", "he", "")))
    assert not any(map(is_generic, ("Hegseth", "Norvian officials", "Kremlin")))


def test_folding_leaves_plain_words() -> None:
    assert fold("Łukasz O’Neill-Gül") == "lukasz oneill gul"
    assert fold("Israel’s U.S. envoy") == "israel us envoy"


KNOWN = ["Ilse Varga", "Ana Dorn", "Pete Hegseth", "Marit Halvorsen", "denied", "denied disagreements"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ilse varga", "Ilse Varga"),
        ("ils", "Ilse Varga"),
        ("varg", "Ilse Varga"),
        ("Ilse Vagra", "Ilse Varga"),
        ("hegsth", "Pete Hegseth"),
        ("hegesth", "Pete Hegseth"),
        ("heg pe", "Pete Hegseth"),
        ("halvorson", "Marit Halvorsen"),
        ("den dis", "denied disagreements"),
        ("deneid", "denied"),
    ],
)
def test_what_was_meant_comes_first(typed: str, meant: str) -> None:
    assert best_matches(typed, KNOWN)[0][0] == meant


def test_nothing_is_guessed_from_nothing() -> None:
    assert best_matches("", KNOWN) == []
    assert best_matches("xyzzy", KNOWN) == []
    assert best_matches("an", KNOWN) == [("Ana Dorn", 0.95)]
    assert len(best_matches("den", KNOWN, limit=1)) == 1


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Dénié", "denie", "case, accents or punctuation"),
        ("denied the plan", "denied plan", "small words"),
        ("harbour side", "harbourside", "spaces or hyphens"),
        ("urged talks", "talks urged", "the order of words"),
        ("denied disagreement", "denied disagreements", "word endings"),
        ("acknowledged", "acknowleged", "a letter or two"),
        ("denied disagreements", "denies disagr.", "word endings and a word cut short"),
        ("denied disagreements about budgets", "denied disagreements about big budgets", "a word that only one has"),
    ],
)
def test_it_is_told_in_what_labels_that_are_alike_differ(one, other, why):
    assert likeness(one, other) >= LIKELY
    assert why_alike(one, other) == why_alike(other, one) == f"the same but for {why}"
