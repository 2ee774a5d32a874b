"""A long article: its first sentences are there at once, the others follow, and a step costs what it does in a short one."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.operations import AddClaim
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim, span_of

COUNT = 1200
LAST = f"Renn said no for the {COUNT}th time."


def _long_text(count=COUNT):
    said = [f"Renn said no for the {number}th time." for number in range(1, count + 1)]
    return "\n\n".join(" ".join(said[first : first + 3]) for first in range(0, count, 3))


@pytest.fixture
def long_article(window, project):
    with Workspace.open(project) as other:
        article = make_article(other, _long_text(), title="Long", published="2025-12-01")
        make_claim(other, article, "Renn said no for the 2th time.", speaker="Renn", assertion="early")
        make_claim(other, article, LAST, assertion="late")
    window.session.workspace.catch_up()
    return article


@pytest.fixture
def view(window, long_article):
    """The Tag view on the article, of which sentences are missing yet."""
    window.show_article(long_article)
    window.tag_view.focus_sentences()
    assert window.tag_view.filling.busy
    return window.tag_view


def _whole(view):
    return not view.filling.busy


def _texts(view):
    return [view.pane.article_text[row.start : row.end] for row in view.pane.sentences]


def test_the_first_sentences_are_there_at_once_and_the_others_follow(view, qtbot):
    begun = len(view.pane.sentences)
    assert 0 < begun < COUNT
    assert view.position == f"Sentence 1 of {COUNT}"
    assert [claim.assertion for claim in view.pane.claims_at(1)] == ["early"]
    assert not any(view.pane.claims_at(begun - 1 + step) for step in (-1, 0))
    qtbot.waitUntil(lambda: _whole(view))
    assert view.pane.toPlainText().replace("\n", " ").split() == _long_text().split()
    assert [claim.assertion for claim in view.pane.claims_at(COUNT - 1)] == ["late"]
    assert view.share.text() == f"0 % read · {COUNT - 2} to read"
    assert view.described.text().endswith(f"{COUNT} sentences · 2 claims")


def test_the_table_begins_with_the_claims_that_are_seen_and_goes_on(view, qtbot):
    assert [view.table.claims.claim_at(row).assertion for row in range(view.table.claims.count)] == ["early"]
    early = view.table.current_claim_id()
    qtbot.waitUntil(lambda: _whole(view))
    assert [view.table.claims.claim_at(row).assertion for row in range(view.table.claims.count)] == ["early", "late"]
    assert view.table.current_claim_id() == early


def _marked(pane):
    return [[claim.id for claim in pane.claims_at(index)] for index in range(len(pane.sentences))]


def test_a_claim_on_words_far_apart_is_marked_on_all_of_them_once(window, project, qtbot):
    with Workspace.open(project) as other:
        article = make_article(other, _long_text(), title="Long", published="2025-12-01")
        quotes = [f"Renn said no for the {number}th time." for number in (3, 50, 51, 1000)]
        spans = tuple(span_of(other, article, quote) for quote in quotes)
        other.run(AddClaim(article, spans, {"assertion": "said often"}))
        make_claim(other, article, quotes[-1], assertion="said then")
        make_claim(other, article, quotes[1], assertion="said early")
    window.session.workspace.catch_up()
    window.show_article(article)
    pane = window.tag_view.pane
    assert [claim.assertion for claim in pane.claims_at(2)] == ["said often"]
    assert pane.claims_at(len(pane.sentences) - 1) == []
    qtbot.waitUntil(lambda: _whole(window.tag_view))
    by_parts = _marked(pane)
    assert [len(ids) for ids in (by_parts[2], by_parts[49], by_parts[50], by_parts[999])] == [1, 2, 1, 2]
    pane.set_claims(queries.claims_of_article(window.tag_view.connection, article))
    assert _marked(pane) == by_parts


def test_what_was_tagged_elsewhere_is_offered_when_all_of_it_is_there(window, long_article, project, qtbot):
    with Workspace.open(project) as other:
        copy = make_article(other, f"Something else. {LAST}", title="Copy")
        make_claim(other, copy, LAST, assertion="said there", speaker="Renn")
    window.session.workspace.catch_up()
    window.show_article(long_article)
    view = window.tag_view
    assert not view.can("claims.take_over_all")
    qtbot.waitUntil(lambda: view.can("claims.take_over_all"))
    assert _whole(view)


def test_the_marks_are_not_given_anew_while_qt_takes_them(window, view, qtbot, monkeypatch):
    # Qt frees those of before under its own hands, and goes down with the program.
    qtbot.waitUntil(lambda: _whole(view))
    pane, taking, taken = view.pane, [], []

    def take(selections):
        assert not taking
        taking.append(selections)
        if not taken:
            pane.verticalScrollBar().setValue(pane.verticalScrollBar().value() + 40)
        SentencePane.setExtraSelections(pane, selections)
        taken.append(taking.pop())

    monkeypatch.setattr(pane, "setExtraSelections", take)
    pane.set_claims(queries.claims_of_article(view.connection, view.article_id))
    assert len(taken) == 2


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)],
)
def test_a_key_that_means_all_of_it_has_all_of_it(view, key, modifiers):
    QTest.keyClick(view.pane, key, modifiers)
    assert _whole(view)
    assert len(view.pane.sentences) == COUNT
    if key == Qt.Key.Key_End:
        assert view.pane.sentence_text() == LAST
    else:
        assert view.pane.textCursor().selectedText().endswith(LAST)


def test_stepping_down_past_what_is_there_goes_on(view):
    begun = len(view.pane.sentences)
    view.pane.go_to(begun - 1)
    QTest.keyClick(view.pane, Qt.Key.Key_Down)
    assert view.pane.current == begun


def test_a_claim_far_down_is_shown_with_its_sentence(window, view):
    late = next(
        claim for claim in queries.claims_of_article(view.connection, view.article_id) if claim.assertion == "late"
    )
    window.page.show_claim(late.id)
    assert view.pane.sentence_text() == LAST
    assert view.pane.claim_at_hand == late
    assert view.table.current_claim_id() == late.id


def test_an_action_has_all_of_the_article_before_it_begins(window, view):
    window.actions_by_key["sentence.untouched_before"].trigger()
    assert view.pane.current == COUNT - 2


def test_a_change_while_sentences_are_missing_leaves_nothing_out(view, project, window):
    with Workspace.open(project) as other:
        make_claim(other, view.article_id, "Renn said no for the 900th time.", assertion="between")
    window.session.workspace.catch_up()
    assert len(view.pane.sentences) == COUNT
    assert [claim.assertion for claim in view.pane.claims_at(899)] == ["between"]


def test_what_is_selected_stays_selected_while_sentences_follow(view, qtbot):
    view.pane.go_to(len(view.pane.sentences) - 1)
    view.pane.go_to(view.pane.current, select=True)
    chosen = view.pane.chosen_spans()
    assert chosen
    qtbot.waitUntil(lambda: _whole(view))
    assert view.pane.chosen_spans() == chosen


def test_another_article_in_between_is_shown_alone(window, view):
    first = window.page.side.articles.id_at(0)
    window.show_article(first)
    QApplication.processEvents()
    assert _whole(view)
    assert view.article_id == first
    assert view.pane.article_text == queries.article(view.connection, first).text
    assert len(view.pane.sentences) == len(queries.sentences_of_article(view.connection, first))


def test_closing_while_sentences_are_missing_reads_nothing_more(window, view):
    window.close_project()
    QApplication.processEvents()
    assert window.page is None


def _looks(pane):
    block, found = pane.document().begin(), []
    while block.isValid():
        piece = next(iter(block.textFormats()), None)
        found.append(
            (block.text(), block.charFormat().fontPointSize(), piece and piece.format.foreground().color().name())
        )
        block = block.next()
    return found


def test_sentences_that_follow_look_as_they_do_at_once(theme, project, qtbot):
    text = "A heading\n\nOSLO, May 2 - One said so. Two 😀 said so.\n\nAnother heading\n\nThree said so. Four said so."
    with Workspace.open(project) as other:
        article = make_article(other, text, title="Looks")
        rows = queries.sentences_of_article(other.connection, article)
    at_once, by_parts = SentencePane(theme), SentencePane(theme)
    for pane in (at_once, by_parts):
        qtbot.addWidget(pane)
    at_once.set_article(text, rows)
    by_parts.set_article(text, rows[:1])
    for row in rows[1:]:
        by_parts.add_sentences([row])
    assert _looks(by_parts) == _looks(at_once)


class Painted(QObject):
    """How high a stretch of a widget was painted, at most."""

    def __init__(self, widget):
        super().__init__(widget)
        self.highest = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.Paint:
            self.highest = max(self.highest, event.region().boundingRect().height())
        return False


def test_a_step_paints_the_two_sentences_alone(view, qtbot):
    qtbot.waitUntil(lambda: _whole(view))
    view.pane.go_to(4)
    for _ in range(3):
        QApplication.processEvents()
    text, gutter = Painted(view.pane.viewport()), Painted(view.pane._gutter)
    QTest.keyClick(view.pane, Qt.Key.Key_Down)
    QApplication.processEvents()
    for painted in (text, gutter):
        assert 0 < painted.highest < view.pane.viewport().height() / 2


def _calls_of_a_step(view, place):
    view.pane.go_to(place)
    QApplication.processEvents()
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        QTest.keyClick(view.pane, Qt.Key.Key_Down)
        QApplication.processEvents()
    finally:
        sys.setprofile(None)
    return calls


def test_a_step_costs_the_same_wherever_it_is(view, qtbot):
    qtbot.waitUntil(lambda: _whole(view))
    near, far = _calls_of_a_step(view, 100), _calls_of_a_step(view, COUNT - 100)
    assert far < 1.5 * near
