"""An open project, as the window sees it: one place that runs operations and tells everybody what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.workspace import Operation, Workspace

Result = TypeVar("Result")

_LOOK_EVERY = 500
_SETTLE_AFTER = 1000


class Session(QObject):
    """Wraps a workspace of the GUI thread. Errors a person can act on become `failed`, never a dialog."""

    changed = Signal(object)
    """A ChangeSet, whoever wrote it."""
    failed = Signal(str)
    notice = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._lost = False
        self._unsubscribe = workspace.changed.subscribe(self._on_workspace_changed)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_AFTER)
        self._settle.timeout.connect(self._on_settle)

    def run(self, operation: Operation[Result], initiator: object | None = None) -> Result | None:
        """Carry out an operation; None, after `failed`, when it could not be."""
        return self._attempt(lambda: self.workspace.run(operation, initiator=initiator))

    def undo(self) -> ChangeSet | None:
        """Take back the newest operation of the file."""
        return self._attempt(self.workspace.undo)

    def redo(self) -> ChangeSet | None:
        """Bring back what was undone last."""
        return self._attempt(self.workspace.redo)

    def close(self) -> None:
        """Stop looking and close the file."""
        self._look.stop()
        self._settle.stop()
        self._unsubscribe()
        self.workspace.close()

    def attempt(self, operation: Operation[Result], initiator: object | None = None) -> tuple[Result | None, str]:
        """Carry out an operation; its result, or None and the sentence why not, for a caller that says it itself."""
        try:
            return self.workspace.run(operation, initiator=initiator), ""
        except UserError as error:
            return None, str(error)

    def _attempt(self, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except UserError as error:
            self.failed.emit(str(error))
            return None

    def _on_workspace_changed(self, changes: ChangeSet) -> None:
        self._settle.start()
        self.changed.emit(changes)

    def _on_look(self) -> None:
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
        self._attempt(self.workspace.checkpoint)
