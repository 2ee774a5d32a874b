"""PDF documents made to keep a reader busy for ever, one by one: each is an article or a sentence, and soon."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.isolation import IsolatedReader
from tests.exchange.readers.documents import pdf_of

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F 10 Tf 60 700 Td (Varga denied it.) Tj ET"


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def _document(**other: bytes) -> bytes:
    parts = {"catalog": CATALOG, "pages": PAGES, "page": PAGE, "content": _stream(TEXT), "font": FONT, **other}
    return pdf_of(dict(enumerate(parts.values(), 1)))


def _with_trailer(words: bytes) -> bytes:
    return _document().replace(b"/Root 1 0 R", b"/Root 1 0 R " + words)


HOSTILE = {
    "a tree of pages that holds itself": _document(pages=b"<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R 2 0 R] >>"),
    "a tree of pages with an endless count": _document(pages=b"<< /Type /Pages /Count 999999999 /Kids [3 0 R 9 0 R] >>"),
    "a page that is its own parent": _document(page=PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")),
    "a page that many pages are": _document(pages=b"<< /Type /Pages /Count 9 /Kids [" + b"3 0 R " * 50_000 + b"] >>"),
    "a table that goes on in itself": _with_trailer(b"/Prev 15"),
    "a table of a thousand million objects": _document().replace(b"xref\n0 ", b"xref\n0 999999999\n0 "),
    "a table in the middle of nowhere": _document().replace(b"startxref\n", b"startxref\n99999999999999999999"),
    "a length that is its own": _document(content=b"<< /Length 4 0 R >>\nstream\n" + TEXT + b"\nendstream"),
    "a length that lies": _document(content=b"<< /Length 999999999999 >>\nstream\n" + TEXT + b"\nendstream"),
    "an object that is itself": _document(font=b"5 0 R"),
    "lists in lists": _document(content=_stream(b"[" * 200_000 + TEXT)),
    "dictionaries in dictionaries": _document(font=b"<< /A " * 50_000 + b"1" + b" >>" * 50_000),
    "a hundred filters": _document(content=_stream(TEXT, b"/Filter [" + b"/FlateDecode " * 100 + b"]")),
    "a filter that is none": _document(content=_stream(TEXT, b"/Filter /LZWDecode /DecodeParms << /Predictor 99 >>")),
    "runs without end": _document(content=_stream(b"\x81A" * 500_000, b"/Filter /RunLengthDecode")),
    "states without end": _document(content=_stream(b"q " * 300_000 + TEXT)),
    "a page without size": _document(page=PAGE.replace(b"[0 0 595 842]", b"[1e308 -1e308 /A (b)]")),
    "a page of no width": _document(page=PAGE.replace(b"[0 0 595 842]", b"[0 0 0 0]")),
    "characters as large as the sky": _document(content=_stream(TEXT.replace(b"10 Tf", b"1e300 Tf"))),
    "places beyond numbers": _document(content=_stream(TEXT.replace(b"60 700", b"1e400 -1e400"))),
    "a picture that never ends": _document(content=_stream(b"BI /W 9 /H 9 ID " + b"EI" * 100_000 + TEXT)),
    "codes from another folder": _document(font=b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding (../../../x)"
                                                b" /DescendantFonts [<< /Subtype /CIDFontType2 >>] >>"),
    "codes that use themselves": _document(
        font=b"<< /Type /Font /Subtype /Type1 /BaseFont /A /ToUnicode 6 0 R >>",
        codes=_stream(b"begincmap /A usecmap 1 beginbfrange <00> <ffffffff> <0000> endbfrange endcmap"),
    ),
    "a font of nothing": _document(font=b"<< /Type /Font /Subtype /Type3 /CharProcs 5 0 R /FontMatrix [0 0 0 0 0 0] >>"),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader():
    with IsolatedReader(seconds=2) as reader:
        yield reader


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_an_article_or_a_sentence(reader, name):
    told = "x.pdf "
    try:
        assert reader.read_bytes(HOSTILE[name], "x.pdf").blocks
    except UserError as error:
        told = str(error)
    assert told.startswith("x.pdf ")
    assert "its reader failed" not in told


def test_the_document_without_malice_is_read(reader):
    assert [block.text for block in reader.read_bytes(_document(), "x.pdf").blocks] == ["Varga denied it."]
