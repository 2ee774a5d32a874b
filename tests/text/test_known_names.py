"""The names of a project in one text: what is found there is what a walk over all of them would find."""

from __future__ import annotations

import random
import re
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.attribution import suggest_speaker
from claimtracker.text.cues import Cue
from claimtracker.text.known_names import KnownName, KnownNames
from claimtracker.text.resolving import resolve_name
from claimtracker.text.similarity import best_matches

ALIKE = 0.7
WORDS = st.sampled_from(
    """Varga varga VARGA Vagra Ilse Ilsa Ana Anna An a the The of Ørsted Orsted Jørn Jorn Straße Strasse İnce ince ınce U.S. US
    O'Neill O’Neill ONeill Norvia Norvia's Kim Kin Yo-jong Yo-Jong Yo Jong (the) “Kim” 5 Dorn Dron Korn é e\u0301""".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS) | TEXTS.map(lambda text: (text, text)), max_size=12)
SYLLABLES = "ba ke lo mi ne so ta vu dra pol rin sel".split()


def _typed(draw_from):
    """A text as somebody types it: the beginning of it, or with letters that are too many, too few or swapped."""

    def slip(text, place, kind):
        place %= len(text)
        swapped = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        return {
            "whole": text, "begun": text[: place + 1], "less": text[:place] + text[place + 1 :],
            "more": text[:place] + "x" + text[place:], "swapped": swapped, "lower": text.lower(),
        }[kind]  # fmt: skip

    kinds = st.sampled_from(["whole", "begun", "less", "more", "swapped", "lower"])
    return st.builds(slip, draw_from, st.integers(0, 30), kinds).map(lambda text: " ".join(text.split()))


@given(PAIRS)
def test_names_come_as_they_were_given(pairs):
    known = KnownNames(pairs)
    assert list(known) == [KnownName(*pair) for pair in pairs]
    assert len(known) == len(pairs)
    assert known[1:] == list(known)[1:]


@given(PAIRS, _typed(TEXTS))
def test_a_name_is_found_by_its_writing_as_by_a_walk(pairs, typed):
    walked = next((name for written, name in pairs if written.casefold() == typed.casefold()), "")
    assert KnownNames(pairs).named(typed) == walked


@given(PAIRS, _typed(TEXTS).filter(bool))
def test_names_are_found_by_the_beginning_of_a_word_as_by_a_walk(pairs, typed):
    begins = re.compile(rf"(?<!\w){re.escape(typed)}", re.IGNORECASE)
    walked = dict.fromkeys(name for written, name in pairs if begins.search(written))
    # Where “ß” is “ss”, more is found.
    found = KnownNames(pairs).begun(typed)
    assert [name for name in found if name in walked] == list(walked)
    assert set(found) == set(walked) or "ss" in typed.casefold() + "".join(written for written, _ in pairs).casefold()


@given(PAIRS, _typed(TEXTS))
def test_misspelt_names_are_found_as_by_a_walk(pairs, typed):
    begun = {word[:1].casefold() for word in typed.split()}
    walked = {written for written, _ in pairs if begun <= {word[:1].casefold() for word in written.split()}}
    found = {one.written for one in KnownNames(pairs).perhaps_misspelt(typed, ALIKE)}
    assert found <= walked
    assert best_matches(typed, sorted(found), at_least=ALIKE) == best_matches(typed, sorted(walked), at_least=ALIKE)


@given(
    PAIRS, st.lists(WORDS | st.sampled_from([",", "said", "’s", "x"]), max_size=12), st.sampled_from([" ", "", ", "])
)
def test_what_stands_in_a_sentence_is_found_as_by_a_walk(pairs, words, between):
    sentence = between.join(words)
    walked = {
        (*match.span(), written)
        for written, _ in pairs
        for match in re.finditer(rf"(?<!\w){re.escape(written)}(?!\w)", sentence)
    }
    found = KnownNames(pairs).standing_in(sentence)
    assert {(start, end, one.written) for start, end, one in found} == walked
    first = dict(reversed(pairs))
    assert all(one.name == first[one.written] for _, _, one in found)


@given(PAIRS, WORDS)
def test_names_with_a_word_are_found_as_by_a_walk(pairs, word):
    assert KnownNames(pairs).with_word(word) == {name for _, name in pairs if word in name.split()}


@given(PAIRS, TEXTS, TEXTS)
def test_the_longest_writing_in_a_sentence_is_found_as_by_a_walk(pairs, sentence, name):
    walked = max((written for written, of in pairs if of == name and written in sentence), key=len, default="")
    assert len(KnownNames(pairs).longest_in(sentence, name)) == len(walked)


@pytest.mark.parametrize("typed", ["", "\0", "a\0b", "Ana\0", "\n", "𝄞"])
def test_odd_signs_find_nothing_and_break_nothing(typed):
    known = KnownNames([("Ana", "Ana"), ("b", "b"), ("c\0d", "c"), ("", "c"), ("line\nbroken", "line\nbroken")])
    assert [one.name for one in known] == ["Ana", "b", "line\nbroken"]
    assert (known.named(typed), known.begun(typed), known.with_word(typed)) == ("", [], set())
    assert {one.name for one in known.perhaps_misspelt(typed, ALIKE)} <= {"Ana"}
    assert {one.name for _, _, one in known.standing_in(typed)} <= {"Ana", "b"}
    assert known.longest_in(typed, typed) == ""


@pytest.fixture(scope="module")
def many():
    """As many names as a project with a million claims has."""
    chosen = random.Random(1)
    word = lambda: "".join(chosen.choices(SYLLABLES, k=3)).capitalize()  # noqa: E731
    names = [f"{word()} {word()}" for _ in range(20_000)]
    return KnownNames((name, name) for name in names)


def _calls(act):
    """How many calls Python makes while something is done, of its own functions and of built-in ones."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("typed", ["Xerxes", "minsitr", "Bakelo Qqqqq", "bakelo zzz", "Laterlim"])
def test_what_is_typed_is_compared_with_few_of_many_names(many, typed):
    many.perhaps_misspelt(typed, ALIKE)  # where words begin with a letter is looked up once
    assert _calls(lambda: resolve_name(typed, many)) < 1500


def test_a_sentence_is_compared_with_few_of_many_names(many):
    sentence = f"The ministry said in Maren on Monday that {many[7].name} had met {many[9].name}, who denied it."
    cue = Cue(13, 17, "said", "asserted")
    assert _calls(lambda: suggest_speaker(sentence, cue, many, "")) < 1500
    assert [one.name for _, _, one in many.standing_in(sentence)] == [many[7].name, many[9].name]


def test_many_names_take_little_memory(many):
    pairs = [(one.written, one.name) for one in many]
    tracemalloc.start()
    try:
        known = KnownNames(pairs)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(known) == len(pairs)
    assert kept < 70 * len(pairs)  # a string and an object for each would be 150
    assert most < 250 * len(pairs)
