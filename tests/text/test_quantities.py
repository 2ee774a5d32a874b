"""Figures: read by value and unit, whatever they are written like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.quantity import changed_figures
from claimtracker.text.quantities import find_quantities

FIGURES = [
    ("spending should rise by 8.2% next year", [("8.2", "%")]),
    ("spending will rise 8.2 percent", [("8.2", "%")]),
    ("a 7.5 per cent increase", [("7.5", "%")]),
    ("growth slowed by 0.3 percentage points", [("0.3", "points")]),
    ("50,000 people marched", [("50000", "people")]),
    ("50 thousand people marched", [("50000", "people")]),
    ("a budget of $3.4 billion", [("3400000000", "USD")]),
    ("a budget of 3.4bn dollars", [("3400000000", "USD")]),
    ("a fund of €12 million", [("12000000", "EUR")]),
    ("£1,000-a-day contracts", [("1000", "GBP")]),
    ("at least twelve ferries were held", [("12", "ferry")]),
    ("twenty-one ships", [("21", "ship")]),
    ("two dozen pilots", [("24", "pilot")]),
    ("two hundred and fifty", [("250", "")]),
    ("between 10 and 15 ferries", [("10", "ferry"), ("15", "ferry")]),
    ("a 1,200-page report", [("1200", "page")]),
    ("some 28,500 troops", [("28500", "troop")]),
    ("1.5 million barrels a day", [("1500000", "barrel")]),
    ("2,000 of its 3,000 pilots", [("2000", ""), ("3000", "pilot")]),
    ("the mercury fell to -4 degrees", [("-4", "degree")]),
    ("talks on 4 November 2025", [("2025-11-04", "date")]),
    ("talks on November 4, 2025", [("2025-11-04", "date")]),
    ("talks on Nov. 4", [("--11-04", "date")]),
    ("by May 2026", [("2026-05", "date")]),
    ("in 2024", [("2024", "date")]),
    ("on 2025-11-04", [("2025-11-04", "date")]),
    ("the first visit in three years", [("3", "year")]),
    ("one of the ministers", []),
    ("no one came", []),
    ("F-35 jets", []),
    ("the No. 2 official", []),
    ("the 3rd ferry", []),
    ("at 06:58 AM", []),
    ("it may harm ships", []),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_figure_has_a_value_and_a_unit(text, expected):
    found = [(one.value if isinstance(one.value, str) else f"{one.value:f}", one.unit) for one in find_quantities(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("8.2%", "8.2 percent"), ("50,000", "50 thousand"), ("$3.4 billion", "3.4 billion dollars"), ("12", "twelve"),
     ("8.20 %", "8.2 per cent"), ("4 November 2025", "2025-11-04"), ("$5m", "$5,000,000")],
)  # fmt: skip
def test_the_same_figure_written_otherwise_is_equal(one, other):
    assert [figure.measure for figure in find_quantities(one)] == [figure.measure for figure in find_quantities(other)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("spending should rise 8.2%", "spending will rise 7.5 percent", [("%", ["8.2%"], ["7.5 percent"])]),
        ("spending should rise 8.2%", "spending will rise by 8.2 per cent", []),
        ("spending should rise 8.2%", "spending will rise", []),
        ("twelve ferries were held", "12 ferries and 3 tugs were held", []),
        ("twelve ferries were held", "fourteen tugs were held", []),
        ("from 10 to 15 ferries", "from 10 to 16 ferries", [("ferry", ["15"], ["16"])]),
    ],
)  # fmt: skip
def test_figures_change_where_the_unit_is_the_same_and_the_value_is_not(before, after, expected):
    found = changed_figures(find_quantities(before), find_quantities(after))
    told = [(one.unit, [a.text for a in one.before], [b.text for b in one.after]) for one in found]
    assert told == expected


@given(st.text())
def test_figures_stand_where_they_say_in_any_text(text):
    end = 0
    for figure in find_quantities(text):
        assert end <= figure.start < figure.end <= len(text)
        assert figure.text in text[figure.start : figure.end]
        end = figure.end
