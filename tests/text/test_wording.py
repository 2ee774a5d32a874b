"""What differs between two assertions, and what it weighs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.wording import differing_words, reworded
from tests.steps import count_calls

PAIRS = [
    ("There were no disagreements", "there were no disagreements.", 0.0),
    ("Spending will rise 8.2%", "Spending will rise by 8.2 percent", 0.0),
    ("The ferries were held", "Ferries were held", 0.0),
    ("Some differences of view remain", "Some differences of opinion remain", 0.3),
    ("The plan was approved by Renn", "The plan was approved by Dorn", 0.8),
    ("Spending will rise 8.2%", "Spending will rise 7.5%", 0.9),
    ("There were disagreements", "There were no disagreements", 1.0),
    ("It will not be delayed", "It will never be delayed", 0.3),
]


@pytest.mark.parametrize(("earlier", "later", "weight"), PAIRS)
def test_negation_weighs_most_then_figures_then_names(earlier, later, weight):
    assert reworded(earlier, later).weight == weight
    assert reworded(later, earlier).weight == weight


def test_it_says_which_words():
    found = reworded("The plan was approved by Renn", "The plan was drafted by Dorn")
    assert (found.gone, found.new, found.names) == (("approved", "renn"), ("drafted", "dorn"), ("Renn", "Dorn"))


def test_whole_words_are_marked_in_both():
    one, other = "There were no disagreements.", "There were issues to work through."
    first, second = differing_words(one, other)
    assert [one[span.start : span.end] for span in first] == ["no disagreements"]
    assert [other[span.start : span.end] for span in second] == ["issues to work through"]


@given(st.text())
def test_a_text_differs_in_nothing_from_itself(text):
    assert reworded(text, text).weight == 0
    assert differing_words(text, text) == ((), ())


@given(st.text(), st.text())
def test_marks_stand_in_their_text_and_in_order(one, other):
    for text, spans in zip((one, other), differing_words(one, other), strict=True):
        end = 0
        for span in spans:
            assert end <= span.start < span.end <= len(text)
            end = span.end


def test_very_long_texts_are_marked_in_time_that_they_allow():
    one = "the ship of the line in the strait of Maren " * 400 + "left. "
    other = one.replace("left", "stayed")
    gone, new = differing_words(one, other)
    assert [one[span.start : span.end] for span in gone] == ["left"]
    assert [other[span.start : span.end] for span in new] == ["stayed"]
    assert count_calls(lambda: differing_words(one, other)) < 10 * len(one)
