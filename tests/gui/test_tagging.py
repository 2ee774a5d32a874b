"""Tagging in the real window with real keys; what is asserted is what the file holds."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ArticleId, Span
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.operations import DeleteArticles, DeleteClaims, EditArticle, EditClaim
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article
from tests.steps import count_sql_steps


def _press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()  # Qt closes a line editor from the event loop


def _type(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def _replace(text):
    QApplication.focusWidget().selectAll()
    _type(text)


def _click_heading(table, key, modifiers=Qt.KeyboardModifier.NoModifier):
    number = COLUMN_KEYS.index(key)
    place = QPoint(table.header.sectionViewportPosition(number) + 10, table.header.height() // 2)
    QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def test_a_claim_is_made_from_the_sentence_with_the_keyboard_alone(window, claims_in):
    _press(Qt.Key.Key_Down)
    assert window.tag_view.pane.current == 2
    _press(Qt.Key.Key_Return)
    _replace("Ilse Varga")
    _press(Qt.Key.Key_Tab)
    _replace("There were disagreements")
    _press(Qt.Key.Key_Tab)
    _replace("denied disagreements")
    _press(Qt.Key.Key_Tab)
    _press(Qt.Key.Key_Tab)
    made = claims_in()[1]
    assert (made.speaker, made.assertion, made.status, made.stance) == (
        "Ilse Varga", "There were disagreements", "denied disagreements", "denies",
    )  # fmt: skip
    assert (made.cue, made.sentence_number) == ("denied", 3)
    assert isinstance(QApplication.focusWidget(), SentencePane)


def test_a_name_is_completed_inline_and_an_alias_leads_to_its_name(window, claims_in):
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Return)
    _replace("an")
    assert QApplication.focusWidget().text().lower() == "ana dorn"
    _press(Qt.Key.Key_Return)
    assert claims_in()[1].speaker == "Ana Dorn"
    assert len(queries.speakers(window.tag_view.connection)) == 2


def test_the_list_of_known_names_is_walked_with_down(window, claims_in):
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Return)
    _replace("dorn")
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Return)
    assert claims_in()[1].speaker == "Ana Dorn"


def test_escape_leaves_the_cell_and_the_claim_stays(window, claims_in):
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), SentencePane)
    assert len(claims_in()) == 3


def test_part_of_a_sentence_is_selected_with_shift_and_arrows(window, claims_in):
    _press(Qt.Key.Key_Down)
    for _ in range(2):
        _press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert window.tag_view.pane.chosen_spans() == (Span(132, 134),)
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Escape)
    assert claims_in()[1].spans == (Span(132, 134),)
    assert claims_in()[1].assertion == "No"


def test_several_sentences_are_selected_with_shift_and_down(window, claims_in):
    _press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    _press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Escape)
    sentences = queries.sentences_of_article(window.tag_view.connection, window.tag_view.article_id)
    assert Span(sentences[1].start, sentences[2].end) in {claim.spans[0] for claim in claims_in()}


def test_n_marks_a_sentence_as_read_and_goes_on(window):
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_N)
    sentences = queries.sentences_of_article(window.tag_view.connection, window.tag_view.article_id)
    assert [row.read for row in sentences] == [False, False, True, False]
    assert window.tag_view.pane.current == 3
    assert window.tag_view.share.text() == "all read"


def test_a_claim_shows_its_sentence_and_a_sentence_its_claim(window, claims_in):
    view = window.tag_view
    view.select_claim(claims_in()[1].id)
    assert view.pane.current == 3
    view.pane.go_to(1)
    assert view.table.current_claim_id() == claims_in()[0].id
    view.pane.go_to(2)
    assert view.table.current_claim_id() is None


def test_an_edit_is_in_the_file_when_its_cell_closes_and_undo_is_named(window, claims_in):
    view = window.tag_view
    view.select_claim(claims_in()[0].id)
    view.table.setFocus()
    _press(Qt.Key.Key_F2)
    _replace("The secretary")
    _press(Qt.Key.Key_Return)
    assert claims_in()[0].speaker == "The secretary"
    assert view.table.currentIndex().row() == 1
    assert window.actions_by_key["edit.undo"].iconText() == "Undo Set speaker"
    window.actions_by_key["edit.undo"].trigger()
    assert claims_in()[0].speaker == "Ilse Varga"
    assert window.actions_by_key["edit.redo"].iconText() == "Redo Set speaker"


def test_a_command_writes_what_is_typed_in_an_open_cell_first(window, claims_in):
    view = window.tag_view
    view.select_claim(claims_in()[0].id)
    view.table.setFocus()
    _press(Qt.Key.Key_F2)
    _replace("Somebody else")
    window.actions_by_key["article.next"].trigger()
    window.actions_by_key["article.previous"].trigger()
    assert claims_in()[0].speaker == "Somebody else"


def test_what_another_window_writes_does_not_touch_an_open_cell(window, claims_in, project, qtbot):
    from claimtracker.operations import EditClaim

    view = window.tag_view
    first, second = claims_in()
    view.select_claim(first.id)
    view.table.setFocus()
    _press(Qt.Key.Key_F2)
    _replace("Typed here")
    with Workspace.open(project) as other, qtbot.waitSignal(window.session.changed, timeout=5000):
        other.run(EditClaim(second.id, {"note": "from elsewhere"}))
    assert QApplication.focusWidget().text() == "Typed here"
    _press(Qt.Key.Key_Return)
    assert [claim.note for claim in claims_in()] == ["", "from elsewhere"]
    assert claims_in()[0].speaker == "Typed here"


def test_what_is_typed_into_a_claim_that_is_deleted_elsewhere_is_told(window, claims_in, project, qtbot):
    from claimtracker.operations import DeleteClaims

    view = window.tag_view
    first, second = claims_in()
    view.select_claim(first.id)
    view.table.setFocus()
    _press(Qt.Key.Key_F2)
    _replace("Typed here")
    with Workspace.open(project) as other, qtbot.waitSignal(window.session.changed, timeout=5000):
        other.run(DeleteClaims((first.id,)))
    assert QApplication.focusWidget().text() == "Typed here"
    _press(Qt.Key.Key_Return)
    assert "deleted elsewhere" in window.bar.text
    assert "“Typed here”" in window.bar.text
    assert [claim.id for claim in claims_in()] == [second.id]


def test_a_value_that_is_refused_is_said_in_the_window_and_nothing_changes(window, claims_in):
    view = window.tag_view
    view.table.show_column("said_on", shown=True)
    view.select_claim(claims_in()[0].id)
    view.table.setFocus()
    view.table._edit_column("said_on")
    _type("last week")
    _press(Qt.Key.Key_Return)
    assert "last week" in window.bar.text
    assert claims_in()[0].said_on == ""


def test_ctrl_backspace_takes_the_selected_claims_and_undo_brings_them_back(window, claims_in):
    view = window.tag_view
    view.table.setFocus()
    _press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert claims_in() == []
    assert window.bar.text == "Deleted 2 claims. Undo brings them back."
    window.actions_by_key["edit.undo"].trigger()
    assert len(claims_in()) == 2


def test_a_duplicate_is_made_and_opened(window, claims_in):
    view = window.tag_view
    view.select_claim(claims_in()[0].id)
    window.actions_by_key["claim.duplicate"].trigger()
    _press(Qt.Key.Key_Escape)
    assert [claim.speaker for claim in claims_in()] == ["Ilse Varga", "Ilse Varga", "Ana Dorn"]


def test_the_panel_shows_the_claims_on_the_same_fact(window, claims_in):
    view = window.tag_view
    view.select_claim(claims_in()[0].id)
    assert view.panel.title == "THIS CLAIM ACROSS ARTICLES — F1 Budget"
    assert [claim.speaker for claim in view.panel.lines._claims] == ["Ilse Varga", "Ana Dorn"]
    view.panel.lines.activated.emit(view.panel.lines._claims[1])
    assert view.table.current_claim_id() == claims_in()[1].id


def test_columns_are_remembered_with_the_project_by_key(window, project):
    table = window.tag_view.table
    table.show_column("cue", shown=True)
    table.show_column("fact", shown=False)
    table.setColumnWidth(7, 222)
    window.open_project(project)
    again = window.tag_view.table
    assert not again.isColumnHidden(COLUMN_KEYS.index("cue"))
    assert again.isColumnHidden(COLUMN_KEYS.index("fact"))
    assert again.columnWidth(7) == 222


def test_sorting_by_a_column_and_back_to_the_order_of_the_text(window, claims_in):
    table = window.tag_view.table
    _click_heading(table, "speaker")
    assert [table.claims.claim_at(row).speaker for row in range(2)] == ["Ana Dorn", "Ilse Varga"]
    _click_heading(table, "speaker")
    assert [table.claims.claim_at(row).speaker for row in range(2)] == ["Ilse Varga", "Ana Dorn"]
    _click_heading(table, "speaker")
    assert table.claims.order == ()
    assert [table.claims.claim_at(row).speaker for row in range(2)] == ["Ilse Varga", "Ana Dorn"]


def test_the_claim_at_hand_stays_marked_in_the_text_while_it_is_edited(window, claims_in):
    view = window.tag_view
    view.select_claim(claims_in()[0].id)
    view.table.setFocus()
    _press(Qt.Key.Key_F2)
    _replace("Somebody else")
    _press(Qt.Key.Key_Escape)
    view.table._edit_column("status")
    _replace("denied")
    view.commit_open_editor()
    assert view.pane.claim_at_hand is not None
    assert view.pane.claim_at_hand.status == "denied"


def test_enter_in_a_new_claim_is_done_and_on_to_the_next_sentence(window, claims_in):
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), SentencePane)
    assert window.tag_view.pane.current == 3
    assert len(claims_in()) == 3


def test_the_last_speaker_is_offered_until_the_sentence_names_another(window, project, claims_in):
    from tests.factories import make_article

    text = "Ilse Varga said it was late. She denied any delay. Halvorsen warned of ice."
    with Workspace.open(project) as other:
        article = make_article(other, text, published="2026-01-01")
    window.session.workspace.catch_up()
    window.show_article(article)
    window.tag_view.focus_sentences()
    assert window.tag_view.article_id == article
    for _ in range(3):
        _press(Qt.Key.Key_Return)
        _press(Qt.Key.Key_Return)
    found = [(claim.speaker, claim.speaker_as_written, claim.status) for claim in claims_in()]
    assert found == [
        ("Ilse Varga", "Ilse Varga", "asserted"),
        ("Ilse Varga", "She", "denied"),
        ("", "Halvorsen", "warned"),
    ]


def test_a_digit_sets_the_status_of_the_claim_at_hand(window, claims_in):
    _press(Qt.Key.Key_Up)
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_2)
    assert claims_in()[0].status == "denied"
    assert window.actions_by_key["edit.undo"].iconText() == "Undo Set status"


def test_u_goes_to_the_next_sentence_that_nobody_has_seen_to(window):
    _press(Qt.Key.Key_U)
    assert window.tag_view.pane.current == 2
    _press(Qt.Key.Key_N)
    _press(Qt.Key.Key_U)
    assert window.bar.text == "Every sentence of this article was seen to."


def test_a_real_article_takes_six_keys_a_claim_or_fewer(window, project, claims_in, capsys):
    """The second sample article from its first sentence to its last, by real keys; typed words are not counted."""
    from claimtracker.resources import seeds
    from tests.factories import make_article

    text = (seeds() / "articles" / "02-varga-in-maren.txt").read_text(encoding="utf-8")
    with Workspace.open(project) as other:
        article = make_article(other, text, title="Whole")
    window.session.workspace.catch_up()
    window.show_article(article)
    window.tag_view.focus_sentences()
    keys = 0
    for sentence, typed in (
        (5, "Ilse Varga"),
        (6, ""),
        (7, "Ana Dorn"),
        (8, ""),
        (9, ""),
        (10, ""),
        (11, ""),
        (12, ""),
    ):
        while window.tag_view.pane.current < sentence - 1:
            _press(Qt.Key.Key_N if window.tag_view.pane.current > 3 else Qt.Key.Key_Down)
            keys += 1
        _press(Qt.Key.Key_Return)
        if typed:
            _replace(typed)
        _press(Qt.Key.Key_Return)
        keys += 2
    made = claims_in()
    with capsys.disabled():
        sys.stdout.write(
            f"  [{keys} keys for {len(made)} claims, beside the words typed: {keys / len(made):.1f} a claim]\n"
        )
    assert len(made) == 8
    assert keys / len(made) <= 6
    assert [claim.speaker for claim in made] == [
        "Ilse Varga",
        "Ilse Varga",
        "Ana Dorn",
        "Ilse Varga",
        "Ilse Varga",
        "Ilse Varga",
        "Ilse Varga",
        "Ana Dorn",
    ]


def test_the_text_of_an_article_does_not_look_like_the_caption_the_caret_was_in_before(window):
    captioned = make_article(
        window.session.workspace, "(Photo by Ada Lind / Coast Wire)\n\nVarga stayed in Maren.\n\nDorn left the town."
    )
    for shown in (captioned, ArticleId(2)):
        window.page.show_article(shown)
        QTest.keyClick(window.tag_view.pane, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    pane = window.tag_view.pane
    assert {row.kind for row in pane.sentences} == {"body"}
    assert pane.textCursor().charFormat() == QTextCharFormat()


def test_without_any_article_the_keyboard_is_on_their_list(window):
    window.tag_view.focus_sentences()
    for article_id in queries.article_ids(window.tag_view.connection):
        window.session.run(DeleteArticles((article_id,)))
    assert window.page.side.list.hasFocus()


def test_what_changes_while_another_view_is_shown_is_read_when_the_text_is_seen_again(window, claims_in):
    view, connection = window.tag_view, window.session.workspace.connection

    def marked():
        found = {claim for index in range(len(view.pane.sentences)) for claim in view.pane.claims_at(index)}
        return {claim.id: claim.status for claim in found}

    first = claims_in()[0]
    window.page.show_view("claims")
    before = marked()
    window.session.run(EditClaim(first.id, {"status": "denied"}))
    window.session.run(EditArticle(view.article_id, {"title": "Another title"}))
    assert marked() == before
    window.page.show_view("tag")
    assert marked() == {claim.id: claim.status for claim in claims_in()} == before | {first.id: "denied"}
    assert view.title.text() == "Another title"
    window.page.show_view("claims")
    window.session.run(DeleteClaims((first.id,)))
    steps = count_sql_steps(connection, lambda: window.page.show_view("tag"))
    assert first.id not in marked()
    window.page.show_view("claims")
    assert count_sql_steps(connection, lambda: window.page.show_view("tag")) < steps
