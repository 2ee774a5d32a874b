"""The reporting words that a project's own statuses know."""

from __future__ import annotations

import pytest

from claimtracker.operations import AddStatus, EditStatus, RetireStatuses
from claimtracker.storage import queries
from claimtracker.text.cues import find_cue
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def suggested(workspace, sentence):
    cue = find_cue(sentence, queries.cue_vocabulary(workspace.connection))
    return None if cue is None else (cue.text, cue.status)


def status_id(workspace, label):
    return next(status.id for status in queries.statuses(workspace.connection, retired=True) if status.label == label)


def test_cues_of_the_project_are_found(workspace):
    assert suggested(workspace, "Varga tut-tutted the plan.") is None
    made = workspace.run(AddStatus("pooh-poohed"))
    workspace.run(EditStatus(made, {"cues": "tut-tut, Pooh-pooh; y; ;"}))
    assert suggested(workspace, "Varga pooh-poohed the plan.") == ("pooh-poohed", "pooh-poohed")


def test_a_renamed_status_is_suggested_by_its_new_label_and_a_retired_one_is_not(workspace):
    workspace.run(EditStatus(status_id(workspace, "denied"), {"label": "rejected as untrue"}))
    assert suggested(workspace, "Varga denied it.") == ("denied", "rejected as untrue")
    workspace.run(RetireStatuses((status_id(workspace, "rejected as untrue"),)))
    assert suggested(workspace, "Varga denied it.") is None


def test_a_project_whose_statuses_know_no_word_has_those_that_come_along(workspace):
    for status in queries.statuses(workspace.connection):
        workspace.run(EditStatus(status.id, {"cues": ""}))
    assert suggested(workspace, "Varga denied it.") == ("denied", "denied")


def test_a_new_status_takes_the_stance_that_the_project_gave_to_its_first_word(workspace):
    workspace.run(EditStatus(status_id(workspace, "urged"), {"stance": "commits"}))
    claim = make_claim(workspace, make_article(workspace), status="urges restraint")
    assert queries.claim(workspace.connection, claim).stance == "commits"
    workspace.run(RetireStatuses((status_id(workspace, "denied"),)))
    other = make_claim(workspace, queries.article_ids(workspace.connection)[0], status="denies all of it")
    assert queries.claim(workspace.connection, other).stance == "denies"
