"""Sentences of the same words, whatever their signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.fingerprints import sentence_fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We see no differences,” Varga said.", '"We see no differences," Varga said.'),
        ("Varga denied  any\ndisagreements on Monday.", "Varga denied any disagreements on Monday."),
        ("The talks – held in Maren – ended.", "The talks - held in Maren - ended."),
        ("VARGA denied any disagreements on Monday.", "Varga denied any disagreements on Monday."),
    ],
)
def test_quotes_dashes_spaces_and_case_make_no_difference(one, other):
    assert sentence_fingerprint(one) == sentence_fingerprint(other) != 0


def test_another_word_or_figure_does():
    assert sentence_fingerprint("Spending will rise by 8.2% next year.") != sentence_fingerprint(
        "Spending will rise by 8.3% next year."
    )


def test_a_short_sentence_has_none():
    assert sentence_fingerprint("He declined to comment.") == 0


@given(st.text())
def test_any_text_gives_a_number_that_sqlite_can_keep(text):
    assert -(2**63) <= sentence_fingerprint(text) < 2**63
