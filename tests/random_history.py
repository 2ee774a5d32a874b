"""Random histories: ordinary operations with undo, redo, single undo and rolling back between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.storage import queries
from tests.test_workspace import _ACTS as ACTS
from tests.test_workspace import _carry_out as carry_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtracker.workspace import Workspace

_BACKWARDS = st.tuples(st.sampled_from(["undo", "redo", "alone", "back to"]), st.integers(1, 6), st.just(""))

HISTORIES = st.tuples(ACTS, st.lists(st.tuples(st.integers(0, 20), _BACKWARDS), max_size=6))
"""Acts, and at which of them something is taken back."""


def play(
    workspace: Workspace, history: tuple[list[tuple[str, int, str]], list[tuple[int, tuple[str, int, str]]]]
) -> Iterator[int]:
    """Play a random history, and name the line that each act added to it."""
    acts, backwards = history
    plan = list(acts)
    for place, act in backwards:
        plan.insert(place % (len(plan) + 1), act)
    for act, number, text in plan:
        before = queries.count_operations(workspace.connection)
        try:
            _act(workspace, act, number, text)
        except UserError:
            assert queries.count_operations(workspace.connection) == before
        if queries.count_operations(workspace.connection) > before:
            yield queries.history(workspace.connection, limit=1)[0].id


def _act(workspace: Workspace, act: str, number: int, text: str) -> None:
    lines = [entry.id for entry in queries.history(workspace.connection, limit=number)]
    if act == "undo":
        workspace.undo()
    elif act == "redo":
        workspace.redo()
    elif act == "alone" and lines:
        workspace.undo_operation(lines[-1])
    elif act == "back to" and lines:
        workspace.undo_back_to(lines[-1])
    elif act not in {"alone", "back to"}:
        carry_out(workspace, act, number, text)
