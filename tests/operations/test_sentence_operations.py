"""Sentences split and joined: the text stays, claims keep their words and their sentence."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Span
from claimtracker.operations import AddClaim, JoinSentences, MarkSentences, SplitSentence
from claimtracker.storage import queries
from claimtracker.text.fingerprints import sentence_fingerprint
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim
from tests.project_state import state_of

LONG = "Varga denied it all at once. Dorn would not say more. Renn left early.\n\nTwo ferries were held."


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims") as made:
        yield made


def _words(workspace, article):
    text = queries.article(workspace.connection, article).text
    return [text[row.start : row.end] for row in queries.sentences_of_article(workspace.connection, article)]


def _rows(workspace, article):
    return queries.sentences_of_article(workspace.connection, article)


def test_a_sentence_is_split_and_its_claims_stay_where_their_words_are(workspace):
    article = make_article(workspace, LONG)
    first, second = make_claim(workspace, article, "denied it"), make_claim(workspace, article, "at once")
    over_both = make_claim(workspace, article, "it all at once. Dorn")
    start = _rows(workspace, article)[0]
    made = workspace.run(SplitSentence(start.id, LONG.index("at once")))
    rows = _rows(workspace, article)
    assert _words(workspace, article)[:3] == ["Varga denied it all", "at once.", "Dorn would not say more."]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert (rows[0].id, rows[1].id) == (start.id, made)
    assert [row.fingerprint for row in rows] == [sentence_fingerprint(words) for words in _words(workspace, article)]
    numbers = [queries.claim(workspace.connection, claim).sentence_number for claim in (first, second, over_both)]
    assert numbers == [1, 2, 1]
    assert queries.article(workspace.connection, article).text == LONG
    assert workspace.undo_label == "Split sentence"


def test_sentences_are_joined_and_the_later_ones_are_renumbered(workspace):
    article = make_article(workspace, LONG)
    claim, last = make_claim(workspace, article, "Renn left early"), make_claim(workspace, article, "ferries")
    rows = _rows(workspace, article)
    joined = workspace.run(JoinSentences(tuple(row.id for row in rows[2::-1])))
    assert joined == rows[0].id
    assert _words(workspace, article) == [LONG.split("\n", maxsplit=1)[0], "Two ferries were held."]
    assert queries.claim(workspace.connection, claim).sentence_number == 1
    assert queries.claim(workspace.connection, last).sentence_number == 2
    before = state_of(workspace.connection)
    workspace.undo()
    assert _rows(workspace, article) == rows
    workspace.redo()
    assert state_of(workspace.connection) == before


def test_both_halves_of_a_sentence_that_was_read_were_read_and_joined_ones_only_together(workspace):
    article = make_article(workspace, LONG)
    rows = _rows(workspace, article)
    workspace.run(MarkSentences((rows[0].id,), read=True))
    workspace.run(SplitSentence(rows[0].id, LONG.index("it all")))
    assert [row.read for row in _rows(workspace, article)] == [True, True, False, False, False]
    first, second, third = (row.id for row in _rows(workspace, article)[:3])
    workspace.run(JoinSentences((first, second)))
    assert [row.read for row in _rows(workspace, article)] == [True, False, False, False]
    workspace.run(JoinSentences((first, third)))
    assert [row.read for row in _rows(workspace, article)] == [False, False, False]


def test_what_a_dateline_swallowed_is_the_story(workspace):
    article = make_article(workspace)
    dateline, body = _rows(workspace, article)[:2]
    workspace.run(SplitSentence(dateline.id, TALKS.index("06:58")))
    assert [row.kind for row in _rows(workspace, article)] == ["dateline", "body", "body", "body", "body"]
    workspace.undo()
    workspace.run(SplitSentence(body.id, TALKS.index("welcomed")))
    assert [row.kind for row in _rows(workspace, article)] == ["dateline", "body", "body", "body", "body"]


@pytest.mark.parametrize("words", ["Varga denied it", "enied", "its", " Dorn would", "Dorn"])
def test_nonsense_places_are_refused(workspace, words):
    article = make_article(workspace, LONG)
    first = _rows(workspace, article)[0]
    with pytest.raises(UserError, match=r"[Ss]entence 1"):
        workspace.run(SplitSentence(first.id, LONG.find(words)))


def test_what_does_not_follow_each_other_is_not_joined(workspace):
    article, other = make_article(workspace, LONG), make_article(workspace)
    rows, elsewhere = _rows(workspace, article), _rows(workspace, other)
    for ids, message in (
        ((rows[0].id,), "two sentences at least"),
        ((rows[0].id, rows[0].id), "two sentences at least"),
        ((rows[0].id, rows[2].id), "follow each other"),
        ((rows[0].id, elsewhere[1].id), "follow each other"),
        ((rows[2].id, rows[3].id), "Sentences 3 and 4 stand in different paragraphs"),
    ):
        with pytest.raises(UserError, match=message):
            workspace.run(JoinSentences(ids))
    workspace.run(JoinSentences((rows[0].id, rows[1].id)))
    with pytest.raises(UserError, match="not in this project any more"):
        workspace.run(SplitSentence(rows[1].id, 40))


_ACTS = st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.integers(0, 300)), max_size=14)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=_ACTS, places=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=4))
def test_after_any_splits_and_joins_the_sentences_tile_the_same_text(tmp_path_factory, acts, places):
    text = f"{TALKS}\n\n{LONG}"
    with Workspace.create(tmp_path_factory.mktemp("tiles") / "a.claims") as workspace:
        workspace.connection.execute("pragma synchronous = off")
        article = make_article(workspace, text)
        for start, length in places:
            if text[start : start + length].strip():
                workspace.run(AddClaim(article, (Span(start, start + length),), {}))
        for split, number, place in acts:
            rows = _rows(workspace, article)
            row, following = rows[number % len(rows)], rows[(number + 1) % len(rows)]
            try:
                workspace.run(SplitSentence(row.id, place) if split else JoinSentences((row.id, following.id)))
            except UserError:
                continue
        rows = _rows(workspace, article)
        covered = [place for row in rows for place in range(row.start, row.end) if not text[place].isspace()]
        assert covered == [place for place in range(len(text)) if not text[place].isspace()]
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert all(text[row.start : row.end].strip() == text[row.start : row.end] for row in rows)
        by_id = {row.id: row for row in rows}
        for claim in queries.claims_of_article(workspace.connection, article):
            row = by_id[claim.sentence_id]
            first = claim.spans[0].start
            assert row.start <= first < row.end or text[first].isspace()
