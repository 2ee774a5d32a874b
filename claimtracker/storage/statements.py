"""The statements by which rows of any tracked table are read and written; the names in them are always our own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

Item = TypeVar("Item")
_PAGE = 2_000


def pages(ids: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Many ids in stretches that one statement takes well."""
    return (ids[first : first + _PAGE] for first in range(0, len(ids), _PAGE))


@cache
def insert_sql(table: str, columns: tuple[str, ...]) -> str:
    """Add a row."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    return f'insert into "{table}" ({names}) values ({marks})'  # noqa: S608  our own table and column names


@cache
def update_sql(table: str, columns: tuple[str, ...]) -> str:
    """Set columns of the row of an id."""
    sets = ", ".join(f'"{name}" = ?' for name in columns)
    return f'update "{table}" set {sets} where id = ?'  # noqa: S608  our own table and column names


@cache
def select_sql(table: str) -> str:
    """The row of an id."""
    return f'select * from "{table}" where id = ?'  # noqa: S608  our own table names


@cache
def select_many_sql(table: str, names: tuple[str, ...]) -> str:
    """The rows of a JSON list of ids: these columns of them, or all."""
    shown = ", ".join(f'"{name}"' for name in names) or "*"
    return f'select {shown} from "{table}" where id in (select value from json_each(?))'  # noqa: S608  our own names


@cache
def differing_sql(table: str, column: str) -> str:
    """One row, if there is any, of a JSON list of ids whose column is not this value."""
    return f'select 1 from "{table}" where {_differing(column)} limit 1'  # noqa: S608  as above


@cache
def keep_same_sql(table: str, columns: tuple[str, ...]) -> str:
    """Log, for an operation, what stood in rows of a JSON list of ids whose first column is not this value."""
    image = ", ".join(f"'{name}', \"{name}\"" for name in columns)
    return f"""insert into change select ?, ?, id, json_object({image}) from "{table}"
        where {_differing(columns[0])}
          and not exists (select 1 from change where operation_id = ? and table_name = ? and row_id = "{table}".id)"""  # noqa: S608  as above


@cache
def set_same_sql(table: str, columns: tuple[str, ...]) -> str:
    """Set columns of the rows of a JSON list of ids whose first column is not this value."""
    sets = ", ".join(f'"{name}" = ?' for name in columns)
    return f'update "{table}" set {sets} where {_differing(columns[0])}'  # noqa: S608  as above


def _differing(column: str) -> str:
    return f'id in (select value from json_each(?)) and "{column}" is not ?'  # noqa: S608  as above
