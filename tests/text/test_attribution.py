"""Whose claim it is, suggested from known names."""

from __future__ import annotations

import pytest

from claimtracker.resources import resource
from claimtracker.text.attribution import KnownName, SuggestedSpeaker, suggest_speaker
from claimtracker.text.cues import find_cue, read_vocabulary

VOCABULARY = read_vocabulary(resource("vocabularies", "statuses.tsv"))
KNOWN = [
    KnownName("Ilse Varga", "Ilse Varga"),
    KnownName("Varga", "Ilse Varga"),
    KnownName("Ana Dorn", "Ana Dorn"),
    KnownName("Tomas Renn", "Tomas Renn"),
    KnownName("Renn", "Tomas Renn"),
]


@pytest.mark.parametrize(
    ("sentence", "name", "as_written"),
    [
        ("No joint statement followed, though Varga denied any disagreements.", "Ilse Varga", "Varga"),
        ("Norvian Secretary Ilse Varga welcomed the plan of Ana Dorn.", "Ilse Varga", "Ilse Varga"),
        ("“We ask for it once,” Ana Dorn said.", "Ana Dorn", "Ana Dorn"),
        ("“It is late,” said Renn.", "Tomas Renn", "Renn"),
        ("In Maren she told Tomas Renn that it was right.", "The last speaker", ""),
        ("She told Tomas Renn that it was right.", "The last speaker", ""),
        ("He added that it was late.", "The last speaker", ""),
        ("On Monday she denied it.", "The last speaker", ""),
        ("Halvorsen denied that there was a plan.", "", ""),
        ("The Pilots' Guild warned of delays.", "", ""),
        ("Varga's plan for Renn.", "Ilse Varga", "Varga"),
    ],
)
def test_the_name_nearest_to_the_reporting_word_is_suggested(sentence, name, as_written):
    cue = find_cue(sentence, VOCABULARY)
    assert suggest_speaker(sentence, cue, KNOWN, "The last speaker") == SuggestedSpeaker(name, as_written)


def test_nobody_is_suggested_where_nobody_is_known():
    assert suggest_speaker("It was said to be late.", None, [], "") == SuggestedSpeaker()
