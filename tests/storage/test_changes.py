"""Changes over a project: all that the samples hold, none that is not there, and what was decided on them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.changes import ChangeKind
from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import DeleteClaims, EditClaim, ReviewChange
from claimtracker.storage import queries
from claimtracker.storage.queries import changes as changes_module
from claimtracker.storage.queries import newest
from claimtracker.storage.queries.changes import ChangeFilter, ChangeFinder, changes, undated_claims
from claimtracker.storage.queries.matrix import matrix
from claimtracker.storage.queries.newest import EVERYTHING, MatrixFilter, Newest, newest_on_facts
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.factories import make_article, make_claim
from tests.project_state import state_of
from tests.steps import count_sql_steps


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    with Workspace.open(path, coder="Mira") as workspace:
        yield workspace


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def _claim(workspace, day: str, speaker: str, status: str):
    assertion = "There are disagreements"
    article = make_article(workspace, f"On {day} {speaker} spoke {status}: {assertion}.", published=day, title=day)
    return make_claim(workspace, article, speaker=speaker, status=status, assertion=assertion, fact="Row")


def _told(found):
    return [(str(one.change.kind), one.change.earlier, one.change.later) for one in found]


def test_the_samples_hold_one_of_each_and_nothing_is_found_that_is_not_there(samples):
    facts = {fact.id: fact.title for fact in queries.facts(samples.connection)}
    found = sorted(
        (str(one.change.kind), facts[one.fact_id], " / ".join(one.speakers), one.said[0][:10], one.said[1][:10])
        for one in changes(samples.connection)
    )
    disagreements = "There are disagreements between the two governments"
    dredging, spending = "Norvia will dredge a second channel", "Estmark's harbour spending will rise"
    pilotage = "Pilotage should pass to an Estmark-led authority"
    assert found == [
        ("contradiction", dredging, "Ilse Varga / Jørn Halvorsen", "2025-11-04", "2025-11-14"),
        ("contradiction", dredging, "Ilse Varga / Norvia's government", "2025-11-04", "2025-11-14"),
        ("contradiction", disagreements, "Ana Dorn / Ilse Varga", "2025-10-29", "2025-11-04"),
        ("figure changed", spending, "Ana Dorn", "2025-11-04", "2025-11-14"),
        ("repeated", disagreements, "Ilse Varga", "2025-11-04", "2025-11-04"),
        ("retraction", "40 million crowns were promised to one yard", "Mikkel Brandt", "2025-11-04", "2025-11-06"),
        ("reversal", dredging, "Jørn Halvorsen", "2025-10-29", "2025-11-14"),
        ("reversal", disagreements, "Ilse Varga", "2025-11-04", "2025-11-14"),
        ("reworded", spending, "Ana Dorn", "2025-11-04", "2025-11-04"),
        ("reworded", pilotage, "Ana Dorn", "2025-10-29", "2025-11-04"),
        ("reworded", pilotage, "Tomas Renn", "2025-11-06", "2025-11-14"),
        ("shift", spending, "Ana Dorn", "2025-10-29", "2025-11-04"),
        ("shift", spending, "Ana Dorn", "2025-11-04", "2025-11-14"),
    ]


def test_an_edit_of_a_claim_is_taken_up(workspace):
    one = _claim(workspace, "2025-11-04", "Ilse Varga", "denied")
    other = _claim(workspace, "2025-11-14", "Ilse Varga", "denied")
    finder = ChangeFinder()
    assert _told(finder.changes(workspace.connection)) == [("repeated", one, other)]
    workspace.run(EditClaim(other, {"status": "acknowledged"}))
    assert _told(finder.changes(workspace.connection)) == [("reversal", one, other)]
    workspace.run(EditClaim(other, {"said_on": "2025-10-01"}))
    assert _told(finder.changes(workspace.connection)) == [("reversal", other, one)]
    workspace.run(EditClaim(other, {"fact": ""}))
    assert finder.changes(workspace.connection) == []


def test_an_analysts_own_status_counts_by_its_stance(workspace):
    one = _claim(workspace, "2025-11-04", "Ilse Varga", "denied disagreements")
    other = _claim(workspace, "2025-11-14", "Ilse Varga", "acknowledged")
    assert _told(changes(workspace.connection)) == [("reversal", one, other)]


def test_undated_claims_are_told_and_compared_with_nothing(workspace):
    _claim(workspace, "2025-11-04", "Ilse Varga", "denied")
    article = make_article(workspace, "Some day Varga spoke.", title="Undated")
    undated = make_claim(workspace, article, speaker="Ilse Varga", status="acknowledged", fact="Row")
    assert changes(workspace.connection) == []
    assert undated_claims(workspace.connection) == [undated]


def test_a_change_is_filtered_by_kind_speaker_fact_day_and_outlet(samples):
    connection = samples.connection
    everything = changes(connection)
    (dredging,) = [fact.id for fact in queries.facts(connection) if "dredge" in fact.title]
    for wanted in (
        ChangeFilter(kinds=(ChangeKind.REVERSAL,)),
        ChangeFilter(speaker="Ana Dorn"),
        ChangeFilter(fact_id=dredging),
        ChangeFilter(since="2025-11-14"),
        ChangeFilter(until="2025-11-13"),
        ChangeFilter(outlet=everything[0].outlets[1]),
    ):
        found = changes(connection, wanted)
        assert found == [one for one in everything if wanted.holds(one)]
        assert 0 < len(found) < len(everything)


def test_a_decision_is_kept_until_a_claim_is_edited_and_undone_with_one_step(workspace):
    _claim(workspace, "2025-11-04", "Ilse Varga", "denied")
    later = _claim(workspace, "2025-11-14", "Ilse Varga", "acknowledged")
    (found,) = changes(workspace.connection)
    before = state_of(workspace.connection)
    workspace.run(ReviewChange(found.change.key, "reviewed", found.seen, "She was asked twice"))
    (decided,) = changes(workspace.connection)
    assert (decided.decision, decided.note, decided.is_open) == ("reviewed", "She was asked twice", False)
    assert changes(workspace.connection, ChangeFilter(only_open=True)) == []
    workspace.run(EditClaim(later, {"assertion": "There are serious disagreements"}))
    assert changes(workspace.connection)[0].is_open
    workspace.undo()
    assert not changes(workspace.connection)[0].is_open
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_a_deleted_claim_takes_the_decision_along_and_undo_brings_both_back(workspace):
    _claim(workspace, "2025-11-04", "Ilse Varga", "denied")
    later = _claim(workspace, "2025-11-14", "Ilse Varga", "acknowledged")
    (found,) = changes(workspace.connection)
    workspace.run(ReviewChange(found.change.key, "not a change", found.seen))
    workspace.run(DeleteClaims((later,)))
    assert workspace.connection.execute("select count(*) from review").fetchone() == (0,)
    workspace.undo()
    assert changes(workspace.connection)[0].decision == "not a change"


def test_the_matrix_has_facts_by_articles_oldest_first_speakers_and_days(samples):
    connection = samples.connection
    by_article = matrix(connection)
    assert [column.article_id for column in by_article.columns] == [
        article for article in queries.article_ids(connection) if article in {c.article_id for c in by_article.columns}
    ]
    (row,) = [fact for fact in by_article.facts if fact.title.startswith("There are disagreements")]
    told = [
        (by_article.columns[place].detail[:10], entry.speaker, entry.status)
        for place, column in enumerate(by_article.columns)
        for entry in by_article.cells.get((row.id, column.key), ())
    ]
    assert told[0] == ("2025-10-29", "Ana Dorn", "acknowledged")
    assert ("2025-11-14", "Ilse Varga", "acknowledged") in told
    by_speaker = matrix(connection, "speakers", MatrixFilter(fact_id=row.id))
    assert [column.heading for column in by_speaker.columns] == ["Ana Dorn", "Ilse Varga"]
    by_day = matrix(connection, "dates", MatrixFilter(speaker="Ilse Varga", since="2025-11-10"))
    assert {column.key for column in by_day.columns} == {"2025-11-14"}


def test_an_edit_after_a_decision_makes_the_change_new(samples):
    moments = iter(datetime(2040, 12, 1, hour, tzinfo=UTC) for hour in range(1, 9))
    workspace = Workspace(samples._project, now=lambda: next(moments))
    first = changes(workspace.connection)[0]
    workspace.run(ReviewChange(first.change.key, "reviewed", first.seen))
    assert not any(found.is_new for found in changes(workspace.connection))
    workspace.run(EditClaim(first.change.later, {"assertion": "There may be issues"}))
    (again,) = [found for found in changes(workspace.connection) if found.change.key == first.change.key]
    assert (again.is_open, again.is_new) == (True, True)


def test_the_newest_claims_on_facts_are_those_said_last(samples):
    connection = samples.connection
    assert newest_on_facts(connection, MatrixFilter()) is EVERYTHING
    claims = [one for one in queries.claims(connection, _everyone(connection)) if one.fact_id is not None]
    said = sorted(((one.said_on or one.published)[:10] for one in claims), reverse=True)
    found = newest_on_facts(connection, MatrixFilter(), most=5)
    assert len(found.ids) == 5
    assert found.since == said[4]
    of_speaker = newest_on_facts(connection, MatrixFilter(speaker="Ilse Varga"), most=len(claims) - 1)
    assert set(of_speaker.ids) == {one.id for one in claims if one.speaker == "Ilse Varga"}
    assert of_speaker.since == ""
    facts = {one.fact_id for one in claims if one.speaker == "Ilse Varga"}
    on_their_facts = newest_on_facts(connection, MatrixFilter(), on_facts_of="Ilse Varga", most=len(claims) - 1)
    assert set(on_their_facts.ids) == {one.id for one in claims if one.fact_id in facts}
    made = matrix(connection, "articles", MatrixFilter(), found)
    assert {entry.claim_id for entries in made.cells.values() for entry in entries} == set(found.ids)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A project of thousands of claims, some with a date of their own, and some articles without one."""
    path = make_project(tmp_path_factory.mktemp("newest") / "many.claims", 4000)
    with Workspace.open(path) as workspace:
        connection = workspace.connection
        connection.execute("begin")
        connection.execute("update claim set said_on = '2015-01-' || substr('0' || (id % 28 + 1), -2) where id % 9 = 0")
        connection.execute("update claim set said_on = '2015-02' where id % 31 = 0")
        connection.execute("update article set published = '' where id % 7 = 0")
        connection.execute("commit")
        yield connection


