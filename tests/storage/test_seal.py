"""Whatever changes a row without the program is told by the check."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from claimtracker.exchange.check import check_project
from claimtracker.operations import DuplicateClaim, EditClaim, EditSpeaker
from claimtracker.storage import database, queries, schema, seal, settings
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        claim = make_claim(made, make_article(made), speaker="Ilse Varga", status="denied", fact="a fact", tags="a; b")
        made.run(EditSpeaker(queries.speakers(made.connection)[0].id, {"aliases": "Varga", "role": "minister"}))
        made.run(EditClaim(claim, {"note": "seen", "said_on": "2025-11-04", "place": "Norvia"}))
        yield made


def test_what_the_program_writes_keeps_the_sums(workspace):
    claim = queries.claim_ids(workspace.connection, ClaimFilter())[0]
    workspace.run(DuplicateClaim(claim))
    workspace.run(EditClaim(claim, {"speaker": "Ana Dorn", "tags": "c"}))
    while workspace.undo() is not None:
        assert seal.broken(workspace.connection) == []
    while workspace.redo() is not None:
        assert seal.broken(workspace.connection) == []
    assert check_project(workspace.connection).problems == ()


@pytest.mark.parametrize("table", ["article", "sentence", "status", "speaker", "speaker_alias", "fact", "tag", "claim",
                                   "claim_span", "claim_tag", "coder", "operation", "change"])  # fmt: skip
def test_one_other_letter_or_number_anywhere_is_told(workspace, table):
    connection = workspace.connection
    for _, column, kind, *_ in connection.execute(f"pragma table_info('{table}')").fetchall():
        if (table, column) == ("operation", "state"):  # what was undone is written again and again, and counts for undo
            continue
        connection.execute("begin")
        connection.execute("pragma defer_foreign_keys = on")
        value = f'coalesce("{column}", 0) + 1000' if kind == "INTEGER" else f"coalesce(\"{column}\", '') || 'x'"
        where = f'where rowid = (select max(rowid) from "{table}")' if table != "change" else "where operation_id = 2"
        connection.execute(f'update "{table}" set "{column}" = {value} {where}')
        assert seal.broken(connection) == [table], column
        connection.execute("rollback")
    assert seal.broken(connection) == []


def test_the_check_says_which_table_was_changed(workspace):
    workspace.connection.execute("update claim set said_on = '2025-11-05'")
    report = check_project(workspace.connection)
    assert not report.sound
    assert report.problems == (
        "The rows of “claim” are not those that were written: the disk or another program changed some.",
    )


def test_the_look_at_all_of_the_file_beside_the_work_tells_too(workspace):
    workspace.connection.execute("update fact set verdict = 'refuted'")
    assert workspace.problems() == [
        "The rows of “fact” are not those that were written: the disk or another program changed some."
    ]


def test_beside_a_window_it_rests_again_and_again_and_finds_the_same(workspace):
    rests = []
    assert seal.problems(workspace.connection, lambda: rests.append(1)) == []
    assert len(rests) >= 10
    workspace.connection.execute("update fact set verdict = 'refuted'")
    assert database.damage_beside_work(workspace.connection) == seal.problems(workspace.connection) != []


def test_numbers_that_begin_again_are_told(workspace):
    workspace.connection.execute("update sqlite_sequence set seq = 0 where name = 'claim'")
    assert workspace.problems() == ["New rows of “claim” would get numbers that others have had."]


def test_search_that_knows_other_words_than_the_claims_is_told(workspace):
    workspace.connection.execute("delete from claim_search where rowid = (select min(rowid) from claim_search)")
    assert check_project(workspace.connection).problems == (
        "Search does not know all words of the claims and facts, or others than there are.",
    )


def test_a_file_without_sums_gets_them(workspace, tmp_path):
    settings.write(workspace.connection, seal.KEY, "")
    assert seal.broken(workspace.connection) == []
    workspace.undo()
    assert settings.read(workspace.connection, seal.KEY)
    assert seal.broken(workspace.connection) == []
    path = tmp_path / "old.claims"
    shutil.copy(Path(__file__).with_name("versions") / "2.project", path)
    with Workspace.open(path) as old:
        assert settings.read(old.connection, seal.KEY)
        assert seal.broken(old.connection) == []
        old.undo()
        assert seal.broken(old.connection) == []


def test_every_tracked_table_is_summed_up(workspace):
    with sqlite3.connect(workspace.path) as connection:
        sums = settings.read(connection, seal.KEY)
    connection.close()
    for table in (*schema.TRACKED, "operation", "change"):
        assert f'"{table}"' in sums
