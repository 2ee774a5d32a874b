"""Articles imported, described and deleted."""

from __future__ import annotations

import hashlib

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.operations import DeleteArticles, EditArticle, ImportArticles, MarkSentences, NewArticle
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims") as made:
        yield made


def test_a_text_is_kept_verbatim_with_its_fingerprint_its_date_and_its_sentences(workspace):
    article = queries.article(workspace.connection, make_article(workspace))
    assert article.text == TALKS
    assert article.sha256 == hashlib.sha256(TALKS.encode()).hexdigest()
    assert article.published == "2025-11-04T06:58:00-05:00"
    sentences = queries.sentences_of_article(workspace.connection, article.id)
    assert [TALKS[sentence.start : sentence.end] for sentence in sentences] == [
        "Tuesday, 04 November 2025 06:58 AM EST",
        "Norvian Transport Secretary Ilse Varga welcomed Estmark's plan to raise its harbour budget.",
        "No joint statement followed the talks, though Varga denied there were any disagreements.",
        "President Ana Dorn asked lawmakers to pass an 8.2% increase for next year.",
    ]
    assert [sentence.kind for sentence in sentences] == ["dateline", "body", "body", "body"]


def test_the_same_text_twice_is_noticed(workspace):
    first = make_article(workspace)
    history = queries.history(workspace.connection)
    (again,) = workspace.run(ImportArticles((NewArticle(text=TALKS, title="Another name"),)))
    assert (again.article_id, again.already_there) == (first, True)
    assert queries.history(workspace.connection) == history


def test_what_is_given_wins_over_what_is_found(workspace):
    article = queries.article(
        workspace.connection, make_article(workspace, title="Talks", source="Coast Wire", published="2025-11-05")
    )
    assert (article.title, article.source, article.published) == ("Talks", "Coast Wire", "2025-11-05")


def test_several_articles_are_one_step(workspace):
    workspace.run(ImportArticles((NewArticle("First text."), NewArticle("Second text."))))
    assert workspace.undo_label == "Import 2 articles"
    workspace.undo()
    assert queries.totals(workspace.connection) == queries.Totals(0, 0, 0, 0, 0)


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_an_empty_text_is_refused_and_nothing_is_imported(workspace, text):
    with pytest.raises(UserError, match=r"empty\.txt holds no text"):
        workspace.run(ImportArticles((NewArticle("A text."), NewArticle(text, file_name="empty.txt"))))
    assert queries.totals(workspace.connection).articles == 0


def test_a_date_that_cannot_be_read_is_refused(workspace):
    with pytest.raises(UserError, match="last week"):
        make_article(workspace, published="last week")


def test_an_ambiguous_zone_is_asked_about_and_not_guessed(workspace):
    text = TALKS.replace("EST", "IST")
    (imported,) = workspace.run(ImportArticles((NewArticle(text=text),)))
    assert imported.zone == "IST"
    assert len(imported.choices) > 1
    assert queries.article(workspace.connection, imported.article_id).published == "2025-11-04"


def test_an_article_is_described(workspace):
    article = make_article(workspace)
    workspace.run(EditArticle(article, {"title": " New title ", "source": "NPA", "language": "en"}))
    assert queries.article(workspace.connection, article).title == "New title"
    with pytest.raises(UserError, match="needs a title"):
        workspace.run(EditArticle(article, {"title": " "}))
    with pytest.raises(UserError, match="nothing that can be set"):
        workspace.run(EditArticle(article, {"text": "other words"}))


def test_a_deleted_article_comes_back_with_its_claims(workspace):
    article = make_article(workspace)
    claim = make_claim(workspace, article, speaker="Ana Dorn", tags="a")
    before = queries.article(workspace.connection, article), queries.claim(workspace.connection, claim)
    workspace.run(DeleteArticles((article,)))
    assert queries.totals(workspace.connection).claims == 0
    with pytest.raises(UserError, match="no article"):
        queries.article(workspace.connection, article)
    workspace.undo()
    assert (queries.article(workspace.connection, article), queries.claim(workspace.connection, claim)) == before


def test_a_summary_counts_what_was_seen_to(workspace):
    article = make_article(workspace)
    make_claim(workspace, article, "any disagreements")
    first, second, *_ = [
        sentence for sentence in queries.sentences_of_article(workspace.connection, article) if sentence.kind == "body"
    ]
    workspace.run(MarkSentences((first.id, second.id), read=True))
    (summary,) = queries.article_summaries(workspace.connection)
    assert (summary.sentences, summary.touched, summary.claims) == (3, 2, 1)
    workspace.undo()
    assert queries.article_summaries(workspace.connection)[0].touched == 1


def test_articles_come_oldest_first_and_undated_last(workspace):
    undated = make_article(workspace, "No date here.")
    new = make_article(workspace, "New.", published="2025-11-05")
    old = make_article(workspace, "Old.", published="2025-10-05T10:00:00+01:00")
    assert queries.article_ids(workspace.connection) == [old, new, undated]


def test_nul_and_astral_characters_do_not_move_offsets(workspace):
    text = "A\x00B said 😀 yes. Varga denied it."
    article = make_article(workspace, text)
    claim = make_claim(workspace, article, "Varga denied it.")
    assert queries.article(workspace.connection, article).text == text
    assert queries.claim(workspace.connection, claim).sentence_text == "Varga denied it."
    workspace.run(DeleteArticles((article,)))
    workspace.undo()
    assert queries.article(workspace.connection, article).text == text
