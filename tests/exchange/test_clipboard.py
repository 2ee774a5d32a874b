"""Tables on the clipboard: what is copied is what is pasted, whoever wrote it."""

from __future__ import annotations

import csv
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.exchange import clipboard
from claimtracker.exchange.clipboard import from_clipboard, to_html, to_tsv

CELLS = (
    st.text() | st.text(alphabet="\t\n\r \"'<>&;#x0\xa0\x00") | st.sampled_from(["=1+1", "1/2", "007", "&#32;", "<br>"])
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4)

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<style><!--table {mso-displayed-decimal-separator:"\\.";} td {color:black;}--></style>
<!--[if gte mso 9]><xml><x:Name>Sheet1</x:Name></xml><![endif]--></head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:collapse'>
<!--StartFragment-->
 <col width=64 span=3 style='width:48pt'>
 <tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65 width=64 style='height:15.0pt'>Ilse&nbsp;Varga</td>
  <td colspan=2 style='mso-ignore:colspan'>said &quot;A&quot;<br>
    and<span style='mso-spacerun:yes'>  </span>B</td>
 </tr>
 <tr height=20>
  <td rowspan=2>one</td>
  <td align=right>7</td>
  <td></td>
 </tr>
 <tr><td>a long text that was
  wrapped</td><td>x</td></tr>
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'><td width=64></td><td width=64></td><td width=64></td></tr>
 <![endif]>
<!--EndFragment-->
</table></body></html>"""

LIBREOFFICE = """<!DOCTYPE html>
<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title>x</title>
<style type="text/css">body,div,table { font-family:"Liberation Sans" }</style></head>
<body><table cellspacing="0" border="0"><colgroup span="2" width="85"></colgroup>
<tr><td height="17" align="left">Ana Dorn</td><td align="right" sdval="7" sdnum="1033;">7</td></tr>
<tr><td height="32" align="left">two<br>lines</td><td align="left"><br></td></tr>
</table></body></html>"""

GOOGLE = """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #ccc;}br {mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" border="1" data-sheets-root="1"><colgroup><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;a &gt; b&quot;}">a &gt; b</td><td>two<br/>lines</td></tr><tr><td>1</td><td></td></tr></tbody></table>"""


def normalised(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]


@given(ROWS)
def test_text_comes_back_as_it_was_copied(rows):
    assert from_clipboard("", to_tsv(rows)) == normalised(rows)


@given(ROWS)
def test_html_comes_back_as_it_was_copied(rows):
    assert from_clipboard(to_html(rows), "something else") == normalised(rows)


@given(st.text(alphabet="<>!-/&;\"'= \t\ntdrablescriptyx1\x00"), st.text())
def test_whatever_is_on_the_clipboard_gives_rows_of_texts(html, text):
    rows = from_clipboard(html, text)
    assert all(isinstance(cell, str) and "\x00" not in cell for row in rows for cell in row)
    assert all(rows)


def test_a_spreadsheet_reads_the_text_as_csv_with_tabs_does(tmp_path):
    rows = [['a "b"', "two\nlines", "tab\there", "plain", "", "=1+1", "'x"], ["1/2", "007", "ü", " x ", "-", "@", "+"]]
    text = to_tsv(rows)
    assert list(csv.reader(text.split("\r\n"), delimiter="\t"))[-2:-1] == [rows[1]]
    assert text.startswith('"a ""b"""\t"two\nlines"\t"tab\there"\tplain\t\t=1+1\t\'x\r\n')


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("word", [["word"]]),
        ("two words, one cell", [["two words, one cell"]]),
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\n\r\nc", [["a", "b"], [""], ["c"]]),
        ("a\t", [["a", ""]]),
        ("\t\n", [["", ""]]),
        ('"two\nlines"\tx', [["two\nlines", "x"]]),
        ('"a ""b"" c"\tx', [['a "b" c', "x"]]),
        ('say "hi"\tx', [['say "hi"', "x"]]),
        ('"hi" he said\tx', [['"hi" he said', "x"]]),
        ('"never closed\tx\ny', [['"never closed', "x"], ["y"]]),
        ('5" pipe\t"', [['5" pipe', '"']]),
        ("nul\x00\tx", [["nul", "x"]]),
    ],
)
def test_text_of_all_sorts(text, rows):
    assert from_clipboard("", text) == rows


def test_a_table_of_excel():
    assert from_clipboard(EXCEL, "no") == [
        ["Ilse Varga", 'said "A"\nand  B', ""],
        ["one", "7", ""],
        ["", "a long text that was wrapped", "x"],
    ]


