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


def test_a_folder_that_is_not_there_is_said(qapp, tmp_path):
    with pytest.raises(UserError, match="no folder"):
        write_pdf("<p>x</p>", tmp_path / "nowhere" / "report.pdf")
