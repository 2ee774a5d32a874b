"""Which sentence of an earlier version became which of a later one."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.text.alignment import align, in_order, passages
from tests.steps import count_calls

Pairs = set[tuple[int, int]]
_NUMBERED = re.compile(r"(\d+)(?:@([\d,]*))? (.+)")


def _marked() -> list[tuple[list[str], list[str], Pairs]]:
    text = (Path(__file__).parent / "versions.txt").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    found = []
    for pair in lines.split("\n====\n"):
        old, new = ([_NUMBERED.fullmatch(line) for line in side.splitlines()] for side in pair.split("\n--\n"))
        truth = {(int(one) - 1, place) for place, line in enumerate(new) for one in filter(None, line[2].split(","))}
        found.append(([line[3] for line in old], [line[3] for line in new], truth))
    return found


def _line_diff(old: list[str], new: list[str]) -> Pairs:
    """What a diff by lines knows: equal lines, and lines that were replaced by others, one after the other."""
    pairs = set()
    for tag, start, end, other, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in {"equal", "replace"}:
            pairs |= set(zip(range(start, end), range(other, other_end), strict=False))
    return pairs


def _f1(found: list[tuple[Pairs, Pairs]]) -> float:
    right = sum(len(links & truth) for links, truth in found)
    return 2 * right / sum(len(links) + len(truth) for links, truth in found)


def test_links_are_found_in_marked_pairs_of_versions():
    """F1 over all links of ten made-up pairs: 0.99, where a diff by lines gives 0.53."""
    ours, diff = [], []
    for old, new, truth in _marked():
        ours.append(({(link.old, link.new) for link in align(old, new)}, truth))
        diff.append((_line_diff(old, new), truth))
    assert _f1(ours) >= 0.99
    assert 0.5 < _f1(diff) < 0.6


_SENTENCES = st.lists(
    st.lists(st.sampled_from("varga dorn ferries 8.2% 14 not no the of a tugs radar said — “x”".split()), max_size=5)
    .map(" ".join),
    max_size=12,
)  # fmt: skip


@given(_SENTENCES)
def test_a_text_aligned_with_itself_links_each_sentence_to_itself(sentences):
    assert [(link.old, link.new, link.same) for link in align(sentences, sentences)] == [
        (place, place, True) for place in range(len(sentences))
    ]


@given(_SENTENCES, _SENTENCES)
def test_which_version_is_the_earlier_makes_no_difference(old, new):
    there = {(link.old, link.new, link.likeness) for link in align(old, new)}
    assert there == {(link.new, link.old, link.likeness) for link in align(new, old)}


@given(_SENTENCES, _SENTENCES)
def test_every_sentence_belongs_to_one_passage(old, new):
    found = passages(align(old, new), len(old), len(new))
    assert sorted(place for mine, _ in found for place in mine) == list(range(len(old)))
    assert sorted(place for _, others in found for place in others) == list(range(len(new)))


@given(st.permutations(range(8)))
def test_permuted_paragraphs_are_all_found(order):
    paragraphs = [
        [f"Speaker {letter} named the port of {letter * 3}.", "He declined to comment."] for letter in "abcdefgh"
    ]
    old = [sentence for paragraph in paragraphs for sentence in paragraph]
    new = [sentence for place in order for sentence in paragraphs[place]]
    expected = {(2 * place + step, 2 * here + step) for here, place in enumerate(order) for step in (0, 1)}
    links = align(old, new)
    assert {(link.old, link.new) for link in links} == expected
    stayed = in_order(links)
    assert stayed <= expected
    assert sorted(new for _, new in stayed) == [new for _, new in sorted(stayed)]


def test_a_repeated_sentence_goes_to_the_one_with_the_same_neighbours():
    old = [
        "The talks in Maren ended.",
        "No date was named.",
        "The court in Aldby sat.",
        "No date was named.",
        "Rain fell.",
    ]
    new = ["The court in Aldby sat on.", "No date was named.", "Rain fell.", "Talks went on elsewhere."]
    pairs = {(link.old, link.new) for link in align(old, new)}
    assert (3, 1) in pairs
    assert (1, 1) not in pairs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“No,” he said—twice.", '"No", he said: twice'),
        ("The  10–15 ferries’ crews", "the 10-15 ferries' crews."),
        ("…", "…"),
    ],
)
def test_signs_make_no_other_sentence(old, new):
    assert [link.same for link in align([old], [new])] == [True]


@pytest.mark.parametrize(("old", "new"), [("It rose 8.2%.", "It rose 82%."), ("It fell to -5.", "It fell to 5.")])
def test_another_figure_makes_another_sentence(old, new):
    assert [link.same for link in align([old], [new])] == [False]


def test_long_texts_take_no_more_than_their_share():
    """Twice the sentences, half of them reworded and all of them in another order, take about twice the calls."""

    def calls(count: int) -> int:
        old = [
            f"Speaker {n} of town {n % 97} said {n * 7} ferries and {n % 13} tugs were held up." for n in range(count)
        ]
        new = [sentence.replace("were held", "had been kept") if n % 2 else sentence for n, sentence in enumerate(old)]
        return count_calls(lambda: align(old, new[::-1]))

    calls(50)  # what is made once
    assert calls(800) < 2.6 * calls(400)
