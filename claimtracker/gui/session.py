"""An open project, as the window sees it: one place that runs operations and tells everybody what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import Cause, FileTrouble, UserError
from claimtracker.domain.progress import Progress
from claimtracker.gui.lane import Lane
from claimtracker.workspace import Operation, Workspace

Result = TypeVar("Result")

_LOOK_EVERY = 500
_SETTLE_AFTER = 1000
_A_MOMENT = 40
"""Milliseconds."""
_BUSY = "Something else is still being done; try again when it is finished."


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the file or its disk refused, and how it is tried again."""

    sentence: str
    cause: Cause
    again: Callable[[], object] | None
    """None where whoever asked keeps what was typed, and asks again."""


class Session(QObject):
    """Wraps a workspace of the GUI thread. Errors a person can act on become `failed`, never a dialog."""

    changed = Signal(object)
    """A ChangeSet, whoever wrote it."""
    failed = Signal(str)
    notice = Signal(str)
    set_aside = Signal(object)
    """A `gui.session_file.Draft`: what was typed into a cell that had to close without saving it."""
    place_changed = Signal(str)
    """What became of the file when it is not in its place any more, as a sentence; empty when it is back."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        workspace.save_memory()
        self._lost = False
        self._gone = ""
        self._hurried = False
        self.trouble: Trouble | None = None
        """What the file refused last; None once it took something."""
        self._unsubscribe = workspace.changed.subscribe(self._on_workspace_changed)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_AFTER)
        self._settle.timeout.connect(self._on_settle)
        self._settling = Lane(self)

    def run(self, operation: Operation[Result], initiator: object | None = None) -> Result | None:
        """Carry out an operation; None, after `failed`, when it could not be."""
        return self._attempt(lambda: self.workspace.run(operation, initiator=initiator))

    def undo(self) -> ChangeSet | None:
        """Take back the newest operation of the file."""
        return self._attempt(self.workspace.undo)

    def redo(self) -> ChangeSet | None:
        """Bring back what was undone last."""
        return self._attempt(self.workspace.redo)

    def undo_operation(self, operation_id: int) -> ChangeSet | None:
        """Take back one operation and leave what came after it."""
        return self._attempt(lambda: self.workspace.undo_operation(operation_id))

    def undo_back_to(self, operation_id: int) -> ChangeSet | None:
        """Take back everything that came after an operation."""
        return self._attempt(lambda: self.workspace.undo_back_to(operation_id))

    def close(self) -> None:
        """Stop looking and close the file."""
        self._look.stop()
        self._settle.stop()
        self._settling.drain()
        self._unsubscribe()
        self.workspace.close()

    def hurry(self, *, hurried: bool) -> None:
        """While a long task writes, refuse at once what it would hold up for seconds; what was typed is kept."""
        if not self._look.isActive():
            return  # it is closed
        self._hurried = hurried
        self.workspace.wait_for_others(_A_MOMENT if hurried else None)

    def attempt(self, operation: Operation[Result], initiator: object | None = None) -> tuple[Result | None, str]:
        """Carry out an operation; its result, or None and the sentence why not, for a caller that says it itself."""
        try:
            return self.workspace.run(operation, initiator=initiator), ""
        except UserError as error:
            return None, self._note(error, None)

    def try_again(self) -> None:
        """Do once more what the file refused, now that the reason may be gone."""
        trouble, self.trouble = self.trouble, None
        if trouble is not None and trouble.again is not None:
            self._attempt(trouble.again)

    def _attempt(self, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except UserError as error:
            self.failed.emit(self._note(error, act))
            return None

    def _note(self, error: UserError, again: Callable[[], object] | None) -> str:
        told, cause = str(error), error.cause if isinstance(error, FileTrouble) else None
        if self._hurried and cause == "busy":
            told = _BUSY
        self.trouble = None if cause is None else Trouble(told, cause, again)
        return told

    def _on_workspace_changed(self, changes: ChangeSet) -> None:
        self._settle.start()
        self.trouble = None
        self.changed.emit(changes)

    def _on_look(self) -> None:
        gone = self.workspace.missing()
        if gone != self._gone:
            self._gone = gone
            if gone:
                self.workspace.leave_log_empty()
            self.place_changed.emit(gone)
        if gone:
            return
        try:
            self.workspace.catch_up()
        except UserError as error:
            # Said once, not twice a second, until the file answers again.
            if not self._lost:
                self.failed.emit(str(error))
            self._lost = True
        else:
            self._lost = False

    def _on_settle(self) -> None:
        """Tidy up beside the window: after very many rows were written it takes a second, and it may have to wait."""
        if self._gone or self.workspace.read_only:
            return
        if self._settling.busy:
            self._settle.start()
        else:
            self._settling.submit(self.workspace.path, "", _settle, _nothing_more)


def _settle(workspace: Workspace, _progress: Progress) -> None:
    workspace.checkpoint()


def _nothing_more(_answer: object) -> None:
    """Nobody waits for it."""
