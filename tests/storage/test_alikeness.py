"""Claims are found that bm25 over all words would find, and what is read for it is bounded."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.storage import alikeness, queries, word_counts
from claimtracker.storage.alikeness import claims_alike
from claimtracker.storage.search import nearest_claims
from claimtracker.storage.word_counts import count_words
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """A project of 1,000 claims, and one of ten times as many."""
    folder = tmp_path_factory.mktemp("alike")
    with (
        Workspace.open(make_project(folder / "small.claims", 1_000)) as small,
        Workspace.open(make_project(folder / "large.claims", 10_000)) as large,
    ):
        yield small.connection, large.connection


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch):
    """Some tests count roughly, and what was counted is remembered."""
    monkeypatch.setattr(word_counts, "_counted", {})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, 10_000), place=st.integers(0, 30))
def test_a_copy_comes_first_and_one_with_a_word_changed_does_too(projects, number, place):
    connection = projects[1]
    (said,) = {claim.assertion for claim in queries.claims(connection, [number])}
    assert nearest_claims(connection, said)[0].claim.assertion == said
    words = said.split()
    words[place % len(words)] = "unheardof"
    found = [near.claim.assertion for near in nearest_claims(connection, " ".join(words), limit=20)]
    kept = set(words) - {"unheardof"}
    # Where another claim of the thread has all those words as well, either may come first.
    assert found[0] == said or kept <= set(found[0].split()) or len(kept & set(found[0].split())) >= len(kept) - 1
    assert said in found


def _best_by_all_words(connection, sentence, limit):
    query = " OR ".join(f'"{word}"' for word in dict.fromkeys(sentence.casefold().rstrip(".").split()))
    sql = "select rowid, rank from claim_stems where claim_stems match ? order by rank"
    rows = connection.execute(sql, (query,)).fetchall()
    return {claim_id for claim_id, rank in rows if rank <= rows[:limit][-1][1] + 1e-9}


def _sentences(connection, count):
    rows = connection.execute(
        """select substr(article.text, start + 1, end - start) from sentence join article on article.id = article_id
           where sentence.kind = 'body' order by sentence.id"""
    ).fetchall()
    return [row[0] for row in random.Random(3).sample(rows, count)]


def test_the_nearest_are_those_that_bm25_over_all_words_puts_first(projects):
    connection = projects[1]
    shared = 0
    for sentence in _sentences(connection, 25):
        found = {one.claim_id for one in claims_alike(connection, sentence, saying_nothing=(), limit=20)}
        shared += len(found & _best_by_all_words(connection, sentence, 20))
    assert shared >= 0.95 * 25 * 20


def test_claims_weigh_what_bm25_makes_of_them(projects):
    connection = projects[1]
    for sentence in ["His reports of one minister were in its.", *_sentences(connection, 5)]:
        words = dict.fromkeys(sentence.casefold().rstrip(".").split())
        query = " OR ".join(f'"{word}"' for word in words)
        ranks = dict(connection.execute("select rowid, rank from claim_stems where claim_stems match ?", (query,)))
        found = claims_alike(connection, sentence, saying_nothing=(), limit=20)
        assert len(found) == 20
        assert [one.score for one in found] == pytest.approx([-ranks[one.claim_id] for one in found])


def test_a_word_that_finds_none_tells_which_of_those_with_a_rare_word_come_first(projects, monkeypatch):
    connection = projects[1]
    sql = "select rowid from claim_stems where claim_stems match 'minister AND the' order by rowid desc"
    both = [row[0] for row in connection.execute(sql)]
    monkeypatch.setattr(alikeness, "_WEIGHED", len(both))
    found = claims_alike(connection, "the minister", saying_nothing={"the"}, limit=len(both))
    assert {one.claim_id for one in found} == set(both)
    monkeypatch.setattr(alikeness, "_COMMON", 0)
    found = claims_alike(connection, "the minister", saying_nothing={"the"}, limit=len(both))
    assert {one.claim_id for one in found} != set(both)


def test_nothing_is_like_a_text_whose_words_tell_nothing_or_are_unheard_of(projects):
    connection = projects[1]
    for text in ("", "the", "the unheardof", "unheardof", "…"):
        assert claims_alike(connection, text, saying_nothing={"the"}, limit=5) == []


def _steps(connection, sentences):
    steps = 0

    def count():
        nonlocal steps
        steps += 1

    connection.set_progress_handler(count, 10)
    for sentence in sentences:
        nearest_claims(connection, sentence)
    connection.set_progress_handler(None, 0)
    return steps


def test_ten_times_the_claims_take_far_less_than_ten_times_the_work(projects, monkeypatch):
    bounds = {"_READ": 20, "_EVERYWHERE": 300, "_COMMON": 400, "_PAIRED": 300, "_WEIGHED": 40, "_AT_ONCE": 40}
    for name, most in bounds.items():
        monkeypatch.setattr(alikeness, name, most)
    for name, most in (("_FEW", 20), ("_MANY", 100), ("_PLACES", 16), ("_WIDTH", 16)):
        monkeypatch.setattr(word_counts, name, most)
    small, large = projects
    sentences = _sentences(small, 20)
    # What was counted of a word before is remembered, so that the steps differ by what was asked first.
    assert _steps(large, sentences) < 4 * _steps(small, sentences)


def _texts_read(connection, text, **wanted):
    """How many texts of claims are asked for to find those alike."""
    asked = []
    connection.set_trace_callback(asked.append)
    claims_alike(connection, text, saying_nothing=(), **wanted)
    connection.set_trace_callback(None)
    return sum(
        len(json.loads(sql[sql.index("'") + 1 : sql.rindex("'")])) for sql in asked if "from claim_stems_content" in sql
    )


def test_no_more_are_weighed_than_could_still_come_first(projects, monkeypatch):
    monkeypatch.setattr(alikeness, "_AT_ONCE", 10)
    sentence = _sentences(projects[1], 1)[0]
    first = _texts_read(projects[1], sentence, limit=10, sure=1)
    assert 10 <= first < _texts_read(projects[1], sentence, limit=10)
    monkeypatch.setattr(alikeness, "_WEIGHED", first + 5)
    assert _texts_read(projects[1], sentence, limit=10) == first + 5


def test_of_very_many_claims_with_a_word_the_newest_are_found(projects, monkeypatch):
    monkeypatch.setattr(alikeness, "_OF_A_WORD", 5)
    connection = projects[1]
    sql = "select rowid from claim_stems where claim_stems match 'minister' order by rowid desc limit 6"
    newest = [row[0] for row in connection.execute(sql)]
    assert len(newest) > 5
    monkeypatch.setattr(word_counts, "_FEW", 2)
    found = {one.claim_id for one in claims_alike(connection, "minister", saying_nothing=(), limit=20)}
    assert found == set(newest[:5])


def test_words_are_counted_in_any_form_and_common_ones_roughly(projects, monkeypatch):
    monkeypatch.setattr(word_counts, "_counted", {})
    connection = projects[1]
    (exactly,) = connection.execute("select count(*) from claim_stems where claim_stems match 'minister'").fetchone()
    counted = count_words(connection, ["minister", "ministers", "unheardof"])
    assert counted.total == 10_000
    assert counted.counts == {"minister": exactly, "ministers": exactly, "unheardof": 0}
    exact = count_words(connection, ["the"]).counts["the"]
    monkeypatch.setattr(word_counts, "_counted", {})
    monkeypatch.setattr(word_counts, "_MANY", 1_000)
    monkeypatch.setattr(word_counts, "_PLACES", 16)
    monkeypatch.setattr(word_counts, "_WIDTH", 200)
    assert exact != count_words(connection, ["the"]).counts["the"] == pytest.approx(exact, rel=0.1)


def test_how_many_words_a_claim_has_is_what_the_index_counted(projects):
    connection = projects[1]
    words = [len(row[0].split()) for row in connection.execute("select assertion from claim")]
    assert count_words(connection, ["minister"]).length == pytest.approx(sum(words) / len(words))
    connection.execute("savepoint emptied")
    connection.execute("delete from claim_stems")
    assert count_words(connection, ["minister"]).length == 1
    connection.execute("rollback to emptied")
    connection.execute("release emptied")


def test_of_a_rare_word_it_is_told_which_claims_have_it(projects, monkeypatch):
    monkeypatch.setattr(word_counts, "_counted", {})
    connection = projects[1]
    rows = connection.execute("select rowid from claim_stems where claim_stems match 'minister'").fetchall()
    assert len(rows) > 1
    monkeypatch.setattr(word_counts, "_FEW", len(rows) + 1)
    assert count_words(connection, ["minister"]).found == {"minister": [row[0] for row in rows]}
    monkeypatch.setattr(word_counts, "_FEW", len(rows))
    for _known in (False, True):
        counted = count_words(connection, ["minister"])
        assert (counted.counts, counted.found) == ({"minister": len(rows)}, {})


def test_what_is_remembered_of_common_words_is_forgotten_as_the_project_grows(projects, monkeypatch):
    monkeypatch.setattr(word_counts, "_counted", {})
    small, large = projects
    counts = [count_words(connection, ["the"]).counts["the"] for connection in (small, large, small)]
    assert counts[0] == counts[2] < counts[1]
    path = small.execute("pragma database_list").fetchone()[2]
    word_counts._counted[path].total = 10
    word_counts._counted[path].words["the"] = 1
    assert count_words(small, ["the"]).counts["the"] == counts[0]
