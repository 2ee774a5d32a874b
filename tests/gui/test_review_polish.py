"""The Review view says what it shows, is remembered, and stays where one is while the project changes."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip

from claimtracker.exchange.samples import make_sample_project
from claimtracker.gui.models import changes as changes_model
from claimtracker.gui.models import review as review_model
from claimtracker.operations import EditClaim, EditClaims
from claimtracker.storage import queries
from claimtracker.workspace import Workspace

_ALT = Qt.KeyboardModifier.AltModifier


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


def _until_found(qtbot, review):
    qtbot.waitUntil(lambda: not review.state.busy and review.state.is_current)


def test_without_facts_it_says_what_to_do_and_leads_there(empty_window, tmp_path):
    path = tmp_path / "empty.claims"
    Workspace.create(path).close()
    assert empty_window.open_project(path)
    empty_window.actions_by_key["show.review"].trigger()
    review = empty_window.page.views["review"]
    assert review.no_facts.isVisible()
    assert "Ctrl+T" in review.no_facts.sentence.text()
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert empty_window.page.view is empty_window.page.tag_view


def test_a_filter_that_nothing_matches_says_so_and_is_cleared_from_there(review):
    review.bar.since.setText("2030")
    review.bar.since.editingFinished.emit()
    review.state.refresh()
    assert review.nothing.isVisible()
    assert review.queue._done.text() == "Nothing that the filter shows has changed."
    review.nothing.findChild(QPushButton).click()
    review.state.refresh()
    assert review.matrix.isVisible()
    assert review.bar.since.text() == ""


def test_what_is_no_date_is_said_once_and_not_used(review, empty_window):
    for _ in range(2):
        review.bar.since.setText("4 Nov")
        review.bar.since.editingFinished.emit()
    assert "“4 Nov” is no date" in empty_window.bar.text
    assert review.state.filter.since == ""
    review.bar.since.setText("2025-11")
    review.bar.until.setText("2025-11")
    review.bar.until.editingFinished.emit()
    assert (review.state.filter.since, review.state.filter.until) == ("2025-11", "2025-11-31")
    review.bar.until.setText("2025-10-01")
    review.bar.until.editingFinished.emit()
    assert "the first day is after the last" in empty_window.bar.text


def test_the_parts_have_keys_that_their_buttons_tell(review, empty_window):
    for number, key in enumerate(("timeline", "speaker", "compare", "matrix"), 2):
        QTest.keyClick(
            QApplication.focusWidget(), (Qt.Key.Key_1, *map(Qt.Key, range(0x32, 0x35)))[(number - 1) % 4], _ALT
        )
        assert review.modes.buttons[key].isChecked()
        assert empty_window.keys.told(f"review.{key}") in review.modes.buttons[key].toolTip()
    review.bar.choose_speaker("Ana Dorn")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_0, _ALT)
    assert review.state.filter.speaker == ""


def test_f6_goes_through_buttons_filter_part_both_sentences_and_queue(review):
    review.take_focus()
    QTest.keyClick(review.matrix, Qt.Key.Key_Return)
    assert review.pair.isVisible()
    review.modes.setFocus()
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(seen[-1], Qt.Key.Key_F6)
    assert seen == [
        review.modes.buttons["matrix"],
        review.bar.across,
        review.matrix,
        review.pair.sides[1].text,
        review.queue.list,
        review.modes.buttons["matrix"],
    ]


def test_part_filter_and_columns_are_remembered_with_the_project(review, empty_window, samples):
    review.bar.choose_speaker("Ilse Varga")
    review.bar.across.setCurrentIndex(1)
    review.bar.until.setText("2025-11-10")
    review.bar.until.editingFinished.emit()
    review.show_mode("speaker")
    assert empty_window.open_project(samples)
    again = empty_window.page.views["review"]
    assert again.isVisible()
    assert again.modes.buttons["speaker"].isChecked()
    assert (again.state.filter.speaker, again.state.across, again.state.filter.until) == (
        "Ilse Varga",
        "speakers",
        "2025-11-10",
    )


def test_damaged_memory_of_the_view_is_passed_over(review, empty_window, samples):
    for kept in ("[]", "{", json.dumps({"mode": "x", "chosen": {"fact": "999"}, "parts": ["a"]})):
        empty_window.page.save_layout = lambda: None
        empty_window.session.workspace.remember("review_view.layout", kept)
        assert empty_window.open_project(samples)
        assert empty_window.page.views["review"].modes.buttons["matrix"].isChecked()


def test_the_cell_and_the_card_at_hand_stay_at_hand(review, empty_window):
    index = review.matrix.matrix.index(3, 2)
    review.matrix.setCurrentIndex(index)
    review.queue.list.setCurrentIndex(review.queue.changes.index(4))
    key = review.queue.current().found.change.key
    claim = queries.claims(review.connection, queries.claim_ids(review.connection, queries.ClaimFilter()))[0]
    empty_window.session.run(EditClaim(claim.id, {"note": "Looked at"}))
    review.state.refresh()
    assert (review.matrix.currentIndex().row(), review.matrix.currentIndex().column()) == (3, 2)
    assert review.queue.current().found.change.key == key


def test_the_queue_tells_when_it_holds_some_back(review, monkeypatch):
    monkeypatch.setattr(changes_model, "_AT_ONCE", 5)
    review.state.refresh()
    assert review.queue.title == "CHANGES TO REVIEW · 5 of 17"
    review.queue.take_focus()
    QTest.keyClick(review.queue.list, Qt.Key.Key_R)
    assert review.queue.title == "CHANGES TO REVIEW · 5 of 16"


def test_a_decision_finds_nothing_anew(review, empty_window):
    found = []
    review.state.refreshed.connect(lambda: found.append(1))
    review.queue.take_focus()
    first = review.queue.current().found.change.key
    QTest.keyClick(review.queue.list, Qt.Key.Key_R)
    assert review.queue.title == "CHANGES TO REVIEW · 16"
    assert review.queue.current().found.change.key != first
    empty_window.actions_by_key["edit.undo"].trigger()
    assert review.queue.title == "CHANGES TO REVIEW · 17"
    assert found == []


def test_where_there_is_much_a_thread_looks_and_the_newest_question_counts(review, empty_window, qtbot, monkeypatch):
    monkeypatch.setattr(review_model, "_AT_ONCE", 0)
    claim = queries.claims(review.connection, queries.claim_ids(review.connection, queries.ClaimFilter()))[0]
    with qtbot.waitSignal(review.state.looking):
        empty_window.session.run(EditClaims((claim.id,), {"fact": ""}))
    assert review.position.startswith("Looking through 34 claims")
    review.bar.choose_speaker("Ana Dorn")
    _until_found(qtbot, review)
    assert all("Ana Dorn" in found.speakers for found in review.state.changes)
    assert "to review" in review.position
    review.show_mode("timeline")
    _until_found(qtbot, review)
    assert review.timeline.shown.points
    with qtbot.waitSignal(review.state.looking):
        review.bar.choose_speaker("")  # and what is being looked for when the window closes is waited for


def test_while_the_claims_are_looked_through_nobody_is_told_that_there_is_nothing(review, qtbot, monkeypatch):
    review.bar.since.setText("2030")
    review.bar.since.editingFinished.emit()
    review.state.refresh()
    monkeypatch.setattr(review_model, "_AT_ONCE", 0)
    said = []
    review.state.looking.connect(lambda: said.append(review.queue._done.text()))
    with qtbot.waitSignal(review.state.looking):
        review.nothing.findChild(QPushButton).click()
    _until_found(qtbot, review)
    assert said == ["The claims are being looked through."]
    assert review.queue.title == "CHANGES TO REVIEW · 17"


def test_the_size_of_the_text_reaches_every_part(review, empty_window):
    review.show_mode("timeline")
    parts = (review.matrix, review.positions.table, review.compare.table, review.queue.list, review.pair.sides[1].text)
    before = [part.font().pointSizeF() for part in parts]
    height = review.matrix.rowHeight(0)
    for _ in range(3):
        empty_window.actions_by_key["view.larger"].trigger()
    assert [part.font().pointSizeF() for part in parts] == pytest.approx([size * 1.3 for size in before])
    assert review.matrix.rowHeight(0) > height
    axis = review.timeline._plot.getAxis("bottom")
    assert axis.style["tickFont"].pointSizeF() == pytest.approx(review.timeline.font().pointSizeF())


def test_the_wheel_looks_closer_and_home_shows_all_again(review):
    review.show_mode("timeline")
    timeline = review.timeline
    box = timeline._plot.getViewBox()
    (left, right), rows = box.viewRange()
    view = timeline._plot.viewport()
    place = QPointF(view.rect().center())
    event = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    (closer_left, closer_right), same_rows = box.viewRange()
    assert closer_right - closer_left == pytest.approx(0.85 * (right - left))
    assert same_rows == rows
    review.state.refresh()
    assert box.viewRange()[0] == [closer_left, closer_right]
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    assert box.viewRange()[0] == pytest.approx([left, right])
    QTest.keyClicks(timeline, "+")
    assert box.viewRange()[0][1] - box.viewRange()[0][0] < right - left


def test_a_name_at_the_left_of_the_timeline_is_told_whole(review, empty_window, qtbot):
    claim = next(
        claim
        for claim in queries.claims(review.connection, queries.claim_ids(review.connection, queries.ClaimFilter()))
        if claim.fact_id is not None
    )
    name = "Her Excellency the <b>Ambassador</b> " * 4
    empty_window.session.run(EditClaim(claim.id, {"speaker": name}))
    review.show_mode("timeline")
    review.state.refresh()
    timeline = review.timeline
    row = next(row for row, who in enumerate(timeline.shown.rows) if who.startswith("Her Excellency"))
    scene = timeline._plot.getViewBox().mapViewToScene(QPointF(timeline._places[0][0], row))
    place = QPoint(20, timeline._plot.mapFromScene(scene).y())
    view = timeline._plot.viewport()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    qtbot.waitUntil(QToolTip.isVisible)
    assert "&lt;b&gt;Ambassador" in QToolTip.text()
    QToolTip.hideText()


def test_headings_of_the_matrix_tell_whole_titles_as_plain_text(review):
    model = review.matrix.matrix
    told = model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("<qt>F1  There are disagreements between the two governments")
    assert "Meridian" in model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
