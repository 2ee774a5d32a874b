"""Questions to the person: the one seam that tests replace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from claimtracker.exchange.readers import Format

# The dialogs are named where they are used: PySide6 makes a class, and all that belongs to it, when it is first named.
_PROJECTS = "Claim Tracker projects (*.claims)"
_SHEETS = "Sheets (*.csv)"
_FOREIGN_SHEETS = "Sheets (*.csv *.tsv *.txt);;All files (*)"
_REPORTS = {".pdf": "PDF (*.pdf)", ".html": "Web pages (*.html *.htm)"}
_VOCABULARIES = "Vocabularies (*.tsv)"
_SHEETS_OF_ARTICLES = (".csv", ".tsv")


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

    def open_folder(self, folder: Path) -> Path | None:
        """Which folder to import."""
        ...

    def open_sheet(self, folder: Path) -> Path | None:
        """Which claim sheet to bring in."""
        ...

    def save_original(self, suggested: Path) -> Path | None:
        """Where the file that an article was read from should be written."""
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
        name, _ = QtWidgets.QFileDialog.getOpenFileName(self.parent, "Open a project", str(folder), _PROJECTS)
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
        from claimtracker.exchange.readers import FORMATS  # noqa: PLC0415  nothing of it at the start

        kinds = [("All that can be read", _every_suffix(FORMATS))]
        kinds += [(one.name, one.suffixes) for one in FORMATS]
        kinds += [("Sheets of articles", _SHEETS_OF_ARTICLES), ("ZIP of articles", (".zip",))]
        shown = [f"{name} ({' '.join(f'*{suffix}' for suffix in suffixes)})" for name, suffixes in kinds]
        filters = ";;".join([*shown, "All files (*)"])
        names, _ = QtWidgets.QFileDialog.getOpenFileNames(self.parent, "Import articles", str(folder), filters)
        return [Path(name) for name in names]

    def open_folder(self, folder: Path) -> Path | None:
        """Which folder to import, with all that are in it."""
        name = QtWidgets.QFileDialog.getExistingDirectory(self.parent, "Import a folder of articles", str(folder))
        return Path(name) if name else None

    def save_original(self, suggested: Path) -> Path | None:
        """Where the file that an article was read from should be written; one that is there is asked about."""
        return self._save(suggested, "Save the original file", "All files (*)")

    def open_sheet(self, folder: Path) -> Path | None:
        """Which claim sheet to bring in."""
        name, _ = QtWidgets.QFileDialog.getOpenFileName(
            self.parent, "Import a claim sheet", str(folder), _FOREIGN_SHEETS
        )
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
        name, _ = QtWidgets.QFileDialog.getOpenFileName(self.parent, "Import a vocabulary", str(folder), kinds)
        return Path(name) if name else None

    def save_vocabulary(self, suggested: Path) -> Path | None:
        """Where a vocabulary should be written; the ending is added, and a file that is there asked about."""
        return self._save(suggested, "Export vocabulary", _VOCABULARIES)

    def confirm(self, question: str, yes: str) -> bool:
        """Whether to go on."""
        box = QtWidgets.QMessageBox(self.parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        accept = box.addButton(yes.replace("&", "&&"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
        box.exec()
        answer = box.clickedButton() is accept
        box.deleteLater()
        return answer

    def _save(self, suggested: Path, title: str, kinds: str, *, confirm: bool = True) -> Path | None:
        dialog = QtWidgets.QFileDialog(self.parent, title, str(suggested.parent), kinds)
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggested.suffix)
        dialog.setOption(QtWidgets.QFileDialog.Option.DontConfirmOverwrite, not confirm)
        dialog.selectFile(suggested.name)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None


def _every_suffix(formats: Sequence[Format]) -> tuple[str, ...]:
    return (*(suffix for one in formats for suffix in one.suffixes), *_SHEETS_OF_ARTICLES, ".zip")
