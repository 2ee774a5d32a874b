"""Word documents."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.document import WHEN_MADE
from tests.exchange.readers.documents import make_docx, paragraph, run

HEADING, CAPTION = SentenceKind.HEADING, SentenceKind.CAPTION


def _blocks(raw):
    return [(block.kind, block.text) for block in read_bytes(raw, "talks.docx").blocks]


def test_a_report_with_headings_a_caption_and_its_properties():
    raw = make_docx(
        paragraph("Ferry talks collapse", "Titel")
        + paragraph("By Ana Ruiz")
        + paragraph("Ilse Varga denied on Thursday that there were disagreements.")
        + paragraph("What comes next", "Zwischentitel")
        + paragraph("A ferry at the pier of Norvia.", "Beschriftung")
        + paragraph("Contents 1", "Verzeichnis1")
        + paragraph("Outlined by hand", properties="<w:outlineLvl w:val='2'/>"),
        core="<dc:title>Microsoft Word - draft2.docx</dc:title><dc:creator>Ana Ruiz</dc:creator>"
        "<dcterms:created>2026-03-12T09:15:00Z</dcterms:created><dc:language>en-GB</dc:language>",
    )
    read = read_bytes(raw, "talks.docx")
    assert [(block.kind, block.text) for block in read.blocks] == [
        (HEADING, "Ferry talks collapse"),
        (None, "By Ana Ruiz"),
        (None, "Ilse Varga denied on Thursday that there were disagreements."),
        (HEADING, "What comes next"),
        (CAPTION, "A ferry at the pier of Norvia."),
        (HEADING, "Outlined by hand"),
    ]
    assert (read.title, read.author, read.language) == ("Ferry talks collapse", "Ana Ruiz", "en-GB")
    assert (read.published, read.warnings) == ("2026-03-12T09:15:00+00:00", (WHEN_MADE,))


def test_the_date_in_the_text_goes_before_the_day_the_document_was_made():
    raw = make_docx(
        paragraph("Ferry talks collapse", "Titel")
        + paragraph("Published 11 March 2026")
        + paragraph("Varga denied it."),
        core="<dcterms:created>2013-12-23T23:15:00Z</dcterms:created>",
    )
    read = read_bytes(raw, "talks.docx")
    assert (read.published, read.warnings) == ("", ())


def test_tracked_changes_are_read_as_accepted():
    changed = (
        f"<w:p>{run('The minister ')}<w:del w:id='1'><w:r><w:delText>denied</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run('admitted')}</w:ins>{run(' the delay')}"
        f"<w:moveFrom w:id='3'>{run(' on Monday')}</w:moveFrom>{run('.')}</w:p>"
    )
    joined = (
        f"<w:p><w:pPr><w:rPr><w:del w:id='4'/></w:rPr></w:pPr>{run('Officials said ')}</w:p>{paragraph('nothing.')}"
    )
    read = read_bytes(make_docx(changed + joined), "talks.docx")
    assert [block.text for block in read.blocks] == ["The minister admitted the delay.", "Officials said nothing."]
    assert read.warnings == ("Its tracked changes were read as if they were accepted.",)


def test_footnotes_stand_at_the_end_in_the_order_in_which_they_are_referred_to():
    body = (
        f"<w:p>{run('Trade fell')}<w:r><w:footnoteReference w:id='3'/></w:r>{run(' by a third.')}</w:p>"
        f"<w:p>{run('Norvia denied it.')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = (
        f"<w:footnote w:type='separator' w:id='-1'>{paragraph('never shown')}</w:footnote>"
        f"<w:footnote w:id='2'>{paragraph('Statement of 3 March.')}</w:footnote>"
        f"<w:footnote w:id='3'>{paragraph('Port authority, 2025.')}</w:footnote>"
    )
    assert [text for _, text in _blocks(make_docx(body, notes=notes))] == [
        "Trade fell by a third.", "Norvia denied it.", "Port authority, 2025.", "Statement of 3 March.",
    ]  # fmt: skip


def test_tables_boxes_fields_and_hidden_text():
    body = (
        "<w:tbl><w:tr><w:tc>" + paragraph("Port") + "</w:tc><w:tc>" + paragraph("2025") + "</w:tc></w:tr>"
        "<w:tr><w:tc>"
        + paragraph("A letter set in a table. " * 6)
        + "</w:tc><w:tc>"
        + paragraph("Side")
        + "</w:tc></w:tr>"
        "</w:tbl>"
        f"<w:p>{run('See ')}<w:r><w:instrText>HYPERLINK http://x.example</w:instrText></w:r>"
        f"<w:hyperlink>{run('the report')}</w:hyperlink>{run('secret', '<w:vanish/>')}"
        "<w:r><w:tab/><w:t>now</w:t><w:br/><w:t>then</w:t><w:noBreakHyphen/><w:br w:type='page'/></w:r>"
        "<w:r><mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice><w:txbxContent>"
        + paragraph("In a box.")
        + "</w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent>" + paragraph("In a box.") + "</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
    )
    assert [text.strip() for _, text in _blocks(make_docx(body))] == [
        "Port | 2025", ("A letter set in a table. " * 6).strip(), "Side", "See the report\tnow\nthen\u2011", "In a box.",
        "In a control.",
    ]  # fmt: skip


def test_the_strict_variant_of_the_standard():
    raw = make_docx(paragraph("Varga denied it."))
    strict = make_docx("", **{
        "word/document.xml": "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>"
        "<w:p><w:r><w:t>Varga denied it.</w:t></w:r></w:p></w:body></w:document>",
    })  # fmt: skip
    assert _blocks(raw) == _blocks(strict) == [(None, "Varga denied it.")]


@pytest.mark.parametrize("damage", ["cut", "no main part", "no body"])
def test_a_damaged_document_is_told_in_a_sentence(damage):
    raw = make_docx(paragraph("Varga denied it."))
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "no main part":
        raw = raw.replace(b"word/document.xml", b"word/docuzent.xml")
    else:
        raw = make_docx("", **{"word/document.xml": "<a/>"})
    with pytest.raises(
        UserError, match=r"^talks\.docx (could not be read as|is) a Word document|^talks\.docx holds no text"
    ):
        read_bytes(raw, "talks.docx")
