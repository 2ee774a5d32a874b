"""Cells of the claims table: pasted, filled, cleared, set for all that match; all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.columns import EDITABLE, column
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId
from claimtracker.operations.base import Context
from claimtracker.operations.claims import delete_claims
from claimtracker.operations.fields import claim_values, tag_ids
from claimtracker.operations.writing import edit_label, write_claims, write_fields
from claimtracker.storage import queries
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import ClaimFilter, SortKey, TextSearch
from claimtracker.storage.queries.replacing import all_replacements, check_replaceable

_LONGEST = 30


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What one cell shall hold, as typed."""

    claim_id: ClaimId
    key: str
    text: str
    place: str = ""
    """Where it is for the person who reads a message, such as “row 3, Said on”; else the claim's number is named."""


@dataclass(frozen=True, slots=True)
class SetCells:
    """Set cells, each to a text of its own, in one undo step; returns the number of claims that changed.

    Of two edits of one cell the later counts. Raises `UserError` naming the first cell whose text is not valid, whose
    column cannot be edited or whose claim is gone: then none is set.
    """

    cells: tuple[CellEdit, ...]
    verb: str = "Set"

    @property
    def label(self) -> str:
        """“Set status”, “Paste 12 cells”, “Clear cell”."""
        count = len(self.cells)
        counted = f"{self.verb} cell" if count == 1 else f"{self.verb} {count:,} cells"
        if self.verb != "Set":
            return counted
        return edit_label(tuple({cell.key for cell in self.cells}), several=counted)

    def apply(self, context: Context) -> int:
        """Write what differs from what is there."""
        cells = tuple({(cell.claim_id, cell.key): cell for cell in self.cells}.values())
        present = _present(context, cells)
        values = _Values(context)
        rows: dict[int, Row] = {}
        tags: dict[int, tuple[int, ...]] = {}
        for cell in cells:
            try:
                if column(cell.key).key in EDITABLE and present.get((cell.claim_id, cell.key)) == cell.text:
                    continue
                if cell.claim_id not in present.claims:
                    raise UserError("this claim is not in the project any more.")  # noqa: TRY301  told with its place
                row, tagged = values.of(cell.key, cell.text)
            except UserError as error:
                raise UserError(f"{_place(cell)}: {error}") from error
            rows.setdefault(cell.claim_id, {}).update(row)
            if tagged is not None:
                tags[cell.claim_id] = tagged
        return write_claims(context, rows, tags)


@dataclass(frozen=True, slots=True)
class SetMatching:
    """Set fields, as typed, of every claim that matches; returns the number of claims that changed.

    Raises `UserError` for a value that is not valid, `Cancelled` from the progress: then none is set.
    """

    wanted: ClaimFilter
    changes: Mapping[str, str]

    @property
    def label(self) -> str:
        """“Set status”, or “Edit claims” for several fields."""
        return edit_label(tuple(self.changes), several="Edit claims")

    def apply(self, context: Context) -> int:
        """Write what differs; where nothing matches, nothing is made of the values either."""
        # In the order in which they lie in the file, so that they are read and written together.
        ids = queries.claim_ids(context.connection, self.wanted, order=(SortKey("claim_id"),))
        return write_fields(context, ids, self.changes) if ids else 0


@dataclass(frozen=True, slots=True)
class DeleteMatching:
    """Take every claim away that matches; returns how many. Raises `Cancelled` from the progress: then none is."""

    wanted: ClaimFilter
    label = "Delete claims"

    def apply(self, context: Context) -> int:
        """Delete them, with their spans and tags."""
        ids = queries.claim_ids(context.connection, self.wanted)
        delete_claims(context, ids)
        return len(ids)


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Replace a text in these columns of every claim that matches; returns the number of cells that changed.

    A speaker, status, fact or tag in whose name it stands is set to the name that comes of it, as typing would do.
    Raises `UserError` naming the claim and column where what comes of it is not valid, and for a column without text
    of its own: then none is replaced.
    """

    wanted: ClaimFilter
    keys: tuple[str, ...]
    search: TextSearch
    replacement: str

    @property
    def label(self) -> str:
        """“Replace “talks””."""
        shown = " ".join(self.search.find.split())
        return f"Replace “{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}”"

    def apply(self, context: Context) -> int:
        """Set the cells to what `queries.replacements` would show."""
        check_replaceable(self.keys)
        found = all_replacements(context.connection, self.wanted, self.keys, self.search, self.replacement)
        cells = tuple(CellEdit(one.claim_id, one.key, one.after) for one in found)
        SetCells(cells).apply(context)
        return len(cells)


class _Present(dict[tuple[int, str], str]):
    """What cells hold now, of the claims that there are."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: set[int] = set()


def _present(context: Context, cells: tuple[CellEdit, ...]) -> _Present:
    present = _Present()
    keys: dict[int, list[str]] = {}
    for cell in cells:
        keys.setdefault(cell.claim_id, []).append(cell.key)
    for ids in context.paged(tuple(keys)):
        for row in queries.claims(context.connection, ids):
            present.claims.add(row.id)
            present.update({(row.id, key): queries.cell(row, key) for key in keys[row.id] if key in EDITABLE})
    return present


class _Values:
    """What texts mean for a claim: each looked up or made once, however many cells hold it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[tuple[str, str], tuple[Row, tuple[int, ...] | None]] = {}

    def of(self, key: str, text: str) -> tuple[Row, tuple[int, ...] | None]:
        """The columns of table `claim`, and for tags which."""
        if (key, text) not in self._known:
            row = claim_values(self._context, {key: text})
            self._known[key, text] = row, tag_ids(self._context, text) if key == "tags" else None
        return self._known[key, text]


def _place(cell: CellEdit) -> str:
    if cell.place:
        return cell.place[0].upper() + cell.place[1:]
    return f"Claim {cell.claim_id}, {column(cell.key).label if cell.key in EDITABLE else cell.key}"
