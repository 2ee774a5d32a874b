"""The one door: every change of a project goes through a `Workspace`, and every reader hears of it from there."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from claimtracker.domain.changeset import ChangeSet, Listeners, TableChange
from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.operations.base import Context
from claimtracker.storage import (
    backup,
    backup_files,
    damage,
    database,
    forgetting,
    images,
    journal,
    news,
    past,
    settings,
    uids,
    undoing,
    vocabulary,
)
from claimtracker.storage.journal import Line, Recorder, Step
from claimtracker.storage.queries.cue_words import shipped_vocabulary
from claimtracker.storage.queries.history import count_operations, operation
from claimtracker.text.moments import told_day, told_moment

Result_co = TypeVar("Result_co", covariant=True)
Answer = TypeVar("Answer")

_CODER = "coder."
"""Settings that begin so hold the name that a login is known by in this project."""

MANY_ROWS = 500
"""Rows that are written back in the blink of an eye."""

_ORIGINS = {"gui": "", "cli": " (command line)", "api": " (Python)"}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten: so many lines of history."""

    operations: int
    clean: bool
    """Whether nothing of it is left on the disk; else it is gone once other windows let go of the file."""


class Operation(Protocol[Result_co]):
    """A mutation as a frozen value. `apply` writes through the recorder only, and raises `UserError` to refuse."""

    @property
    def label(self) -> str:
        """What the undo menu and the history call it: “Set status”."""
        ...

    def apply(self, context: Context) -> Result_co:
        """Carry it out inside the transaction that the workspace opened."""
        ...


