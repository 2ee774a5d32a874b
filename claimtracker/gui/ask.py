"""Questions to the person: the one seam that tests replace."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_PROJECTS = "Claim Tracker projects (*.claims)"
_TEXTS = "Text files (*.txt *.text);;All files (*)"
_SHEETS = "Sheets (*.csv)"
_REPORTS = {".pdf": "PDF (*.pdf)", ".html": "Web pages (*.html *.htm)"}
_VOCABULARIES = "Vocabularies (*.tsv)"


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

    def save_sheet(self, suggested: Path, title: str = "Export claim sheet") -> Path | None:
        """Where a sheet should be written."""
        ...

    def save_report(self, suggested: Path) -> Path | None:
        """Where a report should be written; the ending says as what."""
        ...

    def save_text(self, suggested: Path) -> Path | None:
        """Where a text should be written."""
        ...

    def open_vocabulary(self, folder: Path) -> Path | None:
        """Which vocabulary to bring in."""
        ...

    def save_vocabulary(self, suggested: Path) -> Path | None:
        """Where a vocabulary should be written."""
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
        name, _ = QFileDialog.getOpenFileName(self.parent, "Open a project", str(folder), _PROJECTS)
        return Path(name) if name else None

    def save_project(self, suggested: Path, title: str) -> Path | None:
        """Where a new project or a copy should lie; the ending is added."""
        # A project is never written over, and the one sentence about that is the workspace's.
        path = self._save(suggested, title, _PROJECTS, confirm=False)
        if path is None or path.suffix.casefold() == ".claims":
            return path
        return path.with_name(path.name + ".claims")

    def open_texts(self, folder: Path) -> list[Path]:
        """Which files to import."""
        names, _ = QFileDialog.getOpenFileNames(self.parent, "Import articles", str(folder), _TEXTS)
        return [Path(name) for name in names]

    def open_sheet(self, folder: Path) -> Path | None:
        """Which claim sheet to bring in."""
        name, _ = QFileDialog.getOpenFileName(self.parent, "Import a claim sheet", str(folder), _SHEETS)
        return Path(name) if name else None

    def save_sheet(self, suggested: Path, title: str = "Export claim sheet") -> Path | None:
        """Where a sheet should be written; the ending is added, and a file that is there asked about."""
        return self._save(suggested, title, _SHEETS)

    def save_report(self, suggested: Path) -> Path | None:
        """Where a report should be written; the ending is added, and a file that is there asked about."""
        return self._save(suggested, "Save the report", _REPORTS[suggested.suffix])

    def save_text(self, suggested: Path) -> Path | None:
        """Where a text should be written; the ending is added, and a file that is there asked about."""
        return self._save(suggested, "Save the report", "Texts (*.txt)")

    def open_vocabulary(self, folder: Path) -> Path | None:
        """Which vocabulary to bring in."""
        kinds = f"{_VOCABULARIES};;Tables and texts (*.csv *.txt);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self.parent, "Import a vocabulary", str(folder), kinds)
        return Path(name) if name else None

    def save_vocabulary(self, suggested: Path) -> Path | None:
        """Where a vocabulary should be written; the ending is added, and a file that is there asked about."""
        return self._save(suggested, "Export vocabulary", _VOCABULARIES)

    def confirm(self, question: str, yes: str) -> bool:
        """Whether to go on."""
        box = QMessageBox(self.parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        accept = box.addButton(yes.replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        answer = box.clickedButton() is accept
        box.deleteLater()
        return answer

    def _save(self, suggested: Path, title: str, kinds: str, *, confirm: bool = True) -> Path | None:
        dialog = QFileDialog(self.parent, title, str(suggested.parent), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggested.suffix)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not confirm)
        dialog.selectFile(suggested.name)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None
