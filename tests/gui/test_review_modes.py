"""A speaker's positions, and two articles side by side, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from claimtracker.exchange.samples import make_sample_project
from claimtracker.gui.models.side_by_side import CELL_ROLE, SideCell


@pytest.fixture
def review(empty_window, tmp_path):
    """The window on the samples, with the Review view shown."""
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    assert empty_window.open_project(path)
    empty_window.actions_by_key["show.review"].trigger()
    return empty_window.page.views["review"]


def _rows(table):
    model = table.rows
    return [
        [model.index(row, column).data(CELL_ROLE) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_positions_of_a_speaker_by_fact_latest_first_with_what_moved(review, qtmodeltester):
    review.modes.buttons["speaker"].click()
    review.bar.choose_speaker("Ilse Varga")
    review.state.refresh()
    qtmodeltester.check(review.positions.table.rows)
    rows = [row[0] for row in _rows(review.positions.table)]
    first = rows.index("F1  There are disagreements between the two governments")
    cells = rows[first + 1 : first + 4]
    assert [cell.claims[0].status for cell in cells] == ["acknowledged", "denied disagreements", "denied disagreements"]
    assert [cell.mark for cell in cells] == ["● reverses own 4 Nov", "", "● contradicts Dorn, 29 Oct"]
    assert {cell.claims[0].speaker for cell in rows if isinstance(cell, SideCell)} == {"Ilse Varga"}


def test_enter_opens_what_moved_beside_what_it_was(review):
    review.modes.buttons["speaker"].click()
    review.bar.choose_speaker("Ilse Varga")
    review.state.refresh()
    table = review.positions.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert review.pair.isVisible()
    assert "the opposite stance" in review.pair.reason


def test_two_articles_share_a_sentence_and_facts_and_have_their_own(review, qtmodeltester):
    review.modes.buttons["compare"].click()
    compare = review.compare
    compare.one.setCurrentIndex(compare.one.findText("Varga in Maren", Qt.MatchFlag.MatchStartsWith))
    compare.other.setCurrentIndex(compare.other.findText("Budget speech", Qt.MatchFlag.MatchStartsWith))
    qtmodeltester.check(compare.table.rows)
    rows = _rows(compare.table)
    headings = [row[0] for row in rows if isinstance(row[0], str)]
    assert headings[:2] == ["1 shared sentence", "2 shared facts"]
    one, other = rows[1]
    assert one.text == other.text
    assert one.text.startswith("No joint statement followed the talks")
    assert (one.claims[0].article_title, other.claims[0].article_title) == (
        "Varga in Maren",
        "Budget speech in parliament",
    )
    only = rows[[row[0] for row in rows].index(headings[3]) + 1]
    assert (only[0].text, bool(only[1].text)) == ("", True)


def test_the_same_article_twice_is_asked_about(review):
    review.modes.buttons["compare"].click()
    review.compare.other.setCurrentIndex(review.compare.one.currentIndex())
    assert _rows(review.compare.table)[0][0] == "Choose two different articles."
