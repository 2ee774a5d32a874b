"""Importing as the window does it: read beside its thread, mended in a sheet, brought in as one step, reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import ArticleId
from claimtracker.gui.ask import Ask
from claimtracker.gui.lane import Lane
from claimtracker.gui.loading import load_each
from claimtracker.gui.session import Session
from claimtracker.gui.steps import Steps
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.windows.dialogs import AddressDialog
from claimtracker.gui.windows.dropping import Dropped
from claimtracker.gui.windows.sheet_commands import SheetCommands, save_report
from claimtracker.gui.words import READ_ONLY, count
from claimtracker.operations import EditArticle, ImportArticles, Imported
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from claimtracker.exchange.article_import import ReadFile
    from claimtracker.exchange.import_plan import PlannedText
    from claimtracker.exchange.import_report import ImportReport
    from claimtracker.gui.windows.import_report import ImportReportDialog
    from claimtracker.gui.windows.import_sheet import ImportSheet

KEEP_ORIGINALS = "import.keep_originals"
_OF_SHEET = (
    "gui.models.import_sheet", "gui.delegates.import_cell", "gui.widgets.import_table", "gui.widgets.text_preview",
    "gui.windows.import_sheet",
)  # fmt: skip
_OF_REPORT = (
    "exchange.foreign_articles", "exchange.foreign_sheet", "exchange.import_report", "gui.models.import_report",
    "gui.windows.import_report",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    planned: tuple[PlannedText, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    report: ImportReport
    imported: tuple[Imported, ...]


class ImportCommands(QObject):
    """Works on one open project."""

    imported = Signal(object)
    """An `ArticleId` to show: the first that came in, or else the first that was there already."""
    article_wanted = Signal(object)
    """An `ArticleId` that was asked for in a report."""

    def __init__(
        self, session: Session, ask: Ask, lane: Lane, bar: MessageBar, theme: Theme, *, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._ask = ask
        self._lane = lane
        self._bar = bar
        self._theme = theme
        self._window = window
        self._folder = Path(platformdirs.user_documents_dir())
        self.sheets = SheetCommands(session, ask, lane, bar, theme, window=window)
        self.sheets.article_wanted.connect(self.article_wanted)
        self._waiting: ImportSheet | None = None
        """The sheet whose texts are being imported: it comes back with all that was mended if that fails."""
        self._refused = ""
        lane.refused.connect(self._on_refused)
        lane.finished.connect(self._on_finished)

    def import_articles(self) -> None:
        """Ask for files and import them."""
        self.import_paths(self._ask.open_texts(self._folder))

    def import_folder(self) -> None:
        """Ask for a folder and import what is in it."""
        folder = self._ask.open_folder(self._folder)
        if folder is not None:
            self.import_paths([folder])

    def import_address(self, address: str = "") -> AddressDialog:
        """Ask for the address of a page; nothing is fetched before that is confirmed."""
        dialog = AddressDialog(address, self._window)
        dialog.submit = partial(self._fetch, dialog)
        dialog.open()
        return dialog

    @property
    def _keeps_originals(self) -> bool:
        """Whether the files themselves were kept the last time."""
        return self._session.workspace.recall(KEEP_ORIGINALS) == "yes"

    def take(self, what: Dropped) -> bool:
        """Import what was dropped onto the window; False for words, which are to be pasted."""
        if self._session.workspace.read_only:
            self._bar.error(READ_ONLY)
        elif what.files:
            self.import_paths(what.files)
        elif what.address:
            self.import_address(what.address)
        elif what.text:
            return False
        else:
            self._bar.error("What was dropped is nothing that could be imported; save it as a file, or paste its text.")
        return True

    def import_paths(self, paths: Sequence[Path | str]) -> bool:
        """Read files, folders, ZIPs and addresses in the lane, then show what was read. False if it is not begun."""
        if not paths:
            return False
        if self._session.workspace.read_only:
            self._bar.error(READ_ONLY)
            return False
        first = paths[0]
        if isinstance(first, Path):
            self._folder = first if first.is_dir() else first.parent
        only = first if isinstance(first, str) else first.name
        label = f"Reading {only if len(paths) == 1 else count(len(paths), 'file')} …"
        work = partial(_read, tuple(paths), self._keeps_originals)
        return self._lane.submit(self._session.workspace.path, label, work, self._on_read)

    def tell_imported(self, imported: Sequence[Imported]) -> None:
        """Say what became of a few texts, and ask what has to be asked."""
        new = [one for one in imported if not one.already_there]
        known = [one for one in imported if one.already_there]
        parts = [f"Imported {count(len(new), 'article')}." if new or not known else ""]
        if known:
            titles = ", ".join(f"“{one.title}”" for one in known[:3]) + (" …" if len(known) > 3 else "")
            parts.append(f"{count(len(known), 'text')} already here: {titles}.")
        parts += [one.warning for one in imported if one.warning]
        sentence = " ".join(part for part in parts if part)
        asked = [one for one in new if one.choices]
        if not asked:
            self._bar.notice(sentence)
        for one in asked:
            self._ask_for_zone(one, sentence)
            sentence = ""
        if imported:
            self.imported.emit((new or known)[0].article_id)

    def _ask_for_zone(self, imported: Imported, before: str) -> None:
        """Ask what an ambiguous time zone means, a button a choice; `before` is said first."""
        buttons: list[tuple[str, Callable[[], object]]] = [
            (f"{choice.label} ({choice.offset})", partial(self._set_published, imported.article_id, choice.value))
            for choice in imported.choices
        ]
        question = f"“{imported.title}”: which {imported.zone} is meant by its time?"
        self._bar.question(f"{before} {question}".strip(), buttons)

    def _set_published(self, article_id: ArticleId, value: str) -> None:
        self._session.run(EditArticle(article_id, {"published": value}))

    def _fetch(self, dialog: AddressDialog) -> bool:
        from claimtracker.exchange.fetching import checked_address  # noqa: PLC0415  only when asked for

        try:
            address = checked_address(dialog.address)
        except UserError as error:
            return dialog.refuse(str(error))
        if not self.import_paths([address]):
            return dialog.refuse("Something else is still being done; try again when it is finished.")
        return True

    def _on_read(self, answer: object) -> Steps[None]:
        """Show what was read, bit by bit."""
        if not isinstance(answer, _Read):
            yield from self._on_imported(answer)
            return
        failed = [one for one in answer.planned if one.read.article is None and not one.read.passed_over]
        if any(one.is_new for one in answer.planned):
            yield from self._show_sheet(answer.planned)
        elif len(failed) == 1 and len(answer.planned) == 1:
            self._bar.error(failed[0].read.problem)
        elif answer.planned:
            yield from load_each(_OF_REPORT)
            from claimtracker.exchange.import_report import import_report  # noqa: PLC0415  see above

            self.show_report(import_report([one.read for one in answer.planned], ()))
        else:
            self._bar.error("There is no file in it that could be imported.")

    def _show_sheet(self, planned: Sequence[PlannedText]) -> Steps[None]:
        yield from load_each(_OF_SHEET)
        from claimtracker.gui.windows.import_sheet import ImportSheet  # noqa: PLC0415  not needed at the start

        dialog = ImportSheet(planned, self._theme, keep_originals=self._keeps_originals, parent=self._window)
        dialog.submit = partial(self._import, dialog)
        dialog.may_close = self._may_close
        yield
        dialog.open()
        yield

    def _may_close(self) -> bool:
        return self._ask.confirm("Close without importing? What you changed in the sheet is lost.", "Close")

    def _import(self, dialog: ImportSheet) -> bool:
        """Begin; the sheet is only hidden, so that nothing typed in it is lost if this fails or is stopped."""
        if self._lane.busy:
            return dialog.refuse("Something else is still being done; try again when it is finished.")
        keep = dialog.keep.isChecked()
        with suppress(UserError):
            self._session.workspace.remember(KEEP_ORIGINALS, "yes" if keep else "")
        dialog.refuse("")
        dialog.hide()
        self._window.activateWindow()
        self._waiting, self._refused = dialog, ""
        files = dialog.files()
        number = sum(1 for one in files if one.article is not None)
        label = f"Importing {count(number, 'article')} …"
        work = partial(_import, tuple(files), keep)
        self._lane.submit(self._session.workspace.path, label, work, self._on_imported)
        return False

    def _on_imported(self, answer: object) -> Steps[None]:
        """Show what came in, bit by bit: of a thousand articles there is much to read anew."""
        if not isinstance(answer, _Done):
            return
        dialog, self._waiting = self._waiting, None
        if dialog is not None:
            dialog.deleteLater()
        yield
        self._session.workspace.catch_up()
        yield
        if len(answer.report.lines) == 1 and not _has_more_to_tell(answer.report):
            self.tell_imported(answer.imported)
            return
        if answer.imported:
            new = [one for one in answer.imported if not one.already_there]
            self.imported.emit((new or answer.imported)[0].article_id)
            yield
        yield from load_each(_OF_REPORT)
        self.show_report(answer.report)
        yield

    def show_report(self, report: ImportReport) -> ImportReportDialog:
        """Show what became of each file."""
        from claimtracker.exchange.import_report import write_report  # noqa: PLC0415  not needed at the start
        from claimtracker.gui.models.import_report import rows_of_report  # noqa: PLC0415
        from claimtracker.gui.windows.import_report import ImportReportDialog  # noqa: PLC0415

        summary = f"{report.summary[:1].upper()}{report.summary[1:]}"
        dialog = ImportReportDialog(
            "What was imported", summary, rows_of_report(report), self._theme, parent=self._window
        )
        dialog.article_wanted.connect(self.article_wanted)
        suggested = self._folder / "Import.csv"
        dialog.save_wanted.connect(partial(save_report, self._ask, dialog, suggested, partial(write_report, report)))
        dialog.open()
        return dialog

    def _on_refused(self, sentence: str) -> None:
        self._refused = sentence

    def _on_finished(self) -> None:
        """An import that came to nothing gives the sheet back; one whose project closes does not."""
        dialog, self._waiting = self._waiting, None
        if dialog is None:
            return
        if self._refused:
            dialog.open()
            dialog.refuse(self._refused)
        else:
            dialog.deleteLater()


def _has_more_to_tell(report: ImportReport) -> bool:
    """Whether a report of one line says more than that it came in, or asks what only the report can say."""
    line = report.lines[0]
    return line.carried is not None or bool(line.earlier)


def _read(paths: tuple[Path | str, ...], keep: bool, workspace: Workspace, progress: Progress) -> _Read | _Done:
    """What was read; of texts of which none is new, what became of them, since there is nothing to be mended."""
    from claimtracker.exchange.article_import import gather, read_sources  # noqa: PLC0415  in the worker
    from claimtracker.exchange.import_plan import plan_import  # noqa: PLC0415

    sources = gather(paths)
    # Which files are kept is said in the sheet; they are not held for that, but read again.
    read = read_sources(sources, lambda done, total: progress(done, 2 * total), keep_originals=True)
    planned = plan_import(workspace.connection, read, lambda done, total: progress(total + done, 2 * total))
    if any(one.known is not None for one in planned) and not any(one.is_new for one in planned):
        return _import(tuple(read), keep, workspace, progress)
    return _Read(tuple(planned))


def _import(files: tuple[ReadFile, ...], keep: bool, workspace: Workspace, progress: Progress) -> _Done:
    """Import as one step; with `keep` the files themselves are kept in the project."""
    from claimtracker.exchange.import_report import import_report, with_earlier_of_batch  # noqa: PLC0415  in the worker

    articles = tuple(
        one.article if keep else replace(one.article, original=None) for one in files if one.article is not None
    )
    imported = workspace.run(ImportArticles(articles), progress=progress)
    report = import_report(files, imported)
    # Earlier articles were offered in the sheet, and decided on; those that came in together could not be.
    return _Done(with_earlier_of_batch(workspace.connection, report), imported)
