"""Questions to a project that may take long, asked beside the window's thread; the newest one alone is answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import perf_counter, sleep

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.storage.queries import Connection, may_hold_more_claims
from claimtracker.workspace import Workspace

AT_ONCE = 1500
"""Claims that are looked through without a thread: within a blink."""
_STOP_AGAIN = 50
"""Milliseconds."""
_SLICE = 0.002
"""Seconds that Python works beside the window before the window gets its turn."""
_TURN = 0.001

Question = Callable[[Connection], object]


class Reader(QObject):
    """Each question has a connection of its own and stops the one that was asked before it."""

    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._asked: Asked | None = None
        self._then: Callable[[object], None] | None = None
        self._running: set[Asked] = set()
        self._problem: BaseException | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    def ask(self, question: Question, then: Callable[[object], None]) -> None:
        """Ask; `then` gets the answer in the window's thread, unless another question comes first."""
        self.stop()
        asked = Asked(self._path, question, self)
        asked.answered.connect(self._on_answered)
        asked.failed.connect(self._on_failed)
        asked.broke.connect(self._on_broke)
        asked.finished.connect(self._on_finished)
        self._asked, self._then = asked, then
        self._running.add(asked)
        asked.start()

    def answer(self, connection: Connection, question: Question, then: Callable[[object], None]) -> None:
        """Ask; at once by the window's own connection where there is little to look through.

        Raises `UserError` then, when the file cannot be read.
        """
        if self.at_once(connection):
            self.stop()
            then(question(connection))
        else:
            self.ask(question, then)

    def at_once(self, connection: Connection) -> bool:
        """Whether a project is so small that `answer` has nobody wait."""
        return not may_hold_more_claims(connection, AT_ONCE)

    def stop(self) -> None:
        """What is asked is not wanted any more."""
        asked, self._asked, self._then = self._asked, None, None
        if asked is not None:
            asked.stop()

    def drain(self) -> None:
        """Stop and wait until nothing reads the project any more: it is closed."""
        self.stop()
        for asked in self._running:
            # A statement that had not begun yet did not hear that it should stop.
            while not asked.wait(_STOP_AGAIN):
                asked.stop()

    @Slot(object)
    def _on_answered(self, answer: object) -> None:
        if self.sender() is not self._asked or self._then is None:
            return
        then, self._asked, self._then = self._then, None, None
        then(answer)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self.sender() is self._asked:
            self._asked = self._then = None
            self.failed.emit(sentence)

    @Slot(object)
    def _on_broke(self, problem: BaseException) -> None:
        self._problem = problem

    @Slot()
    def _on_finished(self) -> None:
        asked = self.sender()
        if isinstance(asked, Asked):
            self._running.discard(asked)
            asked.deleteLater()
            if asked is self._asked:
                self._asked = self._then = None
        problem, self._problem = self._problem, None
        if problem is not None:
            raise problem


class GiveWay:
    """The progress of a question that Python works on: every few milliseconds it waits, so that the window is painted.

    Raises `Cancelled` when the answer is not wanted any more.
    """

    def __init__(self) -> None:
        self._since = perf_counter()

    def __call__(self, _done: int, _total: int, /) -> None:
        application, thread = QCoreApplication.instance(), QThread.currentThread()
        if application is None or thread is application.thread():
            return
        if thread.isInterruptionRequested():
            raise Cancelled
        if perf_counter() - self._since > _SLICE:
            sleep(_TURN)
            self._since = perf_counter()


class Asked(QThread):
    """One question, on a connection of its own."""

    answered = Signal(object)
    """The answer; None when it was stopped before it began."""
    failed = Signal(str)
    broke = Signal(object)

    def __init__(self, path: Path, question: Question, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._question = question
        self._lock = Lock()
        self._workspace: Workspace | None = None
        self._stopped = False

    def stop(self) -> None:
        """The answer is not wanted any more; it may come all the same."""
        self.requestInterruption()
        with self._lock:
            self._stopped = True
            if self._workspace is not None:
                self._workspace.interrupt()

    def run(self) -> None:
        """Ask, and tell."""
        try:
            with Workspace.open(self._path, origin="gui") as workspace:
                answer = self._answer(workspace)
        except Cancelled:
            return
        except UserError as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001  a bug beside the window must reach the report, not vanish
            self.broke.emit(error)
        else:
            self.answered.emit(answer)

    def _answer(self, workspace: Workspace) -> object:
        with self._lock:
            if self._stopped:
                return None
            self._workspace = workspace
        try:
            return workspace.read(self._question)
        finally:
            with self._lock:
                self._workspace = None
