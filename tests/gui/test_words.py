"""Which words a claim rests on, and sentences split and joined, in the real window with real keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.values import Span
from claimtracker.gui.widgets.claim_marks import lanes
from claimtracker.operations import AddClaim
from claimtracker.storage import queries
from tests.steps import count_calls

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def _press(key, modifiers=NONE, times=1):
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        QApplication.processEvents()


@pytest.fixture
def view(window):
    """The Tag view, with the caret on the sentence after the claims on a plan: “No joint statement …”."""
    made = window.tag_view
    made.pane.go_to(2)
    return made


def _text(view):
    return queries.article(view.connection, view.article_id).text


def _words(view, claim):
    return [_text(view)[span.start : span.end] for span in claim.spans]


def _sentences(view):
    text = _text(view)
    return [text[row.start : row.end] for row in queries.sentences_of_article(view.connection, view.article_id)]


def _select(view, words):
    """As the mouse would: from the first character of some words to the last."""
    text, pane = view.pane.toPlainText(), view.pane
    cursor = pane.textCursor()
    cursor.setPosition(text.index(words))
    cursor.setPosition(text.index(words) + len(words), QTextCursor.MoveMode.KeepAnchor)
    pane.setTextCursor(cursor)


def test_pieces_that_are_held_become_one_claim(view, claims_in):
    _press(Qt.Key.Key_Right, SHIFT | CONTROL, 2)
    _press(Qt.Key.Key_P)
    assert view.hints == "1 piece held · Enter one claim of all · Esc let go"
    _press(Qt.Key.Key_Right, CONTROL, 3)
    _press(Qt.Key.Key_Right, SHIFT | CONTROL, 2)
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Escape)
    made = claims_in()[1]
    assert _words(view, made) == ["No joint", "talks,"]
    assert view.pane.held == ()
    assert view.hints.startswith("{text.claim.new} new claim")


def test_plus_holds_words_where_no_claim_is_at_hand_and_escape_lets_go(view):
    _press(Qt.Key.Key_Right, SHIFT | CONTROL)
    _press(Qt.Key.Key_Plus)
    assert [(span.start, span.end) for span in view.pane.held] == [(132, 134)]
    _press(Qt.Key.Key_Escape)
    assert view.pane.held == ()


def test_a_second_selection_with_control_keeps_the_first(view, claims_in):
    pane = view.pane
    _select(view, "joint statement")
    cursor = QTextCursor(pane.document())
    cursor.setPosition(pane.toPlainText().index("denied"))
    place = pane.cursorRect(cursor).center()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, CONTROL, place)
    _press(Qt.Key.Key_Right, SHIFT | CONTROL)
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Escape)
    assert _words(view, claims_in()[1])[0] == "joint statement"
    assert len(claims_in()[1].spans) == 2
    _select(view, "joint statement")
    _press(Qt.Key.Key_P)
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert pane.held == ()


def test_words_are_added_set_and_taken_out_of_the_claim_at_hand(view, claims_in):
    view.pane.go_to(1)
    _select(view, "Ilse Varga")
    _press(Qt.Key.Key_Plus)
    assert _words(view, claims_in()[0]) == ["Ilse Varga", "Estmark's plan to raise its harbour budget"]
    _select(view, "plan to raise")
    _press(Qt.Key.Key_Minus)
    assert _words(view, claims_in()[0]) == ["Ilse Varga", "Estmark's", "its harbour budget"]
    _select(view, "Varga welcomed")
    _press(Qt.Key.Key_W)
    assert _words(view, claims_in()[0]) == ["Varga welcomed"]
    label = view.context.actions["edit.undo"].text()
    assert label == "&Undo Change words of claim"
    for _ in range(3):
        view.context.actions["edit.undo"].trigger()
    assert _words(view, claims_in()[0]) == ["Estmark's plan to raise its harbour budget"]


def test_a_claim_keeps_some_words(window, view, claims_in):
    view.pane.go_to(1)
    _select(view, "Varga welcomed Estmark's plan to raise its harbour budget.")
    _press(Qt.Key.Key_Minus)
    assert "rests on some words at least" in window.bar.text
    _select(view, "Norvian")
    _press(Qt.Key.Key_Minus)
    assert "does not rest on these words" in window.bar.text
    assert _words(view, claims_in()[0]) == ["Estmark's plan to raise its harbour budget"]


def test_a_claim_is_stretched_over_the_next_sentence_with_shift_and_down(view, claims_in):
    view.pane.go_to(1)
    claim = view.table.current_claim_id()
    _press(Qt.Key.Key_Down, SHIFT, 2)
    assert view.table.current_claim_id() == claim
    _press(Qt.Key.Key_W)
    rows = queries.sentences_of_article(view.connection, view.article_id)
    assert claims_in()[0].spans == (Span(rows[1].start, rows[2].end),)


def test_the_ends_of_a_claim_are_moved_by_words_and_kept_with_enter(window, view, claims_in):
    view.pane.go_to(1)
    _press(Qt.Key.Key_W)
    assert view.words.changing
    _press(Qt.Key.Key_Left)
    _press(Qt.Key.Key_Left, SHIFT, 2)
    assert _words(view, claims_in()[0]) == ["Estmark's plan to raise its harbour budget"]
    assert "Enter keep" in view.hints
    _press(Qt.Key.Key_Return)
    assert _words(view, claims_in()[0]) == ["Varga welcomed Estmark's plan to raise its harbour"]
    assert not view.words.changing
    window.actions_by_key["edit.undo"].trigger()
    assert _words(view, claims_in()[0]) == ["Estmark's plan to raise its harbour budget"]


def test_escape_and_a_click_elsewhere_leave_the_words_as_they_were(view, claims_in):
    view.pane.go_to(1)
    _press(Qt.Key.Key_W)
    _press(Qt.Key.Key_Left)
    _press(Qt.Key.Key_Escape)
    assert not view.words.changing
    _press(Qt.Key.Key_W)
    _press(Qt.Key.Key_Left)
    view.table.setFocus()
    assert not view.words.changing
    assert _words(view, claims_in()[0]) == ["Estmark's plan to raise its harbour budget"]


def test_another_article_ends_the_moving_of_ends_and_lets_go_of_what_is_held(window, view, claims_in):
    view.pane.go_to(1)
    _press(Qt.Key.Key_W)
    _press(Qt.Key.Key_Left)
    window.actions_by_key["article.next"].trigger()
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Escape)
    assert not view.words.changing
    window.actions_by_key["article.previous"].trigger()
    assert _words(view, claims_in()[0]) == ["Estmark's plan to raise its harbour budget"]
    view.focus_sentences()
    _press(Qt.Key.Key_Right, SHIFT | CONTROL)
    _press(Qt.Key.Key_P)
    window.actions_by_key["article.next"].trigger()
    assert view.pane.held == ()
    assert view.hints.startswith("{text.claim.new} new claim")


def test_pieces_stay_held_when_a_sentence_is_split(view):
    _press(Qt.Key.Key_Right, SHIFT | CONTROL)
    _press(Qt.Key.Key_P)
    held = view.pane.held
    _press(Qt.Key.Key_Right, CONTROL, 2)
    _press(Qt.Key.Key_S)
    assert view.pane.held == held


def test_each_piece_can_be_moved_but_not_into_another(view, claims_in):
    view.pane.go_to(1)
    _select(view, "plan to raise")
    _press(Qt.Key.Key_Minus)
    _press(Qt.Key.Key_W)
    assert view.hints.startswith("Piece 1 of 2")
    _press(Qt.Key.Key_Right)
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Left, times=9)
    _press(Qt.Key.Key_Return)
    assert _words(view, claims_in()[0]) == ["Estmark's plan", "its"]


def test_the_claims_of_a_sentence_are_gone_through_with_two_keys(window, view, claims_in):
    pane, session = view.pane, window.session
    text = _text(view)
    start = text.index("No joint statement")
    ids = [session.run(AddClaim(view.article_id, (Span(start + step, start + 30),), {})) for step in range(3)]
    pane.go_to(1)
    pane.go_to(2)
    seen = [view.table.current_claim_id()]
    for _ in range(3):
        _press(Qt.Key.Key_Period)
        seen.append(view.table.current_claim_id())
    assert seen == [*ids, ids[0]]
    _press(Qt.Key.Key_Comma)
    assert view.table.current_claim_id() == ids[-1] == pane.claim_at_hand.id


def test_overlapping_claims_have_lanes_of_their_own_and_the_one_at_hand_the_first(window, view):
    session, text = window.session, _text(view)
    start = text.index("No joint statement")
    for step in range(4):
        session.run(AddClaim(view.article_id, (Span(start + 3 * step, start + 40),), {"status": "denied"}))
    session.run(AddClaim(view.article_id, (Span(start + 44, start + 50),), {}))
    claims = view.pane.claims_at(2)
    made = {laned.claim.id: laned.lane for laned in lanes(claims, claims[2])}
    assert made == {claims[2].id: 0, claims[0].id: 1, claims[1].id: 2, claims[3].id: 3, claims[4].id: 0}
    (mark,) = [mark for mark in view.pane.marks() if mark.number == "3"]
    assert len(mark.bars) == 5
    view.pane.select_claim(claims[2].id)
    (mark,) = [mark for mark in view.pane.marks() if mark.number == "3"]
    assert [bar.faint for bar in mark.bars] == [True, True, False, True, True]


@pytest.mark.parametrize("length", [1, 900], ids=["side by side", "all over one another"])
def test_lanes_of_many_claims_cost_little_more_than_in_proportion(window, view, length):
    made = window.session.run(AddClaim(view.article_id, (Span(0, 1),), {}))
    (claim,) = queries.claims(view.connection, [made])

    def cost(number: int) -> int:
        claims = [replace(claim, id=place + 1, spans=(Span(2 * place, 2 * place + length),)) for place in range(number)]
        return count_calls(lambda: lanes(claims, claims[number // 2]))

    assert cost(2000) < 2.2 * cost(1000)


def test_a_sentence_is_split_at_the_caret_and_joined_again(window, view, claims_in):
    before = _sentences(view)
    _press(Qt.Key.Key_Right, CONTROL, 3)
    assert _text(view)[view.pane.split_place() :].startswith("followed the talks")
    _press(Qt.Key.Key_S)
    assert _sentences(view)[2:4] == ["No joint statement", before[2].removeprefix("No joint statement ")]
    assert (view.pane.current, view.position) == (2, "Sentence 3 of 5")
    assert [claim.sentence_number for claim in claims_in()] == [2, 5]
    _press(Qt.Key.Key_J)
    assert _sentences(view) == before
    assert view.position == "Sentence 3 of 4"
    window.actions_by_key["edit.undo"].trigger()
    assert len(_sentences(view)) == 5


def test_a_sentence_is_split_before_selected_words_and_in_the_midst_of_a_word_at_its_start(view):
    _select(view, "though Varga")
    _press(Qt.Key.Key_S)
    assert _sentences(view)[3].startswith("though Varga")
    view.pane.go_to(3)
    _press(Qt.Key.Key_Right, times=10)
    _press(Qt.Key.Key_S)
    assert _sentences(view)[3:5] == ["though", "Varga denied there were any disagreements."]


def test_selected_sentences_are_joined_and_nonsense_is_refused_in_the_window(window, view):
    view.pane.go_to(1)
    _press(Qt.Key.Key_S)
    assert "Put the caret where the second sentence begins" in window.bar.text
    _press(Qt.Key.Key_Down, SHIFT, 2)
    _press(Qt.Key.Key_J)
    assert len(_sentences(view)) == 3
    assert view.pane.current == 1
    _press(Qt.Key.Key_J)
    assert "different paragraphs" in window.bar.text
    view.pane.go_to(2)
    _press(Qt.Key.Key_J)
    assert "no next sentence" in window.bar.text


def test_the_caret_stands_on_words_only(view):
    _press(Qt.Key.Key_Left)
    assert view.pane.current == 1
    _press(Qt.Key.Key_Right)
    assert view.pane.current == 2
    assert view.pane.textCursor().positionInBlock() == 0


def test_every_key_that_needs_words_or_a_claim_says_so(window, view):
    for key, said in (
        (Qt.Key.Key_Plus, "Select words first"),
        (Qt.Key.Key_P, "Select words first"),
        (Qt.Key.Key_Minus, "No claim is at hand"),
        (Qt.Key.Key_W, "No claim is at hand"),
        (Qt.Key.Key_Period, "no claim yet"),
        (Qt.Key.Key_T, "no claims in another article"),
    ):
        window.bar.clear()
        _press(key)
        assert said in window.bar.text


def test_the_text_is_painted_in_both_themes_with_everything_there_is_to_mark(window, view, theme):
    session, text = window.session, _text(view)
    start = text.index("No joint statement")
    for step in range(6):
        session.run(AddClaim(view.article_id, (Span(start + step, start + 80 - step),), {"status": "denied"}))
    for choice in ("dark", "light"):
        theme.choose(choice)
        view.pane.go_to(1)
        view.pane.go_to(2)
        view.pane.hold((Span(start, start + 8),))
        assert not view.pane.grab().isNull()
        view.pane.hold(())
        _press(Qt.Key.Key_W)
        assert not view.pane.grab().isNull()
        _press(Qt.Key.Key_Escape)
    assert view.pane.mapTo(window, QPoint()).x() > 0
