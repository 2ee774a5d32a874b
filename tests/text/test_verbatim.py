"""What nobody touched in an editor keeps its own characters."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from claimtracker.text.verbatim import lines_of, with_edits

_TEXTS = st.text(st.sampled_from("ab \t\r\n\x00\u2028é“😀."), max_size=40)


def _shown(text: str) -> str:
    """As an editor shows it: one line end, and signs for what would act on the display."""
    return "\n".join(line.replace("\t", " ").replace("\x00", "␀").replace("\u2028", " ") for line, _ in lines_of(text))


@given(_TEXTS)
def test_a_text_that_nobody_edited_is_the_same(text):
    assert with_edits(text, _shown(text), _shown(text)) == text


@given(_TEXTS, _TEXTS)
@example("\n\r", "\r\r\r")
def test_the_edited_text_shows_what_was_typed(text, typed):
    edited = _shown(typed)
    assert _shown(with_edits(text, _shown(text), edited)) == edited


def test_only_the_edited_word_is_another():
    text = "One\ttwo\r\n\r\nthree\u2028four five\rsix"
    edited = _shown(text).replace("four", "4")
    assert with_edits(text, _shown(text), edited) == "One\ttwo\r\n\r\nthree\u20284 five\rsix"


def test_new_lines_end_like_the_others():
    text = "One\r\ntwo\r\n"
    assert with_edits(text, "One\ntwo\n", "One\nand\ntwo\n") == "One\r\nand\r\ntwo\r\n"
    assert with_edits(text, "One\ntwo\n", "two\n") == "two\r\n"
    assert with_edits("One", "One", "One\ntwo") == "One\ntwo"
