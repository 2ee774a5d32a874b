"""A claim sheet that somebody else made: its columns mapped, its rows seen before they come in, one step, a report."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from claimtracker.domain.values import ArticleId, Span
from claimtracker.exchange.claim_sheet import export_sheet
from claimtracker.exchange.foreign_sheet import PreviewRow, RowOutcome
from claimtracker.gui.models.mapping_preview import MappingPreviewModel
from claimtracker.gui.windows.import_report import ImportReportDialog
from claimtracker.gui.windows.mapping_dialog import MappingDialog
from claimtracker.storage import queries

CONTROL = Qt.KeyboardModifier.ControlModifier
THEIRS = """Who,Quote,Headline,Remark,Whatever
Ilse Varga,denied there were any disagreements,Talks,,x
Renn,Dorn stayed,Later,A note,y
Renn,nobody said this,Later,,z
"""


def _dialog(window, kind):
    return next((child for child in window.findChildren(kind) if child.isVisible()), None)


@pytest.fixture
def opened(window, scripted_ask, tmp_path, qtbot):
    """Brings a sheet in and gives the mapping that is asked for, its rows looked at."""

    def show(content: str, *, settled: bool = True) -> MappingDialog:
        path = tmp_path / "theirs.csv"
        path.write_text(content, encoding="utf-8")
        scripted_ask.answers = [path]
        with qtbot.waitSignal(window.lane.finished, timeout=20_000):
            window.actions_by_key["sheet.import"].trigger()
        dialog = _dialog(window, MappingDialog)
        if settled:
            qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
        return dialog

    yield show
    for dialog in window.findChildren(MappingDialog):
        dialog.close()


def _cells(dialog, column: int) -> list[str]:
    return [dialog.rows.index(row, column).data() for row in range(dialog.rows.rowCount())]


def test_the_proposal_is_chosen_and_the_rows_are_seen(opened):
    dialog = opened(THEIRS)
    assert {key: dialog.mapping[key] for key in ("speaker", "words", "article_title")} == {
        "speaker": "Who",
        "words": "Quote",
        "article_title": "Headline",
    }
    assert dialog._samples["speaker"].text() == "Ilse Varga · Renn · Renn"
    assert _cells(dialog, 1) == ["New", "New", "Cannot be placed"]
    assert _cells(dialog, 2)[2] == "“nobody said this” is not in “Later”."
    assert dialog.accept_button.text() == "Import 2 claims"
    assert dialog.told.text() == (
        "2 claims would come in, 0 are already there, 1 row cannot be placed. 1 new speaker: “Renn”."
        " Not taken: “Whatever”."
    )


def test_the_rows_come_in_as_one_step_with_a_report(window, opened, qtbot, scripted_ask, tmp_path):
    dialog = opened(THEIRS)
    connection = window.session.workspace.connection
    before = queries.totals(connection).claims
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return, CONTROL)
    assert queries.totals(connection).claims == before + 2
    report = _dialog(window, ImportReportDialog)
    assert [row.outcome for row in report.report.rows] == ["refused", "claim added", "claim added"]
    scripted_ask.answers = [tmp_path / "report.csv"]
    QTest.keyClick(report, Qt.Key.Key_S, CONTROL)
    assert "nobody said this" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    QTest.keyClick(report.table, Qt.Key.Key_Down)
    QTest.keyClick(report.table, Qt.Key.Key_Down)
    QTest.keyClick(report.table, Qt.Key.Key_Return)
    assert window.tag_view.title.text() == "Later"
    window.actions_by_key["edit.undo"].trigger()
    assert queries.totals(connection).claims == before


def test_another_choice_is_looked_at_at_once(opened, qtbot):
    dialog = opened(THEIRS)
    box: QComboBox = dialog.choices["speaker"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert "speaker" not in dialog.mapping
    assert dialog.found is None
    assert not dialog.accept_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
    assert _cells(dialog, 3) == ["", "", ""]


def test_a_mapping_that_finds_no_words_says_so(opened, qtbot):
    dialog = opened("Who,When\nRenn,2025\n", settled=False)
    qtbot.waitUntil(lambda: bool(dialog.problem))
    assert dialog.problem.startswith("Nothing finds the words of the claims")
    assert not dialog.accept_button.isEnabled()


def test_rows_that_name_no_article_are_about_the_one_that_is_shown(window, opened, qtbot):
    dialog = opened("Who,Quote\nRenn,denied there were any disagreements\n")
    assert dialog.here.isChecked()
    assert _cells(dialog, 1) == ["New"]
    QTest.keyClick(dialog.here, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
    assert _cells(dialog, 2) == ["Nothing tells which article it is about."]


def test_escape_brings_nothing_in(window, opened):
    before = queries.totals(window.session.workspace.connection).claims
    dialog = opened(THEIRS)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert queries.totals(window.session.workspace.connection).claims == before


def test_our_own_sheet_needs_no_mapping(window, scripted_ask, tmp_path, qtbot):
    export_sheet(window.session.workspace.connection, tmp_path / "ours.csv")
    scripted_ask.answers = [tmp_path / "ours.csv"]
    with qtbot.waitSignal(window.lane.finished, timeout=20_000):
        window.actions_by_key["sheet.import"].trigger()
    assert window.bar.text == "The sheet added 0 claims and changed 0; 2 were the same."
    assert _dialog(window, MappingDialog) is None


def test_many_rows_are_counted_beyond_those_shown(opened):
    rows = "".join(f"Person {number},denied there were any disagreements,Talks\n" for number in range(700))
    dialog = opened(f"Who,Quote,Headline\n{rows}")
    assert dialog.rows.rowCount() == 500
    assert dialog.accept_button.text() == "Import 700 claims"
    assert "700 new speakers" in dialog.told.text()
    assert dialog.told.text().endswith("The first 500 rows are shown.")


def test_the_preview_is_a_model(qtmodeltester):
    model = MappingPreviewModel()
    model.show(
        [
            PreviewRow("a.csv, line 2", RowOutcome.NEW, ArticleId(1), (Span(0, 4),), "<b>Renn", {"speaker": "Renn"}),
            PreviewRow("a.csv, line 3", RowOutcome.REFUSED, problem="a.csv, line 3: it is not there."),
        ]
    )
    qtmodeltester.check(model, force_py=True)
    assert model.index(1, 2).data() == "It is not there."
    assert model.whole(0) == "a.csv, line 2\n<b>Renn\nspeaker: Renn"
