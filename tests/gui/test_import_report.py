"""The report after an import: failures first, copied, saved, a way to each article; quick for a thousand files."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from claimtracker.domain.values import ArticleId
from claimtracker.domain.versions import CarriedCounts
from claimtracker.exchange.import_report import ImportReport, Outcome, ReportLine
from claimtracker.gui.models.import_report import ImportReportModel, rows_of_report
from claimtracker.gui.windows.import_report import ImportReportDialog
from claimtracker.storage import queries

LONG = "a-very-long-name-" * 12 + ".html"


@pytest.fixture
def report(window):
    first, second = queries.article_ids(window.session.workspace.connection)
    return ImportReport(
        (
            ReportLine("in/b.txt", Outcome.ALREADY_THERE, second, title="Later"),
            ReportLine(f"in/{LONG}", Outcome.IMPORTED, first, title="<b>Talks</b>", sentences=1234, published="2025"),
            ReportLine("in/c.txt", Outcome.NEW_VERSION, second, published="2025", carried=CarriedCounts(5, 1, 2, 1)),
            ReportLine("in/d.pdf", Outcome.FAILED, problem="in/d.pdf is damaged."),
            ReportLine("in/e.png", Outcome.PASSED_OVER, problem="in/e.png is no article."),
        )
    )


@pytest.fixture
def dialog(window, report):
    shown = window.importing.show_report(report)
    yield shown
    if isValid(shown):
        shown.close()


def _cells(dialog: ImportReportDialog, column: int) -> list[str]:
    return [dialog.report.index(row, column).data() for row in range(dialog.report.rowCount())]


def test_failures_come_first_and_each_row_tells_all(dialog):
    assert _cells(dialog, 1) == ["Failed", "New version", "Imported", "Already there", "Passed over"]
    assert _cells(dialog, 0) == ["d.pdf", "c.txt", LONG, "b.txt", "e.png"]
    assert _cells(dialog, 3)[2] == "1,234"
    assert _cells(dialog, 4)[0] == "Is damaged."
    assert dialog.whole.toPlainText() == "in/d.pdf is damaged."
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert "Claims carried over: 5 kept, 1 moved, 2 edited, 1 gone." in dialog.whole.toPlainText()


def test_enter_on_a_row_shows_its_article(window, dialog):
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.problem == "There is no article to show for this row."
    for _ in range(3):
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert window.tag_view.title.text() == "Later"
    assert [child for child in window.findChildren(ImportReportDialog) if child.isVisible()] == []


def test_the_selected_rows_are_copied(dialog):
    QTest.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[:2] for line in lines] == [["in/d.pdf", "failed"], ["in/c.txt", "new version"]]
    dialog.table.clearSelection()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy").click()
    assert len(QApplication.clipboard().text().splitlines()) == 5


def test_the_whole_report_is_saved(dialog, scripted_ask, tmp_path):
    scripted_ask.answers = [tmp_path / "report.csv", tmp_path / "nowhere" / "report.csv"]
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.problem == "Saved as report.csv."
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows][3] == "in/d.pdf"
    assert len(rows) == 5
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.problem.startswith("There is no folder")


def test_a_thousand_lines_are_a_model(qtmodeltester, theme):
    lines = [
        ReportLine(f"in/{number}.txt", Outcome.IMPORTED, ArticleId(number), title=f"Title {number}", sentences=3)
        for number in range(1000)
    ]
    rows = rows_of_report(ImportReport(tuple(lines)))
    qtmodeltester.check(ImportReportModel(rows), force_py=True)
    dialog = ImportReportDialog("What was imported", "1,000 imported", rows, theme)
    dialog.show()
    QTest.keyClick(dialog.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert dialog.table.currentIndex().row() == 999
    assert dialog.whole.toPlainText().startswith("in/999.txt\nTitle 999")
    dialog.close()
