"""E-books."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes
from tests.exchange.readers.documents import make_epub

HEADING, CAPTION = SentenceKind.HEADING, SentenceKind.CAPTION
CHAPTERS = {
    "one": '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    "<title>One</title><style>p { color: red }</style></head><body><h1>The&#160;talks</h1><p>Varga <i>denied</i> it.</p>"
    "<figure><img src='a.png'/><figcaption>A pier.</figcaption></figure><script>alert(1)</script></body></html>",
    "two": "<html xmlns='http://www.w3.org/1999/xhtml'><body><h2>The strike</h2><p>Officials said nothing.</p></body></html>",
}


def test_chapters_are_read_in_the_order_of_the_spine_and_without_the_contents():
    raw = make_epub(
        CHAPTERS,
        metadata="<dc:title>Norvia at sea</dc:title><dc:creator>Ana Ruiz</dc:creator><dc:creator>Bo Lind</dc:creator>"
        "<dc:publisher>Courier Books</dc:publisher><dc:date>2026-03-12</dc:date><dc:language>en</dc:language>"
        "<dc:source>https://courier.example/sea</dc:source>",
    )
    read = read_bytes(raw, "sea.epub")
    assert [(block.kind, block.text) for block in read.blocks] == [
        (HEADING, "The\u00a0talks"),
        (SentenceKind.BODY, "Varga denied it."),
        (CAPTION, "A pier."),
        (HEADING, "The strike"),
        (SentenceKind.BODY, "Officials said nothing."),
    ]
    assert (read.title, read.author, read.source) == ("Norvia at sea", "Ana Ruiz, Bo Lind", "Courier Books")
    assert (read.published, read.language, read.url) == ("2026-03-12", "en", "https://courier.example/sea")


def test_a_protected_one_is_said_to_be_protected_and_locked_fonts_do_not_matter():
    locks = (
        "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:EncryptedData><e:CipherData>"
        "<e:CipherReference URI='OEBPS/{}'/></e:CipherData></e:EncryptedData></encryption>"
    )
    with pytest.raises(
        UserError, match=r"^sea\.epub is protected against copying \(DRM\), so its text cannot be read\.$"
    ):
        read_bytes(make_epub(CHAPTERS, **{"META-INF/encryption.xml": locks.format("one.xhtml")}), "sea.epub")
    assert read_bytes(make_epub(CHAPTERS, **{"META-INF/encryption.xml": locks.format("a.otf")}), "sea.epub").blocks


def test_entities_of_a_chapter_are_not_expanded():
    bomb = "<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><html><body><p>Varga &b; denied it.</p></body></html>"
    texts = [block.text for block in read_bytes(make_epub({"one": bomb}), "sea.epub").blocks]
    assert not any("haha" in text for text in texts)
