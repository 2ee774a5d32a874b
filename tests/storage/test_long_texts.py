"""An article's text is read as far as it is needed, and how much of an article was seen to is told of any length."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from claimtracker.domain.values import ArticleId
from claimtracker.operations import AddClaim, EditArticleText
from claimtracker.storage import queries
from claimtracker.storage.queries.long_texts import beginning_of_text
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim, span_of

LINES = [f"Žena řekla {number} 😀 {'že ne, ' * 12}a šla." for number in range(4000)]
TEXT = "\n\n".join(LINES)


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "project.claims") as made:
        yield made


@pytest.fixture
def article(workspace):
    return make_article(workspace, TEXT, title="Long")


def test_the_beginning_of_a_long_text_reaches_as_far_as_asked_and_not_much_further(workspace, article):
    for end in (1, 200, 60_000):
        begun = queries.article_head(workspace.connection, article, end)
        assert end <= len(begun.text) < len(TEXT)
        assert TEXT.startswith(begun.text)
    assert queries.article(workspace.connection, article).text == TEXT
    assert queries.article_head(workspace.connection, article, len(TEXT)).text == TEXT


def test_a_short_text_is_read_whole(workspace):
    short = make_article(workspace)
    head, whole = queries.article_head(workspace.connection, short, 3), queries.article(workspace.connection, short)
    assert (head.id, head.title, head.text) == (whole.id, whole.title, whole.text)


def test_claims_tell_their_sentence_wherever_it_stands_in_a_long_text(workspace, article):
    near = make_claim(workspace, article, LINES[1])
    far = make_claim(workspace, article, LINES[-1])
    read = [queries.claim(workspace.connection, claim_id).sentence_text for claim_id in (near, far, near)]
    assert [LINES[1].endswith(sentence) for sentence in read] == [True, False, True]
    assert read[1]
    assert LINES[-1].endswith(read[1])


def test_a_text_that_was_edited_is_read_anew(workspace, article):
    claim = make_claim(workspace, article, "že ne")
    before = queries.claim(workspace.connection, claim).sentence_text
    workspace.run(EditArticleText(article, TEXT.replace("Žena", "Dívka", 1)))
    after = queries.claims_of_article(workspace.connection, article)[0].sentence_text
    assert before.startswith("Žena")
    assert after == before.replace("Žena", "Dívka")


def test_a_part_of_an_article_has_the_claims_that_begin_there(workspace, article):
    claims = [make_claim(workspace, article, LINES[number]) for number in (0, 10, 20)]
    starts = [claim.spans[0].start for claim in queries.claims_of_article(workspace.connection, article)]
    within = queries.claims_of_article(workspace.connection, article, after=starts[1], before=starts[2])
    assert [claim.id for claim in within] == [claims[1]]


def test_a_sentence_was_seen_to_when_any_claim_reaches_it(workspace):
    text = "\n\n".join(f"Renn said no for the {number}th time." for number in range(1, 9))
    article = make_article(workspace, text, title="Reach")
    first, third = (span_of(workspace, article, f"Renn said no for the {number}th time.") for number in (1, 3))
    over = type(first)(first.start + 5, third.end - 5)
    workspace.run(AddClaim(article, (over,), {}))
    for number in (1, 2, 6):
        make_claim(workspace, article, f"the {number}th time")
    (summary,) = queries.article_summaries(workspace.connection, [article])
    assert (summary.sentences, summary.touched, summary.claims) == (8, 4, 4)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_the_beginning_of_a_text_is_its_beginning_however_the_file_writes_it(tmp_path, encoding):
    with closing(sqlite3.connect(tmp_path / "other.claims")) as other:
        other.execute(f"pragma encoding = '{encoding}'")
        other.execute("create table article(id integer primary key, text text)")
        other.execute("insert into article(text) values (?)", (TEXT,))
        beginning = beginning_of_text(other, ArticleId(1), 30_000)
    assert len(beginning) >= 30_000
    assert TEXT.startswith(beginning)
