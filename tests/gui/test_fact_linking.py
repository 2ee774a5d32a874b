"""Claims are linked to facts with one key, and what looks like a claim is shown beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import EditClaims
from claimtracker.storage import queries


@pytest.fixture
def tag(empty_window, tmp_path):
    """The Tag view on the samples."""
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    assert empty_window.open_project(path)
    return empty_window.page.tag_view


def _claim(tag, **wanted):
    ids = queries.claim_ids(tag.connection, queries.ClaimFilter())
    return next(
        claim
        for claim in queries.claims(tag.connection, ids)
        if all(str(getattr(claim, key)).startswith(text) for key, text in wanted.items())
    )


def _go_to(tag, claim):
    tag.article_requested.emit(claim.article_id)
    tag.select_claim(claim.id)
    tag.focus_sentences()


def _now(tag, claim):
    return queries.claim(tag.connection, claim.id)


def test_l_and_enter_link_to_the_fact_that_looks_most_like_it(tag, empty_window):
    claim = _claim(tag, assertion="There are disagreements")
    empty_window.session.run(EditClaims((claim.id,), {"fact": ""}))
    _go_to(tag, claim)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    picker = tag._linker.picker
    assert picker.isVisible()
    assert picker.current().name.endswith("There are disagreements between the two governments")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _now(tag, claim).fact == "There are disagreements between the two governments"
    assert tag.pane.hasFocus()
    assert empty_window.session.workspace.undo_label == "Set fact"
    empty_window.actions_by_key["edit.undo"].trigger()
    assert _now(tag, claim).fact == ""


def test_what_is_offered_keeps_what_qt_asks_of_models(tag, qtmodeltester):
    _go_to(tag, _claim(tag, assertion="There are disagreements"))
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    qtmodeltester.check(tag._linker.picker.model)
    assert tag._linker.picker.model.rowCount() > 3


def test_typing_searches_and_a_new_fact_takes_what_was_typed(tag):
    claim = _claim(tag, assertion="Own tugs")
    _go_to(tag, claim)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    QTest.keyClicks(QApplication.focusWidget(), "dredge")
    assert "dredge" in tag._linker.picker.current().name
    QApplication.focusWidget().setText("Tugs are needed")
    while tag._linker.picker.current().key != "new":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _now(tag, claim).fact == "Tugs are needed"


def test_what_is_offered_says_how_many_claims_are_about_it(tag):
    claim = _claim(tag, assertion="There are disagreements")
    _go_to(tag, claim)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    QTest.keyClicks(QApplication.focusWidget(), "disagreements between")
    counted = queries.count_claims(tag.connection, queries.ClaimFilter(fact=claim.fact_code))
    assert counted > 1
    assert claim.fact_code in tag._linker.picker.current().name
    assert tag._linker.picker.current().detail == f"{counted} claims"


def test_an_earlier_claim_without_a_fact_is_linked_along(tag, empty_window):
    one, other = (
        _claim(tag, assertion="There are disagreements", article_title=title)
        for title in ("Varga in Maren", "Budget speech")
    )
    ids = queries.claim_ids(tag.connection, queries.ClaimFilter(fact=one.fact_code))
    empty_window.session.run(EditClaims(tuple(ids), {"fact": ""}))
    _go_to(tag, one)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    while tag._linker.picker.current().kind != "claim":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert tag._linker.picker.current().key == str(other.id)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _now(tag, one).fact_id == _now(tag, other).fact_id is not None


def test_escape_links_nothing_and_the_link_can_be_taken_away(tag):
    claim = _claim(tag, assertion="There are disagreements")
    _go_to(tag, claim)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert _now(tag, claim).fact == claim.fact
    assert tag.pane.hasFocus()
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    while tag._linker.picker.current().key != "none":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _now(tag, claim).fact == ""


def test_without_a_claim_nothing_opens(tag, empty_window):
    tag.pane.go_to(next(index for index in range(9) if not tag.pane.claims_at(index)))
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    assert "Choose a claim first" in empty_window.bar.text


def test_a_claim_without_a_fact_shows_the_earlier_ones_like_it(tag, empty_window):
    claim = _claim(tag, assertion="Harbour spending should rise 8.2 percent")
    empty_window.session.run(EditClaims((claim.id,), {"fact": ""}))
    _go_to(tag, claim)
    assert tag.panel.title == "EARLIER CLAIMS LIKE THIS ONE"
    shown = [one.assertion for one in tag.panel.lines._claims]
    assert 0 < len(shown) <= 5
    assert any("8.2%" in text for text in shown)
    assert claim.id not in {one.id for one in tag.panel.lines._claims}


def test_what_changed_stands_beside_the_claims_of_a_fact(tag):
    claim = _claim(tag, assertion="There are issues to work through")
    _go_to(tag, claim)
    assert tag.panel.lines._marks[claim.id] == "● reverses own 4 Nov"
    assert "● contradicts Dorn, 29 Oct" in tag.panel.lines._marks.values()


def test_in_a_large_project_what_was_typed_is_looked_for_beside_the_window(tag, qtbot, monkeypatch):
    claim = _claim(tag, assertion="Own tugs")
    _go_to(tag, claim)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    picker = tag._linker.picker
    at_once = [picker.model.entry_at(row) for row in range(picker.model.rowCount())]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    monkeypatch.setattr("claimtracker.gui.reader.AT_ONCE", 0)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    assert (picker.model.rowCount(), picker.current()) == (0, None)
    qtbot.waitUntil(lambda: picker.current() is not None)
    assert [picker.model.entry_at(row) for row in range(picker.model.rowCount())] == at_once
    QTest.keyClicks(QApplication.focusWidget(), "dredge")
    qtbot.waitUntil(lambda: "dredge" in picker.current().name)


def test_enter_right_after_a_key_takes_what_that_finds(tag, empty_window, monkeypatch):
    claim = _claim(tag, assertion="There are disagreements")
    empty_window.session.run(EditClaims((claim.id,), {"fact": ""}))
    _go_to(tag, claim)
    monkeypatch.setattr("claimtracker.gui.reader.AT_ONCE", 0)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    QTest.keyClicks(QApplication.focusWidget(), "disagreements between")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _now(tag, claim).fact == "There are disagreements between the two governments"


def test_a_project_is_closed_while_facts_are_looked_for(tag, empty_window, monkeypatch):
    _go_to(tag, _claim(tag, assertion="Own tugs"))
    monkeypatch.setattr("claimtracker.gui.reader.AT_ONCE", 0)
    QTest.keyClick(tag.pane, Qt.Key.Key_L)
    linker = tag._linker
    assert linker.picker.model.busy
    empty_window.close_project()
    assert not linker._reader._running or all(asked.isFinished() for asked in linker._reader._running)
