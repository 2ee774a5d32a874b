"""The page of shortcuts: every key is told there, and another one is given by pressing it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.keys import PANE_KEYS, Keymap
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.windows.shortcuts_dialog import ShortcutsDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window, qtbot):
    """Opened with F1."""
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_F1)
    page = next(child for child in window.children() if isinstance(child, ShortcutsDialog))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.search)
    yield page
    if isValid(page):
        page.close()


def _shown(page):
    return {page._key_at(row): page.table.item(row, 1).text() for row in page._lines if not page.table.isRowHidden(row)}


def _give(page, key, pressed, modifiers=Qt.KeyboardModifier.NoModifier):
    page.select(key)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.recorder
    QTest.keyClick(page.recorder, pressed, modifiers)


def test_every_action_and_every_key_of_a_pane_is_told(page):
    shown = _shown(page)
    assert set(shown) == {spec.key for spec in (*ACTIONS, *PANE_KEYS)}
    assert (shown["sheet.export"], shown["text.status"], shown["text.claim.new"]) == ("Ctrl+E", "1 to 9", "Enter")


def test_it_is_searched_by_name_and_by_key(page, qtbot):
    qtbot.keyClicks(page.search, "export sheet")
    assert set(_shown(page)) == {"sheet.export"}
    assert page.current() == "sheet.export"
    page.search.setText("ctrl+shift+z")
    assert set(_shown(page)) == {"edit.redo"}
    page.search.setText("zzzz")
    assert (_shown(page), page.current(), page.change.isEnabled()) == ({}, "", False)


def test_a_key_is_given_by_pressing_it_and_holds_at_once(page, window, tmp_path, qtbot):
    _give(page, "sheet.export", Qt.Key.Key_J, CONTROL)
    action = window.actions_by_key["sheet.export"]
    assert action.shortcut().toString() == "Ctrl+J"
    assert action.toolTip() == "Write claims to a CSV file (Ctrl+J)"
    assert _shown(page)["sheet.export"] == "Ctrl+J"
    assert "is Ctrl+J now" in page.told.text()
    assert Preferences(tmp_path / "preferences.json").values.shortcuts == {"sheet.export": "Ctrl+J"}


def test_a_key_of_the_text_is_changed_and_the_text_follows(page, window, qtbot):
    _give(page, "text.sentence.read", Qt.Key.Key_X)
    page.hide()
    read = window.tag_view.pane.sentences[window.tag_view.pane.current].read
    assert not read
    here = window.tag_view.pane.current
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_N)
    assert window.tag_view.pane.current == here
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_X)
    assert window.tag_view.pane.sentences[here].read
    assert window.actions_by_key["sentence.read"].toolTip().endswith("(Ctrl+Shift+R, X)")


def test_a_key_that_is_taken_is_asked_about(page, window):
    _give(page, "article.paste", Qt.Key.Key_E, CONTROL)
    assert page.told.text() == "Ctrl+E is “Export claim sheet”. Give it to “Paste an article” instead?"
    QTest.keyClick(page.keep, Qt.Key.Key_Space)
    assert window.actions_by_key["sheet.export"].shortcut().toString() == "Ctrl+E"
    _give(page, "article.paste", Qt.Key.Key_E, CONTROL)
    QTest.keyClick(page.take_over, Qt.Key.Key_Space)
    assert window.actions_by_key["article.paste"].shortcut().toString() == "Ctrl+E"
    assert window.actions_by_key["sheet.export"].shortcut().isEmpty()
    assert window.actions_by_key["sheet.export"].toolTip() == "Write claims to a CSV file"


@pytest.mark.parametrize(
    ("key", "pressed", "told"),
    [
        ("text.sentence.read", Qt.Key.Key_Up, "cannot be changed"),
        ("sheet.export", Qt.Key.Key_E, "needed for typing"),
        ("sheet.export", Qt.Key.Key_Tab, "needed for typing"),
    ],
)
def test_keys_that_cannot_be_given_are_refused(page, window, key, pressed, told):
    _give(page, key, pressed)
    assert told in page.told.text()
    assert window.keys.chosen == {}


def test_escape_leaves_the_key_and_not_the_page(page, window):
    _give(page, "sheet.export", Qt.Key.Key_Escape)
    assert (page.isVisible(), window.keys.chosen, QApplication.focusWidget()) == (True, {}, page.table)


def test_keys_are_taken_away_and_reset_one_by_one_and_all(page, window):
    page.select("sheet.export")
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert window.actions_by_key["sheet.export"].shortcut().isEmpty()
    _give(page, "article.paste", Qt.Key.Key_E, CONTROL)
    page.select("sheet.export")
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert window.keys.told("sheet.export") == "Ctrl+E"
    assert window.keys.told("article.paste") == ""
    page.reset_all.click()
    assert window.keys.chosen == {}
    assert window.keys.told("article.paste") == "Ctrl+Shift+V"


def test_what_is_part_of_how_a_pane_works_stays(page):
    page.select("text.step")
    assert not page.change.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert not page.recorder.isVisible()
    assert "always has its key" in page.told.text()


@pytest.mark.parametrize(
    "kept",
    [
        {"sheet.export": "nonsense"},
        {"sheet.export": "E"},
        {"text.step": "X"},
        {"text.step": ""},
        {"gone.action": "Ctrl+E"},
        {"sheet.export": "Ctrl+I"},
        {"text.sentence.read": "Up"},
    ],
)
def test_damaged_or_clashing_keys_are_passed_over(qapp, kept):
    assert Keymap(kept).chosen == {}


def test_damaged_preferences_leave_the_usual_keys(tmp_path):
    path = tmp_path / "preferences.json"
    path.write_text('{"version": 1, "shortcuts": {"sheet.export": 3, "article.paste": "Ctrl+J"}}', encoding="utf-8")
    assert Preferences(path).values.shortcuts == {"article.paste": "Ctrl+J"}
    path.write_text('{"version": 1, "shortcuts": ["sheet.export"]}', encoding="utf-8")
    assert Preferences(path).values.shortcuts == {}


def test_no_letter_of_a_menu_means_two_things(window):
    bar = window.menuBar()
    for entries in (bar.actions(), *(menu.actions() for menu in bar.findChildren(QMenu) if menu.actions())):
        letters = [text[text.index("&") + 1].casefold() for text in (entry.text() for entry in entries) if "&" in text]
        assert len(letters) == len(set(letters))
        assert len(letters) == len([entry for entry in entries if not entry.isSeparator()])


def test_f6_goes_round_the_panes_and_back(window, qtbot):
    view, side = window.tag_view, window.page.side.list
    for expected in (view.table, view.panel.lines, side, view.pane, view.table):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        assert QApplication.focusWidget() is expected
    qtbot.keyClick(view.table, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is view.pane


def test_actions_of_different_views_may_share_a_key(qapp):
    keys = Keymap()
    keys.learn(
        {
            "claim.new": frozenset({"tag"}),
            "view.columns": frozenset({"tag", "claims"}),
            "claim.delete": frozenset({"claims"}),
        }
    )
    assert keys.holders("claim.delete", "Ctrl+Return") == []
    assert keys.holders("view.columns", "Ctrl+Return") == ["claim.new"]
    assert keys.holders("article.paste", "Ctrl+Return") == ["claim.new"]


def test_hints_tell_the_keys_there_are_now(qapp):
    keys = Keymap({"text.sentence.read": "X", "edit.undo": ""})
    hints = "{text.sentence.read} nothing to claim · {edit.undo} undo · {text.status} status · Esc back"
    assert keys.fill(hints) == "X nothing to claim · 1 to 9 status · Esc back"
