"""Questions to the person: the one seam that tests replace."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


class Ask(Protocol):
    """Plain questions, plain answers; None or False when the person thinks better of it."""

    def open_project(self, folder: Path) -> Path | None:
        """Which project to open."""
        ...

    def save_project(self, suggested: Path, title: str) -> Path | None:
        """Where a new project or a copy should lie."""
        ...

    def open_texts(self, folder: Path) -> list[Path]:
        """Which files to import."""
        ...

    def open_sheet(self, folder: Path) -> Path | None:
        """Which claim sheet to bring in."""
        ...

    def save_sheet(self, suggested: Path) -> Path | None:
        """Where a claim sheet should be written."""
        ...

    def confirm(self, question: str, yes: str) -> bool:
        """Whether to go on; `yes` names what would be done."""
        ...


class QtAsk:
    """Asks with the system's own dialogs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def open_project(self, folder: Path) -> Path | None:
        """Which project to open."""
        name, _ = QFileDialog.getOpenFileName(
            self.parent, "Open a project", str(folder), "Claim Tracker projects (*.claims)"
        )
        return Path(name) if name else None

    def save_project(self, suggested: Path, title: str) -> Path | None:
        """Where a new project or a copy should lie; the ending is added."""
        name, _ = QFileDialog.getSaveFileName(self.parent, title, str(suggested), "Claim Tracker projects (*.claims)")
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == ".claims" else path.with_name(path.name + ".claims")

    def open_texts(self, folder: Path) -> list[Path]:
        """Which files to import."""
        names, _ = QFileDialog.getOpenFileNames(self.parent, "Import articles", str(folder), "Text files (*.txt)")
        return [Path(name) for name in names]

    def open_sheet(self, folder: Path) -> Path | None:
        """Which claim sheet to bring in."""
        name, _ = QFileDialog.getOpenFileName(self.parent, "Import a claim sheet", str(folder), "CSV files (*.csv)")
        return Path(name) if name else None

    def save_sheet(self, suggested: Path) -> Path | None:
        """Where a claim sheet should be written."""
        name, _ = QFileDialog.getSaveFileName(self.parent, "Export claim sheet", str(suggested), "CSV files (*.csv)")
        return Path(name) if name else None

    def confirm(self, question: str, yes: str) -> bool:
        """Whether to go on."""
        box = QMessageBox(self.parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        accept = box.addButton(yes.replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is accept
