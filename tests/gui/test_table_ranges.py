"""Cells and ranges are selected in the real window as in a spreadsheet, with real keys and a real mouse."""

from __future__ import annotations

from html import escape

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolTip

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.operations import DeleteClaims, EditClaim
from claimtracker.storage.queries import ClaimFilter, SortKey
from claimtracker.workspace import Workspace
from tests.factories import make_claim

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(project, empty_window):
    """Ten claims in the Tag view, with the keyboard in the table on the speaker of the first."""
    with Workspace.open(project) as workspace:
        for number in range(8):
            make_claim(workspace, ArticleId(1), assertion=f"Claim {number}", note="x" if number < 3 else "")
    assert empty_window.open_project(project)
    found = empty_window.tag_view.table
    empty_window.tag_view.table.setFocus()
    found.ranges.go(0, COLUMN_KEYS.index("speaker"))
    return found


def press(key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()  # Qt closes a line editor from the event loop


def type_(text):
    """The first letter opens the cell, which takes the others."""
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget(), letter)


def selected(table):
    """The selected cells as rows and keys of columns."""
    grid = table.ranges.grid()
    return list(grid.row_numbers()), [COLUMN_KEYS[number] for number in grid.columns]


def active(table):
    return table.currentIndex().row(), COLUMN_KEYS[table.currentIndex().column()]


def place_of(table, row, key):
    return table.visualRect(table.claims.index(row, COLUMN_KEYS.index(key))).center()


def test_arrows_move_over_the_columns_that_are_shown(table):
    press(Qt.Key.Key_Right)
    assert active(table) == (0, "assertion")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert active(table) == (1, "sentence_number")
    assert selected(table) == ([1], ["sentence_number"])


def test_shift_and_arrows_stretch_from_the_active_cell_and_shrink_again(table):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        press(key, SHIFT)
    assert active(table) == (0, "speaker")
    assert selected(table) == ([0, 1, 2], ["speaker", "assertion"])
    press(Qt.Key.Key_Up, SHIFT)
    assert selected(table) == ([0, 1], ["speaker", "assertion"])
    press(Qt.Key.Key_Right)
    assert selected(table) == ([0], ["assertion"])


def test_the_selection_follows_columns_as_they_stand_and_not_as_they_are_numbered(table):
    table.show_column("sentence_number", shown=False)
    header = table.header
    header.moveSection(header.visualIndex(COLUMN_KEYS.index("fact")), header.visualIndex(COLUMN_KEYS.index("speaker")))
    press(Qt.Key.Key_Left)
    assert active(table) == (0, "fact")
    press(Qt.Key.Key_End, SHIFT)
    assert selected(table) == ([0], ["fact", "speaker", "assertion", "status"])


def test_home_and_end_with_and_without_ctrl(table):
    press(Qt.Key.Key_End)
    assert active(table) == (0, "fact")
    press(Qt.Key.Key_End, CONTROL)
    assert active(table) == (9, "fact")
    press(Qt.Key.Key_Home)
    assert active(table) == (9, "sentence_number")
    press(Qt.Key.Key_Home, CONTROL | SHIFT)
    assert selected(table)[0] == list(range(10))
    press(Qt.Key.Key_Home, CONTROL)
    assert active(table) == (0, "sentence_number")


def test_ctrl_and_arrows_go_to_the_edge_of_the_filled_block(table):
    table.show_column("note", shown=True)
    filled = [row for row in range(10) if table.claims.filled(row, COLUMN_KEYS.index("note"))]
    table.ranges.go(0, COLUMN_KEYS.index("note"))
    press(Qt.Key.Key_Down, CONTROL)
    assert active(table) == (filled[-1] if filled[0] == 0 else filled[0], "note")
    table.ranges.go(filled[0], COLUMN_KEYS.index("note"))
    press(Qt.Key.Key_Down, CONTROL | SHIFT)
    assert selected(table) == (filled, ["note"])
    press(Qt.Key.Key_Down, CONTROL | SHIFT)
    assert selected(table)[0][-1] == 9
    press(Qt.Key.Key_Left, CONTROL)
    assert active(table)[1] != "note"


def test_the_edge_of_a_long_block_is_asked_of_the_file(table, monkeypatch):
    note = COLUMN_KEYS.index("note")
    walked = [table.claims.edge_row(row, note, step) for row in range(10) for step in (1, -1)]
    monkeypatch.setattr("claimtracker.gui.models.claims_table._WALK", 1)
    assert [table.claims.edge_row(row, note, step) for row in range(10) for step in (1, -1)] == walked


