"""What is done to many claims at once: set, replaced, deleted, exported; each one undo step, run in the lane."""

from __future__ import annotations

import csv
import sqlite3
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId
from claimtracker.gui.models.replacements import MARKS_ROLE, ReplacementsModel
from claimtracker.operations import EditClaim
from claimtracker.storage import database, queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, Replacement, SortKey, TextSearch
from claimtracker.workspace import Workspace
from tests.factories import make_claim

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def project(project):
    """Two more claims, on the second article, both denied."""
    with Workspace.open(project, coder="Mira") as workspace:
        make_claim(workspace, ArticleId(2), "Varga left", speaker="Ilse Varga", status="denied", assertion="She left")
        make_claim(workspace, ArticleId(2), "Dorn stayed", status="denied", assertion="Somebody stayed")
    return project


@pytest.fixture
def view(window, qtbot):
    """The Claims view with the keyboard in its table."""
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(window.page.claims_view.table.hasFocus)
    return window.page.claims_view


@pytest.fixture
def dialog(window, qtbot):
    """The dialog that a key opens, once the keyboard is in it."""

    def opened(key, modifiers):
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        found = QApplication.activeModalWidget()
        qtbot.waitUntil(
            lambda: QApplication.focusWidget() is not None and found.isAncestorOf(QApplication.focusWidget())
        )
        return found

    return opened


def column_of(window, key: str) -> list[str]:
    """What a column of every claim holds now, in the file."""
    connection = window.session.workspace.connection
    ids = queries.claim_ids(connection, ClaimFilter())
    return [queries.cell(claim, key) for claim in queries.claims(connection, ids)]


def accept(window, dialog, qtbot) -> None:
    """Press the button and wait until it is done."""
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        dialog.accept_button.click()


def test_a_column_is_set_for_all_that_match_and_taken_back_by_one_undo(view, window, dialog, qtbot):
    view.show_claims(ClaimFilter(columns=(ColumnTest("status", "is", ("denied",)),)))
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    assert made.scope.buttons[0].text() == "All that match: Status is “denied” (2 claims)"
    made.which.setCurrentText("Speaker")
    made.fields["speaker"].setFocus()
    QTest.keyClicks(made.fields["speaker"], "Ana")
    assert made.text == "Ana Dorn"
    assert made.accept_button.text() == "Set speaker of 2 claims"
    accept(window, made, qtbot)
    assert column_of(window, "speaker") == ["Ilse Varga", "Ana Dorn", "Ana Dorn", "Ana Dorn"]
    assert window.bar.text == "Set speaker of 2 claims to “Ana Dorn”. Undo brings back what was there."
    assert window.session.workspace.undo_label == "Set speaker"
    window.session.undo()
    assert column_of(window, "speaker") == ["Ilse Varga", "Ana Dorn", "Ilse Varga", ""]


def test_a_very_large_step_is_taken_back_beside_the_window(view, window, dialog, qtbot, monkeypatch):
    monkeypatch.setattr("claimtracker.workspace.MANY_ROWS", 2)
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    made.fields["speaker"].setText("Ana Dorn")
    accept(window, made, qtbot)
    window.activateWindow()
    for key, first in (("edit.undo", "Ilse Varga"), ("edit.redo", "Ana Dorn")):
        with qtbot.waitSignal(window.lane.finished, timeout=20_000):
            window.actions_by_key[key].trigger()
            assert window.lane.busy
        assert column_of(window, "speaker")[0] == first
        assert view.table.claims.claim_at(0).speaker == first
    monkeypatch.setattr("claimtracker.workspace.MANY_ROWS", 3000)
    window.actions_by_key["edit.undo"].trigger()
    assert not window.lane.busy
    assert column_of(window, "speaker")[0] == "Ilse Varga"


def test_a_very_large_step_is_not_half_taken_back(view, window, dialog, qtbot, monkeypatch):
    monkeypatch.setattr("claimtracker.workspace.MANY_ROWS", 2)
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    made.fields["speaker"].setText("Ana Dorn")
    accept(window, made, qtbot)
    before = column_of(window, "speaker")
    with qtbot.waitSignal(window.lane.refused, timeout=20_000) as told:
        window.actions_by_key["edit.undo"].trigger()
        window.lane.cancel()
    assert told.args == ["Stopped; nothing of it was kept."]
    qtbot.waitUntil(lambda: not window.lane.busy)
    assert column_of(window, "speaker") == before
    assert window.session.workspace.undo_label == "Set speaker"


