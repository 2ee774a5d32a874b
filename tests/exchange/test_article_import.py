"""Articles from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.errors import Cancelled
from claimtracker.exchange import article_import
from claimtracker.exchange.article_import import read_articles

if TYPE_CHECKING:
    from pathlib import Path


def test_texts_of_any_encoding_are_read_and_the_rest_is_told(tmp_path: Path) -> None:
    (tmp_path / "utf8.txt").write_bytes("Várga said\r\nso.".encode())
    (tmp_path / "utf16.txt").write_bytes("Várga said\nso.".encode("utf-16"))
    (tmp_path / "cp1252.txt").write_bytes("Várga said\nso.".encode("cp1252"))
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "page.html").write_text("<p>Varga said so.</p>", encoding="utf-8")
    told: list[tuple[int, int]] = []
    articles, problems = read_articles(sorted(tmp_path.iterdir()), lambda done, total: told.append((done, total)))
    assert [(article.text, article.file_name, article.title) for article in articles] == [
        ("Várga said\nso.", name, "") for name in ("cp1252.txt", "utf16.txt", "utf8.txt")
    ]
    unread, page = problems
    assert "folder.txt could not be read" in unread
    assert "page.html is a web page" in page
    assert told == [(done, 5) for done in range(5)]


def test_what_is_too_large_to_be_an_article_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large.txt").write_bytes(b"a" * 2_000_001)
    monkeypatch.setattr(article_import, "LARGEST", 2_000_000)
    articles, problems = read_articles([tmp_path / "large.txt"])
    assert articles == []
    assert problems == [f"{tmp_path / 'large.txt'} is too large to be an article: 2 MB."]


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_articles([tmp_path / "a.txt"], stop)
