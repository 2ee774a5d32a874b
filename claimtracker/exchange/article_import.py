"""Articles from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.operations import NewArticle
from claimtracker.text.encodings import decode

_WEB_PAGES = (".html", ".htm", ".xhtml", ".mhtml")
LARGEST = 50_000_000
"""Bytes of a text file; the longest news texts have a hundredth of it, and what is larger is no article."""


def read_articles(paths: Sequence[Path], progress: Progress = no_progress) -> tuple[list[NewArticle], list[str]]:
    """The texts of `.txt` files, ready for `ImportArticles`, and one sentence for each file that cannot be read.

    What is known of an article but its text is left to be found. Raises `Cancelled` from `progress`.
    """
    articles: list[NewArticle] = []
    problems: list[str] = []
    for done, path in enumerate(paths):
        progress(done, len(paths))
        try:
            articles.append(_read(path))
        except UserError as error:
            problems.append(str(error))
    return articles, problems


def _read(path: Path) -> NewArticle:
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} is too large to be an article: {path.stat().st_size // 1_000_000} MB.")
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
    if path.suffix.casefold() in _WEB_PAGES:
        raise UserError(f"{path} is a web page; copy its text into a .txt file.")
    text = decode(raw, path.name).text
    if not text.strip():
        raise UserError(f"{path} holds no text.")
    return NewArticle(text=text, file_name=path.name)
