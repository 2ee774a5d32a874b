"""What the Vocabulary view does beyond its tables: questions, files, and merges that take long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import Status, Tag
from claimtracker.exchange.vocabulary import export_vocabulary, read_vocabulary
from claimtracker.gui.models.vocabulary import CODERS, STATUSES, TAGS, Entry, EntryKind
from claimtracker.gui.views.view import ViewContext
from claimtracker.gui.widgets.vocabulary_part import VocabularyPart
from claimtracker.gui.windows.vocabulary_dialogs import Candidate, ImportDialog, MergeDialog, NewStatusDialog
from claimtracker.operations import (
    AddStatus,
    DeleteStatuses,
    DeleteTags,
    ImportVocabulary,
    MergeCoders,
    MergeStatuses,
    MergeTags,
)
from claimtracker.operations.fields import stance_of
from claimtracker.operations.vocabulary import VocabularyRow, plan_vocabulary
from claimtracker.storage.queries import Named
from claimtracker.text.similarity import likeness
from claimtracker.workspace import Operation, Workspace

_AT_ONCE = 2000
"""Claims that are carried over while the window waits; more go into the lane."""

_MERGE: dict[str, Any] = {STATUSES.one: MergeStatuses, TAGS.one: MergeTags, CODERS.one: MergeCoders}


class VocabularyCommands(QObject):
    """Works on one open project, for one view."""

    def __init__(self, context: ViewContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._session = context.session
        self._view = view
        self._folder = Path(platformdirs.user_documents_dir())

    def new_status(self, select: Callable[[int], None]) -> NewStatusDialog:
        """Ask for the label of a new status, add it, and select it."""
        connection = self._session.workspace.connection
        dialog = NewStatusDialog(partial(stance_of, connection), self._view)
        dialog.submit = partial(self._add_status, dialog, select)
        dialog.open()
        return dialog

    def ask_merge(self, kind: EntryKind, selected: Sequence[Entry], known: Sequence[Entry]) -> MergeDialog | None:
        """Ask what the selected entries become: one of them, or any other where only one is selected."""
        if not selected or len(known) < 2:
            self._session.notice.emit(f"There is no other {kind.one} to merge it with.")
            return None
        if len(selected) > 1:
            title = f"Merge {len(selected)} {kind.many}"
            told = f"Which one stays? The claims of the others follow{_spelling(kind)}."
            offered = sorted(selected, key=lambda entry: -entry.claims)
        else:
            title = f"Merge “{_short(_name(kind, selected[0]))}”"
            told = f"Into which {kind.one}? Its claims follow{_spelling(kind)}."
            name = _name(kind, selected[0])
            others = (entry for entry in known if entry.id != selected[0].id)
            offered = sorted(others, key=lambda entry: -max(0.6, likeness(name, _name(kind, entry))))
        candidates = [Candidate(entry.id, _name(kind, entry), entry.claims) for entry in offered]
        dialog = MergeDialog(title, told, candidates, self._view)
        dialog.submit = partial(self._merge_chosen, dialog, kind, list(selected), list(known))
        dialog.open()
        return dialog

    def merge_pair(self, part: VocabularyPart, stays: Named, goes: Named) -> None:
        """Two that look alike are one thing."""
        entries = part.table.entries
        keep, other = (entries.entry_at(entries.row_of(named.id)) for named in (stays, goes))
        if keep is not None and other is not None:
            self._merge(part.kind, keep, [other])

    def follow_coder(self, before: str, after: str) -> None:
        """Who is renamed while tagging tags under the new name from now on."""
        if self._session.workspace.coder == before:
            self._session.workspace.call_me(after)
            self._session.notice.emit(f"You tag as “{_short(after)}” from now on.")

    def delete(self, kind: EntryKind, entries: Sequence[Entry]) -> None:
        """Delete statuses that no claim has, or tags, which are taken off their claims."""
        statuses = tuple(entry.id for entry in entries if isinstance(entry, Status))
        tags = tuple(entry.id for entry in entries if isinstance(entry, Tag))
        if statuses:
            told = f"Deleted {_counted(kind, len(statuses))}."
            self._carry_out(DeleteStatuses(statuses), 0, "", partial(self._tell, told))
        elif tags:
            claims = sum(entry.claims for entry in entries)
            off = f", taken off {_claims(claims)}" if claims else ""
            told = f"Deleted {_counted(kind, len(tags))}{off}. Undo brings {'it' if len(tags) == 1 else 'them'} back."
            self._carry_out(DeleteTags(tags), claims, "Deleting tags …", partial(self._tell, told))

    def import_file(self) -> ImportDialog | None:
        """Ask for a vocabulary file, show what it would change, and bring it in."""
        path = self._context.ask.open_vocabulary(self._folder)
        if path is None:
            return None
        self._folder = path.parent
        try:
            rows = read_vocabulary(path)
            plan = plan_vocabulary(self._session.workspace.connection, rows)
        except UserError as error:
            self._session.failed.emit(str(error))
            return None
        if not plan.added and not plan.changed:
            self._session.notice.emit(f"{path.name} holds nothing that is not here already.")
            return None
        dialog = ImportDialog(path.name, plan, self._view)
        dialog.submit = partial(self._import, dialog, rows)
        dialog.open()
        return dialog

    def export_file(self) -> None:
        """Ask where to, and write the vocabulary."""
        name = f"{self._session.workspace.path.stem} statuses.tsv"
        path = self._context.ask.save_vocabulary(self._folder / name)
        if path is None:
            return
        self._folder = path.parent
        try:
            count = export_vocabulary(self._session.workspace.connection, path)
        except UserError as error:
            self._session.failed.emit(str(error))
        else:
            self._session.notice.emit(f"Exported {_counted(STATUSES, count)} to {path.name}.")

    def _add_status(self, dialog: NewStatusDialog, select: Callable[[int], None]) -> bool:
        made, problem = self._session.attempt(AddStatus(dialog.line.text()))
        if made is not None:
            select(made)
        return dialog.refuse(problem)

    def _merge_chosen(
        self, dialog: MergeDialog, kind: EntryKind, selected: Sequence[Entry], known: Sequence[Entry]
    ) -> bool:
        keep = next((entry for entry in known if entry.id == dialog.chosen()), None)
        if keep is None:
            return dialog.refuse(f"Choose the {kind.one} that stays.")
        self._merge(kind, keep, [entry for entry in selected if entry.id != keep.id])
        return True

    def _merge(self, kind: EntryKind, keep: Entry, going: Sequence[Entry]) -> None:
        what = f"“{_short(_name(kind, going[0]))}”" if len(going) == 1 else _counted(kind, len(going))
        claims = sum(entry.claims for entry in going)
        told = f"Merged {what} into “{_short(_name(kind, keep))}”: {_claims(claims)} followed. Undo takes it back."
        operation = _MERGE[kind.one](keep.id, tuple(entry.id for entry in going))
        names = [_name(kind, entry) for entry in going]
        done = partial(self._on_merged, kind, names, _name(kind, keep), told)
        self._carry_out(operation, claims, f"Merging {kind.many} …", done)

    def _on_merged(self, kind: EntryKind, gone: Sequence[str], kept: str, told: str) -> None:
        self._tell(told)
        if kind is CODERS:
            for name in gone:
                self.follow_coder(name, kept)

    def _tell(self, told: str) -> None:
        self._session.notice.emit(told)

    def _import(self, dialog: ImportDialog, rows: tuple[VocabularyRow, ...]) -> bool:
        plan, problem = self._session.attempt(ImportVocabulary(rows))
        if plan is not None:
            added = _counted(STATUSES, len(plan.added))
            self._session.notice.emit(f"Added {added} and changed {len(plan.changed):,}.")
        return dialog.refuse(problem)

    def _carry_out(self, operation: Operation[Any], claims: int, doing: str, done: Callable[[], None]) -> None:
        """Run an operation, in the lane if many claims are touched; `done` is called when it succeeded."""
        if claims > _AT_ONCE:
            path = self._session.workspace.path
            self._context.lane.submit(path, doing, partial(_run, operation), partial(self._on_carried_out, done))
            return
        _, problem = self._session.attempt(operation)
        if problem:
            self._session.failed.emit(problem)
        else:
            done()

    def _on_carried_out(self, done: Callable[[], None], _answer: object) -> None:
        self._session.workspace.catch_up()
        done()


def _run(operation: Operation[Any], workspace: Workspace, progress: Progress) -> bool:
    workspace.run(operation, progress=progress)
    return True


def _name(kind: EntryKind, entry: Entry) -> str:
    return str(getattr(entry, kind.name))


def _spelling(kind: EntryKind) -> str:
    return ", and the old spelling leads to it from now on" if kind is STATUSES else ""


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


def _counted(kind: EntryKind, number: int) -> str:
    return f"{number:,} {kind.one if number == 1 else kind.many}"


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number:,} claims"
