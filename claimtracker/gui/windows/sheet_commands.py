"""Claim sheets brought in, as the window does it: our own at once, somebody else's by a mapping of its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import ArticleId
from claimtracker.gui.ask import Ask
from claimtracker.gui.lane import Lane
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.words import count
from claimtracker.operations import ImportClaims, SheetCounts
from claimtracker.storage import queries
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from claimtracker.exchange.foreign_sheet import ForeignSheet, SheetPreview
    from claimtracker.gui.windows.import_report import ImportReportDialog
    from claimtracker.gui.windows.mapping_dialog import MappingDialog


@dataclass(frozen=True, slots=True)
class _Foreign:
    sheet: ForeignSheet


class SheetCommands(QObject):
    """Works on one open project."""

    article_wanted = Signal(object)
    """An `ArticleId` that was asked for in a report."""

    def __init__(
        self, session: Session, ask: Ask, lane: Lane, bar: MessageBar, theme: Theme, *, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._ask = ask
        self._lane = lane
        self._bar = bar
        self._theme = theme
        self._window = window
        self._folder = Path(platformdirs.user_documents_dir())
        self._waiting: MappingDialog | None = None
        """The mapping by which rows are being brought in: it comes back if that fails."""
        self._refused = ""
        lane.refused.connect(self._on_refused)
        lane.finished.connect(self._on_finished)

    def import_sheet(self, article_id: ArticleId | None) -> None:
        """Ask for a claim sheet and bring it in; `article_id` is what rows can be about that name no article."""
        path = self._ask.open_sheet(self._folder)
        if path is not None:
            self._folder = path.parent
            then = partial(self._on_read, article_id)
            self._lane.submit(self._session.workspace.path, f"Reading {path.name} …", partial(_take, path), then)

    def _on_read(self, article_id: ArticleId | None, answer: object) -> None:
        if isinstance(answer, SheetCounts):
            self._session.workspace.catch_up()
            self._bar.notice(
                f"The sheet added {count(answer.added, 'claim')} and changed {answer.changed:,}; "
                f"{answer.unchanged:,} were the same."
            )
        elif isinstance(answer, _Foreign):
            self._show_mapping(answer.sheet, article_id)

    def _show_mapping(self, sheet: ForeignSheet, article_id: ArticleId | None) -> MappingDialog:
        from claimtracker.gui.windows.mapping_dialog import MappingDialog  # noqa: PLC0415  not needed at the start

        workspace = self._session.workspace
        article = None if article_id is None else queries.article(workspace.connection, article_id)
        dialog = MappingDialog(sheet, workspace.path, article, self._theme, self._window)
        dialog.submit = partial(self._import, dialog)
        dialog.open()
        return dialog

    def _import(self, dialog: MappingDialog) -> bool:
        found = dialog.found
        if found is None:
            return False
        if self._lane.busy:
            return dialog.refuse("Something else is still being done; try again when it is finished.")
        dialog.refuse("")
        dialog.hide()
        self._window.activateWindow()
        self._waiting, self._refused = dialog, ""
        label = f"Importing {count(len(found.claims), 'claim')} …"
        work, then = partial(_import, found), partial(self._on_imported, found)
        self._lane.submit(self._session.workspace.path, label, work, then)
        return False

    def _on_imported(self, found: SheetPreview, answer: object) -> None:
        from claimtracker.exchange.claim_report import write_claim_report  # noqa: PLC0415  not needed at the start
        from claimtracker.exchange.foreign_sheet import RowOutcome  # noqa: PLC0415
        from claimtracker.gui.models.import_report import rows_of_sheet  # noqa: PLC0415
        from claimtracker.gui.windows.import_report import ImportReportDialog  # noqa: PLC0415

        if not isinstance(answer, SheetCounts):
            return
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.end_reading()
            waiting.deleteLater()
        self._session.workspace.catch_up()
        there = found.count(RowOutcome.ALREADY_THERE)
        summary = f"{count(answer.added, 'claim')} added, {there:,} already there, {len(found.refused):,} left out"
        dialog = ImportReportDialog(
            "What was imported",
            summary,
            rows_of_sheet(found),
            self._theme,
            headings=("Row", "Outcome", "Words", "", "Remarks"),
            parent=self._window,
        )
        dialog.article_wanted.connect(self.article_wanted)
        suggested = self._folder / "Import of claims.csv"
        write = partial(write_claim_report, found)
        dialog.save_wanted.connect(partial(save_report, self._ask, dialog, suggested, write))
        dialog.open()

    def _on_refused(self, sentence: str) -> None:
        self._refused = sentence

    def _on_finished(self) -> None:
        """What came to nothing gives the mapping back; when its project closes it does not."""
        dialog, self._waiting = self._waiting, None
        if dialog is None:
            return
        if self._refused:
            dialog.open()
            dialog.refuse(self._refused)
        else:
            dialog.end_reading()
            dialog.deleteLater()


def save_report(ask: Ask, dialog: ImportReportDialog, suggested: Path, write: Callable[[Path], None]) -> None:
    """Ask where to, and write a report there."""
    path = ask.save_sheet(suggested, "Save the report")
    if path is None:
        return
    try:
        write(path)
    except UserError as error:
        dialog.refuse(str(error))
    else:
        dialog.say(f"Saved as {path.name}.")


def _take(path: Path, workspace: Workspace, progress: Progress) -> SheetCounts | _Foreign:
    """Our own sheet is brought in; of another one is told what it holds."""
    from claimtracker.exchange.claim_import import is_own_sheet, read_sheet  # noqa: PLC0415  in the worker
    from claimtracker.exchange.foreign_sheet import look  # noqa: PLC0415

    if is_own_sheet(path):
        return workspace.run(ImportClaims(tuple(read_sheet(path))), progress=progress)
    return _Foreign(look(path, workspace.connection))


def _import(found: SheetPreview, workspace: Workspace, progress: Progress) -> SheetCounts:
    from claimtracker.exchange.foreign_sheet import import_with  # noqa: PLC0415  in the worker

    return import_with(workspace, found, progress)