class Workspace:
    """An open project. It belongs to the thread that opened it; another thread opens its own on the same path."""

    def __init__(
        self,
        project: database.ProjectFile,
        *,
        coder: str = "",
        origin: str = "api",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._project = project
        self._origin = origin
        self._now = now
        self.changed = Listeners()
        try:
            with damage.told_apart(project.path, project.connection):
                self.coder = coder or settings.read(project.connection, _CODER + _who(), _who())
                self._seen = journal.last_operation(project.connection)
                self._data_version = self._read_data_version()
        except BaseException:
            database.close(project)
            raise

    @classmethod
    def create(cls, path: Path | str, *, coder: str = "", origin: str = "api") -> Self:
        """Make a new project with the vocabulary to start from. Raises `UserError` when it cannot be made."""
        project = database.create(Path(path), _begin)
        return cls(project, coder=coder, origin=origin)

    @classmethod
    def open(cls, path: Path | str, *, coder: str = "", origin: str = "api") -> Self:
        """Open a project. Raises `UserError` when it is missing, foreign, damaged or of a newer version."""
        return cls(database.open_existing(Path(path)), coder=coder, origin=origin)

    @property
    def path(self) -> Path:
        """Where the project lies."""
        return self._project.path

    @property
    def connection(self) -> sqlite3.Connection:
        """To be handed to the queries; nothing is written through it."""
        return self._project.connection

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed in it."""
        return self._project.read_only

    @property
    def why_only_read(self) -> str:
        """Why nothing can be changed in it, to stand behind “can only be read: ”; empty when it can."""
        return self._project.why_only_read

    @property
    def on_network_drive(self) -> bool:
        """Whether it lies on a network share, where it does without the write-ahead log."""
        return self._project.network

    @property
    def has_second_name(self) -> bool:
        """Whether the file has a second name (a hard link): opened under both at once it would be damaged."""
        return self._project.shared_name

    def missing(self) -> str:
        """What became of the file when it is not in its place any more, as a sentence; empty while it is there."""
        return database.missing(self._project)

    def moved_to(self) -> Path | None:
        """Where the file lies now if it was moved while it was open, where the system can tell."""
        return database.moved_to(self._project)

    def explain(self, error: BaseException) -> str:
        """What the file or its disk did, as a sentence, when that made an error; empty for a bug."""
        return database.explain(error, self.path)

    def leave_log_empty(self) -> None:
        """When the file is not in its place any more: see that what lies there next is not read with its log."""
        database.leave_log_empty(self._project)

    def run(
        self,
        operation: Operation[Result_co],
        *,
        initiator: object | None = None,
        progress: Progress = no_progress,
    ) -> Result_co:
        """Carry out an operation as one transaction and one line of history, then tell the listeners.

        An operation that changes nothing leaves no history; one that fails leaves nothing at all.
        Raises `UserError` when the operation refuses or the file cannot be written, `Cancelled` from `progress`.
        """
        with self._writing():
            recorder = self._recorder(Line(type(operation).__name__, operation.label, self._origin), progress)
            result = operation.apply(Context(recorder, progress))
            changes = recorder.finish()
            if not changes:
                return result
            journal.drop_redo(self.connection)
            written = self._close(recorder, changes, initiator)
        self._announce(written)
        return result

    @property
    def undo_label(self) -> str:
        """What undo would undo, whichever door wrote it; empty when there is nothing."""
        return self._label(journal.next_undo(self.connection))

    @property
    def redo_label(self) -> str:
        """What redo would bring back; empty when there is nothing."""
        return self._label(journal.next_redo(self.connection))

    @property
    def undo_is_long(self) -> bool:
        """Whether undo would write back so many rows that nobody should wait for it."""
        return self._is_long(journal.next_undo(self.connection))

    @property
    def redo_is_long(self) -> bool:
        """The same of redo."""
        return self._is_long(journal.next_redo(self.connection))

    def is_long(self, operation_id: int, *, later: bool = False) -> bool:
        """Whether it takes long to put back what an operation touched, or all `later` ones did."""
        return journal.touches_more_than(self.connection, operation_id, MANY_ROWS, later=later)

    def undo(self, *, progress: Progress = no_progress) -> ChangeSet | None:
        """Take back the newest operation of this file; None when there is none. Raises `Cancelled` from `progress`."""
        return self._reverse(journal.next_undo, "undone", "Undo", progress)

    def redo(self, *, progress: Progress = no_progress) -> ChangeSet | None:
        """Bring back what was undone last; None when there is nothing. Raises `Cancelled` from `progress`."""
        return self._reverse(journal.next_redo, "done", "Redo", progress)

    def undo_operation(self, operation_id: int, *, progress: Progress = no_progress) -> ChangeSet:
        """Take back one operation and leave what came after it; that is an operation itself, and can be undone.

        Raises `Cancelled` from `progress`, and `UserError` that says what stands in the way, where something later
        rests on what it did.
        """
        with self._writing():
            entry = operation(self.connection, operation_id)
            label = f"Undo “{entry.label}” of {told_day(entry.at)}"
            recorder = self._recorder(Line("UndoOperation", label, self._origin, operation_id), progress)
            undoing.undo_alone(recorder, entry)
            written = self._close_reversal(recorder)
        self._announce(written)
        return written

    def undo_back_to(self, operation_id: int, *, progress: Progress = no_progress) -> ChangeSet:
        """Take back everything that came after an operation in one step, which can be undone itself.

        Raises `Cancelled` from `progress`, and `UserError` when there is no such operation, or nothing came after it.
        """
        with self._writing():
            entry = operation(self.connection, operation_id)
            recorder = self._recorder(Line("RollBack", f"Roll back to {told_moment(entry.at)}", self._origin), progress)
            images.put_back(recorder, past.images_since(self.connection, operation_id))
            written = self._close_reversal(recorder)
        self._announce(written)
        return written

    def forget_history(self, before: str | None = None) -> Forgotten:
        """Delete the history before a moment (ISO 8601, UTC), or all of it, so that nothing of it is left in the file.

        Articles and claims stay as they are. It cannot be undone. Raises `UserError` when there is nothing to forget
        or the file cannot be written.
        """
        self.connection.execute("pragma secure_delete = on")
        with self._writing():
            last = forgetting.newest_before(self.connection, before)
            if last is None:
                raise UserError("There is no history of before that to forget." if before else "There is no history.")
            count = count_operations(self.connection, through=last[0])
            what = f"before {told_day(before)}" if before else f"up to {told_moment(last[1])}"
            # Undo passes the line by that stands for what was forgotten.
            line = Line("ForgetHistory", f"History {what} was forgotten", self._origin, state="inverse")
            recorder = self._recorder(line)
            forgetting.forget_through(recorder, last)
            told = self._close(recorder, {})
        with damage.told_apart(self.path, self.connection):
            clean = forgetting.scrub(self.connection)
        self._announce(told)
        return Forgotten(count, clean)

    def catch_up(self) -> None:
        """Tell the listeners what other windows and processes wrote since the last look."""
        with damage.told_apart(self.path, self.connection):
            try:
                version = self._read_data_version()
            except sqlite3.OperationalError as error:
                if (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_BUSY"):
                    return  # somebody is writing this very moment; the next look finds it
                raise
            if version == self._data_version:
                return
            self._data_version = version
            for missed in news.changes_since(self.connection, self._seen):
                self._seen = missed.operation_id
                self.changed.emit(missed)

    def read(self, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Ask something that takes long. Raises `UserError` when the file cannot be read, or after `interrupt`."""
        with damage.told_apart(self.path, self.connection):
            return question(self.connection)

    def interrupt(self) -> None:
        """Stop what is being read; the one method that another thread may call."""
        self.connection.interrupt()

    def save_memory(self) -> None:
        """For a project that stays open: keep little of the file in memory. What writes much is better off without."""
        database.save_memory(self._project)

    def wait_for_others(self, milliseconds: int | None) -> None:
        """How long a change waits while another window, task or process writes; None for as long as usual."""
        database.wait_for_others(self._project, milliseconds)

    def recall(self, key: str, default: str = "") -> str:
        """A setting that belongs to the project, such as its column layout."""
        return settings.read(self.connection, key, default)

    def remember(self, key: str, value: str) -> None:
        """Keep a setting of the project. Settings are no evidence: they have no history. Nothing if read-only."""
        if self.read_only or self.recall(key) == value:
            return
        with self._writing():
            settings.write(self.connection, key, value)

    def call_me(self, name: str) -> None:
        """Tag under this name from now on; this project keeps it for this login."""
        self.coder = name
        self.remember(_CODER + _who(), name)

    def save_copy(self, path: Path | str) -> None:
        """Write a whole copy of the project to a new file. Raises `UserError` when there is a file already."""
        database.copy(self._project, Path(path))

    def back_up(
        self, reason: backup_files.Reason = "automatic", *, home: Path | None = None, progress: Progress = no_progress
    ) -> backup.Made:
        """Make a verified backup, among those of this project; old ones go where newer ones stand close to them.

        Raises `FileTrouble` when the project is damaged, `UserError` when the backup cannot be made.
        """
        return backup.make_backup(self._project, reason, home=home, now=self._now(), progress=progress)

    def checkpoint(self) -> None:
        """Bring what was written lately into the file itself, so that a plain copy of it is whole."""
        if not self.read_only:
            # What is damaged is told by whoever reads or writes it; this is only tidying.
            with suppress(sqlite3.DatabaseError):
                database.settle(self.connection)

    def problems(self) -> list[str]:
        """What is wrong with the file, a sentence each; empty when it is sound. Reads all of the file."""
        return database.problems(self._project)

    def close(self) -> None:
        """Close the file."""
        database.close(self._project)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with damage.told_apart(self.path, self.connection), database.write_transaction(self._project):
            yield

    def _reverse(
        self,
        step_of: Callable[[sqlite3.Connection], Step | None],
        state: str,
        verb: str,
        progress: Progress,
    ) -> ChangeSet | None:
        with self._writing():
            step = step_of(self.connection)
            if step is None:
                return None
            line = Line(verb, f"{verb} {step.label}", self._origin, step.operation_id, state="inverse")
            recorder = self._recorder(line, progress)
            images.put_back(recorder, images.images_of(recorder, step.images_of))
            changes = recorder.finish()
            journal.set_state(self.connection, step.operation_id, state)
            written = self._close(recorder, changes)
        self._announce(written)
        return written

    def _recorder(self, line: Line, progress: Progress = no_progress) -> Recorder:
        if self.read_only:
            raise UserError(f"{self.path} can only be read, so nothing can be changed in it: {self.why_only_read}.")
        now = self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Recorder(self.connection, line, now=now, coder=self.coder, progress=progress)

    def _close_reversal(self, recorder: Recorder) -> ChangeSet:
        """The end of something that takes other operations back and stands as one of its own."""
        changes = recorder.finish()
        if not changes:
            raise UserError("There is nothing to take back: everything is as it was then.")
        journal.drop_redo(self.connection)
        return self._close(recorder, changes)

    def _close(
        self, recorder: Recorder, changes: Mapping[str, TableChange], initiator: object | None = None
    ) -> ChangeSet:
        journal.close_operation(recorder)
        line = recorder.line
        return ChangeSet(recorder.operation_id, line.kind, line.label, line.origin, initiator, changes)

    def _announce(self, written: ChangeSet) -> None:
        if written.operation_id > self._seen + 1:
            for missed in news.changes_since(self.connection, self._seen):
                if missed.operation_id < written.operation_id:
                    self.changed.emit(missed)
        self._seen = written.operation_id
        self.changed.emit(written)

    def _is_long(self, step: Step | None) -> bool:
        return step is not None and self.is_long(step.images_of)

    def _label(self, step: Step | None) -> str:
        if step is None:
            return ""
        return step.label + ("" if step.origin == self._origin else _ORIGINS.get(step.origin, ""))

    def _read_data_version(self) -> int:
        return int(self.connection.execute("pragma data_version").fetchone()[0])


def _begin(connection: sqlite3.Connection) -> None:
    vocabulary.fill(connection, shipped_vocabulary())
    settings.write(connection, backup_files.IDENTITY, uids.new_uid())


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
