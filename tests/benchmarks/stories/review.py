"""What review asks: the matrix, a fact's history, the newest changes."""

from __future__ import annotations

import random
import sqlite3
from itertools import cycle
from time import perf_counter

from claimtracker.domain.values import FactId
from claimtracker.storage import queries
from claimtracker.storage.queries.matrix import Matrix, matrix
from claimtracker.storage.queries.newest import MatrixFilter, newest_on_facts
from claimtracker.workspace import Workspace
from tests.benchmarks.measuring import Bench
from tests.benchmarks.window import Driver

FACTS, ARTICLES = 300, 100
_ENOUGH = 100_000
"""Claims of a project that has so many facts."""


def the_matrix(bench: Bench) -> None:
    """The matrix that the Review view shows: of the newest claims, which are on 300 facts in 100 articles."""
    path = bench.copy()
    with Workspace.open(path) as workspace:
        _spread(workspace.connection)
        for number in range(-1, len(bench.times(10))):
            made = bench.ours("matrix", lambda: _of_the_newest(workspace.connection))
            if number < 0:
                bench.samples.clear()
                if bench.size >= _ENOUGH:
                    assert len(made.facts) >= FACTS
                    assert len(made.columns) >= ARTICLES


def _spread(connection: sqlite3.Connection) -> None:
    """Each of the last hundred articles has a hundred claims on facts, where it has so many: on three hundred in turn."""
    connection.execute("begin")
    facts = [row[0] for row in connection.execute("select id from fact order by id desc limit ?", (FACTS,))]
    last = "select id from article order by published desc, id desc limit ?"
    connection.execute(f"update claim set fact_id = null where article_id in ({last})", (ARTICLES,))
    turns = cycle(facts)
    for (article_id,) in connection.execute(last, (ARTICLES,)).fetchall():
        claims = connection.execute("select id from claim where article_id = ? limit 100", (article_id,)).fetchall()
        connection.executemany(
            "update claim set fact_id = ? where id = ?", [(next(turns), claim_id) for (claim_id,) in claims]
        )
    connection.execute("commit")


def _of_the_newest(connection: sqlite3.Connection) -> Matrix:
    return matrix(connection, "articles", MatrixFilter(), newest_on_facts(connection, MatrixFilter()))


def showing(bench: Bench) -> None:
    """The Review view, until its matrix is painted; and how long the window stands still until all changes are found."""
    driver = Driver(bench, bench.copy())
    found: list[object] = []
    with driver.watchdog.watching(bench, "review"), bench.profiled():
        started = perf_counter()
        driver.page.show_view("review")
        view = driver.page.view
        view.state.claims_found.connect(lambda: found.append(None))
        driver.settle_until(lambda: bool(found) or view.state.is_current)
        bench.note("review", 1000 * (perf_counter() - started))
        driver.settle(lambda: view.state.is_current and not view.state.busy)
    driver.close()


def of_a_fact(bench: Bench) -> None:
    """The claims on a fact, in the order they were said."""
    with Workspace.open(bench.copy()) as workspace:
        rng = random.Random(7)
        count = workspace.connection.execute("select max(id) from fact").fetchone()[0]
        for _ in bench.times(100):
            fact_id = FactId(rng.randint(1, count))
            bench.ours("fact", lambda: queries.claims_of_fact(workspace.connection, fact_id))  # noqa: B023


def newest(bench: Bench) -> None:
    """The newest 200 lines of history."""
    with Workspace.open(bench.copy()) as workspace:
        for _ in bench.times(50):
            bench.ours("newest", lambda: queries.history(workspace.connection, limit=200))
