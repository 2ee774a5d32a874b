"""Articles from files."""

from __future__ import annotations

import hashlib
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.errors import Cancelled
from claimtracker.exchange import archives, article_import, gathering
from claimtracker.exchange.article_import import ReadFile, gather, read_sources
from claimtracker.operations import ImportArticles
from claimtracker.storage import queries
from claimtracker.storage.originals import fetch, original_of_article
from claimtracker.workspace import Workspace
from tests.factories import TALKS
from tests.project_state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.claims", coder="ana") as opened:
        yield opened


def articles_of(read: list[ReadFile]) -> ImportArticles:
    return ImportArticles(tuple(one.article for one in read if one.article is not None))


def test_texts_of_any_encoding_are_read_and_the_rest_is_told(tmp_path: Path) -> None:
    (tmp_path / "utf8.txt").write_bytes("Várga said\r\nso.".encode())
    (tmp_path / "utf16.txt").write_bytes("Várga said\nso.".encode("utf-16"))
    (tmp_path / "cp1252.txt").write_bytes("Várga said\nso.".encode("cp1252"))
    (tmp_path / "empty.txt").write_bytes(b" \n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    told: list[tuple[int, int]] = []
    read = read_sources(gather([tmp_path]), lambda done, total: told.append((done, total)))
    found = {one.name.rsplit("/", 1)[1]: one for one in read}
    assert {name: one.article.text for name, one in found.items() if one.article} == dict.fromkeys(
        ("cp1252.txt", "utf16.txt", "utf8.txt"), "Várga said\nso."
    )
    assert found["empty.txt"].problem.endswith("empty.txt holds no text.")
    assert found["picture.png"].passed_over
    assert told == [(done, 5) for done in range(5)]


def test_an_address_is_fetched_and_kept_as_it_was_then(tmp_path: Path, workspace: Workspace) -> None:
    page = TALKS.replace("\n\n", "</p>\n<p>")
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        server.RequestHandlerClass = partial(_Quiet, directory=str(tmp_path))  # type: ignore[assignment]
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/talks.html"
            (tmp_path / "talks.html").write_text(f"<html><title>Talks</title><body><p>{page}</p></body></html>")
            found, missing = read_sources(gather([address, f"{address}.none"]), keep_originals=True)
            (tmp_path / "talks.html").write_text("<p>Another page.</p>")
        finally:
            server.shutdown()
    assert missing.problem.startswith(f"{address}.none could not be fetched: the server answered 404")
    assert found.article is not None
    assert (found.article.title, found.article.url) == ("Talks", address)
    (imported,) = workspace.run(articles_of([found]))
    original = original_of_article(workspace.connection, imported.article_id)
    assert (original.name, original.kept) == (address, True)
    assert b"<title>Talks</title>" in (fetch(workspace.connection, original.sha256) or b"")


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the files of a folder, and writes no log."""

    def log_message(self, *_said: object) -> None:
        pass


def test_a_broken_file_of_any_format_stops_none_of_the_others(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.docx", "c.odt", "d.epub", "e.rtf", "f.zip", "g.doc", "h.csv"):
        (tmp_path / name).write_bytes(
            {"a.pdf": b"%PDF-1.7 ", "e.rtf": b"{\\rtf1 ", "g.doc": b"\xd0\xcf\x11\xe0"}.get(name, b"PK\x03\x04")
        )
    (tmp_path / "z.txt").write_text("The good one.", encoding="utf-8")
    (tmp_path / "z.md").write_text("# Talks\n\nVarga denied it.", encoding="utf-8")
    read = read_sources(gather([tmp_path]))
    assert [one.name.rsplit("/", 1)[1] for one in read if one.article] == ["z.md", "z.txt"]
    for one in read:
        assert (one.article is None) == one.problem.startswith(one.name), one
        assert "\n" not in one.problem


def test_kinds_that_a_document_tells_become_those_of_sentences(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "a.md").write_text("# Talks in Maren\n\nVarga denied it. She left.\n", encoding="utf-8")
    (result,) = workspace.run(articles_of(read_sources(gather([tmp_path / "a.md"]))))
    kinds = [sentence.kind for sentence in queries.sentences_of_article(workspace.connection, result.article_id)]
    assert kinds == ["heading", "body", "body"]


def test_a_plain_text_is_verbatim_to_its_last_line_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\n  Text.\n\n\n\nMore.  \n\n")
    (read,) = read_sources(gather([tmp_path / "a.txt"]))
    assert read.article is not None
    assert read.article.text == "\n  Text.\n\n\n\nMore.  \n\n"
    assert read.article.file_name == "a.txt"
    assert read.article.original_sha256 == hashlib.sha256((tmp_path / "a.txt").read_bytes()).hexdigest()


def test_a_page_becomes_its_text(tmp_path: Path) -> None:
    page = "<html><head><title>Talks in Maren</title></head><body><article><h1>Talks in Maren</h1>" + (
        "<p>Norvian Transport Secretary Ilse Varga welcomed the plan to raise the budget of the harbour.</p>" * 4
    )
    (tmp_path / "a.html").write_text(f"{page}</article></body></html>", encoding="utf-8")
    (read,) = read_sources(gather([tmp_path / "a.html"]))
    assert read.article is not None
    assert "Ilse Varga welcomed" in read.article.text
    assert "<p>" not in read.article.text


def test_what_would_be_refused_later_is_told_before_anything_is_imported(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "a.txt").write_text("Good text.", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"text,author\nFirst.,{'x' * 100_001}\nSecond.,\n", encoding="utf-8")
    read = read_sources(gather([tmp_path / "a.txt", tmp_path / "b.csv"]))
    assert [bool(one.article) for one in read] == [True, False, True]
    assert "The author is too long" in read[1].problem
    assert len(workspace.run(articles_of(read))) == 2


def test_texts_beyond_what_can_be_held_are_left_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_import, "MOST_CHARACTERS", 100)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("a" * 60, encoding="utf-8")
    read = read_sources(gather([tmp_path]))
    assert [bool(one.article) for one in read] == [True, True, False, False]
    assert read[2].problem.endswith("2.txt is too much for one go; import it after the others.")


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_sources(gather([tmp_path / "a.txt"]), stop)


def test_a_sheet_of_many_articles_is_kept_once_and_read_for_it_once(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Text {number}.\n" for number in range(30))
    (tmp_path / "a.csv").write_text(f"text\n{rows}", encoding="utf-8")
    read = read_sources(gather([tmp_path / "a.csv"]), keep_originals=True)
    opened: list[str] = []
    monkeypatch.setattr(gathering, "_bytes_of_file", lambda path, name: opened.append(name) or path.read_bytes())
    imported = workspace.run(articles_of(read))
    assert len(opened) == 1
    assert all(original_of_article(workspace.connection, one.article_id).kept for one in imported)
    assert workspace.connection.execute("select count(*) from original").fetchone() == (1,)


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, workspace: Workspace) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}.", encoding="utf-8")
    before = state_of(workspace.connection)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    read = read_sources(gather([tmp_path / f"{number}.txt" for number in range(3)]), keep_originals=True)
    with pytest.raises(Cancelled):
        workspace.run(articles_of(read), progress=stop)
    assert state_of(workspace.connection) == before
    assert workspace.connection.execute("select count(*) from original").fetchone() == (0,)


def test_originals_are_kept_byte_for_byte_and_once(tmp_path: Path, workspace: Workspace) -> None:
    raw = "Várga said\r\nso.".encode("cp1252")
    (tmp_path / "a.txt").write_bytes(raw)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("inside.txt", "Another text.\r\n")
    read = read_sources(gather([tmp_path / "a.txt", tmp_path / "b.zip"]), keep_originals=True)
    first, second = workspace.run(articles_of(read))
    known = original_of_article(workspace.connection, first.article_id)
    assert (known.name, known.sha256, known.kept) == ("a.txt", hashlib.sha256(raw).hexdigest(), True)
    assert fetch(workspace.connection, known.sha256) == raw
    inside = original_of_article(workspace.connection, second.article_id)
    assert fetch(workspace.connection, inside.sha256) == b"Another text.\r\n"
    workspace.run(articles_of(read))
    assert workspace.connection.execute("select count(*) from original").fetchone() == (2,)


def test_the_original_of_a_text_that_is_there_can_be_kept_later(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "a.txt").write_bytes(b"Text.\r\n")
    (first,) = workspace.run(articles_of(read_sources(gather([tmp_path / "a.txt"]))))
    assert not original_of_article(workspace.connection, first.article_id).kept
    lines = len(queries.history(workspace.connection))
    (again,) = workspace.run(articles_of(read_sources(gather([tmp_path / "a.txt"]), keep_originals=True)))
    assert again.already_there
    assert original_of_article(workspace.connection, first.article_id).kept
    assert len(queries.history(workspace.connection)) == lines


def test_a_file_that_changed_after_it_was_read_is_not_kept_and_told(tmp_path: Path, workspace: Workspace) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")
    read = read_sources(gather([tmp_path / "a.txt", tmp_path / "b.txt"]), keep_originals=True)
    (tmp_path / "a.txt").write_text("Changed.", encoding="utf-8")
    (tmp_path / "b.txt").unlink()
    first, second = workspace.run(articles_of(read))
    assert first.warning == "The file itself is not kept: a.txt was changed after it was read."
    assert "could not be read: No such file" in second.warning
    assert not original_of_article(workspace.connection, first.article_id).kept


def test_a_thousand_files_come_in_as_one_step(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Path] = []
    opened = archives.open_archive
    monkeypatch.setattr(archives, "open_archive", lambda path: listed.append(path) or opened(path))
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}.txt", f"Text number {number}. It has two sentences.")
    read = read_sources(gather([tmp_path / "many.zip"]), keep_originals=True)
    # The files themselves are not held, but read again when they are kept.
    assert all(one.article is not None and callable(one.article.original) for one in read)
    imported = workspace.run(articles_of(read[:50]))
    assert len(imported) == 50
    # The list of the ZIP is read when its files are gathered, and once more for all of them.
    assert len(listed) == 2
    workspace.undo()
    assert queries.article_ids(workspace.connection) == []
