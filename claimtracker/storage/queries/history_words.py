"""Which operations changed something that holds a word: as it was before them, or as it is now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator

from claimtracker.storage.queries.claims import claim_ids
from claimtracker.storage.queries.filters import ClaimFilter

_NAMES = (("article", "title || ' ' || source"), ("speaker", "name"), ("status", "label"), ("tag", "label"),
          ("fact", "code || ' ' || title"), ("coder", "name"))  # fmt: skip
_POINTERS = ("speaker", "status", "fact")
_NO_WORDS = "('uid', 'sha256', 'original_sha256', 'taken_from', 'created_at', 'updated_at', 'imported_at', 'seen')"
"""Columns whose text no person wrote."""


def operations_with_word(connection: sqlite3.Connection, word: str, put: Callable[[str], str]) -> str:
    """A select of the numbers of these operations; `put` takes a value and names its place in the statement."""
    contains = _contains(word, put)
    overwritten = f"""select change.table_name, change.row_id, change.operation_id, part.key
        from change, json_each(change.before) as part
        where {contains("change.before")} and part.type = 'text' and part.key not in {_NO_WORDS}
            and {contains("part.value")}"""  # noqa: S608  our own conditions
    claims = json.dumps(claim_ids(connection, ClaimFilter(search=word)).tolist())
    now = f"""select change.operation_id from json_each({put(claims)}) as found cross join change indexed by change_row
        on change.table_name = 'claim' and change.row_id = found.value"""  # noqa: S608  a place for a value
    named = [
        f"""select change.operation_id from {table} as named cross join change indexed by change_row
            on change.table_name = '{table}' and change.row_id = named.id where {contains(f"({names})")}"""  # noqa: S608
        for table, names in _NAMES
    ]
    selects = [now, *named]
    for once in (overwritten, *_pointers_overwritten(connection, word, put)):
        selects += [f"select operation_id from ({once})", _GIVEN.format(once)]  # noqa: S608
    return " union all ".join(selects)


_GIVEN = """select (select max(given.operation_id) from change as given
        where given.table_name = gone.table_name and given.row_id = gone.row_id
            and given.operation_id < gone.operation_id
            and (given.before is null or json_type(given.before, '$.' || gone.key) is not null))
    from ({}) as gone"""
"""What wrote a value that another operation wrote over."""


def _pointers_overwritten(connection: sqlite3.Connection, word: str, put: Callable[[str], str]) -> Iterator[str]:
    """Where claims lost a speaker, a status or a fact of this word."""
    for table, names in _NAMES:
        if table not in _POINTERS:
            continue
        sql = f"select id from {table} where instr(folded({names}), folded(?)) > 0"  # noqa: S608  our own tables
        found = [row[0] for row in connection.execute(sql, (word,))]
        if found:
            yield f"""select table_name, row_id, operation_id, '{table}_id' as key from change
                where table_name = 'claim' and json_extract(before, '$.{table}_id') in (
                    select value from json_each({put(json.dumps(found))}))"""  # noqa: S608


def _contains(word: str, put: Callable[[str], str]) -> Callable[[str], str]:
    """A condition on a text; words of ASCII are compared by SQLite itself, which is many times faster."""
    if word.isascii():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        place = put(f"%{escaped}%")
        return lambda text: f"{text} like {place} escape '\\'"
    place = put(word)
    return lambda text: f"instr(folded({text}), folded({place})) > 0"
