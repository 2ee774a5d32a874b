"""The strip under the menus: which project is open, its views, and the actions that are used all day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from claimtracker.gui.actions import TOP_BAR, label_of
from claimtracker.gui.theme import Theme
from claimtracker.gui.views.catalogue import VIEWS
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar
from claimtracker.gui.widgets.search_button import SearchButton

_LONGEST_NAME = 48
_NARROW = 1240
"""Pixels: below it not all buttons have room for their text."""
_WITH_TEXT = "claim.new"


class TopBar(StyledBar):
    """Its buttons are the actions of the window; the views are offered while a project is open."""

    view_chosen = Signal(str)
    approached = Signal()
    """The pointer came: it may be on its way to a view."""

    def __init__(self, actions: Mapping[str, QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("topBar", parent)
        self._name = _ProjectName()
        self._name.setObjectName("projectName")
        self.read_only = PlainLabel("READ-ONLY")
        self.read_only.setObjectName("readOnly")
        self._group = QButtonGroup(self)
        self.views: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(4)
        row.addWidget(self._name)
        row.addSpacing(6)
        row.addWidget(self.read_only, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(18)
        for view in VIEWS:
            button = QToolButton()
            button.setText(view.label)
            button.setToolTip(view.tip)
            button.setCheckable(True)
            button.setProperty("view", "true")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button)
            self.views[view.key] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._on_view_clicked)
        row.addStretch(1)
        for key in TOP_BAR:
            row.addWidget(_button(key, actions[key]))
        self._narrow = False
        self.search = SearchButton(actions["palette.open"], theme)
        row.addSpacing(8)
        row.addWidget(self.search)
        self.show_project("")

    def show_project(self, name: str, *, read_only: bool = False) -> None:
        """The name of the project, and whether it can only be read; empty when none is open."""
        self.read_only.setVisible(read_only)
        short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        self._name.setText(short)
        for button in self.views.values():
            button.setVisible(bool(name))

    def show_view(self, key: str) -> None:
        """Which view is shown."""
        self.views[key].setChecked(True)

    def enterEvent(self, event: QEnterEvent) -> None:
        """What it may be on its way to can be got ready."""
        super().enterEvent(event)
        self.approached.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the views keep their names, and the others give way."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.restyle("narrow", "yes" if narrow else "no")
            style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            for button in self.findChildren(QToolButton, _WITH_TEXT):
                button.setToolButtonStyle(style)

    def _on_view_clicked(self, clicked: QToolButton) -> None:
        self.view_chosen.emit(next(key for key, button in self.views.items() if button is clicked))


class _ProjectName(ElidedLabel):
    """As wide as the name, and cut with “…” where the views need the room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The name and what the style sheet puts around it."""
        around = self.width() - self.contentsRect().width()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + around + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few letters of it."""
        return QSize(min(104, self.sizeHint().width()), self.sizeHint().height())


def _button(key: str, action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(label_of(action).rstrip("…"))
    if key == _WITH_TEXT:
        button.setObjectName(key)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
