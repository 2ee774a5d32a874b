"""What an article without a title is called."""

from __future__ import annotations

from claimtracker.text.sentences import split_sentences
from claimtracker.text.titles import guess_title


def _title(text: str) -> str:
    return guess_title(text, split_sentences(text), "file name")


def test_the_first_heading_is_the_title():
    assert _title("(Photo by Jo Lind / NPA)\n\nHarbour talks end\n\nVarga left.") == "Harbour talks end"


def test_else_the_first_sentence_cut_at_a_word():
    title = _title(
        "Varga welcomed the plan of the neighbour to raise its harbour budget by a lot, and then she left. More."
    )
    assert title == "Varga welcomed the plan of the neighbour to raise its harbour budget by a lot…"


def test_else_the_file_name():
    assert _title("Tuesday, 04 November 2025 06:58 AM EST") == "file name"
