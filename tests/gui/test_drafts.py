"""What is being typed outlives the program: kept a moment after the key, and put back on one key at the next start."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId
from claimtracker.gui.session_file import Draft, SessionFile
from claimtracker.gui.windows.edit_text import EditTextDialog
from claimtracker.operations import DeleteClaims, EditArticleText, EditClaim
from claimtracker.storage import queries
from claimtracker.workspace import Workspace


def _folder() -> Path:
    return Path(platformdirs.user_state_dir("claimtracker", appauthor=False)) / "sessions"


def _kept() -> list[tuple[str, str]]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in _folder().glob("*.json")]
    return [(draft["where"], draft["text"]) for session in found for draft in session["drafts"]]


def _type_into_cell(window, key: str, text: str):
    table = window.tag_view.table
    table.header.show_column(key, shown=True)
    table.setFocus()
    table.ranges.go(0, COLUMN_KEYS.index(key))
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), text)


def _buttons(window) -> list[QPushButton]:
    return [window.bar._buttons.itemAt(place).widget() for place in range(window.bar._buttons.count())]


_DIE = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.gui.app import make_application
from claimtracker.gui.ask import QtAsk
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.theme import Theme
from claimtracker.gui.windows.main_window import MainWindow

app = make_application()
theme = Theme("light")
theme.apply(app)
window = MainWindow(QtAsk(), theme, Preferences())
window.show()
window.activateWindow()
assert window.open_project(Path(sys.argv[1]))

def type_and_tell():
    assert QTest.qWaitForWindowActive(window)
    exec(sys.argv[2])
    QTimer.singleShot(600, lambda: print("typed", flush=True))

QTimer.singleShot(100, type_and_tell)
app.exec()
"""
_NOTE = """
table = window.tag_view.table
table.header.show_column("note", shown=True)
table.setFocus()
table.ranges.go(0, COLUMN_KEYS.index("note"))
QTest.keyClick(table, Qt.Key.Key_F2)
QTest.keyClicks(QApplication.focusWidget(), "half a thou")
"""


def _kill_while(project, typing: str):
    child = subprocess.Popen([sys.executable, "-c", _DIE, project, typing], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "typed\n"
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.communicate()


def test_after_a_kill_the_next_start_puts_back_what_was_being_typed_on_one_key(empty_window, project):
    _kill_while(project, _NOTE)
    assert empty_window.open_project(project)
    window = empty_window
    assert window.bar.text == (
        "Claim Tracker ended without closing this project. Everything committed is there. "
        "What you were typing in claim 1’s note is kept."
    )
    assert QApplication.focusWidget() is _buttons(window)[0]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "half a thou"
    assert queries.claims(window.tag_view.connection, [1])[0].note == ""  # nothing is overwritten by itself
    QTest.keyClicks(editor, "ght")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert queries.claims(window.tag_view.connection, [1])[0].note == "half a thought"
    window._close_project()
    assert list(_folder().iterdir()) == []


def test_the_claim_bar_comes_back_on_its_sentence(empty_window, project):
    _kill_while(
        project,
        "window.tag_view.pane.go_to(2); window.tag_view.flow.bar.take_focus();"
        "QTest.keyClicks(window.tag_view.flow.bar.line, 'Ana Dorn > den')",
    )
    assert empty_window.open_project(project)
    window = empty_window
    assert "in the claim bar is kept" in window.bar.text
    window.tag_view.pane.go_to(0)
    _buttons(window)[0].click()
    assert window.tag_view.flow.bar.text.startswith("Ana Dorn > den")
    assert window.tag_view.flow.bar.line.hasFocus()
    assert window.tag_view.pane.current == 2


def test_an_end_while_nothing_was_typed_is_told_and_over(empty_window, project):
    _kill_while(project, "pass")
    assert empty_window.open_project(project)
    assert empty_window.bar.text == "Claim Tracker ended without closing this project. Everything committed is there."
    empty_window._close_project()
    assert empty_window.open_project(project)
    assert empty_window.bar.text == ""


def test_nothing_is_said_after_a_good_end_or_beside_another_window(window, project, qtbot):
    other = SessionFile(project)
    other.begin()
    assert other.left_behind() == []  # the window is open
    other.end()
    window._close_project()
    assert list(_folder().iterdir()) == []
    assert window.open_project(project)
    assert window.bar.text == ""


def test_what_is_typed_is_kept_a_moment_after_the_key_and_gone_once_it_is_saved(window, qtbot):
    _type_into_cell(window, "note", "a word")
    qtbot.waitUntil(lambda: _kept() == [("claim 1’s note", "a word")])
    for path in _folder().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(_folder().stat().st_mode) == 0o700
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _kept() == [])


