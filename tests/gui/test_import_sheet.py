"""The sheet before an import: read beside the window, mended by keyboard, brought in as one step, or not at all."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit

from claimtracker.exchange.article_import import gather, read_sources
from claimtracker.exchange.import_plan import plan_import
from claimtracker.gui.models.import_sheet import SHEET_KEYS, CellText, ImportSheetModel
from claimtracker.gui.windows.import_commands import KEEP_ORIGINALS
from claimtracker.gui.windows.import_report import ImportReportDialog
from claimtracker.gui.windows.import_sheet import ImportSheet
from claimtracker.storage import queries
from claimtracker.storage.originals import original_of_article
from tests.factories import TALKS, make_article

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _texts(folder, **texts: str):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def _dialog(window, kind=QDialog):
    return next((child for child in window.findChildren(kind) if child.isVisible()), None)


@pytest.fixture
def opened(window, qtbot):
    """Reads paths and gives the sheet that is shown for them."""

    def read(*paths) -> ImportSheet:
        with qtbot.waitSignal(window.lane.finished, timeout=20_000):
            window.importing.import_paths(list(paths))
        sheet = _dialog(window, ImportSheet)
        assert sheet is not None
        return sheet

    yield read
    for dialog in window.findChildren(ImportSheet):
        dialog.may_close = None
        dialog.close()


@pytest.fixture
def no_network(monkeypatch):
    """What would have been fetched: nothing leaves this machine in a test."""
    asked = []
    monkeypatch.setattr("claimtracker.exchange.fetching.fetch", lambda *args, **_: asked.append(args))
    return asked


class _Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"Fees rise again\n\n4 November 2025\n\nRenn said no.")

    def log_message(self, *_):
        pass


@pytest.fixture
def local_page():
    """The address of a page on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/fees"
        server.shutdown()
        thread.join()


@pytest.fixture
def articles(window):
    def read():
        connection = window.session.workspace.connection
        return {one.title: one for one in (queries.article(connection, key) for key in queries.article_ids(connection))}

    return read


def _type(table, row: int, key: str, text: str, end=Qt.Key.Key_Return) -> None:
    """Go to a cell and type over it."""
    table.ranges.go(row, SHEET_KEYS.index(key))
    QTest.keyClicks(table, text[:1])
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, end)


def _import(window, sheet, qtbot) -> None:
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        QTest.keyClick(sheet.table, Qt.Key.Key_Return, CONTROL)


def test_one_plain_article_takes_one_key_more_than_choosing_it(window, scripted_ask, tmp_path, qtbot, articles):
    path = tmp_path / "fees.txt"
    path.write_text("Harbour fees rise\n\n4 November 2025\n\nRenn said no to that.", encoding="utf-8")
    scripted_ask.answers = [[path]]
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        QTest.keyClick(window.tag_view.pane, Qt.Key.Key_I, CONTROL)
    sheet = _dialog(window, ImportSheet)
    assert sheet.table.hasFocus()
    assert sheet.accept_button.text() == "Import 1 article"
    _import(window, sheet, qtbot)
    assert articles()["Harbour fees rise"].published == "2025-11-04"
    assert window.bar.text == "Imported 1 article."
    assert window.tag_view.title.text() == "Harbour fees rise"
    assert _dialog(window) is None


def test_what_was_read_is_told_row_by_row(opened, tmp_path, session):
    make_article(session.workspace, "Renn was there before.", title="Before")
    folder = _texts(tmp_path / "in", a="Renn said no.", b="Renn was there before.", c="Renn said no.", d="  ")
    (folder / "e.png").write_bytes(b"x")
    sheet = opened(folder).sheet
    assert [sheet.text(row, "standing") for row in range(sheet.count)] == [
        "New",
        "Already there",
        "The same twice",
        "Cannot be read",
    ]
    assert [sheet.index(row, 0).data() for row in range(sheet.count)] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert sheet.index(3, SHEET_KEYS.index("title")).data() == "Holds no text."
    assert sheet.summary() == "4 texts: 1 new, 2 already there, 1 cannot be read, 1 no article by its name"


