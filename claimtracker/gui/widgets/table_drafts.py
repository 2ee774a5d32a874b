"""What is typed in a cell of the claims table, to be kept, and put back when the program died."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from claimtracker.domain.columns import COLUMN_KEYS, COLUMNS
from claimtracker.domain.values import ClaimRow
from claimtracker.gui.drafts import typed_in
from claimtracker.gui.session_file import Draft
from claimtracker.storage import queries


def draft_of_cell(claim: ClaimRow | None, column: int, text: str) -> Draft | None:
    """What is typed in a cell of a claim; None when that is what the cell holds."""
    if claim is None or column < 0:
        return None
    key, label, before = COLUMNS[column].key, COLUMNS[column].label, queries.cell(claim, COLUMNS[column].key)
    if text == before:
        return None
    return Draft("claim", int(claim.id), key, text, f"claim {claim.id}’s {label.lower()}", before)


def draft_of_editor(claim: ClaimRow | None, column: int, editor: QWidget) -> Draft | None:
    """The same of an open editor."""
    return draft_of_cell(claim, column, typed_in(editor)) if editor.isVisible() else None


def column_of(draft: Draft) -> int:
    """The column of a draft; -1 when there is none of that name any more."""
    return COLUMN_KEYS.index(draft.field) if draft.field in COLUMN_KEYS else -1
