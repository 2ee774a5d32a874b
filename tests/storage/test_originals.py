"""The files of articles, kept in the project."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.operations import DeleteArticles, ImportArticles, NewArticle
from claimtracker.storage.originals import drop_orphans, fetch, keep, original_of_article
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claimtracker.domain.values import ArticleId

RAW = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.claims") as opened:
        yield opened


def imported(workspace: Workspace, text: str, raw: bytes) -> ArticleId:
    article = NewArticle(text=text, file_name="a.pdf", original_sha256=hashlib.sha256(raw).hexdigest(), original=raw)
    (result,) = workspace.run(ImportArticles((article,)))
    return result.article_id


def forget(workspace: Workspace) -> int:
    workspace.connection.execute("begin")
    workspace.connection.execute("delete from change")
    dropped = drop_orphans(workspace.connection)
    workspace.connection.execute("commit")
    return dropped


def test_a_file_comes_back_byte_for_byte(workspace: Workspace) -> None:
    article = imported(workspace, "Text.", RAW)
    known = original_of_article(workspace.connection, article)
    assert (known.name, known.kept) == ("a.pdf", True)
    assert fetch(workspace.connection, known.sha256) == RAW
    assert fetch(workspace.connection, "0" * 64) is None


def test_a_damaged_file_is_told(workspace: Workspace) -> None:
    known = original_of_article(workspace.connection, imported(workspace, "Text.", RAW))
    for packed in (b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"):
        workspace.connection.execute("begin")
        workspace.connection.execute("update original set packed = ?", (packed,))
        workspace.connection.execute("commit")
        with pytest.raises(UserError, match="is damaged"):
            fetch(workspace.connection, known.sha256)


def test_two_articles_of_one_file_share_it(workspace: Workspace) -> None:
    imported(workspace, "First.", RAW)
    imported(workspace, "Second.", RAW)
    assert workspace.connection.execute("select count(*) from original").fetchone() == (1,)


def test_a_file_stays_as_long_as_an_article_or_history_leads_to_it(workspace: Workspace) -> None:
    article = imported(workspace, "Text.", RAW)
    workspace.connection.execute("begin")
    assert drop_orphans(workspace.connection) == 0
    workspace.connection.execute("commit")
    workspace.run(DeleteArticles((article,)))
    workspace.connection.execute("begin")
    assert drop_orphans(workspace.connection) == 0
    workspace.connection.execute("commit")
    workspace.undo()
    sha256 = original_of_article(workspace.connection, article).sha256
    assert forget(workspace) == 0
    assert fetch(workspace.connection, sha256) == RAW


def test_a_file_that_nothing_leads_to_is_let_go(workspace: Workspace) -> None:
    imported(workspace, "Text.", RAW)
    workspace.undo()
    workspace.connection.execute("begin")
    keep(workspace.connection, b"of no article")
    assert drop_orphans(workspace.connection) == 1
    workspace.connection.execute("commit")
    assert forget(workspace) == 1
    assert workspace.connection.execute("select count(*) from original").fetchone() == (0,)


def test_an_article_that_is_not_there_is_told(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="no article 7"):
        original_of_article(workspace.connection, 7)
