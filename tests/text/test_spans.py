"""Stretches of a text: joined, cut, moved by a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.values import Span
from claimtracker.text.spans import in_a_word, joined, next_end, next_start, trimmed, without, words_apart

TEXT = "“No talks,” he said, “none at all.” Renn’s 8.2% rise stands."


def test_blanks_at_the_ends_are_no_part_of_a_stretch():
    assert trimmed(" a b ", 0, 5) == Span(1, 4)
    assert trimmed("   ", 0, 3) is None


def test_spans_that_meet_or_overlap_become_one():
    assert joined("aa bb cc", [Span(6, 8), Span(0, 2)]) == (Span(0, 2), Span(6, 8))
    assert joined("aa bb cc", [Span(3, 5), Span(0, 2)]) == (Span(0, 5),)
    assert joined("aa bb cc", [Span(0, 7), Span(3, 5)]) == (Span(0, 7),)


def test_a_stretch_is_taken_out_of_spans():
    assert without("aa bb cc", [Span(0, 8)], Span(3, 5)) == (Span(0, 2), Span(6, 8))
    assert without("aa bb cc", [Span(0, 2), Span(6, 8)], Span(0, 5)) == (Span(6, 8),)
    assert without("aa bb cc", [Span(0, 2)], Span(0, 8)) == ()


def test_words_of_pieces_are_told_apart():
    assert words_apart(TEXT, (Span(1, 9), Span(22, 26))) == "No talks … none"


def test_an_end_moves_to_the_end_of_a_word_and_past_its_signs():
    ends, place = [0], 0
    while (further := next_end(TEXT, place, 1)) != place:
        ends.append(place := further)
    steps = [TEXT[start:end].strip() for start, end in pairwise(ends)]
    assert steps[:9] == ["“No", "talks", ",”", "he", "said", ",", "“none", "at", "all"]
    assert steps[9:] == [".”", "Renn’s", "8.2", "%", "rise", "stands", "."]
    while (back := next_end(TEXT, place, -1)) != place:
        assert back < place
        place = back
    assert place == 3


def test_a_start_moves_to_the_start_of_a_word_and_of_its_signs():
    assert [TEXT[next_start(TEXT, place, 1) :][:3] for place in (0, 1, 11)] == ["No ", "tal", "he "]
    assert next_start(TEXT, 4, -1) == 1
    assert next_start(TEXT, 1, -1) == 0
    assert next_start(TEXT, 0, -1) == 0


@pytest.mark.parametrize(
    ("text", "offset", "inside"),
    [
        ("ab c", 1, True),
        ("ab c", 2, False),
        ("e\u0301", 1, True),
        ("x.Y", 2, False),
        ("ab", 0, False),
        ("ab", 2, False),
    ],
)
def test_the_inside_of_a_word(text, offset, inside):
    assert in_a_word(text, offset) is inside


_SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=6
)


@given(st.text(alphabet="ab .", min_size=40, max_size=40), _SPANS, st.integers(0, 30), st.integers(1, 9))
def test_joined_spans_cover_what_was_covered_and_a_cut_leaves_nothing_of_it(text, spans, start, length):
    made = joined(text, spans)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert {place for span in made for place in range(span.start, span.end) if not text[place].isspace()} == {
        place for place in covered if not text[place].isspace()
    }
    assert all(one.end < other.start for one, other in pairwise(made))
    left = without(text, made, Span(start, start + length))
    assert {place for span in left for place in range(span.start, span.end) if not text[place].isspace()} == {
        place for place in covered if not text[place].isspace() and not start <= place < start + length
    }
