"""What readers of documents have in common: words cleaned, what documents say of themselves, damage told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from claimtracker.domain.errors import UserError
from claimtracker.text.blocks import Block, join_blocks
from claimtracker.text.datelines import find_published
from claimtracker.text.dates import is_date
from claimtracker.text.sentences import split_sentences
from claimtracker.text.timestamps import read_timestamp

WHEN_MADE = "The date is when the document was made; look whether the article was published then."
LONGEST_CELL = 80
"""Characters of a cell of a table; what is longer is a text that was set in a table for its place on the page."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_NO_TITLE = re.compile(
    r"(?:untitled|document|dokument|unbenannt|microsoft word|powerpoint presentation|title|titel)\W*\d*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|pages|tex|dvi|html?|txt|md)",
    re.IGNORECASE,
)


@contextmanager
def reading(name: str, what: str) -> Iterator[None]:
    """Whatever a library says of a broken file becomes one sentence: “x.pdf could not be read as a PDF: …”."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    # A parser fails on hostile bytes in any way there is; which one is of no use to the person who has the file.
    except Exception as error:
        raise UserError(f"{name} could not be read as {what}: it is damaged or was cut off.") from error


def plain(text: str) -> str:
    """The characters that are text: without NUL and control characters, which documents carry by accident."""
    return _NO_TEXT.sub("", text)


def one_line(text: str) -> str:
    """Text of markup, where any white space is one space; spaces that must not break stay."""
    return _SPACES.sub(" ", plain(text)).strip(" ")


def title_of(said: str) -> str:
    """The title a document says it has; empty when it is the name of a file or of a program, as it often is."""
    title = re.sub(r"^Microsoft (?:Office )?Word - ", "", one_line(said))
    return "" if _NO_TITLE.fullmatch(title) else title


def date_of(said: str) -> str:
    """A date or date-time as ISO 8601; empty when it cannot be read."""
    said = one_line(said)
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        if is_date(said):
            return said
        read = read_timestamp(said)
        return read.value if read else ""
    found = said if len(said) == 10 else moment.isoformat()
    return found if is_date(found) else ""


def made_on(created: str, blocks: Sequence[Block]) -> tuple[str, tuple[str, ...]]:
    """When a document was made, for the date of its article, and a warning that it is no more than that.

    A line of the text that says when it was published goes before it: then nothing is returned, and that line is found.
    """
    found = date_of(created)
    if not found:
        return "", ()
    text, marks = join_blocks(blocks[:40])
    if find_published(text, split_sentences(text, marks)) is not None:
        return "", ()
    return found, (WHEN_MADE,)


def row_of(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """The blocks of a row of a table: one, its cells side by side, unless whole paragraphs stand in them."""
    filled = [[block for block in cell if block.text.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) > 1 and all(len(cell) == 1 and len(cell[0].text) <= LONGEST_CELL for cell in filled):
        return [Block(None, " | ".join(cell[0].text.strip() for cell in filled))]
    return [block for cell in filled for block in cell]