@given(
    outlet=st.sampled_from(["", "The ba Post", "The be Courier"]),
    since=st.sampled_from(["", "2015-01-10", "2015-02"]),
    until=st.sampled_from(["", "2015-01-14", "2015-02-01"]),
    most=st.sampled_from([1, 7, 150, 1200, 5000]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_newest_by_article_are_the_newest_of_all_claims(many, outlet, since, until, most):
    wanted = MatrixFilter(outlet=outlet, since=since, until=until)
    assert newest._by_article(many, wanted, most) == newest._by_claim(many, wanted, "", most)


def test_for_the_newest_claims_hardly_any_other_is_looked_at(many):
    all_of_them = count_sql_steps(many, lambda: newest._by_claim(many, MatrixFilter(), "", 20))
    assert count_sql_steps(many, lambda: newest_on_facts(many, MatrixFilter(), most=20)) < all_of_them / 4


def test_of_many_changes_those_that_weigh_most_are_kept_and_all_that_were_decided_on(samples, monkeypatch):
    connection = samples.connection
    everything = changes(connection)
    least = everything[-1]
    samples.run(ReviewChange(least.change.key, "reviewed", least.seen, ""))
    among = Newest(tuple(_everyone(connection)))
    monkeypatch.setattr(changes_module, "MOST_CHANGES", 3)
    kept = ChangeFinder().changes(connection, among=among)
    assert [one.change.key for one in kept] == [one.change.key for one in [*everything[:3], least]]
    only = ChangeFinder().changes(connection, ChangeFilter(kinds=(ChangeKind.REPEATED,)), among)
    assert {one.change.kind for one in only} == {ChangeKind.REPEATED}


def _everyone(connection):
    return list(queries.claim_ids(connection, queries.ClaimFilter()))
