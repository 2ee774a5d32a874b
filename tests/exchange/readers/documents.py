"""Documents made for the tests, in the shape that programs give them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pdfminer.fontmetrics import FONT_METRICS

_WIDTHS = FONT_METRICS["Helvetica"][1]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: Mapping[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A ZIP of these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# PDF


def width_of(text: str, size: float) -> float:
    """How wide a text is in Helvetica."""
    return sum(_WIDTHS.get(character, 556) for character in text) * size / 1000


def set_lines(text: str, width: float, size: float = 10) -> list[str]:
    """A text set in lines of a width, its long words broken with hyphens as programs for newspapers do."""
    lines, line, words = [], "", text.split()
    while words:
        word = words.pop(0)
        tried = f"{line} {word}".strip()
        if width_of(tried, size) <= width:
            line = tried
            continue
        for cut in range(len(word) - 3, 3, -1):
            if word.isalpha() and width_of(f"{line} {word[:cut]}-", size) <= width:
                lines.append(f"{line} {word[:cut]}-".strip())
                line, word = "", word[cut:]
                break
        else:
            lines.append(line)
            line = ""
        words.insert(0, word)
    return [*lines, line]


@dataclass
class Sheet:
    """One page of a PDF: drawing operators, A4."""

    drawn: list[str] = field(default_factory=list)

    def write(self, left: float, height: float, text: str, size: float = 10, *, bold: bool = False) -> None:
        """Put a line of text on the page."""
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.drawn.append(f"BT /{'B' if bold else 'F'} {size} Tf {left} {height} Td ({escaped}) Tj ET")

    def picture(self, left: float, height: float, width: float, tall: float) -> None:
        """Put a picture on the page."""
        self.drawn.append(f"q {width} 0 0 {tall} {left} {height} cm /I Do Q")

    def column(self, left: float, top: float, paragraphs: Sequence[str], width: float = 230, size: float = 10) -> float:
        """Set paragraphs below each other, the first line of each but the first indented; where they end."""
        for number, paragraph in enumerate(paragraphs):
            lines = set_lines(("\xa0" * 4 if number else "") + paragraph, width, size)
            for place, line in enumerate(lines):
                shown = line.lstrip("\xa0")
                self.write(left + (12 if number and not place else 0), top, shown, size)
                top -= size * 1.2
        return top

    def justified(self, left: float, top: float, paragraphs: Sequence[str], width: float, size: float) -> float:
        """Set paragraphs with the spaces of their lines stretched, so that all but the last are of one width."""
        for paragraph in paragraphs:
            lines = set_lines(paragraph, width, size)
            for place, line in enumerate(lines):
                spaces = line.count(" ") if place < len(lines) - 1 else 0
                stretch = (width - width_of(line, size)) / spaces if spaces else 0
                self.drawn.append(f"BT /F {size} Tf {stretch:.2f} Tw {left} {top} Td ({line}) Tj ET")
                top -= size * 1.15
        return top


def make_pdf(sheets: Sequence[Sheet], *, extra: Mapping[str, str] | None = None, **said: str) -> bytes:
    """A PDF of these pages; `said` is what it says of itself, `extra` more keys of its trailer."""
    pages = [6 + 2 * number for number in range(len(sheets))]
    information = " ".join(f"/{key} ({value})" for key, value in said.items())
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>".encode(),
        3: b"<< /Font << /F 4 0 R /B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold"
        b" /Encoding /WinAnsiEncoding >> >> /XObject << /I 5 0 R >> >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        5: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        b" /Length 1 >>\nstream\n\x80\nendstream",
        6 + 2 * len(sheets): f"<< {information} >>".encode("cp1252"),
    }
    for page, sheet in zip(pages, sheets, strict=True):
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R /Contents {page + 1} 0 R >>".encode()
        )
        drawn = zlib.compress("\n".join(sheet.drawn).encode("cp1252"))
        objects[page + 1] = (
            f"<< /Length {len(drawn)} /Filter /FlateDecode >>\nstream\n".encode() + drawn + b"\nendstream"
        )
    return pdf_of(
        objects, f"/Info {6 + 2 * len(sheets)} 0 R " + " ".join(f"/{k} {v}" for k, v in (extra or {}).items())
    )


def pdf_of(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    most = max(objects) + 1
    out += f"xref\n0 {most}\n0000000000 65535 f \n".encode()
    for number in range(1, most):
        out += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    out += f"trailer\n<< /Size {most} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


# Word


def make_docx(body: str, *, core: str = "", notes: str = "", styles: str = "", **parts: str | bytes) -> bytes:
    """A Word document with this XML in its body."""
    return zipped({
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f"<Relationships><Relationship Id='a' Type='{_OFFICE}/officeDocument'"
        " Target='word/document.xml'/></Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships><Relationship Id='a' Type='{_OFFICE}/styles'"
        f" Target='styles.xml'/><Relationship Id='b' Type='{_OFFICE}/footnotes' Target='footnotes.xml'/>"
        f"<Relationship Id='c' Type='{_OFFICE}/image' Target='https://pictures.example/1.png'"
        " TargetMode='External'/></Relationships>",
        "word/document.xml": f"<?xml version='1.0' encoding='UTF-8'?><w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles or STYLES}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>",
        "docProps/core.xml": "<cp:coreProperties xmlns:cp='urn:cp' xmlns:dc='http://purl.org/dc/elements/1.1/'"
        f" xmlns:dcterms='http://purl.org/dc/terms/'>{core}</cp:coreProperties>",
        **parts,
    })  # fmt: skip


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph of Word with one run of text."""
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


STYLES = (
    "<w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/>"
    "<w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Zwischentitel'><w:name w:val='Zwischentitel'/>"
    "<w:basedOn w:val='berschrift1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Titel'><w:name w:val='Title'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Beschriftung'><w:name w:val='caption'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Verzeichnis1'><w:name w:val='toc 1'/></w:style>"
)
"""Of a German Word: ids are German, names English."""


# OpenDocument

_ODT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing", "meta": "meta",
    }.items()
)  # fmt: skip


def make_odt(body: str, *, meta: str = "", styles: str = "", **parts: str | bytes) -> bytes:
    """An OpenDocument text with this XML in its body."""
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {_ODT}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {_ODT} xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<office:meta>{meta}</office:meta></office:document-meta>",
        **parts,
    }, stored=["mimetype"])  # fmt: skip


# E-books


def make_epub(chapters: Mapping[str, str], *, metadata: str = "", **parts: str | bytes) -> bytes:
    """An e-book of these chapters, its table of contents first."""
    items = "".join(f"<item id='{n}' href='{n}.xhtml' media-type='application/xhtml+xml'/>" for n in chapters)
    spine = "".join(f"<itemref idref='{name}'/>" for name in ("contents", *chapters))
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
        "OEBPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'>"
        f"<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>{metadata}</metadata><manifest>"
        "<item id='contents' href='contents.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
        f"{items}</manifest><spine>{spine}</spine></package>",
        "OEBPS/contents.xhtml": "<html><body><nav><ol><li>Contents: Chapter one</li></ol></nav></body></html>",
        **{f"OEBPS/{name}.xhtml": chapter for name, chapter in chapters.items()},
        **parts,
    }, stored=["mimetype"])  # fmt: skip
