"""The menus at the top of the window, built from the list of actions, each entry with a letter of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.menu_names import MENUS

_RECENT = "Open recent"


def build_menus(bar: QMenuBar, actions: Mapping[str, QAction], show_recent: Callable[[QMenu], object]) -> None:
    """Fill the menu bar anew; `show_recent` fills the menu of projects when it is about to be shown."""
    bar.clear()
    group = QActionGroup(bar)
    taken: set[str] = set()
    for name in MENUS:
        menu = bar.addMenu(with_letter(name, taken))
        letters: set[str] = set()
        last = None
        for spec in sorted((spec for spec in ACTIONS if spec.menu == name), key=lambda spec: spec.group):
            action = actions[spec.key]
            action.setText(with_letter(spec.label, letters))
            if last is not None and spec.group != last:
                menu.addSeparator()
            last = spec.group
            menu.addAction(action)
            if spec.checkable and not spec.needs:
                group.addAction(action)
            if spec.key == "project.open":
                recent = menu.addMenu(with_letter(_RECENT, letters))
                recent.aboutToShow.connect(lambda recent=recent: show_recent(recent))


def popup(window: QWidget, actions: Mapping[str, QAction], keys: Sequence[str], place: QPoint) -> None:
    """A menu of actions at a place of the screen."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key in keys:
        menu.addAction(actions[key])
    menu.popup(place)


def fill_recent(menu: QMenu, projects: Sequence[Path], open_project: Callable[[Path], object]) -> None:
    """The projects that were opened lately, each with its folder."""
    menu.clear()
    for path in projects:
        action = QAction(f"{path.stem} — {path.parent}".replace("&", "&&"), menu)
        action.triggered.connect(partial(open_project, path))
        menu.addAction(action)
    if menu.isEmpty():
        menu.addAction("None yet").setEnabled(False)


def with_letter(label: str, taken: set[str]) -> str:
    """The label with a mark before the letter that reaches it: one that starts a word if it can be, and none twice."""
    places = [place for place in range(len(label)) if place == 0 or label[place - 1] == " "]
    for place in [*places, *range(len(label))]:
        letter = label[place].casefold()
        if letter.isascii() and letter.isalnum() and letter not in taken:
            taken.add(letter)
            return f"{label[:place]}&{label[place:]}"
    return label
