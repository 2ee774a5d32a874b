"""What a sheet reads at once is what a table shows claim by claim."""

from __future__ import annotations

from pathlib import Path

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.exchange.claim_sheet import write_sheet
from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import SetMatching
from claimtracker.storage import queries
from claimtracker.storage.queries.sheet_rows import SheetCells
from claimtracker.storage.queries.verification import Verifier
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.steps import count_calls


def test_every_cell_is_that_of_the_table_in_any_order(tmp_path: Path) -> None:
    make_sample_project(tmp_path / "sample.claims")
    with Workspace.open(tmp_path / "sample.claims") as workspace:
        connection = workspace.connection
        workspace.run(SetMatching(queries.ClaimFilter(status="denied"), {"tags": "border; talks", "fact": "Budget"}))
        for order in ((), (queries.SortKey("assertion", descending=True),)):
            ids = queries.claim_ids(connection, queries.ClaimFilter(), order=order)
            spans = Verifier(connection).check_claims(ids)
            shown = [[queries.cell(row, key) for key in COLUMN_KEYS] for row in queries.claims(connection, ids)]
            assert len(shown) > 30
            columns = SheetCells(connection, COLUMN_KEYS).columns_of(ids, spans)
            assert [list(row) for row in zip(*columns, strict=True)] == shown
        backwards = COLUMN_KEYS[::-1]
        spans = Verifier(connection).check_claims((3, 1))
        cells = SheetCells(connection, backwards)
        assert list(cells.columns_of((3, 999_999, 1), spans)[-1]) == ["3", "1"]
        assert [list(column) for column in cells.columns_of((999_999,), {})] == [[]] * len(COLUMN_KEYS)


def test_a_sheet_costs_few_statements_and_calls_a_claim(tmp_path: Path) -> None:
    make_project(tmp_path / "made.claims", 3000)
    with Workspace.open(tmp_path / "made.claims") as workspace, (tmp_path / "sheet.csv").open("wb") as stream:
        statements: list[str] = []
        workspace.connection.set_trace_callback(statements.append)
        calls = count_calls(lambda: write_sheet(workspace.connection, stream))
        workspace.connection.set_trace_callback(None)
    assert len(statements) < 3000 // 10
    assert calls < 3000 * 30
