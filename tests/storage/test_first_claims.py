"""The first claims of an order are those of the whole order, and come without putting the others into it."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, SortKey
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.factories import make_article, make_claim
from tests.steps import count_sql_steps


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path: Path = make_project(tmp_path_factory.mktemp("made") / "made.claims", 1500)
    with Workspace.open(path) as workspace:
        workspace.connection.execute("begin")
        workspace.connection.execute("update article set published = '' where id in (2, 5)")
        workspace.connection.execute("update article set published = '2016' where id in (3, 4)")
        workspace.connection.execute("update speaker set name = upper(name) where id % 2")
        workspace.connection.execute("commit")
        yield workspace


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", COLUMN_KEYS)
@pytest.mark.parametrize("wanted", [ClaimFilter(), ClaimFilter(search="minister")])
def test_they_are_those_of_the_whole_order(made: Workspace, key: str, wanted: ClaimFilter, *, descending: bool) -> None:
    for order in ((SortKey(key, descending),), (SortKey(key, descending), SortKey("status"))):
        whole = queries.claim_ids(made.connection, wanted, order=order)
        for limit in (7, 100, 5000):
            assert queries.first_claims(made.connection, wanted, order=order, limit=limit) == whole[:limit]


def test_without_an_order_they_come_by_date_and_place_and_undated_ones_last(made: Workspace) -> None:
    sorted_by_hand = made.connection.execute(
        """select claim.id from claim join article on article.id = article_id
           order by published = '', published, article_id, start, claim.id"""
    )
    whole = queries.claim_ids(made.connection, ClaimFilter())
    assert list(whole) == [row[0] for row in sorted_by_hand]
    assert queries.first_claims(made.connection, ClaimFilter(), limit=9) == whole[:9]


def test_few_claims_are_looked_at(made: Workspace) -> None:
    numbered = ((SortKey("sentence_number"),), (SortKey("sentence_number", descending=True),))
    for order in ((), (SortKey("speaker"),), (SortKey("article_title"),), *numbered):
        some = count_sql_steps(
            made.connection,
            lambda order=order: queries.first_claims(made.connection, ClaimFilter(), order=order, limit=20),
        )
        whole = count_sql_steps(
            made.connection, lambda order=order: queries.claim_ids(made.connection, ClaimFilter(), order=order)
        )
        assert some < whole / 4


def test_of_a_column_of_the_claims_themselves_few_are_put_into_order(
    made: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moments go up with the number of a claim: going down, each would be better than all before it."""
    # The function of that name hides the module.
    module = sys.modules["claimtracker.storage.queries.first_claims"]
    monkeypatch.setattr(module, "_AHEAD", 40)
    monkeypatch.setattr(module, "_SAMPLE", 50)
    for key in ("claim_id", "created", "claim_uid", "assertion", "quotation", "place", "tags"):
        for descending in (False, True):
            order = (SortKey(key, descending),)
            whole = queries.claim_ids(made.connection, ClaimFilter(), order=order)
            assert queries.first_claims(made.connection, ClaimFilter(), order=order, limit=20) == whole[:20]
            some = count_sql_steps(
                made.connection,
                lambda order=order: queries.first_claims(made.connection, ClaimFilter(), order=order, limit=20),
            )
            assert some < count_sql_steps(
                made.connection, lambda order=order: queries.claim_ids(made.connection, ClaimFilter(), order=order)
            )


@pytest.mark.parametrize("labels", [("a", "a 2", "a; b", "B", "c"), ("one",), ("Zoo", "zoo 1", "zoo;", "zo")])
@pytest.mark.parametrize("descending", [False, True])
def test_tags_that_begin_alike_come_in_their_order(
    tmp_path: Path, labels: tuple[str, ...], *, descending: bool
) -> None:
    rng = random.Random(len(labels))
    with Workspace.create(tmp_path / "tags.claims") as workspace:
        article_id = make_article(workspace)
        for _ in range(60):
            make_claim(workspace, article_id)
        connection = workspace.connection
        connection.execute("begin")
        for number, label in enumerate(labels, start=1):
            connection.execute("insert into tag(id, uid, label) values (?, ?, ?)", (number, f"t{number}", label))
        for claim_id in range(1, 51):
            for number in rng.sample(range(1, len(labels) + 1), k=min(len(labels), rng.randint(1, 2))):
                connection.execute("insert into claim_tag(claim_id, tag_id) values (?, ?)", (claim_id, number))
        connection.execute("commit")
        order = (SortKey("tags", descending),)
        whole = queries.claim_ids(connection, ClaimFilter(), order=order)
        for limit in (1, 3, 8, 20, 55):
            assert queries.first_claims(connection, ClaimFilter(), order=order, limit=limit) == whole[:limit]
