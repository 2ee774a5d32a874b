"""Which cells of the claims table are selected: an active cell, and stretches of rows by columns around it.

The selection model holds ranges and nothing here walks their cells, so that a million selected rows cost what one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex
from PySide6.QtWidgets import QTableView

from claimtracker.gui.models.claims_table import runs

_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect


class Columns(Protocol):
    """The headings of a table whose cells are selected."""

    def shown_columns(self) -> list[int]:
        """The columns that are shown, from left to right."""
        ...


class Rows(Protocol):
    """The model of a table whose cells are selected."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        ...

    def index(self, row: int, column: int) -> QModelIndex:
        """A cell."""
        ...

    def filled(self, row: int, column: int) -> bool:
        """Whether a cell holds anything."""
        ...

    def edge_row(self, row: int, column: int, step: int) -> int:
        """Up or down a column to the end of a filled block, else to the next filled row, else to the end."""
        ...


@dataclass(frozen=True, slots=True)
class Grid:
    """Selected cells that make up rows and columns without a hole: what can be copied, filled and pasted into."""

    rows: tuple[range, ...]
    """Stretches of rows, from top to bottom."""
    columns: tuple[int, ...]
    """The columns, from left to right as they stand."""

    @property
    def height(self) -> int:
        """How many rows."""
        return sum(len(stretch) for stretch in self.rows)

    @property
    def size(self) -> int:
        """How many cells."""
        return self.height * len(self.columns)

    def row_numbers(self) -> Iterator[int]:
        """Each row, from top to bottom."""
        for stretch in self.rows:
            yield from stretch


class TableRanges:
    """Moves the active cell and stretches the selection, as in a spreadsheet: the active cell is where it began."""

    def __init__(self, table: QTableView, header: Columns, claims: Rows) -> None:
        self._table = table
        self._header = header
        self._claims = claims
        self._extent: tuple[int, int] | None = None
        self._kept: tuple[Grid, ...] = ()
        self.moving = False
        """Whether it is this that changes the selection, and not somebody else."""
        self.everything = False
        """Whether all that match were asked for, also those that come yet."""

    @property
    def active(self) -> tuple[int, int]:
        """The row and column of the active cell; -1 where there is none."""
        index = self._table.currentIndex()
        return index.row(), index.column()

    @property
    def extent(self) -> tuple[int, int]:
        """The corner of the selection across from the active cell."""
        return self._extent if self._extent is not None else self.active

    @property
    def several(self) -> bool:
        """Whether more than one cell is selected."""
        found = self.by_column()
        return len(found) > 1 or any(len(rows) > 1 or len(rows[0]) > 1 for rows in found.values())

    def by_column(self) -> dict[int, tuple[range, ...]]:
        """The selected rows of each column that is shown, from left to right."""
        found: dict[int, list[range]] = {}
        for stretch in self._table.selectionModel().selection().toList():
            rows = range(stretch.top(), stretch.bottom() + 1)
            for column in range(stretch.left(), stretch.right() + 1):
                found.setdefault(column, []).append(rows)
        return {column: _merged(found[column]) for column in self._header.shown_columns() if column in found}

    def rows(self) -> tuple[range, ...]:
        """The rows that the selection touches."""
        return _merged([stretch for rows in self.by_column().values() for stretch in rows])

    def grid(self) -> Grid | None:
        """The selected cells as rows and columns; None when they do not make up any."""
        found = self.by_column()
        stretches = set(found.values())
        return Grid(stretches.pop(), tuple(found)) if len(stretches) == 1 else None

    def go(self, row: int, column: int, *, extend: bool = False, add: bool = False, scroll: bool = True) -> None:
        """Make a cell the active one; with `extend` stretch the selection to it, with `add` keep what is selected.

        The mouse does not `scroll`: what was clicked would move away from under it.
        """
        row = min(max(row, 0), self._claims.count - 1)
        if row < 0:
            return
        if extend and self._table.currentIndex().isValid():
            self._extent = (row, column)
            self._select((*self._kept, self._between(self.active, self.extent)))
            if scroll:
                self._table.scrollTo(self._claims.index(row, column))
            return
        self._kept = self._blocks() if add else ()
        self._extent = None
        self._select((*self._kept, Grid((range(row, row + 1),), (column,))), active=(row, column), scroll=scroll)

    def step(self, rows: int, columns: int, *, extend: bool = False) -> None:
        """So many rows and columns further, over the columns that are shown."""
        row, column = self.extent if extend else self.active
        shown = self._header.shown_columns()
        place = shown.index(column) if column in shown else 0
        place = min(max(place + columns, 0), len(shown) - 1)
        self.go(row + rows, shown[place], extend=extend)

    def leap(self, rows: int, columns: int, *, extend: bool = False) -> None:
        """To the edge of the filled block in a direction, else to the next filled cell, else to the end."""
        row, column = self.extent if extend else self.active
        if rows:
            self.go(self._claims.edge_row(row, column, rows), column, extend=extend)
            return
        shown = self._header.shown_columns()
        filled = [self._claims.filled(row, number) for number in shown]
        place = _edge(filled, shown.index(column) if column in shown else 0, columns)
        self.go(row, shown[place], extend=extend)

    def select_grid(self, grid: Grid, active: tuple[int, int] | None = None) -> None:
        """Select these cells; the first is the active one unless another is named."""
        self._kept = ()
        self._extent = (grid.rows[-1][-1], grid.columns[-1]) if active is None else None
        self._select((grid,), active=active or (grid.rows[0][0], grid.columns[0]))

    def select_rows(self) -> None:
        """All columns of the rows that are touched."""
        shown = tuple(self._header.shown_columns())
        self._widen(Grid(self.rows(), shown), (self.extent[0], shown[-1]))

    def select_columns(self) -> None:
        """All rows of the columns that are touched."""
        self._widen(
            Grid((range(self._claims.count),), tuple(self.by_column())), (self._claims.count - 1, self.extent[1])
        )

    def select_everything(self) -> None:
        """All that match, without a walk over them."""
        if self._claims.count:
            whole = Grid((range(self._claims.count),), tuple(self._header.shown_columns()))
            self._widen(whole, None, everything=True)

    def cycle(self, step: int, *, down: bool) -> None:
        """To the next cell inside of what is selected, or the one before, and round at the end."""
        grid = self.grid()
        row, column = self.active
        if grid is None or column not in grid.columns:
            return
        rows = _Places(grid.rows)
        place, width = grid.columns.index(column), len(grid.columns)
        number = rows.place_of(row)
        if down:
            number, place = _turned(number + step, place, rows.count, width)
        else:
            place, number = _turned(place + step, number, width, rows.count)
        self._point_at(rows.row_at(number), grid.columns[place])

    def forget(self) -> None:
        """Somebody else moved the active cell: the selection begins anew from there."""
        self.everything = False
        self._extent = None
        self._kept = ()

    def _widen(self, grid: Grid, extent: tuple[int, int] | None, *, everything: bool = False) -> None:
        if not grid.rows or not grid.columns:
            return
        active = self.active
        self._kept = ()
        self._extent = extent
        active = active if active[0] >= 0 else (0, grid.columns[0])
        self._select((grid,), active=active, scroll=False, everything=everything)

    def _select(
        self,
        grids: Sequence[Grid],
        active: tuple[int, int] | None = None,
        *,
        scroll: bool = True,
        everything: bool = False,
    ) -> None:
        selection = QItemSelection()
        for grid in grids:
            for columns in runs(sorted(grid.columns)):
                for rows in grid.rows:
                    first = self._claims.index(rows[0], columns[0])
                    selection.append(QItemSelectionRange(first, self._claims.index(rows[-1], columns[-1])))
        self.everything = everything
        self.moving = True
        try:
            self._table.selectionModel().select(selection, _REPLACE)
            if active is not None:
                self._point_at(*active, scroll=scroll)
        finally:
            self.moving = False

    def _point_at(self, row: int, column: int, *, scroll: bool = True) -> None:
        index: QModelIndex = self._claims.index(row, column)
        before, self.moving = self.moving, True
        self._table.selectionModel().setCurrentIndex(index, _KEEP)
        self.moving = before
        if scroll:
            self._table.scrollTo(index)

    def _between(self, one: tuple[int, int], other: tuple[int, int]) -> Grid:
        shown = self._header.shown_columns()
        places = sorted(shown.index(column) if column in shown else 0 for column in (one[1], other[1]))
        top, bottom = sorted((one[0], other[0]))
        return Grid((range(top, bottom + 1),), tuple(shown[places[0] : places[1] + 1]))

    def _blocks(self) -> tuple[Grid, ...]:
        return tuple(Grid(rows, (column,)) for column, rows in self.by_column().items())


