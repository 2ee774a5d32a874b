"""Claims in the usual order, in little memory: the same as an array of them."""

from __future__ import annotations

import sys
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.operations import DeleteClaims
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, Stretches, every_claim
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project


def stretches(*parts):
    found = Stretches()
    for part in parts:
        found.extend(part)
    return found


IDS = st.lists(st.integers(1, 40), unique=True)
SOME = st.lists(IDS, max_size=4).map(lambda parts: [list(dict.fromkeys(part)) for part in parts])


@given(SOME)
def test_they_are_what_was_put_in(parts):
    found, plain = stretches(*parts), [one for part in parts for one in part]
    assert list(found) == plain
    assert len(found) == len(plain)
    assert [found[place] for place in range(-len(plain), len(plain))] == [*plain, *plain]
    assert found[1:-1] == plain[1:-1]
    assert found == stretches(plain)


@given(IDS, st.sets(st.integers(1, 40)))
def test_places_and_what_is_left(ids, gone):
    found = stretches(ids)
    assert [found.index(one) for one in ids] == list(range(len(ids)))
    assert list(found.without(gone)) == [one for one in ids if one not in gone]
    for one in gone.difference(ids):
        assert one not in found
        with pytest.raises(ValueError, match=str(one)):
            found.index(one)


def test_a_place_behind_the_last_is_none():
    with pytest.raises(IndexError):
        stretches([1, 2])[2]


def test_claims_that_follow_each_other_take_next_to_no_memory():
    found = stretches(*(list(range(first, first + 100)) for first in range(1, 100_000, 100)))
    assert found.worth_it
    assert len(found) == 100_000
    assert sys.getsizeof(found._firsts) + sys.getsizeof(found._places) < 1000


def test_where_they_do_not_the_ids_themselves_take_less(tmp_path):
    workspace = Workspace.open(make_project(tmp_path / "made.claims", 300))
    assert not stretches(list(range(1, 100, 2))).worth_it
    usual = queries.claim_ids(workspace.connection, ClaimFilter())
    assert list(every_claim(workspace.connection)) == list(usual)
    workspace.run(DeleteClaims(tuple(usual[1::2])))
    left = every_claim(workspace.connection)
    assert isinstance(left, array)
    assert list(left) == list(queries.claim_ids(workspace.connection, ClaimFilter()))
    workspace.close()
