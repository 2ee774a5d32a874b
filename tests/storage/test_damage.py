"""What goes wrong because the file was harmed is told so; a bug stays a bug."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.exchange.check import check_project
from claimtracker.operations import EditClaim
from claimtracker.storage import queries
from claimtracker.storage.damage import harm_in
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims") as made:
        make_claim(made, make_article(made), speaker="Ilse Varga")
        yield made


def test_a_text_that_is_none_is_harm(workspace):
    workspace.connection.execute("update article set text = cast(x'ff41' as text)")
    with pytest.raises(FileTrouble, match="damaged") as caught:
        workspace.read(lambda connection: queries.article(connection, queries.article_ids(connection)[0]))
    assert caught.value.cause == "damaged"
    assert check_project(workspace.connection).problems == ("The file is damaged: some of it cannot be read.",)


def test_rows_that_nobody_wrote_are_harm_where_they_break_an_operation(workspace):
    claim = queries.claim_ids(workspace.connection, ClaimFilter())[0]
    workspace.connection.execute("update operation set reverses = id, state = 'undone'")
    workspace.connection.execute("update change set before = 'no json' where before is null")
    with pytest.raises(FileTrouble, match="damaged"):
        workspace.redo()
    assert harm_in(workspace.connection) == "the rows of operation are not those that were written"
    assert not workspace.connection.in_transaction
    workspace.run(EditClaim(claim, {"note": "work goes on"}))


def test_a_bug_stays_a_bug_and_a_refusal_a_refusal(workspace):
    with pytest.raises(ZeroDivisionError):
        workspace.read(lambda _connection: 1 / 0)
    with pytest.raises(UserError, match="no claim 99"):
        workspace.run(EditClaim(99, {"note": "x"}))
    assert harm_in(workspace.connection) == ""


def test_an_index_that_no_longer_finds_a_claim_is_told_of(workspace):
    connection = workspace.connection
    assert check_project(connection).problems == ()
    blocks = connection.execute("select id, block from claim_search_data where id > 10").fetchall()
    harmed = [(bytes(block).replace(b"arga", b"arha"), row_id) for row_id, block in blocks if b"arga" in block]
    assert harmed
    connection.executemany("update claim_search_data set block = ? where id = ?", harmed)
    (told,) = check_project(connection).problems
    assert "searches" in told
    assert not connection.in_transaction