def test_a_table_of_libreoffice():
    assert from_clipboard(LIBREOFFICE, "no") == [["Ana Dorn", "7"], ["two\nlines", ""]]


def test_a_table_of_google_sheets():
    assert from_clipboard(GOOGLE, "no") == [["a > b", "two\nlines"], ["1", ""]]


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<p>no table</p>", [["text"]]),
        ("<table></table>", [["text"]]),
        ("<table><tr><td>1</table><table><tr><td>2</table>", [["text"]]),
        ("<table><tr><td><table><tr><td>1</td></tr></table></table>", [["text"]]),
        ("<table><tr><td>a<td>b<tr><td>c", [["a", "b"], ["c"]]),
        ("<TABLE><TR><TH>a</TH><TD>b</TD></TR></TABLE>", [["a", "b"]]),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", [["one\ntwo"]]),
        ("<table><tr><td>a<script>x()</script><style>td{}</style>b</td></tr></table>", [["ab"]]),
        ("<table><tr><td>a<script>never closed <td>x", [["a"]]),
        ("<table><tr><td>a<!-- b --></td><td onclick='x>y'>c</td></tr></table>", [["a", "c"]]),
        ("<table><tr><td>a &amp; b &lt;c&gt; &#8220;d&#x201d; &nosuch; &#0;</td></tr></table>", [["a & b <c> “d” &nosuch; \ufffd"]]),
        ("<table><tr><td>a\x00b</td></tr></table>", [["ab"]]),
        ("<table><tr><td colspan='x' rowspan=-1>a</td><td>3 < 4</td></tr></table>", [["a", "3 < 4"]]),
        ("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>",
         [["a", "b"], ["", "c"], ["d"]]),
    ],
)  # fmt: skip
def test_html_of_all_sorts(html, rows):
    assert from_clipboard(html, "text") == rows


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<!--", "<!", "</a", "<a b='", '<a b="', "<", "<?", "<![", "&#", "&", "<td ", "<table", "<style>", "<tr><td>", '"', '"\t', '""x\n'],
)  # fmt: skip
def test_hostile_input_is_read_before_the_time_limit_of_a_test(piece):
    hostile = "<table><tr><td>x" + piece * 50_000
    from_clipboard(hostile, "")
    from_clipboard("", piece * 50_000)


def test_what_is_too_large_is_refused_in_one_sentence(monkeypatch):
    wide = "<table>" + "<tr><td colspan=1000>x</td></tr>" * 1001 + "</table>"
    with pytest.raises(UserError, match="more than 1,000,000 cells"):
        from_clipboard(wide, "text")
    tall = "<table><tr>" + "<td rowspan=1000>x</td>" * 1000 + "</tr>" + "<tr></tr>" * 999 + "<tr><td>y</table>"
    with pytest.raises(UserError, match="more than 1,000,000 cells"):
        from_clipboard(tall, "text")
    monkeypatch.setattr(clipboard, "SIZE_LIMIT", 100)
    assert from_clipboard("<table><tr><td>1" + " " * 200, "text") == [["text"]]
    for html, text in (("x" * 101, ""), ("", "x" * 101), ("x" * 101, "x" * 101)):
        with pytest.raises(UserError, match="larger than 20 MB"):
            from_clipboard(html, text)
    monkeypatch.setattr(clipboard, "CELL_LIMIT", 10)
    with pytest.raises(UserError, match="more than 10 cells"):
        from_clipboard("", "\t" * 20)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_fifty_rows_go_to_libreoffice_and_back(tmp_path):
    rows = [
        ["1/2", "007", "=1+1", "2025-11-04", "1e5"],
        ["two\nlines", 'say "hi"', "a < b & c", "ü 😀", ""],
        ["'x", "-3", "TRUE", "+49 30 12", "50%"],
        *(
            [f"Speaker {number}", "denied  twice", f"{number}/{number + 1}", "“a”", f"{number:03}"]
            for number in range(47)
        ),
    ]
    (tmp_path / "table.html").write_text(to_html(rows), encoding="utf-8")

    def convert(kind: str) -> None:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
             "--infilter=HTML (StarCalc)", "--convert-to", kind, "--outdir", "out", "table.html"],
            cwd=tmp_path, check=True, capture_output=True, timeout=55,
        )  # fmt: skip

    convert("csv:Text - txt - csv (StarCalc):44,34,76")
    with (tmp_path / "out" / "table.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == rows
    convert("html:HTML (StarCalc)")
    assert from_clipboard((tmp_path / "out" / "table.html").read_text(encoding="utf-8"), "") == rows
