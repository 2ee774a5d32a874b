"""Which reader a file goes to, and what holds for all of them."""

from __future__ import annotations

import gzip

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import FORMATS, SUFFIXES, format_of, read_bytes
from claimtracker.exchange.readers.base import LARGEST

PAGE = b"<!DOCTYPE html><title>T</title><p>The ferry sank on Monday, officials said.</p>"


@pytest.mark.parametrize("raw", [PAGE, b"\xef\xbb\xbf\n <!-- saved from url=(0014)about:internet -->\n" + PAGE,
                                 b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
                                 PAGE.decode().encode("utf-16"), b"<div class=a>x</div>", b"<P>x"])  # fmt: skip
def test_a_page_is_known_by_its_content_whatever_it_is_called(raw):
    assert format_of(raw, "article.txt").module == "web_page"


def test_the_name_decides_where_the_content_leaves_it_open():
    assert format_of(b"Mr Varga spoke.", "a.html").module == "web_page"
    assert format_of(b"Mr Varga spoke.", "a.HTM").module == "web_page"
    assert format_of(b"Mr Varga spoke.", "a").module == "plain_text"
    assert format_of(b"< 5 percent said so", "a.txt").module == "plain_text"


def test_plain_text_is_kept_letter_by_letter():
    words = "\n  A title\n\nIt said:  “no”.\n"
    assert read_bytes(words.encode(), "a.txt").blocks[0].text == words


def test_a_page_that_was_stored_compressed_is_unpacked():
    assert read_bytes(gzip.compress(PAGE), "a.html").blocks[0].text == "The ferry sank on Monday, officials said."


def test_a_compressed_bomb_is_one_sentence():
    with pytest.raises(UserError, match=r"^bomb\.html unpacks to more than 100 MB"):
        read_bytes(gzip.compress(bytes(LARGEST + 10), compresslevel=1), "bomb.html")


@pytest.mark.parametrize("raw", [gzip.compress(PAGE, mtime=0)[:-12], gzip.compress(PAGE, mtime=0)[:20] + b"\xff" * 40])
def test_a_broken_compressed_file_is_one_sentence(raw):
    with pytest.raises(UserError, match=r"^a\.html is a compressed file"):
        read_bytes(raw, "a.html")


def test_a_file_that_is_too_large_and_one_without_text_are_one_sentence():
    with pytest.raises(UserError, match=r"^a\.html is too large to be an article: 100 MB\.$"):
        read_bytes(bytes(LARGEST + 1), "a.html")
    for empty in (b"", b"  \n", b"<html><body><script>x</script></body></html>"):
        with pytest.raises(UserError, match=r"^a\.html holds no text\.$"):
            read_bytes(empty, "a.html")


def test_each_suffix_belongs_to_one_format():
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert all(suffix == suffix.casefold() and suffix.startswith(".") for suffix in SUFFIXES)
    assert all(each.name for each in FORMATS)
