"""Where words stand in another version of their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.values import Span
from claimtracker.domain.versions import Outcome
from claimtracker.text.anchoring import Anchoring, Version
from claimtracker.text.sentences import split_sentences


def _version(text: str) -> Version:
    return Version(text, tuple(Span(one.start, one.end) for one in split_sentences(text)))


def _placed(old: str, new: str, *pieces: str) -> tuple[Outcome, list[str]]:
    spans, start = [], 0
    for piece in pieces:
        start = old.index(piece, start)
        spans.append(Span(start, start + len(piece)))
    found = Anchoring(_version(old), _version(new)).place(spans)
    return found.outcome, [new[span.start : span.end] for span in found.spans]


@pytest.mark.parametrize(
    ("old", "new", "piece", "outcome", "words"),
    [
        ("Dorn left. Varga denied it.", "Varga denied it.", "denied it", "kept", "denied it"),
        ("A one two. B three four.", "B three four. A one two. C five six.", "three", "kept", "three"),
        ("“No, not ever,” he said.", '"No, not ever", he said.', "“No, not ever,”", "kept", '"No, not ever",'),
        ("Dorn said spending would rise 7.5% a year.", "Dorn said spending may rise 8% a year.",
         "spending would rise 7.5%", "edited", "spending may rise 8%"),
        ("Nobody was hurt in the fog. Rain fell.", "Two ships met in the fog; nobody was hurt in the fog. Rain fell.",
         "Nobody was hurt", "edited", "nobody was hurt"),
        ("Norvia will dredge a channel from 2027, it says. Rain fell.", "Norvia will dredge a channel. Rain fell.",
         "a channel from 2027", "edited", "a channel"),
        ("The channel is deep. Rain fell all day.", "Rain fell all day.", "The channel is deep.", "gone", ""),
    ],
)  # fmt: skip
def test_words_are_found_again(old, new, piece, outcome, words):
    found, spans = _placed(old, new, piece)
    assert (str(found), " ".join(spans)) == (outcome, words)


def test_one_sentence_merged_and_one_split_keep_their_claims():
    old = (
        "The office in Maren closed the strait after two tankers collided. Nobody aboard was hurt. Rain fell on Monday."
    )
    new = "The office in Maren closed the strait after two tankers collided and nobody aboard was hurt. Rain fell on Monday."
    assert _placed(old, new, "Nobody aboard was hurt.") == (Outcome.EDITED, ["nobody aboard was hurt."])
    assert _placed(new, old, "collided and nobody aboard was hurt") == (
        Outcome.EDITED,
        ["collided. Nobody aboard was hurt"],
    )


def test_a_claim_in_pieces_is_edited_when_any_sentence_of_it_is():
    old = "“We talk,” Dorn said on Monday. Rain fell. “We build,” she told the harbour guild."
    new = "“We talk,” Dorn said on Monday. Rain fell. “We wait,” she told the harbour guild."
    assert _placed(old, new, "We talk", "We build") == (Outcome.EDITED, ["We talk", "We wait"])
    assert _placed(old, new, "We talk", "fell") == (Outcome.KEPT, ["We talk", "fell"])
    without = "“We talk,” Dorn said on Monday. Rain fell."
    assert _placed(old, without, "We talk", "We build") == (Outcome.EDITED, ["We talk"])


_TEXT = st.lists(
    st.sampled_from("Varga denied it. | He left. | “No,” | she said. | 8.2% | 😀 | é | the".split(" | "))
).map(" ".join)


@given(_TEXT, st.integers(0, 60), st.integers(1, 30))
def test_in_the_same_text_all_words_stay_where_they_are(text, start, length):
    version = _version(text)
    span = Span(start, min(start + length, len(text)))
    if span.start < span.end and text[span.start : span.end].strip() == text[span.start : span.end]:
        found = Anchoring(version, version).place([span])
        assert (found.outcome, found.spans) == (Outcome.KEPT, (span,))


@given(_TEXT, _TEXT, st.integers(0, 60), st.integers(1, 30))
def test_what_is_found_lies_in_the_new_text(old, new, start, length):
    span = Span(start, min(start + length, len(old)))
    if span.start >= span.end:
        return
    found = Anchoring(_version(old), _version(new)).place([span])
    end = 0
    for placed in found.spans:
        assert end <= placed.start < placed.end <= len(new)
        end = placed.end
    assert found.outcome in {Outcome.EDITED, Outcome.GONE} or found.spans