def test_whole_rows_whole_columns_and_everything(table):
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Space, SHIFT)
    assert selected(table) == ([0, 1], ["sentence_number", "speaker", "assertion", "status", "fact"])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space, CONTROL)
    assert selected(table) == (list(range(10)), ["speaker"])
    assert table.selected_count() == 10
    assert not table.selection_is_everything()
    press(Qt.Key.Key_A, CONTROL)
    assert table.selection_is_everything()
    assert len(table.current_claim_ids()) == 10
    press(Qt.Key.Key_Down)
    assert not table.selection_is_everything()
    assert len(table.current_claim_ids()) == 1


def test_the_mouse_drags_a_range_shift_stretches_it_and_ctrl_adds_to_it(table):
    viewport = table.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, NONE, place_of(table, 1, "speaker"))
    QTest.mouseMove(viewport, place_of(table, 3, "status"))
    QTest.mouseRelease(viewport, left, NONE, place_of(table, 3, "status"))
    assert selected(table) == ([1, 2, 3], ["speaker", "assertion", "status"])
    assert active(table) == (1, "speaker")
    QTest.mouseClick(viewport, left, SHIFT, place_of(table, 2, "assertion"))
    assert selected(table) == ([1, 2], ["speaker", "assertion"])
    QTest.mouseClick(viewport, left, CONTROL, place_of(table, 5, "fact"))
    assert table.ranges.grid() is None
    assert [list(rows) for rows in table.ranges.rows()] == [[1, 2], [5]]
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, NONE, place_of(table, 1, "speaker"))
    assert len(table.ranges.rows()) == 2
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, NONE, place_of(table, 7, "speaker"))
    assert selected(table) == ([7], ["speaker"])
    QTest.mouseClick(viewport, left, NONE, QPoint(5, viewport.height() - 2))


def test_enter_and_tab_go_round_inside_of_a_range(table):
    table.ranges.go(0, COLUMN_KEYS.index("speaker"))
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Right, SHIFT)
    seen = []
    for key in (
        Qt.Key.Key_Return,
        Qt.Key.Key_Return,
        Qt.Key.Key_Return,
        Qt.Key.Key_Return,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    ):
        press(key)
        seen.append(active(table))
    assert seen == [
        (1, "speaker"), (0, "assertion"), (1, "assertion"), (0, "speaker"), (0, "assertion"), (0, "speaker"),
    ]  # fmt: skip
    assert selected(table) == ([0, 1], ["speaker", "assertion"])
    type_("Typed")
    press(Qt.Key.Key_Return)
    assert active(table) == (1, "speaker")
    assert table.claims.claim_at(0).speaker == "Typed"
    assert selected(table) == ([0, 1], ["speaker", "assertion"])


def test_typing_overwrites_and_f2_adds_at_the_end(table):
    type_("Q")
    assert QApplication.focusWidget().text() == "Q"
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    before = editor.toPlainText()
    QTest.keyClicks(editor, "!")
    assert editor.toPlainText() == before + "!"
    press(Qt.Key.Key_Return)
    assert table.claims.claim_at(0).assertion == before + "!"
    assert active(table) == (1, "assertion")


def test_enter_edits_writes_and_goes_down_shift_enter_up(table):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert (editor.hasSelectedText(), editor.cursorPosition()) == (False, len(editor.text()))
    press(Qt.Key.Key_Return, SHIFT)
    assert active(table) == (0, "speaker")
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, SHIFT)
    assert active(table) == (0, "assertion")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, SHIFT)
    assert active(table) == (0, "assertion")


def test_tab_goes_on_enter_comes_back_under_where_it_began(table):
    for _ in range(2):
        press(Qt.Key.Key_Tab)
    assert active(table) == (0, "status")
    type_("denied")
    press(Qt.Key.Key_Return)
    assert active(table) == (1, "speaker")
    press(Qt.Key.Key_Backtab)
    assert active(table) == (0, "fact")
    press(Qt.Key.Key_Tab)
    assert active(table) == (1, "speaker")


def test_what_was_refused_stays_in_the_cell_until_it_is_right(table, empty_window):
    table.show_column("said_on", shown=True)
    table.ranges.go(0, COLUMN_KEYS.index("said_on"))
    type_("last week")
    press(Qt.Key.Key_Return)
    assert "last week" in empty_window.bar.text
    assert QApplication.focusWidget().text() == "last week"
    QApplication.focusWidget().selectAll()
    type_("2025-11-04")
    press(Qt.Key.Key_Return)
    assert table.claims.claim_at(0).said_on == "2025-11-04"
    assert active(table) == (1, "said_on")


