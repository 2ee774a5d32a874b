"""Moments of the history: UTC in the file, told and asked for in the time of this computer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from claimtracker.domain.errors import UserError

_STORED = "%Y-%m-%dT%H:%M:%SZ"


def told_moment(at: str) -> str:
    """“3 November 2026, 14:05”."""
    moment = _local(at)
    return f"{moment.day} {moment:%B %Y, %H:%M}" if moment is not None else at


def told_day(at: str) -> str:
    """“3 November 2026”."""
    moment = _local(at)
    return f"{moment.day} {moment:%B %Y}" if moment is not None else at


def day_of(at: str) -> str:
    """“2026-11-03”: the day as it is typed here."""
    moment = _local(at)
    return f"{moment:%Y-%m-%d}" if moment is not None else at[:10]


def end_of(text: str) -> str:
    """The last moment of a day, or the moment itself where a time is given, as the file keeps it (UTC).

    Without an offset the time is that of this computer. Raises `UserError` for what is no date.
    """
    moment, is_day = _parsed(text)
    return _stored(moment + timedelta(days=1) - timedelta(seconds=1) if is_day else moment)


def start_of(text: str) -> str:
    """The first moment of a day, or the moment itself. Raises `UserError` for what is no date."""
    return _stored(_parsed(text)[0])


def _parsed(text: str) -> tuple[datetime, bool]:
    typed = text.strip()
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901  as unreadable as any year out of reach
    # Far from either end of the calendar, so that no time zone leads beyond it.
    if not 1900 <= moment.year <= 9000:
        raise UserError(f"“{typed}” is not a date that can be read: write it as 2026-11-03 or 2026-11-03 14:05.")
    return moment, len(typed) <= len("2026-11-03")


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_STORED)


def _local(at: str) -> datetime | None:
    try:
        return datetime.strptime(at, _STORED).replace(tzinfo=UTC).astimezone()
    except ValueError:
        return None
