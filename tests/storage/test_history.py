"""The history as a person reads it: who changed what from what to what, and where it is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.history import HistorySearch
from claimtracker.domain.values import Span
from claimtracker.operations import (
    DeleteClaims,
    EditArticle,
    EditClaim,
    EditSpeaker,
    ImportArticles,
    MarkSentences,
    MergeTags,
    NewArticle,
    SetMatching,
    SetSpans,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    path = tmp_path / "a.claims"
    Workspace.create(path).close()
    with Workspace.open(path, coder="Mira", origin="gui") as made:
        clock = iter(datetime(2026, 11, 3, 8, tzinfo=UTC) + timedelta(hours=hour) for hour in range(1000))
        made._now = lambda: next(clock)
        yield made


def _told(workspace: Workspace, claim: int, key: str = "") -> list[tuple[str, list[str]]]:
    return [
        (event.operation.label, [str(change) for change in event.changes])
        for event in queries.history_of_claim(workspace.connection, claim, key)
    ]


def test_the_history_of_a_claim_says_what_became_what(workspace):
    claim = make_claim(workspace, make_article(workspace), "denied there were any", status="denied", speaker="Varga")
    workspace.run(EditClaim(claim, {"status": "supported", "tags": "budget; harbour"}))
    workspace.run(SetSpans(claim, (Span(55, 64),)))
    speaker = queries.claim(workspace.connection, claim).speaker_id
    workspace.run(EditSpeaker(speaker, {"name": "Ilse Varga"}))
    workspace.undo()
    workspace.run(DeleteClaims((claim,)))
    told = _told(workspace, claim)
    assert [label for label, _ in told] == [
        "Delete claim", "Undo Rename speaker", "Rename speaker", "Change words of claim", "Edit claim", "Add claim",
    ]  # fmt: skip
    assert told[1][1] == ["speaker: Ilse Varga → Varga"]
    assert told[2][1] == ["speaker: Varga → Ilse Varga"]
    assert told[3][1] == ["words: denied there were any → rt Secret"]
    assert told[4][1] == ["status: denied → supported", "stance: denies → affirms", "tags: budget; harbour"]
    assert "status: denied" in told[5][1]
    assert "speaker: Varga → (nothing)" in told[0][1]
    events = queries.history_of_claim(workspace.connection, claim)
    assert [event.happened for event in events] == ["deleted", "changed", "changed", "changed", "changed", "added"]
    assert (events[4].operation.coder, events[4].operation.origin) == ("Mira", "gui")


def test_the_history_of_a_cell_holds_what_touched_it_alone(workspace):
    article = make_article(workspace)
    claim = make_claim(workspace, article, status="denied", tags="a; b")
    workspace.run(EditClaim(claim, {"note": "x"}))
    workspace.run(EditClaim(claim, {"status": "supported"}))
    first, second = queries.tags(workspace.connection)
    workspace.run(MergeTags(first.id, (second.id,)))
    workspace.run(EditArticle(article, {"source": "Coast Wire"}))
    assert [changes for _, changes in _told(workspace, claim, "status")] == [
        ["status: denied → supported"], ["status: denied"],
    ]  # fmt: skip
    assert [changes for _, changes in _told(workspace, claim, "tags")] == [["tags: a; b → a"], ["tags: a; b"]]
    assert _told(workspace, claim, "source")[0] == ("Edit article", ["outlet: Coast Wire"])
    # Where a claim begins and ends is told by its words.
    assert _told(workspace, claim, "start") == _told(workspace, claim, "words")
    assert len(_told(workspace, claim, "claim_uid")) == len(_told(workspace, claim))


def test_a_claim_that_never_was_is_refused(workspace):
    with pytest.raises(UserError, match="no claim 7 in this project, nor in its history"):
        queries.history_of_claim(workspace.connection, 7)


def test_an_operation_is_told_in_plain_words(workspace):
    article = make_article(workspace, title="Talks", source="Coast Wire")
    claim = make_claim(workspace, article, status="denied")
    workspace.run(EditClaim(claim, {"status": "supported"}))
    sentences = queries.sentences_of_article(workspace.connection, article)
    workspace.run(MarkSentences((sentences[2].id,), read=True))
    lines = [entry.id for entry in queries.history(workspace.connection)][::-1]
    told = [
        [str(change) for change in queries.changes_of_operation(workspace.connection, line).changes] for line in lines
    ]
    assert told[0][:3] == [
        "Article “Talks” · added",
        "Article “Talks” · title: Talks",
        "Article “Talks” · outlet: Coast Wire",
    ]
    assert told[0][-1] == f"{len(sentences)} sentences of “Talks” · added"
    assert told[1][0] == "Claim 1 · added"
    assert "Claim 1 · status: denied" in told[1]
    assert "Coder “Mira” · added" in told[1]
    assert told[2] == ["Claim 1 · status: denied → supported", "Claim 1 · stance: denies → affirms"]
    assert told[3] == ["Sentence 3 of “Talks” · read: no → yes"]


def test_an_operation_on_very_many_rows_is_told_in_part(workspace):
    article = make_article(workspace)
    for number in range(12):
        make_claim(workspace, article, tags=f"t{number}; common")
    workspace.run(SetMatching(queries.ClaimFilter(), {"note": "z", "tags": "common"}))
    line = queries.history(workspace.connection, limit=1)[0].id
    details = queries.changes_of_operation(workspace.connection, line, limit=5)
    assert [str(change) for change in details.changes][:3] == [
        "Claim 1 · tags: t0; common → common", "Claim 1 · note: z", "Claim 2 · tags: t1; common → common",
    ]  # fmt: skip
    assert (len(details.changes), details.whole, details.rows) == (5, False, 12 * 4)


def test_operations_are_found_by_their_words_and_by_what_they_changed(workspace):
    article = make_article(workspace, title="Talks")
    claim = make_claim(workspace, article, status="denied", assertion="There were no quarrels")
    workspace.run(EditClaim(claim, {"assertion": "All is well"}))
    other = make_claim(workspace, article, assertion="Ærlig talt, 100% “so”")
    workspace.coder = "Ada"
    workspace.run(DeleteClaims((other,)))

    def found(words: str, **also) -> list[str]:
        entries = queries.operations_matching(workspace.connection, HistorySearch(words, **also))
        return [entry.label for entry in entries]

    assert found("quarrels") == ["Edit assertion", "Add claim"]
    assert found("quarrels", contents=False) == []
    assert found("WELL") == ["Edit assertion", "Add claim"]
    assert found("ærlig talt") == ["Delete claim", "Add claim"]
    assert found("100%") == ["Delete claim", "Add claim"]
    assert found("delete ada window") == ["Delete claim"]
    assert found("2026-11-03", contents=False) == [
        "Delete claim",
        "Add claim",
        "Edit assertion",
        "Add claim",
        "Import article",
    ]
    assert found("status_id") == []
    workspace.run(EditClaim(claim, {"status": "urged"}))
    workspace.run(EditClaim(claim, {"status": ""}))
    assert found("urged") == ["Set status", "Set status"]
    assert found("denied") == ["Set status", "Add claim"]
    assert found("", coder="ada")[-1] == "Delete claim"
    assert found("", origin="cli") == []
    first = queries.operation(workspace.connection, 1).at
    assert found("", until=first) == ["Import article"]
    assert found("", since="2026-11-04") == []
    assert found('"') == found("")


def test_lines_come_by_the_page_newest_first(workspace):
    article = make_article(workspace)
    for _ in range(7):
        make_claim(workspace, article)
    seen: list[int] = []
    before = None
    while page := queries.operations_matching(workspace.connection, HistorySearch("claim"), limit=3, before=before):
        seen += [entry.id for entry in page]
        before = seen[-1]
    assert seen == [8, 7, 6, 5, 4, 3, 2]


def test_looking_at_one_claim_reads_its_own_lines_alone(workspace):
    article = make_article(workspace)
    claim = make_claim(workspace, article, speaker="Varga", status="denied", tags="a")
    workspace.run(EditClaim(claim, {"note": "x"}))

    def steps() -> int:
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        workspace.connection.set_progress_handler(step, 100)
        queries.history_of_claim(workspace.connection, claim)
        workspace.connection.set_progress_handler(None, 0)
        return count

    before = steps()
    workspace.run(ImportArticles(tuple(NewArticle(text=f"{number} said so. " * 20) for number in range(100))))
    for article_id in queries.article_ids(workspace.connection)[1:]:
        make_claim(workspace, article_id)
    assert steps() <= before + 6
