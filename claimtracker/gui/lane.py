"""One lane for what takes long: a thread with a connection of its own, progress, cancel, and one answer."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer, Signal, Slot

from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.domain.progress import Progress
from claimtracker.gui.steps import Steps
from claimtracker.workspace import Workspace

Work = Callable[[Workspace, Progress], object]
Task = Callable[[Progress], object]
Then = Callable[[object], Steps[None] | object]


_BETWEEN = 0.05
"""Seconds between two words on how far a task is."""
_SLICE = 0.003
"""Seconds that a task works before it lets the window go first."""
_LONGEST_TURN = 0.05
"""Seconds that it waits for that."""


class _Worker(QThread):
    progressed = Signal(object, object)
    succeeded = Signal(object)
    refused = Signal(str)
    broke = Signal(object)
    waits = Signal()
    """For the window, to `go_on`: beside Python that works all the time, each of its paints takes twice as long."""

    def __init__(self, task: Task, parent: QObject) -> None:
        super().__init__(parent)
        self._task = task
        self.stopped = Event()
        self._told = float("-inf")
        self._hurried = False
        self._free = Event()
        self._since = monotonic()

    def run(self) -> None:
        try:
            self.succeeded.emit(self._task(self._on_progress))
        except Cancelled:
            self.refused.emit("Stopped; nothing of it was kept.")
        except UserError as error:
            self.refused.emit(str(error))
        except Exception as error:  # noqa: BLE001  a bug in a worker must reach the report, not vanish with its thread
            self.broke.emit(error)

    def _on_progress(self, done: int, total: int) -> None:
        if self.stopped.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told >= _BETWEEN:
            # A thousand files are read faster than a bar can be painted anew for each.
            self._told = now
            self.progressed.emit(done, total)
        if now - self._since >= _SLICE:
            self._free.clear()
            if not self._hurried:
                self.waits.emit()
                self._free.wait(_LONGEST_TURN)
            self._since = monotonic()

    def go_on(self) -> None:
        """The window has nothing else to do."""
        self._free.set()

    def finish(self) -> None:
        """The window waits for its end, and needs no turn any more."""
        self._hurried = True
        self._free.set()
        self.wait()


class Lane(QObject):
    """Runs one long task after another is done; its signals arrive in the window's thread."""

    started = Signal(str)
    progressed = Signal(object, object)
    finished = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: _Worker | None = None
        self._then: Then | None = None
        self._showing: Steps[None] | None = None
        self._over = False
        """Whether the task ended while its answer was being shown."""
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._show_on)
        self._problem: BaseException | None = None

    @property
    def busy(self) -> bool:
        """Whether a task is running that nobody has stopped."""
        return self._worker is not None and not self._worker.stopped.is_set()

    def submit(self, path: Path, label: str, work: Work, then: Then) -> bool:
        """Start a task on a project; `then` gets its answer in the window's thread. False while another is running.

        What `then` has much to do with it does in `Steps`, between which the window serves keys and paints.
        """
        return self.submit_alone(label, partial(_on_project, path, work), then)

    def submit_alone(self, label: str, task: Task, then: Then) -> bool:
        """Start a task that needs no open project, or one that must not be open, in the same way."""
        if self._worker is not None:
            self.refused.emit("Something else is still being done; try again when it is finished.")
            return False
        self._then = then
        worker = _Worker(task, self)
        self._worker = worker
        worker.progressed.connect(self._on_progressed)
        worker.succeeded.connect(self._on_succeeded)
        worker.refused.connect(self._on_refused)
        worker.broke.connect(self._on_broke)
        worker.waits.connect(self._on_waits)
        worker.finished.connect(self._on_finished)
        self.started.emit(label)
        worker.start()
        return True

    def cancel(self) -> None:
        """Ask the task to stop; nothing of it is kept."""
        if self._worker is not None:
            self._worker.stopped.set()

    def wait(self) -> None:
        """Wait for the end of what is running: the window has nothing else to do meanwhile."""
        if self._worker is not None:
            self._worker.finish()

    def drain(self) -> None:
        """Stop what is running and wait for it; an answer on its way is not delivered: its project closes."""
        worker = self._worker
        if worker is None:
            return
        worker.stopped.set()
        worker.finish()
        QCoreApplication.removePostedEvents(self, int(QEvent.Type.MetaCall))
        self._next.stop()
        self._showing = None
        self._on_finished()

    @Slot()
    def _on_waits(self) -> None:
        if self._worker is not None:
            self._worker.go_on()

    @Slot(object, object)
    def _on_progressed(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)

    @Slot(object)
    def _on_succeeded(self, answer: object) -> None:
        shown = None if self._then is None else self._then(answer)
        if isinstance(shown, Generator):
            self._showing = shown
            self._next.start()

    @Slot()
    def _show_on(self) -> None:
        """Do the next piece of what comes of the answer."""
        going_on = False
        try:
            if self._showing is not None:
                next(self._showing)
                going_on = True
        except StopIteration:
            pass
        finally:
            if not going_on:
                self._next.stop()
                self._showing = None
                if self._over:
                    self._on_finished()

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.refused.emit(sentence)

    @Slot(object)
    def _on_broke(self, problem: BaseException) -> None:
        self._problem = problem

    @Slot()
    def _on_finished(self) -> None:
        self._over = self._showing is not None
        if self._over:
            return
        worker, self._worker, self._then = self._worker, None, None
        if worker is not None:
            worker.deleteLater()
        self.finished.emit()
        problem, self._problem = self._problem, None
        if problem is not None:
            raise problem


def _on_project(path: Path, work: Work, progress: Progress) -> object:
    with Workspace.open(path, origin="gui") as workspace:
        return work(workspace, progress)