class _Places:
    """Rows of several stretches, counted through from 0."""

    def __init__(self, stretches: Sequence[range]) -> None:
        self._stretches = stretches
        self.count = sum(len(stretch) for stretch in stretches)

    def place_of(self, row: int) -> int:
        before = 0
        for stretch in self._stretches:
            if row in stretch:
                return before + stretch.index(row)
            before += len(stretch)
        return 0

    def row_at(self, place: int) -> int:
        for stretch in self._stretches:
            if place < len(stretch):
                return stretch[place]
            place -= len(stretch)
        return self._stretches[0][0]


def _turned(inner: int, outer: int, length: int, times: int) -> tuple[int, int]:
    """A place in lines of a length after a step, with the line: over the end it is the next line, or the first."""
    if 0 <= inner < length:
        return inner, outer
    return inner % length, (outer + (1 if inner >= length else -1)) % times


def _edge(filled: Sequence[bool], place: int, step: int) -> int:
    """Where Ctrl and an arrow lead along a line of cells."""
    end = len(filled) - 1 if step > 0 else 0
    if place == end:
        return place
    inside = filled[place] and filled[place + step]
    while place != end:
        place += step
        if inside and (place == end or not filled[place + step]):
            return place
        if not inside and filled[place]:
            return place
    return end


def _merged(stretches: Sequence[range]) -> tuple[range, ...]:
    """Stretches that touch or overlap as one, in order."""
    merged: list[range] = []
    for stretch in sorted(stretches, key=lambda found: (found.start, found.stop)):
        if merged and stretch.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(merged[-1].stop, stretch.stop))
        else:
            merged.append(stretch)
    return tuple(merged)
