"""Versions of an article: found, listed, and what changed between them."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.versions import VersionChangeKind, by_weight
from claimtracker.operations import EditArticleText, ImportArticles, NewArticle, SettleAllCarried, SetVersionOf
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim

OLD = """Talks resume

Talks on the strait resumed on Thursday. Norvia will dredge a channel from 2027. “No,” Varga said.

The budget stands at 337 million crowns. Rain fell in Maren. The depth is 11.5 metres."""
NEW = """Talks resume

Talks on the strait resumed on Thursday. Norvia may dredge a channel from 2027. "No", Varga said.

Rain fell in Maren. The budget stands at 338 million crowns. The guild welcomed it."""


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def _version(workspace, earlier, text=NEW, **described):
    (imported,) = workspace.run(ImportArticles((NewArticle(text, revision_of=earlier, **described),)))
    return imported.article_id


def _told(changes):
    return [
        (str(change.kind), " ".join(one.text for one in change.old)[:12], " ".join(one.text for one in change.new)[:12])
        for change in changes
    ]


def test_changes_are_told_sentence_by_sentence(workspace):
    first = make_article(workspace, OLD)
    claim = make_claim(workspace, first, "will dredge")
    second = _version(workspace, first)
    changes = queries.version_changes(workspace.connection, first, second)
    assert _told(changes) == [
        ("same", "Talks resume", "Talks resume"),
        ("same", "Talks on the", "Talks on the"),
        ("changed", "Norvia will ", "Norvia may d"),
        ("changed", "“No,” Varga ", '"No", Varga '),
        ("same", "Rain fell in", "Rain fell in"),
        ("removed", "The depth is", ""),  # where the reader of the old version had got to
        ("changed", "The budget s", "The budget s"),
        ("added", "", "The guild we"),
    ]
    assert [change.trivial for change in changes] == [True, True, False, True, True, False, False, False]
    dredging, budget = changes[2], changes[6]
    assert dredging.claims == (claim,)
    for change, words in ((dredging, ["will", "may"]), (budget, ["337", "338"])):
        (old,), (new,) = change.old, change.new
        assert [one.text[mark.start : mark.end] for one in (old, new) for mark in one.differing] == words
    assert budget.reason == "337 million crowns became 338 million crowns"
    assert [str(change.kind) for change in by_weight(changes)] == ["changed", "changed", "removed", "added"]
    assert by_weight(changes)[0] == budget


def test_an_article_beside_itself_has_no_changes(workspace):
    article = make_article(workspace, OLD)
    changes = queries.version_changes(workspace.connection, article, article)
    assert {change.kind for change in changes} == {VersionChangeKind.SAME}
    assert by_weight(changes) == []
    with pytest.raises(UserError, match="no article 9"):
        queries.version_changes(workspace.connection, article, 9)


def test_the_versions_of_an_article_are_the_whole_chain(workspace):
    first = make_article(workspace, OLD, published="2025-11-01")
    make_claim(workspace, first, "337 million")
    second = _version(workspace, first, published="2025-11-02")
    third = _version(workspace, second, NEW + " More.", published="2025-11-03")
    branch = _version(workspace, first, OLD + " Else.", published="2025-11-04")
    make_article(workspace, TALKS)
    for article in (first, second, third, branch):
        found = queries.versions_of(workspace.connection, article)
        assert [(one.article_id, one.revision_of, one.claims, one.waiting) for one in found] == [
            (first, None, 1, 0), (second, first, 0, 1), (branch, first, 1, 0), (third, second, 0, 0),
        ]  # fmt: skip


def test_an_earlier_version_is_found_by_address_title_and_text(workspace):
    first = make_article(workspace, OLD, title="Talks resume", url="https://www.npa.example/talks/")
    make_article(workspace, TALKS, title="Talks in Maren", url="https://npa.example/maren")

    def found(url="", title="", text="Another text altogether.", besides=None):
        return [
            (one.article_id, one.why)
            for one in queries.earlier_versions(workspace.connection, url=url, title=title, text=text, besides=besides)
        ]

    assert found("http://npa.example/talks?utm_source=mail") == [(first, "same address")]
    assert found(title="UPDATE 1: Talks resume") == [(first, "same title")]
    assert found(title="Talks resume (rev. 2)") == [(first, "same title")]
    assert found(title="Talks resumed") == [(first, "title alike")]
    assert found(text=NEW) == []  # too few sentences are the same, word for word
    assert found(text=OLD + " A sentence more than there was.") == [(first, "4 of 4 sentences in common")]
    assert found(text=OLD, besides=first) == []
    assert found(title="Something else") == []
    (likely,) = queries.earlier_versions(
        workspace.connection, url="https://npa.example/talks", title="Talks resume", text=OLD
    )
    assert likely.why == "same address; same title; 4 of 4 sentences in common"
    assert likely.likeness > 0.99


def test_of_several_versions_the_last_is_offered(workspace):
    first = make_article(workspace, OLD, title="Talks resume")
    second = _version(workspace, first, title="Talks resume")
    found = queries.earlier_versions(workspace.connection, url="", title="Talks resume", text="")
    assert [one.article_id for one in found] == [second]
    assert queries.earlier_versions(workspace.connection, url="", title="Talks resume", text="", besides=first) == []


def test_changes_of_versions_join_the_queue_until_they_are_seen_and_decided(workspace):
    first = make_article(workspace, OLD)
    make_claim(workspace, first, "will dredge")
    make_claim(workspace, first, "The depth is 11.5 metres.")
    second = _version(workspace, first)
    connection = workspace.connection
    found = queries.version_findings(connection)
    assert [(str(one.change.kind), len(one.carried)) for one in found] == [
        ("removed", 1), ("changed", 1), ("changed", 0), ("added", 0),
    ]  # fmt: skip
    workspace.remember(*queries.seen_mark(queries.article(connection, first), queries.article(connection, second)))
    assert [len(one.carried) for one in queries.version_findings(connection)] == [1, 1]
    assert len(queries.version_findings(connection, article_id=second, only_open=False)) == 4
    waiting = tuple(one.id for one in queries.carried_claims(connection))
    workspace.run(SettleAllCarried(waiting, "confirmed"))
    assert queries.version_findings(connection) == []
    workspace.run(EditArticleText(second, NEW.replace("The guild", "The Pilots' Guild")))
    assert len(queries.version_findings(connection)) == 4  # the text is another, so it was not seen
    workspace.run(SetVersionOf(second, None))
    assert queries.version_findings(connection) == []
