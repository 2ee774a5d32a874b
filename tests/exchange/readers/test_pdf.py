"""PDF documents."""

from __future__ import annotations

from contextlib import suppress

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.document import WHEN_MADE
from tests.exchange.readers.documents import Sheet, make_pdf, set_lines

HEADING, CAPTION = SentenceKind.HEADING, SentenceKind.CAPTION
TALKS = (
    "Transport Secretary Ilse Varga denied on Thursday that the government had misrepresented the negotiations over "
    "international harbour administration, calling the accusations irresponsible and unsubstantiated.\n"
    "“We never promised unconditional compensation,” she told parliamentarians, “and the documentation demonstrates "
    "that.” Opposition representatives disagreed immediately.\n"
    "According to independent investigators, 4,200 containers remained undelivered. Officials acknowledged that "
    "responsibility for the environmental consequences had not been established.\n"
    "The harbour administration announced restrictions on Friday, and the ministry withdrew its earlier estimate."
).split("\n")


def sheet_of_text():
    """A page with some text."""
    sheet = Sheet()
    sheet.column(60, 700, TALKS)
    return sheet


def _texts(raw, name="talks.pdf"):
    return [block.text for block in read_bytes(raw, name).blocks]


def _rows(sheet, top, columns, lefts, size=10):
    """Draw columns row by row, as some programs do."""
    for row in range(max(map(len, columns))):
        for left, column in zip(lefts, columns, strict=True):
            if row < len(column):
                sheet.write(left, top - row * size * 1.2, column[row], size)


def test_columns_are_read_one_after_the_other_however_they_were_drawn():
    sheet = Sheet()
    sheet.write(50, 760, "Ferry talks collapse after strike", 22)
    lines = set_lines(" ".join(TALKS[:2]), 230) + set_lines(" ".join(TALKS[2:]), 230)
    half = len(lines) // 2
    _rows(sheet, 720, [lines[:half], lines[half:]], [50, 310])
    read = read_bytes(make_pdf([sheet]), "talks.pdf")
    assert read.blocks[0].kind is HEADING
    assert [block.text for block in read.blocks] == [
        "Ferry talks collapse after strike", " ".join(TALKS[:2]), " ".join(TALKS[2:]),
    ]  # fmt: skip


def test_justified_columns_with_gaps_as_wide_as_the_one_between_them():
    sheet = Sheet()
    sheet.write(40, 780, "Ferry talks collapse after strike in Norvia", 24)
    ends = [sheet.justified(40 + 135 * place, 740, TALKS[place:] + TALKS[:place], 120, 9) for place in range(3)]
    assert max(ends) > 200
    texts = TALKS[:4] + TALKS[1:] + TALKS[:1] + TALKS[2:] + TALKS[:2]
    assert " ".join(_texts(make_pdf([sheet]))) == "Ferry talks collapse after strike in Norvia " + " ".join(texts)


def test_three_columns_with_a_heading_inside_one():
    sheet = Sheet()
    for left, paragraph in zip((40, 220, 400), TALKS, strict=False):
        end = sheet.column(left, 700, [paragraph], width=155)
        if left == 220:
            sheet.write(left, end - 14, "Ministry silent", 13, bold=True)
            sheet.column(left, end - 34, [TALKS[3]], width=155)
    assert _texts(make_pdf([sheet])) == [TALKS[0], TALKS[1], "Ministry silent", TALKS[3], TALKS[2]]


def test_running_heads_and_page_numbers_are_taken_out_and_paragraphs_go_on_over_pages():
    sheets = []
    text = set_lines(TALKS[0] + " " + TALKS[1], 480)
    for number in range(3):
        sheet = Sheet()
        sheet.write(60, 810, "The Norvian Courier", 9)
        sheet.write(430, 810, f"12 March 2026, edition {number + 1}", 9)
        sheet.write(280, 30, f"Page {number + 1} of 3", 9)
        place = 760.0
        for line in [*text[number * 2 : number * 2 + 2]]:
            sheet.write(60, place, line)
            place -= 12
        if number == 2:
            place = sheet.column(60, place - 12, TALKS[2:3], width=480)
        sheets.append(sheet)
    # The end of the text stands on the last page.
    assert len(text) <= 6
    assert _texts(make_pdf(sheets)) == [TALKS[0] + " " + TALKS[1], TALKS[2]]


def test_indented_paragraphs_are_told_apart_and_lines_set_wide_are_not():
    indented, wide = Sheet(), Sheet()
    indented.column(60, 700, TALKS, width=240)
    assert _texts(make_pdf([indented])) == list(TALKS)
    place = 700
    for line in set_lines(TALKS[0] + " " + TALKS[1], 400):
        wide.write(60, place, line)
        place -= 24
    assert _texts(make_pdf([wide])) == [TALKS[0] + " " + TALKS[1]]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["The govern-", "ment denied it."], "The government denied it."),
        (["It was a long-", "Standing dispute."], "It was a long-Standing dispute."),
        (["The 20-", "year-old rule ended."], "The 20-year-old rule ended."),
        (["A state-of-the-", "art harbour opened."], "A state-of-the-art harbour opened."),
        (["Self-", "made claims stay self-", "evident."], "Self-made claims stay self-evident."),
        (["She left on March", "12. Then", "– so she said – they met."], "She left on March 12. Then – so she said – they met."),
        (["From 2019-", "2025 it fell."], "From 2019-2025 it fell."),
        (["She paused -", "and left."], "She paused - and left."),
    ],
)  # fmt: skip
def test_words_broken_at_the_end_of_a_line(lines, whole):
    sheet = Sheet()
    for number, line in enumerate(lines):
        sheet.write(60, 700 - 12 * number, line)
    assert " ".join(_texts(make_pdf([sheet]))) == whole