def test_what_is_thrown_away_is_not_kept(window, qtbot):
    _type_into_cell(window, "note", "a word")
    qtbot.waitUntil(lambda: len(_kept()) == 1)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _kept() == [])


def test_what_is_searched_for_is_nobodys_draft(window, qtbot):
    window.page.show_view("speakers")
    window.page.view.search.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "varga")
    assert window.recovery.carry() == ()


def _leave(project, *drafts: Draft):
    """What a window leaves that could not save."""
    left = SessionFile(project)
    left.begin()
    left.end(drafts)


@pytest.mark.parametrize(
    ("draft", "view"),
    [
        (Draft("speaker", 1, "role", "Secretary", "the role of Ilse Varga"), "speakers"),
        (Draft("speaker", 1, "panel.note", "A note on her", "the note on Ilse Varga"), "speakers"),
        (Draft("statuses", 1, "label", "conceded at last", "the status"), "vocabulary"),
    ],
)
def test_other_places_get_back_what_was_typed_too(empty_window, project, draft, view):
    _leave(project, draft)
    assert empty_window.open_project(project)
    assert f"What you were typing in {draft.where} is kept." in empty_window.bar.text
    _buttons(empty_window)[0].click()
    assert empty_window.page._key == view
    field = QApplication.focusWidget()
    typed = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
    assert typed == draft.text


def test_a_form_is_opened_again_as_it_was_filled_in(window, project, qtbot):
    dialog = window.commands.paste_article()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.text.setFocus()
    QTest.keyClicks(dialog.text, "Varga came.")
    dialog.lines["title"].setFocus()
    QTest.keyClicks(dialog.lines["title"], "A visit")
    drafts = window.recovery.carry()
    assert [draft.text for draft in drafts] == ["Varga came.", "A visit"]
    dialog.reject()
    qtbot.waitUntil(lambda: window.recovery.carry() == ())
    window._close_project()
    _leave(project, *drafts)
    assert window.open_project(project)
    _buttons(window)[0].click()
    again = QApplication.activeModalWidget()
    assert (again.text.toPlainText(), again.lines["title"].text()) == ("Varga came.", "A visit")
    again.reject()


