"""The Review view in the real window: the matrix, and what opens from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from claimtracker.domain.values import ArticleId
from claimtracker.exchange.samples import make_sample_project
from claimtracker.gui.models.matrix import CELL_ROLE, MatrixModel
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.session import Session
from claimtracker.operations import EditClaim, SetVersionOf
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import changes
from claimtracker.workspace import Workspace


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    return path


@pytest.fixture
def review(empty_window, samples):
    """The window on the samples, with the Review view shown."""
    assert empty_window.open_project(samples)
    empty_window.actions_by_key["show.review"].trigger()
    return empty_window.page.views["review"]


def _cell(review, fact: str, heading: str):
    model = review.matrix.matrix
    row = next(row for row in range(model.rowCount()) if model.fact_at(row).title.startswith(fact))
    column = next(
        column
        for column in range(model.columnCount())
        if heading in model.headerData(column, Qt.Orientation.Horizontal)
    )
    return model.index(row, column)


def test_the_model_keeps_what_qt_asks_of_models(samples, qtmodeltester, qapp):
    session = Session(Workspace.open(samples, origin="gui"))
    state = ReviewState(session)
    model = MatrixModel(state)
    state.refresh()
    qtmodeltester.check(model)
    assert model.rowCount() == 7
    session.close()


def test_a_cell_holds_the_statuses_and_a_change_is_ringed(review):
    index = _cell(review, "There are disagreements", "NPA")
    assert index.data() == "acknowledged"
    cell = index.data(CELL_ROLE)
    assert cell.ringed >= {cell.entries[0].claim_id}
    assert "Ilse Varga acknowledged, changed" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    first = _cell(review, "There are disagreements", "29 Oct 2025").data(CELL_ROLE)
    assert first.entries[0].claim_id not in first.ringed


def test_the_matrix_follows_an_edit(review, empty_window):
    index = _cell(review, "There are disagreements", "NPA")
    (claim,) = (entry.claim_id for entry in index.data(CELL_ROLE).entries)
    empty_window.session.run(EditClaim(claim, {"status": "denied disagreements"}))
    review.state.refresh()
    index = _cell(review, "There are disagreements", "NPA")
    assert index.data() == "denied disagreements"
    assert claim not in index.data(CELL_ROLE).ringed


def test_enter_opens_both_sentences_side_by_side_and_enter_again_the_article(review, empty_window):
    index = _cell(review, "40 million", "6 Nov 2025")
    review.matrix.setFocus()
    review.matrix.setCurrentIndex(index)
    QTest.keyClick(review.matrix, Qt.Key.Key_Return)
    earlier, later = review.pair.sides
    assert review.pair.isVisible()
    assert later.text.hasFocus()
    assert "what was said is taken back" in review.pair.reason
    assert "Daily Ledger" in earlier.where.text()
    assert "40 million crowns" in earlier.text.toPlainText()
    marked = [selection.cursor.selectedText() for selection in earlier.text.extraSelections()]
    assert "40 million crowns of the sum had been promised to a single yard in Aldby" in marked
    QTest.keyClick(later.text, Qt.Key.Key_Return)
    page = empty_window.page
    assert page.view is page.tag_view
    shown = queries.claim(page.tag_view.connection, page.tag_view.table.current_claim_id())
    assert (shown.speaker, shown.status) == ("Mikkel Brandt", "retracted")


def test_escape_closes_the_two_sentences(review):
    review.queue.take_focus()
    QTest.keyClick(review.queue.list, Qt.Key.Key_O)
    assert review.pair.isVisible()
    QTest.keyClick(review.pair.sides[1].text, Qt.Key.Key_Escape)
    assert not review.pair.isVisible()
    assert review.matrix.hasFocus()


def test_what_waits_is_counted_at_the_foot(review):
    assert review.position.startswith("7 facts · 7 articles · 34 claims · ")
    assert f"{review.state.waiting} changes to review" in review.position


def _key(widget, key):
    QTest.keyClick(widget, key)


def test_the_cards_keep_what_qt_asks_of_models(review, qtmodeltester):
    qtmodeltester.check(review.queue.changes)


def test_the_queue_is_worked_off_with_one_key_each_to_a_visible_zero(review, empty_window):
    empty_window.session.run(SetVersionOf(ArticleId(6), None))  # whose claims are worked off in the Versions view
    review.state.refresh()
    queue, waiting = review.queue, review.state.waiting
    assert waiting == 12
    assert queue.title == "CHANGES TO REVIEW · 12"
    queue.take_focus()
    first = queue.current().found
    _key(queue.list, Qt.Key.Key_R)
    second = queue.current().found
    _key(queue.list, Qt.Key.Key_X)
    for _ in range(waiting - 2):
        _key(queue.list, Qt.Key.Key_R)
    assert queue.title == "CHANGES TO REVIEW · 0"
    assert queue._pages.currentIndex() == 1
    assert "Nothing is left to review. 12 decided" in queue._done.text()
    decided = {found.change.key: found.decision for found in changes(review.connection)}
    assert (decided[first.change.key], decided[second.change.key]) == ("reviewed", "not a change")
    empty_window.actions_by_key["edit.undo"].trigger()
    review.state.refresh()
    assert queue.title == "CHANGES TO REVIEW · 1"


def test_a_note_is_kept_with_the_decision(review):
    queue = review.queue
    queue.take_focus()
    key = queue.current().found.change.key
    _key(queue.list, Qt.Key.Key_N)
    assert queue.note.hasFocus()
    QTest.keyClicks(queue.note, "Asked her office")
    _key(queue.note, Qt.Key.Key_Return)
    assert queue.list.hasFocus()
    (found,) = [found for found in changes(review.connection) if found.change.key == key]
    assert (found.decision, found.note) == ("reviewed", "Asked her office")
    assert queue.note.text() == ""


def test_a_note_that_is_being_typed_stays_when_somebody_works_elsewhere(review, samples, empty_window, qtbot):
    queue = review.queue
    queue.take_focus()
    key = queue.current().found.change.key
    _key(queue.list, Qt.Key.Key_N)
    QTest.keyClicks(queue.note, "Half a thou")
    (draft,) = empty_window.recovery.carry()
    assert (draft.where, draft.text) == ("the note on a change", "Half a thou")
    with Workspace.open(samples) as other:
        claim = queries.claims(other.connection, queries.claim_ids(other.connection, queries.ClaimFilter()))[0]
        other.run(EditClaim(claim.id, {"assertion": "Something else", "note": "elsewhere"}))
    with qtbot.waitSignal(queue.changes.modelReset):
        empty_window.session._on_look()
    assert queue.current().found.change.key == key
    assert queue.note.text() == "Half a thou"
    queue.list.setCurrentIndex(queue.changes.index(1))
    assert queue.note.text() == ""


def test_what_comes_after_a_review_shows_as_new_and_a_decision_can_be_taken_back(review, empty_window):
    queue = review.queue
    queue.take_focus()
    decided = queue.current()
    _key(queue.list, Qt.Key.Key_R)
    queue.decided.setChecked(True)
    last = queue.changes.card_at(queue.changes.rowCount() - 1)
    assert (last.found.change.key, last.found.decision) == (decided.found.change.key, "reviewed")
    queue.list.setCurrentIndex(queue.changes.index(queue.changes.rowCount() - 1))
    queue.list.setFocus()
    _key(queue.list, Qt.Key.Key_D)
    assert queue.title == "CHANGES TO REVIEW · 17"


def test_the_filter_narrows_matrix_and_queue_alike(review):
    bar, state = review.bar, review.state
    bar.choose_speaker("Ana Dorn")
    state.refresh()
    assert {name for found in state.changes for name in found.speakers} >= {"Ana Dorn"}
    assert all("Ana Dorn" in found.speakers for found in state.changes)
    assert {entry.speaker for entries in state.matrix.cells.values() for entry in entries} == {"Ana Dorn"}
    bar.kind.setCurrentIndex(bar.kind.findText("Figure changed"))
    state.refresh()
    assert review.queue.title == "CHANGES TO REVIEW · 1"
    bar.since.setText("2025-11-15")
    bar.since.editingFinished.emit()
    state.refresh()
    assert review.matrix.matrix.rowCount() == 0
    bar.clear.click()
    state.refresh()
    assert review.queue.title == "CHANGES TO REVIEW · 17"


def test_the_columns_may_be_speakers_or_days(review):
    review.bar.across.setCurrentIndex(1)
    review.state.refresh()
    model = review.matrix.matrix
    headings = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert headings == sorted(headings, key=str.casefold)
    assert "Ilse Varga" in headings
    review.bar.across.setCurrentIndex(2)
    review.state.refresh()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "29 Oct 2025"


def test_a_card_is_as_high_as_its_words_at_the_width_it_is_drawn_in(review):
    cards = review.queue.list
    delegate = cards.itemDelegate()
    for row in range(5):
        card = review.queue.changes.card_at(row)
        area = cards.visualRect(review.queue.changes.index(row))
        drawn = delegate._draw(None, QRect(0, 0, area.width(), 10_000), card, cards.font())
        assert area.height() == drawn
