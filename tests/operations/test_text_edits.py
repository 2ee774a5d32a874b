"""Texts edited by hand: sentences keep their rows and marks, claims follow their words, and undo brings all back."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Span
from claimtracker.domain.versions import Outcome
from claimtracker.exchange.check import check_project
from claimtracker.operations import (
    AddClaim,
    DeleteClaims,
    EditArticleText,
    ImportArticles,
    JoinSentences,
    MarkSentences,
    NewArticle,
    SettleCarried,
    SplitSentence,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim, span_of
from tests.project_state import state_of


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def _sentences(workspace, article):
    text = queries.article(workspace.connection, article).text
    rows = queries.sentences_of_article(workspace.connection, article)
    return {row.id: (row.number, text[row.start : row.end], row.read) for row in rows}


def _words(workspace, claim):
    found = queries.claim(workspace.connection, claim)
    text = queries.article(workspace.connection, found.article_id).text
    return [text[span.start : span.end] for span in found.spans]


def test_a_stray_line_taken_out_moves_everything_behind_it(workspace):
    article = make_article(workspace, TALKS.replace("President", "ADVERTISEMENT\n\nPresident"))
    claim = make_claim(workspace, article, "there were any disagreements")
    before = state_of(workspace.connection)
    rows = _sentences(workspace, article)
    last = max(rows)
    workspace.run(MarkSentences((last,), read=True))
    marked = state_of(workspace.connection)
    assert workspace.run(EditArticleText(article, TALKS)) == ()
    after = queries.article(workspace.connection, article)
    assert (after.text, after.sha256) == (TALKS, hashlib.sha256(TALKS.encode()).hexdigest())
    assert _sentences(workspace, article)[last] == (rows[last][0] - 1, rows[last][1], True)
    assert set(rows) - set(_sentences(workspace, article)) == {
        row_id for row_id, (_, words, _) in rows.items() if words == "ADVERTISEMENT"
    }
    assert _words(workspace, claim) == ["there were any disagreements"]
    assert queries.count_waiting(workspace.connection) == 0
    assert check_project(workspace.connection).problems == ()
    workspace.undo()
    assert state_of(workspace.connection) == marked
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_a_claim_on_an_edited_sentence_follows_its_words_and_waits(workspace):
    article = make_article(workspace, TALKS.replace("disagreements", "disagrcements"))
    claim = make_claim(workspace, article, "there were any disagrcements", assertion="There are disagreements")
    other = make_claim(workspace, article, "an 8.2% increase")
    ids = set(_sentences(workspace, article))
    updated = queries.claim(workspace.connection, other).updated
    assert workspace.run(EditArticleText(article, TALKS)) == (claim,)
    assert _words(workspace, claim) == ["there were any disagreements"]
    assert queries.claim(workspace.connection, other).updated == updated
    assert set(_sentences(workspace, article)) == ids
    (waiting,) = queries.carried_claims(workspace.connection)
    assert (waiting.claim.id, waiting.in_place, waiting.outcome, waiting.words_before, waiting.words_after) == (
        claim, True, Outcome.EDITED, "there were any disagrcements", "there were any disagreements",
    )  # fmt: skip
    workspace.run(EditArticleText(article, TALKS.replace("disagreements", "agreements")))
    assert [one.words_before for one in queries.carried_claims(workspace.connection)] == [waiting.words_before]
    with pytest.raises(UserError, match="confirm it, move it, or delete it"):
        workspace.run(SettleCarried(waiting.id, "dropped"))
    assert workspace.run(SettleCarried(waiting.id, "confirmed", fields={"note": "Misread"})) == claim
    assert queries.claim(workspace.connection, claim).note == "Misread"
    assert queries.count_waiting(workspace.connection) == 0
    workspace.run(DeleteClaims((claim,)))
    assert queries.carried_claims(workspace.connection, only_waiting=False) == []


def test_full_text_search_knows_the_new_words(workspace):
    article = make_article(workspace, TALKS.replace("disagreements", "disagrcements"))
    claim = make_claim(workspace, article, "disagrcements")
    workspace.run(EditArticleText(article, TALKS))
    found = queries.claim_ids(workspace.connection, queries.ClaimFilter(search="disagreements"))
    assert found.tolist() == [claim]


def test_an_edit_that_takes_a_claims_words_away_is_refused_and_named(workspace):
    article = make_article(workspace)
    first = make_claim(workspace, article, "No joint statement")
    second = make_claim(workspace, article, "an 8.2% increase")
    before = state_of(workspace.connection)
    shorter = TALKS.split("\n\nPresident")[0].replace("No joint statement followed the talks, though ", "")
    preview = queries.text_edit_preview(workspace.connection, article, shorter)
    assert preview.gone == (first, second)
    with pytest.raises(
        UserError, match=rf"words of claim {first} \(“No joint statement”\), claim {second} .*delete these"
    ):
        workspace.run(EditArticleText(article, shorter))
    assert state_of(workspace.connection) == before
    workspace.run(DeleteClaims((first, second)))
    workspace.run(EditArticleText(article, shorter))
    assert queries.article(workspace.connection, article).text == shorter


def test_the_preview_tells_what_the_edit_does(workspace):
    article = make_article(workspace)
    kept = make_claim(workspace, article, "welcomed Estmark's plan")
    edited = make_claim(workspace, article, "there were any disagreements")
    moved = make_claim(workspace, article, "an 8.2% increase")
    first, *_, last = TALKS.split("\n\n")
    middle = TALKS.split("\n\n")[1].replace("were any", "were few")
    text = f"{first}\n\n{last}\n\n{middle}\n\nA new line."
    before = state_of(workspace.connection)
    preview = queries.text_edit_preview(workspace.connection, article, text)
    assert state_of(workspace.connection) == before
    assert (preview.edited, preview.gone) == ((edited,), ())
    assert sorted((*preview.kept, *preview.moved)) == sorted((kept, moved))
    assert (preview.sentences_edited, preview.sentences_added, preview.sentences_removed) == (1, 1, 0)
    assert workspace.run(EditArticleText(article, text)) == (edited,)
    assert _words(workspace, moved) == ["an 8.2% increase"]


def test_sentences_divided_by_hand_stay_divided(workspace):
    article = make_article(workspace, "Dorn spoke. Varga left early, and Renn stayed. Rain fell. Snow fell.")
    rows = queries.sentences_of_article(workspace.connection, article)
    workspace.run(SplitSentence(rows[1].id, span_of(workspace, article, "and Renn").start))
    rows = queries.sentences_of_article(workspace.connection, article)
    workspace.run(JoinSentences((rows[3].id, rows[4].id)))
    claim = make_claim(workspace, article, "Renn stayed")
    divided = _sentences(workspace, article)
    text = queries.article(workspace.connection, article).text
    workspace.run(
        EditArticleText(article, "A word. " + text.replace("Dorn spoke", "Dorn spoke out") + " The end came.")
    )
    after = _sentences(workspace, article)
    assert [after[row_id][1] for row_id in divided] == [
        "Dorn spoke out.", "Varga left early,", "and Renn stayed.", "Rain fell. Snow fell.",
    ]  # fmt: skip
    assert queries.claim(workspace.connection, claim).sentence_text == "and Renn stayed."


def test_another_articles_text_nothing_and_no_change_are_told_apart(workspace):
    article = make_article(workspace)
    make_article(workspace, "Another text altogether.")
    lines = len(queries.history(workspace.connection))
    workspace.run(EditArticleText(article, TALKS))
    assert len(queries.history(workspace.connection)) == lines
    with pytest.raises(UserError, match="holds no text"):
        workspace.run(EditArticleText(article, " \n"))
    with pytest.raises(UserError, match="Article 2 has exactly this text"):
        workspace.run(EditArticleText(article, "Another text altogether."))


def test_claims_of_a_later_version_stay_carried_after_the_earlier_text_is_edited(workspace):
    article = make_article(workspace)
    make_claim(workspace, article, "there were any disagreements")
    later = TALKS.replace("any disagreements", "some disagreements")
    workspace.run(ImportArticles((NewArticle(later, revision_of=article),)))
    (waiting,) = queries.carried_claims(workspace.connection)
    workspace.run(EditArticleText(article, TALKS.replace("Tuesday", "Posted on Tuesday")))
    (again,) = queries.carried_claims(workspace.connection)
    assert (again.id, again.words_after) == (waiting.id, waiting.words_after)


_PIECES = st.lists(
    st.sampled_from(
        ["Varga denied it.", "He declined to comment.", "The talks ended", ", Dorn said.", " ", "\n", "\n\n", "“No,”",
         "8.2%", "not ", "é", "X", ". ", "By Tor Aas", "\x00", "\u2028", "😀 "]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=_PIECES,
    edits=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 25), _PIECES), min_size=1, max_size=4),
    places=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=4),
    split=st.integers(0, 200),
)
def test_after_any_edit_all_quotes_verify_and_undo_brings_all_back(tmp_path_factory, start, edits, places, split):
    with Workspace.create(tmp_path_factory.mktemp("edit") / "a.claims") as workspace:
        workspace.connection.execute("pragma synchronous = off")
        article = make_article(workspace, f"{TALKS}\n\n{start}")
        text = queries.article(workspace.connection, article).text
        for place, length in places:
            begin = place % len(text)
            workspace.run(AddClaim(article, (Span(begin, min(begin + length, len(text))),), {}))
        rows = queries.sentences_of_article(workspace.connection, article)
        workspace.run(MarkSentences(tuple(row.id for row in rows[::2]), read=True))
        with suppress(UserError):
            workspace.run(SplitSentence(rows[split % len(rows)].id, split))
        before = state_of(workspace.connection)
        for place, length, words in edits:
            text = text[:place] + words + text[place + length :]
        preview = queries.text_edit_preview(workspace.connection, article, text)
        undos = len(queries.history(workspace.connection))
        if preview.gone:
            with pytest.raises(UserError, match="would take away"):
                workspace.run(EditArticleText(article, text))
        else:
            assert set(workspace.run(EditArticleText(article, text))) == set(preview.edited)
            _check(workspace, article, text)
        if len(queries.history(workspace.connection)) > undos:
            workspace.undo()
        assert state_of(workspace.connection) == before


def _check(workspace, article, text):
    connection = workspace.connection
    assert queries.article(connection, article).text == text
    checked = check_project(connection)
    assert (checked.problems, checked.verified) == ((), checked.quotes)
    rows = queries.sentences_of_article(connection, article)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    covered = "".join(text[row.start : row.end] for row in rows)
    assert "".join(covered.split()) == "".join(text.split())
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    paragraphs = [row.paragraph for row in rows]
    assert paragraphs == sorted(paragraphs)
    by_id = {row.id: row for row in rows}
    for claim in queries.claims_of_article(connection, article):
        row = by_id[claim.sentence_id]
        later = [one for one in rows if one.end > claim.spans[0].start]
        assert row == (later[0] if later else rows[-1])
