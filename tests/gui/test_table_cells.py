"""Cells are copied, cut, pasted, filled and cleared in the real window; what is asserted is what the file holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId
from claimtracker.exchange.clipboard import from_clipboard, to_tsv
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.gui.widgets.table_ranges import Grid
from claimtracker.operations import EditClaim
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = 60


@pytest.fixture
def window(project, empty_window):
    """Sixty claims on an article of their own, with the keyboard in the table."""
    with Workspace.open(project) as workspace:
        article = make_article(workspace, "Varga spoke. Dorn wrote.", title="Long", published="2026-01-01")
        for number in range(ROWS):
            make_claim(
                workspace,
                article,
                speaker=f"Speaker {number % 7}",
                assertion=f"Claim {number}, “so to speak”",
                status=("denied", "asserted", "urged")[number % 3],
                fact=f"Question {number % 5}" if number % 4 else "",
                note="two\nlines" if number % 9 == 0 else "",
            )
    assert empty_window.open_project(project)
    empty_window.show_article(ArticleId(3))
    empty_window.tag_view.table.setFocus()
    empty_window.tag_view.table.show_column("note", shown=True)
    return empty_window


@pytest.fixture
def table(window):
    return window.tag_view.table


@pytest.fixture
def claims(claims_in):
    return claims_in


def press(key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()  # Qt closes a line editor from the event loop


def select(table, rows, *keys):
    table.ranges.select_grid(Grid((rows,), tuple(COLUMN_KEYS.index(key) for key in keys)))


def put(text="", html=""):
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QApplication.clipboard().setMimeData(mime)


def clipboard():
    mime = QApplication.clipboard().mimeData()
    return from_clipboard(mime.html(), mime.text())


def undo_label(window):
    return window.session.workspace.undo_label


def test_fifty_rows_are_copied_changed_and_pasted_back_in_one_undo_step(window, table, claims):
    keys = ("sentence_number", "speaker", "assertion", "status", "fact", "note")
    before = claims()
    select(table, range(5, 55), *keys)
    press(Qt.Key.Key_C, CONTROL)
    block = clipboard()
    assert (len(block), len(block[0])) == (50, 6)
    assert block[4] == ["1", "Speaker 2", "Claim 9, “so to speak”", "denied", "Question 4", "two\nlines"]
    press(Qt.Key.Key_V, CONTROL)
    assert window.bar.text == "Nothing was pasted: the cells hold that already."
    assert claims() == before
    for line in block:
        line[2] = line[2].upper()
        line[3] = "retracted"
    put(to_tsv(block))
    press(Qt.Key.Key_Home, CONTROL)
    for _ in range(5):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_V, CONTROL)
    now = claims()
    assert [claim.assertion for claim in now[5:55]] == [line[2] for line in block]
    assert {claim.status for claim in now[5:55]} == {"retracted"}
    assert (now[:5], now[55:]) == (before[:5], before[55:])
    assert [claim.note for claim in now] == [claim.note for claim in before]
    assert undo_label(window) == "Paste 100 cells"
    assert window.bar.text == "100 cells pasted. Undo brings back what they held."
    assert (list(table.ranges.grid().row_numbers()), len(table.ranges.grid().columns)) == (list(range(5, 55)), 6)
    window.actions_by_key["edit.undo"].trigger()
    assert claims() == before


def test_blanks_that_a_spreadsheet_drops_are_no_change(window, table, claims):
    window.session.run(EditClaim(claims()[0].id, {"note": "a\ttab and   blanks\nover two lines"}))
    before = claims()
    put('"a tab and blanks\nover two lines"\n')
    table.ranges.go(0, COLUMN_KEYS.index("note"))
    press(Qt.Key.Key_V, CONTROL)
    assert claims() == before
    put("a tab and blanks over one line\n")
    press(Qt.Key.Key_V, CONTROL)
    assert claims()[0].note == "a tab and blanks over one line"


def test_one_copied_cell_fills_all_that_is_selected(window, table, claims):
    select(table, range(1), "speaker")
    press(Qt.Key.Key_C, CONTROL)
    select(table, range(3, 6), "speaker")
    press(Qt.Key.Key_V, CONTROL)
    assert [claim.speaker for claim in claims()[2:7]] == [
        "Speaker 2", "Speaker 0", "Speaker 0", "Speaker 0", "Speaker 6",
    ]  # fmt: skip
    assert undo_label(window) == "Paste 3 cells"


def test_a_block_is_repeated_where_the_selection_is_a_multiple_of_it(table, claims):
    put("A\nB\n")
    select(table, range(6), "assertion", "note")
    press(Qt.Key.Key_V, CONTROL)
    assert [(claim.assertion, claim.note) for claim in claims()[:6]] == [("A", "A"), ("B", "B")] * 3
    assert claims()[6].assertion == "Claim 6, “so to speak”"


def test_a_block_is_set_from_the_first_selected_cell_where_it_is_no_multiple(table, claims):
    put("A\tdenied\nB\turged\n")
    select(table, range(2, 5), "assertion")
    press(Qt.Key.Key_V, CONTROL)
    assert [(claim.assertion, claim.status) for claim in claims()[2:4]] == [("A", "denied"), ("B", "urged")]
    assert claims()[4].assertion == "Claim 4, “so to speak”"


def test_hidden_columns_are_passed_over_and_columns_go_as_they_stand(table, claims):
    table.show_column("assertion", shown=False)
    table.header.moveSection(
        table.header.visualIndex(COLUMN_KEYS.index("fact")), table.header.visualIndex(COLUMN_KEYS.index("speaker"))
    )
    put("Budget\tAna Dorn\tdenied\n")
    select(table, range(1), "fact")
    press(Qt.Key.Key_V, CONTROL)
    first = claims()[0]
    assert (first.fact, first.speaker, first.status) == ("Budget", "Ana Dorn", "denied")
    assert first.assertion == "Claim 0, “so to speak”"


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ((58, "speaker"), "a\nb\nc\n", "What was copied is 3 rows high, and there are only 2 rows from here on."),
        ((0, "fact"), "a\tb\tc\n", "What was copied is 3 columns wide, and there are only 2 columns from here on."),
        ((0, "sentence_number"), "7\n", "Row 1, §, cannot be edited and holds something else than “7”."),
    ],
)
def test_what_has_no_place_is_said_in_a_sentence_and_nothing_is_pasted(window, claims, cell, text, said):
    before, label = claims(), undo_label(window)
    put(text)
    window.tag_view.table.ranges.go(cell[0], COLUMN_KEYS.index(cell[1]))
    press(Qt.Key.Key_V, CONTROL)
    assert said in window.bar.text
    assert (claims(), undo_label(window)) == (before, label)


def test_a_value_that_is_not_valid_names_its_cell_and_nothing_is_pasted(window, table, claims):
    table.show_column("said_on", shown=True)
    before, label = claims(), undo_label(window)
    put("Someone new\n2025-11-04\n")
    put("2025-11-04\nlast week\n")
    select(table, range(3, 4), "said_on")
    press(Qt.Key.Key_V, CONTROL)
    assert window.bar.text.startswith("Row 5, Said on: “last week” is not a date")
    assert window.bar.text.endswith("Nothing was pasted.")
    assert (claims(), undo_label(window)) == (before, label)


def test_the_vocabulary_is_in_force(window, table, claims):
    put("DENIED\n")
    select(table, range(1, 2), "status")
    press(Qt.Key.Key_V, CONTROL)
    assert claims()[1].status == "denied"


def test_cut_copies_and_clears_in_one_undo_step(window, table, claims):
    select(table, range(2), "speaker", "assertion")
    press(Qt.Key.Key_X, CONTROL)
    assert clipboard() == [["Speaker 0", "Claim 0, “so to speak”"], ["Speaker 1", "Claim 1, “so to speak”"]]
    assert [(claim.speaker, claim.assertion) for claim in claims()[:2]] == [("", ""), ("", "")]
    assert undo_label(window) == "Cut 4 cells"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_clears_cells_and_keeps_the_claims(window, table, claims, key):
    before = claims()
    select(table, range(4), "sentence_number", "speaker", "assertion")
    press(key)
    assert [(claim.speaker, claim.assertion) for claim in claims()[:4]] == [("", "")] * 4
    assert len(claims()) == ROWS
    assert undo_label(window) == "Clear 8 cells"
    assert window.bar.text == "8 cells cleared. Undo brings back what they held."
    window.actions_by_key["edit.undo"].trigger()
    assert claims() == before


def test_what_cannot_be_cleared_is_said(window, table, claims):
    before = claims()
    select(table, range(4), "sentence_number")
    press(Qt.Key.Key_Delete)
    assert window.bar.text == "What is selected cannot be edited, so nothing was cleared."
    assert claims() == before


def test_fill_down_takes_the_top_cell_of_each_column_or_the_row_above(window, table, claims):
    select(table, range(2, 5), "speaker", "status")
    press(Qt.Key.Key_D, CONTROL)
    assert [(claim.speaker, claim.status) for claim in claims()[2:5]] == [("Speaker 2", "urged")] * 3
    assert undo_label(window) == "Fill 4 cells"
    select(table, range(5, 6), "speaker")
    press(Qt.Key.Key_D, CONTROL)
    assert claims()[5].speaker == "Speaker 2"
    select(table, range(1), "speaker")
    press(Qt.Key.Key_D, CONTROL)
    assert window.bar.text == "There is no row above the first one to fill from."


def test_headings_are_copied_on_request(window, table):
    select(table, range(1), "speaker", "status")
    window.actions_by_key["cells.copy_headings"].trigger()
    assert clipboard() == [["Speaker", "Status"], ["Speaker 0", "denied"]]


def test_cells_with_holes_between_them_are_not_copied(window, table):
    put("as it was\n")
    table.ranges.go(0, COLUMN_KEYS.index("speaker"))
    table.ranges.go(2, COLUMN_KEYS.index("status"), add=True)
    press(Qt.Key.Key_C, CONTROL)
    assert window.bar.text == "Only cells that make up rows and columns without a hole can be copied."
    assert clipboard() == [["as it was"]]
    press(Qt.Key.Key_Delete)
    assert undo_label(window) == "Clear 2 cells"


def test_rows_apart_are_copied_as_one_block(table):
    table.ranges.go(0, COLUMN_KEYS.index("speaker"))
    table.ranges.go(3, COLUMN_KEYS.index("speaker"), add=True)
    press(Qt.Key.Key_C, CONTROL)
    assert clipboard() == [["Speaker 0"], ["Speaker 3"]]


def test_an_empty_clipboard_is_said(window, table):
    QApplication.clipboard().clear()
    table.ranges.go(0, COLUMN_KEYS.index("speaker"))
    press(Qt.Key.Key_V, CONTROL)
    assert window.bar.text == "There is no text on the clipboard that could be pasted."


def test_a_cell_that_is_edited_and_the_text_keep_their_own_keys(window, table, claims):
    table.ranges.go(0, COLUMN_KEYS.index("speaker"))
    press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "Speaker 0"
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_V, CONTROL)
    assert editor.text() == "Speaker 0"
    press(Qt.Key.Key_Escape)
    window.tag_view.focus_sentences()
    assert isinstance(QApplication.focusWidget(), SentencePane)
    press(Qt.Key.Key_Right, SHIFT)
    chosen = window.tag_view.pane.textCursor().selectedText()
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == chosen
    before = claims()
    press(Qt.Key.Key_Delete)
    assert claims() == before


def test_rows_are_tall_or_not_by_an_action_that_is_ticked(window, table):
    action = window.actions_by_key["view.tall_rows"]
    assert action.isChecked()
    action.trigger()
    assert (action.isChecked(), table.rows.tall) == (False, False)
    action.trigger()
    assert (action.isChecked(), table.rows.tall) == (True, True)


def test_the_context_menu_holds_what_is_done_to_cells(window, table, qtbot):
    table.customContextMenuRequested.emit(table.visualRect(table.currentIndex()).center())
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    labels = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    menu.close()
    assert labels == [
        "Cut", "Copy", "Copy with headings", "Paste", "Fill down", "Clear cells", "Link to a fact…", "Duplicate claim", "Delete claim",
        "History of this claim", "History of this cell",
    ]  # fmt: skip
