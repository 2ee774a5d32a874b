"""Formulas are made harmless in a way that can be undone."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtracker.exchange.cells import guarded, unguarded

SIGNS = "=+-@\t\r\n＝＋－＠"
NASTY = st.text(st.one_of(st.sampled_from("'=+-@\t\r\n＝＋－＠,;\"a"), st.characters(codec="utf-8")))


@given(NASTY)
@example("''=1+1")
@example("'")
def test_taking_off_gives_back_any_text(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(NASTY, NASTY)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) == (one == other)


@given(NASTY)
def test_no_cell_begins_with_a_sign_that_runs(text: str) -> None:
    assert not guarded(text).startswith(tuple(SIGNS))


@pytest.mark.parametrize("text", ["", "plain", "'quoted' word", "a=b", "8.2%", "10;55"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_what_would_run_gets_one_apostrophe() -> None:
    assert guarded("=HYPERLINK(A1)") == "'=HYPERLINK(A1)"
    assert guarded("-5%") == "'-5%"
    assert guarded("'=1") == "''=1"
