"""Nothing in the window is out of reach of the keyboard, without a name for a screen reader, or without a word of help.

The real window is opened and every view and dialog is walked, so that a new one is held to this without a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.keys import is_fixed
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.views.catalogue import VIEWS

VIEW_KEYS = [spec.key for spec in VIEWS]


def _shown(root: QWidget) -> Iterator[QWidget]:
    """The widgets in sight that somebody can do something with; Qt's own parts of them are left out."""
    for widget in [root, *root.findChildren(QWidget)]:
        inner = widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), QLineEdit | QComboBox)
        acts = isinstance(widget, QAbstractButton | QLineEdit | QComboBox) or _takes_keys(widget)
        if widget.isVisible() and acts and not inner and widget is not root:
            yield widget


def _takes_keys(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget, QScrollArea)


def _name(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return "" if told is None else told.text(QAccessible.Text.Name).strip()


def _is_reached(widget: QWidget) -> bool:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        return True
    if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
        return True
    if isinstance(widget, QAbstractButton) and (widget.group() is not None or widget.autoExclusive()):
        # Of buttons that exclude each other Tab reaches one, and the arrow keys the others.
        return True
    return isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty()


def _described(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} “{widget.objectName() or _name(widget) or text}”"


def _faults(root: QWidget) -> list[str]:
    found = []
    for widget in _shown(root):
        if not _name(widget):
            found.append(f"{_described(widget)} has no name for a screen reader")
        if widget.isEnabled() and not _is_reached(widget):
            found.append(f"{_described(widget)} is not reached by keyboard")
        if isinstance(widget, QPushButton | QToolButton) and not widget.toolTip():
            found.append(f"{_described(widget)} has no tooltip")
    return found


@pytest.mark.parametrize("view", VIEW_KEYS)
def test_every_widget_of_a_view_is_named_and_reached(window, view):
    window.page.show_view(view)
    QApplication.processEvents()
    assert _faults(window) == []


def test_the_window_without_a_project_is_named_and_reached(empty_window):
    assert _faults(empty_window) == []


def test_what_the_window_says_and_asks_is_named_and_reached(window):
    window.bar.question("Which is meant?", [("This one", list), ("That one", list)])
    assert _faults(window) == []
    window.bar.put_away()


def _palette(window) -> QWidget:
    window.finder.open()
    return window.finder.palette


def _by_action(key: str, view: str = "tag") -> Callable[[QWidget], QWidget]:
    def opened(window) -> QWidget:
        window.page.show_view(view)
        window.actions_by_key[key].trigger()
        return next(child for child in window.findChildren(QDialog) if child.isVisible())

    return opened


@pytest.mark.parametrize(
    "opened",
    [
        _palette,
        *(
            _by_action(key)
            for key in (
                "article.paste",
                "article.edit",
                "article.import_address",
                "article.edit_text",
                "article.version_of",
                "sheet.export",
                "project.backups",
                "help.shortcuts",
                "help.about",
            )
        ),
        *(_by_action(key, "review") for key in ("fact.edit", "fact.split", "review.export", "review.report")),
    ],
)
def test_every_widget_of_a_dialog_is_named_and_reached(window, opened):
    dialog = opened(window)
    QApplication.processEvents()
    faults = _faults(dialog)
    dialog.close() if isinstance(dialog, QDialog) else dialog.put_away()
    assert faults == []


def test_every_widget_of_importing_is_named_and_reached(window, tmp_path, scripted_ask, qtbot):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Renn said {name}.", encoding="utf-8")
    sheet = tmp_path / "theirs.csv"
    sheet.write_text("Who,Quote\nRenn,nobody said this\n", encoding="utf-8")
    scripted_ask.answers = [[tmp_path / "a.txt", tmp_path / "b.txt"], sheet]
    for key in ("article.import", "sheet.import"):
        with qtbot.waitSignal(window.lane.finished, timeout=20_000):
            window.actions_by_key[key].trigger()
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        assert _faults(dialog) == []
        if key == "article.import":
            with qtbot.waitSignal(window.lane.finished, timeout=20_000):
                dialog.accept()
            report = next(child for child in window.findChildren(QDialog) if child.isVisible())
            assert _faults(report) == []
            report.close()
        else:
            dialog.close()


@pytest.mark.parametrize("view", VIEW_KEYS)
def test_no_two_actions_that_can_be_done_share_a_key(window, view):
    window.page.show_view(view)
    actions = [action for action in window.findChildren(QAction) if action.isEnabled() and action.shortcuts()]
    for one, other in combinations(actions, 2):
        shared = set(one.shortcuts()) & set(other.shortcuts())
        assert not shared, f"{one.text()} and {other.text()}: {[keys.toString() for keys in shared]}"


def test_no_key_of_an_action_is_declared_twice(window):
    for spec in ACTIONS:
        for keys in window.keys.keys_of(spec.key):
            # What a table or a text has for itself, such as F2, a view without one may have for an action.
            held = [key for key in window.keys.holders(spec.key, keys.toString()) if not is_fixed(key)]
            assert held == [], f"{spec.key}: {keys.toString()}"


def test_every_action_tells_what_it_does_and_its_key(window):
    for spec in ACTIONS:
        tip = window.actions_by_key[spec.key].toolTip()
        assert tip
        assert "&" not in tip
        assert window.keys.told(spec.key) in tip


@pytest.mark.parametrize("view", VIEW_KEYS)
def test_every_pane_is_reached_by_f6_and_has_a_menu_by_the_keyboard(window, view, qtbot):
    window.page.show_view(view)
    QApplication.processEvents()
    for pane in window.page.view.panes():
        pane.setFocus()
        menu = _menu_of(pane)
        assert menu is not None, f"{_described(pane)} has no menu"
        entries = [entry for entry in menu.actions() if not entry.isSeparator()]
        assert entries, f"the menu of {_described(pane)} is empty"
        menu.close()


def _menu_of(pane: QWidget) -> QMenu | None:
    place = QPoint(4, 4)
    within = pane.viewport() if isinstance(pane, QAbstractScrollArea) else pane
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, within.mapToGlobal(place))
    QApplication.sendEvent(within, asked)
    found = QApplication.activePopupWidget()
    return found if isinstance(found, QMenu) else None


