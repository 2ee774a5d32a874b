"""Backups as the window offers them: the dialog, a backup now, restoring, and recovering what can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.domain.progress import Progress
from claimtracker.gui.ask import Ask
from claimtracker.gui.lane import Lane
from claimtracker.gui.widgets.message_bar import Button, MessageBar
from claimtracker.gui.windows.backup_keeper import LastBackups
from claimtracker.storage import backup, backup_files, restore
from claimtracker.storage.backup_files import Backup
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from claimtracker.gui.windows.backups_dialog import BackupsDialog

_BUSY = "Something else is still being done; try again when it is finished."


class Desk(Protocol):
    """What opens and closes projects: the window."""

    def open_project(self, path: Path) -> bool:
        """Open a project in place of the one that is open."""
        ...

    def close_project(self) -> None:
        """Close the project that is open."""
        ...

    def open_path(self) -> Path | None:
        """The project that is open."""
        ...


class BackupCommands(QObject):
    """Works for the window, with a project open or none."""

    def __init__(self, desk: Desk, ask: Ask, lane: Lane, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._ask = ask
        self._lane = lane
        self._bar = bar
        self._window = window
        self.last = LastBackups(self)
        """Of the projects that were left for others."""
        self.last.told.connect(bar.error)

    def show(self, path: Path | None = None) -> BackupsDialog:
        """Show the backups of a project; without one those of the open one, or of any there are."""
        from claimtracker.gui.windows.backups_dialog import BackupsDialog  # noqa: PLC0415  not at the start

        here = self._desk.open_path()
        wanted = path or here
        projects = [wanted] if wanted is not None else backup_files.projects(backup_files.default_home())
        dialog = BackupsDialog(projects, is_open=wanted is not None, parent=self._window)
        dialog.now_button.setEnabled(wanted is not None and wanted == here)
        dialog.submit = partial(self._restore, dialog)
        dialog.copy_wanted.connect(partial(self._restore_copy, dialog))
        dialog.deletion_wanted.connect(partial(self._delete, dialog))
        dialog.backup_wanted.connect(partial(self._back_up, dialog))
        dialog.recovery_wanted.connect(partial(self._recover_from, dialog))
        dialog.open()
        return dialog

    def ways_out(self, path: Path, error: UserError | None = None) -> list[Button]:
        """What can be done about a project that is damaged, or that could not be opened for `error`: a button each."""
        if error is None or backup.is_damage(error):
            return [
                ("Restore a backup…", partial(self.show, path)),
                ("Recover what can be read…", partial(self.recover, path)),
            ]
        # Gone, or without its beginning: no project any more, but it was one when it was backed up.
        plain = not isinstance(error, FileTrouble)
        return [("Restore a backup…", partial(self.show, path))] if plain and backup.backups_of(path) else []

    def recover(self, path: Path | None = None) -> None:
        """Read what can be read of a damaged project into a new one, and open that."""
        damaged = path or self._ask.open_project(self._folder())
        if damaged is None:
            return
        new = self._ask.save_project(
            damaged.with_name(f"{damaged.stem} recovered.claims"), "Recover what can be read into a new project"
        )
        if new is None:
            return
        if self._desk.open_path() == damaged:
            self._desk.close_project()
        label = f"Reading what can be read of {damaged.name} …"
        self._lane.submit_alone(label, partial(_recover, damaged, new), partial(self._on_recovered, new))

    def _folder(self) -> Path:
        here = self._desk.open_path()
        return here.parent if here is not None else Path(platformdirs.user_documents_dir())

    def _restore(self, dialog: BackupsDialog) -> bool:
        from claimtracker.gui.windows.backups_dialog import made_at  # noqa: PLC0415  not at the start

        listed, path = dialog.selected, dialog.project
        if listed is None or path is None or listed.contents is None:
            return dialog.refuse("Choose a backup that can be read.")
        if self._lane.busy:
            return dialog.refuse(_BUSY)
        when = made_at(listed.backup)
        question = f"Put the backup of {when} into the place of {path.name}? The present one is kept."
        if not self._ask.confirm(question, "Restore"):
            return False
        was_open = self._desk.open_path()
        if was_open is not None and was_open.resolve() == path.resolve():
            self._desk.close_project()
        task = partial(_restored, listed.backup, path)
        self._lane.submit_alone(f"Restoring {path.name} …", task, partial(self._on_restored, path, when))
        return True

    def _restore_copy(self, dialog: BackupsDialog, chosen: Backup) -> None:
        from claimtracker.gui.windows.backups_dialog import made_at  # noqa: PLC0415  not at the start

        path = dialog.project
        if path is None:
            return
        folder = path.parent if path.parent.is_dir() else Path(platformdirs.user_documents_dir())
        when = chosen.at.astimezone().strftime("%Y-%m-%d %H.%M")
        new = self._ask.save_project(folder / f"{path.stem} {when}.claims", "Restore as a copy")
        if new is None:
            return
        try:
            restore.restore_as(chosen.path, new)
        except UserError as error:
            dialog.refuse(str(error))
            return
        dialog.reject()
        if self._desk.open_project(new):
            self._bar.notice(f"Made {new.name} of the backup of {made_at(chosen)}, and opened it.")

    def _delete(self, dialog: BackupsDialog, chosen: Backup) -> None:
        from claimtracker.gui.windows.backups_dialog import made_at  # noqa: PLC0415  not at the start

        if not self._ask.confirm(f"Delete the backup of {made_at(chosen)} for good? It cannot be undone.", "Delete"):
            return
        try:
            backup.delete_backup(chosen.path)
        except UserError as error:
            dialog.refuse(str(error))
        else:
            dialog.reload()

    def _back_up(self, dialog: BackupsDialog) -> None:
        path = self._desk.open_path()
        if path is not None and self._lane.submit(path, "Backing up …", _back_up, partial(self._on_made, dialog)):
            dialog.now_button.setEnabled(False)
            dialog.refuse("")
        else:
            dialog.refuse(_BUSY)

    def _on_made(self, dialog: BackupsDialog, answer: object) -> None:
        if not dialog.isVisible():
            return
        dialog.now_button.setEnabled(True)
        if isinstance(answer, UserError):
            dialog.refuse(str(answer))
        else:
            dialog.reload()

    def _recover_from(self, dialog: BackupsDialog, path: Path | None) -> None:
        dialog.reject()
        self.recover(path)

    def _on_restored(self, path: Path, when: str, answer: object) -> None:
        if isinstance(answer, UserError):
            if path.exists():
                self._desk.open_project(path)
            self._bar.error(str(answer))
        elif isinstance(answer, restore.Restored) and self._desk.open_project(path):
            kept = "What it replaced is among the backups." if answer.kept else ""
            aside = f"What it replaced lies at {answer.aside}." if answer.aside else ""
            self._bar.notice(f"Restored the backup of {when}. {kept}{aside}".strip())

    def _on_recovered(self, new: Path, answer: object) -> None:
        from claimtracker.gui.windows.backups_dialog import RecoveryDialog  # noqa: PLC0415  not at the start
        from claimtracker.storage.recovery import RecoveryReport  # noqa: PLC0415  only when it was asked for

        if isinstance(answer, UserError):
            self._bar.error(str(answer), [("Backups…", self.show)])
        elif isinstance(answer, RecoveryReport) and self._desk.open_project(new):
            RecoveryDialog(new, answer.lines, self._window).open()


def _back_up(workspace: Workspace, progress: Progress) -> object:
    return _or_problem(lambda: workspace.back_up("asked", progress=progress))


def _restored(chosen: Backup, path: Path, progress: Progress) -> object:
    return _or_problem(lambda: restore.restore(chosen.path, path, progress=progress))


def _recover(damaged: Path, new: Path, progress: Progress) -> object:
    from claimtracker.storage.recovery import recover  # noqa: PLC0415  sqlite-utils would slow down the start

    return _or_problem(lambda: recover(damaged, new, progress=progress))


def _or_problem(act: Callable[[], object]) -> object:
    """What became of it, or why it could not be done: either way whoever asked goes on."""
    try:
        return act()
    except UserError as error:
        return error
