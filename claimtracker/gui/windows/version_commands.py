"""What is done to an article and its versions from the menus: its text edited, and of what it is a new version."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleId
from claimtracker.gui.session_file import Draft
from claimtracker.gui.windows.project_page import ProjectPage
from claimtracker.gui.words import count
from claimtracker.operations import SetVersionOf
from claimtracker.storage import queries

if TYPE_CHECKING:
    from claimtracker.gui.windows.version_dialogs import VersionOfDialog


def version_handlers(page: Callable[[], ProjectPage | None], window: QWidget) -> dict[str, Callable[[], object]]:
    """The actions by key; `page` says which project is open when one of them is wanted."""
    acts = {"article.edit_text": _edit_text, "article.version_of": _ask_version_of, "article.no_version": _no_version}
    return {key: partial(_with_article, page, window, act) for key, act in acts.items()}


def put_text_back(page: ProjectPage, draft: Draft, window: QWidget) -> bool:
    """Open an article's text as it was being edited; False when it is gone, or is another text by now."""
    from claimtracker.gui.windows.edit_text import EditTextDialog  # noqa: PLC0415  not at the start

    try:
        article = queries.article(page.view.connection, ArticleId(draft.row))
    except UserError:
        return False
    if article.sha256 != draft.before:
        return False
    page.show_article(article.id)
    page.tag_view.focus_sentences()
    dialog = EditTextDialog(page.context.session, page.context.ask, article, window)
    dialog.open()
    dialog.put_back(draft)
    return True


def _with_article(
    page: Callable[[], ProjectPage | None], window: QWidget, act: Callable[[ProjectPage, Article, QWidget], object]
) -> None:
    shown = page()
    if shown is not None and shown.tag_view.article_id is not None:
        shown.commit_open_editor()
        act(shown, queries.article(shown.view.connection, shown.tag_view.article_id), window)


def _edit_text(page: ProjectPage, article: Article, window: QWidget) -> None:
    from claimtracker.gui.windows.edit_text import EditTextDialog  # noqa: PLC0415  not at the start

    EditTextDialog(page.context.session, page.context.ask, article, window).open()


def _ask_version_of(page: ProjectPage, article: Article, window: QWidget) -> None:
    from claimtracker.gui.windows.version_dialogs import VersionOfDialog  # noqa: PLC0415  not at the start

    dialog = VersionOfDialog(page.context.session, article, window)
    dialog.submit = partial(_set_version, page, article, dialog)
    dialog.open()


def _set_version(page: ProjectPage, article: Article, dialog: VersionOfDialog) -> bool:
    earlier = dialog.chosen()
    if earlier is None:
        return False
    session = page.context.session
    counts, problem = session.attempt(SetVersionOf(article.id, earlier))
    if counts is None:
        return dialog.refuse(problem)
    carried = counts.kept + counts.moved
    told = f"{count(carried, 'claim')} carried over" if carried else "No claim carried over"
    waiting = f", {counts.waiting:,} to confirm" if counts.waiting else ""
    session.notice.emit(f"{told}{waiting}. Undo takes it back.")
    return True


def _no_version(page: ProjectPage, article: Article, _window: QWidget) -> None:
    session = page.context.session
    if article.revision_of is None:
        session.notice.emit("This article is no new version of another.")
    elif session.run(SetVersionOf(article.id, None)) is not None:
        session.notice.emit("It stands on its own now; its claims stay. Undo makes it a version again.")
