"""The Review view in the real window: the matrix, and what opens from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from claimtracker.exchange.samples import make_sample_project
from claimtracker.gui.models.matrix import CELL_ROLE, MatrixModel
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.session import Session
from claimtracker.operations import EditClaim
from claimtracker.storage import queries
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


def test_enter_opens_the_sentence(review, empty_window):
    index = _cell(review, "40 million", "6 Nov 2025")
    review.matrix.setFocus()
    review.matrix.setCurrentIndex(index)
    QTest.keyClick(review.matrix, Qt.Key.Key_Return)
    page = empty_window.page
    assert page.view is page.tag_view
    shown = queries.claim(page.tag_view.connection, page.tag_view.table.current_claim_id())
    assert (shown.speaker, shown.status) == ("Mikkel Brandt", "retracted")


def test_what_waits_is_counted_at_the_foot(review):
    assert review.position.startswith("7 facts · 7 articles · 30 claims · ")
    assert f"{len(review.state.open_changes)} changes to review" in review.position
