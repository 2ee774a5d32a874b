"""What a project holds as one comparable value, and whether it is sound in every way that can be asked."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from claimtracker.exchange.check import check_project
from claimtracker.storage import schema
from claimtracker.workspace import Workspace

_OF_CHANCE = {"uid", "created_at", "updated_at", "imported_at", "reviewed_at", "decided_at"}
"""Columns that are others each time the same is done."""


def content(connection: sqlite3.Connection, *, of_chance: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every tracked table, without the columns that are others in each run unless `of_chance`."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    for table in schema.TRACKED:
        names = [row[1] for row in connection.execute(f"pragma table_info('{table}')")]
        kept = ", ".join(f'"{name}"' for name in names if of_chance or name not in _OF_CHANCE)
        rows[table] = connection.execute(f'select {kept} from "{table}" order by id').fetchall()
    return rows


def digest(connection: sqlite3.Connection) -> str:
    """The content and the history of a project in short: the same after the same steps."""
    history = connection.execute(
        """select id, kind, label, state, reverses,
                  (select count(*) from change where change.operation_id = operation.id) from operation order by id"""
    ).fetchall()
    return hashlib.sha256(repr((content(connection), history)).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a project that nobody has open, or of another file."""
    if path.suffix != ".claims":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    with Workspace.open(path) as workspace:
        return digest(workspace.connection)


def problems_of(workspace: Workspace) -> list[str]:
    """Everything that is wrong with an open project: file, references, full-text index, quotes."""
    connection = workspace.connection
    found = [row[0] for row in connection.execute("pragma integrity_check(5)") if row[0] != "ok"]
    found += [f"orphan {row}" for row in connection.execute("pragma foreign_key_check")]
    for table in ("claim_search", "claim_stems", "fact_stems"):
        try:
            connection.execute(f"insert into {table}({table}) values('integrity-check')")
        except sqlite3.DatabaseError as error:
            found.append(f"{table}: {error}")
    found += full_text_problems(connection)
    found += check_project(connection).problems
    return found


def full_text_problems(connection: sqlite3.Connection) -> list[str]:
    """Where the full-text index holds something else than the tables."""
    found = []
    for table, expected in _indexed(connection).items():
        present = {row[0]: row[1:] for row in connection.execute(f"select rowid, * from {table}")}
        found += [
            f"{table} {row_id}: {present.get(row_id)} in place of {expected.get(row_id)}"
            for row_id in sorted(present.keys() | expected.keys())
            if present.get(row_id) != expected.get(row_id)
        ]
    return found


def _indexed(connection: sqlite3.Connection) -> dict[str, dict[int, tuple[str, ...]]]:
    quotes: dict[int, list[str]] = {}
    for claim, quote in connection.execute("select claim_id, quote from claim_span order by claim_id, start, id"):
        quotes.setdefault(claim, []).append(quote)
    claims = {}
    for row_id, assertion, name, written, note, cue, target, place in connection.execute(
        """select claim.id, assertion, speaker.name, speaker_as_written, claim.note, cue, target, place
           from claim left join speaker on speaker.id = claim.speaker_id"""
    ):
        words = " … ".join(quotes.get(row_id, []))
        claims[row_id] = (assertion, f"{name or ''} {written}", note, words, f"{cue} {target} {place}")
    return {
        "claim_search": claims,
        "claim_stems": {row[0]: row[1:] for row in connection.execute("select id, assertion from claim")},
        "fact_stems": {row[0]: row[1:] for row in connection.execute("select id, title from fact")},
    }


def assert_history_consistent(workspace: Workspace) -> None:
    """Undone to the start and redone to the end, the project is what it was, and sound at the start too."""
    connection = workspace.connection
    connection.execute("pragma synchronous = off")
    before = content(connection, of_chance=True)
    undone = 0
    while workspace.undo() is not None:
        undone += 1
    assert problems_of(workspace) == []
    for _ in range(undone):
        assert workspace.redo() is not None
    assert content(connection, of_chance=True) == before


def backups_in(folder: Path) -> list[Path]:
    """What has the name of a backup in the home of a run."""
    return [path for path in (folder / "home").rglob("*.claims") if not path.name.startswith(".")]


def version_of(path: Path) -> int:
    """The version of the schema, by SQLite alone."""
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("pragma user_version").fetchone()[0])
    finally:
        connection.close()


WRITTEN = ("*.claims", "*.csv", "*.tsv")
"""What a person, or a program that looks for files of ours, takes for one."""


def of_folder(folder: Path, workspace: Workspace | None = None) -> dict[str, str]:
    """The digest of each project and each exported file in a folder, of which one project may be open here."""
    found = {}
    for pattern in WRITTEN:
        for path in sorted(folder.glob(pattern)):
            if path.name.startswith("."):
                continue
            if workspace is not None and path == workspace.path:
                found[path.name] = digest(workspace.connection)
            else:
                found[path.name] = digest_of(path)
    return found
