"""Views on a project with thousands of claims: what goes through all of them is asked beside the window's thread."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.values import SpeakerId
from claimtracker.gui.delegates.claim_cell import row_height
from claimtracker.gui.models import review_search
from claimtracker.gui.models.matrix import CELL_ROLE
from claimtracker.gui.models.speakers_table import KEYS, SpeakersTableModel
from claimtracker.gui.reader import GiveWay
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.speaker_dialogs import SplitDialog
from claimtracker.operations import EditClaims, EditSpeaker, MergeSpeakers
from claimtracker.storage import queries
from claimtracker.storage.queries import newest
from claimtracker.storage.queries.changes import ChangeFilter, changes
from claimtracker.text.suggestion import Suggestion
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.steps import count_sql_steps

CLAIMS = 6000
FEW = CLAIMS * 4
"""Steps of SQLite that are fewer than it takes to look at every claim."""


@pytest.fixture
def large(tmp_path):
    return make_project(tmp_path / "large.claims", CLAIMS)


@pytest.fixture
def show(empty_window, large, qtbot):
    """Shows a view and waits until it is filled; tells it, and the steps that the window's own connection took."""
    assert empty_window.open_project(large)

    def shown(key: str, is_filled):
        views = []

        def act() -> None:
            empty_window.actions_by_key[f"show.{key}"].trigger()
            views.append(empty_window.page.view)
            qtbot.waitUntil(lambda: is_filled(views[0]), timeout=20_000)

        steps = count_sql_steps(empty_window.session.workspace.connection, act)
        return views[0], steps

    return shown


def speakers_filled(view) -> bool:
    waiting = view.likely.busy or view.panel.reader.busy or view.panel._ask_soon.isActive()
    return view.table.speakers.is_current and not waiting


def test_speakers_are_counted_beside_the_window(show):
    view, steps = show("speakers", speakers_filled)
    assert steps < FEW
    connection = view.connection
    everybody = queries.speaker_summaries(connection)
    model = view.table.speakers
    assert model.rowCount() == len(everybody) == model.total
    shown = [model.line_at(row) for row in range(model.rowCount())]
    assert sorted((one.speaker.id, one.speaker.claims, one.first_seen, one.last_seen) for one in shown) == sorted(
        (one.speaker.id, one.speaker.claims, one.first_seen, one.last_seen) for one in everybody
    )
    assert view.panel.counted.text().startswith(f"{shown[0].speaker.claims:,} claim")
    assert " in " in view.panel.counted.text()


def test_a_text_that_nobody_sees_is_not_asked_about(show, empty_window, qtbot):
    view, _ = show("tag", lambda view: view.pane.isVisible())
    waiting = view.flow.suggestions._reader
    qtbot.waitUntil(lambda: view.flow.suggestions._known and not view.panel._reader.busy, timeout=20_000)
    show("speakers", speakers_filled)
    empty_window.session.run(EditSpeaker(SpeakerId(1), {"name": "Somebody Else"}))
    view.panel.show_claim(view.table.claims.claim_at(0).id)
    qtbot.waitUntil(lambda: not view.panel._pause.isActive())
    assert not waiting.busy
    assert not view.panel._reader.busy
    show("tag", lambda view: view.pane.isVisible())
    qtbot.waitUntil(lambda: waiting.busy or view.flow.suggestions._known, timeout=20_000)
    qtbot.waitUntil(lambda: view.panel._reader.busy or len(view.panel.near) > 0, timeout=20_000)


def test_the_order_of_speakers_is_found_beside_the_window(show, qtbot):
    view, _ = show("speakers", speakers_filled)
    model = view.table.speakers

    def sort_and_search() -> None:
        view.table.sortByColumn(KEYS.index("claims"), Qt.SortOrder.DescendingOrder)
        qtbot.waitUntil(lambda: speakers_filled(view), timeout=20_000)
        view.table.sortByColumn(KEYS.index("last_seen"), Qt.SortOrder.AscendingOrder)
        qtbot.waitUntil(lambda: speakers_filled(view), timeout=20_000)

    assert count_sql_steps(view.connection, sort_and_search) < FEW
    days = [model.line_at(row).last_seen for row in range(model.rowCount())]
    dated = [day for day in days if day]
    assert days == sorted(dated) + [""] * (len(days) - len(dated))
    first = model.line_at(0).speaker.name
    view.search.setText(first)
    qtbot.waitUntil(lambda: speakers_filled(view) and model.rowCount() < 20, timeout=20_000)
    assert first in {model.line_at(row).speaker.name for row in range(model.rowCount())}


