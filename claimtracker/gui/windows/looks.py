"""How the window looks as this person chose it: the size of its text, light or dark."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from claimtracker.gui.actions import give_icons
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.theme import Choice, Theme

_ZOOMS = (0.7, 3.0)
_ZOOM_STEP = 0.1


class Looks(QObject):
    """Remembered with the preferences of the person."""

    zoomed = Signal(float)
    """The size of the text, beside the system's."""

    def __init__(self, theme: Theme, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preferences = preferences
        self._actions: Mapping[str, QAction] = {}
        self.zoom = min(max(preferences.values.zoom, _ZOOMS[0]), _ZOOMS[1])
        theme.changed.connect(self._on_theme_changed)

    def dress(self, actions: Mapping[str, QAction]) -> None:
        """Give the actions of the window their icons, now and whenever the colours change."""
        self._actions = actions
        actions[f"view.{self._theme.choice}"].setChecked(True)
        give_icons(actions, self._theme)

    def enlarge(self, steps: int) -> None:
        """Larger text by so many steps, or smaller."""
        self.set_zoom(self.zoom + steps * _ZOOM_STEP)

    def set_zoom(self, factor: float) -> None:
        """The size of the text."""
        self.zoom = round(min(max(factor, _ZOOMS[0]), _ZOOMS[1]), 2)
        self._preferences.change(zoom=self.zoom)
        self.zoomed.emit(self.zoom)

    def choose_theme(self, choice: Choice) -> None:
        """Light, dark, or as the system has it."""
        self._theme.choose(choice)
        self._preferences.change(theme=choice)
        self._actions[f"view.{choice}"].setChecked(True)

    def _on_theme_changed(self) -> None:
        give_icons(self._actions, self._theme)
