"""What is selected in the claims table stays selected when its claims are read anew: by claim and not by row."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QTableView

from claimtracker.domain.values import ClaimId
from claimtracker.gui.models.claims_table import ClaimsTableModel, runs
from claimtracker.gui.widgets.table_ranges import Grid, TableRanges
from claimtracker.storage.queries import ClaimFilter

_MOST_ROWS = 2000
"""Selected rows that are found again; beyond, only the active cell is."""


@dataclass(frozen=True, slots=True)
class _Selected:
    claim: ClaimId | None
    row: int
    column: int
    claims: frozenset[ClaimId]
    columns: tuple[int, ...]
    everything: bool
    scrolled: int
    seen: bool


class KeptSelection:
    """Takes note before a reset of the model, and selects the same afterwards."""

    def __init__(self, table: QTableView, claims: ClaimsTableModel, ranges: TableRanges) -> None:
        self._table = table
        self._claims = claims
        self._ranges = ranges
        self._selected: _Selected | None = None
        self._shown: ClaimFilter | None = None

    def take(self) -> None:
        """The claims are about to be read anew."""
        grid = self._ranges.grid()
        some = grid if grid is not None and grid.height <= _MOST_ROWS else None
        row, column = self._ranges.active
        self._selected = _Selected(
            claim=next(iter(self._claims.ids(row, row)), None) if row >= 0 else None,
            row=row,
            column=column,
            claims=self._ids_of(some) if some is not None else frozenset(),
            columns=some.columns if some is not None else (),
            everything=self._ranges.everything,
            scrolled=self._table.verticalScrollBar().value(),
            seen=self._table.visualRect(self._table.currentIndex()).intersects(self._table.viewport().rect()),
        )
        # A reset that shrinks while scrolled far down walks every remaining row.
        self._table.scrollToTop()

    def give_back(self, column: int) -> bool:
        """Select what was selected, `column` where none was; False when no claim is current."""
        kept, self._selected = self._selected, None
        same, self._shown = self._shown == self._claims.filter, self._claims.filter
        row = self._row_of(kept, same=same)
        if kept is None or row < 0:
            return False
        if len(kept.claims) > 1 or len(kept.columns) > 1:
            rows = tuple(runs(self._claims.rows_of(kept.claims)))
            self._ranges.select_grid(Grid(rows or (range(row, row + 1),), kept.columns), (row, kept.column))
        else:
            self._ranges.go(row, kept.column if kept.column >= 0 else column)
        if kept.everything:
            self._ranges.select_everything()
        if same:
            self._table.verticalScrollBar().setValue(kept.scrolled)
            if kept.seen:
                self._table.scrollTo(self._table.currentIndex())
        return True

    def _row_of(self, kept: _Selected | None, *, same: bool) -> int:
        """The row of the claim that was current; where it was deleted, the row that the keyboard stands on."""
        if kept is None or kept.claim is None:
            return -1
        row = self._claims.row_of(kept.claim)
        if row < 0 and same and self._table.hasFocus():
            return min(kept.row, self._claims.count - 1)
        return row

    def _ids_of(self, grid: Grid) -> frozenset[ClaimId]:
        return frozenset(
            claim_id for stretch in grid.rows for claim_id in self._claims.ids(stretch.start, stretch.stop - 1)
        )