def test_a_cell_that_cannot_be_edited_leads_to_its_sentence(table, qtbot):
    press(Qt.Key.Key_Home)
    with qtbot.waitSignal(table.opened) as told:
        press(Qt.Key.Key_Return)
    assert told.args == [table.claims.claim_at(0).id]
    with qtbot.waitSignal(table.opened):
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place_of(table, 2, "sentence_number"))
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place_of(table, 2, "assertion"))
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    assert QApplication.focusWidget().property("cell")


def test_the_selection_stays_on_its_claims_when_they_are_sorted_or_others_go(table, empty_window):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down, SHIFT)
    chosen = set(table.current_claim_ids())
    table.claims.set_order((SortKey("assertion", descending=True),))
    assert set(table.current_claim_ids()) == chosen
    other = next(claim for claim in table.claims.ids(0, 9) if claim not in chosen)
    empty_window.session.run(DeleteClaims((other,)))
    assert set(table.current_claim_ids()) == chosen
    empty_window.session.undo()
    assert set(table.current_claim_ids()) == chosen
    press(Qt.Key.Key_A, CONTROL)
    empty_window.session.run(DeleteClaims((other,)))
    assert table.selection_is_everything()
    assert len(table.current_claim_ids()) == 9


def test_the_keyboard_stays_where_it_was_when_its_claim_is_deleted(table, empty_window):
    press(Qt.Key.Key_Down)
    empty_window.session.run(DeleteClaims(table.current_claim_ids()))
    assert active(table) == (1, "speaker")
    press(Qt.Key.Key_End, CONTROL)
    empty_window.session.run(DeleteClaims(table.current_claim_ids()))
    assert active(table) == (7, "fact")


def test_rows_are_as_high_as_their_content_or_one_line(table, empty_window, project):
    empty_window.session.run(EditClaim(table.claims.claim_at(2).id, {"assertion": "many words " * 30}))
    QApplication.processEvents()
    assert table.rowHeight(2) > 2 * table.rowHeight(3)
    table.toggle_tall_rows()
    assert table.rowHeight(2) == table.rowHeight(3)
    table.toggle_tall_rows()
    table.claims.set_order((SortKey("assertion"),))
    QApplication.processEvents()
    table.toggle_tall_rows()
    assert {table.rowHeight(row) for row in range(10)} == {table.rowHeight(0)}
    empty_window.open_project(project)
    assert not empty_window.tag_view.table.rows.tall


def test_rows_grow_with_the_text(table):
    before, heading = table.rowHeight(5), table.header.height()
    table.set_zoom(2.0)
    assert table.header.height() > heading + 8
    assert table.rowHeight(5) > before + 8
    assert table.header.font().pointSizeF() == table.font().pointSizeF()
    table.set_zoom(1.0)
    assert table.rowHeight(5) == before


def test_several_tables_keep_their_own_columns(session, theme, qtbot):
    table = ClaimsTable(session, theme, layout_key="claims_view", shown=("article_title", "speaker", "assertion"))
    qtbot.addWidget(table)
    assert [COLUMN_KEYS[number] for number in table.header.shown_columns()] == ["article_title", "speaker", "assertion"]
    table.show_column("speaker", shown=False)
    table.header.moveSection(table.header.visualIndex(COLUMN_KEYS.index("assertion")), 0)
    table.save_columns()
    again = ClaimsTable(session, theme, layout_key="claims_view", shown=("article_title", "speaker", "assertion"))
    qtbot.addWidget(again)
    assert [COLUMN_KEYS[number] for number in again.header.shown_columns()] == ["assertion", "article_title"]
    other = ClaimsTable(session, theme)
    qtbot.addWidget(other)
    assert COLUMN_KEYS[other.header.shown_columns()[0]] == "sentence_number"
    again.claims.show(ClaimFilter())
    assert again.claims.count == 2


def test_shift_and_clicks_sort_by_further_columns_and_the_heading_says_so(table):
    def click(key, modifiers=NONE):
        place = QPoint(table.header.sectionViewportPosition(COLUMN_KEYS.index(key)) + 10, 8)
        QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, modifiers, place)

    click("speaker")
    click("assertion", SHIFT)
    click("assertion", SHIFT)
    assert table.claims.order == (SortKey("speaker"), SortKey("assertion", descending=True))
    click("assertion", SHIFT)
    assert table.claims.order == (SortKey("speaker"),)
    click("status")
    assert table.claims.order == (SortKey("status"),)


