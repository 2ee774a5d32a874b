"""Questions to a project that may take long, asked beside the window's thread; the newest one alone is answered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
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
_LINGER = 10.0
"""Seconds that a connection is kept open for the next question, where one follows another."""

Question = Callable[[Connection], object]


class Reader(QObject):
    """Each question stops the one that was asked before it, and has a connection of its own.

    One that `lingers` is for questions that follow each other with every key: the next one takes over the connection
    of one that was answered, since to open the file takes longer than to find a rare word in it.
    """

    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None, *, lingers: bool = False) -> None:
        super().__init__(parent)
        self._path = path
        self._linger = _LINGER if lingers else 0.0
        self._idle: Asked | None = None
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
        idle, self._idle = self._idle, None
        if idle is not None and idle.go_on(question):
            self._asked, self._then = idle, then
            return
        asked = Asked(self._path, question, self, linger=self._linger)
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
        self._idle = None
        for asked in self._running:
            asked.stop()
            # A statement that had not begun yet did not hear that it should stop.
            while not asked.wait(_STOP_AGAIN):
                asked.stop()

    @Slot(object)
    def _on_answered(self, answer: object) -> None:
        if self.sender() is not self._asked or self._then is None:
            return
        then, self._idle, self._asked, self._then = self._then, self._asked, None, None
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
            if asked is self._idle:
                self._idle = None
        problem, self._problem = self._problem, None
        if problem is not None:
            raise problem


class GiveWay:
    """The progress of a question that Python works on: every few milliseconds it waits, so that the window is painted.

    Raises `Cancelled` when the answer is not wanted any more.
    """

    def __init__(self, stretch: float = _SLICE) -> None:
        """`stretch` are the seconds between two waits: long where there is little to do, so that it is done soon."""
        self._stretch = stretch
        self._since = perf_counter()

    def __call__(self, _done: int, _total: int, /) -> None:
        application, thread = QCoreApplication.instance(), QThread.currentThread()
        if application is None or thread is application.thread():
            return
        if thread.isInterruptionRequested():
            raise Cancelled
        if perf_counter() - self._since > self._stretch:
            sleep(_TURN)
            self._since = perf_counter()


class Asked(QThread):
    """A question on a connection of its own, and those that `go_on` with it after it was answered."""

    answered = Signal(object)
    """The answer; None when it was stopped before it began."""
    failed = Signal(str)
    broke = Signal(object)

    def __init__(self, path: Path, question: Question, parent: QObject, *, linger: float = 0.0) -> None:
        """`linger` are the seconds that it waits for another question."""
        super().__init__(parent)
        self._path = path
        self._linger = linger
        self._questions: SimpleQueue[Question | None] = SimpleQueue()
        self._questions.put(question)
        self._lock = Lock()
        self._workspace: Workspace | None = None
        self._stopped = False

    def stop(self) -> None:
        """The answer is not wanted any more, nor will others be; it may come all the same."""
        self.requestInterruption()
        self._questions.put(None)
        with self._lock:
            self._stopped = True
            if self._workspace is not None:
                self._workspace.interrupt()

    def go_on(self, question: Question) -> bool:
        """Ask the next question, once there was an answer; False when nobody waits for it any more."""
        with self._lock:
            if not self._stopped:
                self._questions.put(question)
            return not self._stopped

    def run(self) -> None:
        """Ask, and tell."""
        try:
            with Workspace.open(self._path, origin="gui") as workspace:
                workspace.save_memory()
                while (question := self._next()) is not None:
                    self.answered.emit(self._answer(workspace, question))
        except Cancelled:
            return
        except UserError as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001  a bug beside the window must reach the report, not vanish
            self.broke.emit(error)

    def _next(self) -> Question | None:
        """The next question; None when none came in time."""
        with suppress(Empty):
            return self._questions.get(timeout=self._linger)
        with self._lock:
            # One may have come in this very moment.
            self._stopped = self._questions.empty()
        return None if self._stopped else self._questions.get()

    def _answer(self, workspace: Workspace, question: Question) -> object:
        with self._lock:
            if self._stopped:
                return None
            self._workspace = workspace
        try:
            return workspace.read(question)
        finally:
            with self._lock:
                self._workspace = None
