"""Rich text (RTF), as Word, WordPad, LibreOffice and TextEdit write it."""

from __future__ import annotations

import codecs
import re

from striprtf.striprtf import rtf_to_text

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.document import made_on, one_line, plain, reading, title_of
from claimtracker.text.blocks import Block

_WHAT = "rich text (RTF)"
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,5}) ?")
_PICTURE = re.compile(r"(?:[0-9a-fA-F]{100,}\s*)+")
_LINK = re.compile(r"(\\fldinst\b[^\\]{0,20}?)HYPERLINK\b")
_GONE = re.compile(r"(\{(?!\\rtf)(?:\\\*)?(?:\\[a-z]{1,32}-?\d{0,10} ?)*?)\\(?:deleted|v)1?(?![\da-z]) ?")
_NAMED_STYLE = re.compile(r"\{\\s(\d{1,5})\b[^{}]{0,400}? ([^;{}\\]{1,60});\}")
_STYLE_OR_LEVEL = re.compile(r"\\(?:s(\d{1,5})|outlinelevel[0-8])(?!\d) ?")
_MADE = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?:\\hr(\d{1,2}))?(?:\\min(\d{1,2}))?")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HEADING, _CAPTION = "\ue0f0", "\ue0f1"
"""Characters for private use, put where a paragraph says what it is: striprtf keeps nothing but characters."""


def read(raw: bytes, name: str) -> ReadArticle:
    """The text of a rich text document, with its headings and captions, and its properties."""
    encoding = _encoding(raw[:4000].decode("latin-1"))
    with reading(name, _WHAT):
        source = raw.decode(encoding, "replace").replace(_HEADING, "").replace(_CAPTION, "")
        # A picture is millions of digits, which striprtf would take one by one.
        source = _CODE_PAGE.sub("", _PICTURE.sub("", source))
        # What was deleted or hidden becomes a destination that is passed over, and a link is its words alone.
        marked = _marked(_LINK.sub(r"\1", _GONE.sub(r"\1\\*", source)))
        blocks = [_block(line) for line in _text(marked, encoding).split("\n")]
        head = _group(source, "{\\info")
        title, author = (_text("{\\rtf1 " + _inside(head, each) + "}", encoding) for each in ("title", "author"))
    made = _MADE.search(head)
    published, warnings = made_on(_moment(made) if made else "", blocks)
    return ReadArticle(
        tuple(blocks), title=title_of(title), author=one_line(author), published=published, warnings=warnings
    )


def _encoding(head: str) -> str:
    page = _CODE_PAGE.search(head)
    if "\\mac" in head[:200] or (page and page[1] == "10000"):
        return "mac_roman"
    try:
        return codecs.lookup(f"cp{page[1]}").name if page else "cp1252"
    except LookupError:
        return "cp1252"


def _text(source: str, encoding: str) -> str:
    text = str(rtf_to_text(source, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    # Characters beyond the first 65,536 are written as the two halves that UTF-16 makes of them.
    whole = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return plain(whole.replace("\xad", ""))


def _marked(source: str) -> str:
    """Put a mark where the style or the outline level of a heading or caption is set."""
    names = {number: words.strip().casefold() for number, words in _NAMED_STYLE.findall(source)}

    def mark(found: re.Match[str]) -> str:
        name = names.get(found[1] or "", "heading" if found[1] is None else "")
        if name == "title" or name.startswith("heading"):
            return found[0] + _HEADING
        return found[0] + _CAPTION if name == "caption" else found[0]

    return _STYLE_OR_LEVEL.sub(mark, source)


def _block(line: str) -> Block:
    kind = SentenceKind.HEADING if _HEADING in line else SentenceKind.CAPTION if _CAPTION in line else None
    words = line.replace(_HEADING, "").replace(_CAPTION, "").strip()
    if words.endswith("|"):
        # A row of a table: striprtf ends each cell so.
        words = " | ".join(filter(None, (cell.strip() for cell in words.split("|"))))
    return Block(kind, words)


def _group(source: str, start: str) -> str:
    """The group that begins so, with the groups in it; empty when there is none."""
    begin = source.find(start)
    if begin < 0:
        return ""
    depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", source[begin : begin + 20_000]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return source[begin : begin + brace.end()]
    return ""


def _inside(head: str, word: str) -> str:
    group = _group(head, f"{{\\{word} ")
    return group[len(word) + 3 : -1]


def _moment(made: re.Match[str]) -> str:
    year, month, day, hour, minute = made.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{int(hour):02}:{int(minute):02}" if hour and minute else date
