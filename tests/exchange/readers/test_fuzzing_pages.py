"""Whatever the bytes of a page, a web archive or a mail: an article whose text has sentences, or one sentence why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import mail, read_bytes, web_archive, web_page
from claimtracker.text.blocks import join_blocks
from claimtracker.text.dates import is_date
from claimtracker.text.sentences import split_sentences

SAVED = [path for path in sorted((Path(__file__).parent / "files").iterdir()) if path.is_file() and path.name[0] != "."]
FIELDS = ("title", "source", "author", "url", "language")
PIECES = [
    b"<table><tr><td>", b"</div>", b"<!--", b"-->", b"<script>", b"</script>", b"&#0;", b"&#xD800;", b"&#1114112;", b"\0", b"<p>", b"<br><br>",
    b"\xff\xfe", b"--", b"\r\n\r\n", b"<svg>", b"<style>", b"<![CDATA[", b"]]>", b"=\r\n", b"\x0c", b"<a href='x'>", b"<h1>", b"</html>", b"<title>",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n", b"Content-Type: text/html; charset==?x?=\r\n", b"From: =?utf-8?b?////?=\r\n", b"<time>",
    b"<time datetime=99999-99-99>", b"<base href='//['>", b"<link rel=canonical href='http://[::1'>", b'"datePublished": "0000-00-00T25:61:61Z",',
    b"<frameset>", b"<plaintext>", b"<template>", b"<meta charset=utf-7>", b"<meta charset='base64'>", b"\xc3\x28", b"\xed\xa0\x80", b"<\xff>",
]  # fmt: skip
settings.register_profile("readers", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def _read(read, raw: bytes):
    try:
        return read(raw, "file.x")
    except UserError as error:
        return str(error)


def _holds(read, raw: bytes) -> None:
    article = _read(read, raw)
    if isinstance(article, str):
        assert article.startswith("file.x ")
        assert "\n" not in article
        return
    text, marks = join_blocks(article.blocks)
    text.encode()
    assert bool(split_sentences(text, marks)) == bool(text.strip())
    for field in FIELDS:
        value = getattr(article, field)
        value.encode()
        assert len(value.splitlines()) <= 1
    assert article.published == "" or is_date(article.published)


@st.composite
def _mutated(draw) -> bytes:
    raw = bytearray(draw(st.sampled_from(SAVED)).read_bytes())
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(raw)))
        match draw(st.integers(0, 3)):
            case 0:
                raw[place:place] = draw(st.sampled_from(PIECES))
            case 1:
                del raw[place : place + draw(st.integers(1, 300))]
            case 2:
                raw[place : place + 1] = draw(st.binary(min_size=1, max_size=4))
            case _:
                other = draw(st.integers(0, len(raw)))
                raw[place:place] = raw[other : other + draw(st.integers(1, 500))]
    return bytes(raw)


@settings(settings.get_profile("readers"))
@given(
    raw=st.binary(max_size=400) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=25).map(b"".join)
)
@pytest.mark.parametrize("reader", [web_page, web_archive, mail], ids=lambda module: module.__name__.rpartition(".")[2])
def test_any_bytes_are_an_article_or_a_sentence(reader, raw):
    _holds(reader.read, raw)


@settings(settings.get_profile("readers"))
@given(raw=_mutated())
def test_files_that_were_changed_are_an_article_or_a_sentence(raw):
    _holds(read_bytes, raw)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.name)
def test_a_file_may_be_cut_off_anywhere(path):
    raw = path.read_bytes()
    for end in range(0, len(raw), max(1, len(raw) // 25)):
        _holds(read_bytes, raw[:end])
