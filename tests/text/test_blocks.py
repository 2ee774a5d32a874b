"""Blocks of a document become one text, and their kinds hold for its sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.kinds import SentenceKind
from claimtracker.text.blocks import Block, join_blocks
from claimtracker.text.sentences import split_sentences


def test_the_kind_a_document_tells_holds_and_the_words_tell_the_rest():
    text, marks = join_blocks(
        [
            Block(SentenceKind.HEADING, "Ministers met. Nothing was signed."),
            Block(None, "By Ada Lind"),
            Block(SentenceKind.BODY, "What was agreed"),
            Block(SentenceKind.CAPTION, "The quay on Monday."),
            Block(None, "   "),
            Block(SentenceKind.BODY, "VARNA, Norvia (AP) — Talks ended. Both sides left."),
        ]
    )
    assert [(text[found.start : found.end], str(found.kind)) for found in split_sentences(text, marks)] == [
        ("Ministers met. Nothing was signed.", "heading"),
        ("By Ada Lind", "byline"),
        ("What was agreed", "body"),
        ("The quay on Monday.", "caption"),
        ("VARNA, Norvia (AP) —", "dateline"),
        ("Talks ended.", "body"),
        ("Both sides left.", "body"),
    ]


@given(st.lists(st.tuples(st.sampled_from([None, *SentenceKind]), st.text("ab .\n", max_size=12)), max_size=8))
def test_marks_cover_exactly_the_blocks_whose_kind_is_known(pieces):
    text, marks = join_blocks(Block(kind, words) for kind, words in pieces)
    known = [(kind, words.strip()) for kind, words in pieces if kind is not None and words.strip()]
    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == known
