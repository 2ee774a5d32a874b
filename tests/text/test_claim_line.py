"""A claim in one line: its slots, where they are, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.claim_line import format_claim_line, parse_claim_line


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("hegseth > denied : there are disagreements", ("hegseth", "denied", "there are disagreements", "")),
        ("hegseth>denied:there are disagreements", ("hegseth", "denied", "there are disagreements", "")),
        ("officials: will rise", ("officials", "", "will rise", "")),
        ("hegseth > denied", ("hegseth", "denied", "", "")),
        ("hegseth", ("hegseth", "", "", "")),
        ("> denied", ("", "denied", "", "")),
        (": it is late", ("", "", "it is late", "")),
        ("> : it is late", ("", "", "it is late", "")),
        ("", ("", "", "", "")),
        ("a > b : at 5:30 they said: x > y", ("a", "b", "at 5:30 they said: x > y", "")),
        ("a > b > c : d", ("a", "b > c", "d", "")),
        ("a > b : c = F2", ("a", "b", "c", "F2")),
        ("a > b : c = d = F2", ("a", "b", "c = d", "F2")),
        ("a > b : c = d =", ("a", "b", "c = d", "")),
        ("a > b : a=b holds", ("a", "b", "a=b holds", "")),
        ("a > b : = F2", ("a", "b", "", "F2")),
        ("a = b > c", ("a = b", "c", "", "")),
        ('"Ratio > 3: a study" > said : so', ("Ratio > 3: a study", "said", "so", "")),
        ('"Lee" > said', ("Lee", "said", "", "")),
        ('"Lee > said', ('"Lee', "said", "", "")),
        ('a > b : c = "x = y"', ("a", "b", "c", "x = y")),
        ('"The ""Guild""" : c', ('The "Guild"', "", "c", "")),
    ],
)
def test_a_line_is_read_into_its_slots(line, texts):
    assert parse_claim_line(line).texts == texts


def test_a_quoted_slot_is_told_from_one_that_is_not():
    assert parse_claim_line('"Lee" > said').speaker.quoted
    assert not parse_claim_line("Lee > said").speaker.quoted


def test_each_slot_says_where_it_stands():
    line = ' "Lee"  >  denied :  there is a "plan" = F2 '
    parsed = parse_claim_line(line)
    assert [line[slot.start : slot.end] for slot in (parsed.speaker, parsed.status, parsed.assertion, parsed.fact)] == [
        '"Lee"',
        "denied",
        'there is a "plan"',
        "F2",
    ]


@pytest.mark.parametrize(
    ("line", "slot"),
    [
        ("|hegseth > denied : x = F2", "speaker"),
        ("hegseth |> denied : x = F2", "speaker"),
        ("hegseth >| denied : x = F2", "status"),
        ("hegseth > denied |: x = F2", "status"),
        ("hegseth > denied :| x = F2", "assertion"),
        ("hegseth > denied : x |= F2", "assertion"),
        ("hegseth > denied : x =| F2", "fact"),
        ("hegseth > denied : x = F2|", "fact"),
        ("hegseth|", "speaker"),
        ("hegseth >|", "status"),
        ("hegseth > |", "status"),
        ("hegseth :|", "assertion"),
        ("|", "speaker"),
    ],
)
def test_the_caret_is_in_a_slot(line, slot):
    caret = line.index("|")
    assert parse_claim_line(line.replace("|", "")).slot_at(caret) == slot


TEXTS = st.one_of(st.text(max_size=12), st.text(alphabet='ab >:="', max_size=12)).map(str.strip)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_was_written_is_read_as_it_was_meant(speaker, status, assertion, fact):
    slots = (speaker, status, assertion, fact)
    assert parse_claim_line(format_claim_line(*slots)).texts == slots


@given(st.one_of(st.text(max_size=40), st.text(alphabet='ab >:="', max_size=30)))
def test_any_text_is_a_line_and_its_slots_are_its_own_words(line):
    parsed = parse_claim_line(line)
    for slot in (parsed.speaker, parsed.status, parsed.assertion, parsed.fact):
        assert 0 <= slot.start <= slot.end <= len(line)
        assert slot.end <= max(slot.reach, slot.end)
        if not slot.quoted:
            assert line[slot.start : slot.end] == slot.text
    assert parse_claim_line(format_claim_line(*parsed.texts)).texts == parsed.texts
