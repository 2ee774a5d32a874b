"""Files as browsers and mail programs save them, each with what is expected of it beside it in `expected`.

An expectation is what the file says of itself, a line each, then an empty line, then its sentences with their kinds.
To see what a reader makes of a file now, look at what the failing test shows.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtracker.exchange.readers import ReadArticle, read_bytes
from claimtracker.text.blocks import join_blocks
from claimtracker.text.sentences import split_sentences

FILES = Path(__file__).parent / "files"
EXPECTED = FILES / "expected"
SAVED = sorted(path for path in FILES.iterdir() if path.suffix in {".html", ".xhtml", ".mhtml", ".mht", ".eml"})


def told(article: ReadArticle) -> str:
    """All of an article in the form of an expectation."""
    text, marks = join_blocks(article.blocks)
    lines = [
        f"{key}: {getattr(article, key)}".rstrip()
        for key in ("title", "source", "author", "url", "published", "language")
    ]
    lines += [f"warning: {warning}" for warning in article.warnings]
    lines.append("")
    before = -1
    for sentence in split_sentences(text, marks):
        # A paragraph that goes on is indented.
        begin = " " if sentence.paragraph == before else ""
        before = sentence.paragraph
        lines.append(f"{begin}{sentence.kind.value}| {text[sentence.start : sentence.end]}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.name)
def test_a_file_is_read_as_its_reader_would_see_it(path):
    expected = (EXPECTED / f"{path.name}.txt").read_text(encoding="utf-8")
    assert told(read_bytes(path.read_bytes(), path.name)) == expected


def test_each_expectation_has_its_file():
    assert {path.name for path in EXPECTED.iterdir()} == {f"{path.name}.txt" for path in SAVED}
    assert len(SAVED) >= 13


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_the_encoding_makes_no_difference(encoding):
    page = (FILES / "wordpress.html").read_text(encoding="utf-8")
    expected = (EXPECTED / "wordpress.html.txt").read_text(encoding="utf-8")
    assert told(read_bytes(page.encode(encoding), "wordpress.html")) == expected
