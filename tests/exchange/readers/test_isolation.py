"""Files read in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.isolation import IsolatedReader
from tests.exchange.readers.documents import make_docx, make_pdf, paragraph, pdf_of
from tests.exchange.readers.test_pdf import sheet_of_text

ROOT = Path(__file__).parents[3]
GOOD = make_docx(paragraph("Ferry talks collapse", "Titel") + paragraph("Varga denied it."))
has_limits = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux limits the memory of a process"
)


@pytest.fixture
def reader():
    with IsolatedReader() as reader:
        yield reader


def _form_that_draws_itself() -> bytes:
    """A PDF whose page draws a form that draws ten times one that draws ten times one, and so on."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /X 5 0 R >> >> >>",
        4: b"<< /Length 5 >>\nstream\n/X Do\nendstream",
    }
    for number in range(5, 20):
        objects[number] = (
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {number + 1} 0 R >> >>"
            " /Length 60 >>\nstream\n" + "/X Do " * 10 + "\nendstream"
        ).encode()
    objects[20] = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"
    return pdf_of(objects)


def _bomb(size: int) -> bytes:
    """A PDF whose page unpacks to so many bytes."""
    packing = zlib.compressobj(9)
    # A block that refers to nothing before it can be repeated as it is.
    first, block = (packing.compress(b" " * 10_000_000) + packing.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + block * (size // 10_000_000) + packing.flush()
    return pdf_of({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        4: f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream",
    })  # fmt: skip


def test_it_reads_what_the_readers_read(reader, tmp_path):
    path = tmp_path / "talks.docx"
    path.write_bytes(GOOD)
    assert reader.read(path) == read_bytes(GOOD, "talks.docx")
    raw = make_pdf([sheet_of_text()], Title="Ferry talks")
    assert reader.read_bytes(raw, "talks.pdf") == read_bytes(raw, "talks.pdf")


def test_sentences_come_as_they_are_and_the_process_goes_on(reader):
    reader.read_bytes(GOOD, "talks.docx")
    process = reader.process_id
    with pytest.raises(
        UserError, match=r"^half\.docx could not be read as a Word document: it is damaged or was cut off\.$"
    ):
        reader.read_bytes(GOOD[:900], "half.docx")
    assert reader.read_bytes(GOOD, "talks.docx").blocks
    assert reader.process_id == process


def test_plain_text_needs_no_process(reader):
    assert reader.read_bytes(b"Varga denied it.", "talks.txt").blocks[0].text == "Varga denied it."
    assert reader.process_id is None


def test_a_file_that_takes_too_long_is_told_and_the_next_one_is_read():
    with IsolatedReader(seconds=1) as reader:
        with pytest.raises(UserError, match=r"^loop\.pdf took too long to read; it was not imported\.$"):
            reader.read_bytes(_form_that_draws_itself(), "loop.pdf")
        assert reader.process_id is None
        assert reader.read_bytes(GOOD, "talks.docx").blocks


@has_limits
def test_computing_is_limited_by_the_system_too():
    with (
        IsolatedReader(computing=0) as reader,
        pytest.raises(UserError, match=r"^loop\.pdf took too long to read; it was not imported\.$"),
    ):
        reader.read_bytes(_form_that_draws_itself(), "loop.pdf")


@has_limits
def test_a_file_that_needs_too_much_memory_is_told_and_the_next_one_is_read(reader):
    with pytest.raises(UserError, match=r"^bomb\.pdf needs too much memory to read; it was not imported\.$"):
        reader.read_bytes(_bomb(2_000_000_000), "bomb.pdf")
    assert reader.read_bytes(GOOD, "talks.docx").blocks


def test_whoever_waits_can_stop_it_at_once(reader):
    asked = 0

    def watch():
        nonlocal asked
        asked += 1
        if asked == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        reader.read_bytes(_form_that_draws_itself(), "loop.pdf", watch)
    assert reader.process_id is None


def test_a_process_that_dies_is_told_and_replaced(reader):
    reader.read_bytes(GOOD, "talks.docx")
    os.kill(reader.process_id, 9)
    with pytest.raises(UserError, match=r"^talks\.docx made its reader break down; it was not imported\.$"):
        reader.read_bytes(GOOD, "talks.docx")
    assert reader.read_bytes(GOOD, "talks.docx").blocks


def test_it_works_from_any_folder_and_takes_nothing_from_it(tmp_path):
    (tmp_path / "talks.docx").write_bytes(GOOD)
    for name in ("lxml.py", "zipfile.py", "claimtracker.py"):
        (tmp_path / name).write_text("raise SystemExit('taken from the folder')", encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from claimtracker.exchange.readers.isolation import IsolatedReader\n"
        "with IsolatedReader() as reader: print(reader.read(Path('talks.docx')).blocks[0].text)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "Ferry talks collapse\n", done.stderr


def test_a_file_too_large_or_away_is_told(reader, tmp_path):
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UserError, match=r"^large\.pdf is too large to be an article: 200 MB\.$"):
        reader.read(large)
    with pytest.raises(UserError, match=r"^gone\.pdf could not be read: No such file or directory\.$"):
        reader.read(tmp_path / "gone.pdf")
