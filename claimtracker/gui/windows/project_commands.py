"""Articles and sheets in and out, as the window does it: dialogs, a lane for what takes long, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import ArticleId
from claimtracker.exchange import article_import, claim_import, claim_sheet
from claimtracker.gui.ask import Ask
from claimtracker.gui.lane import Lane
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.windows.dialogs import PASTE, ArticleDialog, ExportChoice, ExportDialog
from claimtracker.operations import (
    DeleteArticles,
    EditArticle,
    ImportArticles,
    ImportClaims,
    Imported,
    NewArticle,
    SheetCounts,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace

_SHEET_COLUMNS = "sheet.columns"
_MANY_ROWS = 5000
"""Rows that are written back in the blink of an eye; more of them go beside the window's thread."""


@dataclass(frozen=True, slots=True)
class _FilesRead:
    imported: tuple[Imported, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """The claims that a filter lets through, in their order."""

    wanted: queries.ClaimFilter
    order: tuple[queries.SortKey, ...] = ()


class ProjectCommands(QObject):
    """Works on one open project."""

    imported = Signal(object)
    """An `ArticleId` to show: the first that came in, or else the first that was there already."""

    def __init__(self, session: Session, ask: Ask, lane: Lane, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._ask = ask
        self._lane = lane
        self._bar = bar
        self._window = window
        self._folder = Path(platformdirs.user_documents_dir())

    def undo(self) -> None:
        """Take back the newest step: at once, or in the lane when it is of very many rows."""
        workspace = self._session.workspace
        if workspace.undo_rows <= _MANY_ROWS:
            self._session.undo()
        else:
            self._lane.submit(workspace.path, f"Undoing {workspace.undo_label} …", _undo, self._on_reversed)

    def redo(self) -> None:
        """Bring back what was undone last, in the same way."""
        workspace = self._session.workspace
        if workspace.redo_rows <= _MANY_ROWS:
            self._session.redo()
        else:
            self._lane.submit(workspace.path, f"Redoing {workspace.redo_label} …", _redo, self._on_reversed)

    def import_articles(self) -> None:
        """Ask for text files and import them."""
        self.import_files(self._ask.open_texts(self._folder))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import files in the lane: one undo step; a bad file never stops the rest."""
        if not paths:
            return
        self._folder = paths[0].parent
        work = partial(_import_files, tuple(paths))
        self._lane.submit(
            self._session.workspace.path, f"Importing {_count(len(paths), 'file')} …", work, self._on_read
        )

    def paste_article(self) -> ArticleDialog:
        """Show the dialog that makes an article of pasted text."""
        dialog = ArticleDialog(None, self._window)
        dialog.submit = partial(self._import_pasted, dialog)
        dialog.open()
        return dialog

    def put_back(self, drafts: Sequence[Draft]) -> bool:
        """Open the form that was being filled in, as it was; False when that is not known any more."""
        if not all(draft.field.startswith(f"{PASTE}\n") for draft in drafts):
            return False
        self.paste_article().put_back(drafts)
        return True

    def edit_article(self, article_id: ArticleId) -> ArticleDialog:
        """Show what is known about an article, to be changed."""
        article = queries.article(self._session.workspace.connection, article_id)
        dialog = ArticleDialog(article, self._window)
        dialog.submit = partial(self._describe, dialog, article_id)
        dialog.open()
        return dialog

    def delete_article(self, article_id: ArticleId) -> None:
        """Delete an article; it comes back with undo, so nobody is asked first."""
        claims = queries.count_claims(self._session.workspace.connection, queries.ClaimFilter(article_id=article_id))
        self._session.run(DeleteArticles((article_id,)))
        what = f" and its {_count(claims, 'claim')}" if claims else ""
        self._bar.notice(f"Deleted the article{what}. Undo brings it back.")

    def export_sheet(self, article_id: ArticleId | None, matching: Matching | None = None) -> ExportDialog:
        """Ask what to export, then where to, and write it in the lane; `matching` is what a filter shows now."""
        connection = self._session.workspace.connection
        here = queries.ClaimFilter(article_id=article_id)
        dialog = ExportDialog(
            claims=queries.totals(connection).claims,
            here=queries.count_claims(connection, here) if article_id is not None else 0,
            matching=None if matching is None else queries.count_claims(connection, matching.wanted),
            filtered=matching is not None and matching.wanted != queries.ClaimFilter(),
            last=self._session.workspace.recall(_SHEET_COLUMNS).split(),
            parent=self._window,
        )
        dialog.submit = partial(self._start_export, dialog, here, matching)
        dialog.open()
        return dialog

    def import_sheet(self) -> None:
        """Bring an edited claim sheet back in."""
        path = self._ask.open_sheet(self._folder)
        if path is not None:
            work = partial(_import_sheet, path)
            self._lane.submit(self._session.workspace.path, f"Reading {path.name} …", work, self._on_sheet_read)

    def ask_for_zone(self, imported: Imported, before: str = "") -> None:
        """Ask what an ambiguous time zone means, a button a choice; `before` is said first."""
        buttons = [
            (f"{choice.label} ({choice.offset})", partial(self._set_published, imported.article_id, choice.value))
            for choice in imported.choices
        ]
        question = f"“{imported.title}”: which {imported.zone} is meant by its time?"
        self._bar.question(f"{before} {question}".strip(), buttons)

    def tell_imported(self, imported: Sequence[Imported], problems: Sequence[str]) -> None:
        """Say what became of each file, and ask what has to be asked."""
        new = [one for one in imported if not one.already_there]
        known = [one for one in imported if one.already_there]
        parts = [f"Imported {_count(len(new), 'article')}." if new or not known else ""]
        if known:
            titles = ", ".join(f"“{one.title}”" for one in known[:3]) + (" …" if len(known) > 3 else "")
            parts.append(f"{_count(len(known), 'text')} already here: {titles}.")
        parts += problems[:3]
        if len(problems) > 3:
            parts.append(f"And {len(problems) - 3} more files could not be read.")
        sentence = " ".join(part for part in parts if part)
        if problems:
            self._bar.error(sentence)
            sentence = ""
        elif not any(one.choices for one in new):
            self._bar.notice(sentence)
        for one in new:
            if one.choices:
                self.ask_for_zone(one, sentence)
                sentence = ""
        if imported:
            self.imported.emit((new or known)[0].article_id)

    def _on_reversed(self, _answer: object) -> None:
        self._session.workspace.catch_up()

    def _set_published(self, article_id: ArticleId, value: str) -> None:
        self._session.run(EditArticle(article_id, {"published": value}))

    def _on_read(self, answer: object) -> None:
        if isinstance(answer, _FilesRead):
            self._session.workspace.catch_up()
            self.tell_imported(answer.imported, answer.problems)

    def _import_pasted(self, dialog: ArticleDialog) -> bool:
        known = dialog.values()
        article = NewArticle(
            text=dialog.text.toPlainText(),
            title=known["title"],
            source=known["source"],
            author=known["author"],
            url=known["url"],
            published=known["published"],
            language=known["language"],
            note=known["note"],
        )
        imported, problem = self._session.attempt(ImportArticles((article,)))
        if imported is not None:
            self.tell_imported(imported, ())
        return dialog.refuse(problem)

    def _describe(self, dialog: ArticleDialog, article_id: ArticleId) -> bool:
        _, problem = self._session.attempt(EditArticle(article_id, dialog.values()))
        return dialog.refuse(problem)

    def _start_export(self, dialog: ExportDialog, here: queries.ClaimFilter, matching: Matching | None) -> bool:
        if self._lane.busy:
            return dialog.refuse("Something else is still being done; try again when it is finished.")
        choice = dialog.choice()
        name = self._session.workspace.path.with_suffix(".csv").name
        path = self._ask.save_sheet(self._folder / name)
        if path is None:
            return False
        self._folder = path.parent
        self._remember_columns(choice.columns)
        wanted = Matching(here if choice.which == "article" else queries.ClaimFilter())
        if choice.which == "matching" and matching is not None:
            wanted = matching
        work = partial(_export_sheet, path, wanted, choice)
        label = f"Writing {path.name} …"
        self._lane.submit(self._session.workspace.path, label, work, partial(self._on_exported, path))
        return True

    def _remember_columns(self, keys: Sequence[str]) -> None:
        with suppress(UserError):
            self._session.workspace.remember(_SHEET_COLUMNS, " ".join(keys))

    def _on_exported(self, path: Path, answer: object) -> None:
        if not isinstance(answer, claim_sheet.SheetReport):
            return
        sentence = (
            f"Exported {_count(answer.rows, 'claim')} to {path.name}. "
            f"{answer.verified} of {_count(answer.quotes, 'quote')} verified."
        )
        if answer.problems:
            self._bar.error(" ".join([sentence, *answer.problems[:3]]))
        else:
            self._bar.notice(sentence)

    def _on_sheet_read(self, answer: object) -> None:
        if isinstance(answer, SheetCounts):
            self._session.workspace.catch_up()
            self._bar.notice(
                f"The sheet added {_count(answer.added, 'claim')} and changed {answer.changed}; "
                f"{answer.unchanged} were the same."
            )


def _undo(workspace: Workspace, _progress: Progress) -> object:
    return workspace.undo()


def _redo(workspace: Workspace, _progress: Progress) -> object:
    return workspace.redo()


def _import_files(paths: tuple[Path, ...], workspace: Workspace, progress: Progress) -> _FilesRead:
    read = article_import.read_sources(article_import.gather(paths), progress)
    articles = tuple(one.article for one in read if one.article is not None)
    imported = workspace.run(ImportArticles(articles), progress=progress) if articles else ()
    problems = tuple(one.problem for one in read if one.problem and not one.passed_over)
    return _FilesRead(imported, problems)


def _export_sheet(
    path: Path, wanted: Matching, choice: ExportChoice, workspace: Workspace, progress: Progress
) -> claim_sheet.SheetReport:
    try:
        return claim_sheet.export_sheet(
            workspace.connection,
            path,
            filter=wanted.wanted,
            columns=choice.columns,
            order=wanted.order,
            bom=choice.bom,
            progress=progress,
        )
    except OSError as error:
        raise UserError(f"{path} could not be written: {error.strerror}.") from error


def _import_sheet(path: Path, workspace: Workspace, progress: Progress) -> SheetCounts:
    return workspace.run(ImportClaims(tuple(claim_import.read_sheet(path))), progress=progress)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
