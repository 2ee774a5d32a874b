"""Project files made to do harm: each changes a sound one by SQL, as somebody would who means ill."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

Make = Callable[[sqlite3.Connection], object]


def statements(*lines: str) -> Make:
    """Carry out these lines."""

    def make(connection: sqlite3.Connection) -> None:
        for line in lines:
            connection.execute(line)

    return make


def schema_row(kind: str, name: str, table: str, sql: str) -> Make:
    """Put a line into the schema that SQLite would not have taken from anybody."""

    def make(connection: sqlite3.Connection) -> None:
        connection.execute("pragma writable_schema = on")
        connection.execute("insert into sqlite_schema values(?, ?, ?, 0, ?)", (kind, name, table, sql))

    return make


def in_schema(change: str) -> Make:
    """Change lines of the schema that SQLite would not have let anybody change."""
    return statements("pragma writable_schema = on", f"update sqlite_schema set {change}")


def loosened(*lines: str) -> Make:
    """Put values of any type into the strict table of claims, whose definition stays what it was."""

    def make(connection: sqlite3.Connection) -> None:
        (sql,) = connection.execute("select sql from sqlite_schema where name = 'claim'").fetchone()
        loose = sql.replace(" strict", "").replace(" not null", "")
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_schema set sql = ? where name = 'claim'", (loose,))
        connection.execute("pragma schema_version = 7001")
        for line in lines:
            connection.execute(line)
        connection.execute("update sqlite_schema set sql = ? where name = 'claim'", (sql,))

    return make


def history(table: str, before: str | None) -> Make:
    """An operation that undo would take up, and what it would put back."""

    def make(connection: sqlite3.Connection) -> None:
        connection.execute(
            "insert into operation(id, kind, label, at, coder, origin, state) values(900, 'X', 'X', '', '', 'gui', 'done')"
        )
        connection.execute("insert into change values(900, ?, 1, ?)", (table, before))

    return make


NOTHING_LEFT = "begin delete from article; delete from claim; end"
ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select x as id, x as uid from n"

HOSTILE: dict[str, Make] = {
    "a trigger": statements(f"create trigger harm after update on claim {NOTHING_LEFT}"),
    "a trigger on insert": statements(f"create trigger harm before insert on operation {NOTHING_LEFT}"),
    "a trigger with a name of SQLite's own": schema_row(
        "trigger", "sqlite_harm", "claim", f"create trigger sqlite_harm after update on claim {NOTHING_LEFT}"
    ),
    "a trigger on the migrations": schema_row(
        "trigger", "harm", "_sqlite_migrations", f"create trigger harm after insert on _sqlite_migrations {NOTHING_LEFT}"
    ),
    "a view": statements("create view seen as select * from claim"),
    "a view with a name of SQLite's own": schema_row(
        "view", "sqlite_seen", "sqlite_seen", f"create view sqlite_seen as {ENDLESS}"
    ),
    "a view that poses as a table": statements(
        "pragma legacy_alter_table = on", "alter table claim rename to hidden", f"create view claim as {ENDLESS}"
    ),
    "a virtual table": statements("create virtual table other using fts5(a)"),
    "a virtual table that poses as a table": statements("drop table review", "create virtual table review using fts5(a)"),
    "a generated column": statements("alter table claim add column harm text generated always as (hex(zeroblob(9))) virtual"),
    "a check that never ends": statements(
        "alter table tag add column harm text check (harm is null or length(printf('%.*c', 9e8, 'x')) > 0)"
    ),
    "no strict tables": statements(
        "create table kept as select * from tag", "drop table tag",
        "create table tag (id integer primary key autoincrement, uid text not null unique, label text not null)",
        "insert into tag select * from kept", "drop table kept", "create index tag_label on tag(label collate nocase)",
    ),
    "tables that are missing": statements("pragma foreign_keys = off", "drop table claim_span"),
    "an index that is missing": statements("drop index claim_article"),
    "a table twice": in_schema("rootpage = (select rootpage from sqlite_schema where name = 'fact') where name = 'claim'"),
    "a table beyond the file": in_schema("rootpage = 99999999 where name = 'claim'"),
    "a table on page 0": in_schema("rootpage = 0 where name = 'claim'"),
    "an index of another table": in_schema(
        "rootpage = (select rootpage from sqlite_schema where name = 'article_sha256') where name = 'claim_speaker'"
    ),
    "a definition that is none": in_schema("sql = 'create table claim (' where name = 'claim'"),
    "a definition that is bytes": in_schema("sql = x'ff00' where name = 'claim'"),
    "a definition of a million columns": in_schema(
        "sql = 'create table claim (id integer' || replace(hex(zeroblob(500000)), '00', ', x') || ')' where name = 'claim'"
    ),
    "another version": statements("pragma user_version = 2147483647"),
    "a version below nothing": statements("pragma user_version = -2147483648"),
    "no version": statements("pragma user_version = 0"),
    "an older version": statements("pragma user_version = 1"),
    "bytes in place of texts": loosened("update claim set assertion = x'ff00fe'"),
    "numbers in place of texts": loosened("update claim set assertion = 1.5, note = 1e400, cue = 7"),
    "texts in place of numbers": loosened("update claim set start = 'here', article_id = 'there'"),
    "nothing in place of texts": loosened("update claim set assertion = null, said_on = null, created_at = null"),
    "bytes in the settings": statements("pragma writable_schema = on", "insert into setting values('coder.root', '\x01')"),
    "a seal that is none": statements("insert or replace into setting values('seal', '[1, 2]')"),
    "a seal without end": statements("insert or replace into setting values('seal', replace(hex(zeroblob(9999)), '0', '['))"),
    "spans beyond the text": statements("update claim_span set start = -5, \"end\" = 99999999999"),
    "spans backwards": statements('update claim_span set start = "end", "end" = start'),
    "sentences beyond the text": statements('update sentence set start = 9223372036854775807, "end" = -9223372036854775808'),
    "articles that revise each other": statements("update article set revision_of = 3 - id where id in (1, 2)"),
    "the last number there is": statements("update sqlite_sequence set seq = 9223372036854775807"),
    "numbers that begin again": statements("update sqlite_sequence set seq = 0"),
    "numbers that are texts": statements("update sqlite_sequence set seq = 'many'"),
    "a text of thirty megabytes": statements("update claim set note = printf('%.*c', 30000000, 'x') where id = 1"),
    "a title of NULs and controls": statements("update article set title = cast(x'00011b5b324a07' as text)"),
    "a label that is a formula": statements("""update status set label = '=cmd|'' /C calc''!A1'"""),
    "search that holds nothing": statements("delete from claim_search_data"),
    "search of another shape": statements("delete from claim_search_config", "delete from claim_stems_idx"),
    "search with other words": statements("update claim_search_content set c0 = 'lies'"),
    "a history of another table": history("sqlite_schema", '{"sql": "x"}'),
    "a history with SQL for a table": history('claim" where 1; --', '{"note": "x"}'),
    "a history with SQL for a column": history("claim", '{"note\\" = \'owned\', \\"cue": "x"}'),
    "a history of another column": history("claim", '{"harm": "x"}'),
    "a history that is no object": history("claim", "[1]"),
    "a history that is no JSON": history("claim", "{"),
    "a history without end": history("claim", "[" * 200_000),
    "a history with numbers that are none": history("claim", '{"start": NaN}'),
    "a history with lists for values": history("claim", '{"note": ["x"]}'),
    "a history of a row without its parent": history("claim", '{"article_id": 999}'),
    "a history of nothing for something": history("claim", '{"assertion": null}'),
    "undone by itself": statements("update operation set reverses = id, state = 'undone'"),
}  # fmt: skip
"""What is done to a sound file, by what it is."""

OTHER_SHAPES: dict[str, tuple[str, ...]] = {
    "small pages": ("pragma page_size = 512", "vacuum"),
    "large pages": ("pragma page_size = 65536", "vacuum"),
    "pages that move": ("pragma auto_vacuum = full", "vacuum"),
    "pages that may move": ("pragma auto_vacuum = incremental", "vacuum"),
    "the write-ahead log": ("pragma journal_mode = wal",),
    "statistics": ("analyze",),
}
"""Odd files that are sound, and are read rightly."""


def make(path: Path, harm: Make) -> None:
    """Do it to a file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma foreign_keys = off")
        harm(connection)
    finally:
        connection.close()