def test_a_caption_stands_under_its_picture_and_not_in_a_sentence():
    one, two = Sheet(), Sheet()
    lines = set_lines(TALKS[0], 230)
    for number, line in enumerate(lines[:3]):
        one.write(60, 500 - 12 * number, line)
    one.picture(60, 300, 230, 150)
    one.write(60, 288, "A ferry at the pier of Norvia on Monday", 8)
    for number, line in enumerate(lines[3:]):
        two.write(60, 700 - 12 * number, line)
    two.column(60, 500, TALKS[1:2])
    two.write(60, 300, "Photo: Ana Ruiz", 10)
    blocks = read_bytes(make_pdf([one, two]), "talks.pdf").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (None, TALKS[0]),
        (CAPTION, "A ferry at the pier of Norvia on Monday"),
        (None, TALKS[1]),
        (CAPTION, "Photo: Ana Ruiz"),
    ]


def test_who_wrote_it_and_when_are_no_headings_however_they_are_set():
    sheet = Sheet()
    sheet.write(60, 760, "Ferry talks collapse", 20, bold=True)
    sheet.write(60, 735, "By Ana Ruiz", 12, bold=True)
    sheet.write(60, 715, "12 March 2026", 12)
    sheet.column(60, 690, TALKS[:1])
    sheet.write(60, 600, "What comes next", 10, bold=True)
    sheet.column(60, 580, TALKS[1:2])
    kinds = [(block.kind, block.text) for block in read_bytes(make_pdf([sheet]), "talks.pdf").blocks]
    assert [kind for kind, _ in kinds] == [HEADING, None, None, None, HEADING, None]


def test_what_it_says_of_itself():
    sheet = Sheet()
    sheet.column(60, 700, TALKS[:1])
    raw = make_pdf([sheet], Title="Ferry talks collapse", Author="Ana Ruiz", CreationDate="D:20260312091500+01'00'")
    read = read_bytes(raw, "talks.pdf")
    assert (read.title, read.author, read.language) == ("Ferry talks collapse", "Ana Ruiz", "en-GB")
    assert (read.published, read.warnings) == ("2026-03-12T09:15:00+01:00", (WHEN_MADE,))


def test_a_page_printed_by_a_browser_tells_its_address_and_not_when_it_was_published():
    sheet = Sheet()
    sheet.write(30, 820, "3/14/26, 9:15 AM", 8)
    sheet.write(200, 820, "Ferry talks collapse | The Norvian Courier", 8)
    sheet.column(60, 760, TALKS[:2], width=480)
    sheet.write(30, 20, "https://courier.example/2026/03/ferry-talks", 8)
    sheet.write(540, 20, "1/1", 8)
    read = read_bytes(make_pdf([sheet], CreationDate="D:20260314091500Z", Producer="Skia/PDF m146"), "talks.pdf")
    assert [block.text for block in read.blocks] == list(TALKS[:2])
    assert (read.url, read.published) == ("https://courier.example/2026/03/ferry-talks", "")


def test_a_scan_is_said_to_have_no_text():
    sheet = Sheet()
    sheet.picture(0, 0, 595, 842)
    with pytest.raises(
        UserError, match=r"^talks\.pdf is a scan: pictures of pages without text\. Run text recognition"
    ):
        read_bytes(make_pdf([sheet, sheet]), "talks.pdf")
    with pytest.raises(UserError, match=r"^talks\.pdf holds no text\.$"):
        read_bytes(make_pdf([Sheet()]), "talks.pdf")
    text = Sheet()
    text.column(60, 700, TALKS[:1])
    assert read_bytes(make_pdf([text, sheet]), "talks.pdf").warnings == (
        "Page 2 is a picture without text, and was left out.",
    )


def test_a_locked_one_is_said_to_be_locked():
    encrypted = {
        "Encrypt": "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>",
        "ID": "[<" + "43" * 16 + "> <" + "43" * 16 + ">]",
    }
    with pytest.raises(UserError, match=r"^talks\.pdf is locked with a password"):
        read_bytes(make_pdf([Sheet()], extra=encrypted), "talks.pdf")


def test_a_letter_as_tall_as_three_lines_is_the_first_of_its_word():
    sheet = Sheet()
    lines = set_lines(TALKS[0][1:], 205)
    sheet.write(60, 678, TALKS[0][0], 33)
    for row, line in enumerate([*lines[:3], *set_lines(" ".join(lines[3:]).replace("- ", "") + " " + TALKS[1], 230)]):
        sheet.write(85 if row < 3 else 60, 700 - 12 * row, line)
    assert _texts(make_pdf([sheet])) == [TALKS[0] + " " + TALKS[1]]


def test_lists_and_addresses():
    sheet = Sheet()
    for row, (point, line) in enumerate([
        ("", "Norvia said that"),
        ("•", "the talks would go on, whatever the"),
        ("", "opposition thought of them, and"),
        ("•", "trade would grow (https://courier.example/2026/"),
        ("", "ferry-talks)."),
        ("1.", "Ferries"),
        ("2.", "Harbours"),
    ]):  # fmt: skip
        if point:
            sheet.write(60, 700 - 12 * row, point)
        sheet.write(80 if row else 60, 700 - 12 * row, line)
    assert _texts(make_pdf([sheet])) == [
        "Norvia said that",
        "• the talks would go on, whatever the opposition thought of them, and",
        "• trade would grow (https://courier.example/2026/ferry-talks).",
        "1. Ferries",
        "2. Harbours",
    ]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_one_is_read_or_told(share):
    sheet = Sheet()
    sheet.column(60, 700, TALKS)
    raw = make_pdf([sheet])
    with suppress(UserError):
        assert read_bytes(raw[: int(len(raw) * share)], "talks.pdf").blocks