def test_a_row_says_what_was_written_at_once_and_nobody_counts_for_it(show, empty_window, qtbot):
    view, _ = show("speakers", speakers_filled)
    model = view.table.speakers
    speaker = model.line_at(3).speaker
    view.table.setCurrentIndex(model.index(3, KEYS.index("role")))

    with qtbot.waitSignal(empty_window.session.changed) as written:
        empty_window.session.run(EditSpeaker(speaker.id, {"role": "Harbour master"}))
    assert model.index(3, KEYS.index("role")).data() == "Harbour master"
    qtbot.waitUntil(lambda: speakers_filled(view), timeout=20_000)

    def hear_of_it() -> None:
        empty_window.session.changed.emit(*written.args)
        qtbot.waitUntil(lambda: speakers_filled(view), timeout=20_000)

    assert count_sql_steps(view.connection, hear_of_it) < FEW
    assert view.table.current().speaker.id == speaker.id
    assert view.panel.known.text().startswith("Harbour master")


def test_who_is_split_off_is_at_hand_when_listed(show, empty_window, qtbot):
    view, _ = show("speakers", speakers_filled)
    speaker = view.table.speakers.line_at(5).speaker
    empty_window.session.run(EditSpeaker(speaker.id, {"aliases": "Aaa the First"}))
    view.table.select_speaker(speaker.id)
    view.split("Aaa the First")
    dialog = view.findChild(SplitDialog)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: speakers_filled(view), timeout=20_000)
    assert view.table.current().speaker.name == "Aaa the First"


def test_who_was_merged_away_is_gone_from_the_list_at_once(show, empty_window, qtbot):
    view, _ = show("speakers", speakers_filled)
    model = view.table.speakers
    stays, goes = model.line_at(0).speaker, model.line_at(1).speaker

    def merge() -> None:
        empty_window.session.run(MergeSpeakers(stays.id, (goes.id,)))
        assert model.row_of(goes.id) == -1

    merge()
    qtbot.waitUntil(lambda: speakers_filled(view), timeout=20_000)
    assert model.row_of(goes.id) == -1
    assert model.line_at(model.row_of(stays.id)).speaker.claims == stays.claims + goes.claims


def test_speakers_that_nobody_looks_at_are_not_counted(large, qapp):
    session = Session(Workspace.open(large, origin="gui"))
    model = SpeakersTableModel(session)
    session.run(EditSpeaker(queries.speakers(session.workspace.connection)[0].id, {"role": "Witness"}))
    assert not model.reader.busy
    assert model.rowCount() == 0
    session.close()


def test_a_question_that_is_not_wanted_any_more_stops_within_its_own_work(show, empty_window):
    """Likely duplicates are compared in Python, which no interrupt of SQLite reaches."""
    view, _ = show("speakers", speakers_filled)
    asked = []

    def compare_for_ever(_connection):
        way = GiveWay()
        asked.append(True)
        while True:
            way(0, 1)

    view.likely.reader.ask(compare_for_ever, lambda _: None)
    view.likely.reader.drain()
    assert not view.likely.reader.busy


def vocabulary_filled(view) -> bool:
    part = view.part
    waiting = part.table.entries.reader.busy or (part.likely is not None and part.likely.busy)
    return part.table.entries.is_current and not waiting


def test_claims_of_the_vocabulary_are_counted_beside_the_window(show, empty_window, qtbot):
    view, steps = show("vocabulary", vocabulary_filled)
    assert steps < FEW
    connection = view.connection

    def look_at_all() -> None:
        for key in ("tags", "coders", "statuses"):
            view.show_part(key)
            qtbot.waitUntil(lambda: vocabulary_filled(view), timeout=20_000)

    assert count_sql_steps(connection, look_at_all) < FEW
    counted = {
        "statuses": queries.statuses(connection, retired=True),
        "tags": queries.tags(connection),
        "coders": queries.coders(connection),
    }
    assert {key: list(part.table.entries.entries) for key, part in view.parts.items()} == counted


def test_statuses_are_in_order_at_once_and_counted_again_when_claims_have_others(show, empty_window, qtbot):
    view, _ = show("vocabulary", vocabulary_filled)
    table = view.part.table
    first, second = table.entries.entries[:2]
    table.select_entry(second.id)
    view.move(-1)
    assert [one.id for one in table.entries.entries[:2]] == [second.id, first.id]
    assert [one.claims for one in table.entries.entries[:2]] == [second.claims, first.claims]
    claims = queries.claims_by_status(view.connection)
    claim = queries.claim_ids(view.connection, queries.ClaimFilter(status=first.label))[0]
    with qtbot.waitSignal(empty_window.session.changed) as written:
        empty_window.session.run(EditClaims((claim,), {"status": second.label}))

    def hear_of_it() -> None:
        empty_window.session.changed.emit(*written.args)
        qtbot.waitUntil(lambda: vocabulary_filled(view), timeout=20_000)

    assert count_sql_steps(view.connection, hear_of_it) < FEW * 3 // 2
    assert table.entries.entry_at(0).claims == claims[second.id] + 1
    assert table.entries.entry_at(1).claims == claims[first.id] - 1


def review_filled(view) -> bool:
    return not view.state.busy and view.state.is_current


def test_changes_and_matrix_are_found_beside_the_window(show):
    view, steps = show("review", review_filled)
    assert steps < FEW * 2  # the claims of the first cards are read where they are painted
    assert view.state.matrix.facts
    assert view.state.since == ""
    found = changes(view.connection)
    assert [one.change.key for one in view.state.changes] == [one.change.key for one in found]


