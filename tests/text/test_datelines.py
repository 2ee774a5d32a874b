"""Timestamps of their own line, and what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.datelines import find_published, read_timestamp
from claimtracker.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Tuesday, 04 November 2025 06:58 AM EST", "2025-11-04T06:58:00-05:00"),
        ("Nov 4, 2025 at 6:58 a.m. ET", "2025-11-04T06:58:00-05:00"),
        ("Updated July 4, 2025 3:10 PM ET", "2025-07-04T15:10:00-04:00"),
        ("Published: 4 November 2025, 14.30 CET", "2025-11-04T14:30:00+01:00"),
        ("2025-11-04T06:58:00Z", "2025-11-04T06:58:00+00:00"),
        ("4 Nov 2025 | 10:00 KST", "2025-11-04T10:00:00+09:00"),
        ("4 Nov 2025 10:00 UTC+5:30", "2025-11-04T10:00:00+05:30"),
        ("Sunday, 1 June 2025 noon GMT", "2025-06-01T12:00:00+00:00"),
        ("November 4, 2025", "2025-11-04"),
        ("4th November 2025 10:00", "2025-11-04"),
        ("Sept. 9, 2025", "2025-09-09"),
    ],
)
def test_a_timestamp_is_read_as_what_it_says(line, value):
    found = read_timestamp(line)
    assert found is not None
    assert (found.value, found.choices) == (value, ())


@pytest.mark.parametrize(
    "line",
    [
        "04/11/2025",
        "May",
        "In 2025",
        "November 2025",
        "31 February 2025",
        "On Nov. 4, 2025 Varga left.",
        "",
        "2025",
        "4 Nov",
    ],
)
def test_what_is_no_date_or_two_dates_is_not_read(line):
    assert read_timestamp(line) is None


def test_an_ambiguous_zone_is_a_date_with_choices():
    found = read_timestamp("4 Nov 2025 10:00 IST")
    assert found is not None
    assert (found.value, found.zone) == ("2025-11-04", "IST")
    assert {choice.offset: choice.value for choice in found.choices} == {
        "+05:30": "2025-11-04T10:00:00+05:30",
        "+01:00": "2025-11-04T10:00:00+01:00",
        "+02:00": "2025-11-04T10:00:00+02:00",
    }


def test_only_a_line_of_its_own_dates_an_article():
    text = "Talks\n\nIt was agreed on 1 May 2020.\n\nUpdated 4 Nov 2025 10:00 GMT\n\nThey met on 2 May 2020."
    found = find_published(text, split_sentences(text))
    assert found is not None
    assert found.value == "2025-11-04T10:00:00+00:00"
    assert find_published("They met.", split_sentences("They met.")) is None


@given(st.text(alphabet="0123456789 :-/,.TZNovemberADJulyGMT+", max_size=40))
def test_any_line_is_read_or_not_without_failing(line):
    found = read_timestamp(line)
    assert found is None or found.value[:2] in {"19", "20"}
