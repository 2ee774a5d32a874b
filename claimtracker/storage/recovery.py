"""What can be read of a damaged project, in a new file that is whole; the damaged one is never written to."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.storage import backup, database, full_text, functions, journal, mending, private, salvage, seal
from claimtracker.storage.files import replace_file, sync_file
from claimtracker.storage.migrations import migrate
from claimtracker.storage.queries import ClaimFilter, claim_ids
from claimtracker.storage.queries.verification import Verifier
from claimtracker.storage.salvage import Damaged, Row, Walked

_BATCH = 500
_REFUSED = (sqlite3.Error, OverflowError, UnicodeError)
_LOGS = ("-wal", "-journal")
_WORDS = {
    "article": ("article", "articles"),
    "sentence": ("sentence", "sentences"),
    "claim": ("claim", "claims"),
    "claim_span": ("quote", "quotes"),
    "speaker": ("speaker", "speakers"),
    "status": ("status", "statuses"),
    "fact": ("fact", "facts"),
    "tag": ("tag", "tags"),
    "coder": ("coder", "coders"),
    "operation": ("line of history", "lines of history"),
    "original": ("original file", "original files"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one kind was read."""

    one: str
    many: str
    read: int
    known: int
    """How many there were, as far as can be told."""
    sure: bool

    def __str__(self) -> str:
        """“1,204 of 1,210 claims; 6 could not be read”."""
        lost = self.known - self.read
        more = "" if self.sure else ", and there may have been more"
        if lost <= 0:
            return f"{self.read:,} {self.one if self.read == 1 else self.many}{more}"
        what = self.one if self.known == 1 else self.many
        return f"{self.read:,} of {self.known:,} {what}; {lost:,} could not be read{more}"


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What came over into the new file, and what did not."""

    path: Path
    counts: tuple[Count, ...]
    notes: tuple[str, ...]
    """What was mended, dropped, or is not as it was, a sentence each."""
    quotes: int
    verified: int

    @property
    def whole(self) -> bool:
        """Whether nothing was lost."""
        return not self.notes and all(count.sure and count.read >= count.known for count in self.counts)

    @property
    def lines(self) -> list[str]:
        """All of it, to be shown."""
        told = [f"{count}." for count in self.counts if count.known or not count.sure]
        return [*told, f"{self.verified:,} of {self.quotes:,} quotes verified.", *self.notes]


def recover(damaged: Path, new: Path, *, progress: Progress = no_progress) -> RecoveryReport:
    """Read what can be read of a damaged project into a new file, which is whole.

    Raises `UserError` when nothing can be read, or the new file cannot be made; `Cancelled` from `progress`.
    """
    source, goal = damaged.resolve(), new.resolve()
    if database.is_open_here(source):
        raise UserError(f"{damaged} is open; close it before what can be read of it is recovered.")
    if goal.exists():
        raise UserError(f"There is already a file at {new}; nothing was changed.")
    work = goal.with_name(f".{goal.name[:100]}.{secrets.token_hex(4)}.recovery")
    with _told_of(damaged, new):
        work.mkdir(mode=0o700)
        try:
            unread = _copy(source, work)
            read = salvage.open_copy(work / "damaged", work)
            if read is None:
                raise UserError(f"Nothing could be read of {damaged}; it was left as it is. Restore a backup of it.")
            try:
                report = _fill(read, work / "new", goal, progress)
            finally:
                read.connection.close()
            problem = backup.problem_of(work / "new")
            if problem:
                raise UserError(f"What was recovered of {damaged} is not sound ({problem}); it was not kept.")
            sync_file(work / "new")
            (work / "new").replace(goal.with_name(f".{work.name}.part"))
            replace_file(goal.with_name(f".{work.name}.part"), goal)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    if unread:
        return RecoveryReport(
            new, report.counts, (f"The disk did not give {unread:,} bytes of the file.", *report.notes), report.quotes,
            report.verified,
        )  # fmt: skip
    return report


def _copy(source: Path, work: Path) -> int:
    try:
        if not source.is_file() or not source.stat().st_size:
            raise UserError(f"There is nothing to read at {source}.")
        unread = salvage.copy_bytes(source, work / "damaged")
    except FileNotFoundError:
        raise UserError(f"There is no project at {source}.") from None
    for end in _LOGS:
        log = source.with_name(source.name + end)
        if log.is_file():
            salvage.copy_bytes(log, work / f"damaged{end}")
    return unread


def _fill(read: Damaged, target: Path, goal: Path, progress: Progress) -> RecoveryReport:
    private.make_file(target)
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        functions.install(connection)
        connection.execute("pragma synchronous = off")
        migrate(connection, read.version)
        notes: list[str] = []
        torn: set[int] = set()
        tables = salvage.tables_of(read.version)
        walked = {name: Walked() for name in tables}
        for done, name in enumerate(tables):
            progress(done, len(tables) + 2)
            connection.execute("begin")
            _take_over(read, connection, name, walked[name], torn)
            connection.execute("commit")
        _keep_sequences(connection, walked)
        migrate(connection)
        progress(len(tables), len(tables) + 2)
        if read.broken_texts:
            notes.append(f"{read.broken_texts:,} texts hold damaged letters, shown as “\N{REPLACEMENT CHARACTER}”.")
        lost = any(not one.sure or one.known - one.ids for one in walked.values())
        if torn:
            notes.append(f"The history of {len(torn):,} changes is not whole.")
        notes += _mend(connection, lost=lost or bool(torn) or bool(read.broken_texts))
        full_text.rebuild_search(connection)
        progress(len(tables) + 1, len(tables) + 2)
        verifier = Verifier(connection)
        for article_id in [row[0] for row in connection.execute("select id from article")]:
            verifier.check_article(article_id)
        verifier.check_claims(claim_ids(connection, ClaimFilter()))
        notes += verifier.problems
        connection.execute("pragma journal_mode = delete")
    finally:
        connection.close()
    counts = [
        Count(*_WORDS[name], len(one.ids), len(one.known | one.ids), one.sure)
        for name, one in walked.items()
        if name in _WORDS
    ]
    return RecoveryReport(goal, tuple(counts), tuple(notes), verifier.quotes, verifier.verified)


def _take_over(read: Damaged, connection: sqlite3.Connection, name: str, walked: Walked, torn: set[int]) -> None:
    """Copy one table as it is; the rows of the log that are lost are noted in `torn`."""
    columns = salvage.tables_of(read.version)[name]
    if name == "setting":
        connection.executemany("insert or replace into setting values (?, ?)", salvage.settings_of(read).items())
        return
    if name == "change":
        rows: Iterable[Row] = salvage.images_of(read, columns, torn)
    elif name == "original":
        rows = _whole_originals(read, columns, walked)
    else:
        rows = salvage.rows_by_id(read, name, columns, walked)
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    sql = f'insert into "{name}" ({names}) values ({marks})'  # noqa: S608  our own table and column names
    for batch in _batches(rows):
        connection.execute("savepoint batch")
        try:
            connection.executemany(sql, batch)
        except _REFUSED:
            connection.execute("rollback to batch")
            for row in batch:
                # A row that the new file does not take is no row of ours: bits of it were turned.
                try:
                    connection.execute(sql, row)
                except _REFUSED:
                    _not_taken(name, row, walked, torn)
        connection.execute("release batch")


def _not_taken(name: str, row: Row, walked: Walked, torn: set[int]) -> None:
    if name == "change":
        if isinstance(row[0], int):
            torn.add(row[0])
    elif isinstance(row[0], int):
        walked.ids.discard(row[0])
        walked.known.add(row[0])


def _whole_originals(read: Damaged, columns: tuple[str, ...], walked: Walked) -> Iterator[Row]:
    for row in salvage.rows_by_id(read, "original", columns, walked):
        if salvage.original_is_whole(row[1], row[2]):
            yield row
        else:
            _not_taken("original", row, walked, set())


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _keep_sequences(connection: sqlite3.Connection, walked: dict[str, Walked]) -> None:
    """No id that was ever given is given again: the log knows rows by it."""
    for name, one in walked.items():
        highest = max(one.ids | one.known, default=0)
        if highest:
            connection.execute("delete from sqlite_sequence where name = ?", (name,))
            connection.execute("insert into sqlite_sequence(name, seq) values (?, ?)", (name, highest))


def _mend(connection: sqlite3.Connection, *, lost: bool) -> list[str]:
    """Make one whole of what was read, as one line of history; what can no longer be undone is marked so."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    connection.execute("begin")
    notes = mending.mend_history(connection, now)
    if lost or notes:
        # Undo would put rows back that stand on others which are gone.
        connection.execute("update operation set state = 'inverse' where state = 'done'")
        connection.execute("update operation set state = 'dropped' where state = 'undone'")
    line = journal.Line("Recover", "Recover what could be read", "api", state="inverse")
    recorder = journal.Recorder(connection, line, now=now, coder="")
    notes += mending.mend_rows(recorder)
    changed = recorder.finish()
    if lost or notes or changed:
        journal.close_operation(recorder)
    seal.renew(connection)
    connection.execute("commit")
    return notes


@contextmanager
def _told_of(damaged: Path, new: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise UserError(f"{new} could not be made of what can be read of {damaged}: {error}.") from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError(f"{new} could not be made of what can be read of {damaged}: {why}.") from error
    finally:
        with suppress(OSError):
            new.resolve().with_name(f"..{new.name}.part").unlink()
