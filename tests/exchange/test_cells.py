"""Formulas are made harmless in a way that can be undone."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtracker.exchange.cells import guarded, unguarded, written, written_column

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


@given(NASTY)
@example('a "b"')
@example(",")
@example("\x00")
def test_a_cell_is_written_as_the_csv_module_writes_it(text: str) -> None:
    line = io.StringIO(newline="")
    csv.writer(line).writerow((guarded(text), "end"))
    assert f"{written(text)},end\r\n" == line.getvalue()


@given(st.lists(st.sampled_from(["", "=1", "a,b", "plain", '"']) | NASTY))
def test_the_cells_of_a_column_are_written_one_by_one(cells: list[str]) -> None:
    assert list(written_column(cells)) == [written(cell) for cell in cells]