def test_cells_are_mended_by_keyboard_and_imported_as_one_step(window, opened, tmp_path, qtbot, articles):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no.", b="Dorn said yes.", c="Varga said maybe."))
    table = sheet.table
    assert (table.currentIndex().row(), SHEET_KEYS[table.currentIndex().column()]) == (0, "title")
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "!")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert SHEET_KEYS[table.currentIndex().column()] == "source"
    _type(table, 0, "source", "Coast Wire")
    assert table.currentIndex().row() == 1
    table.ranges.go(0, SHEET_KEYS.index("source"))
    QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_D, CONTROL)
    _type(table, 2, "published", "4 Nov 2025")
    table.ranges.go(1, 0)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert sheet.accept_button.text() == "Import 2 articles"
    _import(window, sheet, qtbot)
    report = _dialog(window, ImportReportDialog)
    assert [row.title for row in report.report.rows] == ["Renn said no!", "Varga said maybe"]
    report.reject()
    found = articles()
    assert found["Renn said no!"].source == found["Varga said maybe"].source == "Coast Wire"
    assert found["Varga said maybe"].published == "2025-11-04"
    assert "Dorn said yes" not in found
    window.actions_by_key["edit.undo"].trigger()
    assert set(articles()) == {"Talks", "Later"}


