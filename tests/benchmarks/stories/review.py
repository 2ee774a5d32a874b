"""What review asks: the matrix, a fact's history, the newest changes."""

from __future__ import annotations

import random

from claimtracker.domain.values import FactId
from claimtracker.storage import queries
from claimtracker.storage.queries.matrix import matrix
from claimtracker.workspace import Workspace
from tests.benchmarks import generator
from tests.benchmarks.measuring import Bench
from tests.benchmarks.projects import HOME

FACTS, ARTICLES = 300, 100


def the_matrix(bench: Bench) -> None:
    """300 facts by 100 articles, with the 10,000 claims of so many articles."""
    path = HOME / "projects" / "matrix.claims"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        generator.make_project(path, 100 * ARTICLES)
        with Workspace.open(path) as workspace:
            connection = workspace.connection
            connection.execute("begin")
            connection.executemany(
                "insert into fact(uid, code, title, verdict, note) values(?, ?, ?, 'open', '')",
                [(f"more {number}", f"F{number}", f"Fact {number}") for number in range(40, FACTS + 7)],
            )
            ids = [row[0] for row in connection.execute("select id from fact limit ?", (FACTS,))]
            connection.executemany(
                "update claim set fact_id = ? where id % ? = ? and id % 10 < 6",
                [(fact_id, FACTS, number) for number, fact_id in enumerate(ids)],
            )
            connection.execute("commit")
    with Workspace.open(path) as workspace:
        for _ in range(-1, len(bench.times(10))):
            bench.ours("matrix", lambda: matrix(workspace.connection))


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
