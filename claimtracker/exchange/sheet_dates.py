"""Dates as the sheets of others write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimtracker.text.dates import is_date
from claimtracker.text.timestamps import read_timestamp

Order = Literal["", "day first", "month first"]
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?:[T ,]+\d{1,2}:\d\d.*)?")


@dataclass(frozen=True, slots=True)
class SheetDate:
    """A date as far as a cell says it without guessing; empty, with a reason, when it does not."""

    value: str
    warning: str = ""


def order_of(cells: Iterable[str]) -> Order:
    """How a column writes its dates in numbers, as those of its cells tell that can only be read in one way."""
    orders: set[Order] = set()
    for cell in cells:
        match = _NUMBERS.fullmatch(cell.strip())
        if match is not None and len(match[1]) < 3:
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                orders.add("day first")
            elif second > 12 >= first:
                orders.add("month first")
    return orders.pop() if len(orders) == 1 else ""


def read_date(cell: str, order: Order = "") -> SheetDate:
    """The date of a cell as ISO 8601: a date-time if it tells its offset, else the bare date."""
    typed = " ".join(cell.split())
    if not typed:
        return SheetDate("")
    found = read_timestamp(typed)
    if found is not None:
        if found.choices:
            meant = ", ".join(choice.label for choice in found.choices)
            return SheetDate(found.value, f"The time zone {found.zone} of “{typed}” can be several ({meant}).")
        return SheetDate(found.value)
    if is_date(typed):
        return SheetDate(typed if len(typed) <= 10 or _has_offset(typed) else typed[:10])
    match = _NUMBERS.fullmatch(typed)
    if match is None:
        return SheetDate("", f"The date “{typed[:60]}” cannot be read.")
    return _in_numbers(typed, [int(match[place]) for place in (1, 3, 4)], order or order_of([typed]), len(match[1]))


def _in_numbers(typed: str, numbers: list[int], order: Order, digits: int) -> SheetDate:
    if digits == 4:
        year, month, day = numbers
    elif order == "":
        first, second, year = numbers
        if first != second:
            return SheetDate("", f"The date “{typed[:60]}” can mean two days.")
        month = day = first
    else:
        day, month, year = numbers if order == "day first" else (numbers[1], numbers[0], numbers[2])
    try:
        return SheetDate(date(year + 2000 if year < 70 else year, month, day).isoformat())
    except ValueError:
        return SheetDate("", f"The date “{typed[:60]}” cannot be read.")


def _has_offset(typed: str) -> bool:
    return re.search(r"(?:Z|[+-]\d\d:?\d\d)$", typed[10:]) is not None
