"""What the window says: messages, questions that wait their turn, long tasks, and reports of bugs."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtWidgets import QApplication, QPushButton

from claimtracker.domain.errors import UserError
from claimtracker.gui.errors import ReportDialog, Reporter
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.widgets.work_bar import WorkBar
from claimtracker.operations import EditArticle


def _buttons(bar: MessageBar) -> list[QPushButton]:
    return [bar._buttons.itemAt(place).widget() for place in range(bar._buttons.count())]


@pytest.fixture
def bar(qtbot):
    made = MessageBar()
    qtbot.addWidget(made)
    return made


def test_a_question_waits_until_an_error_is_read(bar):
    bar.error("One.")
    bar.question("Which?", [("This", list)])
    assert (bar.text, _buttons(bar)) == ("One.", [])
    bar.put_away()
    assert bar.text == "Which?"


def test_an_error_does_not_lose_the_question_it_interrupts(bar):
    answers = []
    bar.question("First?", [("A & B", lambda: answers.append("first"))])
    bar.question("Second?", [("C", lambda: answers.append("second"))])
    bar.error("Something else.")
    bar.put_away()
    assert _buttons(bar)[0].text() == "A && B"
    _buttons(bar)[0].click()
    assert bar.text == "Second?"
    _buttons(bar)[0].click()
    assert (bar.text, answers) == ("", ["first", "second"])


def test_what_an_answer_says_is_read_before_the_next_question(bar):
    bar.question("First?", [("A", lambda: bar.error("That cannot be."))])
    bar.question("Second?", [("B", list)])
    _buttons(bar)[0].click()
    assert bar.text == "That cannot be."
    bar.put_away()
    assert bar.text == "Second?"


def test_escape_puts_a_message_away_from_the_sentences(window, qtbot):
    window.bar.error("Read me.")
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_Escape)
    assert window.bar.text == ""


def test_a_question_of_a_closed_project_is_not_asked(window, project):
    window.bar.error("One.")
    window.bar.question("Which?", [("This", list)])
    window.open_project(project)
    assert window.bar.text == ""
    window.bar.put_away()
    assert window.bar.text == ""


def test_a_message_is_never_markup(bar):
    bar.error("<b>a</b> & <img src=x>")
    assert bar._label.textFormat() == Qt.TextFormat.PlainText


def test_progress_of_any_size_is_shown_and_stopped(qtbot):
    bar = WorkBar()
    qtbot.addWidget(bar)
    bar.begin("Counting …")
    qtbot.waitUntil(bar.isVisible)
    bar.advance(3 * 2**40, 4 * 2**40)
    assert bar.progress.value() == bar.progress.maximum() * 3 // 4
    with qtbot.waitSignal(bar.stop_requested):
        bar.stop.click()
    assert not bar.stop.isEnabled()
    bar.finish()
    assert not bar.isVisible()


def test_a_file_that_stops_answering_is_said_once(session, monkeypatch):
    said = []
    session.failed.connect(said.append)

    def fail():
        raise UserError("The disk is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(session.workspace, "catch_up", fail)
        session._on_look()
        session._on_look()
        assert said == ["The disk is gone."]
    session._on_look()
    monkeypatch.setattr(session.workspace, "catch_up", fail)
    session._on_look()
    assert said == ["The disk is gone."] * 2
    monkeypatch.undo()


def test_a_refused_edit_is_not_called_saved(window):
    window.session.run(EditArticle(window.tag_view.article_id, {"published": "some day"}))
    assert window.status.state.text() == "The last change was not kept"
    window.session.run(EditArticle(window.tag_view.article_id, {"title": "Kept"}))
    assert window.status.state.text() == "All changes saved"


@pytest.fixture
def reporter(qapp):
    hooks = sys.excepthook, threading.excepthook
    made = Reporter()
    made.install()
    yield made
    made.uninstall()
    sys.excepthook, threading.excepthook = hooks
    for dialog in _reports():
        dialog.close()


def _reports() -> list[ReportDialog]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ReportDialog) and widget.isVisible()
    ]


_CLAIM = "Varga denied everything"


def _break() -> None:
    raise ZeroDivisionError(_CLAIM)


def test_a_bug_is_reported_once_at_a_time_without_a_word_of_a_claim(reporter, qtbot):
    for _ in range(3):
        try:
            _break()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert _reports() == []  # not in the middle of what is going on
    qtbot.waitUntil(lambda: len(reporter.shown) == 3)
    (dialog,) = _reports()
    assert "ZeroDivisionError" in dialog.text.toPlainText()
    assert "Varga" not in dialog.text.toPlainText()


def test_a_bug_in_a_thread_is_reported(reporter, qtbot):
    thread = threading.Thread(target=_break)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(_reports()) == 1)
    assert "ZeroDivisionError" in reporter.shown[0]


def test_what_is_reported_and_what_qt_says_is_in_the_log(reporter, qtbot):
    qWarning("a word of Qt")
    try:
        _break()
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(_reports()) == 1)
    log = Path(platformdirs.user_log_dir("claimtracker", appauthor=False)) / "claimtracker.log"
    told = log.read_text(encoding="utf-8")
    assert "a word of Qt" in told
    assert "ZeroDivisionError" in told
    assert "Varga" not in told
