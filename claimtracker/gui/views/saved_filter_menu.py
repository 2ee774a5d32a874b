"""The menu of filters that have a name: taken, saved, renamed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from claimtracker.domain.errors import UserError
from claimtracker.gui.saved_filters import SavedFilters
from claimtracker.gui.views.view import ViewContext
from claimtracker.storage.queries import ClaimFilter

if TYPE_CHECKING:
    from claimtracker.gui.windows.name_dialog import NameDialog

_LONGEST = 60


class SavedFilterMenu(QObject):
    """Works on the saved filters of the open project, for one view."""

    chosen = Signal(object)
    """A `ClaimFilter` that was saved."""

    def __init__(self, context: ViewContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self.saved = SavedFilters(context.session.workspace)

    def drop_down(self, under: QWidget, shown: ClaimFilter) -> QMenu:
        """Show the menu under a button; the filter that is shown now is ticked."""
        menu = self.menu(shown)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))
        return menu

    def menu(self, shown: ClaimFilter) -> QMenu:
        """The saved filters by name, and what can be done to them."""
        menu = QMenu(self._view)
        menu.setAccessibleName("Saved filters")
        names = self.saved.names()
        current = self.saved.name_of(shown)
        for name in names:
            action = self._add(menu, name, partial(self.choose, name))
            action.setCheckable(True)
            action.setChecked(name == current)
        if not names:
            menu.addAction("No filter is saved yet").setEnabled(False)
        menu.addSeparator()
        menu.addAction(self._context.actions["claims.save_filter"])
        ways: tuple[tuple[str, Callable[[str], object]], ...] = (("Rename", self.rename), ("Delete", self.delete))
        for title, act in ways:
            below = menu.addMenu(title)
            below.setEnabled(bool(names))
            for name in names:
                self._add(below, name, partial(act, name))
        return menu

    def choose(self, name: str) -> None:
        """Take a saved filter."""
        found = self.saved.filter(name)
        if found is None:
            self._context.session.failed.emit(f"The saved filter “{name}” cannot be read; delete it and save it anew.")
        else:
            self.chosen.emit(found)

    def save(self, wanted: ClaimFilter, words: str) -> NameDialog:
        """Ask for a name and keep the filter under it."""
        from claimtracker.gui.windows.name_dialog import NameDialog  # noqa: PLC0415  not at the start

        name = self.saved.name_of(wanted)
        dialog = NameDialog("Save filter", f"Claims where {words}", "Save", name, self._view)
        dialog.submit = partial(self._save, dialog, wanted)
        dialog.open()
        return dialog

    def rename(self, name: str) -> NameDialog:
        """Ask for another name."""
        from claimtracker.gui.windows.name_dialog import NameDialog  # noqa: PLC0415  not at the start

        dialog = NameDialog("Rename filter", f"“{name}” is to be called", "Rename", name, self._view)
        dialog.submit = partial(self._rename, dialog, name)
        dialog.open()
        return dialog

    def delete(self, name: str) -> None:
        """Forget a filter; settings have no undo, so it is asked about."""
        if self._context.ask.confirm(f"Delete the saved filter “{name}”? No claim is deleted.", "Delete it"):
            self._attempt(partial(self.saved.delete, name))

    def _save(self, dialog: NameDialog, wanted: ClaimFilter) -> bool:
        if not self._may_take(dialog.name, ""):
            return False
        return dialog.refuse(self._attempt(partial(self.saved.save, dialog.name, wanted)))

    def _rename(self, dialog: NameDialog, name: str) -> bool:
        if not self._may_take(dialog.name, name):
            return False
        return dialog.refuse(self._attempt(partial(self.saved.rename, name, dialog.name)))

    def _may_take(self, name: str, own: str) -> bool:
        if name == own or name not in self.saved.names():
            return True
        question = f"There is a saved filter “{name}” already. Write over it?"
        return self._context.ask.confirm(question, "Write over it")

    def _attempt(self, act: Callable[[], None]) -> str:
        try:
            act()
        except UserError as error:
            return str(error)
        return ""

    def _add(self, menu: QMenu, name: str, act: Callable[[], object]) -> QAction:
        shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        action = menu.addAction(shown.replace("&", "&&"))
        action.triggered.connect(act)
        return action
