"""The one door: transactions, history, undo and redo, listeners, several windows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.changes import ChangeKey, ChangeKind
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import EvidenceId, Span
from claimtracker.operations import (
    AddClaim,
    AddEvidence,
    AddStatus,
    CellEdit,
    DeleteArticles,
    DeleteClaims,
    DeleteEvidence,
    DeleteFacts,
    DeleteMatching,
    DeleteSpeakers,
    DeleteStatuses,
    DeleteTags,
    DescribeFact,
    DuplicateClaim,
    EditArticle,
    EditArticleText,
    EditClaim,
    EditClaims,
    EditFact,
    EditSpeaker,
    EditStatus,
    EvidenceLink,
    ImportArticles,
    JoinSentences,
    MarkSentences,
    MergeCoders,
    MergeFacts,
    MergeSpeakers,
    MergeStatuses,
    MergeTags,
    NewArticle,
    OrderStatuses,
    RenameCoder,
    RenameTag,
    ReplaceText,
    RetireStatuses,
    ReviewChange,
    SetCells,
    SetMatching,
    SetSpans,
    SettleAllCarried,
    SettleCarried,
    SetVersionOf,
    SplitFact,
    SplitSentence,
    SplitSpeaker,
    TakeOverAllClaims,
)
from claimtracker.storage import queries, seal
from claimtracker.storage.queries import ClaimFilter, ColumnTest, TextSearch
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim
from tests.project_state import state_of

if TYPE_CHECKING:
    from pathlib import Path

    from claimtracker.domain.changeset import ChangeSet


@pytest.fixture
def workspace(tmp_path: Path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def test_an_operation_is_one_line_of_history_with_who_and_from_where(workspace):
    article = make_article(workspace)
    make_claim(workspace, article, speaker="Ilse Varga")
    entry = queries.history(workspace.connection)[0]
    assert (entry.kind, entry.label, entry.coder, entry.origin, entry.state) == (
        "AddClaim",
        "Add claim",
        "Mira",
        "api",
        "done",
    )


def test_an_edit_to_the_same_value_leaves_no_history(workspace):
    claim = make_claim(workspace, make_article(workspace), status="denied")
    before = queries.history(workspace.connection)
    heard: list[ChangeSet] = []
    workspace.changed.subscribe(heard.append)
    workspace.run(EditClaim(claim, {"status": "Denied"}))
    assert queries.history(workspace.connection) == before
    assert heard == []


def test_a_refused_operation_leaves_nothing(workspace):
    article = make_article(workspace)
    before = state_of(workspace.connection), queries.history(workspace.connection)
    with pytest.raises(UserError, match="not a quotation"):
        workspace.run(AddClaim(article, (Span(0, 5),), {"speaker": "A new speaker", "quotation": "loud"}))
    with pytest.raises(UserError, match="not in the text"):
        workspace.run(AddClaim(article, (Span(0, 10_000),), {"speaker": "A new speaker"}))
    assert (state_of(workspace.connection), queries.history(workspace.connection)) == before


def test_the_change_set_names_the_rows(workspace):
    article = make_article(workspace)
    claim = make_claim(workspace, article)
    heard: list[ChangeSet] = []
    unsubscribe = workspace.changed.subscribe(heard.append)
    marker = object()
    workspace.run(EditClaim(claim, {"assertion": "There are no disagreements"}), initiator=marker)
    assert heard[0].initiator is marker
    assert heard[0].table("claim").updated == {claim}
    assert "assertion" in heard[0].table("claim").fields
    unsubscribe()
    workspace.run(DeleteClaims((claim,)))
    assert len(heard) == 1


def test_undo_and_redo_name_what_they_would_do(workspace):
    claim = make_claim(workspace, make_article(workspace))
    workspace.run(EditClaim(claim, {"status": "denied disagreements"}))
    assert (workspace.undo_label, workspace.redo_label) == ("Set status", "")
    workspace.undo()
    assert (workspace.undo_label, workspace.redo_label) == ("Add claim", "Set status")
    assert "denied disagreements" not in {status.label for status in queries.statuses(workspace.connection)}
    workspace.redo()
    assert queries.claim(workspace.connection, claim).status == "denied disagreements"


def test_a_new_operation_gives_up_what_was_undone(workspace):
    claim = make_claim(workspace, make_article(workspace))
    workspace.run(EditClaim(claim, {"note": "first"}))
    workspace.undo()
    workspace.run(EditClaim(claim, {"note": "second"}))
    assert workspace.redo_label == ""
    assert workspace.redo() is None
    assert queries.claim(workspace.connection, claim).note == "second"


def test_undo_works_after_the_project_was_closed(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as first:
        claim = make_claim(first, make_article(first), status="denied")
    with Workspace.open(path) as again:
        assert again.undo_label == "Add claim"
        again.undo()
        assert queries.claim_ids(again.connection, queries.ClaimFilter()).tolist() == []
        again.redo()
        assert queries.claim(again.connection, claim).status == "denied"


def test_undo_says_which_door_wrote_it(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path, origin="gui") as window, Workspace.open(path, origin="cli") as line:
        make_article(line)
        assert window.undo_label == "Import article (command line)"


def test_a_second_window_hears_of_each_change(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as first, Workspace.open(path) as second:
        heard: list[ChangeSet] = []
        second.changed.subscribe(heard.append)
        claim = make_claim(first, make_article(first))
        second.catch_up()
        assert [changes.kind for changes in heard] == ["ImportArticles", "AddClaim"]
        assert heard[1].table("claim").inserted == {claim}
        first.undo()
        second.catch_up()
        assert heard[2].table("claim").deleted == {claim}
        second.catch_up()
        assert len(heard) == 3


def test_what_another_window_wrote_is_told_before_ones_own(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as first, Workspace.open(path) as second:
        heard: list[str] = []
        second.changed.subscribe(lambda changes: heard.append(changes.kind))
        article = make_article(first)
        make_claim(second, article)
        assert heard == ["ImportArticles", "AddClaim"]
        second.catch_up()
        assert heard == ["ImportArticles", "AddClaim"]


def test_writers_in_several_threads_lose_nothing(tmp_path):
    path = tmp_path / "a.claims"
    with Workspace.create(path) as first:
        article = make_article(first)
    failures: list[Exception] = []

    def write(name: str) -> None:
        try:
            with Workspace.open(path, coder=name) as own:
                for _ in range(10):
                    make_claim(own, article, speaker=name)
        except (UserError, OSError, ValueError) as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(f"Speaker {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Workspace.open(path) as again:
        assert queries.totals(again.connection).claims == 40
        assert {speaker.claims for speaker in queries.speakers(again.connection)} == {10}


def test_settings_are_remembered_without_history(workspace):
    workspace.remember("layout", "wide")
    assert workspace.recall("layout") == "wide"
    assert workspace.recall("missing", "default") == "default"
    assert queries.history(workspace.connection) == []


def test_a_saved_copy_is_whole_while_the_project_is_open(workspace, tmp_path):
    claim = make_claim(workspace, make_article(workspace), speaker="Ana Dorn")
    workspace.save_copy(tmp_path / "copy.claims")
    with Workspace.open(tmp_path / "copy.claims") as copy:
        assert queries.claim(copy.connection, claim).speaker == "Ana Dorn"
        assert copy.undo_label == "Add claim"
    with pytest.raises(UserError, match="already a file"):
        workspace.save_copy(tmp_path / "copy.claims")


_VOCABULARY = ("merge statuses", "delete status", "order statuses", "retire status", "rename tag", "merge tags",
               "delete tag", "rename coder", "merge coders", "merge speakers", "split speaker",
               "delete speaker")  # fmt: skip
_REVIEW = ("merge facts", "split fact", "delete fact", "add evidence", "delete evidence", "describe fact",
           "review")  # fmt: skip
_VERSIONS = ("new version", "set version", "unset version", "settle", "settle all", "edit text")

_ACTS = st.lists(
    st.tuples(st.sampled_from(["import", "add", "edit", "edit many", "delete", "duplicate", "spans", "mark", "article",
                               "speaker", "status", "fact", "new status", "delete article",
                               "split", "join", "take over", *_VOCABULARY, *_REVIEW, *_VERSIONS]),
              st.integers(0, 7), st.sampled_from(["", "denied", "denied plans", "Ana Dorn", "F1", "2025-11-04", "ü; x"])),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=_ACTS)
def test_random_histories_undone_to_the_start_and_redone_to_the_end(tmp_path_factory, acts):
    path = tmp_path_factory.mktemp("history") / "a.claims"
    with Workspace.create(path) as workspace:
        workspace.connection.execute("pragma synchronous = off")
        states = [state_of(workspace.connection)]
        for act, number, text in acts:
            before = workspace.undo_label, len(queries.history(workspace.connection))
            try:
                _carry_out(workspace, act, number, text)
            except UserError:
                assert (workspace.undo_label, len(queries.history(workspace.connection))) == before
            if len(queries.history(workspace.connection)) > before[1]:
                states.append(state_of(workspace.connection))
        for expected in reversed(states[:-1]):
            assert workspace.undo() is not None
            assert state_of(workspace.connection) == expected
        assert workspace.undo() is None
        for expected in states[1:]:
            assert workspace.redo() is not None
            assert state_of(workspace.connection) == expected
        assert workspace.redo() is None
        assert workspace.connection.execute("pragma foreign_key_check").fetchall() == []
        assert seal.broken(workspace.connection) == []


def _carry_out(workspace: Workspace, act: str, number: int, text: str) -> None:
    connection = workspace.connection
    articles = queries.article_ids(connection)
    claims = list(queries.claim_ids(connection, queries.ClaimFilter()))
    if act == "import" or not articles:
        workspace.run(ImportArticles((NewArticle(text=f"{TALKS}\n\n{number} {text}"),)))
        return
    article = articles[number % len(articles)]
    if act == "add" or not claims:
        fields = {"speaker": text, "status": text, "tags": text, "fact": "" if text == "F1" else text}
        workspace.run(AddClaim(article, (Span(number, number + 9), Span(20, 21 + number)), fields))
        return
    claim = claims[number % len(claims)]
    speakers, facts = queries.speakers(connection), queries.facts(connection)
    statuses = queries.statuses(connection, retired=True)
    status = statuses[number % len(statuses)]
    sentences = queries.sentences_of_article(connection, article)
    if act in _VOCABULARY or act in _REVIEW:
        (_change_vocabulary if act in _VOCABULARY else _change_facts)(workspace, act, number, text)
        return
    if act in _VERSIONS:
        _change_versions(workspace, act, number, text)
        return
    row = sentences[number % len(sentences)]
    operations = {
        "edit": lambda: EditClaim(claim, {"note": text, "tags": text, "said_on": text}),
        "edit many": lambda: EditClaims(tuple(claims), {"status": text}),
        "delete": lambda: DeleteClaims((claim,)),
        "duplicate": lambda: DuplicateClaim(claim),
        "spans": lambda: SetSpans(claim, (Span(number * 3, number * 3 + 5),)),
        "mark": lambda: MarkSentences((row.id,), read=bool(text)),
        "article": lambda: EditArticle(article, {"source": text, "published": "2025-11-04"}),
        "speaker": lambda: EditSpeaker(speakers[0].id, {"name": f"{text} {number}", "aliases": "he; " + text}),
        "status": lambda: EditStatus(status.id, {"label": f"{text} {number}", "digit": "3", "retired": "yes"}),
        "new status": lambda: AddStatus(f"{text} {number}"),
        "fact": lambda: EditFact(facts[0].id, {"title": f"{text} {number}", "verdict": "mixed"}),
        "delete article": lambda: DeleteArticles((article,)),
        "cells": lambda: SetCells(
            (
                CellEdit(claim, "status", text),
                CellEdit(claims[0], "tags", f"{text}; y"),
                CellEdit(claims[-1], "cue", text),
            )
        ),
        "set matching": lambda: SetMatching(ClaimFilter(search="varga"), {"speaker": text, "tags": text, "note": "z"}),
        "delete matching": lambda: DeleteMatching(ClaimFilter(columns=(ColumnTest("status", "is", (text,)),))),
        "replace": lambda: ReplaceText(ClaimFilter(), ("speaker", "tags", "note"), TextSearch("n"), f"{text}{number}"),
        "split": lambda: SplitSentence(row.id, row.start + number * 6),
        "join": lambda: JoinSentences((row.id, sentences[sentences.index(row) - 1].id)),
        "take over": lambda: TakeOverAllClaims(article),
    }
    if (act == "speaker" and not speakers) or (act == "fact" and not facts):
        return
    workspace.run(operations[act]())


def _change_vocabulary(workspace: Workspace, act: str, number: int, text: str) -> None:
    connection = workspace.connection
    statuses = [status.id for status in queries.statuses(connection, retired=True)]
    tags = [tag.id for tag in queries.tags(connection)]
    coders = [coder.id for coder in queries.coders(connection)]
    status = statuses[number % len(statuses)]
    speakers = queries.speakers(connection)
    operations = {
        "merge speakers": lambda: MergeSpeakers(speakers[number % len(speakers)].id, tuple(one.id for one in speakers)),
        "split speaker": lambda: SplitSpeaker(
            speakers[number % len(speakers)].id, next(iter(speakers[number % len(speakers)].aliases), text)
        ),
        "delete speaker": lambda: DeleteSpeakers((speakers[number % len(speakers)].id,)),
        "merge statuses": lambda: MergeStatuses(status, (statuses[0], statuses[-1])),
        "delete status": lambda: DeleteStatuses((status,)),
        "order statuses": lambda: OrderStatuses((statuses[-1], status, statuses[0])),
        "retire status": lambda: RetireStatuses((status,), retired=bool(text)),
        "rename tag": lambda: RenameTag(tags[number % len(tags)], f"{text} {number}"),
        "merge tags": lambda: MergeTags(tags[number % len(tags)], tuple(tags)),
        "delete tag": lambda: DeleteTags((tags[number % len(tags)],)),
        "rename coder": lambda: RenameCoder(coders[0], f"{text} {number}"),
        "merge coders": lambda: MergeCoders(coders[number % len(coders)], tuple(coders)),
    }
    if ("tag" not in act or tags) and ("coder" not in act or coders) and ("speaker" not in act or speakers):
        workspace.run(operations[act]())


def _change_versions(workspace: Workspace, act: str, number: int, text: str) -> None:
    connection = workspace.connection
    articles = queries.article_ids(connection)
    article, other = articles[number % len(articles)], articles[0]
    words = queries.article(connection, article).text.replace("plan", f"{text} plans") + f" {number}"
    carried = [one.id for one in queries.carried_claims(connection, only_waiting=bool(number % 2))]
    decision = ("confirmed", "dropped", "changed", "")[number % 4]
    fields = {"note": text} if text and decision == "confirmed" else {}
    operations = {
        "new version": lambda: ImportArticles((NewArticle(words, revision_of=article),)),
        "set version": lambda: SetVersionOf(article, other),
        "unset version": lambda: SetVersionOf(article, None),
        "settle": lambda: SettleCarried(carried[number % len(carried)], decision, fields=fields),
        "edit text": lambda: EditArticleText(article, f"{text}{number} {words[number * 9 :]}"),
        "settle all": lambda: SettleAllCarried(tuple(carried), decision),
    }
    if carried or "settle" not in act:
        workspace.run(operations[act]())


def _change_facts(workspace: Workspace, act: str, number: int, text: str) -> None:
    connection = workspace.connection
    facts = [fact.id for fact in queries.facts(connection)]
    claims = list(queries.claim_ids(connection, queries.ClaimFilter()))
    if not facts:
        return
    fact = facts[number % len(facts)]
    on_fact = queries.claims_of_fact(connection, fact)
    evidence = [one.id for one in queries.evidence(connection, fact)]
    change = ChangeKey(ChangeKind.REVERSAL, claims[0], claims[number % len(claims)])
    operations = {
        "merge facts": lambda: MergeFacts(fact, tuple(facts)),
        "split fact": lambda: SplitFact(fact, tuple(claim.id for claim in on_fact[:1]), f"{text} {number}"),
        "delete fact": lambda: DeleteFacts((fact,)),
        "add evidence": lambda: AddEvidence(fact, f"https://example.org/{number}", text),
        "delete evidence": lambda: DeleteEvidence(evidence[0] if evidence else EvidenceId(0)),
        "describe fact": lambda: DescribeFact(
            fact,
            {"title": f"{text} {number}", "verdict": "refuted", "note": text},
            (*(EvidenceLink(text, str(number), one) for one in evidence[1:]), EvidenceLink(f"{text}{number}")),
        ),
        "review": lambda: ReviewChange(change, "reviewed" if text else "", "seen", text),
    }
    workspace.run(operations[act]())
