"""Claims found from what is kept are those that the file would find, in the same order, whatever was changed meanwhile."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.errors import Cancelled
from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.operations import (
    DeleteArticles,
    DeleteClaims,
    EditArticle,
    EditClaim,
    EditFact,
)
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ClaimFinder, ColumnTest, SortKey
from claimtracker.storage.queries.id_lists import ids_of
from claimtracker.storage.queries.places import Marks, Places, places_by_article
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.factories import make_article, make_claim
from tests.steps import count_sql_steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORDERS: tuple[tuple[SortKey, ...], ...] = ((), (SortKey("speaker"), SortKey("assertion", descending=True)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path: Path = make_project(tmp_path_factory.mktemp("made") / "made.claims", 1500)
    with Workspace.open(path) as workspace:
        workspace.connection.execute("begin")
        workspace.connection.execute("update article set published = '' where id in (2, 5)")
        workspace.connection.execute("update article set published = '2016' where id in (3, 4)")
        workspace.connection.execute("update article set title = 'Élise Søndergaard; the 50% plan' where id = 7")
        workspace.connection.execute("update claim set start = 900 - start where article_id = 6")
        workspace.connection.execute("commit")
        yield workspace


@pytest.fixture(
    scope="module",
    params=[(1, True), (1, False), (10**9, True)],
    ids=["marked by number", "marked by number, not prepared", "marked by place"],
)
def finder(made: Workspace, request: pytest.FixtureRequest) -> Iterator[ClaimFinder]:
    finder = ClaimFinder()
    finder.learn(ORDERS[1], queries.claim_ids(made.connection, ClaimFilter(), order=ORDERS[1]))
    with pytest.MonkeyPatch.context() as patch:
        run, is_prepared = request.param
        patch.setattr("claimtracker.storage.queries.places._RUN", run)
        if is_prepared:
            finder.prepare(made.connection)
        yield finder


@st.composite
def typed(draw: st.DrawFn) -> str:
    words = st.sampled_from(
        [
            "minister",
            "harbour",
            "elise",
            "Sønder",
            "50%",
            "denied",
            "norvia",
            "talks",
            "plan",
            "the",
            "F1",
            "ada",
            "said",
        ]
    )
    pieces = draw(st.lists(st.one_of(words, st.text("aeiouklmnst \"“”„*'-;", max_size=4)), max_size=3))
    text = " ".join(pieces)
    return text[: draw(st.integers(0, len(text)))]


@st.composite
def filters(draw: st.DrawFn) -> ClaimFilter:
    tests = st.builds(
        ColumnTest,
        st.sampled_from(["speaker", "status", "fact", "tags", "assertion", "source", "stance", "quotation", "note"]),
        st.sampled_from(["is", "is not", "contains", "empty", "not empty"]),
        st.lists(st.sampled_from(["", "a", "denied", "affirms", "direct", "Ada", "talk"]), min_size=1, max_size=2).map(
            tuple
        ),
    )
    return ClaimFilter(
        article_id=draw(st.sampled_from([None, None, None, ArticleId(6)])),
        search=draw(typed()),
        columns=tuple(draw(st.lists(tests, max_size=2))),
    )


@given(wanted=filters(), order=st.sampled_from(ORDERS))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_found_is_what_the_file_finds(
    made: Workspace, finder: ClaimFinder, wanted: ClaimFilter, order: tuple[SortKey, ...]
) -> None:
    assert finder.claim_ids(made.connection, wanted, order=order) == queries.claim_ids(
        made.connection, wanted, order=order
    )


@pytest.mark.parametrize("few", [0, 10**9])
def test_tests_of_columns_are_put_to_the_few_that_were_found_or_to_all(
    made: Workspace, finder: ClaimFinder, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("claimtracker.storage.queries.finding._FEW", few)
    wanted = ClaimFilter(search="so", columns=(ColumnTest("quotation", "is", ("direct",)),))
    found = finder.claim_ids(made.connection, wanted)
    assert found
    assert found == queries.claim_ids(made.connection, wanted)


@pytest.mark.parametrize("key", COLUMN_KEYS)
def test_an_order_that_was_learnt_is_kept(made: Workspace, key: str) -> None:
    finder, order, wanted = ClaimFinder(), (SortKey(key, descending=True),), ClaimFilter(search="ma")
    assert not finder.answers(wanted, order)
    finder.learn(order, queries.claim_ids(made.connection, ClaimFilter(), order=order))
    assert finder.answers(wanted, order)
    assert finder.claim_ids(made.connection, wanted, order=order) == queries.claim_ids(
        made.connection, wanted, order=order
    )
    assert finder.claim_ids(made.connection, ClaimFilter(), order=order) == queries.claim_ids(
        made.connection, ClaimFilter(), order=order
    )


def test_a_letter_more_does_not_go_through_all_claims_and_titles_again(made: Workspace) -> None:
    finder, wanted = ClaimFinder(), ClaimFilter(search="harbour")
    first = count_sql_steps(made.connection, lambda: finder.prepare(made.connection))
    assert finder.prepared
    then = count_sql_steps(made.connection, lambda: finder.claim_ids(made.connection, wanted))
    assert then < first / 4
    plain = count_sql_steps(made.connection, lambda: queries.claim_ids(made.connection, wanted))
    assert then < plain / 2


def test_claims_on_facts_whose_titles_hold_a_word_are_not_looked_up_again(made: Workspace) -> None:
    title = queries.facts(made.connection)[0].title
    finder, wanted = ClaimFinder(), ClaimFilter(search=title[:2])
    finder.claim_ids(made.connection, wanted)
    before = count_sql_steps(made.connection, lambda: finder.claim_ids(made.connection, wanted))
    finder.prepare(made.connection)
    then = count_sql_steps(made.connection, lambda: finder.claim_ids(made.connection, wanted))
    assert then < before
    assert finder.claim_ids(made.connection, wanted) == queries.claim_ids(made.connection, wanted)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as workspace:
        budget = make_article(workspace, title="Harbour budget")
        strait = make_article(
            workspace, "Varga left. Dorn stayed.", title="Talks on the strait", published="2025-11-09"
        )
        make_claim(workspace, budget, speaker="Ana Dorn", fact="Budget will rise", tags="harbour")
        make_claim(workspace, strait, "Varga left", speaker="Ilse Varga", fact="Who left", assertion="She left")
        make_claim(workspace, budget, status="denied", tags="travel", assertion="Somebody stayed")
        yield workspace


CHANGES = {
    "a claim more": lambda workspace: make_claim(workspace, ArticleId(1), assertion="She left again"),
    "a claim less": lambda workspace: workspace.run(DeleteClaims((ClaimId(1),))),
    "other words": lambda workspace: workspace.run(EditClaim(ClaimId(1), {"assertion": "They left"})),
    "another fact": lambda workspace: workspace.run(EditClaim(ClaimId(1), {"fact": "Why she left"})),
    "a fact renamed": lambda workspace: workspace.run(
        EditFact(queries.facts(workspace.connection)[0].id, {"title": "On harbours"})
    ),
    "an article renamed": lambda workspace: workspace.run(EditArticle(ArticleId(1), {"title": "Left alone"})),
    "another date": lambda workspace: workspace.run(EditArticle(ArticleId(2), {"published": "1999-01-01"})),
    "an article less": lambda workspace: workspace.run(DeleteArticles((ArticleId(2),))),
    "another speaker": lambda workspace: workspace.run(EditClaim(ClaimId(1), {"speaker": "Zoe Left"})),
    "undone": lambda workspace: workspace.undo(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_not_remembered(workspace: Workspace, change: str) -> None:
    finder, order = ClaimFinder(), (SortKey("speaker"),)
    workspace.changed.subscribe(finder.forget)
    finder.prepare(workspace.connection)
    finder.learn(order, queries.claim_ids(workspace.connection, ClaimFilter(), order=order))
    for search in ("left", "denied", "travel"):
        finder.claim_ids(workspace.connection, ClaimFilter(search=search), order=order)
    CHANGES[change](workspace)
    for search in ("left", "denied", "travel", "har", "who left"):
        wanted = ClaimFilter(search=search)
        for one in ((), order):
            if finder.answers(wanted, one):
                assert finder.claim_ids(workspace.connection, wanted, order=one) == queries.claim_ids(
                    workspace.connection, wanted, order=one
                )


def test_a_question_that_is_not_wanted_any_more_stops(made: Workspace) -> None:
    def stop(_done: int, _total: int, /) -> None:
        raise Cancelled

    finder = ClaimFinder()
    with pytest.raises(Cancelled):
        finder.claim_ids(made.connection, ClaimFilter(search="ma"), progress=stop)
    assert finder.claim_ids(made.connection, ClaimFilter(search="ma"))


def test_claims_that_nobody_was_told_of_yet_are_left_out(workspace: Workspace) -> None:
    finder = ClaimFinder()
    finder.prepare(workspace.connection)
    before = finder.claim_ids(workspace.connection, ClaimFilter(search="left"))
    make_claim(workspace, ArticleId(1), assertion="She left again")
    assert finder.claim_ids(workspace.connection, ClaimFilter(search="left")) == before


def test_places_are_those_of_the_usual_order(made: Workspace) -> None:
    places = places_by_article(made.connection)
    assert places.ids == queries.claim_ids(made.connection, ClaimFilter())
    for article_id, stretch in (places.articles or {}).items():
        of_article = queries.claim_ids(made.connection, ClaimFilter(article_id=ArticleId(article_id)))
        assert places.ids[stretch.start : stretch.stop] == of_article


@st.composite
def orders(draw: st.DrawFn) -> list[int]:
    """Numbers of claims in runs of any length, with gaps between them."""
    numbers = draw(st.lists(st.integers(1, 40), unique=True, min_size=1).map(sorted))
    runs = [[numbers[0]]]
    for number in numbers[1:]:
        if number == runs[-1][-1] + 1 and draw(st.integers(0, 4)):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [number for run in draw(st.permutations(runs)) for number in run]


@given(orders(), st.data(), st.sampled_from([1, 32]))
def test_marks_give_what_was_marked_in_order(ids: list[int], draw: st.DataObject, run: int) -> None:
    article = range(draw.draw(st.integers(0, len(ids))), len(ids))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("claimtracker.storage.queries.places._RUN", run)
        patch.setattr("claimtracker.storage.queries.places._STRETCH", draw.draw(st.sampled_from([1, 3, 40])))
        places = Places(array("i", ids), {7: article})
    some = draw.draw(st.lists(st.integers(1, 45), unique=True))
    others = draw.draw(st.lists(st.integers(1, 39), unique=True))
    marks, more = places.nothing(), places.nothing()
    places.mark(marks, some)
    places.mark(more, array("i", others))
    places.mark_article(more, 7)
    places.mark_article(more, 8)
    assert list(places.found(marks)) == [claim_id for claim_id in ids if claim_id in some]
    marks.keep(more)
    expected = [
        claim_id for place, claim_id in enumerate(ids) if claim_id in some and (claim_id in others or place in article)
    ]
    assert list(places.found(marks)) == expected
    for claim_id in range(46):
        assert places.place_of(claim_id) == (ids.index(claim_id) if claim_id in ids else -1)


def _all_of(places: Places, ids: list[int]) -> Marks:
    marks = places.nothing()
    places.mark(marks, ids)
    return marks


@given(orders(), st.data(), st.sampled_from([1, 32]), st.sampled_from([1, 5, 1024]))
def test_what_was_found_is_a_sequence_like_any_other(ids: list[int], draw: st.DataObject, run: int, block: int) -> None:
    some = draw.draw(st.lists(st.integers(1, 45), unique=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("claimtracker.storage.queries.places._RUN", run)
        patch.setattr("claimtracker.storage.queries.places._BLOCK", block)
        places = Places(array("i", ids))
        marks = places.nothing()
        places.mark(marks, some)
        found, plain = places.found(marks), [claim_id for claim_id in ids if claim_id in some]
        assert len(found) == len(plain)
        assert [found[row] for row in range(-len(plain), len(plain))] == plain * 2
        with pytest.raises(IndexError):
            found[len(plain)]
        rows = draw.draw(st.slices(len(plain)))
        assert list(found[rows]) == plain[rows]
        assert found == places.found(marks)
        assert found == Places(array("i", plain)).found(_all_of(Places(array("i", plain)), plain))
        assert array("q", plain) == found
        assert array("i", [*plain, 1]) != found
        assert array("i", plain[::-1]) != found or len(plain) < 2
        for claim_id in range(46):
            if claim_id in plain:
                assert found.index(claim_id) == plain.index(claim_id)
            else:
                with pytest.raises(ValueError, match=str(claim_id)):
                    found.index(claim_id)


def test_ids_come_in_order_and_large_ones_as_well(made: Workspace) -> None:
    one_by_one = [row[0] for row in made.connection.execute("select id from claim order by assertion, id")]
    assert list(ids_of(made.connection, "select id from claim order by assertion, id limit ?", (-1,))) == one_by_one
    assert list(ids_of(made.connection, "select id from claim where 0")) == []
    large = "select id from (select 7 as id union all select 5000000000 union all select 8)"
    assert ids_of(made.connection, large) == array("q", [7, 5_000_000_000, 8])
