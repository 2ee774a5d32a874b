"""The Speakers view in the real window: the table, the panel, likely duplicates, and what is done to speakers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from claimtracker.gui.models.speakers_table import KEYS, SpeakersTableModel
from claimtracker.gui.widgets.speaker_dialogs import MergeDialog, RenameDialog, SplitDialog
from claimtracker.operations import DeleteClaims, EditSpeaker
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_claim


@pytest.fixture
def crowded(project):
    """The small project with more speakers: two who are likely Ilse Varga, and one without claims."""
    with Workspace.open(project, coder="Mira") as workspace:
        (article, *_) = queries.article_ids(workspace.connection)
        make_claim(workspace, article, speaker="Ilse Varga", status="denied", assertion="No disagreements")
        make_claim(workspace, article, speaker="Varga", status="denied", speaker_as_written="Varga")
        make_claim(workspace, article, speaker="Secretary Ilse Varga")
        made = make_claim(workspace, article, speaker="Nobody Else")
        workspace.run(EditSpeaker(queries.claim(workspace.connection, made).speaker_id, {"role": "Witness"}))
    return project


@pytest.fixture
def view(qtbot, empty_window, crowded):
    assert empty_window.open_project(crowded)
    empty_window.actions_by_key["show.speakers"].trigger()
    shown = empty_window.page.views["speakers"]
    qtbot.waitUntil(lambda: not shown.likely.busy)
    return shown


def names_in(view) -> list[str]:
    return [one.name for one in queries.speakers(view.connection)]


def speaker_named(view, name: str):
    return next(one for one in queries.speakers(view.connection) if one.name == name)


def choose(view, name: str, column: str = "name") -> None:
    row = view.table.speakers.row_of(speaker_named(view, name).id)
    view.table.setFocus()
    view.table.setCurrentIndex(view.table.speakers.index(row, KEYS.index(column)))


def test_the_model_keeps_what_qt_asks_of_models(session, qtmodeltester):
    model = SpeakersTableModel(session)
    model.watch(watched=True)
    assert model.rowCount() == 2
    qtmodeltester.check(model)


def test_the_table_shows_everybody_with_counts_and_where_one_is(view, empty_window):
    choose(view, "Ilse Varga")
    model = view.table.speakers
    row = view.table.currentIndex().row()
    shown = [model.index(row, number).data() for number in range(model.columnCount())]
    assert shown[:2] == ["Ilse Varga", "2"]
    assert shown[-1] == "4 Nov 2025"
    assert view.position == "Speaker 2 of 5"
    assert view.described.text() == "5 speakers"
    assert view.panel.counted.text() == "2 claims in 1 article · 4 Nov 2025"


def test_cells_are_edited_with_the_keyboard_as_in_a_grid(view, empty_window, qtbot):
    choose(view, "Nobody Else", "role")
    QTest.keyClick(view.table, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), " of the fire")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "Maren")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: speaker_named(view, "Nobody Else").affiliation == "Maren")
    assert speaker_named(view, "Nobody Else").role == "Witness of the fire"
    empty_window.actions_by_key["edit.undo"].trigger()
    assert speaker_named(view, "Nobody Else").affiliation == ""


def test_a_name_that_is_taken_stays_in_the_cell_with_the_reason_said(view, empty_window, qtbot):
    choose(view, "Nobody Else")
    QTest.keyClick(view.table, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    line.selectAll()
    QTest.keyClicks(line, "ana dorn")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "merge them" in empty_window.bar.text)
    assert "Nobody Else" in names_in(view)
    assert QApplication.focusWidget().text() == "ana dorn"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert view.table.current().speaker.name == "Nobody Else"


def test_search_narrows_and_escape_brings_everybody_back(view, empty_window):
    empty_window.actions_by_key["view.search"].trigger()
    QTest.keyClicks(view.search, "witn")
    assert view.table.speakers.rowCount() == 1
    assert view.described.text() == "5 speakers · 1 shown"
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    assert view.table.speakers.rowCount() == 5
    QTest.keyClick(view.search, Qt.Key.Key_Down)
    assert view.table.hasFocus()


def test_sorting_puts_empty_cells_last_and_keeps_who_is_at_hand(view):
    choose(view, "Nobody Else")
    view.table.sortByColumn(KEYS.index("role"), Qt.SortOrder.DescendingOrder)
    assert view.table.speakers.line_at(0).speaker.name == "Nobody Else"
    assert view.table.current().speaker.name == "Nobody Else"
    view.table.sortByColumn(KEYS.index("claims"), Qt.SortOrder.DescendingOrder)
    assert view.table.speakers.line_at(0).speaker.name == "Ilse Varga"


def test_likely_duplicates_are_worked_off_to_a_visible_zero_with_one_key_each(view, empty_window):
    empty_window.actions_by_key["focus.duplicates"].trigger()
    strip = view.strip
    assert strip.hasFocus()
    assert strip.count == 3
    first = strip.pair
    QTest.keyClick(strip, Qt.Key.Key_N)
    assert strip.pair != first
    while strip.count:
        QTest.keyClick(strip, Qt.Key.Key_M)
    assert strip.title.text() == "NO LIKELY DUPLICATES"
    assert names_in(view) == ["Ana Dorn", "Ilse Varga", "Nobody Else"]
    found = speaker_named(view, "Ilse Varga")
    assert (found.claims, set(found.aliases)) == (4, {"Varga", "Secretary Ilse Varga"})
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert view.table.hasFocus()


def test_not_the_same_is_remembered_and_can_be_asked_again(view, empty_window, crowded):
    strip = view.strip
    strip.setFocus()
    while strip.count:
        QTest.keyClick(strip, Qt.Key.Key_D)
    assert len(names_in(view)) == 5
    assert "3 pairs were called not the same" in strip.state.text()
    with Workspace.open(crowded) as again:
        assert queries.likely_duplicate_speakers(again.connection) == []
    QTest.mouseClick(strip.again, Qt.MouseButton.LeftButton)
    assert strip.count == 3


def test_enter_on_a_button_presses_that_button(view):
    view.strip.two.setFocus()
    QTest.keyClick(view.strip.two, Qt.Key.Key_Return)
    assert len(names_in(view)) == 5
    assert view.strip.count == 2


def test_the_other_name_may_stay(view):
    strip = view.strip
    strip.setFocus()
    stays, goes = strip.stays_and_goes()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.stays_and_goes() == (goes, stays)
    QTest.keyClick(strip, Qt.Key.Key_M)
    assert goes.name in names_in(view)
    assert stays.name not in names_in(view)


def test_selected_speakers_are_merged_and_one_chooses_who_stays(view, empty_window):
    choose(view, "Nobody Else")
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.position == "2 speakers selected · 2 claims"
    empty_window.actions_by_key["speakers.merge"].trigger()
    dialog = view.findChild(MergeDialog)
    names = [dialog.names.item(row).text() for row in range(dialog.names.count())]
    dialog.names.setCurrentRow(next(row for row, name in enumerate(names) if name.startswith("Nobody")))
    QTest.keyClick(dialog.names, Qt.Key.Key_Return)
    found = speaker_named(view, "Nobody Else")
    assert (found.claims, found.aliases) == (2, ("Secretary Ilse Varga",))
    assert view.table.current().speaker.id == found.id
    empty_window.actions_by_key["edit.undo"].trigger()
    assert "Secretary Ilse Varga" in names_in(view)


def test_a_rename_offers_to_keep_the_old_name(view, empty_window):
    choose(view, "Nobody Else")
    empty_window.actions_by_key["speakers.rename"].trigger()
    dialog = view.findChild(RenameDialog)
    dialog.name.setText("Nobody Elze")
    assert not dialog.keep.isChecked()
    dialog.name.setText("ana dorn")
    assert dialog.keep.isChecked()
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert "merge them" in dialog.problem
    dialog.name.setText("Eva Holm")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert speaker_named(view, "Eva Holm").aliases == ("Nobody Else",)


def test_an_alias_is_taken_off_by_its_chip_or_split_off(view, empty_window):
    empty_window.session.run(EditSpeaker(speaker_named(view, "Ana Dorn").id, {"aliases": "Dorn; the president"}))
    choose(view, "Ana Dorn")
    chips = view.panel.aliases.findChildren(QToolButton)
    assert [chip.text() for chip in chips] == ["Dorn", "the president"]
    QTest.keyClick(chips[0], Qt.Key.Key_Delete)
    assert speaker_named(view, "Ana Dorn").aliases == ("the president",)
    empty_window.actions_by_key["speakers.split"].trigger()
    dialog = view.findChild(SplitDialog)
    dialog.name.setText("Per Lund")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert speaker_named(view, "Per Lund").aliases == ("the president",)
    assert view.table.current().speaker.name == "Per Lund"


def test_a_speaker_in_use_is_not_deleted_and_unused_ones_are(view, empty_window):
    choose(view, "Nobody Else")
    empty_window.actions_by_key["speakers.delete"].trigger()
    assert "merge that speaker" in empty_window.bar.text
    assert not empty_window.actions_by_key["speakers.delete_unused"].isEnabled()
    claim = queries.latest_claims_of_speaker(view.connection, speaker_named(view, "Nobody Else").id)[0]
    empty_window.session.run(DeleteClaims((claim.id,)))
    assert view.described.text() == "5 speakers · 1 without claims"
    empty_window.actions_by_key["speakers.delete_unused"].trigger()
    assert names_in(view) == ["Ana Dorn", "Ilse Varga", "Secretary Ilse Varga", "Varga"]


def test_a_claim_of_the_panel_opens_its_sentence(view, empty_window):
    choose(view, "Ana Dorn")
    view.panel.latest.setFocus()
    view.panel.latest.setCurrentRow(0)
    QTest.keyClick(view.panel.latest, Qt.Key.Key_Return)
    page = empty_window.page
    assert page.view is page.tag_view
    assert page.tag_view.table.current_claim_id() is not None


def test_all_claims_and_claims_of_a_status_are_asked_for(view, empty_window, qtbot):
    choose(view, "Ilse Varga")
    with qtbot.waitSignal(view.claims_requested) as asked:
        view.panel.all_claims.click()
    assert asked.args == [queries.ClaimFilter(speaker="Ilse Varga")]
    with qtbot.waitSignal(view.claims_requested) as asked:
        view.panel.status_activated.emit("denied")
    assert asked.args == [queries.ClaimFilter(speaker="Ilse Varga", status="denied")]


def test_a_note_is_kept_when_one_leaves_it(view, empty_window):
    choose(view, "Ana Dorn")
    view.panel.note.setFocus()
    QTest.keyClicks(view.panel.note, "Since 2020")
    view.table.setFocus()
    assert speaker_named(view, "Ana Dorn").note == "Since 2020"
    assert view.panel.note.toPlainText() == "Since 2020"


def test_column_widths_and_order_are_remembered(view, empty_window, crowded):
    header = view.table.horizontalHeader()
    header.resizeSection(KEYS.index("role"), 222)
    view.table.sortByColumn(KEYS.index("claims"), Qt.SortOrder.DescendingOrder)
    empty_window.open_project(crowded)
    again = empty_window.page.views["speakers"].table.horizontalHeader()
    assert again.sectionSize(KEYS.index("role")) == 222
    assert again.sortIndicatorSection() == KEYS.index("claims")


def test_without_speakers_it_says_what_comes_here(empty_window, tmp_path):
    empty_window.create_project(tmp_path / "new.claims")
    empty_window.actions_by_key["show.speakers"].trigger()
    view = empty_window.page.views["speakers"]
    assert view._nobody.isVisible()
    assert not empty_window.actions_by_key["speakers.rename"].isEnabled()
