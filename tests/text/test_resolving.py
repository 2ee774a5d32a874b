"""What was meant by what was typed."""

from __future__ import annotations

import pytest

from claimtracker.resources import resource
from claimtracker.text.claim_line import parse_claim_line
from claimtracker.text.cues import read_vocabulary
from claimtracker.text.known_names import KnownNames
from claimtracker.text.resolving import Names, Resolved, resolve_line, resolve_name, resolve_status

SPEAKERS = KnownNames(
    {
        "Pete Hegseth": "Pete Hegseth",
        "Hegseth": "Pete Hegseth",
        "the secretary": "Pete Hegseth",
        "Ana Dorn": "Ana Dorn",
        "Kim Yo-jong": "Kim Yo-jong",
        "Kim Jong Un": "Kim Jong Un",
        "Jørn Halvorsen": "Jørn Halvorsen",
        "Norvia": "Norvia's government",
        "Norvia's government": "Norvia's government",
    }.items()
)
LABELS = ("asserted", "denied", "denied disagreements", "declined to comment", "supported")
NAMES = Names(
    SPEAKERS,
    KnownNames([*((label, label) for label in LABELS), ("negated", "denied")]),
    KnownNames(
        [
            ("F1", "There are disagreements"),
            ("There are disagreements", "There are disagreements"),
            ("F2", "x = y"),
            ("x = y", "x = y"),
        ]
    ),
    KnownNames([("believed", "believed")]),
    read_vocabulary(resource("vocabularies", "statuses.tsv")),
)


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("Pete Hegseth", "Pete Hegseth", "known"),
        ("hegseth", "Pete Hegseth", "known"),
        ("the secretary", "Pete Hegseth", "known"),
        ("heg", "Pete Hegseth", "known"),
        ("pete h", "Pete Hegseth", "known"),
        ("do", "Ana Dorn", "known"),
        ("hegsth", "Pete Hegseth", "likely"),
        ("Halvorssen", "Jørn Halvorsen", "likely"),
        ("Jorn Halvorsen", "Jørn Halvorsen", "likely"),
        ("norvia", "Norvia's government", "known"),
        ("Ana Korn", "Ana Korn", "new"),
        ("Tomas Renn", "Tomas Renn", "new"),
        ("  Tomas   Renn ", "Tomas Renn", "new"),
        ("xyz", "xyz", "new"),
        ("", "", "empty"),
    ],
)
def test_a_speaker_is_meant_by_alias_beginning_or_misspelling(typed, name, kind):
    assert resolve_name(typed, SPEAKERS) == Resolved(name, kind)


def test_what_could_be_several_is_not_guessed():
    assert resolve_name("kim", SPEAKERS) == Resolved("kim", "unsure", ("Kim Yo-jong", "Kim Jong Un"))


def test_a_quoted_name_is_new_unless_it_is_exactly_known():
    assert resolve_name("Kim", SPEAKERS, quoted=True) == Resolved("Kim", "new")
    assert resolve_name("ana dorn", SPEAKERS, quoted=True) == Resolved("Ana Dorn", "known")


@pytest.mark.parametrize(
    ("typed", "label", "kind"),
    [
        ("denied", "denied", "known"),
        ("denies", "denied", "known"),
        ("Negated", "denied", "known"),
        ("said", "asserted", "known"),
        ("praises", "supported", "known"),
        ("denied dis", "denied disagreements", "known"),
        ("denyed", "denied", "likely"),
        ("denied disagrements", "denied disagreements", "likely"),
        ("declined to com", "declined to comment", "known"),
        ("believed", "believed", "known"),
        ("stressed unity", "stressed unity", "new"),
        ("", "", "empty"),
    ],
)
def test_a_status_is_meant_by_its_words_in_any_inflection(typed, label, kind):
    assert resolve_status(typed, NAMES) == Resolved(label, kind)


def test_a_quoted_status_is_taken_as_it_is():
    assert resolve_status("denies", NAMES, quoted=True) == Resolved("denies", "new")


def test_a_line_is_resolved_slot_by_slot():
    found = resolve_line(parse_claim_line("heg > denies : there are  disagreements = f1"), NAMES)
    assert (found.speaker.text, found.status.text, found.assertion, found.fact.text) == (
        "Pete Hegseth", "denied", "there are disagreements", "There are disagreements",
    )  # fmt: skip
    assert found.problem == ""


def test_an_assertion_is_offered_where_none_is_begun():
    assert resolve_line(parse_claim_line("heg > denied"), NAMES, assertion="it is so").assertion == "it is so"
    assert resolve_line(parse_claim_line("heg > denied :"), NAMES, assertion="it is so").assertion == ""


def test_the_problem_says_what_it_could_be_and_what_to_do():
    found = resolve_line(parse_claim_line("kim > denied"), NAMES)
    assert found.unsure == "speaker"
    assert found.problem == "“kim” could be Kim Yo-jong or Kim Jong Un: choose with Down, or put it in quotation marks."
    assert resolve_line(parse_claim_line("a : b = F9"), NAMES).problem == "There is no fact F9 in this project."


def test_a_slot_that_stays_as_it_is_is_looked_up_once():
    names = Names(SPEAKERS, vocabulary=NAMES.vocabulary)
    first = resolve_line(parse_claim_line("heg > denied : it"), names)
    again = resolve_line(parse_claim_line("heg > denied : it is so"), names)
    assert again.speaker is first.speaker
    assert resolve_line(parse_claim_line('"heg" > denied'), names).speaker == Resolved("heg", "new")
    assert resolve_line(parse_claim_line("ana > denied"), names).speaker == Resolved("Ana Dorn", "known")
