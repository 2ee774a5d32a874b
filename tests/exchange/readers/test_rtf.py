"""Rich text."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.document import WHEN_MADE

WORD = r"""{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset204 Arial Cyr;}}
{\colortbl;\red0\green0\blue0;}
{\stylesheet{\ql\f0\fs24 \snext0 Normal;}{\s1\ql\sb240\keepn\outlinelevel0 \b\f0\fs32 heading 1;}{\s15\ql\f0\i caption;}}
{\info{\title Ferry talks collapse}{\author Ana Ruiz}{\creatim\yr2026\mo3\dy12\hr9\min5}{\*\company Courier}}
{\header\pard The Norvian Courier\par}
\pard\plain \s1\ql\sb240\outlinelevel0 \b\f0\fs32 Ferry talks collapse\par
\pard\plain \ql\sa120 Varga \'93denied\'94 it at the caf\'e9. {\deleted Or not. }{\v secret }\u8220?So what\u8221?\emdash  {\field{\*\fldinst{HYPERLINK "http://x.example/a"}}{\fldrslt{she said}}}.\par
{\pict\wmetafile8\picw10 PICTURE}
\pard\plain \s15 A ferry at the pier.\par
\pard {\f1 \'cf\'f0\'e8\'e2\'e5\'f2}\par
\trowd\cellx100\cellx200\intbl Port\cell 2025\cell\row
\pard Smile \u-10179?\u-8704?\par
}""".replace("PICTURE", "0123456789abcdef" * 2000)


def test_a_report_from_word():
    read = read_bytes(WORD.encode("cp1252"), "talks.rtf")
    assert [(block.kind, block.text) for block in read.blocks if block.text] == [
        (SentenceKind.HEADING, "Ferry talks collapse"),
        (None, "Varga “denied” it at the café. “So what”— she said."),
        (SentenceKind.CAPTION, "A ferry at the pier."),
        (None, "Привет"),
        (None, "Port | 2025"),
        (None, "Smile 😀"),
    ]
    assert (read.title, read.author) == ("Ferry talks collapse", "Ana Ruiz")
    assert (read.published, read.warnings) == ("2026-03-12T09:05:00", (WHEN_MADE,))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # WordPad, western and Cyrillic; an editor that writes bytes as they are; TextEdit; an old Word of the Mac.
        (rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}}\pard Caf\'e9 \'80 5\par}", "Café € 5"),
        (rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fnil\fcharset204 Calibri;}}\pard\f0\'c4\'e0\par}", "Да"),
        (b"{\\rtf1\\ansi\\ansicpg1251 \xc4\xe0\\par}", "Да"),
        (rb"{\rtf1\ansi\ansicpg1252\cocoartf2639{\fonttbl\f0\fswiss\fcharset0 Helvetica;}\f0 It\'92s \uc0\u8212 so\par}", "It’s —so"),
        (rb"{\rtf1\mac\ansicpg10000\deff0 caf\'8e\par}", "café"),
        (rb"{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 MS Mincho;}}\f0\'93\'fa\'96\'7b\par}", "日本"),
    ],
)  # fmt: skip
def test_code_pages(raw, text):
    assert [block.text for block in read_bytes(raw, "talks.rtf").blocks if block.text] == [text]


def test_a_million_braces():
    with pytest.raises(UserError, match=r"^talks\.rtf (holds no text|could not be read as rich text)"):
        read_bytes(b"{\\rtf1 " + b"{" * 1_000_000, "talks.rtf")
    deep = b"{\\rtf1 " + b"{" * 1_000_000 + b"Varga denied it." + b"}" * 1_000_001
    assert read_bytes(deep, "talks.rtf").blocks[0].text == "Varga denied it."


def test_control_characters_and_halves_of_characters_are_no_text():
    raw = b"{\\rtf1\\ansi A\\'00\\u0?B\\u-10179?C\\par}"
    assert [block.text for block in read_bytes(raw, "talks.rtf").blocks if block.text] == ["ABC"]


@pytest.mark.parametrize("length", [20, 200, 700, 1500])
def test_one_that_was_cut_off_gives_what_there_is_of_it(length):
    try:
        blocks = read_bytes(WORD.encode("cp1252")[:length], "talks.rtf").blocks
    except UserError as error:
        blocks, told = (), str(error)
        assert told.startswith("talks.rtf ")
    assert all("\\" not in block.text for block in blocks)
