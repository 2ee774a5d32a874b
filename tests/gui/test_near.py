"""While a claim is typed the earlier ones like it are shown, and a key links it to the fact of one of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import EditClaims
from claimtracker.storage import queries

_ALT = Qt.KeyboardModifier.AltModifier
_NEAR = "EARLIER CLAIMS LIKE THIS ONE — Alt+1–5 links"


@pytest.fixture
def tag(empty_window, tmp_path):
    """The Tag view on the samples, at a claim without a fact."""
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    assert empty_window.open_project(path)
    return empty_window.page.tag_view


def _claim(tag, assertion):
    ids = queries.claim_ids(tag.connection, queries.ClaimFilter())
    return next(claim for claim in queries.claims(tag.connection, ids) if claim.assertion.startswith(assertion))


def _now(tag, claim):
    return queries.claim(tag.connection, claim.id)


def _open_assertion(tag, claim):
    tag.article_requested.emit(claim.article_id)
    tag.select_claim(claim.id)
    tag.table.setFocus()
    tag.table._edit_column("assertion")
    return QApplication.focusWidget()


def _looked(qtbot, tag, title):
    qtbot.waitUntil(lambda: tag.panel.title == title)


def test_typing_in_the_cell_shows_what_is_like_it_with_its_facts(tag, qtbot):
    claim = _claim(tag, "There are disagreements")
    editor = _open_assertion(tag, claim)
    before = tag.panel.title
    assert before.startswith("THIS CLAIM ACROSS ARTICLES")
    QTest.keyClicks(editor, "Spending on the harbour should rise 8.2%")
    _looked(qtbot, tag, _NEAR)
    near = tag.panel.near
    assert 0 < len(near) <= 5
    assert "harbour spending" in near[0].assertion.casefold()
    assert near[0].fact_code in tag.panel.lines.accessibleDescription()
    assert claim.id not in {one.id for one in near}
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert tag.panel.title == before
    assert tag.panel.near == []


def test_a_cell_that_is_merely_opened_leaves_the_panel_alone(tag, qtbot):
    _open_assertion(tag, _claim(tag, "There are disagreements"))
    assert tag.near._typed is None
    assert tag.panel.title.startswith("THIS CLAIM ACROSS ARTICLES")


def test_a_key_in_the_cell_links_in_one_undo_step_and_the_cell_stays_open(tag, qtbot, empty_window):
    session = empty_window.session
    claim = _claim(tag, "There are disagreements")
    session.run(EditClaims((claim.id,), {"fact": ""}))
    editor = _open_assertion(tag, claim)
    QTest.keyClicks(editor, "No issues to work through")
    _looked(qtbot, tag, _NEAR)
    first = tag.panel.near[0]
    assert first.fact_id is not None
    QTest.keyClick(editor, Qt.Key.Key_1, _ALT)
    assert QApplication.focusWidget() is editor
    assert editor.toPlainText() == "No issues to work through"
    assert (_now(tag, claim).fact_id, _now(tag, claim).assertion) == (first.fact_id, claim.assertion)
    assert tag.panel.title == _NEAR
    assert f"Linked to {first.fact_code}" in empty_window.bar.text
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert _now(tag, claim).assertion == "No issues to work through"
    row = tag.table.claims.row_of(claim.id)
    assert tag.table.claims.claim_at(row).fact_id == first.fact_id
    session.undo()
    assert session.workspace.undo_label == "Set fact"
    session.undo()
    assert _now(tag, claim).fact == ""
    assert _now(tag, claim).assertion == claim.assertion


def test_a_near_claim_without_a_fact_names_it_and_a_number_too_many_is_said(tag, qtbot, empty_window):
    session = empty_window.session
    claim = _claim(tag, "There are disagreements")
    session.run(EditClaims(tuple(queries.claim_ids(tag.connection, queries.ClaimFilter())), {"fact": ""}))
    editor = _open_assertion(tag, claim)
    QTest.keyClicks(editor, "Pilotage")
    _looked(qtbot, tag, _NEAR)
    near = tag.panel.near
    assert len(near) < 5
    QTest.keyClick(editor, Qt.Key.Key_5, _ALT)
    assert "No earlier claim is shown as 5" in empty_window.bar.text
    QTest.keyClick(editor, Qt.Key.Key_1, _ALT)
    assert _now(tag, claim).fact_id == _now(tag, near[0]).fact_id is not None
    assert _now(tag, claim).fact == " ".join(near[0].assertion.split())


def test_nothing_is_looked_for_twice_and_what_is_like_nothing_shows_the_claim_again(tag, qtbot, monkeypatch):
    asked = []
    show = tag.panel.show_near
    monkeypatch.setattr(tag.panel, "show_near", lambda text, **others: asked.append(text) or show(text, **others))
    editor = _open_assertion(tag, _claim(tag, "There are disagreements"))
    before = tag.panel.title
    QTest.keyClicks(editor, "harbour")
    _looked(qtbot, tag, _NEAR)
    assert asked == ["harbour"]
    QTest.keyClicks(editor, "s")
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    tag.near.look()
    assert asked == ["harbour"]
    editor.setPlainText("zzzz")
    _looked(qtbot, tag, before)


def test_the_claim_bar_shows_what_is_like_its_assertion_and_a_key_names_the_fact(tag, qtbot):
    bar = tag.flow.bar
    before = tag.panel.title
    bar.take_focus()
    QTest.keyClicks(bar.line, "Ilse Varga > denied")
    assert tag.near._typed is None
    QTest.keyClicks(bar.line, " : issues to work through")
    _looked(qtbot, tag, _NEAR)
    first = next(claim for claim in tag.panel.near if claim.fact_id is not None)
    key = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)[tag.panel.near.index(first)]
    count = queries.totals(tag.connection).claims
    QTest.keyClick(bar.line, key, _ALT)
    QTest.keyClick(bar.line, key, _ALT)
    assert bar.text == f"Ilse Varga > denied : issues to work through = {first.fact}"
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert tag.pane.hasFocus()
    assert tag.panel.title == before
    bar.take_focus()
    _looked(qtbot, tag, _NEAR)
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert queries.totals(tag.connection).claims == count + 1
    made = max(queries.claim_ids(tag.connection, queries.ClaimFilter()))
    assert queries.claim(tag.connection, made).fact_id == first.fact_id
    assert tag.panel.near == [] or "Alt" not in tag.panel.title


@pytest.fixture
def large(tag, monkeypatch):
    """The same, as if the project were too large to be asked between two keys."""
    monkeypatch.setattr("claimtracker.gui.reader.AT_ONCE", 0)
    return tag


def _without_fact(tag, empty_window, *assertions):
    claims = [_claim(tag, assertion) for assertion in assertions]
    empty_window.session.run(EditClaims(tuple(claim.id for claim in claims), {"fact": ""}))
    tag.article_requested.emit(claims[0].article_id)
    return [_now(tag, claim) for claim in claims]


def test_in_a_large_project_a_step_shows_the_claim_at_once_and_what_is_like_it_when_it_is_known(
    large, qtbot, empty_window
):
    first = _claim(large, "There are disagreements")
    others = [claim for claim in queries.claims_of_article(large.connection, first.article_id) if claim.id != first.id]
    first, second = _without_fact(large, empty_window, first.assertion, others[0].assertion)
    large.select_claim(first.id)
    qtbot.waitUntil(lambda: large.panel.title == "EARLIER CLAIMS LIKE THIS ONE")
    shown = large.panel.near
    assert first.id not in {claim.id for claim in shown}
    large.select_claim(second.id)
    assert large.panel.title == "THIS CLAIM"
    assert large.panel.near == []
    large.select_claim(first.id)
    assert large.panel.near == []
    qtbot.waitUntil(lambda: large.panel.near == shown)


def test_in_a_large_project_who_passes_a_claim_by_does_not_ask_about_it(large, qtbot, empty_window, monkeypatch):
    first = _claim(large, "There are disagreements")
    claims = queries.claims_of_article(large.connection, first.article_id)
    assert len(claims) > 2
    large.article_requested.emit(first.article_id)
    asked = []
    ask = large.panel._reader.ask
    monkeypatch.setattr(
        large.panel._reader, "ask", lambda question, then: asked.append(question) or ask(question, then)
    )
    for claim in claims:
        large.select_claim(claim.id)
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked) and not large.panel._reader.busy)
    assert len(asked) <= 2
    last = _now(large, claims[-1])
    assert (last.fact_code in large.panel.title) if last.fact_id is not None else (last.id not in large.panel.near)


def test_in_a_large_project_a_key_links_what_is_shown(large, qtbot, empty_window):
    (claim,) = _without_fact(large, empty_window, "There are disagreements")
    editor = _open_assertion(large, claim)
    QTest.keyClicks(editor, "No issues")
    QTest.keyClick(editor, Qt.Key.Key_1, _ALT)
    assert "No earlier claim is shown as 1" in empty_window.bar.text
    _looked(qtbot, large, _NEAR)
    first = large.panel.near[0]
    QTest.keyClicks(editor, " to work through")
    assert large.panel.near[0] == first
    QTest.keyClick(editor, Qt.Key.Key_1, _ALT)
    assert _now(large, claim).fact_id == _now(large, first).fact_id is not None
    _looked(qtbot, large, _NEAR)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert large.panel.near == []
    qtbot.waitUntil(lambda: large.panel.title.startswith("THIS CLAIM ACROSS ARTICLES"))


def test_in_a_large_project_the_claims_on_a_fact_follow_with_their_changes(tag, large, qtbot):
    claim = _claim(tag, "There are disagreements")
    tag.article_requested.emit(claim.article_id)
    tag.select_claim(claim.id)
    assert tag.panel.title.startswith("THIS CLAIM ACROSS ARTICLES")
    assert [one.id for one in tag.panel.lines._claims] == [claim.id]
    qtbot.waitUntil(lambda: bool(tag.panel.lines._marks))
    assert len(tag.panel.lines._claims) > 1
