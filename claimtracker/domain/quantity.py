"""A figure in a claim: what lets two claims be compared by value and not by how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit. `start` and `end` are characters of the text it stands in, half-open."""

    value: Decimal | str
    """A number, or of a date its ISO 8601 form, which may lack the year (`--11-04`)."""
    unit: str
    """`%`, a currency such as `USD`, `date`, or the thing that is counted, in the singular: `ferry`; empty for none."""
    start: int
    end: int
    text: str
    """As it is written."""

    @property
    def measure(self) -> tuple[Decimal | str, str]:
        """What is compared: 8.2% and 8.2 percent are the same."""
        return (self.value, self.unit)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Figures of one unit that an earlier text has and a later one has not, and the other way round."""

    unit: str
    before: tuple[Quantity, ...]
    after: tuple[Quantity, ...]


def changed_figures(earlier: Sequence[Quantity], later: Sequence[Quantity]) -> tuple[FigureChange, ...]:
    """The units that both texts have figures in, and whose figures differ.

    A unit that only one of them has is no changed figure: something was added or left out, not moved.
    """
    found = []
    for unit in dict.fromkeys(quantity.unit for quantity in earlier):
        before = tuple(quantity for quantity in earlier if quantity.unit == unit)
        after = tuple(quantity for quantity in later if quantity.unit == unit)
        values_before, values_after = {one.value for one in before}, {one.value for one in after}
        gone = tuple(one for one in before if one.value not in values_after)
        new = tuple(one for one in after if one.value not in values_before)
        if gone and new:
            found.append(FigureChange(unit, gone, new))
    return tuple(found)