def test_the_menu_of_a_heading_sorts_and_hides_and_others_add_to_it(table):
    asked = []
    table.header.menu_opening.connect(lambda menu, key: asked.append(key) or menu.addAction("Filter…"))
    table.claims.set_order((SortKey("status"),))
    menu = table.header.menu_of(COLUMN_KEYS.index("speaker"))
    labels = [action.text() for action in menu.actions() if action.text()]
    assert asked == ["speaker"]
    assert labels == [
        "Filter…", "Sort A to Z", "Sort Z to A", "Then by this column, A to Z", "Then by this column, Z to A",
        "Order of the text", "Fit to content", "Hide column", "Columns",
    ]  # fmt: skip
    {action.text(): action for action in menu.actions()}["Then by this column, Z to A"].trigger()
    assert table.claims.order == (SortKey("status"), SortKey("speaker", descending=True))
    {action.text(): action for action in menu.actions()}["Hide column"].trigger()
    assert COLUMN_KEYS.index("speaker") not in table.header.shown_columns()
    menu.deleteLater()


def test_the_last_column_cannot_be_hidden(table):
    for key in ("sentence_number", "speaker", "assertion", "status", "fact"):
        table.show_column(key, shown=False)
    assert [COLUMN_KEYS[number] for number in table.header.shown_columns()] == ["fact"]


def test_typing_where_nothing_can_be_edited_says_so_and_searches_nothing(table, empty_window):
    press(Qt.Key.Key_Home)
    for act in (lambda: type_("x"), lambda: press(Qt.Key.Key_F2)):
        empty_window.bar.clear()
        act()
        assert empty_window.bar.text == "“§” cannot be edited."
        assert active(table) == (0, "sentence_number")


def test_alt_down_opens_the_menu_of_the_column(table, qtbot):
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert menu.actions()[0].text() == "Sort A to Z"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert table.claims.order == (SortKey("speaker"),)


def test_a_double_click_on_an_edge_fits_the_column_to_what_is_seen(table, empty_window):
    speaker = COLUMN_KEYS.index("speaker")
    empty_window.session.run(EditClaim(table.claims.claim_at(0).id, {"speaker": "A speaker with quite a long name"}))
    table.setColumnWidth(speaker, 60)
    edge = QPoint(table.header.sectionViewportPosition(speaker) + 59, 8)
    QTest.mouseDClick(table.header.viewport(), Qt.MouseButton.LeftButton, NONE, edge)
    needed = table.fontMetrics().horizontalAdvance("A speaker with quite a long name")
    assert needed < table.columnWidth(speaker) < needed + 40


def test_a_drag_that_is_held_below_the_table_goes_on(table, empty_window, qtbot):
    empty_window.resize(1000, 480)
    QApplication.processEvents()
    viewport = table.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, place_of(table, 0, "speaker"))
    QTest.mouseMove(viewport, QPoint(place_of(table, 0, "speaker").x(), viewport.height() + 30))
    qtbot.waitUntil(lambda: selected(table)[0] == list(range(10)))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton)
    assert selected(table) == (list(range(10)), ["speaker"])


def test_a_tip_tells_a_cell_that_is_cut_off_as_plain_text(table, empty_window, qtbot):
    words = "<b>cut</b> & " * 40
    empty_window.session.run(EditClaim(table.claims.claim_at(0).id, {"assertion": words, "note": "short"}))
    table.show_column("note", shown=True)
    QApplication.processEvents()
    for key, told in (("status", ""), ("assertion", escape(words.strip()))):
        place = place_of(table, 0, key)
        tip = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), tip)
        assert told in QToolTip.text()
        assert bool(QToolTip.text()) == bool(told)
    QToolTip.hideText()


def test_what_is_read_anew_does_not_scroll_back_to_the_active_cell(table, empty_window):
    empty_window.resize(1000, 480)
    QApplication.processEvents()
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    at = bar.value()
    assert at > 0
    table.claims.reload()
    QApplication.processEvents()
    assert bar.value() == at
    assert active(table) == (0, "speaker")


def test_page_down_and_up_go_by_what_is_seen(table, empty_window):
    empty_window.resize(1000, 480)
    QApplication.processEvents()
    seen = table.rowAt(table.viewport().height() - 1)
    press(Qt.Key.Key_PageDown)
    assert active(table) == (seen - 1, "speaker")
    press(Qt.Key.Key_PageUp, SHIFT)
    assert selected(table)[0] == list(range(seen))


def test_a_new_claim_is_edited_in_what_is_shown(table, empty_window):
    table.show_column("speaker", shown=False)
    empty_window.tag_view.focus_sentences()
    press(Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    assert active(table)[1] == "assertion"
    press(Qt.Key.Key_Escape)
