"""Tables on the clipboard, as Excel, LibreOffice and Google Sheets write and read them.

Nothing is put in front of cells here, unlike in a claim sheet: what is copied is what is pasted. A formula stays a
text because the HTML says that every cell is one. What comes in may be anything: its markup is read with patterns that
look at each sign a bounded number of times, where `html.parser` takes minutes for some kilobytes of `<a <a <a`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimtracker.domain.errors import UserError

SIZE_LIMIT = 20 * 1024 * 1024
"""Characters of a clipboard that are read: more than that comes as a file."""
CELL_LIMIT = 1_000_000

_LINE_END = re.compile("\r\n|\r")
_TO_BE_QUOTED = re.compile('[\t\n"]')
_TSV_CELL = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"(?=[\t\r\n]|\Z)|[^\t\r\n]*')
_DIVIDER = re.compile(r"\t|\r\n|\r|\n|\Z")

_HEAD = (
    '<html><head><meta charset="utf-8"><style>td{mso-number-format:"\\@";white-space:pre-wrap}'
    "br{mso-data-placement:same-cell}</style></head><body><table>"
)
# Excel is told by the style that a cell is text, LibreOffice by `sdnum`.
_CELL = '<td sdnum="1033;0;@" style=\'mso-number-format:"\\@";white-space:pre-wrap\'>'
_LINE_BREAK = '<br style="mso-data-placement:same-cell">'
# One blank between words survives HTML; others are written by number.
_KEPT_BLANK = re.compile(r"[\t\f\xa0]|(?<![^\s]) | (?![^\s])")

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*+>?"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+)(?P<rest>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BLANKS_AND_SIGNS = re.compile(r"[ \t\r\n\f]+|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_UNSEEN = ("script", "style", "title", "textarea", "template", "noscript", "iframe", "xmp")
_BLOCKS = ("p", "div", "li")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WIDEST = 1000
"""Columns and rows that one cell may span."""
_BLANK = "\x00"
"""A blank that may be dropped at the ends of a line: NUL itself never gets this far."""


def to_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text: tabs between cells, a line each; a cell with a tab, line break or quotation mark is quoted.

    Line breaks inside of cells become line feeds, as spreadsheets write them, and NUL is dropped;
    `from_clipboard("", …)` reads it back.
    """
    return "".join("\t".join(_quoted(_normalised(cell)) for cell in row) + "\r\n" for row in rows)