def test_the_wheel_with_ctrl_and_the_keys_change_the_size_of_the_text(window, qtbot, tmp_path):
    pane, table = window.tag_view.pane, window.tag_view.table
    text, cells = pane.font().pointSizeF(), table.font().pointSizeF()
    _turn(pane, 120)
    assert window.status.currentMessage() == "Text at 110 %"
    assert pane.font().pointSizeF() > text
    assert table.font().pointSizeF() == pytest.approx(cells * 1.1)
    _turn(table, -120)
    assert pane.font().pointSizeF() == pytest.approx(text)
    qtbot.keyClick(pane, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert Preferences(tmp_path / "preferences.json").values.zoom == 0.9
    qtbot.keyClick(pane, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.status.currentMessage() == "Text at 100 %"


def _turn(pane: QAbstractScrollArea, by: int) -> None:
    place = QPointF(20, 20)
    event = QWheelEvent(
        place,
        pane.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.viewport(), event)


def test_the_sentence_one_comes_to_is_told(window, qtbot):
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_Home)
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_Down)
    told = window.tag_view.pane.accessibleDescription()
    assert told.startswith("Sentence 2 of 4. Norvian Transport Secretary")
    assert told.endswith("Claim: Ilse Varga, supported, A plan.")


def test_a_line_of_the_panel_has_a_menu_for_itself(window, claims_in):
    lines = window.tag_view.panel.lines
    window.tag_view.select_claim(claims_in()[1].id)
    QTest.keyClick(lines, Qt.Key.Key_Up)
    assert lines.accessibleDescription().endswith("Ilse Varga, supported, A plan")
    menu = _menu_of(lines)
    assert [entry.iconText() for entry in menu.actions()] == ["Go to this claim", "Copy its assertion"]
    menu.actions()[1].trigger()
    assert QApplication.clipboard().text() == "A plan"
    menu.actions()[0].trigger()
    menu.close()
    assert window.tag_view.table.current_claim_id() == claims_in()[0].id
