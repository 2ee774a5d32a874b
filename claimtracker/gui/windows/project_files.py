"""Which project the window is on: making one, opening one, the samples, those that were opened lately."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from claimtracker.domain.errors import UserError
from claimtracker.gui.ask import Ask
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.windows.menus import fill_recent


class Host(Protocol):
    """The window, as far as it is asked here."""

    def open_path(self) -> Path | None:
        """The project that is open."""
        ...

    def open_project(self, path: Path) -> bool:
        """Open a project in place of it."""
        ...

    def create_project(self, path: Path) -> bool:
        """Make a new one and open it."""
        ...


class ProjectFiles(QObject):
    """What the File menu does about projects as a whole."""

    def __init__(self, host: Host, ask: Ask, preferences: Preferences, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._ask = ask
        self._preferences = preferences
        self._bar = bar

    def make(self) -> None:
        """Ask where, and make a new project."""
        path = self._ask.save_project(self._folder() / "Untitled.claims", "New project")
        if path is not None:
            self._host.create_project(path)

    def open(self) -> None:
        """Ask which, and open it."""
        path = self._ask.open_project(self._folder())
        if path is not None:
            self._host.open_project(path)

    def open_sample(self) -> None:
        """Open the samples, made where they are not there yet."""
        from claimtracker.gui.app import sample_project  # noqa: PLC0415  it stands above this

        try:
            self._host.open_project(sample_project())
        except UserError as error:
            self._bar.error(str(error))

    def show_recent(self, menu: QMenu) -> None:
        """Fill the menu of projects that were opened lately."""
        fill_recent(menu, self._preferences.recent(), self._host.open_project)

    def _folder(self) -> Path:
        shown = self._host.open_path()
        return shown.parent if shown is not None else Path(platformdirs.user_documents_dir())
