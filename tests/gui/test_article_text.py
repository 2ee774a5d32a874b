"""Between what Qt counts and what the project counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.values import SentenceId, SentenceRow
from claimtracker.gui.signs import displayed, legible
from claimtracker.gui.widgets.article_text import ArticleText, utf16_length
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.text.sentences import split_sentences

_TEXTS = st.text(alphabet=st.sampled_from(list("ab .\n\t😀é\x00\u202e\u2028\ufdd0A“”?")), max_size=120)


def _laid_out(text: str) -> ArticleText:
    rows = [
        SentenceRow(SentenceId(number), number, found.paragraph, found.start, found.end, str(found.kind), False)
        for number, found in enumerate(split_sentences(text), start=1)
    ]
    return ArticleText(text, rows)


@given(_TEXTS)
def test_every_character_is_shown_by_one_harmless_character(text):
    shown = displayed(text)
    assert len(shown) == len(text)
    assert "\n" not in shown
    assert "\x00" not in shown
    assert "\u202e" not in shown


@given(_TEXTS)
def test_lines_stay_lines_where_they_may_and_nothing_else_acts(text):
    shown = legible(text)
    assert displayed(shown) == displayed(text)
    assert shown.count("\n") == text.count("\n")
    assert not {"\x00", "\u202e", "\ufdd0"} & set(shown)


def test_what_turns_the_direction_of_a_claim_is_a_sign_in_the_table_and_on_labels(qtbot):
    label = PlainLabel("The minister \u202edeined\u202c it\nagain")
    qtbot.addWidget(label)
    assert label.text() == "The minister ⇆deined⇆ it\nagain"


@given(_TEXTS)
def test_a_place_in_a_block_and_an_offset_are_each_others_reverse(text):
    article = _laid_out(text)
    lines = article.plain_text().split("\n")
    assert len(lines) == max(1, len(article.pieces))
    for block, piece in enumerate(article.pieces):
        assert utf16_length(lines[block]) == article.units(block, piece.end)
        for offset in range(piece.start, piece.end + 1):
            assert article.offset(block, article.units(block, offset)) == offset


def test_a_sentence_longer_than_a_block_is_shown_in_several():
    article = _laid_out("word " * 3000)
    assert [piece.sentence for piece in article.pieces] == [0, 0, 0, 0]
    assert list(article.blocks_of(0)) == [0, 1, 2, 3]
    assert article.sentence_at(9000) == 0
