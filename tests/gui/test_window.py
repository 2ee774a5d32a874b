"""The window around the panes: projects, articles in, sheets out, what it says and how it looks."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.windows.import_report import ImportReportDialog
from claimtracker.gui.windows.import_sheet import ImportSheet
from claimtracker.storage import queries
from claimtracker.workspace import Workspace


def test_without_a_project_the_window_says_how_to_begin(empty_window):
    assert empty_window.windowTitle() == "Claim Tracker"
    assert not empty_window.actions_by_key["article.import"].isEnabled()
    assert empty_window.actions_by_key["project.new"].isEnabled()


def test_a_new_project_is_made_and_says_what_to_do_next(empty_window, scripted_ask, tmp_path):
    scripted_ask.answers = [tmp_path / "new.claims"]
    empty_window.actions_by_key["project.new"].trigger()
    assert (tmp_path / "new.claims").is_file()
    assert empty_window.windowTitle() == "new.claims – Claim Tracker"
    assert empty_window.page._middle.currentWidget() is empty_window.page._nothing


@pytest.mark.parametrize("content", [None, b"", b"no project"])
def test_a_file_that_cannot_be_opened_is_one_sentence(empty_window, tmp_path, content):
    path = tmp_path / "odd.claims"
    if content is not None:
        path.write_bytes(content)
    assert empty_window.open_project(path) is False
    assert str(path) in empty_window.bar.text
    assert empty_window.session is None


def test_the_article_last_shown_is_shown_again(window, project):
    window.actions_by_key["article.next"].trigger()
    shown = window.tag_view.article_id
    window.open_project(project)
    assert window.tag_view.article_id == shown


def test_files_are_imported_in_the_background_and_told(window, scripted_ask, tmp_path, qtbot):
    good, bad, known = tmp_path / "good.txt", tmp_path / "bad.txt", tmp_path / "known.txt"
    good.write_text("Renn said no.", encoding="utf-8")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n....")
    known.write_text("Varga left. Dorn stayed.", encoding="utf-8")
    scripted_ask.answers = [[good, bad, known]]
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        window.actions_by_key["article.import"].trigger()
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        next(child for child in window.findChildren(ImportSheet) if child.isVisible()).accept()
    report = next(child for child in window.findChildren(ImportReportDialog) if child.isVisible())
    assert [(row.outcome, row.title) for row in report.report.rows] == [
        ("failed", ""),
        ("imported", "Renn said no"),
        ("already there", "Later"),
    ]
    assert "bad.txt" in report.report.rows[0].message
    report.reject()
    assert queries.totals(window.tag_view.connection).articles == 3
    assert window.page.side.articles.rowCount() == 3
    window.actions_by_key["edit.undo"].trigger()
    assert window.page.side.articles.rowCount() == 2


def test_dropped_files_are_imported(window, tmp_path, qtbot):
    path = tmp_path / "dropped.txt"
    path.write_text("Renn said no.", encoding="utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        window.dropEvent(event)
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        next(child for child in window.findChildren(ImportSheet) if child.isVisible()).accept()
    assert queries.totals(window.tag_view.connection).articles == 3


def test_an_ambiguous_zone_is_asked_about_in_the_window(window, qtbot):
    dialog = window.commands.paste_article()
    dialog.text.setPlainText("4 Nov 2025 10:00 IST\n\nRenn said no. Varga said yes.")
    dialog.accept()
    assert "which IST is meant" in window.bar.text
    buttons = [window.bar._buttons.itemAt(place).widget() for place in range(window.bar._buttons.count())]
    assert [button.text() for button in buttons] == ["India (+05:30)", "Ireland (+01:00)", "Israel (+02:00)"]
    buttons[0].click()
    ids = queries.article_ids(window.tag_view.connection)
    published = {queries.article(window.tag_view.connection, article).published for article in ids}
    assert "2025-11-04T10:00:00+05:30" in published
    assert window.bar.text == ""


def test_the_properties_of_an_article_are_edited(window):
    dialog = window.commands.edit_article(window.tag_view.article_id)
    dialog.lines["title"].setText("Another title")
    dialog.accept()
    assert window.tag_view.title.text() == "Another title"
    assert queries.article(window.tag_view.connection, window.tag_view.article_id).title == "Another title"


def test_a_deleted_article_comes_back(window):
    shown = window.tag_view.article_id
    window.actions_by_key["article.delete"].trigger()
    assert window.page.side.articles.rowCount() == 1
    assert window.tag_view.article_id != shown
    window.actions_by_key["edit.undo"].trigger()
    assert window.page.side.articles.rowCount() == 2


def test_a_claim_sheet_is_exported_with_the_columns_chosen(window, scripted_ask, tmp_path, qtbot):
    target = tmp_path / "sheet.csv"
    scripted_ask.answers = [target]
    dialog = window.commands.export_sheet(window.tag_view.article_id)
    dialog._tick(Qt.CheckState.Unchecked)
    for row in range(dialog.columns.count()):
        keep = dialog.columns.item(row).data(Qt.ItemDataRole.UserRole) in {"speaker", "status"}
        dialog.columns.item(row).setCheckState(Qt.CheckState.Checked if keep else Qt.CheckState.Unchecked)
    with qtbot.waitSignal(window.lane.finished, timeout=10_000):
        dialog.accept()
    assert window.bar.text == "Exported 2 claims to sheet.csv. 2 of 2 quotes verified."
    with target.open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines)) == [["speaker", "status"], ["Ilse Varga", "supported"], ["Ana Dorn", "urged"]]


def test_a_copy_is_saved(window, scripted_ask, tmp_path):
    scripted_ask.answers = [tmp_path / "copy.claims"]
    window.actions_by_key["project.copy"].trigger()
    with Workspace.open(tmp_path / "copy.claims") as copy:
        assert queries.totals(copy.connection).claims == 2
    assert window.bar.text == "Saved a copy as copy.claims."


def test_what_another_process_writes_is_shown(window, project, qtbot):
    from tests.factories import make_article

    with Workspace.open(project, origin="cli") as other, qtbot.waitSignal(window.session.changed, timeout=5000):
        make_article(other, "Renn said no.")
    assert window.page.side.articles.rowCount() == 3
    assert window.actions_by_key["edit.undo"].iconText() == "Undo Import article (command line)"


def test_two_actions_share_a_shortcut_only_in_different_views(window):
    held = [spec.key for spec in ACTIONS for other in window.keys.holders(spec.key, spec.shortcut) if spec.shortcut]
    assert held == []


def test_every_action_is_in_a_menu_and_explained(window):
    in_menus = {action for menu in window.menuBar().actions() for action in menu.menu().actions()}
    for spec in ACTIONS:
        assert window.actions_by_key[spec.key] in in_menus
        assert spec.tip


def test_markup_in_an_article_stays_text(window):
    dialog = window.commands.paste_article()
    title = "<b>bold</b> & <img src='x'>"
    dialog.text.setPlainText("a < b and c > d said Renn. <script>alert(1)</script> is text.")
    dialog.lines["title"].setText(title)
    dialog.accept()
    ids = queries.article_ids(window.tag_view.connection)
    window.show_article(ids[-1])
    assert window.tag_view.title.text() == title
    assert window.tag_view.title.textFormat() == Qt.TextFormat.PlainText
    assert "a < b and c > d said Renn." in window.tag_view.pane.toPlainText()


def test_light_and_dark_are_really_light_and_dark(window, qtbot):
    shades = {}
    for choice in ("light", "dark"):
        window.actions_by_key[f"view.{choice}"].trigger()
        QApplication.processEvents()
        image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        points = [QPoint(x, y) for x in range(5, image.width(), 40) for y in range(5, image.height(), 40)]
        shades[choice] = sum(image.pixelColor(point).lightness() for point in points) / len(points)
    assert shades["light"] > 225
    assert shades["dark"] < 60


def test_every_control_has_a_name_for_screen_readers(window):
    for widget in window.findChildren(QWidget):
        takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if takes_keys and type(widget).__name__ not in {"QMenuBar", "QSplitter"}:
            text = widget.property("text") or widget.accessibleName()
            assert text, type(widget).__name__


def test_the_window_fits_a_small_screen(window):
    window.resize(1024, 640)
    assert window.size().width() == 1024
    assert window.size().height() == 640


def test_closing_leaves_one_plain_file(window, project):
    window.close()
    assert {path.name for path in project.parent.glob("talks*")} == {"talks.claims"}


def test_a_palette_change_from_the_system_is_no_reason_to_fail(window):
    QApplication.sendEvent(window.tag_view.pane, QEvent(QEvent.Type.PaletteChange))
    assert window.tag_view.pane.current == 1


def test_splitters_are_remembered_with_the_project(window, project):
    window.tag_view._panes.setSizes([400, 780])
    window.tag_view._right.setSizes([300, 400])
    before = window.tag_view._panes.sizes(), window.tag_view._right.sizes()
    window.open_project(project)
    QApplication.processEvents()
    assert (window.tag_view._panes.sizes(), window.tag_view._right.sizes()) == before


def test_projects_opened_lately_are_in_the_menu(window, project, tmp_path):
    window.create_project(tmp_path / "second.claims")
    recent = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "Open &recent")
    recent.aboutToShow.emit()
    assert [action.text().split(" — ")[0] for action in recent.actions()] == ["second", "talks"]
    recent.actions()[1].trigger()
    assert window.session.workspace.path.name == "talks.claims"


def test_a_project_that_is_full_of_damage_later_says_so_and_keeps_running(window, project):
    window.session.failed.emit("The disk that holds talks.claims is full; the last change was not kept.")
    assert "disk" in window.bar.text
    assert window.status.state.text() == "The last change was not kept"
    window.tag_view.pane.go_to(2)
    window.tag_view.flow.mark_read()
    assert window.status.state.text() == "All changes saved"


def test_the_window_stands_with_the_tag_view_and_the_others_are_made_when_they_are_wanted(empty_window, project, qtbot):
    assert empty_window.open_project(project)
    page = empty_window.page
    assert list(page._built) == ["tag"]
    page.show_view("review")
    assert list(page._built) == ["tag", "review"]
    # The pointer comes near the buttons of the views: what they are made of is loaded, not made.
    here = QPointF(5, 5)
    QApplication.sendEvent(empty_window.top, QEnterEvent(here, here, here))
    assert page._rest.isActive()
    qtbot.waitUntil(lambda: not page._rest.isActive())
    assert next(page._waiting, None) is None
    assert list(page._built) == ["tag", "review"]
    assert page.view is page.views["review"]


def test_a_key_that_is_no_view_leads_to_the_tag_view(window):
    window.page.show_view("nowhere")
    assert window.page.view is window.tag_view
    with pytest.raises(KeyError):
        window.page.views["nowhere"]
