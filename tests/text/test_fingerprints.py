"""Sentences of the same words, whatever their signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.fingerprints import place_in_copy, plain_words, sentence_fingerprint


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


@pytest.mark.parametrize(
    ("sentence", "copy", "words", "there"),
    [
        ("“No talks,” Varga said.", '"No talks," Varga said.', "No talks", "No talks"),
        (
            "He said – again – no ﬁght came.",
            "He  said -- again".replace("--", "-") + " -  no fight came.",
            "no ﬁght",
            "no fight",
        ),
        ("Élise SAID it\nplainly twice.", "E\u0301lise said it plainly twice.", "SAID it\nplainly", "said it plainly"),
        ("Wait… Renn denied it.", "Wait... Renn denied it.", "Renn denied", "Renn denied"),
    ],
)
def test_words_are_found_again_in_a_copy_with_other_signs(sentence, copy, words, there):
    assert plain_words(sentence) == plain_words(copy)
    start = sentence.index(words)
    first, last = place_in_copy(sentence, copy, start, start + len(words))
    assert copy[first:last] == there


@given(st.text(alphabet='aé “”"-–. \n\u0301ﬁ', max_size=40), st.data())
def test_words_of_a_sentence_are_found_in_itself(sentence, data):
    start = data.draw(st.integers(0, len(sentence)))
    end = data.draw(st.integers(start, len(sentence)))
    first, last = place_in_copy(sentence, sentence, start, end)
    assert 0 <= first <= last <= len(sentence)
    assert plain_words(sentence[first:last]) in plain_words(sentence)
