"""What something costs, told in steps: a clock says another thing on every machine."""

from __future__ import annotations

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