def test_a_date_that_cannot_be_read_stays_in_its_cell(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no."))
    _type(sheet.table, 0, "published", "next Tuesday")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "next Tuesday"
    assert sheet.problem.startswith("The date “next Tuesday” of ")
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert sheet.isVisible()
    assert sheet.sheet.rows[0].values["published"] == ""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert sheet.isVisible()


def test_what_is_typed_goes_in_with_ctrl_enter(window, opened, tmp_path, qtbot, articles):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no."))
    sheet.table.ranges.go(0, SHEET_KEYS.index("title"))
    QTest.keyClicks(sheet.table, "R")
    QTest.keyClicks(QApplication.focusWidget(), "efusal")
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    assert "Refusal" in articles()


def test_a_column_is_pasted_all_or_nothing(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no.", b="Dorn said yes."))
    table = sheet.table
    table.ranges.go(0, SHEET_KEYS.index("published"))
    QApplication.clipboard().setText("31/10/2025\n04/11/2025\n")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    assert [row.values["published"] for row in sheet.sheet.rows] == ["2025-10-31", "2025-11-04"]
    QApplication.clipboard().setText("2025-10-01\nsoon\n")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    assert "“soon”" in sheet.problem
    assert [row.values["published"] for row in sheet.sheet.rows] == ["2025-10-31", "2025-11-04"]
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)
    assert [row.values["published"] for row in sheet.sheet.rows] == ["", ""]
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "\r\n"


def test_outlet_and_date_are_set_for_the_selected_rows(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no.", b="Dorn said yes.", c="Varga said maybe."))
    QTest.keyClick(sheet.table, Qt.Key.Key_Down, SHIFT)
    sheet.outlet.setFocus()
    QTest.keyClicks(sheet.outlet, "Coast Wire")
    QTest.keyClicks(sheet.date, "2025-11-04")
    QTest.keyClick(sheet.date, Qt.Key.Key_Return)
    assert sheet.isVisible()
    assert [(row.values["source"], row.values["published"]) for row in sheet.sheet.rows] == [
        ("Coast Wire", "2025-11-04"),
        ("Coast Wire", "2025-11-04"),
        ("", ""),
    ]
    assert sheet.counts.text() == "Outlet set for 2 rows; Published set for 2 rows."


def test_a_new_version_is_proposed_and_can_be_a_new_article(window, opened, tmp_path, qtbot, articles):
    sheet = opened(_texts(tmp_path / "in", a=TALKS + "\n\nVarga left on Monday."))
    assert sheet.sheet.text(0, "standing") == "New version of “Talks”"
    assert "claims of the version before" in sheet.about.toPlainText()
    sheet.table.ranges.go(0, SHEET_KEYS.index("standing"))
    QTest.keyClick(sheet.table, Qt.Key.Key_F2)
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    assert [box.itemText(place).partition(" (")[0] for place in range(box.count())] == [
        "A new article",
        "A new version of “Talks”",
    ]
    box.setCurrentIndex(0)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert sheet.sheet.text(0, "standing") == "New, or a version?"
    QTest.keyClick(sheet.table, Qt.Key.Key_Z, CONTROL)
    _import(window, sheet, qtbot)
    report = _dialog(window, ImportReportDialog)
    (row,) = report.report.rows
    assert row.outcome == "new version"
    assert "Claims carried over: 2 kept, 0 moved, 0 edited, 0 gone." in row.message
    report.reject()


def test_an_ambiguous_time_zone_is_a_choice(window, opened, tmp_path, qtbot, articles):
    sheet = opened(_texts(tmp_path / "in", a="Fees rise\n\n4 Nov 2025 10:00 IST\n\nRenn said no."))
    column = SHEET_KEYS.index("published")
    assert sheet.sheet.index(0, column).data() == "2025-11-04 (which IST?)"
    sheet.table.ranges.go(0, column)
    QTest.keyClick(sheet.table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    qtbot.waitUntil(lambda: editor.offering)
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert sheet.sheet.index(0, column).data() == "2025-11-04 10:00 +05:30"
    _import(window, sheet, qtbot)
    assert articles()["Fees rise"].published == "2025-11-04T10:00:00+05:30"
    assert window.bar.text == "Imported 1 article."


def test_a_zone_that_nobody_chose_is_asked_about_afterwards(window, opened, tmp_path, qtbot):
    sheet = opened(_texts(tmp_path / "in", a="Fees rise\n\n4 Nov 2025 10:00 IST\n\nRenn said no."))
    _import(window, sheet, qtbot)
    assert "which IST is meant" in window.bar.text


def test_escape_leaves_nothing_behind_and_asks_before_it_throws_work_away(
    window, opened, tmp_path, scripted_ask, articles
):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no."))
    _type(sheet.table, 0, "source", "Coast Wire")
    scripted_ask.answers = [False, True]
    QTest.keyClick(sheet.table, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    QTest.keyClick(sheet.table, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert set(articles()) == {"Talks", "Later"}
    assert window.session.workspace.undo_label != "Import article"


def test_a_sheet_that_was_not_touched_closes_at_once(opened, tmp_path, scripted_ask):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no."))
    QTest.keyClick(sheet.table, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert scripted_ask.answers == []


def test_an_import_that_is_stopped_gives_the_sheet_back(window, opened, tmp_path, qtbot, articles):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no."))
    _type(sheet.table, 0, "source", "Coast Wire")
    # Somebody else writes: it cannot be done before it is stopped.
    with closing(sqlite3.connect(window.session.workspace.path)) as other:
        other.execute("begin immediate")
        sheet.accept()
        with qtbot.waitSignal(window.lane.finished, timeout=20_000):
            window.lane.cancel()
            other.execute("rollback")
    assert "Renn said no" not in articles()
    assert sheet.isVisible()
    assert sheet.problem == "Stopped; nothing of it was kept."
    assert sheet.sheet.rows[0].values["source"] == "Coast Wire"


def test_the_files_are_kept_on_request_and_that_is_remembered(window, opened, tmp_path, qtbot, articles):
    folder = _texts(tmp_path / "in", a="Renn said no.")
    sheet = opened(folder)
    assert not sheet.keep.isChecked()
    QTest.keyClick(sheet.keep, Qt.Key.Key_Space)
    _import(window, sheet, qtbot)
    found = articles()["Renn said no"]
    assert original_of_article(window.session.workspace.connection, found.id).kept
    assert window.session.workspace.recall(KEEP_ORIGINALS) == "yes"
    window.show_article(found.id)
    properties = window.commands.edit_article(found.id)
    told = " ".join(label.text() for label in properties.findChildren(type(properties.findChild(object, "muted"))))
    assert "Read from a.txt, kept in the project" in told
    properties.reject()
    out = tmp_path / "out.txt"
    window._ask.answers = [out]
    window.actions_by_key["article.save_original"].trigger()
    assert out.read_bytes() == (folder / "a.txt").read_bytes()
    assert "Saved out.txt" in window.bar.text


def test_an_original_that_was_not_kept_is_not_offered(window):
    assert window.tag_view.article_id is not None
    assert not window.actions_by_key["article.save_original"].isEnabled()


def test_what_is_there_already_needs_no_sheet(window, tmp_path, qtbot):
    folder = _texts(tmp_path / "in", a=TALKS)
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.importing.import_paths([folder / "a.txt"])
    assert _dialog(window) is None
    assert window.bar.text == "1 text already here: “Talks”."


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(window, tmp_path, qtbot):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 rubbish")
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.importing.import_paths([tmp_path / "a.pdf"])
    assert "a.pdf could not be read as a PDF" in window.bar.text
    assert _dialog(window) is None


def test_a_batch_that_failed_as_a_whole_goes_to_the_report(window, tmp_path, qtbot):
    folder = _texts(tmp_path / "in", a=" ", b="\n")
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.importing.import_paths([folder])
    report = _dialog(window, ImportReportDialog)
    assert [row.outcome for row in report.report.rows] == ["failed", "failed"]
    report.reject()


def test_an_empty_folder_is_answered(window, tmp_path, qtbot, scripted_ask):
    (tmp_path / "in").mkdir()
    scripted_ask.answers = [tmp_path / "in"]
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.actions_by_key["article.import_folder"].trigger()
    assert window.bar.text == "There is no file in it that could be imported."


def test_markup_and_turned_letters_are_shown_for_what_they_are(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="<b>Bold</b> & \u202eevil\u202c said a < b.\n\n<img src=x> stays."))
    assert sheet.preview.toPlainText() == "<b>Bold</b> & ⇆evil⇆ said a < b.\n\n<img src=x> stays."
    assert "<b>Bold" in sheet.sheet.index(0, SHEET_KEYS.index("title")).data()


def test_the_kinds_of_sentences_are_named_in_the_preview(opened, tmp_path):
    page = tmp_path / "page.html"
    body = "".join(
        f"<p>Renn said on Monday that number {n} was wrong, and that no talks were held.</p>" for n in range(6)
    )
    page.write_text(
        f"<html><head><title>Fees</title></head><body><article><h1>Fees rise</h1>{body}<h2>What next</h2>{body}"
        "</article></body></html>",
        encoding="utf-8",
    )
    assert "Heading  What next" in opened(page).preview.toPlainText()


def test_a_zip_is_read_like_a_folder(opened, tmp_path):
    with zipfile.ZipFile(tmp_path / "batch.zip", "w") as made:
        made.writestr("monday/a.txt", "Renn said no.")
        made.writestr("tuesday/b.txt", "Dorn said yes.")
    sheet = opened(tmp_path / "batch.zip").sheet
    assert [sheet.index(row, 0).data() for row in range(2)] == ["monday/a.txt", "tuesday/b.txt"]


def test_f6_reaches_every_part(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no.", b="Dorn said yes."))
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert seen == [sheet.table, sheet.preview, sheet.about, sheet.keep, sheet.accept_button, sheet.outlet]
    assert sheet.table.hasFocus()
    QTest.keyClick(sheet.table, Qt.Key.Key_F6, SHIFT)
    assert sheet.outlet.hasFocus()


def test_a_click_on_the_tick_leaves_a_row_out(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no.", b="Dorn said yes."))
    place = sheet.table.visualRect(sheet.sheet.index(1, 0))
    QTest.mouseClick(sheet.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(14, place.center().y()))
    assert [row.taken for row in sheet.sheet.rows] == [True, False]


def test_a_cell_that_cannot_be_changed_says_why(opened, tmp_path):
    sheet = opened(_texts(tmp_path / "in", a="Renn said no.", b=TALKS))
    sheet.table.ranges.go(1, SHEET_KEYS.index("title"))
    QTest.keyClicks(sheet.table, "x")
    assert sheet.problem == "What is already there stays as it is; Article properties change it."
    sheet.table.ranges.go(0, SHEET_KEYS.index("file"))
    QTest.keyClick(sheet.table, Qt.Key.Key_F2)
    assert sheet.problem == "“File” cannot be changed."


def _drop(window, mime: QMimeData) -> None:
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(10, 10), copy, mime, left, none))


def test_a_dropped_folder_is_read(window, tmp_path, qtbot):
    folder = _texts(tmp_path / "in", a="Renn said no.", b="Dorn said yes.")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        _drop(window, mime)
    sheet = _dialog(window, ImportSheet)
    assert sheet.sheet.count == 2
    sheet.reject()


def test_dropped_words_go_into_the_form_for_pasting(window):
    mime = QMimeData()
    mime.setText("Renn said no.\n\nDorn said yes.")
    mime.setHtml("<p>Renn said <b>no</b>.</p>")
    _drop(window, mime)
    form = _dialog(window)
    assert form.text.toPlainText() == "Renn said no.\n\nDorn said yes."
    form.reject()


@pytest.mark.parametrize("as_url", [True, False])
def test_a_dropped_link_is_not_fetched_before_it_is_confirmed(window, as_url, no_network):
    mime = QMimeData()
    if as_url:
        mime.setUrls([QUrl("https://example.org/a.html")])
    else:
        mime.setText("https://example.org/a.html")
    _drop(window, mime)
    form = _dialog(window)
    assert form.address == "https://example.org/a.html"
    assert not window.lane.busy
    QTest.keyClick(form.line, Qt.Key.Key_Escape)
    assert no_network == []


def test_an_address_that_is_none_is_refused_in_the_form(window, no_network):
    window.actions_by_key["article.import_address"].trigger()
    form = _dialog(window)
    assert not form.accept_button.isEnabled()
    QTest.keyClicks(form.line, "ftp://example.org/a")
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    assert "is not the address of a web page" in form.problem
    form.reject()
    assert no_network == []


def test_an_address_is_read_when_it_is_confirmed(window, local_page, qtbot, articles):
    window.actions_by_key["article.import_address"].trigger()
    form = _dialog(window)
    QTest.keyClicks(form.line, local_page)
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        QTest.keyClick(form.line, Qt.Key.Key_Return)
    sheet = _dialog(window, ImportSheet)
    assert sheet.sheet.text(0, "url") == local_page
    _import(window, sheet, qtbot)
    assert articles()["Fees rise again"].url == local_page


@pytest.fixture
def planned(session, tmp_path):
    folder = _texts(tmp_path / "in", **{f"t{number:04}": f"Renn said number {number}." for number in range(1000)})
    connection = session.workspace.connection
    return plan_import(connection, read_sources(gather([folder])))


def test_a_thousand_rows_are_a_model_and_one_step_each(planned, qtmodeltester, theme):
    sheet = ImportSheetModel(planned)
    qtmodeltester.check(sheet, force_py=True)
    told = []
    sheet.changed.connect(lambda: told.append(1))
    sheet.set_cells(CellText(row, "source", "Coast Wire") for row in range(1000))
    assert told == [1]
    assert {row.values["source"] for row in sheet.rows} == {"Coast Wire"}
    sheet.undo()
    assert {row.values["source"] for row in sheet.rows} == {""}
    dialog = ImportSheet(planned, theme, keep_originals=False)
    dialog.show()
    QTest.keyClick(dialog.table, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert not dialog.accept_button.isEnabled()
    assert dialog.counts.text() == "1,000 texts: 1,000 left out"
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog.table, Qt.Key.Key_End, CONTROL)
    assert dialog.table.currentIndex().row() == 999
    dialog.close()
