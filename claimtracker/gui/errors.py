"""Bugs: anything that is no `UserError` reaches one report, with versions and traceback and no word of a claim."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

import platformdirs
import PySide6
from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

import claimtracker
from claimtracker.gui.ask import Ask, QtAsk
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.storage import private
from claimtracker.storage.database import ENGINE_VERSION

_LOG = logging.getLogger("claimtracker")
_TRAIL = 20
"""So many of the last operations are told, by their kinds alone."""
_LONGEST_CRASH = 200_000

MISTAKE = (
    "This is a mistake of the program, not yours. What you did before it is saved. "
    "The report below names no word of your claims; please send it to the developers."
)
CRASH_TOLD = (
    "Claim Tracker crashed the last time. Everything committed is in your projects. "
    "The report below names no word of your claims; please send it to the developers."
)


def versions() -> str:
    """What a report needs to know of the machine."""
    return (
        f"Claim Tracker {claimtracker.__version__}\nPython {platform.python_version()}\nQt {qVersion()}, "
        f"PySide6 {PySide6.__version__}\nSQLite {ENGINE_VERSION}\n{platform.platform()}"
    )


def report_of(error: BaseException) -> str:
    """A traceback without the values in it: an exception's message may quote a claim, so only its type is told."""
    parts = []
    seen: set[int] = set()
    told: BaseException | None = error
    while told is not None and id(told) not in seen:
        seen.add(id(told))
        frames = traceback.format_list(traceback.extract_tb(told.__traceback__))
        parts.append(f"{''.join(frames)}{type(told).__name__}")
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return f"{versions()}\n\n" + without_home("\n\nafter which came\n\n".join(reversed(parts)))


def without_home(text: str) -> str:
    """Paths without the name of the person in them."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def log_folder() -> Path:
    """Where the log and the traces of crashes are; nobody else may look into it. Raises `OSError`."""
    return private.make_folder(Path(platformdirs.user_log_dir("claimtracker", appauthor=False)))


class Reporter(QObject):
    """Takes the hooks of Python and Qt, writes a log, and shows one report at a time."""

    told = Signal(str)
    """A sentence: it was no bug, but the file or its disk."""
    _reported = Signal(str)

    def __init__(self, parent: QObject | None = None, ask: Ask | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._dialog: ReportDialog | None = None
        # Queued: the exception may have come up in the middle of a paint, or in another thread.
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self.shown: list[str] = []
        """The reports of this run."""
        self.explain: Callable[[BaseException], str] | None = None
        """What the file or its disk did, as a sentence, when that made an error; empty for a bug."""
        self._trail: deque[str] = deque(maxlen=_TRAIL)
        self._handler: logging.Handler | None = None

    def install(self) -> None:
        """Take over the hooks."""
        try:
            path = log_folder() / "claimtracker.log"
            self._handler = _PrivateLog(path, maxBytes=500_000, backupCount=2, encoding="utf-8")
        except OSError:
            self._handler = logging.NullHandler()
        _LOG.addHandler(self._handler)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._handler is not None:
            _LOG.removeHandler(self._handler)
            self._handler.close()

    @Slot(str)
    def note(self, kind: str) -> None:
        """Remember of which kind an operation was: never what it is called or what is in it."""
        self._trail.append(f"{datetime.now(UTC):%H:%M:%S} {kind}")

    def show(self, report: str, sentence: str = MISTAKE) -> None:
        """Show a report, to copy or to save."""
        # Kept: without a window to belong to, nothing else would hold it.
        self._dialog = ReportDialog(report, QApplication.activeWindow(), sentence=sentence, ask=self._ask)
        self._dialog.finished.connect(self._on_closed)
        self._dialog.open()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        sentence = self.explain(error) if self.explain is not None else ""
        if sentence:
            _LOG.warning("%s", kind.__name__)
            self.told.emit(sentence)
            return
        report = report_of(error.with_traceback(trace))
        if self._trail:
            report += "\n\nThe last operations:\n" + "\n".join(self._trail)
        _LOG.error("%s", report)
        self._reported.emit(report)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and "This plugin does not support" not in message:
            _LOG.warning("Qt: %s", without_home(message))

    @Slot(str)
    def _on_reported(self, report: str) -> None:
        self.shown.append(report)
        if self._dialog is None and isinstance(QApplication.instance(), QApplication):
            self.show(report)

    def _on_closed(self) -> None:
        self._dialog = None


class _PrivateLog(RotatingFileHandler):
    """A log that nobody else may read, each new part of it neither."""

    def _open(self) -> TextIOWrapper:
        with suppress(FileExistsError):
            private.make_file(Path(self.baseFilename))
        return super()._open()


class CrashFile:
    """Where Python writes what it was doing when the program dies by a fault of its own; read at the next start."""

    def __init__(self) -> None:
        self._stream: IO[str] | None = None

    def begin(self) -> str:
        """Watch from now on; what the last crash left, as a report, or nothing."""
        try:
            path = log_folder() / "crash.txt"
            with suppress(FileExistsError):
                private.make_file(path)
            left = path.read_text(encoding="utf-8", errors="replace")[:_LONGEST_CRASH]
            # Another window may have it open: it goes on at the end of what is there.
            os.truncate(path, 0)
            self._stream = path.open("a", encoding="utf-8")
            faulthandler.enable(self._stream)
        except OSError:
            return ""
        return f"{versions()}\n\n{without_home(left.strip())}" if left.strip() else ""

    def end(self) -> None:
        """The program ends as it should."""
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None


class ReportDialog(QDialog):
    """What went wrong, to copy or to save. It is sent nowhere."""

    def __init__(
        self, report: str, parent: QWidget | None = None, *, sentence: str = MISTAKE, ask: Ask | None = None
    ) -> None:
        super().__init__(parent)
        self._ask = ask if ask is not None else QtAsk(self)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        told = PlainLabel(sentence)
        told.setWordWrap(True)
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setProperty("field", "true")
        self.text.setAccessibleName("Report")
        self.text.setToolTip("All that the report says (Ctrl+A, Ctrl+C copies it too)")
        self.said = PlainLabel()
        self.said.setObjectName("muted")
        self.said.setWordWrap(True)
        self.said.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip("Close this page (Escape)")
        for text, tip, act in (
            ("Copy report", "Put the report on the clipboard (Space)", self._on_copy),
            ("Save report…", "Write the report to a file (Space)", self._on_save),
        ):
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.setToolTip(tip)
            button.clicked.connect(act)
        buttons.rejected.connect(self.reject)
        layout.addWidget(told)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.said)
        layout.addWidget(buttons)

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self._say("The report is on the clipboard.")

    def _on_save(self) -> None:
        suggested = Path(platformdirs.user_documents_dir()) / "claim-tracker-report.txt"
        path = self._ask.save_text(suggested)
        if path is None:
            return
        try:
            path.write_text(self.text.toPlainText(), encoding="utf-8")
        except OSError as error:
            self._say(f"{path} could not be written: {error.strerror}.")
        else:
            self._say(f"Saved as {path.name}.")

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()
