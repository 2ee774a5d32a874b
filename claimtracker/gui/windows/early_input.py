"""What somebody pressed before the window was whole: done once it is, so that nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def replay(kept: Sequence[QKeyEvent | QMouseEvent], window: QWidget, actions: Mapping[str, QAction]) -> None:
    """Do what keys and clicks meant, in their order, as if they came now."""
    for event in kept:
        if isinstance(event, QKeyEvent):
            _press(event, window, actions)
        else:
            _click(event, window)


def _press(event: QKeyEvent, window: QWidget, actions: Mapping[str, QAction]) -> None:
    pressed = QKeySequence(event.keyCombination())
    for action in actions.values():
        if pressed in action.shortcuts() and action.shortcutContext() == Qt.ShortcutContext.WindowShortcut:
            action.trigger()
            return
    QApplication.sendEvent(QApplication.focusWidget() or window.focusWidget() or window, event)


def _click(event: QMouseEvent, window: QWidget) -> None:
    place = event.globalPosition()
    there = window.childAt(window.mapFromGlobal(place).toPoint())
    if there is None:
        return
    for kind, held in (
        (QEvent.Type.MouseButtonPress, event.button()),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        inside = QPointF(there.mapFromGlobal(place))
        QApplication.sendEvent(there, QMouseEvent(kind, inside, place, event.button(), held, event.modifiers()))
