"""Articles and sheets, as the window works on them: dialogs, a lane for what takes long, and what is said."""

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
from claimtracker.exchange import claim_sheet
from claimtracker.exchange.atomic import replacing
from claimtracker.gui.ask import Ask
from claimtracker.gui.lane import Lane
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.steps import Steps
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.windows.dialogs import PASTE, ArticleDialog, ExportChoice, ExportDialog
from claimtracker.operations import DeleteArticles, EditArticle, ImportArticles, NewArticle
from claimtracker.storage import originals, queries
from claimtracker.workspace import Workspace

_SHEET_COLUMNS = "sheet.columns"


@dataclass(frozen=True, slots=True)
class Matching:
    """The claims that a filter lets through, in their order."""

    wanted: queries.ClaimFilter
    order: tuple[queries.SortKey, ...] = ()


class ProjectCommands(QObject):
    """Works on one open project."""

    text_imported = Signal(object)
    """What `ImportArticles` said of a text that was pasted."""

    def __init__(self, session: Session, ask: Ask, lane: Lane, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._ask = ask
        self._lane = lane
        self._bar = bar
        self._window = window
        self._folder = Path(platformdirs.user_documents_dir())
        lane.started.connect(self._on_lane_started)
        lane.finished.connect(self._on_lane_finished)

    def undo(self) -> None:
        """Take back the newest step: at once, or in the lane when it is of very many rows."""
        workspace = self._session.workspace
        if not workspace.undo_is_long:
            self._session.undo()
        else:
            self._lane.submit(workspace.path, f"Undoing {workspace.undo_label} …", _undo, self._on_reversed)

    def redo(self) -> None:
        """Bring back what was undone last, in the same way."""
        workspace = self._session.workspace
        if not workspace.redo_is_long:
            self._session.redo()
        else:
            self._lane.submit(workspace.path, f"Redoing {workspace.redo_label} …", _redo, self._on_reversed)

    def paste_article(self, text: str = "", url: str = "") -> ArticleDialog:
        """Show the dialog that makes an article of pasted text, or of one that was dropped."""
        dialog = ArticleDialog(None, self._window)
        dialog.text.setPlainText(text)
        dialog.lines["url"].setText(url)
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
        connection = self._session.workspace.connection
        article = queries.article(connection, article_id)
        dialog = ArticleDialog(article, self._window, originals.original_of_article(connection, article_id))
        dialog.submit = partial(self._describe, dialog, article_id)
        dialog.open()
        return dialog

    def delete_article(self, article_id: ArticleId) -> None:
        """Delete an article; it comes back with undo, so nobody is asked first."""
        claims = queries.count_claims(self._session.workspace.connection, queries.ClaimFilter(article_id=article_id))
        self._session.run(DeleteArticles((article_id,)))
        what = f" and its {_count(claims, 'claim')}" if claims else ""
        self._bar.notice(f"Deleted the article{what}. Undo brings it back.")

    def save_original(self, article_id: ArticleId) -> None:
        """Write the file that an article was read from, byte for byte as it was."""
        connection = self._session.workspace.connection
        known = originals.original_of_article(connection, article_id)
        # An address may be all the name there is.
        name = known.name.rstrip("/").rsplit("/", 1)[-1] or "original"
        path = self._ask.save_original(self._folder / name)
        if path is None:
            return
        self._folder = path.parent
        try:
            raw = originals.fetch(connection, known.sha256)
            with replacing(path) as stream:
                stream.write(raw or b"")
        except UserError as error:
            self._bar.error(str(error))
        else:
            self._bar.notice(f"Saved {path.name} as it was when the article was imported.")

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

    def _on_lane_started(self, _sentence: str) -> None:
        self._session.hurry(hurried=True)

    def _on_lane_finished(self) -> None:
        self._session.hurry(hurried=False)

    def _on_reversed(self, _answer: object) -> None:
        self._session.workspace.catch_up()

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
            self.text_imported.emit(imported)
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

    def _on_exported(self, path: Path, answer: object) -> Steps[None]:
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
        yield


def _undo(workspace: Workspace, progress: Progress) -> object:
    return workspace.undo(progress=progress)


def _redo(workspace: Workspace, progress: Progress) -> object:
    return workspace.redo(progress=progress)


def _export_sheet(
    path: Path, wanted: Matching, choice: ExportChoice, workspace: Workspace, progress: Progress
) -> claim_sheet.SheetReport:
    from claimtracker.exchange.sheet_process import export_sheet_apart  # noqa: PLC0415  not at the start

    try:
        return export_sheet_apart(
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


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
