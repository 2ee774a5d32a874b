"""Sentences of news text: each by name, and what must hold for any text at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.kinds import SentenceKind
from claimtracker.text.sentences import Sentence, split_sentences

_CASES = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").split("\n\n")


def _words(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case[:40])
def test_each_line_of_a_case_is_one_sentence(case):
    expected = case.strip().split("\n")
    assert _words(" ".join(expected)) == expected


ARTICLE = """(FILES) This file photo taken on April 26, 2017 shows tugs at the Maren pier, 65 kms northeast of Aldby. \
- Norvia and Estmark have reached agreement, Maren said on March 8, 2021. (Photo by Jo LIND / NPA)

Harbour talks end without a statement

By Elin Marsh and Tor Aas

Tuesday, 04 November 2025 06:58 AM EST

MAREN, Norvia (NPA) — Varga denied any disagreements. She left at 5 p.m. Monday.
"""


def test_the_parts_of_an_article_get_their_kind():
    found = [
        (sentence.paragraph, str(sentence.kind), ARTICLE[sentence.start : sentence.end][:28])
        for sentence in split_sentences(ARTICLE)
    ]
    assert found == [
        (0, "caption", "(FILES) This file photo take"),
        (0, "caption", "- Norvia and Estmark have re"),
        (0, "caption", "(Photo by Jo LIND / NPA)"),
        (1, "heading", "Harbour talks end without a "),
        (2, "byline", "By Elin Marsh and Tor Aas"),
        (3, "dateline", "Tuesday, 04 November 2025 06"),
        (4, "dateline", "MAREN, Norvia (NPA) —"),
        (4, "body", "Varga denied any disagreemen"),
        (4, "body", "She left at 5 p.m. Monday."),
    ]  # fmt: skip


def test_a_paragraph_break_always_ends_a_sentence():
    assert _words("It went on and\n\non without end.\n\nSo they left.") == [
        "It went on and",
        "on without end.",
        "So they left.",
    ]


def test_a_line_break_in_wrapped_prose_does_not():
    text = (
        "The minister said that the harbour would be\ndredged before the winter, and that the cost\nwas known. He left."
    )
    assert _words(text) == [text[:-9].rstrip(), "He left."]


def test_long_lines_are_paragraphs_each():
    line = "The minister said that the harbour would be dredged before the winter" * 2 + "."
    assert {sentence.paragraph for sentence in split_sentences(f"{line}\n{line}")} == {0, 1}


@pytest.mark.parametrize("ends", ["\n\n", "\r\n\r\n", "\n \t\n", "\u2029\u2029"])
def test_any_line_end_makes_paragraphs(ends):
    assert [sentence.paragraph for sentence in split_sentences(f"One thing is so.{ends}Another is not.")] == [0, 1]


def test_a_text_of_one_line_is_body():
    assert split_sentences("Harbour talks end") == [Sentence(0, 17, SentenceKind.BODY, 0)]


def test_offsets_are_characters_and_not_bytes():
    text = "Élise said 😀 yes. Jørn said no."
    assert _words(text) == ["Élise said 😀 yes.", "Jørn said no."]


_NEWSY = st.text(
    alphabet=st.sampled_from(list("abAB .!?…\"“”’'()-—\n\r\t,:;0159\x00\u2028\u202e😀é。\u00a0\x85")), max_size=300
)


@given(st.one_of(st.text(max_size=300), _NEWSY))
def test_for_any_text_sentences_are_in_order_apart_and_cover_everything(text):
    sentences = split_sentences(text)
    covered = [False] * len(text)
    previous, paragraph = 0, 0
    for sentence in sentences:
        assert previous <= sentence.start < sentence.end <= len(text)
        assert sentence.paragraph >= paragraph
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
        covered[sentence.start : sentence.end] = [True] * len(words)
        previous, paragraph = sentence.end, sentence.paragraph
    assert all(seen or letter.isspace() for seen, letter in zip(covered, text, strict=True))


@pytest.mark.parametrize(
    "piece",
    ["Varga said on Nov. 4 that it was fine. ", "x", ". ", '"a. ', "((", "By A ", "U.S.", "1. ", "\n", "J. K. "],
)
def test_a_megabyte_in_one_piece_is_split_in_linear_time(piece):
    text = piece * (1_000_000 // len(piece))
    sentences = split_sentences(text)
    assert (sentences[-1].end if sentences else 0) == len(text.rstrip())
