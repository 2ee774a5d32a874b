"""An article's text edited by hand: what becomes of claims is said while one types, and saving is one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.values import ArticleId
from claimtracker.gui.windows.edit_text import EditTextDialog
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def dialog(window):
    QTest.keyClick(window.tag_view.pane, Qt.Key.Key_F9)
    return _shown(window)


def _shown(window) -> EditTextDialog:
    return next(child for child in window.findChildren(EditTextDialog) if child.isVisible())


def _text(window, article_id: int = 1) -> str:
    return queries.article(window.tag_view.connection, ArticleId(article_id)).text


def _select(dialog, words: str) -> None:
    start = dialog.text.toPlainText().index(words)
    cursor = dialog.text.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), QTextCursor.MoveMode.KeepAnchor)
    dialog.text.setTextCursor(cursor)
    dialog.text.setFocus()


def _replace(dialog, words: str, typed: str, qtbot) -> None:
    _select(dialog, words)
    if typed:
        QTest.keyClicks(dialog.text, typed)
    else:
        QTest.keyClick(dialog.text, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not dialog.previews.busy)


def test_nothing_is_saved_or_asked_when_nothing_was_typed(dialog, window):
    assert not dialog.accept_button.isEnabled()
    assert dialog.told.text().startswith("Nothing is changed yet.")
    QTest.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert not [child for child in window.findChildren(EditTextDialog) if child.isVisible()]


def test_a_claim_on_edited_words_is_told_of_and_saved_as_one_step(dialog, window, claims_in, qtbot):
    _replace(dialog, "harbour", "dock", qtbot)
    assert "1 to confirm on other words" in dialog.told.text()
    assert dialog.fates.texts() == [
        [
            "Ilse Varga · supported",
            "Estmark's plan to raise its harbour budget",
            "Estmark's plan to raise its dock budget",
        ]
    ]
    before = _text(window)
    QTest.keyClick(dialog.text, Qt.Key.Key_S, CONTROL)
    assert _text(window) == before.replace("harbour", "dock")
    assert "raise its dock budget" in window.tag_view.pane.toPlainText()
    assert window.tag_view.versions.line == "1 claim to confirm"
    assert window.bar.text == "Text saved; 1 claim to confirm in the Versions view."
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.tag_view.pane, Qt.Key.Key_Z, CONTROL)
    assert _text(window) == before
    assert "raise its harbour budget" in window.tag_view.pane.toPlainText()


def test_an_edit_that_takes_the_words_of_a_claim_is_refused_with_its_name(dialog, window, qtbot):
    before = _text(window)
    _replace(dialog, "President Ana Dorn asked lawmakers to pass an 8.2% increase for next year.", "", qtbot)
    assert dialog.told.text().startswith("This cannot be saved: a claim would lose all words.")
    assert dialog.fates.texts()[0][0] == "Ana Dorn · urged"
    assert not dialog.accept_button.isEnabled()
    QTest.keyClick(dialog.text, Qt.Key.Key_S, CONTROL)
    assert dialog.isVisible()
    assert "Ana Dorn" in _text(window)
    assert _text(window) == before
    QTest.keyClick(dialog.text, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: not dialog.previews.busy)
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_what_was_typed_is_asked_about_before_it_is_thrown_away(dialog, scripted_ask, qtbot):
    _replace(dialog, "followed", "came after", qtbot)
    scripted_ask.answers += [False, True]
    QTest.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert scripted_ask.answers == []


def test_words_are_found_round_the_end(dialog):
    QTest.keyClick(dialog.text, Qt.Key.Key_F, CONTROL)
    line = QApplication.focusWidget()
    QTest.keyClicks(line, "varga")
    places = []
    for _ in range(3):
        QTest.keyClick(line, Qt.Key.Key_Return)
        places.append(dialog.text.textCursor().selectionStart())
    assert places[0] < places[1]
    assert places[2] == places[0]
    QTest.keyClick(line, Qt.Key.Key_Return, SHIFT)
    assert dialog.text.textCursor().selectionStart() == places[1]
    line.clear()
    QTest.keyClicks(line, "xyz")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.find_line.told.text() == "not found"
    assert dialog.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is dialog.text
    dialog.reject()


def test_line_ends_and_odd_characters_stay_as_they_are(window, qtbot):
    odd = "First line\there.\r\n\r\nSecond one\u00a0follows\u2028it.\r\n"
    with Workspace.open(window.open_path(), coder="Mira", origin="cli") as workspace:
        article = make_article(workspace, odd, title="Odd")
    window.session.workspace.catch_up()
    window.page.show_article(article)
    window.actions_by_key["article.edit_text"].trigger()
    dialog = _shown(window)
    assert dialog.edited() == odd
    _replace(dialog, "one", "two", qtbot)
    dialog.accept()
    assert _text(window, article) == odd.replace("one", "two")


def test_a_long_text_is_looked_through_beside_the_window(window, qtbot):
    long = " ".join(f"Sentence number {number} says that it is one of many." for number in range(600))
    with Workspace.open(window.open_path(), coder="Mira", origin="cli") as workspace:
        article = make_article(workspace, long, title="Long")
        make_claim(workspace, article, "Sentence number 300 says", speaker="Ana Dorn", status="said")
    window.session.workspace.catch_up()
    window.page.show_article(article)
    window.actions_by_key["article.edit_text"].trigger()
    dialog = _shown(window)
    _select(dialog, "number 300 says")
    QTest.keyClicks(dialog.text, "number 301 tells")
    qtbot.waitUntil(lambda: not dialog.previews.busy)
    assert dialog.fates.texts()[0][1:] == ["Sentence number 300 says", "Sentence number 301 tells"]
    QTest.keyClicks(dialog.text, "!")
    dialog.accept()
    assert "number 301 tells!" in _text(window, article)
