"""Sheets and reports out of the Review view, written in the lane."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from claimtracker.exchange.samples import make_sample_project
from claimtracker.gui.windows.review_dialogs import ReportDialog, SheetDialog
from claimtracker.operations import DeleteFacts
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import changes


@pytest.fixture
def review(empty_window, tmp_path):
    """The Review view on the samples."""
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    assert empty_window.open_project(path)
    empty_window.actions_by_key["show.review"].trigger()
    return empty_window.page.views["review"]


@pytest.fixture
def opened(review, qtbot):
    """Tells the dialog of a kind that is open now, once it has the keyboard."""

    def find(kind):
        dialogs = (child for child in review.findChildren(QDialog) if isinstance(child, kind))
        found = next(dialog for dialog in dialogs if dialog.isVisible())
        qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
        return found

    return find


def _press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def said(empty_window, qtbot):
    """What the window says when a file is written, or could not be."""

    def wait():
        qtbot.waitUntil(lambda: not empty_window.lane.busy and empty_window.bar.isVisible())
        return empty_window.bar.text

    return wait


def test_e_in_the_changes_and_enter_export_them(review, opened, scripted_ask, said, tmp_path):
    path = tmp_path / "out.csv"
    scripted_ask.answers = [path]
    review.queue.take_focus()
    _press(Qt.Key.Key_E)
    dialog = opened(SheetDialog)
    assert not dialog.extents.button(1).isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    told = said()
    found = changes(review.connection)
    assert [row["kind"] for row in _rows(path)] == [str(one.change.kind) for one in found]
    assert told == f"Exported {len(found)} changes to out.csv, in {tmp_path}."


def test_only_what_the_filter_shows_goes_out_when_that_is_chosen(review, opened, scripted_ask, said, tmp_path):
    path = tmp_path / "out.csv"
    scripted_ask.answers = [path]
    review.bar.choose_speaker("Ana Dorn")
    review.bar.across.setCurrentIndex(1)
    review.state.refresh()
    review.context.actions["review.export"].trigger()
    dialog = opened(SheetDialog)
    assert dialog.choice().filtered
    _press(Qt.Key.Key_Down)
    assert dialog.choice().sheet == "matrix"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    told = said()
    assert list(_rows(path)[0]) == ["fact_code", "fact", "Ana Dorn"]
    assert "rows of the matrix to out.csv" in told


def test_who_chooses_no_file_is_back_in_the_dialog(review, opened, scripted_ask):
    scripted_ask.answers = [None]
    review.exports.ask_sheet("facts")
    dialog = opened(SheetDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    _press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_report_of_the_fact_at_hand_as_pdf(review, opened, scripted_ask, said, tmp_path):
    path = tmp_path / "report.pdf"
    scripted_ask.answers = [path]
    review.matrix.setFocus()
    review.matrix.setCurrentIndex(review.matrix.matrix.index(2, 0))
    review.context.actions["review.report"].trigger()
    dialog = opened(ReportDialog)
    assert dialog.one.isChecked()
    assert dialog.fact.currentText().startswith("F3  ")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    told = said()
    assert path.read_bytes().startswith(b"%PDF-")
    assert told == f"Wrote the report report.pdf, in {tmp_path}."


def test_a_report_of_the_changes_since_a_day_as_html(review, opened, scripted_ask, said, tmp_path):
    scripted_ask.answers = [tmp_path / "report"]
    review.exports.ask_report()
    dialog = opened(ReportDialog)
    dialog.since.setFocus()
    QTest.keyClicks(dialog.since, "2025-11-140")
    assert dialog.all.isChecked()
    _press(Qt.Key.Key_Return)
    assert "write it as 2025-11-04" in dialog.problem
    _press(Qt.Key.Key_Backspace)
    dialog.kinds.button(1).click()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    said()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "14 Nov 2025 or after" in page
    assert "Mikkel Brandt" not in page


def test_a_place_that_cannot_be_written_is_said(review, opened, scripted_ask, said, tmp_path):
    scripted_ask.answers = [tmp_path / "nowhere" / "report.pdf"]
    review.exports.ask_report()
    dialog = opened(ReportDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    told = said()
    assert "no folder" in told


def test_a_project_without_facts_has_only_changes_to_report(window):
    facts = queries.facts(window.session.workspace.connection)
    window.session.run(DeleteFacts(tuple(fact.id for fact in facts)))
    window.actions_by_key["show.review"].trigger()
    dialog = window.page.views["review"].exports.ask_report()
    assert (dialog.one.isEnabled(), dialog.all.isChecked()) == (False, True)
    dialog.close()
