"""Whose claim it is, suggested from known names."""

from __future__ import annotations

import pytest

from claimtracker.resources import resource
from claimtracker.text.attribution import SuggestedSpeaker, guess_new_speaker, suggest_speaker
from claimtracker.text.cues import find_cue, read_vocabulary
from claimtracker.text.known_names import KnownNames

VOCABULARY = read_vocabulary(resource("vocabularies", "statuses.tsv"))
KNOWN = KnownNames(
    [
        ("Ilse Varga", "Ilse Varga"),
        ("Varga", "Ilse Varga"),
        ("Ana Dorn", "Ana Dorn"),
        ("Tomas Renn", "Tomas Renn"),
        ("Renn", "Tomas Renn"),
    ]
)


@pytest.mark.parametrize(
    ("sentence", "name", "as_written"),
    [
        ("No joint statement followed, though Varga denied any disagreements.", "Ilse Varga", "Varga"),
        ("Norvian Secretary Ilse Varga welcomed the plan of Ana Dorn.", "Ilse Varga", "Ilse Varga"),
        ("“We ask for it once,” Ana Dorn said.", "Ana Dorn", "Ana Dorn"),
        ("“It is late,” said Renn.", "Tomas Renn", "Renn"),
        ("In Maren she told Tomas Renn that it was right.", "The last speaker", "she"),
        ("She told Tomas Renn that it was right.", "The last speaker", "She"),
        ("He added that it was late.", "The last speaker", "He"),
        ("On Monday she denied it.", "The last speaker", "she"),
        ("After meeting Renn she later also denied it.", "The last speaker", "she"),
        ("“It is late,” he said.", "The last speaker", "he"),
        ("“It is late.”", "The last speaker", ""),
        ("“It is late,” officials said.", "", ""),
        ("The finance ministry did not respond to a request.", "", ""),
        ("Renn's deputy denied it.", "", ""),
        ("No statement followed the talks with Renn, though officials denied it.", "", ""),
        ("Renn, who was there, denied it.", "Tomas Renn", "Renn"),
        ("It was late, according to Renn.", "Tomas Renn", "Renn"),
        ("President Tomas Renn noted the focus on Ana Dorn but denied it.", "Tomas Renn", "Tomas Renn"),
        ("Dorn's envoy met Varga, and Renn denied it.", "Tomas Renn", "Renn"),
        ("Halvorsen denied that there was a plan.", "", ""),
        ("The Pilots' Guild warned of delays.", "", ""),
        ("Varga's plan for Renn.", "Ilse Varga", "Varga"),
    ],
)
def test_the_name_nearest_to_the_reporting_word_is_suggested(sentence, name, as_written):
    cue = find_cue(sentence, VOCABULARY)
    assert suggest_speaker(sentence, cue, KNOWN, "The last speaker") == SuggestedSpeaker(name, as_written)


def test_nobody_is_suggested_where_nobody_is_known():
    assert suggest_speaker("It was said to be late.", None, KnownNames(), "") == SuggestedSpeaker()


@pytest.mark.parametrize(
    ("sentence", "name", "as_written"),
    [
        ("Norvian Transport Secretary Ilse Varga denied it.", "Ilse Varga", "Norvian Transport Secretary Ilse Varga"),
        ("Opposition leader Mikkel Brandt dismissed it.", "Mikkel Brandt", "Mikkel Brandt"),
        ("Gen. Jørn Halvorsen, who commands the guard, has denied it.", "Jørn Halvorsen", "Gen. Jørn Halvorsen"),
        ("Its director, Dr. S. Lund, cautioned that it was late.", "S. Lund", "Dr. S. Lund"),
        ("The Pilots' Guild warned of delays.", "Pilots' Guild", "The Pilots' Guild"),
        ("“It is late,” said Tomas Renn.", "Tomas Renn", "Tomas Renn"),
        ("The Bank of Estmark later said it was late.", "Bank of Estmark", "The Bank of Estmark"),
        ("The President said it was late.", "", ""),
        ("The institute in Aldby found it.", "", ""),
        ("Norvian officials declined to comment.", "", ""),
        ("He denied it.", "", ""),
        ("On Monday denied it.", "", ""),
    ],
)
def test_a_name_that_nobody_has_yet_is_read_beside_the_reporting_word(sentence, name, as_written):
    cue = find_cue(sentence, VOCABULARY)
    assert guess_new_speaker(sentence, cue) == SuggestedSpeaker(name, as_written)
