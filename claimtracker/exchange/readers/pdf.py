"""PDF documents: their text in reading order. A PDF knows no paragraphs, only where on a page each character stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTFigure, LTImage, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.columns import blocks_of
from claimtracker.exchange.readers.document import made_on, one_line, reading, title_of
from claimtracker.exchange.readers.lines import Area, Line, Page, around
from claimtracker.exchange.readers.page_layout import in_reading_order
from claimtracker.exchange.readers.running_heads import without_running_heads

_WHAT = "a PDF"
MOST_PAGES = 2_000
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BROWSER = re.compile(r"mozilla|chrom|safari|skia|webkit", re.IGNORECASE)
_MOMENT = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")


def read(raw: bytes, name: str) -> ReadArticle:
    """The text of a PDF: columns one after the other, without running heads and page numbers, its paragraphs whole."""
    with reading(name, _WHAT):
        document = _opened(raw, name)
        pages = list(_pages(document, name))
        said = _said(document)
        texts = [line.text for page in pages for line in page.lines]
        _check(pages, texts, name)
        pages, address = without_running_heads(pages)
        blocks = blocks_of(pages)
    # A page that was printed to PDF says when it was printed.
    printed = address or _BROWSER.search(said["Creator"] + said["Producer"])
    published, warnings = ("", ()) if printed else made_on(_moment(said["CreationDate"]), blocks)
    return ReadArticle(
        blocks,
        title=title_of(said["Title"]),
        author=said["Author"],
        url=address,
        published=published,
        language=said["Lang"],
        warnings=(*_left_out(pages), *warnings),
    )


def _opened(raw: bytes, name: str) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(io.BytesIO(raw)))
    except PDFEncryptionError as error:
        raise UserError(f"{name} is locked with a password; save it without one, and import that.") from error


def _pages(document: PDFDocument, name: str) -> Iterator[Page]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(char_margin=1.2, boxes_flow=None, all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= MOST_PAGES:
            raise UserError(f"{name} has more than {MOST_PAGES} pages, which is no article.")
        interpreter.process_page(page)
        yield _page(number, device.get_result())


def _page(number: int, layout: LTPage) -> Page:
    page = Page(number, layout.width, layout.height)
    _gather(layout, page)
    page.lines = in_reading_order(page.lines)
    return page


def _gather(items: Iterable[object], page: Page) -> None:
    for item in items:
        if isinstance(item, LTTextLine):
            _add(item, page)
        elif isinstance(item, LTTextBox | LTFigure):
            _gather(item, page)
        elif isinstance(item, LTImage):
            page.pictures.append(Area(*item.bbox))


def _add(line: LTTextLine, page: Page) -> None:
    characters = [each for each in line if isinstance(each, LTChar) and not each.get_text().isspace()]
    raw = line.get_text()
    text = one_line(_UNKNOWN.sub("", raw)).translate(_LIGATURES)
    page.unknown += len(_UNKNOWN.findall(raw))
    if not characters or not text:
        return
    if sum(each.upright for each in characters) * 2 < len(characters):
        page.sideways += 1
        return
    sizes = sorted(each.size for each in characters)
    size = round(sizes[len(sizes) // 2] * 2) / 2
    bold = sum(bool(_BOLD.search(each.fontname)) for each in characters) > 0.9 * len(characters)
    initial = characters[0]
    if initial.size > 1.8 * size and text.startswith(initial.get_text()) and len(characters) > 3:
        # A letter as tall as several lines makes neither them taller nor a word of its own.
        page.lines.append(Line(initial.get_text(), Area(*initial.bbox), initial.size, bold, page.number))
        text, characters = text.removeprefix(initial.get_text()).lstrip(), characters[1:]
    page.lines.append(Line(text, around([Area(*each.bbox) for each in characters]), size, bold, page.number))


def _check(pages: list[Page], texts: list[str], name: str) -> None:
    """Raise `UserError` for a scan and for fonts that hide what they show."""
    characters = sum(map(len, texts))
    if sum(page.unknown for page in pages) > characters // 4:
        raise UserError(f"{name} does not tell which characters its fonts show. Run text recognition (OCR) on it.")
    pictured = sum(page.is_picture for page in pages)
    if not characters or (characters < 40 * len(pages) and pictured > len(pages) // 2):
        if pictured:
            raise UserError(f"{name} is a scan: pictures of pages without text. Run text recognition (OCR) on it.")
        raise UserError(f"{name} holds no text.")


def _left_out(pages: list[Page]) -> Iterator[str]:
    scanned = [str(page.number + 1) for page in pages if page.is_picture and not page.lines]
    if scanned:
        yield f"Page {', '.join(scanned[:20])} is a picture without text, and was left out."
    if any(page.sideways for page in pages):
        yield "Text that runs sideways was left out."
    if any(page.unknown for page in pages):
        yield "Some characters could not be told from their fonts, and are missing."


def _said(document: PDFDocument) -> dict[str, str]:
    """What the document says of itself; what cannot be read is empty."""
    said = dict.fromkeys(("Title", "Author", "CreationDate", "Creator", "Producer"), "")
    for found in document.info:
        said.update({key: _words(found[key]) for key in said if key in found})
    return {**said, "Lang": _words(document.catalog.get("Lang", b""))}


def _words(value: object) -> str:
    value = resolve1(value)
    if isinstance(value, bytes):
        return one_line(decode_text(value))
    return one_line(value) if isinstance(value, str) else ""


def _moment(said: str) -> str:
    found = _MOMENT.match(said)
    if found is None:
        return ""
    year, month, day, hour, minute, second, zulu, hours, minutes = found.groups()
    date = f"{year}-{month}-{day}"
    if not hour:
        return date
    offset = "+00:00" if zulu else f"{hours}:{minutes or '00'}" if hours else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{offset}"
