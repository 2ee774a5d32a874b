"""Articles from the rows of sheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.exchange.article_sheet import SheetArticle, read_article_sheet
from claimtracker.operations import NewArticle


def read(content: str | bytes, name: str = "articles.csv") -> list[SheetArticle]:
    return list(read_article_sheet(content if isinstance(content, bytes) else content.encode(), name))


def article(content: str | bytes) -> NewArticle:
    (row,) = read(content)
    assert row.article is not None, row.problem
    return row.article


def test_the_columns_of_an_article() -> None:
    found = article(
        "title,source,published,url,text,author,language,note\n"
        'Talks,The Harbour Post,2025-11-04T06:58:00-05:00,https://example.org/1,"First.\r\n\r\nSecond.",A. Writer,en,kept\n'
    )
    assert found == NewArticle(
        text="First.\n\nSecond.",
        title="Talks",
        source="The Harbour Post",
        author="A. Writer",
        url="https://example.org/1",
        published="2025-11-04T06:58:00-05:00",
        language="en",
        note="kept",
    )


@pytest.mark.parametrize(
    "header",
    ["headline,outlet,date,link,body", "Headline,Publication,Published At,URL,Content",
     "TITLE,Publisher,publication_date,web_url,Full Text", "head,newspaper,pub-date,href,article"],
)  # fmt: skip
def test_headings_are_known_by_what_others_call_them(header: str) -> None:
    found = article(f"{header}\nTalks,Post,2025-11-04,https://example.org/1,Text.\n")
    assert (found.title, found.source, found.published, found.url, found.text) == (
        "Talks", "Post", "2025-11-04", "https://example.org/1", "Text.",
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_sheets_of_any_spreadsheet_are_read(delimiter: str, encoding: str) -> None:
    rows = (("title", "text"), ("Várga", '"She said; ""so"", and | more"'))
    found = article("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert (found.title, found.text) == ("Várga", 'She said; "so", and | more')


def test_the_surest_heading_is_taken_and_the_others_are_told_once() -> None:
    first, second = read("id,date,published_at,body\n1,2020-01-01,2025-11-04,First.\n2,2020-01-01,2025-11-05,Second.\n")
    assert first.article is not None
    assert first.article.published == "2025-11-04"
    assert first.warnings == ("Not taken from this sheet: “id”, “date”.",)
    assert second.warnings == ()


@pytest.mark.parametrize(
    ("cell", "published", "warning"),
    [
        ("Tue, 04 Nov 2025 06:58:00 -0500", "2025-11-04T06:58:00-05:00", ""),
        ("2025-11-04T06:58:00Z", "2025-11-04T06:58:00+00:00", ""),
        ("2025-11-04 06:58", "2025-11-04", ""),
        ("November 4, 2025", "2025-11-04", ""),
        ("2025-11", "2025-11", ""),
        ("25/11/2025", "2025-11-25", ""),
        ("11/25/2025 14:00", "2025-11-25", ""),
        ("4.4.2025", "2025-04-04", ""),
        ("2025/11/04", "2025-11-04", ""),
        ("04/11/2025", "", "The date “04/11/2025” can mean two days."),
        ("99/99/2025", "", "The date “99/99/2025” cannot be read."),
        ("yesterday", "", "The date “yesterday” cannot be read."),
        ("31/02/2025", "", "The date “31/02/2025” cannot be read."),
        ("04 November 2025 06:58 AM IST", "2025-11-04", "The time zone IST of"),
    ],
)
def test_dates_are_read_and_never_guessed(cell: str, published: str, warning: str) -> None:
    (row,) = read(f'published,text\n"{cell}",Text.\n')
    assert row.article is not None
    assert row.article.published == published
    assert " ".join(row.warnings).startswith(warning)
    assert bool(row.warnings) == bool(warning)


def test_a_column_of_dates_tells_its_order_by_those_that_are_sure() -> None:
    rows = read("published,text\n04/11/2025,First.\n25/11/2025,Second.\n")
    assert [row.article.published for row in rows if row.article] == ["2025-11-04", "2025-11-25"]
    torn = read("published,text\n04/11/2025,First.\n25/11/2025,Second.\n11/25/2025,Third.\n")
    assert [row.article.published for row in torn if row.article] == ["", "2025-11-25", "2025-11-25"]


def test_rows_that_fail_are_told_by_their_line_and_stop_nothing() -> None:
    rows = read('title,text\nA,"First\nline."\nB,\nC,text,more\n\n,\nD,Last.\n')
    assert [(row.place, row.problem) for row in rows] == [
        ("articles.csv, line 2", ""),
        ("articles.csv, line 4", "articles.csv, line 4: the cell of the text is empty."),
        ("articles.csv, line 5", "articles.csv, line 5: there are 3 cells, but 2 columns."),
        ("articles.csv, line 8", ""),
    ]


def test_a_quotation_mark_out_of_place_ends_the_sheet_but_not_what_came_before() -> None:
    first, broken = read('title,text\nA,First.\nB,"Second\nC,Third.\n')
    assert first.article is not None
    assert broken.problem == (
        "articles.csv, line 3: a quotation mark is out of place or missing. The rows from there on are not read."
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "articles.csv, line 1: the first line should name the columns, but it is empty."),
        ("title,url\nA,b\n", "articles.csv, line 1: no column holds the texts of articles; call it “text”."),
        ("claim_uid,text\nA,b\n", "articles.csv, line 1: this is a claim sheet"),
        ('"title,text\nA,b\n', "articles.csv, line 1: a quotation mark is out of place or missing."),
        (b"PK\x03\x04\x14\0\0\0", "articles.csv is a workbook or a ZIP, not plain text; save it as CSV"),
    ],
)
def test_what_is_no_sheet_of_articles_is_told(content: str | bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        read(content)
    assert message in str(caught.value)


def test_markup_in_a_cell_is_kept_and_told() -> None:
    (row,) = read('text\n"<p>First.</p>"\n')
    assert row.article is not None
    assert row.article.text == "<p>First.</p>"
    assert row.warnings == ("Its text has HTML in it, which is kept as it is.",)


def test_a_hundred_thousand_columns_and_a_huge_cell_are_no_trouble() -> None:
    (row,) = read("text," + ",".join(f"c{number}" for number in range(100_000)) + "\n" + "a" * 3_000_000 + "\n")
    assert row.article is not None
    assert len(row.article.text) == 3_000_000


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1, max_size=60)


@given(rows=st.lists(st.tuples(_TEXT.filter(str.strip), _TEXT), max_size=6), delimiter=st.sampled_from(",;\t|"))
def test_a_sheet_of_articles_goes_round(rows: list[tuple[str, str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(("text", "note"))
    writer.writerows(rows)
    found = read(stream.getvalue())
    assert [(row.article.text, row.article.note) for row in found if row.article] == rows


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    try:
        for row in read_article_sheet(b"title,text\n" + raw, "a.csv"):
            assert (row.article is None) == bool(row.problem)
    except UserError as error:
        assert str(error).startswith("a.csv")  # noqa: PT017  nothing is raised where it can be read
