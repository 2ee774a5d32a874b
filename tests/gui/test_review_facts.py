"""Facts in the Review view, worked on in the real window with real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from claimtracker.exchange.samples import make_sample_project
from claimtracker.gui.actions import label_of
from claimtracker.gui.models.matrix import FACT_ROLE
from claimtracker.gui.windows.fact_dialogs import FactDialog, SplitDialog
from claimtracker.operations import AddEvidence, EditFact
from claimtracker.storage import queries

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def review(empty_window, tmp_path):
    """The Review view on the samples, with the keyboard in the matrix, on the first fact."""
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    assert empty_window.open_project(path)
    empty_window.actions_by_key["show.review"].trigger()
    view = empty_window.page.views["review"]
    view.matrix.setFocus()
    return view


def _facts(review):
    return {fact.code: fact for fact in queries.facts(review.connection)}


def _go_to(review, code):
    model = review.matrix.matrix
    row = next(row for row in range(model.rowCount()) if model.fact_at(row).code == code)
    review.matrix.setCurrentIndex(model.index(row, 1))


@pytest.fixture
def opened(review, qtbot):
    """Tells the dialog of a kind that is open now, once it has the keyboard."""

    def find(kind):
        dialogs = (child for child in review.findChildren(QDialog) if isinstance(child, kind))
        found = next(dialog for dialog in dialogs if dialog.isVisible())
        qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
        return found

    return find


def _press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def _menu():
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_f2_shows_all_that_is_known_and_saving_is_one_undo_step(review, opened, empty_window):
    fact = _facts(review)["F2"]
    empty_window.session.run(AddEvidence(fact.id, "https://example.org/1", "First"))
    _go_to(review, "F2")
    _press(Qt.Key.Key_F2)
    dialog = opened(FactDialog)
    assert QApplication.focusWidget() is dialog.title
    assert [dialog.title.text(), dialog.evidence.url.text()] == [fact.title, "https://example.org/1"]
    QTest.keyClicks(dialog.title, "Spending will rise")
    _press(Qt.Key.Key_Tab)
    _press(Qt.Key.Key_Right)
    _press(Qt.Key.Key_Right)
    _press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is dialog.note
    QTest.keyClicks(dialog.note, "It fell")
    dialog.evidence.add.click()
    QTest.keyClicks(QApplication.focusWidget(), "The minutes")
    _press(Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "Page 3")
    _press(Qt.Key.Key_Return)
    now = _facts(review)["F2"]
    assert (now.title, now.verdict, now.note) == ("Spending will rise", "refuted", "It fell")
    known = queries.evidence(review.connection, fact.id)
    assert [(one.url, one.note) for one in known] == [("https://example.org/1", "First"), ("The minutes", "Page 3")]
    assert empty_window.session.workspace.undo_label == "Edit fact"
    empty_window.actions_by_key["edit.undo"].trigger()
    assert _facts(review)["F2"] == fact
    assert len(queries.evidence(review.connection, fact.id)) == 1


def test_a_title_that_another_fact_has_is_refused_and_nothing_typed_is_lost(review, opened):
    _go_to(review, "F2")
    _press(Qt.Key.Key_F2)
    dialog = opened(FactDialog)
    dialog.title.setPlainText(_facts(review)["F1"].title)
    _press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "merge the two instead" in dialog.problem
    dialog.title.setPlainText("  ")
    assert not dialog.accept_button.isEnabled()
    _press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_links_are_copied_changed_and_removed_by_keyboard(review, opened, empty_window):
    fact = _facts(review)["F1"]
    for number in (1, 2):
        empty_window.session.run(AddEvidence(fact.id, f"https://example.org/{number}"))
    review.facts.edit()
    dialog = opened(FactDialog)
    evidence = dialog.evidence
    evidence.list.setFocus()
    _press(Qt.Key.Key_Down)
    evidence.copy.setFocus()
    _press(Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "https://example.org/2"
    evidence.list.setFocus()
    _press(Qt.Key.Key_Delete)
    assert evidence.list.count() == 1
    evidence.note.setFocus()
    QTest.keyClicks(evidence.note, "Table 2")
    assert evidence.list.item(0).text() == "https://example.org/1 – Table 2"
    evidence.add.click()
    dialog.note.setFocus()
    _press(Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible()
    assert [(one.url, one.note) for one in queries.evidence(review.connection, fact.id)] == [
        ("https://example.org/1", "Table 2")
    ]


def test_a_link_typed_without_a_button_is_kept_and_a_note_alone_is_refused(review, opened):
    review.facts.edit()
    dialog = opened(FactDialog)
    dialog.evidence.note.setFocus()
    QTest.keyClicks(dialog.evidence.note, "Page 3")
    _press(Qt.Key.Key_Return)
    assert "needs a link" in dialog.problem
    dialog.evidence.url.setFocus()
    QTest.keyClicks(dialog.evidence.url, "https://example.org/1")
    _press(Qt.Key.Key_Return)
    assert not dialog.isVisible()
    (link,) = queries.evidence(review.connection, _facts(review)["F1"].id)
    assert (link.url, link.note) == ("https://example.org/1", "Page 3")


@pytest.mark.parametrize(
    ("letter", "verdict"),
    [(Qt.Key.Key_S, "supported"), (Qt.Key.Key_R, "refuted"), (Qt.Key.Key_X, "mixed")],
)
def test_v_and_a_letter_give_a_verdict_which_is_told_beside_the_fact(review, empty_window, letter, verdict):
    _go_to(review, "F3")
    _press(Qt.Key.Key_V)
    QTest.keyClick(_menu(), letter)
    assert _facts(review)["F3"].verdict == verdict
    review.state.refresh()
    assert review.matrix.current_fact().code == "F3"
    model, row = review.matrix.matrix, review.matrix.currentIndex().row()
    assert model.headerData(row, Qt.Orientation.Vertical, FACT_ROLE).verdict == verdict
    assert f"verdict: {verdict}" in model.headerData(row, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert f", {verdict}, " in review.matrix.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    claim = queries.claims_of_fact(review.connection, _facts(review)["F3"].id)[0]
    empty_window.page.show_claim(claim.id)
    assert f" {verdict}) " in empty_window.tag_view.panel.title


def test_ctrl_m_merges_into_the_fact_that_is_chosen(review, empty_window):
    facts = _facts(review)
    _go_to(review, "F2")
    _press(Qt.Key.Key_M, CONTROL)
    assert review.facts.picker.isVisible()
    QTest.keyClicks(QApplication.focusWidget(), "ferries will")
    assert review.facts.picker.current().key == "F5"
    _press(Qt.Key.Key_Return)
    now = _facts(review)
    assert "F2" not in now
    assert now["F5"].claims == facts["F2"].claims + facts["F5"].claims
    assert "Merged F2" in empty_window.bar.text
    review.state.refresh()
    assert review.matrix.current_fact().code == "F5"
    assert review.matrix.hasFocus()
    empty_window.actions_by_key["edit.undo"].trigger()
    assert _facts(review) == facts


def test_escape_merges_nothing_and_the_fact_itself_is_not_offered(review):
    facts = _facts(review)
    _press(Qt.Key.Key_M, CONTROL)
    model = review.facts.picker.model
    offered = {model.entry_at(row).key for row in range(model.rowCount()) if model.entry_at(row) is not None}
    assert offered == set(facts) - {"F1"}
    _press(Qt.Key.Key_Escape)
    assert _facts(review) == facts
    assert review.matrix.hasFocus()


def test_claims_are_ticked_and_split_off_under_the_words_of_the_first(review, opened, empty_window):
    _go_to(review, "F3")
    empty_window.actions_by_key["fact.split"].trigger()
    dialog = opened(SplitDialog)
    assert not dialog.accept_button.isEnabled()
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Space)
    claims = queries.claims_of_fact(review.connection, _facts(review)["F3"].id)
    assert dialog.title.text() == " ".join(claims[1].assertion.split())
    _press(Qt.Key.Key_Up)
    _press(Qt.Key.Key_Space)
    assert dialog.title.text() == " ".join(claims[0].assertion.split())
    dialog.title.selectAll()
    QTest.keyClicks(dialog.title, "Pilots come from Estmark")
    dialog.list.setFocus()
    _press(Qt.Key.Key_Space)
    assert dialog.title.text() == "Pilots come from Estmark"
    dialog.title.setFocus()
    _press(Qt.Key.Key_Return)
    made = next(fact for fact in _facts(review).values() if fact.title == "Pilots come from Estmark")
    assert [claim.id for claim in queries.claims_of_fact(review.connection, made.id)] == [claims[1].id]
    review.state.refresh()
    assert review.matrix.current_fact() == made


def test_a_deleted_fact_leaves_its_claims_and_undo_brings_it_back(review, empty_window):
    facts = _facts(review)
    _go_to(review, "F4")
    _press(Qt.Key.Key_Delete, CONTROL)
    assert "F4" not in _facts(review)
    assert empty_window.bar.text.endswith("its 5 claims stay. Undo brings it back.")
    review.state.refresh()
    assert review.matrix.current_fact().code == "F5"
    empty_window.actions_by_key["edit.undo"].trigger()
    assert _facts(review) == facts


def test_the_menu_of_a_cell_and_of_a_fact_offer_what_can_be_done(review):
    _go_to(review, "F3")
    table = review.matrix
    for where in (table.viewport(), table.facts.viewport()):
        place = QPoint(20, table.visualRect(table.matrix.index(1, 0)).center().y())
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(where, QContextMenuEvent(reason, place, where.mapToGlobal(place)))
        assert table.current_fact().code == "F2"
        offered = [label_of(action) for action in _menu().actions() if not action.isSeparator()]
        assert offered[:2] == ["Edit fact…", "Verdict…"]
        _menu().close()
        _go_to(review, "F3")
    by_keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(4, 4), QPoint(4, 4))
    QApplication.sendEvent(table.viewport(), by_keyboard)
    assert table.current_fact().code == "F3"
    _menu().close()


def test_in_the_changes_the_fact_of_the_card_is_at_hand(review, opened):
    card = review.queue.current()
    other = next(code for code, fact in _facts(review).items() if fact.id != card.fact.id)
    _go_to(review, other)
    review.queue.take_focus()
    _press(Qt.Key.Key_F2)
    assert opened(FactDialog).title.text() == card.fact.title
    _press(Qt.Key.Key_Escape)


def test_without_a_fact_there_is_nothing_to_do(review, empty_window):
    assert empty_window.actions_by_key["fact.edit"].isEnabled()
    review.bar.since.setText("2031-01-01")
    review.bar.since.editingFinished.emit()
    review.state.refresh()
    assert not empty_window.actions_by_key["fact.edit"].isEnabled()
    assert empty_window.actions_by_key["review.export"].isEnabled()


def test_a_refresh_leaves_one_in_the_cell_one_was_in(review, empty_window):
    _go_to(review, "F5")
    review.matrix.setCurrentIndex(review.matrix.currentIndex().siblingAtColumn(3))
    empty_window.session.run(EditFact(_facts(review)["F1"].id, {"note": "x"}))
    review.state.refresh()
    assert (review.matrix.current_fact().code, review.matrix.currentIndex().column()) == ("F5", 3)


def test_a_long_title_takes_two_lines_and_the_verdict_a_third(review, empty_window):
    facts = review.matrix.facts
    short = facts.height_of(1)
    empty_window.session.run(EditFact(_facts(review)["F2"].id, {"title": "A long word " * 25, "verdict": "mixed"}))
    review.state.refresh()
    lines = facts._lines("A long word " * 25)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert facts.height_of(1) == short + facts.fontMetrics().lineSpacing()
    assert review.matrix.rowHeight(1) >= facts.height_of(1)
