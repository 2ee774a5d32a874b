"""Which articles have versions, two of them side by side, and which claims may be confirmed without a look."""

from __future__ import annotations

import pytest

from claimtracker.domain.versions import Outcome
from claimtracker.operations import EditArticleText, ImportArticles, NewArticle, SettleCarried
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

FIRST = "Varga said the port will open in June. Dorn counted 40 ships in the harbour. The mole is old. Renn is silent."
SECOND = "Varga said the new port will open in June. Dorn counted 41 ships in the harbour. Renn is silent. A new one."


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "talks.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def versions(workspace):
    first = make_article(workspace, FIRST, title="Port", published="2026-01-05")
    for words in ("the port will open in June", "40 ships in the harbour", "The mole is old", "Renn is silent"):
        make_claim(workspace, first, words, assertion=words)
    (made,) = workspace.run(
        ImportArticles((NewArticle(text=SECOND, title="Port 2", published="2026-01-06", revision_of=first),))
    )
    return first, made.article_id


def _outcomes(found):
    return {one.claim.assertion: (str(one.outcome), one.is_waiting) for one in found.claims.values()}


def test_a_family_is_an_article_with_its_versions(workspace, versions):
    make_article(workspace, "Something else. Quite another text.", title="Alone")
    (family,) = queries.version_families(workspace.connection)
    assert family.articles == versions
    assert (family.title, family.latest, family.earlier, family.waiting) == ("Port 2", versions[1], versions[0], 3)


def test_an_article_whose_text_was_edited_under_its_claims_is_one_too(workspace):
    article = make_article(workspace, FIRST)
    make_claim(workspace, article, "40 ships in the harbour")
    assert queries.version_families(workspace.connection) == []
    workspace.run(EditArticleText(article, FIRST.replace("40", "41")))
    (family,) = queries.version_families(workspace.connection)
    assert (family.articles, family.earlier, family.waiting) == ((article,), None, 1)
    (carried,) = queries.edited_in_place(workspace.connection, article)
    passages = queries.passages_of(workspace.connection, carried)
    assert passages.old == "40 ships in the harbour"
    assert passages.new == "Dorn counted 41 ships in the harbour."


def test_each_claim_is_told_of_with_what_became_of_it(workspace, versions):
    found = queries.compare_versions(workspace.connection, *versions)
    assert _outcomes(found) == {
        "the port will open in June": ("edited", True),
        "40 ships in the harbour": ("edited", True),
        "The mole is old": ("gone", True),
        "Renn is silent": ("kept", False),
    }
    assert queries.count_version_changes(workspace.connection, *versions) == len(found.told) == 4


def test_versions_that_do_not_follow_each_other_are_compared_too(workspace, versions):
    (third,) = workspace.run(
        ImportArticles((NewArticle(text=SECOND.replace("A new one", "No more"), revision_of=versions[1]),))
    )
    found = queries.compare_versions(workspace.connection, versions[0], third.article_id)
    assert _outcomes(found)["The mole is old"] == ("gone", False)
    assert all(one.carried is None for one in found.claims.values())


def test_only_claims_whose_words_are_all_there_may_be_confirmed_unseen(workspace, versions):
    waiting = queries.carried_claims(workspace.connection, article_id=versions[1])
    assert [one.claim.assertion for one in queries.confirmable(waiting)] == ["the port will open in June"]


@pytest.mark.parametrize("word", ["not ", "possibly "])
def test_a_word_that_turns_the_meaning_wants_a_look(workspace, word):
    first = make_article(workspace, FIRST)
    make_claim(workspace, first, "the port will open in June", assertion="the port will open in June")
    text = FIRST.replace("will open", f"will {word}open")
    (made,) = workspace.run(ImportArticles((NewArticle(text=text, revision_of=first),)))
    waiting = queries.carried_claims(workspace.connection, article_id=made.article_id)
    assert len(waiting) == 1
    assert queries.confirmable(waiting) == []


def test_of_a_claim_that_is_gone_the_whole_later_text_is_shown_where_it_stood(workspace, versions):
    gone = next(one for one in queries.carried_claims(workspace.connection) if one.outcome is Outcome.GONE)
    passages = queries.passages_of(workspace.connection, gone)
    assert (passages.old, passages.new) == ("The mole is old.", SECOND)
    assert SECOND[passages.near :].startswith("Dorn counted")


def test_a_summary_says_which_version_it_is_and_what_waits(workspace, versions):
    alone = make_article(workspace, "Something else. Quite another text.", title="Alone")
    told = {one.id: (one.version, one.waiting) for one in queries.article_summaries(workspace.connection)}
    assert told == {versions[0]: (1, 0), versions[1]: (2, 3), alone: (0, 0)}
    (first, *_) = queries.carried_claims(workspace.connection)
    workspace.run(SettleCarried(first.id, "dropped"))
    (summary,) = queries.article_summaries(workspace.connection, [versions[1]])
    assert summary.waiting == 2


def test_a_decision_on_a_change_is_kept_until_the_texts_are_others(workspace, versions):
    connection = workspace.connection
    found = next(one for one in queries.version_findings(connection) if not one.carried)
    workspace.remember(*queries.decision_on_finding(connection, found, "reviewed", "Known"))
    (again,) = [one for one in queries.version_findings(connection, only_open=False) if one.key == found.key]
    assert (again.decision, again.note, again.is_open) == ("reviewed", "Known", False)
    assert found.key not in {one.key for one in queries.version_findings(connection)}
    workspace.remember(*queries.decision_on_finding(connection, again, "", ""))
    assert found.key in {one.key for one in queries.version_findings(connection)}
    workspace.remember(f"version.reviewed.{found.later_uid}", "damaged")
    assert found.key in {one.key for one in queries.version_findings(connection)}
