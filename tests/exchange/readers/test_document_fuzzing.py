"""Whatever bytes a document is made of, it is an article or one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import docx, epub, markdown, odt, pdf, plain_text, rtf
from claimtracker.exchange.readers.base import ReadArticle
from tests.exchange.readers.documents import Sheet, make_docx, make_epub, make_odt, make_pdf, paragraph, pdf_of, zipped
from tests.exchange.readers.test_epub import CHAPTERS
from tests.exchange.readers.test_pdf import sheet_of_text
from tests.exchange.readers.test_rtf import WORD

FILES = Path(__file__).parent / "files"


def _loose_pdf() -> bytes:
    """A PDF without compression, so that flipped bytes reach its operators."""
    drawn = "\n".join(sheet_of_text().drawn).encode("cp1252", "replace")
    return pdf_of({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F"
        b" << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        4: f"<< /Length {len(drawn)} >>\nstream\n".encode() + drawn + b"\nendstream",
    })  # fmt: skip


SEEDS = {
    "pdf": (pdf, make_pdf([sheet_of_text(), Sheet()], Title="Ferry talks")),
    "loose pdf": (pdf, _loose_pdf()),
    "pdf of qt": (pdf, (FILES / "written_by_qt.pdf").read_bytes()),
    "docx": (docx, make_docx(paragraph("Ferry talks", "Titel") + paragraph("Varga denied it."))),
    "odt": (odt, make_odt("<text:h>Talks</text:h><text:p>Varga denied it.</text:p>")),
    "odt of qt": (odt, (FILES / "written_by_qt.odt").read_bytes()),
    "epub": (epub, make_epub(CHAPTERS)),
    "rtf": (rtf, WORD.encode("cp1252")),
    "markdown": (
        markdown,
        b"---\ntitle: Talks\n---\n# Talks\n\n| a | b |\n|---|---|\n| *x* | `y` |\n\n> [a](b) ![c](d)\n",
    ),
    "text": (plain_text, "Varga denied it – “twice”.".encode("utf-16")),
}
several = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def _read(reader, raw):
    told, read = "talks.bin ", ReadArticle(())
    try:
        read = reader.read(raw, "talks.bin")
    except UserError as error:
        told = str(error)
    assert told.startswith("talks.bin ")
    assert "\n" not in told
    for block in read.blocks:
        block.text.encode()  # no halves of characters


@pytest.mark.parametrize("seed", SEEDS)
@several
@given(raw=st.binary(max_size=400))
def test_any_bytes(seed, raw):
    reader, good = SEEDS[seed]
    _read(reader, raw)
    _read(reader, good[:8] + raw)


@pytest.mark.parametrize("seed", SEEDS)
@several
@given(share=st.floats(0, 1), junk=st.binary(max_size=20))
def test_cut_off(seed, share, junk):
    reader, good = SEEDS[seed]
    _read(reader, good[: int(share * len(good))] + junk)


@pytest.mark.parametrize("seed", SEEDS)
@several
@given(places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12))
def test_changed_bytes(seed, places):
    reader, good = SEEDS[seed]
    raw = bytearray(good)
    for share, value in places:
        raw[int(share * len(raw))] = value
    _read(reader, bytes(raw))


@several
@given(text=st.text(alphabet="<w:p>t/a'\"= é\u202e", max_size=200))
def test_any_xml(text):
    _read(docx, make_docx(text))
    _read(odt, make_odt(text))
    _read(epub, zipped({"META-INF/container.xml": text}))
    _read(epub, make_epub({"one": text}))


@several
@given(text=st.text(alphabet=r"\{}';*?-0123456789abcfhinlopqrstuvx| ", max_size=300))
def test_any_rtf(text):
    _read(rtf, b"{\\rtf1 " + text.encode() + b"}")
