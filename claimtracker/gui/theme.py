"""Colours and the look of widgets: our own light and dark palette over Fusion, following the system where it tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from claimtracker.resources import resource

Choice = Literal["system", "light", "dark"]
CHIP_KEYS = ("green", "blue", "amber", "red", "violet", "grey", "teal", "orange", "pink", "brown")


@dataclass(frozen=True, slots=True)
class Chip:
    """The four colours of a status: pill and its text, the tint behind a claim's words, the bar in the margin."""

    background: QColor
    text: QColor
    tint: QColor
    bar: QColor


@dataclass(frozen=True, slots=True)
class _Colours:
    named: dict[str, QColor]
    chips: dict[str, Chip]


class Theme(QObject):
    """The colours in force; `changed` when the person or the system chose others."""

    changed = Signal()

    def __init__(self, choice: Choice = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice = choice
        self.name = self._resolve()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> Choice:
        """What the person chose."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Light, dark, or as the system has it."""
        self._choice = choice
        self._refresh()

    def color(self, name: str) -> QColor:
        """A named colour of `resources/themes`."""
        return _read(self.name).named[name]

    def chip(self, key: str) -> Chip:
        """The colours of a status; grey for a key that no theme knows."""
        chips = _read(self.name).chips
        return chips.get(key, chips["grey"])

    def apply(self, app: QApplication) -> None:
        """Give the application this look."""
        if app.style().objectName().lower() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setPalette(self._palette())
        app.setStyleSheet(self._style_sheet())

    def _resolve(self) -> str:
        if self._choice != "system":
            return self._choice
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _on_system_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        name = self._resolve()
        if name == self.name:
            return
        self.name = name
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for where, name in {
            role.Window: "background",
            role.Base: "background",
            role.AlternateBase: "side",
            role.Button: "background",
            role.ToolTipBase: "side",
            role.Text: "text",
            role.WindowText: "text",
            role.ButtonText: "text",
            role.ToolTipText: "text",
            role.PlaceholderText: "faint",
            role.Highlight: "selection",
            role.HighlightedText: "text",
            role.Link: "accent",
            role.Light: "line",
            role.Mid: "line",
            role.Dark: "line_strong",
            role.Accent: "accent",
        }.items():
            palette.setColor(where, self.color(name))
        for where in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.color("faint"))
        return palette

    def _style_sheet(self) -> str:
        sheet = resource("themes", "style.qss").read_text(encoding="utf-8")
        for sign in ("check", "chevron"):
            sheet = sheet.replace(f"@{sign}", f'"{resource("themes", f"{sign}-{self.name}.svg").as_posix()}"')
        for name, colour in sorted(_read(self.name).named.items(), key=lambda item: -len(item[0])):
            sheet = sheet.replace(f"@{name}", colour.name())
        return sheet


@cache
def _read(name: str) -> _Colours:
    found = json.loads(resource("themes", f"{name}.json").read_text(encoding="utf-8"))
    chips = {key: Chip(*(QColor(value) for value in values)) for key, values in found["chips"].items()}
    return _Colours({key: QColor(value) for key, value in found["colours"].items()}, chips)
