"""What is done to many claims at once, as the views do it: dialogs, the lane, one undo step, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimtracker.domain.columns import COLUMNS, column
from claimtracker.domain.progress import Progress
from claimtracker.gui.views.view import ViewContext
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.gui.widgets.scope import Scope
from claimtracker.operations import DeleteMatching, ReplaceText, SetMatching
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest
from claimtracker.workspace import Operation, Workspace

if TYPE_CHECKING:
    from claimtracker.gui.windows.edit_matching import EditMatchingDialog
    from claimtracker.gui.windows.replace_dialog import ReplaceDialog

_BUSY = "Something else is still being done; try again when it is finished."


class MatchingCommands(QObject):
    """Works on the open project, for one view."""

    def __init__(self, context: ViewContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._session = context.session
        self._view = view

    def edit(self, scopes: Sequence[Scope], table: ClaimsTable) -> EditMatchingDialog:
        """Ask which column is to be set to what, and set it; it begins with the column of the active cell."""
        from claimtracker.gui.windows.edit_matching import EditMatchingDialog  # noqa: PLC0415  not at the start

        connection = self._session.workspace.connection
        key = COLUMNS[max(0, table.currentIndex().column())].key
        dialog = EditMatchingDialog(scopes, connection, self._context.theme, begin=key, parent=self._view)
        dialog.submit = partial(self._set, dialog)
        dialog.open()
        return dialog

    def replace(self, scopes: Sequence[Scope], table: ClaimsTable) -> ReplaceDialog:
        """Ask what is to be replaced by what, and replace it; it begins with the columns of several selected cells."""
        from claimtracker.gui.windows.replace_dialog import ReplaceDialog  # noqa: PLC0415  not at the start

        chosen = table.ranges.by_column() if table.ranges.several else ()
        columns = [COLUMNS[number].key for number in chosen]
        path = self._session.workspace.path
        dialog = ReplaceDialog(scopes, columns, path, self._context.theme, self._view)
        dialog.submit = partial(self._replace, dialog)
        dialog.open()
        return dialog

    def delete(self, scope: Scope) -> None:
        """Delete them all; undo brings them back, so nobody is asked first."""
        done = f"Deleted {_claims(scope.claims)}. Undo brings {'it' if scope.claims == 1 else 'them'} back."
        self._run(DeleteMatching(scope.wanted), f"Deleting {_claims(scope.claims)} …", done)

    def _set(self, dialog: EditMatchingDialog) -> bool:
        if self._context.lane.busy:
            return dialog.refuse(_BUSY)
        scope, key, text = dialog.scope.scope, dialog.key, dialog.text
        many, label = _claims(scope.claims), column(key).label.lower()
        done = f"Set {label} of {many} to “{text[:60]}”." if text else f"Emptied {label} of {many}."
        operation = SetMatching(scope.wanted, {key: text})
        return self._run(operation, f"Setting {label} of {many} …", f"{done} Undo brings back what was there.")

    def _replace(self, dialog: ReplaceDialog) -> bool:
        if self._context.lane.busy:
            return dialog.refuse(_BUSY)
        scope = dialog.scope.scope
        operation = ReplaceText(scope.wanted, dialog.keys, dialog.search, dialog.replacement)
        found = dialog.search.find[:40]
        cells = f"{dialog.found:,} cell{'' if dialog.found == 1 else 's'}"
        return self._run(
            operation, f"Replacing “{found}” …", f"Replaced “{found}” in {cells}. Undo brings back what was there."
        )

    def _run(self, operation: Operation[object], label: str, done: str) -> bool:
        work = partial(_carry_out, operation)
        return self._context.lane.submit(self._session.workspace.path, label, work, partial(self._on_done, done))

    def _on_done(self, sentence: str, _answer: object) -> None:
        self._session.workspace.catch_up()
        self._session.notice.emit(sentence)


def scopes(connection: queries.Connection, whole: Scope, claim_ids: Sequence[int]) -> list[Scope]:
    """All of them, and the selected ones when these are some of all; those first when they are several."""
    if not claim_ids or len(claim_ids) >= whole.claims:
        return [whole]
    values = tuple(str(claim_id) for claim_id in claim_ids)
    wanted = ClaimFilter(columns=(ColumnTest("claim_id", "is", values),))
    label = "The selected claims" if len(claim_ids) > 1 else "The selected claim"
    some = Scope(label, wanted, queries.count_claims(connection, wanted))
    return [some, whole] if len(claim_ids) > 1 else [whole, some]


def _carry_out(operation: Operation[object], workspace: Workspace, progress: Progress) -> object:
    return workspace.run(operation, progress=progress)


def _claims(number: int) -> str:
    return f"{number:,} claim{'' if number == 1 else 's'}"
