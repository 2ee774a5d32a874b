"""Dates as cells hold them: ISO 8601, as coarse as what is known."""

from __future__ import annotations

import re
from datetime import date, datetime

_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def is_date(text: str) -> bool:
    """Whether a text is an ISO 8601 year, month, day, or day and time with or without offset."""
    if _PARTIAL_DATE.fullmatch(text):
        return text > "0000"
    try:
        if len(text) == 10:
            date.fromisoformat(text)
        else:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return text[4:5] == "-" and text[7:8] == "-"
