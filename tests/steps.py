"""What something costs, told in steps: a clock says another thing on every machine."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable


def count_calls(act: Callable[[], object]) -> int:
    """How many functions are called while something is done, those of the standard library among them."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


def count_sql_steps(connection: sqlite3.Connection, act: Callable[[], object]) -> int:
    """How many steps SQLite takes on a connection while something is done, by the hundred."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 100

    connection.set_progress_handler(count, 100)
    try:
        act()
    finally:
        connection.set_progress_handler(None, 0)
    return steps