def _edited_text(window, qtbot) -> tuple[Draft, ...]:
    """The project is closed while the text of its first article is being edited."""
    QTest.keyClick(window.tag_view.pane, Qt.Key.Key_F9)
    dialog = next(child for child in window.findChildren(EditTextDialog) if child.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.text.setFocus()
    QTest.keyClicks(dialog.text, "Mended. ")
    drafts = window.recovery.carry()
    dialog.done(0)
    window._close_project()
    return drafts


def test_a_text_that_was_being_edited_is_opened_again_as_it_was_typed(window, project, qtbot):
    text = queries.article(window.tag_view.connection, ArticleId(1)).text
    drafts = _edited_text(window, qtbot)
    assert [draft.text for draft in drafts] == [f"Mended. {text}"]
    _leave(project, *drafts)
    assert window.open_project(project)
    _buttons(window)[0].click()
    again = QApplication.activeModalWidget()
    assert again.edited() == f"Mended. {text}"
    qtbot.waitUntil(lambda: not again.previews.busy)
    QTest.keyClick(again.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert queries.article(window.tag_view.connection, ArticleId(1)).text == f"Mended. {text}"
    assert window.focusWidget() is window.tag_view.pane


def test_an_edited_text_that_is_another_by_now_is_not_put_over_it(window, project, qtbot):
    text = queries.article(window.tag_view.connection, ArticleId(1)).text
    drafts = _edited_text(window, qtbot)
    with Workspace.open(project) as workspace:
        workspace.run(EditArticleText(ArticleId(1), f"Theirs. {text}"))
    _leave(project, *drafts)
    assert window.open_project(project)
    _buttons(window)[0].click()
    assert QApplication.activeModalWidget() is None
    assert QApplication.clipboard().text() == f"Mended. {text}"
    assert queries.article(window.tag_view.connection, ArticleId(1)).text == f"Theirs. {text}"


def test_what_has_no_place_any_more_goes_to_the_clipboard(empty_window, project):
    with Workspace.open(project) as workspace:
        workspace.run(DeleteClaims((1,)))
    _leave(project, Draft("claim", 1, "note", "half a thought", "claim 1’s note"))
    assert empty_window.open_project(project)
    assert "closed before everything that was typed could be saved" in empty_window.bar.text
    _buttons(empty_window)[0].click()
    assert QApplication.clipboard().text() == "half a thought"
    assert "is on the clipboard" in empty_window.bar.text
    assert empty_window.tag_view.pane.hasFocus()


def test_it_is_asked_again_until_it_is_answered(empty_window, project):
    _leave(project, Draft("claim", 1, "note", "half a thought", "claim 1’s note"))
    for _ in range(2):
        assert empty_window.open_project(project)
        assert "claim 1’s note is kept" in empty_window.bar.text
        empty_window._close_project()
    assert empty_window.open_project(project)
    _buttons(empty_window)[1].click()
    empty_window._close_project()
    assert empty_window.open_project(project)
    assert empty_window.bar.text == ""
    assert queries.claims(empty_window.tag_view.connection, [1])[0].note == ""


def test_a_cell_that_closes_unsaved_is_kept_and_put_back(window, project):
    _type_into_cell(window, "note", "a word")
    moved = project.rename(project.with_name("moved.claims"))
    window.page.show_view("claims")  # leaves the cell
    moved.rename(project)
    assert _kept() == [("claim 1’s note", "a word")]
    window.bar.put_away()
    assert window.bar.text == "What you typed in claim 1’s note could not be saved; it is kept."
    _buttons(window)[0].click()
    assert QApplication.focusWidget().toPlainText() == "a word"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert queries.claims(window.tag_view.connection, [1])[0].note == "a word"


def test_another_cell_never_gets_what_was_refused(window, project):
    _type_into_cell(window, "note", "a word")
    moved = project.rename(project.with_name("moved.claims"))
    table = window.tag_view.table
    place = table.visualRect(table.claims.index(1, COLUMN_KEYS.index("assertion"))).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    moved.rename(project)
    assert not [found for found in table.findChildren(QPlainTextEdit) if found.isVisible()]
    assert _kept() == [("claim 1’s note", "a word")]


def test_what_is_typed_when_the_window_closes_without_its_file_is_kept(window, project):
    _type_into_cell(window, "note", "a word")
    moved = project.rename(project.with_name("moved.claims"))
    window._close_project()
    moved.rename(project)
    assert window.open_project(project)
    assert "What you were typing in claim 1’s note is kept." in window.bar.text


def test_it_comes_along_into_the_copy_that_one_goes_on_with(window, project, scripted_ask, tmp_path):
    _type_into_cell(window, "note", "a word")
    project.unlink()
    window.session._on_look()
    scripted_ask.answers = [tmp_path / "saved.claims"]
    window.file_watch.save_copy()
    assert window.session.workspace.path == tmp_path / "saved.claims"
    assert window.bar.text == "What you were typing in claim 1’s note is kept."
    _buttons(window)[0].click()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert queries.claims(window.tag_view.connection, [1])[0].note == "a word"
    window._close_project()
    assert list(_folder().iterdir()) == []


def test_a_damaged_file_of_ours_is_no_reason_to_fail(empty_window, project):
    _leave(project, Draft("claim", 1, "note", "half a thought", "claim 1’s note"))
    (left,) = _folder().glob("*.json")
    left.write_bytes(b'{"drafts": [')
    assert empty_window.open_project(project)
    assert empty_window.bar.text == ""
    assert not left.exists()


def test_where_nothing_can_be_kept_work_goes_on(empty_window, project, monkeypatch):
    Path(platformdirs.user_state_dir("claimtracker", appauthor=False)).parent.mkdir(parents=True, exist_ok=True)
    Path(platformdirs.user_state_dir("claimtracker", appauthor=False)).write_text("in the way")
    assert empty_window.open_project(project)
    _type_into_cell(empty_window, "note", "a word")
    empty_window.recovery._drafts.write()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert queries.claims(empty_window.tag_view.connection, [1])[0].note == "a word"


def test_a_cell_that_was_changed_meanwhile_says_so(empty_window, project):
    with Workspace.open(project) as workspace:
        workspace.run(EditClaim(1, {"note": "theirs"}))
    _leave(project, Draft("claim", 1, "note", "mine", "claim 1’s note", "before"))
    assert empty_window.open_project(project)
    _buttons(empty_window)[0].click()
    assert empty_window.bar.text == (
        "That was changed meanwhile to “theirs”: Enter puts yours in its place, Escape leaves theirs."
    )
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert queries.claims(empty_window.tag_view.connection, [1])[0].note == "theirs"
