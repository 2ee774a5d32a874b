"""The Claims view, driven by keys: what is typed, ticked and taken off, and what the table and the line above it say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId
from claimtracker.gui.views import claim_search
from claimtracker.gui.widgets.column_filter import ColumnFilter
from claimtracker.operations import DeleteArticles, EditClaim
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, SortKey
from claimtracker.workspace import Workspace
from tests.factories import make_claim

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def project(project):
    """Two more claims, on the second article: one of a speaker already known, one of nobody."""
    with Workspace.open(project, coder="Mira") as workspace:
        make_claim(workspace, ArticleId(2), "Varga left", speaker="Ilse Varga", status="denied", assertion="She left")
        make_claim(workspace, ArticleId(2), "Dorn stayed", status="denied", assertion="Somebody stayed")
    return project


@pytest.fixture
def view(window, qtbot):
    """The Claims view, reached by its key, with the keyboard in the table."""
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_2, CONTROL)
    shown = window.page.claims_view
    qtbot.waitUntil(shown.table.hasFocus)
    return shown


def shown(view) -> list[str]:
    """The assertions in the table, from top to bottom."""
    column = COLUMN_KEYS.index("assertion")
    model = view.table.claims
    return [model.index(row, column).data() for row in range(model.rowCount())]


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """A key on whatever has the keyboard."""
    QTest.keyClick(_with_keyboard(), key, modifiers)


def write(text: str) -> None:
    """Type on whatever has the keyboard."""
    QTest.keyClicks(_with_keyboard(), text)


def _with_keyboard():
    popup = QApplication.activePopupWidget()
    return (popup.focusWidget() or popup) if popup else QApplication.focusWidget()


def go_to(view, row: int, key: str) -> None:
    """Put the keyboard on a cell."""
    view.table.setFocus()
    view.table.ranges.go(row, COLUMN_KEYS.index(key))


def test_every_claim_of_the_project_is_there_with_its_article(view, window):
    assert shown(view) == ["A plan", "A rise", "She left", "Somebody stayed"]
    header = view.table.header
    assert [COLUMN_KEYS[number] for number in header.shown_columns()][:4] == [
        "published",
        "source",
        "article_title",
        "speaker",
    ]
    assert view.bar.described.text() == "All 4 claims"
    assert view.position == "Claim 1 of 4"
    assert "Ctrl+F search" in window.status._hints.text()
    assert window.top.views["claims"].isChecked()
    assert not window.page.side.isVisible()


def test_words_are_searched_while_they_are_typed(view):
    press(Qt.Key.Key_F, CONTROL)
    assert view.bar.search.hasFocus()
    write("s")
    assert len(shown(view)) == 4
    write("t")
    assert shown(view) == ["Somebody stayed"]
    assert view.bar.described.text() == "1 of 4 claims: found by “st”"
    press(Qt.Key.Key_Escape)
    assert (view.bar.search.text(), len(shown(view)), view.bar.search.hasFocus()) == ("", 4, True)
    press(Qt.Key.Key_Escape)
    assert view.table.hasFocus()


def test_down_goes_from_the_search_box_into_the_table(view):
    press(Qt.Key.Key_F, CONTROL)
    write("var")
    press(Qt.Key.Key_Down)
    assert view.table.hasFocus()
    assert view.position == "Claim 1 of 2"


def test_nothing_that_matches_is_said_and_taken_back_by_a_button(view):
    press(Qt.Key.Key_F, CONTROL)
    write("zebra")
    assert view._places.currentWidget() is view.none_match
    assert view.bar.search.hasFocus()
    assert view.bar.described.text() == "0 of 4 claims: found by “zebra”"
    press(Qt.Key.Key_L, CONTROL | SHIFT)
    assert len(shown(view)) == 4
    assert view.bar.search.text() == ""
    assert view.table.hasFocus()


def test_a_column_is_filtered_to_one_value_by_keys(view):
    go_to(view, 0, "speaker")
    press(Qt.Key.Key_Down, ALT)
    write("var")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert shown(view) == ["A plan", "She left"]
    assert [chip.part.text for chip in view.bar.chips] == ["Speaker: Ilse Varga"]
    assert view.bar.described.text() == "2 of 4 claims: Speaker is “Ilse Varga”"
    assert view.table.hasFocus()


def test_values_are_ticked_by_space_and_listed_with_their_counts(view):
    go_to(view, 0, "status")
    press(Qt.Key.Key_Down, ALT)
    popup = QApplication.activePopupWidget()
    rows = [popup.values.index(row) for row in range(popup.values.rowCount())]
    assert [row.data(Qt.ItemDataRole.AccessibleTextRole) for row in rows] == [
        "denied, 2 claims",
        "supported, 1 claim",
        "urged, 1 claim",
    ]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert popup.apply.text() == "Show these"
    press(Qt.Key.Key_Return, CONTROL)
    assert view.filter == ClaimFilter(columns=(ColumnTest("status", "is not", ("denied",)),))
    assert shown(view) == ["A plan", "A rise"]
    go_to(view, 0, "status")
    press(Qt.Key.Key_Down, ALT)
    popup = QApplication.activePopupWidget()
    assert popup.all.checkState() == Qt.CheckState.PartiallyChecked
    popup.all.click()
    assert popup.values.everything
    popup.all.click()
    assert popup.values.nothing
    assert not popup.apply.isEnabled()
    press(Qt.Key.Key_Escape)
    assert len(shown(view)) == 2


def test_empty_cells_are_a_value_of_their_own(view):
    go_to(view, 0, "speaker")
    press(Qt.Key.Key_Down, ALT)
    popup = QApplication.activePopupWidget()
    row = next(row for row in range(popup.values.rowCount()) if popup.values.index(row).data() == "(empty)")
    popup.list.setFocus()
    popup.list.setCurrentIndex(popup.values.index(row))
    press(Qt.Key.Key_Return)
    assert shown(view) == ["Somebody stayed"]
    assert view.bar.chips[0].part.text == "Speaker: (empty)"


def test_enter_in_the_field_asks_for_what_the_column_contains(view):
    go_to(view, 0, "assertion")
    press(Qt.Key.Key_Down, ALT)
    write("a ")
    assert QApplication.activePopupWidget().apply.text() == "Show those that contain it"
    write("p")
    press(Qt.Key.Key_Return)
    assert shown(view) == ["A plan"]
    assert view.bar.chips[0].part.text == "Assertion contains “a p”"
    go_to(view, 0, "assertion")
    press(Qt.Key.Key_Down, ALT)
    assert QApplication.activePopupWidget().typed.text() == "a p"
    QApplication.activePopupWidget().clear.click()
    assert len(shown(view)) == 4


def test_dates_are_asked_for_from_and_to_and_a_bad_one_is_refused_there(view):
    go_to(view, 0, "published")
    press(Qt.Key.Key_Down, ALT)
    write("some day")
    press(Qt.Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert "not a date" in popup.problem.text()
    popup.dates["from"].clear()
    write("2025-12")
    press(Qt.Key.Key_Return)
    assert shown(view) == ["She left", "Somebody stayed"]
    assert view.bar.chips[0].part.text == "Published from 2025-12"


def test_a_chip_is_opened_and_taken_off_by_keys(view, qtbot):
    view.show_claims(ClaimFilter(status="denied", columns=(ColumnTest("speaker", "not empty"),)))
    assert [chip.part.text for chip in view.bar.chips] == ["Status: denied", "Speaker: (not empty)"]
    assert shown(view) == ["She left"]
    view.bar.chips[0].label.setFocus()
    press(Qt.Key.Key_Return)
    assert isinstance(QApplication.activePopupWidget(), ColumnFilter)
    press(Qt.Key.Key_Escape)
    view.bar.chips[0].label.setFocus()
    press(Qt.Key.Key_Delete)
    assert shown(view) == ["A plan", "A rise", "She left"]
    assert view.bar.chips[0].has_focus()
    view.bar.chips[0].cross.click()
    assert len(shown(view)) == 4
    assert view.bar.search.hasFocus()


def test_the_funnel_of_a_heading_opens_its_filter_and_does_not_sort(view, qtbot):
    number = COLUMN_KEYS.index("status")
    viewport = view.table.header.viewport()
    place = view.funnels.area_of(number).center()
    qtbot.mouseMove(viewport, place)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    popup = QApplication.activePopupWidget()
    assert popup.accessibleName() == "Filter by Status"
    press(Qt.Key.Key_Escape)
    assert view.table.claims.order == ()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(place.x() - 60, place.y()))
    assert view.table.claims.order == (SortKey("status"),)


def test_the_menu_of_a_column_filters_as_well(view):
    go_to(view, 0, "status")
    press(Qt.Key.Key_Down, ALT | SHIFT)
    menu = QApplication.activePopupWidget()
    assert menu.actions()[0].text() == "Filter…"
    menu.close()
    menu.actions()[0].trigger()
    assert QApplication.activePopupWidget().accessibleName() == "Filter by Status"
    press(Qt.Key.Key_Escape)


def test_the_order_is_told_in_words(view):
    view.table.claims.set_order((SortKey("speaker"), SortKey("published", descending=True)))
    assert view.bar.described.text() == "All 4 claims · sorted by speaker, then published, newest first"


def test_enter_and_a_double_click_open_the_sentence(view, window, qtbot):
    go_to(view, 2, "assertion")
    press(Qt.Key.Key_Return)
    assert window.page.view is window.tag_view
    assert window.tag_view.article_id == 2
    assert window.tag_view.table.current_claim_id() == 3
    press(Qt.Key.Key_2, CONTROL)
    assert view.position == "Claim 3 of 4"
    index = view.table.claims.index(0, COLUMN_KEYS.index("assertion"))
    place = view.table.visualRect(index).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.tag_view.article_id == 1


def test_f2_edits_a_cell_and_its_row_stays_though_it_matches_no_more(view, qtbot):
    view.show_claims(ClaimFilter(columns=(ColumnTest("assertion", "contains", ("stayed",)),)))
    go_to(view, 0, "assertion")
    press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(QApplication.focusWidget().property("cell")))
    QApplication.focusWidget().selectAll()
    write("Nobody left")
    press(Qt.Key.Key_Return)
    assert queries.claim(view.connection, 4).assertion == "Nobody left"
    assert shown(view) == ["Nobody left"]
    view._session.undo()
    assert shown(view) == ["Somebody stayed"]


@pytest.mark.parametrize(
    ("column", "typed"), [("speaker", "Zoe Lind"), ("status", "denied"), ("assertion", "She left")]
)
def test_what_is_typed_over_a_cell_is_written_by_enter_and_the_next_row_comes(view, window, column, typed):
    go_to(view, 0, column)
    for letter in typed:
        write(letter)
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert getattr(queries.claim(view.connection, 1), column) == typed
    assert window.page.view is view
    assert view.table.currentIndex().row() == 1


def test_a_first_letter_typed_over_what_was_searched_for_stays(view):
    press(Qt.Key.Key_F, CONTROL)
    write("left")
    assert shown(view) == ["She left"]
    press(Qt.Key.Key_A, CONTROL)
    write("s")
    assert view.bar.search.text() == "s"
    assert len(shown(view)) == 4  # one letter is no search yet
    write("tayed")
    assert shown(view) == ["Somebody stayed"]
    press(Qt.Key.Key_Backspace)
    for _ in range(4):
        press(Qt.Key.Key_Backspace)
    assert view.bar.search.text() == "s"
    view.clear_filter()
    assert view.bar.search.text() == ""


def test_what_others_change_is_filtered_again(view):
    view.show_claims(ClaimFilter(columns=(ColumnTest("status", "is", ("denied",)),)))
    view._session.run(EditClaim(1, {"status": "denied"}))
    assert shown(view) == ["A plan", "She left", "Somebody stayed"]
    assert view.bar.described.text().startswith("3 of 4 claims")
    view._session.run(DeleteArticles((ArticleId(2),)))
    assert shown(view) == ["A plan"]
    assert view.bar.described.text().startswith("1 of 2 claims")


def test_claims_that_another_view_asks_for_are_shown(window, qtbot):
    window.tag_view.claims_requested.emit(ClaimFilter(article_id=ArticleId(2)))
    view = window.page.claims_view
    assert window.page.view is view
    assert shown(view) == ["She left", "Somebody stayed"]
    assert view.bar.described.text() == "2 of 4 claims: Article: Later"
    assert view.bar.chips[0].part.text == "Article: Later"
    view.clear_filter()
    view.bar.search.setText("st")
    window.tag_view.claims_requested.emit(ClaimFilter(search="plan"))
    assert view.bar.search.text() == "plan"


def test_the_filter_and_the_order_are_remembered_with_the_project(view, window, project):
    view.show_claims(ClaimFilter(search="stayed"))
    view.table.claims.set_order((SortKey("status"),))
    window.open_project(project)
    again = window.page.claims_view
    assert window.page.view is again
    assert again.bar.search.text() == "stayed"
    assert shown(again) == ["Somebody stayed"]
    assert again.table.claims.order == (SortKey("status"),)


@pytest.mark.parametrize("kept", ["{", "[]", '{"order": [["nothing", 1]]}', '{"filter": 3}', '{"order": 5}', "null"])
def test_a_damaged_memory_is_no_crash(window, project, kept):
    window.session.workspace.remember("claims_view.filter", kept)
    window.open_project(project)
    window.page.show_view("claims")
    assert len(shown(window.page.claims_view)) == 4


def test_a_project_without_claims_says_what_to_do(window, empty_window, tmp_path):
    empty_window.create_project(tmp_path / "new.claims")
    empty_window.page.show_view("claims")
    view = empty_window.page.claims_view
    assert view._places.currentWidget() is view.none_yet
    assert view.bar.described.text() == "No claims yet"
    assert not empty_window.actions_by_key["claims.clear_filter"].isEnabled()


def test_the_text_is_zoomed_with_the_others(view, window):
    before = view.table.font().pointSizeF()
    press(Qt.Key.Key_Plus, CONTROL)
    assert view.table.font().pointSizeF() > before


def test_cells_are_copied_and_pasted_and_stay_though_they_match_no_more(view, window):
    view.show_claims(ClaimFilter(columns=(ColumnTest("status", "is", ("denied",)),)))
    go_to(view, 0, "speaker")
    press(Qt.Key.Key_C, CONTROL)
    go_to(view, 0, "status")
    press(Qt.Key.Key_V, CONTROL)
    assert queries.claim(view.connection, 3).status == "Ilse Varga"
    assert shown(view) == ["She left", "Somebody stayed"]
    press(Qt.Key.Key_Z, CONTROL)
    assert queries.claim(view.connection, 3).status == "denied"


def test_nothing_is_read_for_a_view_that_is_not_shown(view, window):
    press(Qt.Key.Key_1, CONTROL)
    assert view.table.claims.rowCount() == 0
    window.session.run(EditClaim(1, {"assertion": "Another"}))
    press(Qt.Key.Key_2, CONTROL)
    assert shown(view)[0] == "Another"


def test_a_large_project_is_searched_beside_the_window(view, qtbot, monkeypatch):
    monkeypatch.setattr(claim_search, "_SMALL", 0)
    press(Qt.Key.Key_F, CONTROL)
    write("stayed")
    assert view.search.busy
    qtbot.waitUntil(lambda: shown(view) == ["Somebody stayed"])
    assert not view.search.busy
    assert view.bar.described.text() == "1 of 4 claims: found by “stayed”"


def test_values_of_a_large_project_are_listed_when_they_are_there(view, qtbot, monkeypatch):
    monkeypatch.setattr(claim_search, "_SMALL", 0)
    go_to(view, 0, "speaker")
    press(Qt.Key.Key_Down, ALT)
    popup = QApplication.activePopupWidget()
    qtbot.waitUntil(lambda: popup.values.rowCount() == 3)
    write("do")
    qtbot.waitUntil(lambda: popup.values.rowCount() == 1)
    popup.close()


def test_closing_while_it_is_searched_waits_for_nothing(view, window, monkeypatch):
    monkeypatch.setattr(claim_search, "_SMALL", 0)
    view.show_claims(ClaimFilter(search="stayed"))
    window.close()
    assert window.session is None


def test_deleting_is_taken_back_by_undo(view, window):
    go_to(view, 3, "assertion")
    press(Qt.Key.Key_Backspace, CONTROL)
    assert shown(view) == ["A plan", "A rise", "She left"]
    assert "Deleted 1 claim. Undo brings it back." in window.bar.text
    press(Qt.Key.Key_Z, CONTROL)
    assert len(shown(view)) == 4


def test_what_emptied_the_table_is_undone_by_its_key_also_in_the_search_box(view, window, qtbot):
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_Backspace, CONTROL)
    qtbot.waitUntil(view.bar.search.hasFocus)
    assert "Undo brings them back" in window.bar.text
    write("x")
    press(Qt.Key.Key_Z, CONTROL)
    assert view.bar.search.text() == ""
    assert shown(view) == []
    press(Qt.Key.Key_Z, CONTROL)
    assert len(shown(view)) == 4
    assert window.bar.text == ""


def test_several_claims_are_linked_to_a_fact_at_once(view, window):
    go_to(view, 1, "assertion")
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_T, CONTROL)
    write("harbour guiding")
    press(Qt.Key.Key_Return)
    claims = queries.claims(view.connection, view.table.claims.ids(0, 3))
    assert [claim.fact for claim in claims] == ["Budget", "harbour guiding", "harbour guiding", ""]
    assert view.table.hasFocus()
    press(Qt.Key.Key_Z, CONTROL)
    claims = queries.claims(view.connection, view.table.claims.ids(0, 3))
    assert [claim.fact for claim in claims] == ["Budget", "Budget", "", ""]


def test_filters_are_saved_by_name_taken_renamed_and_deleted(view, window, scripted_ask, qtbot):
    view.show_claims(ClaimFilter(columns=(ColumnTest("status", "is", ("denied",)),)))
    window.actions_by_key["claims.save_filter"].trigger()
    qtbot.waitUntil(lambda: QApplication.focusWidget().accessibleName() == "Name")
    write("Denials & more")
    press(Qt.Key.Key_Return)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.clear_filter()
    press(Qt.Key.Key_F, CONTROL | ALT)
    menu = QApplication.activePopupWidget()
    assert menu.actions()[0].text() == "Denials && more"
    menu.actions()[0].trigger()
    menu.close()
    assert shown(view) == ["She left", "Somebody stayed"]
    assert view.saved.menu(view.filter).actions()[0].isChecked()
    made = view.saved.rename("Denials & more")
    qtbot.waitUntil(made.line.hasFocus)
    write("Denials")
    press(Qt.Key.Key_Return)
    assert view.saved.saved.names() == ["Denials"]
    scripted_ask.answers = [False, True]
    view.saved.delete("Denials")
    assert view.saved.saved.names() == ["Denials"]
    view.saved.delete("Denials")
    assert view.saved.saved.names() == []
    assert not view.saved.menu(view.filter).actions()[0].isEnabled()


def test_a_name_that_is_taken_is_asked_about(view, window, scripted_ask):
    view.saved.saved.save("Mine", ClaimFilter(search="left"))
    view.show_claims(ClaimFilter(search="stayed"))
    made = view.saved.save(view.filter, "found by “stayed”")
    made.line.setText("Mine")
    scripted_ask.answers = [False, True]
    made.accept()
    assert made.isVisible()
    assert view.saved.saved.filter("Mine") == ClaimFilter(search="left")
    made.accept()
    assert view.saved.saved.filter("Mine") == ClaimFilter(search="stayed")


def test_a_damaged_saved_filter_is_said(view, window):
    window.session.workspace.remember("claims.saved_filters", '{"Bad": "{", "Odd": 3}')
    assert view.saved.saved.names() == ["Bad"]
    view.saved.choose("Bad")
    assert "“Bad” cannot be read" in window.bar.text
    window.session.workspace.remember("claims.saved_filters", "[1]")
    assert view.saved.saved.names() == []


@pytest.mark.parametrize("size", [(1024, 640), (1440, 860)])
def test_nothing_is_clipped_above_the_claims(view, window, size):
    window.resize(*size)
    long = "a name that goes on for longer than anybody would think of " * 3
    view.show_claims(
        ClaimFilter(columns=tuple(ColumnTest("assertion", "contains", (f"{long} {number}",)) for number in range(4)))
    )
    QApplication.processEvents()
    for chip in view.bar.chips:
        place = chip.mapTo(view.bar, QPoint(chip.width(), chip.height()))
        assert place.x() <= view.bar.width()
        assert place.y() <= view.bar.height()
    assert view.bar.saved.mapTo(view.bar, QPoint(view.bar.saved.width(), 0)).x() <= view.bar.width()


def test_the_search_box_tells_the_key_there_is_now(view, window):
    assert view.bar.search.placeholderText() == "Search all claims (Ctrl+F)"
    window.keys.give("view.search", "Ctrl+Alt+Y")
    assert view.bar.search.placeholderText() == "Search all claims (Ctrl+Alt+Y)"


def test_of_many_claims_the_first_are_shown_while_the_rest_is_put_in_order(window, qtbot, monkeypatch):
    monkeypatch.setattr(claim_search, "_SMALL", 0)
    monkeypatch.setattr(claim_search, "_FIRST", 1)
    view = window.page.claims_view
    told = []
    view.table.claims.modelReset.connect(lambda: told.append((view.table.claims.count, view.bar.described.text())))
    window.page.show_view("claims")
    qtbot.waitUntil(lambda: view.table.claims.count == 4)
    assert told[0] == (1, "The first 1 of 4 claims, more follow")
    assert view.bar.described.text() == "All 4 claims"
    before = view.table.current_claim_id()
    view.table.header.sectionClicked.emit(COLUMN_KEYS.index("assertion"))
    qtbot.waitUntil(lambda: view.table.claims.order == (SortKey("assertion"),) and view.table.claims.count == 4)
    assert [view.table.claims.claim_at(row).assertion for row in range(2)] == ["A plan", "A rise"]
    assert view.table.current_claim_id() == before


def test_an_edit_elsewhere_does_not_begin_with_the_first_again(view, window, qtbot, monkeypatch):
    monkeypatch.setattr(claim_search, "_SMALL", 0)
    monkeypatch.setattr(claim_search, "_FIRST", 1)
    counts = []
    view.table.claims.modelReset.connect(lambda: counts.append(view.table.claims.count))
    window.session.run(EditClaim(view.table.claims.claim_at(1).id, {"note": "Seen"}))
    qtbot.waitUntil(lambda: not view.search.busy)
    assert 1 not in counts


def test_an_edit_of_another_article_leaves_the_hidden_sentences_alone(view, window):
    """The text behind holds the first article; to read its claims anew would hold up who types here."""
    other = next(row for row in range(4) if view.table.claims.claim_at(row).article_id == ArticleId(2))
    statements = []
    window.session.workspace.connection.set_trace_callback(statements.append)
    window.session.run(EditClaim(view.table.claims.claim_at(other).id, {"note": "Seen"}), initiator=view.table.claims)
    window.session.workspace.connection.set_trace_callback(None)
    assert not [sql for sql in statements if "where claim.article_id =" in sql]
    assert view.table.claims.claim_at(other).note == "Seen"


def test_who_opens_a_claim_in_another_article_does_not_wait_for_the_one_that_was_shown_before(view, window):
    page = window.page
    before, wanted = page.tag_view.article_id, ArticleId(2)
    assert before != wanted
    claim = next(row for row in range(4) if view.table.claims.claim_at(row).article_id == before)
    window.session.run(EditClaim(view.table.claims.claim_at(claim).id, {"note": "Seen"}))
    statements = []
    window.session.workspace.connection.set_trace_callback(statements.append)
    page.show_article(wanted)
    window.session.workspace.connection.set_trace_callback(None)
    assert page.view is page.tag_view
    assert page.tag_view.article_id == wanted
    assert [sql for sql in statements if f"where claim.article_id = {wanted}" in sql]
    assert not [sql for sql in statements if f"where claim.article_id = {before}" in sql]
