"""Any operations in any order, from two windows, with undo, redo and reopening: the project says what a plain model does."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from claimtracker import operations
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.exchange.check import check_project
from claimtracker.exchange.claim_import import read_sheet
from claimtracker.exchange.claim_sheet import export_sheet
from claimtracker.operations import ImportClaims
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.faults import scenarios, states
from tests.faults.model import OPERATIONS, Cells, cells_of

TEXTS = ("denied", "Ana Dorn", "the harbour", "ü; x", "=1+1")


class NothingThere(Exception):
    """An operation has nothing to work on."""


class Machine(RuleBasedStateMachine):
    """The project in two windows, and the model beside it."""

    counts: dict[str, int]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / scenarios.PROJECT
        scenarios.make_project(self.path)
        self.windows = [self._open("Mira"), self._open("Jon")]
        self.workspace = self.windows[0]
        self.cells = self.read_cells()
        self.start = states.content(self.workspace.connection, of_chance=True)
        # The operations that the project was made with are there to be undone too.
        self.past: list[tuple[dict[int, Cells], Any] | None] = [None] * len(self._history())
        self.undone: list[tuple[dict[int, Cells], Any]] = []

    @rule(
        name=st.sampled_from(sorted(OPERATIONS)),
        number=st.integers(0, 7),
        text=st.sampled_from(TEXTS),
        window=st.integers(0, 1),
    )
    def operate(self, name: str, number: int, text: str, window: int) -> None:
        self.workspace = self.windows[window]
        before = copy.deepcopy(self.cells), states.content(self.workspace.connection, of_chance=True)
        lines = len(self._history())
        try:
            OPERATIONS[name](self, number, text)
        except (UserError, NothingThere):
            self.cells = before[0]
            assert len(self._history()) == lines
            assert states.content(self.workspace.connection, of_chance=True) == before[1]
            self.counts["refused"] += 1
            return
        self.counts["operations"] += 1
        if len(self._history()) > lines:
            assert len(self._history()) == lines + 1
            self.past.append(before)
            self.undone.clear()
        else:
            assert states.content(self.workspace.connection, of_chance=True) == before[1]

    @rule(
        acts=st.lists(
            st.tuples(
                st.sampled_from(sorted(OPERATIONS)), st.integers(0, 7), st.sampled_from(TEXTS), st.integers(0, 1)
            ),
            min_size=3,
            max_size=8,
        )
    )
    def operate_many(self, acts: list[tuple[str, int, str, int]]) -> None:
        for name, number, text, window in acts:
            self.operate(name, number, text, window)
            self.project_says_what_the_model_says()

    @precondition(lambda self: self.past)
    @rule(window=st.integers(0, 1))
    def undo(self, window: int) -> None:
        self.workspace = self.windows[window]
        now = copy.deepcopy(self.cells), states.content(self.workspace.connection, of_chance=True)
        assert self.workspace.undo() is not None
        expected = self.past.pop()
        if expected is None:
            self.cells = self.read_cells()
        else:
            self.cells = expected[0]
            assert states.content(self.workspace.connection, of_chance=True) == expected[1]
        self.undone.append(now)
        self.counts["undone"] += 1

    @precondition(lambda self: self.undone)
    @rule(window=st.integers(0, 1))
    def redo(self, window: int) -> None:
        self.workspace = self.windows[window]
        before = copy.deepcopy(self.cells), states.content(self.workspace.connection, of_chance=True)
        assert self.workspace.redo() is not None
        self.cells, expected = self.undone.pop()
        assert states.content(self.workspace.connection, of_chance=True) == expected
        self.past.append(before)
        self.counts["redone"] += 1

    @rule(window=st.integers(0, 1))
    def reopen(self, window: int) -> None:
        self.windows[window].close()
        self.windows[window] = self._open("Mira")
        self.workspace = self.windows[window]

    @rule()
    def save_a_copy(self) -> None:
        self.workspace.save_copy(self.folder / "copy.claims")
        with Workspace.open(self.folder / "copy.claims") as copied:
            assert states.digest(copied.connection) == states.digest(self.workspace.connection)
        (self.folder / "copy.claims").unlink()

    @rule()
    def export_and_import(self) -> None:
        lines = len(self._history())
        export_sheet(self.workspace.connection, self.folder / "out.csv")
        counts = self.workspace.run(ImportClaims(read_sheet(self.folder / "out.csv")))
        assert (counts.added, counts.changed, counts.unchanged) == (0, 0, len(self.cells))
        assert len(self._history()) == lines

    @rule()
    def forget_history(self) -> None:
        if any(entry.kind != "ForgetHistory" for entry in self._history()):
            self.workspace.forget_history()
            self.past, self.undone = [], []
            self.start = states.content(self.workspace.connection, of_chance=True)

    @invariant()
    def project_says_what_the_model_says(self) -> None:
        assert self.read_cells() == self.cells

    @invariant()
    def everything_is_sound(self) -> None:
        assert check_project(self.workspace.connection).problems == ()

    @invariant()
    def windows_hear_of_each_other(self) -> None:
        for window in self.windows:
            window.catch_up()

    def teardown(self) -> None:
        """Undone to the start, and done again to the end."""
        end = states.content(self.workspace.connection, of_chance=True)
        steps = 0
        while self.workspace.undo() is not None:
            steps += 1
        assert steps == len(self.past)
        if self.past[:1] != [None]:
            assert states.content(self.workspace.connection, of_chance=True) == self.start
        assert states.problems_of(self.workspace) == []
        for _ in range(steps):
            self.workspace.redo()
        assert states.content(self.workspace.connection, of_chance=True) == end
        for window in self.windows:
            window.close()
        shutil.rmtree(self.folder)
        self.counts["histories"] += 1

    def run(self, operation: Any) -> Any:
        """Carry out an operation in the window that is at work."""
        return self.workspace.run(operation)

    def read_cells(self) -> dict[int, Cells]:
        connection = self.workspace.connection
        ids = tuple(map(ClaimId, queries.claim_ids(connection, ClaimFilter())))
        return {row.id: cells_of(row) for row in queries.claims(connection, ids)}

    def pick(self, rows: Sequence[Any], number: int) -> Any:
        if not rows:
            raise NothingThere
        return rows[number % len(rows)]

    def claim(self, number: int) -> ClaimId:
        return self.pick(sorted(self.cells), number)

    def article(self, number: int) -> ArticleId:
        return self.pick(queries.article_ids(self.workspace.connection), number)

    def revision_of(self, article: ArticleId) -> ArticleId | None:
        return queries.article(self.workspace.connection, article).revision_of

    @property
    def speakers(self) -> list[Any]:
        return queries.speakers(self.workspace.connection)

    @property
    def statuses(self) -> list[Any]:
        return queries.statuses(self.workspace.connection, retired=True)

    @property
    def tags(self) -> list[Any]:
        return queries.tags(self.workspace.connection)

    @property
    def facts(self) -> list[Any]:
        return queries.facts(self.workspace.connection)

    @property
    def coders(self) -> list[Any]:
        return queries.coders(self.workspace.connection)

    def _open(self, coder: str) -> Workspace:
        workspace = Workspace.open(self.path, coder=coder)
        workspace.connection.execute("pragma synchronous = off")
        return workspace

    def _history(self) -> list[Any]:
        return queries.history(self.workspace.connection, limit=100_000)


def run_machine(figures, *, examples: int, steps: int) -> None:
    counts = dict.fromkeys(("histories", "operations", "refused", "undone", "redone"), 0)
    machine = type("CountedMachine", (Machine,), {"counts": counts})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    profile = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=quiet)
    run_state_machine_as_test(machine, settings=profile)
    for name, number in counts.items():
        figures.count("machine of all operations against a model", name, number)


def test_some_operations_in_any_order(figures):
    run_machine(figures, examples=6, steps=25)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_very_many_operations_in_any_order(figures):
    run_machine(figures, examples=60, steps=40)


def test_every_operation_is_in_the_machine():
    known = {name for name in operations.__all__ if hasattr(getattr(operations, name), "apply")}
    assert known | {"EditClaim"} == set(OPERATIONS)  # which is a function that makes an EditClaims
