"""OpenDocument texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.document import WHEN_MADE
from tests.exchange.readers.documents import make_odt

HEADING, CAPTION = SentenceKind.HEADING, SentenceKind.CAPTION


def _blocks(raw):
    return [(block.kind, block.text) for block in read_bytes(raw, "talks.odt").blocks]


def test_a_report_with_headings_a_caption_a_note_and_its_properties():
    raw = make_odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>It was denied.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:sequence-decls/>"
        '<text:p text:style-name="Title">Ferry talks collapse</text:p>'
        '<text:h text:outline-level="2">What Varga said</text:h>'
        "<text:p>Varga <text:span>denied</text:span><text:s text:c='2'/>it,<text:tab/>again<text:line-break/>and"
        "\n      again.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>On 3 March.</text:p>"
        "</text:note-body></text:note> Twice<text:change/>.<office:annotation><text:p>Sure?</text:p></office:annotation></text:p>"
        '<text:p text:style-name="P1">A ferry at the pier.</text:p>'
        "<text:list><text:list-item><text:p>Trade fell.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Port</text:p></table:table-cell><table:table-cell>"
        "<text:p>2025</text:p></table:table-cell></table:table-row></table:table>",
        styles='<style:style style:name="P1" style:parent-style-name="Caption" style:family="paragraph"/>',
        meta="<dc:title>Untitled 1</dc:title><meta:initial-creator>Ana Ruiz</meta:initial-creator>"
        "<meta:creation-date>2026-03-12T09:15:00.123456789</meta:creation-date><dc:language>en-GB</dc:language>",
    )
    read = read_bytes(raw, "talks.odt")
    assert [(block.kind, block.text) for block in read.blocks] == [
        (HEADING, "Ferry talks collapse"),
        (HEADING, "What Varga said"),
        (None, "Varga denied  it,\tagain\nand again. Twice."),
        (CAPTION, "A ferry at the pier."),
        (None, "Trade fell."),
        (None, "Port | 2025"),
        (None, "On 3 March."),
    ]
    assert (read.title, read.author, read.language) == ("Ferry talks collapse", "Ana Ruiz", "en-GB")
    assert (read.published, read.warnings) == ("2026-03-12T09:15:00", (WHEN_MADE,))


def test_text_in_a_frame_follows_its_paragraph():
    frame = "<draw:frame><draw:text-box><text:p text:style-name='Figure'>A pier.</text:p></draw:text-box></draw:frame>"
    assert _blocks(make_odt(f"<text:p>Varga {frame}denied it.</text:p>")) == [
        (None, "Varga denied it."),
        (CAPTION, "A pier."),
    ]


def test_one_that_qt_wrote():
    read = read_bytes((Path(__file__).parent / "files" / "written_by_qt.odt").read_bytes(), "talks.odt")
    assert [(block.kind, block.text) for block in read.blocks] == [
        (None, "Ferry talks collapse"),
        (None, "Transport Secretary Ilse Varga denied “any” disagreement."),
        (None, "Opposition members said otherwise."),
    ]


def test_a_locked_one_is_said_to_be_locked():
    manifest = "<manifest><file-entry full-path='content.xml'><encryption-data/></file-entry></manifest>"
    with pytest.raises(UserError, match=r"^talks\.odt is locked with a password"):
        read_bytes(make_odt("", **{"META-INF/manifest.xml": manifest}), "talks.odt")
