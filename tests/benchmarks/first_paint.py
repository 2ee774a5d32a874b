"""A window of a process of its own, which says when it was painted: ours on a project, or a ten-line one."""

from __future__ import annotations

import sys
import time
from pathlib import Path


def ten_lines() -> None:
    """The least that has a table and a text pane."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QPlainTextEdit, QTableWidget, QWidget

    class Window(QMainWindow):
        def paintEvent(self, _event: object) -> None:  # noqa: N802  Qt's own name
            QTimer.singleShot(0, self, said)

    app = QApplication(sys.argv)
    window = Window()
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.addWidget(QTableWidget(1000, 12))
    row.addWidget(QPlainTextEdit("Some words. " * 1000))
    window.setCentralWidget(middle)
    window.resize(1440, 860)
    window.show()
    app.exec()


def ours(path: Path) -> None:
    """The program, as its icon starts it."""
    from claimtracker import __main__ as program

    def missing_qt() -> str:
        # Not before the program itself loads Qt, so that its order is its own.
        from PySide6.QtCore import QTimer

        from claimtracker.gui.windows.frame import Frame

        def paint(window: Frame, event: object) -> None:
            QTimer.singleShot(0, window, said)
            super(Frame, window).paintEvent(event)

        Frame.paintEvent = paint  # type: ignore[method-assign]
        return ""

    program._missing_qt = missing_qt
    sys.argv = ["claimtracker", str(path)]
    program.main()


def said() -> None:
    """Tell the time, and go at once: what would be done at closing is no part of this."""
    import os

    print(time.time(), flush=True)  # noqa: T201  to the process that waits for it
    os._exit(0)


if __name__ == "__main__":
    ten_lines() if sys.argv[1] == "ten-lines" else ours(Path(sys.argv[2]))
