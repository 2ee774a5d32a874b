"""The same sentence in another article: offered, taken over with one key, taken back with one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim

WIRE = (
    TALKS.replace("Estmark's", "Estmark’s").replace("No joint", "No  joint")
    + "\n\nTwo ferries were held at the harbour."
)


@pytest.fixture
def view(window, project, claims_in):
    """The Tag view on an article that repeats the sentences of “Talks”, where two of them carry claims."""
    with Workspace.open(project) as other:
        article = make_article(other, WIRE, title="Wire & <b>copy</b>", source="Meridian", published="2025-11-06")
        third = make_article(other, f"Third.\n\n{TALKS}", title="Third", published="2025-11-07")
        make_claim(other, third, "8.2% increase", assertion="One")
        make_claim(other, third, "next year", assertion="Two")
    window.session.workspace.catch_up()
    window.show_article(article)
    window.tag_view.focus_sentences()
    return window.tag_view


def _press(key):
    QTest.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def _button(strip, text, kind=QPushButton):
    return next(button for button in strip.findChildren(kind) if button.text() == text)


def test_claims_on_the_same_sentence_are_offered_and_t_takes_them_over(window, view, claims_in):
    assert view.pane.current == 1
    assert view.copies.strip.text == "1 claim on this sentence in “Talks” (Coast Wire, 4 Nov 2025)"
    _press(Qt.Key.Key_T)
    (made,) = claims_in()
    text = queries.article(view.connection, view.article_id).text
    assert [text[span.start : span.end] for span in made.spans] == ["Estmark’s plan to raise its harbour budget"]
    assert (made.speaker, made.status, made.fact, made.sentence_number) == ("Ilse Varga", "supported", "Budget", 2)
    assert window.bar.text == "Took over 1 claim from “Talks” (Coast Wire, 4 Nov 2025). Undo takes it back."
    assert view.table.current_claim_id() == made.id
    assert view.copies.strip.text == "1 sentence was tagged elsewhere (2 claims)"
    assert window.actions_by_key["edit.undo"].text() == "&Undo Take over claims"
    window.actions_by_key["edit.undo"].trigger()
    assert claims_in() == []
    assert view.copies.strip.text.startswith("1 claim on this sentence")


def test_of_several_copies_the_one_with_most_claims_comes_first_and_the_rest_are_in_a_menu(view, claims_in):
    view.pane.go_to(3)
    assert view.copies.strip.text == "2 claims on this sentence in “Third” (7 Nov 2025)"
    menu = view.copies.strip.menu()
    (other,) = menu.actions()
    assert other.text() == "1 claim in “Talks” (Coast Wire, 4 Nov 2025)"
    other.trigger()
    menu.close()
    assert [claim.assertion for claim in claims_in()] == ["A rise"]
    assert view.copies.strip.text.startswith("2 claims on this sentence in “Third”")


def test_all_sentences_of_an_article_are_taken_over_at_once(window, view, claims_in):
    view.pane.go_to(4)
    assert view.copies.strip.text == "2 sentences were tagged elsewhere (3 claims)"
    _button(view.copies.strip, "Take over all").click()
    assert [claim.assertion for claim in claims_in()] == ["A plan", "One", "Two"]
    assert view.copies.strip.text == "1 sentence was tagged elsewhere (1 claim)"
    window.actions_by_key["edit.undo"].trigger()
    assert claims_in() == []


def test_an_offer_that_was_put_away_does_not_come_back_but_t_still_works(view, claims_in):
    _button(view.copies.strip, "✕", QToolButton).click()
    assert view.copies.strip.text == ""
    view.pane.go_to(3)
    assert view.copies.strip.text == ""
    assert view.context.actions["claims.take_over"].isEnabled()
    _press(Qt.Key.Key_T)
    assert len(claims_in()) == 2


def test_nothing_is_offered_where_there_is_nothing(window, view, claims_in):
    view.pane.go_to(4)
    assert not view.context.actions["claims.take_over"].isEnabled()
    assert view.context.actions["claims.take_over_all"].isEnabled()
    later = next(
        article
        for article in queries.article_ids(view.connection)
        if queries.article(view.connection, article).title == "Later"
    )
    window.show_article(later)
    assert view.copies.strip.text == ""
    assert not view.context.actions["claims.take_over_all"].isEnabled()


def test_the_panel_says_where_a_claim_was_taken_from_and_a_click_goes_there(window, view, claims_in):
    assert view.panel.origin.isHidden()
    _press(Qt.Key.Key_T)
    assert view.panel.origin.line == "Taken from “Talks”, sentence 2"
    view.panel.origin.click()
    assert window.tag_view.title.text() == "Talks"
    assert claims_in()[0].assertion == "A plan"
    assert view.table.current_claim_id() == claims_in()[0].id
    assert view.panel.origin.isHidden()


def test_the_number_of_the_sentence_has_a_mark(view, theme, claims_in):
    _press(Qt.Key.Key_T)
    cell = view.table.visualRect(view.table.claims.index(0, COLUMN_KEYS.index("sentence_number")))
    marked = view.table.viewport().grab(cell).toImage()
    accent = theme.color("accent")
    near = [marked.pixelColor(x, y) for x in range(4, marked.width() // 2) for y in range(marked.height())]
    assert min(abs(pixel.red() - accent.red()) + abs(pixel.blue() - accent.blue()) for pixel in near) < 60
    assert claims_in()[0].taken_from


def test_a_source_that_is_gone_is_said_to_be(window, view, project, claims_in):
    from claimtracker.operations import DeleteClaims

    _press(Qt.Key.Key_T)
    (source,) = [queries.claim_with_uid(view.connection, claim.taken_from) for claim in claims_in()]
    window.session.run(DeleteClaims((source.id,)))
    assert view.panel.origin.line == "Taken from a claim that is not in this project any more"
    assert not view.panel.origin.isEnabled()
