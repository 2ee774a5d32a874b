"""Backups of the open project, made by themselves and beside the window; and whether its file is sound."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.gui.lane import Lane
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.words import count
from claimtracker.storage import backup, database
from claimtracker.storage.backup_files import ROOM
from claimtracker.workspace import Workspace

_LOOK_AFTER = 3_000
_IDLE = 180_000
_AT_LEAST = 3_600_000
"""Milliseconds: until the file is looked at, without a change until a backup, and between two while work goes on."""


class BackupKeeper(QObject):
    """Works on one open project, with connections of its own: nobody who types waits for it."""

    told = Signal(str)
    """Why no backup could be made."""
    damage_found = Signal(str)
    """The file is damaged; no more backups of it are made."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._changed = False
        self._told = ""
        self.suspended = session.workspace.read_only
        """Whether none are made: the file is damaged, or cannot be written."""
        self.lane = Lane(self)
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(self._on_not_read)
        session.changed.connect(self._on_changed)
        self.look = self._timer(_LOOK_AFTER, self.check)
        self.idle = self._timer(_IDLE, self.back_up)
        self.hourly = self._timer(_AT_LEAST, self.back_up)
        self.look.start()

    def check(self) -> None:
        """Look for damage in all of the file, and back it up if there is none."""
        self.reader.ask(database.damage_beside_work, self._on_checked)

    def back_up(self) -> None:
        """Make a backup beside the window, unless one says the same already."""
        if self.suspended or self.lane.busy:
            return
        self.idle.stop()
        self.hourly.stop()
        self._changed = False
        self.lane.submit(self._session.workspace.path, "Backing up …", _back_up, self._on_made)

    def close(self, leaving: QWidget | None = None, beside: LastBackups | None = None) -> None:
        """Stop; make a last backup when something changed since the one before.

        A window that is closed goes from the screen before that, and one that shows another project has it made
        `beside` its work: nobody has to look on.
        """
        for timer in (self.look, self.idle, self.hourly):
            timer.stop()
        self.reader.drain()
        unfinished = self.lane.busy
        self.lane.drain()
        if (self._changed or unfinished) and not self.suspended:
            workspace = self._session.workspace
            # Of a file that is gone from its place only those have the words who have it open.
            if beside is not None and not workspace.missing():
                beside.make(workspace.path)
                return
            if leaving is not None:
                leaving.hide()
            try:
                workspace.back_up()
            except UserError as error:
                self._tell(error)

    def _timer(self, pause: int, act: object) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(pause)
        made.timeout.connect(act)
        return made

    def _on_changed(self, _changes: ChangeSet) -> None:
        self._changed = True
        if not self.suspended:
            self.idle.start()
            if not self.hourly.isActive():
                self.hourly.start()

    def _on_checked(self, answer: object) -> None:
        if isinstance(answer, list) and answer:
            self._on_damage(f"{self._session.workspace.path} is damaged. {answer[0]}")
        else:
            self.back_up()

    def _on_not_read(self, sentence: str) -> None:
        self._on_damage(sentence)

    def _on_made(self, answer: object) -> None:
        if isinstance(answer, UserError):
            self._changed = True
            self._tell(answer)
        elif isinstance(answer, backup.Made):
            self._told = ""
            if answer.gone_for_room:
                self._session.notice.emit(
                    f"{count(answer.gone_for_room, 'old backup')} went, because all together took more than"
                    f" {ROOM / 1e9:.0f} GB."
                )

    def _on_damage(self, sentence: str) -> None:
        self.suspended = True
        self.damage_found.emit(f"{sentence} No more backups of it are made; those that there are stay as they are.")

    def _tell(self, error: UserError) -> None:
        if backup.is_damage(error):
            self._on_damage(str(error))
        elif self._told != str(error):
            # Said once, not every few minutes.
            self._told = str(error)
            self.told.emit(str(error))


class LastBackups(QObject):
    """The last backups of projects that were left for others in a window, which shows those meanwhile."""

    told = Signal(str)
    """Why one could not be made."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: list[Lane] = []

    def make(self, path: Path) -> None:
        """Begin with that of a project that is being closed."""
        lane = Lane(self)
        self._running.append(lane)
        lane.refused.connect(self.told)
        lane.finished.connect(self._on_finished)
        lane.submit(path, "Backing up …", _back_up, self._on_made)

    def finish(self, leaving: QWidget | None = None) -> None:
        """Wait until all are made; a window that is closed goes from the screen before that."""
        for lane in self._running:
            if leaving is not None:
                leaving.hide()
            lane.wait()

    def _on_made(self, answer: object) -> None:
        if isinstance(answer, UserError):
            self.told.emit(str(answer))

    def _on_finished(self) -> None:
        lane = self.sender()
        if isinstance(lane, Lane):
            self._running.remove(lane)
            lane.deleteLater()


def _back_up(workspace: Workspace, progress: Progress) -> object:
    try:
        return workspace.back_up(progress=progress)
    except UserError as error:
        return error
