"""The claim bar and the flow of keys around it, in the real window with real keys; asserted is what the file holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.values import Span
from claimtracker.gui.widgets.claim_bar import ClaimLineEdit
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "President Ana Dorn urged more patience. Ilse Varga denied that there were any delays. She added that it was late. "
    "Officials declined to comment. Two ferries were held. Halvorsen warned of ice but acknowledged the thaw."
)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def write(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


@pytest.fixture
def article(window, project):
    """An article of six sentences without a claim, shown with the keyboard in its text."""
    with Workspace.open(project) as other:
        made = make_article(other, TEXT, title="Delays", published="2026-01-01")
    window.session.workspace.catch_up()
    window.show_article(made)
    window.tag_view.focus_sentences()
    return made


@pytest.fixture
def bar(window, article):
    """The claim bar of that article."""
    return window.tag_view.flow.bar


def test_a_claim_is_typed_in_one_line_and_saved_as_one_step(window, bar, claims_in):
    before = window.session.workspace.undo_label
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C)
    assert isinstance(QApplication.focusWidget(), ClaimLineEdit)
    write("varga > denied : there are delays = Budget")
    press(Qt.Key.Key_Return)
    (made,) = claims_in()
    assert (made.speaker, made.status, made.assertion, made.fact, made.sentence_number) == (
        "Ilse Varga", "denied", "there are delays", "Budget", 2,
    )  # fmt: skip
    assert (made.cue, made.speaker_as_written) == ("denied", "Ilse Varga")
    assert made.spans == (Span(TEXT.index("Ilse"), TEXT.index(" She")),)
    assert bar.text == ""
    assert isinstance(QApplication.focusWidget(), ClaimLineEdit)
    assert window.tag_view.pane.current == 2
    window.actions_by_key["edit.undo"].trigger()
    assert claims_in() == []
    assert window.session.workspace.undo_label == before


def test_tab_goes_from_slot_to_slot_and_writes_the_separators(bar, claims_in):
    press(Qt.Key.Key_C)
    write("Dorn")
    press(Qt.Key.Key_Tab)
    write("urg")
    assert bar.text == "Dorn > urged"
    press(Qt.Key.Key_Tab)
    write("be patient")
    press(Qt.Key.Key_Tab)
    write("f1")
    assert bar.text == "Dorn > urged : be patient = f1"
    press(Qt.Key.Key_Tab, SHIFT)
    assert bar.line.selectedText() == "be patient"
    press(Qt.Key.Key_Tab, SHIFT)
    assert bar.line.selectedText() == "urged"
    press(Qt.Key.Key_Return)
    (made,) = claims_in()
    assert (made.speaker, made.status, made.assertion, made.fact_code) == ("Ana Dorn", "urged", "be patient", "F1")


def test_tab_after_the_last_slot_leaves_the_bar(bar):
    press(Qt.Key.Key_C)
    write("Dorn > urged : x = f1")
    press(Qt.Key.Key_Tab)
    assert not isinstance(QApplication.focusWidget(), ClaimLineEdit)
    assert bar.text == "Dorn > urged : x = f1"


def test_what_enter_would_save_is_shown_before(bar):
    press(Qt.Key.Key_C)
    write("vagra > denyed : so it is")
    assert bar.preview.text == "Ilse Varga · corrected · denied · corrected · so it is"
    bar.fill("Bo Li > denies > it")
    assert bar.preview.text == "Bo Li · new · denies > it · new · More patience"
    bar.fill("> denied :")
    assert bar.preview.text == "no speaker · denied"


def test_a_status_is_taken_in_any_inflection(bar, claims_in):
    press(Qt.Key.Key_C)
    write("varga > denies : x")
    press(Qt.Key.Key_Return)
    assert claims_in()[0].status == "denied"


def test_what_could_be_several_is_not_saved_and_its_names_are_shown(window, bar, claims_in):
    press(Qt.Key.Key_C)
    write('"Ana Lind" > urged : a')
    press(Qt.Key.Key_Return)
    write("ana > urged : b")
    assert bar.text == "ana > urged : b"
    press(Qt.Key.Key_Return)
    assert len(claims_in()) == 1
    assert bar.preview.text.startswith("“ana” could be Ana Dorn or Ana Lind")
    assert bar.line.selectedText() == "ana"
    assert bar.line.offering
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    chosen = bar.text.split(" >")[0]
    press(Qt.Key.Key_Return)
    assert claims_in()[1].speaker == chosen
    assert chosen in {"Ana Dorn", "Ana Lind"}


def test_only_what_is_sure_is_completed_inline(bar):
    press(Qt.Key.Key_C)
    write("Bo > de")
    assert bar.text == "Bo > de"  # denied, declined to comment
    write("n")
    assert bar.text == "Bo > denied"
    write(":")
    assert bar.text == "Bo > denied:"


def test_a_name_that_is_begun_and_left_with_a_blank_stays_as_it_was_typed(bar, claims_in):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C)
    write("var > denied : there are disagreements")
    assert bar.text == "var > denied : there are disagreements"
    press(Qt.Key.Key_Return)
    assert ("Ilse Varga", "denied", "denied") in {(claim.speaker, claim.status, claim.cue) for claim in claims_in()}


def test_the_cue_of_another_stance_is_not_taken_for_the_status_that_is_typed(bar, claims_in):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C)
    write("varga > promised : there will be talks")
    press(Qt.Key.Key_Return)
    assert ("promised", "") in {(claim.status, claim.cue) for claim in claims_in()}


def test_shift_enter_saves_and_stays_for_a_second_claim(window, bar, claims_in):
    for _ in range(5):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C)
    write('"Halvorsen" > warned : ice')
    press(Qt.Key.Key_Return, SHIFT)
    assert window.tag_view.pane.current == 5
    assert window.tag_view.table.current_claim_id() == claims_in()[0].id
    write("halv > acknowledged : thaw")
    press(Qt.Key.Key_Return, CONTROL)
    assert [(claim.cue, claim.sentence_number) for claim in claims_in()] == [("warned", 6), ("acknowledged", 6)]


def test_the_suggestion_is_taken_into_an_empty_bar_and_changed_there(bar, claims_in):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C)
    assert bar.line.placeholderText() == "Ilse Varga > denied : There were any delays"
    press(Qt.Key.Key_Tab)
    assert bar.text == "Ilse Varga > denied : There were any delays"
    assert bar.line.selectedText() == "There were any delays"
    press(Qt.Key.Key_Backtab, SHIFT)
    write("denied delays")
    press(Qt.Key.Key_Return)
    (made,) = claims_in()
    assert (made.status, made.assertion, made.cue) == ("denied delays", "There were any delays", "denied")


def test_right_takes_the_suggestion_to_go_on_behind_it(bar, claims_in):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Tab)
    write("budg")
    press(Qt.Key.Key_Return)
    assert (claims_in()[0].speaker, claims_in()[0].fact) == ("Ilse Varga", "Budget")


def test_an_empty_bar_walks_the_sentences_and_escape_goes_back(window, bar, claims_in):
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    assert window.tag_view.pane.current == 1
    press(Qt.Key.Key_Return)
    assert claims_in() == []
    write("dorn > ur")
    press(Qt.Key.Key_Escape)  # the list
    press(Qt.Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), SentencePane)
    assert bar.text == "dorn > urged"
    press(Qt.Key.Key_Escape)
    assert bar.text == ""


def test_the_selected_words_are_what_the_claim_rests_on(window, bar, claims_in):
    for _ in range(9):
        press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_C)
    write("dorn > urged")
    press(Qt.Key.Key_Return)
    (made,) = claims_in()
    assert (made.spans, made.assertion) == ((Span(0, 9),), "President")


def test_a_refused_value_is_said_and_what_was_typed_stays(window, bar, claims_in):
    press(Qt.Key.Key_C)
    write("dorn > urged : x = F77")
    press(Qt.Key.Key_Return)
    assert bar.preview.text == "There is no fact F77 in this project."
    assert bar.text == "dorn > urged : x = F77"
    assert claims_in() == []


def test_a_takes_the_suggestion_and_goes_on(window, bar, claims_in):
    assert bar.line.placeholderText() == "A: Ana Dorn > urged : More patience"
    for _ in range(4):
        press(Qt.Key.Key_A)
    assert window.tag_view.pane.current == 4
    assert [(claim.speaker, claim.speaker_as_written, claim.status, claim.assertion) for claim in claims_in()] == [
        ("Ana Dorn", "Ana Dorn", "urged", "More patience"),
        ("Ilse Varga", "Ilse Varga", "denied", "There were any delays"),
        ("Ilse Varga", "She", "asserted", "It was late"),
        ("", "", "declined to comment", ""),
    ]
    assert bar.line.placeholderText() == "speaker > status : assertion"
    press(Qt.Key.Key_A)
    assert window.bar.text == "Nothing is suggested for this sentence; Enter makes a claim on it."
    assert len(claims_in()) == 4


def test_who_spoke_last_is_known_from_sentences_without_a_claim_too(window, bar):
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_N)
    assert bar.line.placeholderText() == "A: Ilse Varga > asserted : It was late"


def test_a_makes_a_speaker_whom_the_sentence_names_and_nobody_knew(window, bar, claims_in):
    window.tag_view.pane.go_to(5)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_A)  # it was the last sentence, and has a second claim
    assert [(claim.speaker, claim.status) for claim in claims_in()] == [
        ("Halvorsen", "warned"),
        ("Halvorsen", "acknowledged"),
    ]


def test_n_on_several_selected_sentences_marks_them_all(window, bar):
    pane = window.tag_view.pane
    for _ in range(3):
        press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_N)
    rows = queries.sentences_of_article(window.tag_view.connection, window.tag_view.article_id)
    assert [row.read for row in rows] == [True, True, True, False, False, False]
    assert pane.current == 3
    assert window.tag_view.share.text() == "50 % read · 3 to read"
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_N)
    rows = queries.sentences_of_article(window.tag_view.connection, window.tag_view.article_id)
    assert [row.read for row in rows] == [False, True, True, False, False, False]


def test_the_untouched_are_walked_in_both_directions(window, bar):
    pane = window.tag_view.pane
    press(Qt.Key.Key_N)
    assert pane.current == 1
    press(Qt.Key.Key_U)
    assert pane.current == 2
    press(Qt.Key.Key_U, SHIFT)
    assert pane.current == 1
    press(Qt.Key.Key_U, SHIFT)
    assert pane.current == 5


def test_b_goes_back_to_the_claim_before_so_that_a_digit_is_for_it(window, bar, claims_in):
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_B)
    assert window.tag_view.table.current_claim_id() == claims_in()[0].id
    press(Qt.Key.Key_9)
    assert claims_in()[0].status == "warned"
    press(Qt.Key.Key_B)
    assert window.tag_view.pane.current == 0


def test_the_next_article_begins_where_its_work_goes_on(window, bar, article):
    view = window.tag_view
    write("[")  # Later
    assert view.article_id != article
    press(Qt.Key.Key_N)
    write("]")
    assert view.article_id == article
    write("[")
    assert view.pane.current == 1
    press(Qt.Key.Key_N)
    window.show_article(article)
    view.focus_sentences()
    write("}")
    first = queries.article_ids(view.connection)[0]
    assert view.article_id == first
    assert view.pane.current == 2  # the other three have claims, or are its date
    while "all read" not in view.share.text():
        press(Qt.Key.Key_U)
        press(Qt.Key.Key_N)
    write("}")
    assert view.article_id == article
    for _ in range(6):
        press(Qt.Key.Key_N)
    write("}")
    assert window.bar.text == "Every sentence of every article was seen to."


def test_the_bar_says_its_keys_for_where_the_keyboard_is(window, bar):
    assert bar.preview.text == "A takes this · C types a claim in one line"
    press(Qt.Key.Key_C)
    assert bar.preview.text.startswith("Tab takes this · Enter saves, goes on")


def test_what_is_typed_stays_through_another_article_and_back(window, bar, article):
    press(Qt.Key.Key_C)
    write("dorn > ")
    window.actions_by_key["article.previous"].trigger()
    window.actions_by_key["article.next"].trigger()
    assert bar.text == "dorn > "


def test_names_that_hold_separators_are_quoted_when_they_are_chosen(window, bar, claims_in):
    press(Qt.Key.Key_C)
    write('"Panel: Ships > Tugs" > urged : care')
    press(Qt.Key.Key_Return)
    write("ship")
    press(Qt.Key.Key_Down)
    assert bar.text == '"Panel: Ships > Tugs"'
    press(Qt.Key.Key_Return)
    assert [claim.speaker for claim in claims_in()] == ["Panel: Ships > Tugs"] * 2


def test_text_of_an_article_is_shown_as_it_is(window, project, qtbot):
    text = "Ilse Varga said that <b>ice</b> & \u202efog\u202c were near."
    with Workspace.open(project) as other:
        made = make_article(other, text, title="Marks", published="2026-02-01")
    window.session.workspace.catch_up()
    window.show_article(made)
    window.tag_view.focus_sentences()
    bar = window.tag_view.flow.bar
    qtbot.waitUntil(lambda: "<b>ice</b> & ⇆fog⇆ were near" in bar.line.placeholderText())
    press(Qt.Key.Key_A)
    (claim,) = queries.claims_of_article(window.tag_view.connection, made)
    assert claim.assertion == "<b>ice</b> & \u202efog\u202c were near"


def test_the_offers_are_a_sound_model(bar, qtmodeltester):
    press(Qt.Key.Key_C)
    write("d")
    qtmodeltester.check(bar.line._offers)
