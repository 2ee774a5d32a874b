"""When something was published, out of all that a file says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from claimtracker.text.timestamps import read_timestamp

_YEARS = range(1600, 2200)


def first_moment(candidates: Iterable[str]) -> str:
    """ISO 8601 of the first of these that is a date; with time and offset if one of the others has them for that day.

    A time without an offset is no moment: of that the day is kept.
    """
    found = [moment for candidate in candidates if (moment := read_moment(candidate))]
    if not found:
        return ""
    if len(found[0]) > 10:
        return found[0]
    day = datetime.fromisoformat(found[0]).replace(tzinfo=UTC)
    # The day elsewhere in the world may be the one before or after.
    near = timedelta(hours=38)
    return next(
        (each for each in found if len(each) > 10 and abs(datetime.fromisoformat(each) - day) <= near), found[0]
    )


def read_moment(written: str) -> str:
    """ISO 8601 of a date as machines or people write it: with its offset, else the day alone; empty for no date."""
    written = written.strip()
    if not 8 <= len(written) <= 80:
        return ""
    moment = _machine(written)
    if moment is None:
        visible = read_timestamp(written)
        if visible is not None:
            return visible.value
        moment = _mailed(written)
    if moment is None or moment.year not in _YEARS:
        return ""
    offset = moment.utcoffset()
    # Midnight to the second in UTC is what programs write that know the day alone.
    if offset is None or (not offset and not (moment.hour or moment.minute or moment.second)):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def _machine(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written.replace(" UTC", "Z").replace(" GMT", "Z").replace(" +", "+"))
    except ValueError:
        return None


def _mailed(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
