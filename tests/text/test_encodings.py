"""Bytes of any common encoding become the same characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.text.encodings import decode

TEXT = "“Élise” said: it’s fine.\nNo — it is not."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_usual_encodings_are_found(encoding):
    assert decode(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_move_offsets(end):
    assert decode(TEXT.replace("\n", end).encode()).text == TEXT


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 x",
        b"PK\x03\x04....",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"SQLite format 3\x00",
        bytes(range(32)) * 50,
    ],
)
def test_what_is_no_text_is_refused_by_name(raw):
    with pytest.raises(UserError, match=r"^old\.txt is"):
        decode(raw, "old.txt")


def test_a_broken_file_names_the_place():
    with pytest.raises(UserError, match=r"a\.txt .*broken at byte"):
        decode(b"\xff\xfea\x00\x00\xd8", "a.txt")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_unicode_text_comes_back(text):
    if not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8-sig")).text == text


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_one_sentence(raw):
    if _readable(raw):
        assert "\r" not in decode(raw, "x.txt").text
    else:
        with pytest.raises(UserError, match=r"^x\.txt"):
            decode(raw, "x.txt")


def _readable(raw: bytes) -> bool:
    try:
        decode(raw, "x.txt")
    except UserError:
        return False
    return True
