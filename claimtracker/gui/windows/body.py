"""All that is inside the window's frame: the top bar, what is said, what is being done, and the page below them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from claimtracker.gui.steps import Steps
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.widgets.top_bar import TopBar
from claimtracker.gui.widgets.work_bar import WorkBar
from claimtracker.gui.windows.finder import Finder


class Body(QWidget):
    """Hidden until it is whole."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.bar = MessageBar()
        self.work = WorkBar()
        self.pages = QStackedWidget()
        """Where to begin, or the project that is open."""

    def fill(self, actions: Mapping[str, QAction], theme: Theme) -> Steps[None]:
        """Lay it out, with what the actions of the window are needed for."""
        self.top = TopBar(actions, theme)
        yield
        self.start = EmptyState(
            "Tag claims, and see how they change",
            "Begin with a project: one file that holds your articles, their claims, and the history of every change.",
            [actions[key] for key in ("project.new", "project.open", "project.sample", "project.backups")],
        )
        self.pages.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self.top, self.bar, self.work):
            column.addWidget(strip)
        column.addWidget(self.pages, 1)
        self.finder = Finder(actions, theme, self)
