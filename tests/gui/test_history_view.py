"""The History view: what was done, found by words, undone alone, seen and exported as of then, forgotten."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.gui.models.history import HistoryModel
from claimtracker.gui.models.past_claims import PastClaimsModel
from claimtracker.gui.windows.claim_history import ClaimHistoryDialog
from claimtracker.gui.windows.history_dialogs import ForgetDialog, MomentDialog, PastSheetDialog
from claimtracker.operations import DeleteClaims, EditClaim, EditClaims
from claimtracker.storage import queries
from claimtracker.storage.as_of import packed
from claimtracker.workspace import Workspace

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def edited(project):
    """Two claims: the status of the first was set by Ada, then its note by Mira."""
    with Workspace.open(project, coder="Ada", origin="cli") as workspace:
        workspace.run(EditClaim(1, {"status": "denied"}))
        workspace.coder = "Mira"
        workspace.run(EditClaim(1, {"note": "Look again"}))
    return project


@pytest.fixture
def view(edited, window, qtbot):
    QTest.keyClick(window.page.tag_view.pane, Qt.Key.Key_7, CONTROL)
    found = window.page.view
    qtbot.waitUntil(lambda: found.history.rowCount() == 6)
    return found


def _labels(view) -> list[str]:
    return [view.history.entry_at(row).label for row in range(view.history.rowCount())]


def _choose(view, label: str) -> None:
    view.list.setCurrentIndex(view.history.index(_labels(view).index(label)))


def _dialog(window, kind: type[QDialog]):
    return next(child for child in window.findChildren(kind) if child.isVisible())


def _claim(view, claim_id: int = 1):
    return queries.claim(view.connection, claim_id)


def test_the_list_tells_who_did_what_and_the_panel_what_became_what(view):
    assert _labels(view)[:2] == ["Edit note", "Set status"]
    _choose(view, "Set status")
    assert view.details.title.text() == "Set status"
    assert "Ada · command line · line 5" in view.details.told.text()
    assert ["Claim 1 · status", "supported", "denied"] in view.details.table.texts()
    told = view.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Set status, ")
    assert told.endswith("Ada · command line")


def test_one_is_undone_alone_by_a_key(view, window, qtbot):
    _choose(view, "Set status")
    QTest.keyClick(view.list, Qt.Key.Key_U, CONTROL)
    assert (_claim(view).status, _claim(view).note) == ("supported", "Look again")
    qtbot.waitUntil(lambda: view.history.rowCount() == 7)
    assert view.details.title.text() == "Set status"
    assert "undone alone, by line 7" in view.details.told.text()
    assert not view.can("history.undo")
    QTest.keyClick(view.list, Qt.Key.Key_Z, CONTROL)
    assert _claim(view).status == "denied"


def test_what_stands_in_the_way_is_said(view, window):
    view._session.run(EditClaim(1, {"status": "urged"}))
    _choose(view, "Set status")
    view.list.setCurrentIndex(view.history.index(2))
    QTest.keyClick(view.list, Qt.Key.Key_U, CONTROL)
    assert "cannot be undone alone: “Set status” of " in window.bar.text
    assert _claim(view).status == "urged"


def test_all_that_came_after_is_rolled_back_by_a_key(view, window):
    before = queries.count_claims(view.connection, queries.ClaimFilter())
    assert not view.can("history.back_to")
    view.list.setCurrentIndex(view.history.index(4))
    QTest.keyClick(view.list, Qt.Key.Key_U, CONTROL | SHIFT)
    assert queries.count_claims(view.connection, queries.ClaimFilter()) == before - 1
    QTest.keyClick(view.list, Qt.Key.Key_Z, CONTROL)
    assert _claim(view).note == "Look again"


def test_what_takes_long_goes_beside_the_window(view, qtbot, monkeypatch):
    monkeypatch.setattr("claimtracker.workspace.MANY_ROWS", 0)
    _choose(view, "Set status")
    with qtbot.waitSignal(view.context.lane.finished):
        view.undo_alone()
    assert _claim(view).status == "supported"
    view.list.setCurrentIndex(view.history.index(view.history.rowCount() - 1))
    with qtbot.waitSignal(view.context.lane.finished):
        view.roll_back()
    assert queries.count_claims(view.connection, queries.ClaimFilter()) == 0


def test_words_are_found_in_the_lines_and_in_what_they_changed(view, window, qtbot):
    QTest.keyClick(view.list, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(view.search, "ada")
    qtbot.waitUntil(lambda: _labels(view) == ["Set status"])
    view.search.clear()
    QTest.keyClicks(view.search, "look")
    qtbot.waitUntil(lambda: "Edit note" in _labels(view) and "Import article" not in _labels(view))
    QTest.keyClicks(view.search, "zzz")
    qtbot.waitUntil(view.none_match.isVisible)
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(_labels(view)) == 6)
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    assert view.list.hasFocus()


def test_it_follows_what_is_done_elsewhere(view, edited, qtbot):
    _choose(view, "Set status")
    with Workspace.open(edited, coder="Zoe", origin="cli") as other:
        other.run(DeleteClaims((2,)))
    qtbot.waitUntil(lambda: _labels(view)[0] == "Delete claim")
    assert view.current().label == "Set status"


def test_old_lines_come_by_the_page(session, qtbot, qtmodeltester):
    for number in range(450):
        session.workspace.run(EditClaim(1, {"note": str(number)}))
    model = HistoryModel(session)
    model.reload()
    assert model.rowCount() == 200
    while model.canFetchMore(model.index(-1, 0)):
        model.fetchMore(model.index(-1, 0))
    assert model.rowCount() == 454
    assert model.entry_at(453).id == 1
    qtmodeltester.check(model)
    model.drain()


def test_the_sheet_of_then_is_seen_and_exported(view, window, scripted_ask, tmp_path, qtbot):
    view._session.run(EditClaims((1, 2), {"status": "urged"}))
    _choose(view, "Edit note")
    with qtbot.waitSignal(view.context.lane.finished):
        QTest.keyClick(view.list, Qt.Key.Key_G, CONTROL)
    dialog = _dialog(window, PastSheetDialog)
    shown = [
        [dialog.claims.index(row, column).data() for column in range(6)] for row in range(dialog.claims.rowCount())
    ]
    assert [(row[0], row[3], row[5]) for row in shown] == [("1", "Ilse Varga", "denied"), ("2", "Ana Dorn", "urged")]
    scripted_ask.answers = [tmp_path / "then.csv"]
    with qtbot.waitSignal(view.context.lane.finished):
        dialog.export.click()
    rows = list(csv.DictReader((tmp_path / "then.csv").read_text("utf-8-sig").splitlines()))
    assert [row["status"] for row in rows] == ["denied", "urged"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_sheet_of_a_day_is_exported(view, window, scripted_ask, tmp_path, qtbot):
    view.export_sheet()
    dialog = _dialog(window, MomentDialog)
    dialog.day.setText("the day before")
    QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    assert "not a date" in dialog.problem
    dialog.day.setText("2020-01-01")
    assert "1 January 2020" in dialog.note.text()
    scripted_ask.answers = [tmp_path / "then.csv"]
    with qtbot.waitSignal(view.context.lane.finished):
        QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    assert len((tmp_path / "then.csv").read_text("utf-8-sig").splitlines()) == 1


def test_a_model_of_the_past_is_one_qt_can_use(session, qtmodeltester):
    model = PastClaimsModel(packed(session.workspace.connection, 4))
    assert model.rowCount() == 2
    qtmodeltester.check(model)
    model.close()


def test_history_is_forgotten_after_a_copy_was_made(view, window, scripted_ask, tmp_path, qtbot):
    window.actions_by_key["history.forget"].trigger()
    dialog = _dialog(window, ForgetDialog)
    # Enter alone does nothing that cannot be undone.
    assert not dialog.accept_button.isDefault()
    dialog.everything.setChecked(True)
    scripted_ask.answers = [tmp_path / "kept.claims"]
    with qtbot.waitSignal(view.context.lane.finished):
        dialog.accept_button.click()
    qtbot.waitUntil(lambda: view.history.rowCount() == 1)
    assert _labels(view)[0].endswith("was forgotten")
    assert not view.can("history.undo")
    assert window.actions_by_key["edit.undo"].isEnabled() is False
    assert _claim(view).note == "Look again"
    with Workspace.open(tmp_path / "kept.claims") as kept:
        assert queries.count_operations(kept.connection) == 6


def test_forgetting_is_refused_where_there_is_nothing_or_no_copy(view, window, scripted_ask, tmp_path, qtbot):
    view.forget()
    dialog = _dialog(window, ForgetDialog)
    dialog.day.setText("soon")
    dialog.accept_button.click()
    assert "not a date" in dialog.problem
    dialog.day.setText("2020-01-01")
    scripted_ask.answers = [None]
    dialog.accept_button.click()
    assert dialog.isVisible()
    dialog.copy.setChecked(False)
    with qtbot.waitSignal(view.context.lane.finished):
        dialog.accept_button.click()
    assert "no history of before" in window.bar.text
    assert view.history.rowCount() == 6


def test_the_history_of_a_claim_is_a_key_away_and_follows(edited, window, qtbot):
    table = window.tag_view.table
    window.tag_view.select_claim(1)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F4)
    dialog = _dialog(window, ClaimHistoryDialog)
    assert dialog.windowTitle() == "History of claim 1"
    texts = dialog.table.texts()
    assert texts[0][1:] == ["Mira (command line)", "Edit note", "note", "", "Look again"]
    assert texts[1][1:] == ["Ada (command line)", "Set status", "status", "supported", "denied"]
    window.session.run(EditClaim(1, {"cue": "said"}))
    assert dialog.table.texts()[0][2:] == ["Edit cue", "cue", "", "said"]
    QTest.keyClick(dialog.table, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().endswith("Edit cue\tcue\t\tsaid")
    dialog.table.setCurrentCell(2, 0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: window.page.view.current() is not None)
    assert window.page.view.current().label == "Set status"


def test_the_history_of_a_cell_tells_of_it_alone(edited, window):
    window.page.show_view("claims")
    table = window.page.view.table
    table.select_claim(1)
    table.ranges.go(table.currentIndex().row(), COLUMN_KEYS.index("status"), scroll=False)
    QTest.keyClick(table, Qt.Key.Key_F4, SHIFT)
    dialog = _dialog(window, ClaimHistoryDialog)
    assert dialog.windowTitle() == "History of “Status” of claim 1"
    assert [row[3:] for row in dialog.table.texts() if row[3] != "claim"] == [
        ["status", "supported", "denied"], ["status", "", "supported"],
    ]  # fmt: skip
    dialog.close()


def test_a_deleted_claim_has_its_history_in_the_panel(view, window):
    view._session.run(DeleteClaims((1,)))
    view.list.setCurrentIndex(view.history.index(0))
    view.details.table.setFocus()
    QTest.keyClick(view.details.table, Qt.Key.Key_Return)
    dialog = _dialog(window, ClaimHistoryDialog)
    assert "The claim is deleted." in dialog.summary.text()
    dialog.close()


def test_an_empty_history_says_what_it_is_for(empty_window, tmp_path, qtbot):
    Workspace.create(tmp_path / "new.claims").close()
    assert empty_window.open_project(tmp_path / "new.claims")
    empty_window.page.show_view("history")
    assert empty_window.page.view.none_yet.isVisible()
    assert not empty_window.actions_by_key["history.forget"].isEnabled()
    # Nothing can be undone, rolled back or shown.
    for key in ("history.undo", "history.back_to", "history.sheet"):
        assert not empty_window.page.view.can(key)
