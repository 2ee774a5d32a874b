"""Keys are declared once, found by what was pressed however it was reached, and shown as they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from claimtracker.gui.keys import CELL, PANE_KEYS, TABLE, TEXT, Keymap, portable

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PAD = Qt.KeyboardModifier.KeypadModifier


def _pressed(key, modifiers=PLAIN, text=""):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (_pressed(Qt.Key.Key_N, text="n"), "N"),
        (_pressed(Qt.Key.Key_U, SHIFT, "U"), "Shift+U"),
        (_pressed(Qt.Key.Key_Enter, PAD), "Return"),
        (_pressed(Qt.Key.Key_Plus, SHIFT, "+"), "+"),
        (_pressed(Qt.Key.Key_1, SHIFT, "1"), "1"),
        (_pressed(Qt.Key.Key_7, PAD, "7"), "7"),
        (_pressed(Qt.Key.Key_BracketLeft, CONTROL | ALT, "["), "["),
        (_pressed(Qt.Key.Key_Backtab, SHIFT), "Shift+Tab"),
        (_pressed(Qt.Key.Key_E, CONTROL, "\x05"), "Ctrl+E"),
        (_pressed(0x422, text="т"), "Т"),
    ],
)
def test_a_key_is_the_same_wherever_it_lies(event, written):
    assert portable(event) == written


def test_a_pane_asks_what_was_pressed(qapp):
    keys = Keymap()
    assert keys.action_for(_pressed(Qt.Key.Key_N, text="n"), TEXT) == "text.sentence.read"
    assert keys.action_for(_pressed(Qt.Key.Key_4, text="4"), TEXT) == "text.status"
    assert keys.action_for(_pressed(Qt.Key.Key_N, text="n"), TABLE) == ""
    assert keys.action_for(_pressed(Qt.Key.Key_N, CONTROL), TEXT) == ""


def test_a_chosen_key_takes_the_place_of_the_declared_one(qapp):
    keys = Keymap({"text.sentence.read": "X", "sheet.export": "", "no.such": "Q"})
    assert keys.action_for(_pressed(Qt.Key.Key_X, text="x"), TEXT) == "text.sentence.read"
    assert keys.action_for(_pressed(Qt.Key.Key_N, text="n"), TEXT) == ""
    assert (keys.told("text.sentence.read"), keys.told("sheet.export"), keys.told("edit.undo")) == ("X", "", "Ctrl+Z")


def test_no_key_means_two_things_in_one_pane():
    for where in (TEXT, TABLE, CELL):
        taken = [key for spec in PANE_KEYS if spec.where == where for key in spec.default.split("; ")]
        assert len(taken) == len(set(taken))
    assert len({spec.key for spec in PANE_KEYS}) == len(PANE_KEYS)


def test_a_key_of_one_view_is_free_in_the_panes_of_another(qapp):
    keys = Keymap()
    assert keys.holders("vocabulary.rename", "F2") == []
    assert keys.holders("vocabulary.rename", "M") == ["list.same", "duplicates.merge"]
    assert keys.holders("vocabulary.rename", "Ctrl+M") == ["vocabulary.merge"]
    assert keys.holders("vocabulary.rename", "Ctrl+Z") == ["edit.undo"]
    assert "vocabulary.merge" in keys.holders("edit.undo", "Ctrl+M")
    assert keys.holders("list.same", "N") == []
