"""The table's model by Qt's own rules, and fresh after every change."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.gui.models.article_list import ArticleListModel
from claimtracker.gui.models.claims_table import ClaimsTableModel, runs
from claimtracker.operations import DeleteArticles, DeleteClaims, EditClaim, EditSpeaker
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ClaimFinder, SortKey
from tests.factories import make_claim


@pytest.fixture
def claims(session):
    model = ClaimsTableModel(session)
    model.show(ClaimFilter(article_id=ArticleId(1)))
    return model


def test_the_claims_model_keeps_qts_rules_empty_filled_and_changed(claims, session, qtmodeltester):
    qtmodeltester.check(claims)
    claims.show(None)
    assert claims.rowCount() == 0
    qtmodeltester.check(claims)
    claims.show(ClaimFilter(article_id=ArticleId(1)))
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


def test_only_the_rows_that_an_edit_names_change(claims, session, qtbot):
    with qtbot.waitSignal(claims.dataChanged) as told:
        session.run(EditClaim(claims.claim_at(1).id, {"assertion": "Other words"}))
    first, last, *_ = told.args
    assert (first.row(), last.row()) == (1, 1)


def test_a_new_name_changes_no_other_row_and_a_renamed_one_may_stand_in_any(claims, session, qtbot):
    with qtbot.waitSignal(claims.dataChanged) as told:
        session.run(EditClaim(claims.claim_at(0).id, {"speaker": "Somebody new"}))
    assert (told.args[0].row(), told.args[1].row()) == (0, 0)
    speaker = next(found for found in queries.speakers(session.workspace.connection) if found.name == "Ana Dorn")
    with qtbot.waitSignal(claims.dataChanged) as told:
        session.run(EditSpeaker(speaker.id, {"name": "President Dorn"}))
    assert (told.args[0].row(), told.args[1].row()) == (0, 1)
    assert claims.claim_at(1).speaker == "President Dorn"


def test_tags_are_fresh_although_they_are_set_twice_in_a_second(claims, session):
    for tags in ("budget", "harbour"):
        session.run(EditClaim(claims.claim_at(0).id, {"tags": tags}))
        assert claims.claim_at(0).tags == (tags,)


def test_it_is_sorted_by_several_columns_and_counts(claims, session):
    make_claim(session.workspace, ArticleId(1), speaker="Ana Dorn", assertion="A")
    claims.set_order((SortKey("speaker"), SortKey("assertion", descending=True)))
    found = [(claims.claim_at(row).speaker, claims.claim_at(row).assertion) for row in range(claims.count)]
    assert found == [("Ana Dorn", "A rise"), ("Ana Dorn", "A"), ("Ilse Varga", "A plan")]
    heard = claims.headerData(
        COLUMN_KEYS.index("assertion"), Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
    )
    assert heard == "Assertion, sorted Z to A, number 2 of 2"


def test_claims_that_go_leave_the_others_in_their_order(claims, session):
    claims.set_order((SortKey("speaker"),))
    session.run(DeleteClaims((claims.claim_at(0).id,)))
    assert [claims.claim_at(row).speaker for row in range(claims.count)] == ["Ilse Varga"]
    session.undo()
    assert [claims.claim_at(row).speaker for row in range(claims.count)] == ["Ana Dorn", "Ilse Varga"]


def test_ids_found_elsewhere_are_taken_as_they_are(claims, session):
    wanted = ClaimFilter(speaker="Ana Dorn")
    claims.show(wanted, queries.claim_ids(session.workspace.connection, wanted))
    assert (claims.filter, claims.count) == (wanted, 1)


def test_stretches_without_a_gap():
    assert list(runs([1, 2, 3, 7, 9, 10])) == [range(1, 4), range(7, 8), range(9, 11)]
    assert list(runs([])) == []


def test_a_screen_reader_hears_the_column_and_the_text(claims):
    index = claims.index(0, COLUMN_KEYS.index("speaker"))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Speaker: Ilse Varga"


def test_summaries_follow_what_is_tagged(session):
    model = ArticleListModel(session)
    row = model.row_of(ArticleId(2))
    make_claim(session.workspace, ArticleId(2), "Dorn stayed.")
    assert "1 of 2 sentences" in model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert queries.totals(session.workspace.connection).claims == 3


def test_a_list_of_thousands_of_articles_is_laid_out_without_asking_python_for_each(session, qtbot, monkeypatch):
    monkeypatch.setattr(queries, "article_ids", lambda _connection: list(range(1, 5001)))
    model, shown = ArticleListModel(session), QListView()
    qtbot.addWidget(shown)
    shown.setUniformItemSizes(True)
    shown.setModel(model)
    shown.resize(200, 300)
    assert model.rowCount() == 5000
    calls = []
    sys.setprofile(lambda _frame, event, _argument: calls.append(event))
    try:
        shown.show()
        shown.doItemsLayout()
    finally:
        sys.setprofile(None)
    assert shown.verticalScrollBar().maximum() > 4900
    assert len(calls) < 500


def test_articles_of_the_list_are_chosen_and_not_edited(session):
    model = ArticleListModel(session)
    flags = model.flags(model.index(0))
    assert flags & Qt.ItemFlag.ItemIsSelectable
    assert not flags & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be freed there")
def test_twenty_thousand_calls_of_qt_cost_no_reference_to_none(qapp):
    label = QLabel()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 1000
    label.deleteLater()


def test_a_table_that_begins_with_some_claims_goes_on_with_the_others(claims, session, qtmodeltester, qtbot):
    first, second = (claims.claim_at(row) for row in range(2))
    wanted = ClaimFilter(article_id=ArticleId(1))
    claims.begin(wanted, [first])
    assert claims.ids(0, 9) == (first.id,)
    qtmodeltester.check(claims)
    with qtbot.assertNotEmitted(claims.modelReset), qtbot.waitSignal(claims.rowsInserted):
        claims.go_on()
    assert [claims.claim_at(row) for row in range(claims.count)] == [first, second]
    with qtbot.assertNotEmitted(claims.rowsInserted):
        claims.go_on()
    qtmodeltester.check(claims)


def test_a_table_that_is_sorted_begins_with_all_claims_in_their_order(claims):
    first = claims.claim_at(0)
    claims.set_order((SortKey("claim_id", descending=True),))
    claims.begin(ClaimFilter(article_id=ArticleId(1)), [first])
    assert claims.count == 2
    assert claims.ids(1, 1) == (first.id,)


def test_claims_that_were_found_as_somebody_typed_are_rows_like_others(session):
    model, wanted = ClaimsTableModel(session), ClaimFilter(search="va")
    connection = session.workspace.connection
    plain, found = queries.claim_ids(connection, wanted), ClaimFinder().claim_ids(connection, wanted)
    model.show(wanted, found)
    assert model.rowCount() == len(plain) > 0
    assert model.shows(plain)
    assert model.shows(found)
    assert [model.claim_at(row).id for row in range(model.count)] == list(plain)
    assert model.ids(0, model.count) == tuple(plain)
    assert [model.row_of(claim_id) for claim_id in plain] == list(range(model.count))
    assert model.row_of(ClaimId(10_000)) == -1
    session.run(DeleteClaims((ClaimId(plain[0]),)))
    assert model.ids(0, model.count) == tuple(plain[1:])
    assert not model.shows(plain)
