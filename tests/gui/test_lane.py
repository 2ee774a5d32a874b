"""What takes long, beside the window: each lets the other have its turn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Slot

from claimtracker.gui import lane as lanes
from claimtracker.gui.lane import Lane

PIECES = 20


class CountingLane(Lane):
    turns = 0

    @Slot()
    def _on_waits(self) -> None:
        self.turns += 1
        super()._on_waits()


@pytest.fixture
def lane(qapp, monkeypatch):
    """It lets the window go first after each piece, and waits very long for that."""
    monkeypatch.setattr(lanes, "_SLICE", 0.0)
    monkeypatch.setattr(lanes, "_LONGEST_TURN", 60.0)
    made = CountingLane()
    yield made
    made.drain()


def pieces(progress) -> int:
    for number in range(PIECES):
        progress(number, PIECES)
    return PIECES


def test_the_window_goes_first_again_and_again(lane, qtbot):
    answers = []
    with qtbot.waitSignal(lane.finished, timeout=20_000):
        lane.submit_alone("Counting …", pieces, answers.append)
    assert answers == [PIECES]
    assert lane.turns == PIECES


def test_a_window_that_waits_for_the_end_is_not_waited_for(lane, qtbot):
    done, answers = [], []
    lane.submit_alone("Counting …", lambda progress: done.append(pieces(progress)), answers.append)
    lane.wait()
    assert done == [PIECES]
    assert (answers, lane.turns) == ([], 0)
    qtbot.waitUntil(lambda: answers == [None], timeout=20_000)
    assert not lane.busy