def test_who_types_does_not_wait_for_a_long_task(view, window, qtbot):
    session = window.session
    claim = view.table.claims.claim_at(0)
    written, answered = Event(), Event()

    def work(workspace, progress):
        workspace.connection.execute("begin immediate")
        written.set()
        answered.wait(20)
        workspace.connection.execute("rollback")

    window.lane.submit(session.workspace.path, "Setting …", work, lambda _answer: None)
    assert written.wait(20)
    result, problem = session.attempt(EditClaim(claim.id, {"note": "Mind"}))
    assert (result, problem) == (None, "Something else is still being done; try again when it is finished.")
    answered.set()
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        pass
    assert session.attempt(EditClaim(claim.id, {"note": "Mind"})) == (None, "")
    assert session.workspace.connection.execute("pragma busy_timeout").fetchone() == (database.BUSY_TIMEOUT,)


def test_tidying_up_waits_for_nobody_in_the_window(window, qtbot):
    session = window.session
    other = sqlite3.connect(session.workspace.path, isolation_level=None)
    other.execute("begin immediate")
    session._on_settle()
    assert session._settling.busy
    other.execute("rollback")
    other.close()
    qtbot.waitUntil(lambda: not session._settling.busy, timeout=20_000)


def test_what_matches_no_more_is_gone_from_the_table(view, window, dialog, qtbot):
    view.show_claims(ClaimFilter(columns=(ColumnTest("status", "is", ("denied",)),)))
    view.table.ranges.go(0, COLUMN_KEYS.index("status"))
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    assert made.fields["status"].hasFocus()
    assert not made.accept_button.isEnabled()
    made.empty.click()
    assert made.accept_button.text() == "Empty status of 2 claims"
    accept(window, made, qtbot)
    assert view.bar.described.text().startswith("0 of 4 claims")
    assert view._places.currentWidget() is view.none_match
    window.session.undo()
    assert view.table.claims.count == 2


def test_a_value_that_is_refused_is_said_and_nothing_is_set(view, window, dialog, qtbot):
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    made.which.setCurrentText("Said on")
    made.fields["said_on"].setText("some day")
    accept(window, made, qtbot)
    assert "not a date" in window.bar.text
    assert column_of(window, "said_on") == [""] * 4


def test_the_selected_claims_alone_can_be_set(view, window, dialog, qtbot):
    view.table.ranges.go(1, COLUMN_KEYS.index("note"))
    view.table.show_column("note", shown=True)
    QTest.keyClick(view.table, Qt.Key.Key_Down, SHIFT)
    assert view.position == "2 claims selected"
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    assert [button.text() for button in made.scope.buttons] == [
        "The selected claims (2 claims)",
        "All claims of the project (4 claims)",
    ]
    made.which.setCurrentText("Note")
    made.fields["note"].setPlainText("Look again")
    accept(window, made, qtbot)
    assert column_of(window, "note") == ["", "Look again", "Look again", ""]


def test_everything_selected_means_all_that_match(view, window, dialog, qtbot):
    QTest.keyClick(view.table, Qt.Key.Key_A, CONTROL)
    assert view.position == "4 claims selected"
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    assert made.scope.buttons == []
    made.reject()
    window.activateWindow()
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.actions_by_key["claim.delete"].trigger()
    assert column_of(window, "claim_id") == []
    assert window.bar.text == "Deleted 4 claims. Undo brings them back."
    assert view._places.currentWidget() is view.none_yet
    window.session.undo()
    assert view.table.claims.count == 4


def test_words_are_replaced_after_a_look_at_each_cell(view, window, dialog, qtbot):
    made = dialog(Qt.Key.Key_H, CONTROL)
    assert made.keys == ("assertion", "note")
    assert not made.accept_button.isEnabled()
    QTest.keyClicks(made.line, "a ")
    QTest.keyClick(made.line, Qt.Key.Key_Tab)
    QTest.keyClicks(made.with_, "the ")
    qtbot.waitUntil(made.accept_button.isEnabled)
    rows = [[made.preview.index(row, column).data() for column in range(4)] for row in range(made.preview.rowCount())]
    assert rows == [["1", "Assertion", "A plan", "the plan"], ["2", "Assertion", "A rise", "the rise"]]
    assert made.told.text() == "2 cells would change."
    made.match_case.click()
    qtbot.waitUntil(lambda: made.preview.rowCount() == 0)
    qtbot.waitUntil(lambda: made.told.text().startswith("Nothing is found"))
    made.match_case.click()
    qtbot.waitUntil(made.accept_button.isEnabled)
    accept(window, made, qtbot)
    assert column_of(window, "assertion") == ["the plan", "the rise", "She left", "Somebody stayed"]
    assert window.bar.text == "Replaced “a ” in 2 cells. Undo brings back what was there."
    window.session.undo()
    assert column_of(window, "assertion")[0] == "A plan"


