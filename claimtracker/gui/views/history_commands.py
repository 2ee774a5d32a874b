"""What is done from the history: undone alone, rolled back, shown and exported as of then, forgotten."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import HistoryEntry
from claimtracker.exchange import claim_sheet
from claimtracker.gui.views.view import ViewContext
from claimtracker.gui.windows.history_dialogs import ForgetDialog, MomentDialog, PastSheetDialog
from claimtracker.gui.words import count
from claimtracker.storage.as_of import packed, project_at
from claimtracker.storage.queries.history import count_operations, operation_at
from claimtracker.text.moments import day_of, told_moment
from claimtracker.workspace import Forgotten, Workspace

_BUSY = "Something else is still being done; try again when it is finished."


class HistoryCommands(QObject):
    """Works on one open project, for one view."""

    def __init__(self, context: ViewContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._session = context.session
        self._view = view
        self._folder = Path(platformdirs.user_documents_dir())

    def undo_alone(self, entry: HistoryEntry) -> None:
        """Take back one operation."""
        workspace = self._session.workspace
        done = f"Undone: {entry.label}. Undo brings it back."
        if not workspace.is_long(entry.id):
            if self._session.undo_operation(entry.id) is not None:
                self._session.notice.emit(done)
            return
        work = partial(_undo_alone, entry.id)
        self._context.lane.submit(workspace.path, f"Undoing {entry.label} …", work, partial(self._on_done, done))

    def roll_back(self, entry: HistoryEntry) -> None:
        """Take back all that came after an operation."""
        workspace = self._session.workspace
        done = f"Rolled back to {told_moment(entry.at)}. Undo brings back what was there."
        if not workspace.is_long(entry.id, later=True):
            if self._session.undo_back_to(entry.id) is not None:
                self._session.notice.emit(done)
            return
        work = partial(_roll_back, entry.id)
        self._context.lane.submit(workspace.path, "Rolling back …", work, partial(self._on_done, done))

    def show_sheet(self, entry: HistoryEntry) -> None:
        """Show the claims as they stood when an operation had been done."""
        work = partial(_pack, entry.id)
        path = self._session.workspace.path
        self._context.lane.submit(path, "Looking back …", work, partial(self._on_packed, entry))

    def ask_export(self, entry: HistoryEntry | None) -> MomentDialog:
        """Ask as of when, then where to, and write the sheet."""
        suggested = day_of(entry.at) if entry is not None else ""
        dialog = MomentDialog(suggested, self._view)
        dialog.submit = partial(self._start_export, dialog)
        dialog.open()
        return dialog

    def ask_forget(self) -> ForgetDialog:
        """Ask how much is to be forgotten, make a copy if one is wanted, and forget it."""
        dialog = ForgetDialog(count_operations(self._session.workspace.connection), self._view)
        dialog.submit = partial(self._start_forgetting, dialog)
        dialog.open()
        return dialog

    def _start_export(self, dialog: MomentDialog) -> bool:
        try:
            moment = dialog.moment()
            operation_id = operation_at(self._session.workspace.connection, moment)
        except UserError as error:
            return dialog.refuse(str(error))
        if self._context.lane.busy:
            return dialog.refuse(_BUSY)
        return self._export(operation_id, moment)

    def _export(self, operation_id: int, moment: str) -> bool:
        workspace = self._session.workspace
        name = f"{workspace.path.stem} as of {day_of(moment)}.csv"
        path = self._context.ask.save_sheet(self._folder / name, f"Export the sheet as of {told_moment(moment)}")
        if path is None:
            return False
        self._folder = path.parent
        work = partial(_export_sheet, path, operation_id)
        self._context.lane.submit(
            workspace.path, f"Writing {path.name} …", work, partial(self._on_exported, path, moment)
        )
        return True

    def _start_forgetting(self, dialog: ForgetDialog) -> bool:
        try:
            before = dialog.before()
        except UserError as error:
            return dialog.refuse(str(error))
        if self._context.lane.busy:
            return dialog.refuse(_BUSY)
        workspace = self._session.workspace
        copy = None
        if dialog.copy.isChecked():
            suggested = workspace.path.with_name(f"{workspace.path.stem} with history.claims")
            copy = self._context.ask.save_project(suggested, "Save a copy with its history")
            if copy is None:
                return False
            if copy.exists():
                return dialog.refuse(
                    f"There is already a file at {copy}; the copy was not made, and nothing forgotten."
                )
        work = partial(_forget, before, copy)
        self._context.lane.submit(workspace.path, "Forgetting history …", work, self._on_forgotten)
        return True

    def _on_done(self, sentence: str, _answer: object) -> None:
        self._session.workspace.catch_up()
        self._session.notice.emit(sentence)

    def _on_packed(self, entry: HistoryEntry, answer: object) -> None:
        if isinstance(answer, bytes):
            export = partial(self._export, entry.id, entry.at)
            PastSheetDialog(told_moment(entry.at), answer, export, self._view).open()

    def _on_exported(self, path: Path, moment: str, answer: object) -> None:
        if isinstance(answer, claim_sheet.SheetReport):
            told = f"Exported {count(answer.rows, 'claim')} as of {told_moment(moment)} to {path.name}"
            self._session.notice.emit(f"{told}, in {path.parent}.")

    def _on_forgotten(self, answer: object) -> None:
        self._session.workspace.catch_up()
        if isinstance(answer, Forgotten):
            rest = "" if answer.clean else " Traces stay on the disk until other windows on this project are closed."
            self._session.notice.emit(f"Forgot {count(answer.operations, 'line')} of history.{rest}")


def _undo_alone(operation_id: int, workspace: Workspace, progress: Progress) -> object:
    return workspace.undo_operation(operation_id, progress=progress)


def _roll_back(operation_id: int, workspace: Workspace, progress: Progress) -> object:
    return workspace.undo_back_to(operation_id, progress=progress)


def _pack(operation_id: int, workspace: Workspace, _progress: Progress) -> object:
    return packed(workspace.connection, operation_id)


def _export_sheet(path: Path, operation_id: int, workspace: Workspace, progress: Progress) -> claim_sheet.SheetReport:
    with project_at(workspace.connection, operation_id, searchable=False) as copy:
        return claim_sheet.export_sheet(copy, path, progress=progress)


def _forget(before: str | None, copy: Path | None, workspace: Workspace, _progress: Progress) -> Forgotten:
    if copy is not None:
        workspace.save_copy(copy)
    return workspace.forget_history(before)
