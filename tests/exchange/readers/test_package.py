"""Documents that are a ZIP, opened with care: what is hostile or broken in them, one by one."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.package import MOST_PARTS, Package, part_beside
from tests.exchange.readers.documents import make_docx, make_odt, paragraph, zipped

BODY = paragraph("Varga denied it.")


def _refused(raw, name="talks.docx"):
    with pytest.raises(UserError) as told:
        read_bytes(raw, name)
    return str(told.value)


def _with(name: str, content: bytes | str = b"x") -> bytes:
    """A good document with one part more, under any name."""
    packed = io.BytesIO(make_docx(BODY))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def test_three_hundred_megabytes_in_a_small_document_are_refused_unopened():
    packed = io.BytesIO(make_docx(BODY))
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/media/large.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b" " * 1_000_000)
    assert _refused(packed.getvalue()) == "talks.docx would unpack to 300 MB, which is no article."


def test_a_part_that_is_packed_too_tightly_is_refused():
    raw = make_docx("", **{"word/document.xml": b"<a>" + b" " * 20_000_000 + b"</a>"})
    assert _refused(raw).endswith("kB to 20 MB of text, which is no article.")


def test_a_part_that_lies_about_its_size_is_not_believed():
    raw = bytearray(zipped({"word/document.xml": b"<a>" + b"x" * 3_000_000 + b"</a>"}))
    place = raw.index(b"PK\x01\x02") + 24
    raw[place : place + 4] = struct.pack("<I", 10)
    assert _refused(bytes(raw)).startswith("talks.docx could not be read as a Word document")


@pytest.mark.parametrize("name", ["../outside.xml", "word/../../outside.xml", "/etc/passwd", "C:\\a.xml", "..\\a.xml"])
def test_a_part_outside_of_the_document_is_refused(name):
    assert "has a part outside of itself" in _refused(_with(name))


def test_too_many_parts_are_refused():
    raw = zipped({"word/document.xml": "<a/>", **{f"p{number}": b"" for number in range(MOST_PARTS)}})
    assert _refused(raw) == f"talks.docx has {MOST_PARTS + 1} parts, which is no Word document."


def test_a_locked_part_is_told():
    raw = bytearray(make_docx(BODY))
    start = 0
    for magic, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := raw.find(magic, start)) >= 0:
            raw[start + offset] |= 1
            start += 4
    assert _refused(bytes(raw)) == "talks.docx is locked with a password; save it without one, and import that."


def test_a_zip_in_a_document_is_left_alone():
    inner = zipped({"a": b"x" * 1_000_000})
    assert read_bytes(_with("word/embeddings/sheet.xlsx", inner), "talks.docx").blocks[0].text == "Varga denied it."


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10)
    ) + "]>"
)  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY k SYSTEM "secret.txt">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, "<!DOCTYPE x>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(declared, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{declared}<x>&k;</x>'.encode(encoding)
    told = "talks.docx declares entities of its own in its XML; it is not trusted."
    assert _refused(make_docx("", **{"word/document.xml": xml})) == told
    assert _refused(make_odt("", **{"content.xml": xml}), "talks.docx") == told


@pytest.mark.parametrize("damage", ["depth", "name", "cut", "encoding"])
def test_broken_xml_is_told(damage):
    xml = {
        "depth": "<a>" * 100_000 + "</a>" * 100_000,
        "name": f"<{'a' * 11_000_000}/>",
        "cut": "<w:document><w:body>",
        "encoding": b'<?xml version="1.0" encoding="utf-8"?><a>\xff\xfe</a>',
    }[damage]
    raw = make_docx("", **{"word/document.xml": xml})
    assert _refused(raw) in {
        "talks.docx could not be read as a Word document: it is damaged or was cut off.",
        "talks.docx would unpack from 10 kB to 11 MB of text, which is no article.",
    }


def test_many_short_notes_to_one_another_end(tmp_path):
    """A style that is based on itself, and a note that refers to itself."""
    styles = (
        "<w:style w:styleId='a'><w:basedOn w:val='b'/></w:style><w:style w:styleId='b'><w:basedOn w:val='a'/></w:style>"
    )
    reference = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    notes = f"<w:footnote w:id='1'><w:p><w:r><w:t>See below.</w:t></w:r>{reference}</w:p></w:footnote>"
    raw = make_docx(f"<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr>{reference}</w:p>", styles=styles, notes=notes)
    assert [block.text for block in read_bytes(raw, "talks.docx").blocks if block.text] == ["See below."]


@pytest.mark.parametrize(
    ("part", "target", "found"),
    [
        ("OEBPS/book.opf", "one.xhtml", "OEBPS/one.xhtml"),
        ("OEBPS/book.opf", "../text/a%20b.xhtml#top", "text/a b.xhtml"),
        ("book.opf", "/text/one.xhtml", "text/one.xhtml"),
        ("word/document.xml", "styles.xml", "word/styles.xml"),
    ],
)
def test_addresses_lead_to_parts(part, target, found):
    assert part_beside(part, target) == found


def test_a_part_that_is_not_there_is_named():
    with (
        Package(zipped({"a": b""}), "talks.odt", "an OpenDocument text") as package,
        pytest.raises(
            UserError, match=r"^talks\.odt is an OpenDocument text without its part “content\.xml”; it is damaged\.$"
        ),
    ):
        package.read("content.xml")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measures as Linux does")
def test_a_large_document_and_a_bomb_need_little_memory(tmp_path):
    """In a process of its own, whose largest size is looked at: what the readers load and 100 MB."""
    many = make_docx(paragraph("Varga denied on Thursday that there were any disagreements.") * 30_000)
    (tmp_path / "many.docx").write_bytes(many)
    (tmp_path / "bomb.docx").write_bytes(make_docx("", **{"word/document.xml": b"<a>" + b" " * 200_000_000 + b"</a>"}))
    program = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from claimtracker.domain.errors import UserError\n"
        "from claimtracker.exchange.readers import read_bytes\n"
        "try:\n    print(len(read_bytes(Path(sys.argv[1]).read_bytes(), 'x.docx').blocks))\n"
        "except UserError as error: print(error)\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    said = {}
    for name in ("many.docx", "bomb.docx"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / name)], capture_output=True, text=True, check=True
        )
        said[name], size = done.stdout.splitlines()
        assert int(size) < 200_000, name
    assert said["many.docx"] == "30000"
    assert said["bomb.docx"].endswith("kB to 200 MB of text, which is no article.")