def test_the_matrix_stands_there_before_the_changes_are_found(show, empty_window, qtbot):
    view, _ = show("review", review_filled)
    state, table = view.state, view.matrix
    reset, shown = [], []
    table.matrix.modelReset.connect(lambda: reset.append(table.matrix.rowCount()))
    state.claims_found.connect(lambda: shown.append((state.is_current, len(state.matrix.facts))))
    speaker = next(entry.speaker for entries in state.matrix.cells.values() for entry in entries)
    rings = dict(state.reasons)
    state.set_filter(speaker=speaker)
    qtbot.waitUntil(lambda: review_filled(view), timeout=20_000)
    assert shown == [(False, len(state.matrix.facts))]
    assert reset == [table.matrix.rowCount()] == [len(state.matrix.facts)]
    assert 0 < len(state.reasons) < len(rings)
    ringed = {
        claim
        for row in range(table.matrix.rowCount())
        for column in range(table.matrix.columnCount())
        for claim in table.matrix.index(row, column).data(CELL_ROLE).ringed
    }
    assert ringed == set(state.reasons) & {one.claim_id for cell in state.matrix.cells.values() for one in cell}


def test_of_a_large_project_the_newest_claims_are_shown_and_that_is_said(show, monkeypatch, qtbot):
    monkeypatch.setattr(review_search, "newest_on_facts", partial(newest.newest_on_facts, most=300))
    view, _ = show("review", review_filled)
    state = view.state
    assert sum(len(entries) for entries in state.matrix.cells.values()) == 300
    said = [entry.said for entries in state.matrix.cells.values() for entry in entries]
    assert min(said) == state.since
    assert "newest" in view.described.text()
    fact = state.matrix.facts[0]
    state.set_filter(fact_id=fact.id)
    qtbot.waitUntil(lambda: review_filled(view), timeout=20_000)
    assert sum(len(entries) for entries in state.matrix.cells.values()) == fact.claims
    assert state.since == ""
    of_fact = changes(view.connection, ChangeFilter(fact_id=fact.id))
    assert {one.change.key for one in state.changes} == {one.change.key for one in of_fact}


def test_the_palette_opens_at_once_and_finds_names_when_they_are_read(show, empty_window, qtbot):
    show("vocabulary", vocabulary_filled)
    connection = empty_window.session.workspace.connection
    palette = empty_window.finder.palette
    name = queries.speaker_names(connection)[0]

    def find() -> None:
        empty_window.actions_by_key["palette.open"].trigger()
        assert palette.isVisible()
        palette.line.setText(f"@{name}")
        qtbot.waitUntil(lambda: palette.current() is not None, timeout=20_000)

    assert count_sql_steps(connection, find) < FEW
    assert palette.current().name == name
    palette.put_away()


def test_positions_of_a_speaker_are_read_beside_the_window(show, empty_window, qtbot):
    view, _ = show("review", review_filled)
    view.grab()  # the claims of the first cards are read where they are painted

    def look() -> None:
        view.show_mode("speaker")
        qtbot.waitUntil(lambda: not view.positions.reader.busy and bool(view.positions.speaker), timeout=20_000)

    assert count_sql_steps(view.connection, look) < FEW
    counts = {one.name: one.claims for one in queries.speakers(view.connection)}
    assert counts[view.positions.speaker] == max(counts.values())
    assert view.positions.table.rows.rowCount() > 1


def test_a_line_is_shown_by_the_names_at_hand_while_they_are_read_again(show, empty_window, qtbot):
    view, _ = show("tag", lambda view: view.flow.suggestions.glance() != Suggestion())
    flow, speaker = view.flow, queries.speakers(empty_window.session.workspace.connection, counted=False)[0]
    flow.bar.fill("zora > denied")
    assert "Zora Quist" not in flow.bar.preview.text
    with qtbot.waitSignal(flow.suggestions.changed):
        empty_window.session.run(EditSpeaker(speaker.id, {"name": "Zora Quist"}))
        flow.bar.fill("zora q > denied")
        assert "Zora Quist" not in flow.bar.preview.text
    assert "Zora Quist" in flow.bar.preview.text
    assert flow.suggestions.resolved("zora > denied").speaker.text == "Zora Quist"


def test_a_claim_far_down_is_seen_whole_though_the_rows_above_it_turn_out_to_be_higher(empty_window, large):
    assert empty_window.open_project(large)
    page, table = empty_window.page, empty_window.tag_view.table
    claims = queries.claims_of_article(page.tag_view.connection, page.tag_view.article_id)
    for claim in (claims[len(claims) // 2], claims[5], claims[-1]):
        page.show_view("claims")
        page.show_claim(claim.id)
        QApplication.processEvents()
        row = table.currentIndex().row()
        top = table.rowViewportPosition(row)
        assert table.current_claim_id() == claim.id
        assert table.rowHeight(row) > row_height(table.fontMetrics(), 1)
        assert 0 <= top <= table.viewport().height() - table.rowHeight(row)
