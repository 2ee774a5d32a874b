"""Words that somebody copied, found in the text they came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.locating import Locator

TEXT = """“There are no disagreements,” Varga said. She denied it twice—in Maren – and in Žal.

Officials said the 8.2% in­crease would pass. “We won't wait,” she said. “We will act.” Café talks went on.

Officials said so."""


def found(words: str, text: str = TEXT) -> list[str]:
    return [" | ".join(text[span.start : span.end] for span in place) for place in Locator(text).places(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("She denied it", ["She denied it"]),
        ("  She denied it\n", ["She denied it"]),
        ("There are no disagreements", ["There are no disagreements"]),
        ('"There are no disagreements,"', ["There are no disagreements,"]),
        ('"There are no disagreements," Varga said', ["There are no disagreements,” Varga said"]),
        ("there are no DISAGREEMENTS", ["There are no disagreements"]),
        ("twice - in Maren", ["twice—in Maren"]),
        ("Maren-and", ["Maren – and"]),
        ("in Zal", []),
        ("in Z\u030cal", ["in Žal"]),
        ("8.2% increase would pass", ["8.2% in­crease would pass"]),
        ("We won’t wait", ["We won't wait"]),
        ("twice—in Maren – and in Žal. Officials said the", ["twice—in Maren – and in Žal.\n\nOfficials said the"]),
        ("Cafe\u0301 talks", ["Café talks"]),
        ("Caf", []),
        ("disagreement", []),
        ("Officials said", ["Officials said", "Officials said"]),
        ("We won't wait … We will act", ["We won't wait | We will act"]),
        ("We won't wait [...] We will act.", ["We won't wait | We will act"]),
        ("We will act ... We won't wait", []),
        ("She denied nothing", []),
        ("", []),
        ("…", []),
        ("“”", []),
    ],
)
def test_words_are_found_where_they_stand(words: str, expected: list[str]) -> None:
    assert found(words) == expected


def test_pieces_that_fit_in_two_ways_are_two_places() -> None:
    assert len(found("A said … so", "A said it and so on, and so forth.")) == 2


def test_exact_words_come_before_those_that_are_like_them() -> None:
    assert found("“So”", "‘So’ or “So”.") == ["“So”"]


def test_a_text_may_begin_with_a_dash() -> None:
    assert found("he said so", "— He said so.") == ["He said so"]


@given(text=st.text(max_size=120), start=st.integers(0, 120), length=st.integers(1, 40))
def test_places_hold_the_words(text: str, start: int, length: int) -> None:
    words = text[start : start + length]
    for place in Locator(text).places(words):
        assert all(0 <= span.start < span.end <= len(text) for span in place)
        assert list(place) == sorted(place, key=lambda span: span.start)


@given(before=st.text("ab ,.\n", max_size=30), after=st.text("ab ,.\n", max_size=30))
def test_words_that_are_there_are_found(before: str, after: str) -> None:
    text = f"{before} Varga “denied” it — twice {after}"
    assert (len(before) + 1) in {place[0].start for place in Locator(text).places('varga "denied"  it - twice')}
