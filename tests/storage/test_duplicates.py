"""Statuses and tags that are likely one thing, and those that only look so."""

from __future__ import annotations

import json
import random

import pytest

from claimtracker.operations import AddStatus, EditStatus, MergeStatuses
from claimtracker.storage import queries
from claimtracker.text.similarity import LIKELY
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.steps import count_calls


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def empty(workspace):
    """Without the vocabulary that comes along."""
    workspace.connection.execute("delete from status")
    return workspace


def found(workspace):
    pairs = queries.likely_duplicate_statuses(workspace.connection)
    return {frozenset({pair.one.name, pair.other.name}) for pair in pairs}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("denied disagreement", "denied disagreements", True),
        ("denied disagreements", "denies disagr.", True),
        ("denied disagreement", "Denies  Disagr", True),
        ("denied the disagreements", "denied disagreements", True),
        ("denied disagreements", "denied disagrements", True),
        ("denied-disagreements", "denied disagreements", True),
        ("acknowledged", "acknowleged", True),
        ("announces plans", "announced plan", True),
        ("declined to comment", "declined comment", True),
        ("reaffirmed commitment", "reaffirms commitments", True),
        ("dénié", "denie", True),
        ("denied", "denied disagreements", False),
        ("confirmed", "not confirmed", False),
        ("confirmed", "unconfirmed", False),
        ("supported", "unsupported", False),
        ("agreed", "disagreed", False),
        ("denied", "did not deny", False),
        ("denied talks", "denied disagreements", False),
        ("announced", "denounced", False),
        ("urged", "purged", False),
        ("asserted", "alleged", False),
        ("promised aid in 2024", "promised aid in 2025", False),
        ("denied wrongdoing", "denied wronged", False),
        ("warned", "warmed", False),
        ("lifted sanctions", "opposed sanctions", False),
    ],
)
def test_what_is_likely_one_thing(empty, one, other, alike):
    for label in (one, other):
        empty.run(AddStatus(label))
    assert found(empty) == ({frozenset({one, other})} if alike else set())


def test_the_vocabulary_that_comes_along_has_none(workspace):
    assert found(workspace) == set()


def test_opposite_meanings_are_no_duplicates_however_alike_they_are_written(empty):
    for label, stance in (("backed the plan", "affirms"), ("backed plans", "denies")):
        empty.run(AddStatus(label, stance))
    assert found(empty) == set()
    backed = queries.statuses(empty.connection)[1]
    empty.run(EditStatus(backed.id, {"stance": "neutral"}))
    assert len(found(empty)) == 1


def test_the_one_that_more_claims_have_would_be_kept(empty):
    article = make_article(empty)
    for label in ("denied disagreement", "denied disagreements", "denied disagreements"):
        make_claim(empty, article, status=label, tags=label)
    (pair,) = queries.likely_duplicate_statuses(empty.connection)
    assert (pair.one.name, pair.other.name) == ("denied disagreements", "denied disagreement")
    (tags,) = queries.likely_duplicate_tags(empty.connection)
    assert (tags.one.name, tags.other.name) == ("denied disagreements", "denied disagreement")
    empty.run(MergeStatuses(pair.one.id, (pair.other.id,)))
    assert queries.likely_duplicate_statuses(empty.connection) == []


def test_it_is_told_why(empty):
    for label in ("denied plan", "denied plans"):
        empty.run(AddStatus(label))
    (pair,) = queries.likely_duplicate_statuses(empty.connection)
    assert (pair.why, LIKELY <= pair.likeness < 1) == ("the same but for word endings", True)


def test_a_pair_that_was_called_not_the_same_is_not_asked_about_again(empty):
    for label in ("denied plan", "denied plans", "denies plan"):
        empty.run(AddStatus(label))
    first, second, third = queries.likely_duplicate_statuses(empty.connection)
    setting = queries.STATUSES_NOT_SAME
    empty.remember(setting, queries.not_same_with(empty.connection, setting, [first]))
    assert queries.likely_duplicate_statuses(empty.connection) == [second, third]
    empty.remember(setting, queries.not_same_with(empty.connection, setting, [third]))
    assert queries.likely_duplicate_statuses(empty.connection) == [second]
    assert len(queries.pairs_not_same(empty.connection, setting)) == 2
    empty.remember(setting, "[]")
    assert queries.likely_duplicate_statuses(empty.connection) == [first, second, third]


def test_what_was_kept_in_earlier_projects_holds(empty):
    """The names of the settings and how the pairs are written are part of the file."""
    make_claim(empty, make_article(empty), tags="harbour; harbours", speaker="Varga")
    make_claim(empty, make_article(empty, "Other words."), speaker="Ilse Varga", status="denied plan")
    empty.run(AddStatus("denied plans"))
    for find, setting in (
        (queries.likely_duplicate_tags, "tags.told_apart"),
        (queries.likely_duplicate_statuses, "statuses.told_apart"),
        (queries.likely_duplicate_speakers, "speakers.not_same"),
    ):
        (pair,) = find(empty.connection)
        empty.remember(setting, json.dumps([sorted((pair.one.uid, pair.other.uid))]))
        assert find(empty.connection) == []


@pytest.mark.parametrize("damage", ["{", "7", '[["a"], 3]', "null"])
def test_a_damaged_setting_is_no_reason_to_fail(empty, damage):
    make_claim(empty, make_article(empty), tags="harbour; harbours")
    empty.remember(queries.TAGS_NOT_SAME, damage)
    assert len(queries.likely_duplicate_tags(empty.connection)) == 1


def test_a_large_vocabulary_is_not_compared_pair_by_pair(empty):
    draw = random.Random(4)
    words = ["".join(draw.choices("abcdefghijklmnoprstuvw", k=8)) for _ in range(400)]
    rows = [(f"t{number}", f"{draw.choice(words)} {draw.choice(words)}") for number in range(2000)]
    empty.connection.executemany(
        "insert into tag(uid, label) values (?, ?)", [*rows, ("x", "harbour"), ("y", "harbours")]
    )
    pairs = []
    calls = count_calls(lambda: pairs.extend(queries.likely_duplicate_tags(empty.connection)))
    assert calls < len(rows) * (len(rows) - 1) / 2
    assert {"harbour", "harbours"} in [{pair.one.name, pair.other.name} for pair in pairs]
