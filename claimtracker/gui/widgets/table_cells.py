"""What is done to selected cells of the claims table: copied, cut, pasted, filled, cleared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimRow
from claimtracker.exchange.clipboard import from_clipboard, to_html, to_tsv
from claimtracker.gui.models.claims_table import ClaimsTableModel
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.table_columns import TableHeader
from claimtracker.gui.widgets.table_ranges import Grid, TableRanges
from claimtracker.operations import CellEdit, SetCells
from claimtracker.storage import queries

_MOST = 200_000
"""Cells that are copied or set one by one; for more there are the claim sheet and the bulk edit."""
_FEW = 3
_CHANGING = ("cells.cut", "cells.paste", "cells.fill_down", "cells.clear")


class CellCommands:
    """Each command that changes cells is one undo step, all of it or nothing; what is in the way is said."""

    def __init__(
        self,
        session: Session,
        claims: ClaimsTableModel,
        header: TableHeader,
        ranges: TableRanges,
        commit: Callable[[], None],
    ) -> None:
        """`commit` writes what is typed in an open cell."""
        self._session = session
        self._claims = claims
        self._header = header
        self._ranges = ranges
        self._commit = commit

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions, by key, for the view that the table is in."""
        commands: dict[str, Callable[[], None]] = {
            "cells.copy": self.copy,
            "cells.copy_headings": self.copy_with_headings,
            "cells.cut": self.cut,
            "cells.paste": self.paste,
            "cells.fill_down": self.fill_down,
            "cells.clear": self.clear,
        }
        return {key: self._told(act) for key, act in commands.items()}

    def can(self, key: str) -> bool:
        """Whether there is anything to do it to; nothing is changed in a project that can only be read."""
        return self._claims.count > 0 and not (key in _CHANGING and self._session.workspace.read_only)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, for spreadsheets and for texts."""
        self._copy(self._block("copied"))

    def copy_with_headings(self) -> None:
        """The same with the headings of the columns above them."""
        grid = self._block("copied")
        self._copy(grid, [COLUMNS[column].label for column in grid.columns])

    def cut(self) -> None:
        """Copy the selected cells and clear those that can be."""
        self._copy(self._block("cut"))
        self._clear("Cut")

    def clear(self) -> None:
        """Leave nothing in the selected cells that can be edited."""
        self._clear("Clear")

    def paste(self) -> None:
        """Set cells from the clipboard, from the first selected one on.

        One copied cell fills all that is selected, and a block is repeated where the selection is a multiple of it.
        """
        # An empty clipboard has no contents at all, whatever the stubs say.
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        block = [] if mime is None else from_clipboard(mime.html(), mime.text())
        if not any(block):
            raise UserError("There is no text on the clipboard that could be pasted.")
        height, width = len(block), max(len(line) for line in block)
        if (height, width) == (1, 1):
            self._limit("pasted")
            edits = self._edits((row, column, block[0][0]) for row, column in self._selected())
            self._run(edits, "Paste", "pasted")
            return
        target = self._target(height, width)
        edits = self._edits(
            (row, column, line[place % width])
            for number, row in enumerate(target.row_numbers())
            for line in (block[number % height],)
            for place, column in enumerate(target.columns)
            if place % width < len(line)
        )
        if self._run(edits, "Paste", "pasted"):
            self._ranges.select_grid(target)

    def fill_down(self) -> None:
        """Set selected cells to the top one of their column; a single row to the row above it."""
        grid = self._block("filled")
        rows = list(grid.row_numbers())
        above = rows.pop(0) if len(rows) > 1 else rows[0] - 1
        if above < 0:
            raise UserError("There is no row above the first one to fill from.")
        source = self._claim(above)
        filled = [column for column in grid.columns if COLUMNS[column].editor]
        if not filled:
            raise UserError(f"“{COLUMNS[grid.columns[0]].label}” cannot be edited, so it was not filled.")
        texts = {column: queries.cell(source, COLUMNS[column].key) for column in filled}
        self._run(self._edits((row, column, texts[column]) for row in rows for column in filled), "Fill", "filled")

    def _clear(self, verb: str) -> None:
        self._limit("cleared")
        cells = [(row, column, "") for row, column in self._selected() if COLUMNS[column].editor]
        if not cells:
            raise UserError("What is selected cannot be edited, so nothing was cleared.")
        self._run(self._edits(cells), verb, "cleared")

    def _copy(self, grid: Grid, headings: Sequence[str] = ()) -> None:
        keys = [COLUMNS[column].key for column in grid.columns]
        rows = [[queries.cell(claim, key) for key in keys] for claim in map(self._claim, grid.row_numbers())]
        if headings:
            rows.insert(0, list(headings))
        mime = QMimeData()
        mime.setText(to_tsv(rows))
        mime.setHtml(to_html(rows))
        QGuiApplication.clipboard().setMimeData(mime)

    def _target(self, height: int, width: int) -> Grid:
        """Where a block goes. Raises `UserError` when there is no room for it."""
        grid = self._block("pasted into")
        if grid.height % height == 0 and len(grid.columns) % width == 0:
            return grid
        shown = self._header.shown_columns()
        top, left = grid.rows[0][0], shown.index(grid.columns[0])
        for wanted, there, what in ((height, self._claims.count - top, "row"), (width, len(shown) - left, "column")):
            if wanted > there:
                raise UserError(
                    f"What was copied is {_count(wanted, what)} {'high' if what == 'row' else 'wide'}, and there"
                    f" {'is' if there == 1 else 'are'} only {_count(there, what)} from here on. Nothing was pasted."
                )
        return Grid((range(top, top + height),), tuple(shown[left : left + width]))

    def _edits(self, cells: Iterator[tuple[int, int, str]] | list[tuple[int, int, str]]) -> list[CellEdit]:
        """What differs from what is there. Raises `UserError` for another text in a cell that cannot be edited."""
        edits = []
        for row, column, text in cells:
            claim, declared = self._claim(row), COLUMNS[column]
            present = queries.cell(claim, declared.key)
            if _spaced(text) == _spaced(present):
                # Spreadsheets take several blanks for one, and nobody pastes to change no more than that.
                continue
            place = f"row {row + 1}, {declared.label}"
            if declared.editor:
                edits.append(CellEdit(claim.id, declared.key, text, place))
            elif " ".join(text.split()) != " ".join(present.split()):
                raise UserError(
                    f"{place[0].upper()}{place[1:]}, cannot be edited and holds something else than “{_short(text)}”."
                    " Nothing was changed."
                )
        return edits

    def _run(self, edits: list[CellEdit], verb: str, done: str) -> bool:
        if not edits:
            self._session.notice.emit(f"Nothing was {done}: the cells hold that already.")
            return True
        _, refused = self._session.attempt(SetCells(tuple(edits), verb), initiator=self._claims)
        if refused:
            raise UserError(f"{refused} Nothing was {done}.")
        if len(edits) > _FEW:
            self._session.notice.emit(f"{len(edits):,} cells {done}. Undo brings back what they held.")
        return True

    def _block(self, done: str) -> Grid:
        """The selected cells as rows and columns. Raises `UserError` when they do not make up any."""
        self._limit(done)
        grid = self._ranges.grid()
        if grid is None:
            raise UserError(f"Only cells that make up rows and columns without a hole can be {done}.")
        return grid

    def _limit(self, done: str) -> None:
        found = self._ranges.by_column()
        if not found:
            raise UserError(f"No cell is selected, so nothing was {done}.")
        count = sum(len(rows) for stretches in found.values() for rows in stretches)
        if count > _MOST:
            raise UserError(f"{count:,} cells are selected; at most {_MOST:,} can be {done} at once.")

    def _selected(self) -> Iterator[tuple[int, int]]:
        for column, stretches in self._ranges.by_column().items():
            for rows in stretches:
                for row in rows:
                    yield row, column

    def _claim(self, row: int) -> ClaimRow:
        claim = self._claims.claim_at(row)
        if claim is None:
            raise UserError(f"The claim of row {row + 1} is not in the project any more.")
        return claim

    def _told(self, act: Callable[[], None]) -> Callable[[], None]:
        """The command, with what is in its way said in the window."""

        def act_and_tell() -> None:
            self._commit()
            try:
                act()
            except UserError as error:
                self._session.failed.emit(str(error))

        return act_and_tell


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _spaced(text: str) -> list[str]:
    """Its lines, with one blank wherever there are several."""
    return [" ".join(line.split()) for line in text.strip().splitlines()]


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 40 else shown[:39] + "…"
