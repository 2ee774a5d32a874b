"""Dialogs that lose nothing, the list of articles, the top bar, and starting and closing the window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStyleOptionViewItem, QToolTip

from claimtracker.gui.app import first_project
from claimtracker.gui.models.article_list import ArticleListModel
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.views.catalogue import VIEWS
from claimtracker.gui.windows.dialogs import ExportDialog
from claimtracker.gui.windows.import_report import ImportReportDialog
from claimtracker.gui.windows.import_sheet import ImportSheet
from claimtracker.operations import EditArticle
from claimtracker.storage import queries


def _drop(window, *urls: QUrl) -> None:
    dropped = QMimeData()
    dropped.setUrls(list(urls))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(10, 10), copy, dropped, left, none))


def test_what_was_pasted_stays_when_its_date_is_refused(window):
    dialog = window.commands.paste_article()
    dialog.text.setPlainText("Renn said no.")
    dialog.lines["published"].setText("some day")
    dialog.accept()
    assert dialog.isVisible()
    assert "some day" in dialog.problem
    assert dialog.text.toPlainText() == "Renn said no."
    dialog.lines["published"].setText("2025-11-04")
    dialog.accept()
    assert queries.totals(window.tag_view.connection).articles == 3
    assert window.tag_view.title.text() == "Renn said no"


def test_properties_stay_open_when_they_are_refused(window):
    dialog = window.commands.edit_article(window.tag_view.article_id)
    dialog.lines["note"].setText("a note")
    dialog.lines["published"].setText("some day")
    dialog.accept()
    assert (dialog.isVisible(), dialog.lines["note"].text()) == (True, "a note")
    dialog.reject()
    assert queries.article(window.tag_view.connection, window.tag_view.article_id).note == ""


def test_thinking_better_of_the_file_keeps_the_choice_of_columns(window, scripted_ask):
    scripted_ask.answers = [None]
    dialog = window.commands.export_sheet(window.tag_view.article_id)
    _press(dialog, "None")
    dialog.columns.item(2).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert dialog.isVisible()
    assert len(dialog.choice().columns) == 1
    dialog.reject()


def test_columns_are_moved_and_ticked_by_key_and_remembered(window, scripted_ask, tmp_path, qtbot):
    scripted_ask.answers = [tmp_path / "sheet.csv"]
    dialog = window.commands.export_sheet(window.tag_view.article_id)
    usual = dialog.choice().columns
    _press(dialog, "Move down")
    assert dialog.choice().columns[:2] == (usual[1], usual[0])
    _press(dialog, "Move up")
    assert dialog.choice().columns == usual
    _press(dialog, "None")
    assert not dialog.accept_button.isEnabled()
    for row in (3, 1):
        dialog.columns.item(row).setCheckState(Qt.CheckState.Checked)
    dialog.columns.setCurrentRow(3)
    _press(dialog, "Move up")
    _press(dialog, "Move up")
    _press(dialog, "Move up")
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        dialog.accept()
    again = window.commands.export_sheet(window.tag_view.article_id)
    assert again.choice().columns == (usual[3], usual[1])
    assert again.columns.count() == len(usual)
    again.reject()


def test_enter_in_the_export_dialog_goes_on_to_the_file(qtbot):
    dialog = ExportDialog(claims=1, here=1)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [button.text() for button in dialog.findChildren(QPushButton) if button.isDefault()] == ["Choose file…"]


def _press(dialog, text: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == text).click()


def _import(window, qtbot) -> None:
    """Take what the sheet before the import offers."""
    sheet = next(child for child in window.findChildren(ImportSheet) if child.isVisible())
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        sheet.accept()


def test_every_ambiguous_zone_and_what_was_imported_is_told(window, scripted_ask, tmp_path, qtbot):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"]
    paths[0].write_text("4 Nov 2025 10:00 IST\n\nRenn said no.", encoding="utf-8")
    paths[1].write_text("5 Nov 2025 10:00 IST\n\nRenn said yes.", encoding="utf-8")
    paths[2].write_bytes(b"\x89PNG\r\n\x1a\n....")
    scripted_ask.answers = [paths]
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        window.actions_by_key["article.import"].trigger()
    _import(window, qtbot)
    report = next(child for child in window.findChildren(ImportReportDialog) if child.isVisible())
    assert [row.outcome for row in report.report.rows] == ["failed", "imported", "imported"]
    assert all("The time zone IST can be several" in row.message for row in report.report.rows[1:])
    report.reject()


def test_an_imported_article_is_shown_unless_a_cell_is_being_typed_in(window, scripted_ask, tmp_path, qtbot):
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(f"Renn said {path.stem}.", encoding="utf-8")
    scripted_ask.answers = [[paths[0]]]
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        window.actions_by_key["article.import"].trigger()
    _import(window, qtbot)
    assert window.tag_view.title.text() == "Renn said one"
    window.tag_view.new_claim()
    qtbot.waitUntil(lambda: bool(QApplication.focusWidget().property("cell")))
    qtbot.keyClicks(QApplication.focusWidget(), "Tomas Renn")
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        window.importing.import_paths(paths[1:])
    _import(window, qtbot)
    assert window.page.side.articles.rowCount() == 4
    # What was typed was written when the sheet took the keyboard.
    claims = queries.claims_of_article(window.tag_view.connection, queries.article_ids(window.tag_view.connection)[2])
    assert [claim.speaker for claim in claims] == ["Tomas Renn"]


def test_files_dropped_without_a_project_are_answered(empty_window, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Renn said no.", encoding="utf-8")
    _drop(empty_window, QUrl.fromLocalFile(str(path)))
    assert "make one or open one" in empty_window.bar.text


def test_what_is_dropped_and_no_file_or_page_is_answered(window):
    _drop(window, QUrl("mailto:renn@example.org"))
    assert "nothing that could be imported" in window.bar.text


def test_a_dropped_project_is_opened_whatever_the_case_of_its_ending(empty_window, project):
    loud = project.rename(project.with_name("TALKS.CLAIMS"))
    _drop(empty_window, QUrl.fromLocalFile(str(loud)))
    assert empty_window.windowTitle().startswith("TALKS.CLAIMS")


def test_an_answer_for_a_closed_project_is_not_delivered(window, project, qtbot):
    answers = []
    assert window.lane.submit(project, "Counting …", lambda *_: 1, answers.append)
    window.open_project(project)
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        assert window.lane.submit(project, "Counting …", lambda *_: 2, answers.append)
    assert answers == [2]


@pytest.mark.parametrize("stop", [True, False])
def test_closing_while_something_runs_is_asked_about(window, project, scripted_ask, stop):
    going, over = threading.Event(), threading.Event()

    def work(_workspace, progress):
        going.set()
        while not over.wait(0.01):
            progress(1, 2)

    window.lane.submit(project, "Working …", work, list)
    assert going.wait(10)
    scripted_ask.answers = [stop]
    window.close()
    assert window.isVisible() is not stop
    assert scripted_ask.answers == []
    over.set()
    window.stop()
    assert not window.isVisible()


def test_views_are_offered_while_a_project_is_open(window, empty_window):
    buttons = window.top.views
    assert list(buttons) == [view.key for view in VIEWS]
    assert [key for key, button in buttons.items() if button.isChecked()] == ["tag"]
    assert all(button.isVisible() for button in buttons.values())
    for key, button in reversed(buttons.items()):
        button.click()
        assert button.isChecked()
        assert window.page.view is window.page.views[key]
        assert window.page.side.isVisible() == (key == "tag")
    assert window.tag_view.pane.hasFocus()
    window._close_project()
    assert not any(button.isVisible() for button in buttons.values())


def test_no_keys_are_named_where_there_is_no_article(empty_window, tmp_path):
    assert empty_window.status._hints.text() == ""
    empty_window.create_project(tmp_path / "new.claims")
    assert empty_window.status._hints.text() == ""
    assert empty_window.status.state.text() == "All changes saved"


def test_the_sentence_of_an_empty_place_is_whole(empty_window):
    sentence = empty_window._body.start.sentence
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


def test_the_list_of_articles_is_a_sound_model(session, qtmodeltester):
    model = ArticleListModel(session)
    qtmodeltester.check(model)
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole).startswith("Talks, ")


def test_a_title_that_is_cut_is_told_whole_and_plain(window, monkeypatch):
    article = window.tag_view.article_id
    window.session.run(EditArticle(article, {"title": "<b>Long</b> & " + "winding " * 20}))
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, *_: told.append(text))
    view = window.page.side.list
    index = view.model().index(window.page.side.articles.row_of(article))
    for shown in (index, view.model().index(1 - index.row())):
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        option.rect = view.visualRect(shown)
        place = option.rect.center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
        view.itemDelegate().helpEvent(event, view, option, shown)
    assert told[0].startswith("<p>&lt;b&gt;Long&lt;/b&gt; &amp; winding")
    assert told[1] == ""


def test_the_menu_of_the_list_from_the_keyboard_is_for_the_chosen_article(window, qtbot):
    view = window.page.side.list
    keyboard, mouse = QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse
    below = QPoint(5, view.viewport().height() - 2)
    for reason, signal in ((keyboard, window.page.side.menu_requested), (mouse, window.page.side.empty_menu_requested)):
        with qtbot.waitSignal(signal):
            QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, below, view.mapToGlobal(below)))
        QApplication.activePopupWidget().close()


def test_usual_second_shortcuts_work(window, qtbot):
    article = window.tag_view.article_id
    window.session.run(EditArticle(article, {"title": "Another"}))
    window.session.undo()
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.tag_view.title.text() == "Another"


def test_the_last_project_is_opened_again_even_when_it_is_gone(empty_window, project, tmp_path):
    preferences = Preferences(tmp_path / "other.json")
    assert first_project(None, preferences) is None
    preferences.opened(project)
    assert first_project(None, preferences) == project.resolve()
    assert first_project(tmp_path / "named.claims", preferences) == tmp_path / "named.claims"
    project.unlink()
    gone = first_project(None, preferences)
    assert empty_window.open_project(gone) is False
    assert str(gone) in empty_window.bar.text
    assert empty_window._body.pages.currentWidget() is empty_window._body.start


def test_a_size_of_text_that_is_no_number_is_set_aside(tmp_path):
    path = tmp_path / "preferences.json"
    path.write_text('{"version": 1, "zoom": NaN}', encoding="utf-8")
    assert Preferences(path).values.zoom == 1.0


def test_an_article_that_begins_with_its_text_has_its_caret_there(window, qtbot):
    dialog = window.commands.paste_article()
    dialog.text.setPlainText("Varga agreed. Dorn refused.")
    dialog.accept()
    assert window.status._position.text() == "Sentence 1 of 2"
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_Return)
    assert window.tag_view.table.claims.rowCount() == 1