def to_html(rows: Sequence[Sequence[str]]) -> str:
    """Rows as an HTML table whose cells are marked as text, so that no “1/2” becomes a date and no “007” a number.

    Line breaks and NUL as in `to_tsv`; `from_clipboard(…, "")` reads it back.
    """
    lines = ["<tr>" + "".join(f"{_CELL}{_as_html(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    return f"{_HEAD}{''.join(lines)}</table></body></html>"


def from_clipboard(html: str, text: str) -> list[list[str]]:
    """The cells of what was copied: of the HTML if it holds exactly one table, else of the text, which may be one cell.

    Scripts and styles are no text; line breaks become line feeds. Raises `UserError` for more than 20 MB or 1,000,000
    cells.
    """
    if html and len(html) <= SIZE_LIMIT:
        reader = _TableReader()
        reader.read(html)
        if reader.tables == 1 and reader.rows:
            return reader.rows
    if max(len(text), 0 if text else len(html)) > SIZE_LIMIT:
        raise UserError("What was copied is larger than 20 MB; save it as a file and import that.")
    return _from_tsv(text.replace("\x00", ""))


def _normalised(cell: str) -> str:
    return _LINE_END.sub("\n", cell.replace("\x00", ""))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _TO_BE_QUOTED.search(cell) else cell


def _from_tsv(text: str) -> list[list[str]]:
    """Cells by tabs and lines; one in quotes as a whole may hold both, any other quote is a sign like others."""
    rows: list[list[str]] = []
    row: list[str] = []
    place = count = 0
    while place < len(text) or row:
        cell = _TSV_CELL.match(text, place)
        divider = _DIVIDER.match(text, cell.end()) if cell else None
        if cell is None or divider is None:  # both patterns match anywhere
            break
        row.append(_normalised(cell[0] if cell[1] is None else cell[1].replace('""', '"')))
        count += 1
        _check_count(count)
        place = divider.end()
        if divider[0] != "\t":
            rows.append(row)
            row = []
    return rows


def _as_html(cell: str) -> str:
    from html import escape  # noqa: PLC0415  it has two thousand names of characters come along

    text = _KEPT_BLANK.sub(lambda blank: f"\x00{ord(blank[0])};", _normalised(cell))
    return escape(text, quote=False).replace("\x00", "&#").replace("\n", _LINE_BREAK)


def _check_count(cells: int) -> None:
    if cells > CELL_LIMIT:
        raise UserError(f"What was copied has more than {CELL_LIMIT:,} cells; save it as a file and import that.")


class _TableReader:
    """Reads the table of an HTML document, in the flavours of Excel, LibreOffice, Google Sheets and browsers."""

    def __init__(self) -> None:
        self.tables = 0
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._is_hidden = False
        self._cell: list[str] | None = None
        self._width = self._height = 1
        self._spans: dict[int, int] = {}
        """By column: the rows that a cell further up still reaches into."""
        self._count = 0

    def read(self, html: str) -> None:
        """Take in the document."""
        for end, name, rest, text in _pieces(html):
            if not name:
                if self._cell is not None:
                    self._cell.append(_visible(text))
            elif end:
                self._close(name)
            else:
                self._open(name, rest)
        self._end_row()

    def _open(self, name: str, rest: str) -> None:
        if name == "table":
            self.tables += 1
        elif name == "tr":
            self._end_row()
            self._row = []
            self._is_hidden = bool(_HIDDEN.search(rest))
        elif name in {"td", "th"}:
            self._end_cell()
            if self._row is None:
                self._row, self._is_hidden = [], False
            attributes = {match[1].lower(): match[2] or match[3] or match[4] for match in _ATTRIBUTE.finditer(rest)}
            self._width, self._height = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            self._cell = []
        elif self._cell is not None and name == "br":
            self._cell.append("\n" if rest.strip(" /") else "\r")
        elif self._cell is not None and name in _BLOCKS and "".join(self._cell).strip(_BLANK):
            self._cell.append("\n")

    def _close(self, name: str) -> None:
        if name in {"td", "th"}:
            self._end_cell()
        elif name in {"tr", "table"}:
            self._end_row()

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = "".join(self._cell)
        # LibreOffice writes a bare line break into an empty cell.
        text = "" if text.strip(_BLANK) == "\r" else text.replace("\r", "\n")
        text = re.sub(f"{_BLANK}*\n{_BLANK}*", "\n", text).strip(_BLANK).replace(_BLANK, " ")
        self._cell = None
        self._fill_spanned()
        for column in range(len(self._row), len(self._row) + self._width):
            if self._height > 1:
                self._spans[column] = self._height
        self._row += [text, *[""] * (self._width - 1)]
        self._count += self._width
        _check_count(self._count)

    def _fill_spanned(self) -> None:
        """Leave the places free that cells further up reach into."""
        row = self._row
        while row is not None and len(row) in self._spans:
            row.append("")
            self._count += 1

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill_spanned()
        _check_count(self._count)
        # Excel ends a table with a hidden row that only holds the widths of its columns.
        if self._row and not self._is_hidden:
            self.rows.append(self._row)
        self._spans = {column: rows - 1 for column, rows in self._spans.items() if rows > 1}
        self._row = None


def _pieces(html: str) -> Iterator[tuple[bool, str, str, str]]:
    """The tags of a document (whether it ends one, its name, its attributes) and the texts between them."""
    place = 0
    while place < len(html):
        piece = _MARKUP.match(html, place)
        if piece is None:  # any sign is a text of its own at least
            return
        place = piece.end()
        name = (piece["name"] or "").lower()
        if name in _UNSEEN and not piece["end"]:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(html, place)
            place = closing.start() if closing else len(html)
        elif name or piece["text"]:
            yield bool(piece["end"]), name, piece["rest"] or "", piece["text"] or ""


def _visible(text: str) -> str:
    """A text with its signs by name or number read, and its blanks as ones that may be dropped."""
    from html import unescape  # noqa: PLC0415  it has two thousand names of characters come along

    def read(match: re.Match[str]) -> str:
        if not match[0].startswith("&"):
            # Line ends are where the source was wrapped; several blanks are meant by the spreadsheet that wrote them.
            return _BLANK * (1 if match[0].strip(" ") else len(match[0]))
        if match[0].rstrip(";") == "&nbsp":
            return " "
        return unescape(match[0]).replace("\x00", "").replace("\r", "\n")

    return _BLANKS_AND_SIGNS.sub(read, text.replace("\x00", ""))


def _span(number: str | None) -> int:
    return min(max(int(number), 1), _WIDEST) if number and number.isdecimal() and len(number) < 6 else 1
