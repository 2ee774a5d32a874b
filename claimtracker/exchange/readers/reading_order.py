"""The order in which the parts of a page are read: down a column, then the next, and on below what stands across them.

Parts that share width are read from the top. A part to the left is read before one to the right, unless something that
stretches over both lies between them: then they belong to different tiers of the page. (Breuel, “High performance
document layout analysis”, 2003.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from claimtracker.exchange.readers.lines import Area

MOST_PARTS = 150
"""Parts of a page beyond which it is a chart or a map, and is read from the top."""


def reading_order(areas: Sequence[Area]) -> list[int]:
    """The places in `areas` in the order in which they are read."""
    from_top = sorted(range(len(areas)), key=lambda place: (-areas[place].top, areas[place].left))
    if len(areas) > MOST_PARTS:
        return from_top
    before: dict[int, set[int]] = {place: set() for place in from_top}
    for one, other in combinations(from_top, 2):
        first = _first(areas, one, other)
        if first is not None:
            before[other if first == one else one].add(first)
    order: list[int] = []
    waiting = from_top
    while waiting:
        # What is drawn over one another can wait for each other; then the topmost goes first.
        next_one = next((place for place in waiting if not before[place] & set(waiting)), waiting[0])
        waiting = [place for place in waiting if place != next_one]
        order.append(next_one)
    return order


def _first(areas: Sequence[Area], one: int, other: int) -> int | None:
    """Which of two parts is read first; None when they do not tell."""
    a, b = areas[one], areas[other]
    if a.shares_width_with(b):
        return one if a.middle >= b.middle else other
    left = one if a.left < b.left else other
    low, high = sorted((a.middle, b.middle))
    between = any(
        low < each.middle < high and each.shares_width_with(a) and each.shares_width_with(b) for each in areas
    )
    return None if between else left
