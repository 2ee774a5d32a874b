"""The table's model by Qt's own rules, and fresh after every change."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId
from claimtracker.gui.models.article_list import ArticleListModel
from claimtracker.gui.models.claims_table import ClaimsTableModel
from claimtracker.operations import DeleteArticles, DeleteClaims, EditClaim
from claimtracker.storage import queries
from tests.factories import make_claim


@pytest.fixture
def claims(session):
    model = ClaimsTableModel(session)
    model.show_article(ArticleId(1))
    return model


def test_the_claims_model_keeps_qts_rules_empty_filled_and_changed(claims, session, qtmodeltester):
    qtmodeltester.check(claims)
    claims.show_article(None)
    assert claims.rowCount() == 0
    qtmodeltester.check(claims)
    claims.show_article(ArticleId(1))
    make_claim(session.workspace, ArticleId(1))
    assert claims.rowCount() == 3
    qtmodeltester.check(claims)


def test_the_article_model_keeps_qts_rules(session, qtmodeltester):
    model = ArticleListModel(session)
    qtmodeltester.check(model)
    session.run(DeleteArticles((ArticleId(1),)))
    assert model.rowCount() == 1
    qtmodeltester.check(model)


def test_an_edit_is_one_change_of_data_and_no_reset(claims, session, qtbot):
    first = claims.claim_at(0)
    with qtbot.assertNotEmitted(claims.modelReset), qtbot.waitSignal(claims.dataChanged):
        session.run(EditClaim(first.id, {"assertion": "Other words"}))
    index = claims.index(0, COLUMN_KEYS.index("assertion"))
    assert index.data() == "Other words"


def test_set_data_goes_through_the_door_and_says_whether_it_was_taken(claims, session):
    index = claims.index(0, COLUMN_KEYS.index("confidence"))
    assert claims.setData(index, "high") is True
    assert session.workspace.undo_label == "Set confidence"
    heard = []
    session.failed.connect(heard.append)
    assert claims.setData(index, "enormous") is False
    assert len(heard) == 1
    assert index.data() == "high"


def test_a_long_cell_is_cut_for_display_and_whole_for_editing(claims, session):
    words = "word " * 400
    session.run(EditClaim(claims.claim_at(0).id, {"note": words}))
    index = claims.index(0, COLUMN_KEYS.index("note"))
    assert len(index.data()) == 300
    assert index.data(Qt.ItemDataRole.EditRole) == words.strip()


def test_what_comes_while_an_editor_is_open_is_taken_up_afterwards(claims, session, qtbot):
    claims.hold(held=True)
    with qtbot.assertNotEmitted(claims.dataChanged), qtbot.assertNotEmitted(claims.modelReset):
        session.run(DeleteClaims((claims.claim_at(0).id,)))
    with qtbot.waitSignal(claims.modelReset):
        claims.hold(held=False)
    assert claims.rowCount() == 1


def test_a_screen_reader_hears_the_column_and_the_text(claims):
    index = claims.index(0, COLUMN_KEYS.index("speaker"))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Speaker: Ilse Varga"


def test_summaries_follow_what_is_tagged(session):
    model = ArticleListModel(session)
    row = model.row_of(ArticleId(2))
    make_claim(session.workspace, ArticleId(2), "Dorn stayed.")
    assert "1 of 2 sentences" in model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert queries.totals(session.workspace.connection).claims == 3


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be freed there")
def test_twenty_thousand_calls_of_qt_cost_no_reference_to_none(qapp):
    label = QLabel()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 1000
    label.deleteLater()
