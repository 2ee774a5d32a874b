"""What a sentence suggests to claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.resources import resource
from claimtracker.text.cues import find_cue, read_vocabulary
from claimtracker.text.known_names import KnownNames
from claimtracker.text.suggestion import Suggestion, asserted, suggest_claim

VOCABULARY = read_vocabulary(resource("vocabularies", "statuses.tsv"))
KNOWN = KnownNames(
    [("Ilse Varga", "Ilse Varga"), ("Varga", "Ilse Varga"), ("Lee Jae Myung", "Lee Jae Myung")],
)


@pytest.mark.parametrize(
    ("sentence", "assertion"),
    [
        ("Varga denied there were any disagreements.", "There were any disagreements"),
        ("Dorn said again that pilotage should pass.", "Pilotage should pass"),
        ("She told reporters on Monday that it was late.", "It was late"),
        ("Varga expressed approval of the plan to dredge.", "The plan to dredge"),
        (
            "“We ask for 8.2 percent,” Ana Dorn said, “and we ask for it once.”",
            "We ask for 8.2 percent, and we ask for it once",
        ),
        ("“It is late,” he said.", "It is late"),
        ("Norvia will dredge, the communique says.", "Norvia will dredge"),
        ("Harbour spending, she said, would rise.", "Harbour spending would rise"),
        ("It is late, according to officials.", "It is late"),
        ("According to officials, it is late.", "It is late"),
        ("A framework was described as essential.", "A framework was described as essential"),
        ("The delegation disputed that account: it said so.", "The delegation disputed that account: it said so"),
        ("He praised “hands that know ships.”", "“hands that know ships.”"),
        ("He denied it.", "He denied it"),
        ("Two\n  lines said that it\n was late.", "It was late"),
    ],
)
def test_what_is_asserted_is_taken_from_plain_grammar(sentence, assertion):
    assert asserted(sentence, find_cue(sentence, VOCABULARY)) == assertion


def test_a_claim_is_suggested_whole_and_as_a_line():
    found = suggest_claim("Varga denied there were any disagreements.", VOCABULARY, KNOWN)
    assert found == Suggestion("Ilse Varga", "Varga", "denied", "denied", "There were any disagreements")
    assert found.line == "Ilse Varga > denied : There were any disagreements"
    assert found.fields["cue"] == "denied"


def test_a_name_that_nobody_has_is_marked_as_new():
    found = suggest_claim("President Ana Dorn denied that it was late.", VOCABULARY, KNOWN)
    assert (found.speaker, found.new_speaker) == ("Ana Dorn", True)


def test_part_of_a_name_that_one_person_has_is_that_person():
    found = suggest_claim("Lee reiterated that it was late.", VOCABULARY, KNOWN)
    assert (found.speaker, found.as_written, found.new_speaker) == ("Lee Jae Myung", "Lee", False)


def test_the_second_claim_of_a_sentence_takes_the_second_reporting_word():
    sentence = "Varga noted the focus but acknowledged the need to wait."
    assert suggest_claim(sentence, VOCABULARY, KNOWN).status == "asserted"
    second = suggest_claim(sentence, VOCABULARY, KNOWN, last="Ilse Varga", taken=("noted",))
    assert (second.status, second.assertion) == ("acknowledged", "The need to wait")
    assert suggest_claim(sentence, VOCABULARY, KNOWN, taken=("noted", "acknowledged")).status == ""


def test_what_only_describes_is_no_second_claim():
    assert not suggest_claim("Asked about it, Varga said that it was late.", VOCABULARY, KNOWN, taken=("said",))


def test_nothing_is_put_into_the_mouth_of_who_says_nothing():
    found = suggest_claim("Varga declined to comment.", VOCABULARY, KNOWN)
    assert (found.speaker, found.status, found.assertion) == ("Ilse Varga", "declined to comment", "")


@pytest.mark.parametrize("sentence", ["Two ferries were held.", "Who said so?", "", "Varga's plan."])
def test_a_sentence_that_reports_nothing_suggests_nothing(sentence):
    assert not suggest_claim(sentence, VOCABULARY, KNOWN, last="Ilse Varga")


def test_a_quotation_that_goes_on_is_by_who_spoke_last():
    found = suggest_claim("“There never was.”", VOCABULARY, KNOWN, last="Ilse Varga")
    assert (found.speaker, found.assertion) == ("Ilse Varga", "There never was")


WORDS = st.sampled_from(
    'Varga Renn The that said denied , . “ ” " ’ who but and according to was officials Dr. he also ? : ; not \n told'.split(
        " "
    )
)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_whatever_a_sentence_is_its_words_and_no_others_are_asserted(sentence):
    found = suggest_claim(sentence, VOCABULARY, KNOWN, last="Ilse Varga")
    left = sentence.lower().split()
    for word in found.assertion.lower().replace(",", " ").replace("“", " ").replace("”", " ").replace('"', " ").split():
        assert any(word.strip(".") in other for other in left)
    assert found.cue in " ".join(sentence.split())


@pytest.mark.parametrize("part", [" ", "also ", "A, ", "“", "said that ", "Mr. X ", ", A"])
def test_a_hostile_sentence_is_done_before_the_time_limit_of_a_test(part):
    suggest_claim((part * 100_000)[:1_900] + " x said", VOCABULARY, KNOWN, last="Ilse Varga")
    suggest_claim(part * 20_000, VOCABULARY, KNOWN, last="Ilse Varga")
