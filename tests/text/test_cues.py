"""Cue words and the stance they give."""

from __future__ import annotations

import pytest

from claimtracker.domain.stance import Stance
from claimtracker.resources import resource
from claimtracker.text.cues import find_cue, find_cues, guess_stance, read_vocabulary, status_of_cue

VOCABULARY = read_vocabulary(resource("vocabularies", "statuses.tsv"))


def test_the_vocabulary_has_twenty_statuses_with_nine_digits_of_their_own():
    assert len(VOCABULARY) == 20
    assert sorted(entry.digit for entry in VOCABULARY if entry.digit) == list(range(1, 10))
    assert {entry.stance for entry in VOCABULARY} == set(Stance)


@pytest.mark.parametrize(
    ("label", "stance"),
    [
        ("denied disagreements", Stance.DENIES),
        ("denies disagr.", Stance.DENIES),
        ("criticising the plan", Stance.DENIES),
        ("walked back", Stance.RETRACTS),
        ("withdrew claim", Stance.RETRACTS),
        ("conceded delays", Stance.CONCEDES),
        ("planned talks", Stance.COMMITS),
        ("Favoured", Stance.AFFIRMS),
        ("declined to comment", Stance.NEUTRAL),
        ("something else", Stance.NEUTRAL),
        ("", Stance.NEUTRAL),
    ],
)
def test_a_new_status_takes_the_stance_of_its_first_words(label, stance):
    assert guess_stance(label, VOCABULARY) is stance


@pytest.mark.parametrize(
    ("sentence", "cue", "status"),
    [
        ("No statement followed, though Varga denied any disagreements.", "denied", "denied"),
        ("Dorn said again that it should pass.", "said", "asserted"),
        ("He did not say who paid.", "did not say", "denied"),
        ("“We deny it,” Renn warned.", "warned", "warned"),
        ("According to officials, it is late.", "According to", "asserted"),
        ("The United States urged restraint.", "urged", "urged"),
        ("Asked about a channel, Varga said no.", "said", "asserted"),
        ("An official, who asked not to be named, denied it.", "denied", "denied"),
        ("An official, who asked not to be named, left.", "asked", "urged"),
    ],
)
def test_the_reporting_word_of_a_sentence_is_found(sentence, cue, status):
    found = find_cue(sentence, VOCABULARY)
    assert found is not None
    assert (found.text, found.status, sentence[found.start : found.end]) == (cue, status, cue)


@pytest.mark.parametrize(
    "sentence", ["Two ferries were held.", "The report is long.", "", "Estmark's plans are known."]
)
def test_a_sentence_without_one_has_none(sentence):
    assert find_cue(sentence, VOCABULARY) is None


def test_every_reporting_word_of_a_sentence_is_found():
    found = find_cues("Renn noted the focus but acknowledged the “denied” need, he said.", VOCABULARY)
    assert [cue.text for cue in found] == ["noted", "acknowledged", "said"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("denies", "denied"),
        ("Denying", "denied"),
        ("did not say", "denied"),
        ("praised", "supported"),
        ("denied it", ""),
        ("glowed", ""),
        ("", ""),
    ],
)
def test_a_reporting_word_alone_is_a_status(words, status):
    assert status_of_cue(words, VOCABULARY) == status
