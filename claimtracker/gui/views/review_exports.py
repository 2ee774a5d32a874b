"""What goes out of the Review view: sheets and reports, written in the lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimtracker.domain.progress import Progress
from claimtracker.domain.values import FactId
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.review_search import ReviewFilter
from claimtracker.gui.views.view import ViewContext
from claimtracker.storage import queries
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from claimtracker.exchange.report import ReportChoice
    from claimtracker.exchange.review_sheets import ReviewSheet, SheetChoice
    from claimtracker.gui.windows.review_dialogs import ReportDialog, SheetDialog

_BUSY = "Something else is still being done; try again when it is finished."
_ROWS = {
    "changes": ("change", "changes"),
    "matrix": ("row of the matrix", "rows of the matrix"),
    "facts": ("fact", "facts"),
}


class ReviewExports(QObject):
    """Works on one open project, for one view."""

    def __init__(
        self, context: ViewContext, state: ReviewState, view: QWidget, chosen: Callable[[], FactId | None]
    ) -> None:
        super().__init__(view)
        self._context = context
        self._session = context.session
        self._state = state
        self._view = view
        self._chosen = chosen
        self._folder = Path(platformdirs.user_documents_dir())

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions that write files."""
        return {"review.export": self.ask_sheet, "review.report": self.ask_report}

    def ask_sheet(self, sheet: ReviewSheet = "changes") -> SheetDialog:
        """Ask which sheet, then where to, and write it."""
        from claimtracker.gui.windows.review_dialogs import SheetDialog  # noqa: PLC0415  not at the start

        dialog = SheetDialog(sheet, filtered=self._state.filter != ReviewFilter(), parent=self._view)
        dialog.submit = partial(self._start_sheet, dialog)
        dialog.open()
        return dialog

    def ask_report(self) -> ReportDialog:
        """Ask what to report, then where to, and write it."""
        from claimtracker.gui.windows.review_dialogs import ReportDialog  # noqa: PLC0415  not at the start

        facts = queries.facts(self._session.workspace.connection)
        dialog = ReportDialog(facts, self._chosen(), self._view)
        dialog.submit = partial(self._start_report, dialog)
        dialog.open()
        return dialog

    def _start_sheet(self, dialog: SheetDialog) -> bool:
        if self._context.lane.busy:
            return dialog.refuse(_BUSY)
        from claimtracker.exchange.review_sheets import SheetChoice  # noqa: PLC0415  not at the start

        asked, wanted = dialog.choice(), self._state.filter
        name = f"{self._session.workspace.path.stem} {asked.sheet}.csv"
        path = self._context.ask.save_sheet(self._folder / name, f"Export {asked.sheet}")
        if path is None:
            return False
        shown = wanted if asked.filtered else ReviewFilter()
        choice = SheetChoice(asked.sheet, shown.changes, shown.claims, self._state.across, asked.bom)
        self._submit(path, partial(_write_sheet, path, choice), partial(self._on_sheet_written, path, asked.sheet))
        return True

    def _start_report(self, dialog: ReportDialog) -> bool:
        choice = dialog.choice()
        if choice is None:
            return False
        if self._context.lane.busy:
            return dialog.refuse(_BUSY)
        path = self._context.ask.save_report(self._folder / f"{self._report_name(choice)}{dialog.suffix}")
        if path is None:
            return False
        if path.suffix.casefold() not in {".pdf", ".html", ".htm"}:
            path = path.with_name(path.name + dialog.suffix)
        self._submit(path, partial(_write_report, path, choice), partial(self._on_report_written, path))
        return True

    def _report_name(self, choice: ReportChoice) -> str:
        fact = queries.fact(self._session.workspace.connection, choice.fact_id)
        what = fact.code if fact is not None else f"changes since {choice.since}" if choice.since else "changes"
        return f"{self._session.workspace.path.stem} {what}"

    def _submit(
        self, path: Path, work: Callable[[Workspace, Progress], object], done: Callable[[object], None]
    ) -> None:
        self._folder = path.parent
        self._context.lane.submit(self._session.workspace.path, f"Writing {path.name} …", work, done)

    def _on_sheet_written(self, path: Path, sheet: ReviewSheet, rows: object) -> None:
        if isinstance(rows, int):
            told = f"{rows:,} {_ROWS[sheet][rows != 1]}"
            self._session.notice.emit(f"Exported {told} to {path.name}, in {path.parent}.")

    def _on_report_written(self, path: Path, _answer: object) -> None:
        self._session.notice.emit(f"Wrote the report {path.name}, in {path.parent}.")


def _write_sheet(path: Path, choice: SheetChoice, workspace: Workspace, progress: Progress) -> int:
    from claimtracker.exchange.review_sheets import export_review_sheet  # noqa: PLC0415  not at the start

    return export_review_sheet(workspace.connection, path, choice, progress)


def _write_report(path: Path, choice: ReportChoice, workspace: Workspace, _progress: Progress) -> None:
    from claimtracker.exchange.report import export_report, report_html  # noqa: PLC0415  not at the start
    from claimtracker.gui.pdf import print_page  # noqa: PLC0415  not at the start

    if path.suffix.casefold() == ".pdf":
        print_page(report_html(workspace.connection, choice), path)
    else:
        export_report(workspace.connection, path, choice)
