"""A report as PDF."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.gui.pdf import write_pdf


def test_a_page_becomes_a_pdf_file(qapp, tmp_path):
    path = tmp_path / "report.pdf"
    write_pdf("<html><body><h1>Changes</h1><p>Said &lt;b&gt;</p></body></html>", path)
    assert path.read_bytes().startswith(b"%PDF-")
    long = tmp_path / "long.pdf"
    write_pdf("<p>A line</p>" * 500, long)
    assert long.read_bytes().count(b"/Type /Page\n") > path.read_bytes().count(b"/Type /Page\n")


def _pages(path):
    return path.read_bytes().count(b"/Type /Page\n")


def test_no_table_is_cut_by_the_end_of_a_page_and_its_heading_goes_along(qapp, tmp_path):
    table = f"<table><tr><td>{'A line<br>' * 38}</td></tr></table>"
    path = tmp_path / "report.pdf"
    write_pdf(f"<h2>One</h2>{table}<p>Two</p>{table}<p>Three</p>{table}", path)
    # Each is more than half a page high: cut by the ends of pages, the three would take two.
    assert _pages(path) == 3


def test_what_is_higher_than_a_page_goes_on_on_the_next(qapp, tmp_path):
    path = tmp_path / "report.pdf"
    write_pdf(f"<h1>All</h1><table><tr><td>{'A line<br>' * 150}</td></tr></table><p>The end</p>", path)
    assert _pages(path) == 3


def test_a_folder_that_is_not_there_is_said(qapp, tmp_path):
    with pytest.raises(UserError, match="no folder"):
        write_pdf("<p>x</p>", tmp_path / "nowhere" / "report.pdf")
