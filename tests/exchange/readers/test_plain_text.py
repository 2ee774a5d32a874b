"""Plain text, in any encoding and however hostile."""

from __future__ import annotations

import codecs

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.base import LARGEST_TEXT

TALKS = "Varga denied it – “twice”.\n\nOfficials said nothing."


@pytest.mark.parametrize(
    "raw",
    [
        TALKS.encode("utf-8"),
        TALKS.encode("utf-8-sig"),
        TALKS.encode("utf-16"),
        codecs.BOM_UTF16_BE + TALKS.encode("utf-16-be"),
        TALKS.encode("cp1252"),
        TALKS.replace("\n", "\r\n").encode("cp1252"),
    ],
    ids=["utf-8", "with a mark", "utf-16", "utf-16 the other way", "windows", "line ends of windows"],
)
def test_encodings(raw):
    assert [block.text for block in read_bytes(raw, "talks.txt").blocks] == [TALKS]


def test_nul_and_directions_are_kept_as_they_are():
    text = "Varga\0 denied \u202eit\u202c. " + "Officials said nothing. " * 20 + "End."
    assert read_bytes(text.encode(), "talks.txt").blocks[0].text == text


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "talks.txt holds no text."),
        (b" \n\t\n", "talks.txt holds no text."),
        (b"\xff\xfeV\x00\x00\xd8a\x00", "talks.txt says it is UTF-16 but is broken at byte 5."),
        (bytes(range(1, 9)) * 40, "talks.txt is not a text: it is full of control characters."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "talks.txt is an old or a locked office document; save it as .docx without a password first.",
        ),
    ],
)
def test_what_is_no_text_is_told(raw, told):
    with pytest.raises(UserError) as error:
        read_bytes(raw, "talks.txt")
    assert str(error.value) == told


def test_a_line_of_a_hundred_megabytes_is_no_article():
    with pytest.raises(UserError, match=r"^talks\.txt is too large to be an article: 100 MB\.$"):
        read_bytes(b"x" * 100_000_001, "talks.txt")
    with pytest.raises(UserError, match=r"^talks\.txt holds more than 20 million letters; no article does\.$"):
        read_bytes(b"x" * (LARGEST_TEXT + 1), "talks.txt")
    assert len(read_bytes(b"x" * 1_000_000, "talks.txt").blocks[0].text) == 1_000_000
