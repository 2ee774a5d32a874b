"""Bugs: anything that is no `UserError` reaches one report, with versions and traceback and no word of a claim."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

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
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.storage.database import ENGINE_VERSION

_LOG = logging.getLogger("claimtracker")


def versions() -> str:
    """What a report needs to know of the machine."""
    return (
        f"Claim Tracker {claimtracker.__version__}\nPython {platform.python_version()}\nQt {qVersion()}, "
        f"PySide6 {PySide6.__version__}\nSQLite {ENGINE_VERSION}\n{platform.platform()}"
    )


def report_of(error: BaseException) -> str:
    """A traceback without the values in it: an exception's message may quote a claim, so only its type is told."""
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    return f"{versions()}\n\n{''.join(frames)}{type(error).__name__}"


class Reporter(QObject):
    """Takes the hooks of Python and Qt, writes a log, and shows one report at a time."""

    _reported = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: ReportDialog | None = None
        # Queued: the exception may have come up in the middle of a paint, or in another thread.
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self.shown: list[str] = []
        """The reports of this run."""

    def install(self) -> None:
        """Take over the hooks."""
        folder = Path(platformdirs.user_log_dir("claimtracker", appauthor=False))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _LOG.addHandler(RotatingFileHandler(folder / "claimtracker.log", maxBytes=500_000, backupCount=2))
        except OSError:
            _LOG.addHandler(logging.NullHandler())
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        report = report_of(error.with_traceback(trace))
        _LOG.error("%s", report)
        self._reported.emit(report)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and "This plugin does not support" not in message:
            _LOG.warning("Qt: %s", message)

    @Slot(str)
    def _on_reported(self, report: str) -> None:
        self.shown.append(report)
        if self._dialog is not None or not isinstance(QApplication.instance(), QApplication):
            return
        # Kept: without a window to belong to, nothing else would hold it.
        self._dialog = ReportDialog(report, QApplication.activeWindow())
        self._dialog.finished.connect(self._on_closed)
        self._dialog.open()

    def _on_closed(self) -> None:
        self._dialog = None


class ReportDialog(QDialog):
    """What went wrong, to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        told = PlainLabel(
            "This is a mistake of the program, not yours. What you did before it is saved. "
            "The report below names no word of your claims; please send it to the developers."
        )
        told.setWordWrap(True)
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setProperty("field", "true")
        self.text.setAccessibleName("Report")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        layout.addWidget(told)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