def test_without_a_column_or_words_nothing_is_looked_for(view, dialog, qtbot):
    made = dialog(Qt.Key.Key_H, CONTROL)
    QTest.keyClicks(made.line, "plan")
    qtbot.waitUntil(made.accept_button.isEnabled)
    for key in made.keys:
        made.ticks[key].click()
    assert made.told.text() == "Tick the columns to look in."
    assert made.preview.rowCount() == 0
    made.ticks["status"].click()
    made.line.clear()
    assert made.told.text() == "Type what is to be found."
    assert not made.accept_button.isEnabled()
    made.reject()


def test_the_selected_columns_are_ticked(view, dialog):
    view.table.ranges.go(0, COLUMN_KEYS.index("speaker"))
    QTest.keyClick(view.table, Qt.Key.Key_Right, SHIFT)
    made = dialog(Qt.Key.Key_H, CONTROL)
    assert made.keys == ("speaker", "assertion")
    made.reject()


def test_the_tag_view_replaces_in_its_article(window, dialog, qtbot):
    window.session.run(EditClaim(4, {"assertion": "A plan"}))
    window.tag_view.table.setFocus()
    made = dialog(Qt.Key.Key_H, CONTROL)
    QTest.keyClicks(made.line, "plan")
    qtbot.waitUntil(made.accept_button.isEnabled)
    assert made.preview.rowCount() == 1
    made.with_.setText("scheme")
    qtbot.waitUntil(made.accept_button.isEnabled)
    accept(window, made, qtbot)
    assert column_of(window, "assertion") == ["A scheme", "A rise", "She left", "A plan"]


def test_while_something_runs_a_dialog_says_so_and_keeps_what_was_typed(view, window, dialog, project, qtbot):
    made = dialog(Qt.Key.Key_E, CONTROL | SHIFT)
    made.which.setCurrentText("Status")
    made.fields["status"].setText("urged")
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.lane.submit(project, "Counting …", lambda *_: 1, lambda _answer: None)
        made.accept()
        assert "still being done" in made.problem
        assert made.isVisible()
    accept(window, made, qtbot)
    assert column_of(window, "status") == ["urged"] * 4


def test_what_the_filter_lets_through_is_exported_in_the_order_shown(view, dialog, scripted_ask, tmp_path, qtbot):
    view.show_claims(ClaimFilter(columns=(ColumnTest("status", "is", ("denied",)),)))
    view.table.claims.set_order((SortKey("assertion", descending=True),))
    made = dialog(Qt.Key.Key_E, CONTROL)
    assert made.matching.text() == "Claims that match the filter (2)"
    assert made.matching.isChecked()
    scripted_ask.answers = [tmp_path / "sheet.csv"]
    with qtbot.waitSignal(view.context.lane.finished, timeout=20_000):
        made.accept()
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["assertion"] for row in csv.DictReader(stream)] == ["Somebody stayed", "She left"]


def test_the_order_alone_can_be_exported_and_other_views_offer_neither(view, window, dialog):
    view.table.claims.set_order((SortKey("assertion"),))
    made = dialog(Qt.Key.Key_E, CONTROL)
    assert made.matching.text() == "All claims, in the order shown (4)"
    made.reject()
    window.activateWindow()
    window.page.show_view("tag")
    made = dialog(Qt.Key.Key_E, CONTROL)
    assert not made.matching.isVisible()
    assert made.choice().which == "everything"
    made.this_article.click()
    assert made.choice().which == "article"
    made.reject()


def test_replacements_are_a_sound_model_and_mark_what_is_found(qapp, qtmodeltester):
    model = ReplacementsModel()
    qtmodeltester.check(model)
    far = "word " * 40
    rows = [
        Replacement(1, "assertion", "The plan of the port", "A plan of A port"),
        Replacement(2, "note", f"{far}the end", f"{far}A end"),
        Replacement(3, "note", "the the", ""),
    ]
    model.show(rows[:2], TextSearch("the"), "A")
    qtmodeltester.check(model)
    assert model.index(0, 2).data(MARKS_ROLE) == [(0, 3), (12, 3)]
    assert model.index(0, 3).data(MARKS_ROLE) == [(0, 1), (10, 1)]
    assert model.index(0, 0).data(MARKS_ROLE) == []
    shown, ((start, length),) = model.index(1, 2).data(), model.index(1, 2).data(MARKS_ROLE)
    assert (shown[0], shown[start : start + length]) == ("…", "the")
    model.show(rows[2:], TextSearch("the"), "")
    assert model.index(0, 3).data(MARKS_ROLE) == []
    assert model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "After: empty"
