"""Lines that say when an article was published: “Tuesday, 04 November 2025 06:58 AM EST”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DATE = rf"(?P<date>{_YEAR}-\d\d-\d\d|{_WEEKDAY}(?:{_DAY}\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+{_DAY},?\s+{_YEAR}))"
_CLOCK = r"(?P<clock>\d{1,2}(?:[:.]\d\d){1,2}(?:[.,]\d+)?\s*(?:[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?|noon|midnight)"
_ZONE = r"(?P<zone>(?:UTC|GMT)?[+−-]\d\d?(?::?\d\d)?|Z\b|[A-Z]{2,5}\b)"
_LINE = re.compile(
    rf"(?:(?:first\s+)?(?:published|updated|posted|last\s+updated|last\s+modified|modified|issued|date)(?:\s+on|\s+at)?\s*:?\s*)?"
    rf"{_DATE}(?:(?:\s*[,|•·–—-]?\s*(?:at\s+)?|T){_CLOCK}(?:\s*\(?{_ZONE}\)?)?)?"
    r"(?:\s*[|•·/–—-]?\s*(?:updated|last updated)\b.{0,60})?\s*\.?",
    re.IGNORECASE,
)

_FIXED = {
    "UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "TRT": 180, "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420, "HKT": 480, "SGT": 480, "PHT": 480, "MYT": 480, "AWST": 480,
    "KST": 540, "JST": 540, "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "SAST": 120, "CAT": 120,
    "EAT": 180, "WAT": 60, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "NST": -210, "NDT": -150, "ADT": -180, "BRT": -180, "ART": -180, "CLT": -240,
    "IRST": 210, "AFT": 270, "UZT": 300, "IDT": 180,
}  # fmt: skip
"""Abbreviations of one meaning in news, in minutes east of UTC."""

_CIVIL = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
"""What changes with the season."""

_AMBIGUOUS: dict[str, tuple[tuple[str, int], ...]] = {
    "CST": (("US Central", -360), ("China", 480), ("Cuba", -300)),
    "IST": (("India", 330), ("Ireland", 60), ("Israel", 120)),
    "BST": (("British Summer Time", 60), ("Bangladesh", 360)),
    "AST": (("Atlantic", -240), ("Arabia", 180)),
    "GST": (("Gulf", 240), ("South Georgia", -120)),
    "ECT": (("Ecuador", -300), ("Eastern Caribbean", -240)),
    "SST": (("Singapore", 480), ("Samoa", -660)),
    "AMT": (("Amazon", -240), ("Armenia", 240)),
    "PYT": (("Paraguay", -180), ("Pyongyang", 540)),
    "BT": (("Bhutan", 360), ("Baghdad", 180)),
    "WST": (("Western Australia", 480), ("West Samoa", 780)),
}


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """One thing an abbreviation can mean: who uses it, its offset (“+05:30”), the date-time that would follow."""

    label: str
    offset: str
    value: str


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, as far as its text says so without guessing.

    `value` is ISO 8601: a date-time with its offset, or the bare date when there is no time, no zone, or an
    abbreviation that means several zones; then `choices` says which, to be asked about.
    """

    value: str
    zone: str = ""
    choices: tuple[ZoneChoice, ...] = ()


def is_timestamp(line: str) -> bool:
    """Whether a line is a date, with or without a time, and nothing else."""
    return len(line) <= 120 and any(letter.isdigit() for letter in line) and read_timestamp(line) is not None


def read_timestamp(line: str) -> Published | None:
    """The date-time of a line that is nothing but one; None for anything else, and for “04/11/2025”, which is two dates."""
    match = _LINE.fullmatch(line.strip()) if len(line) <= 200 else None
    if match is None:
        return None
    moment = _parse(match["date"], match["clock"])
    if moment is None:
        return None
    day = moment.date().isoformat()
    zone = (match["zone"] or "").strip()
    if match["clock"] is None or not zone:
        return Published(day)
    offset = _offset(zone, moment)
    if offset is not None:
        return Published(_with_offset(moment, offset), zone)
    choices = tuple(
        ZoneChoice(label, _with_offset(moment, minutes)[-6:], _with_offset(moment, minutes))
        for label, minutes in _AMBIGUOUS.get(zone.upper(), ())
    )
    return Published(day, zone, choices)


def _parse(date: str, clock: str | None) -> datetime | None:
    from dateutil import parser as dateutil_parser  # noqa: PLC0415  it takes 3 MB of a window that reads no dates

    words = (clock or "").lower().replace("noon", "12:00 pm").replace("midnight", "12:00 am").rstrip(".")
    # Colons for “6.58 am”, which dateutil would take for a fraction.
    words = re.sub(r"(\d)\.(\d\d)", r"\1:\2", words).replace(".", "").replace(",", ".")
    spelled = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", date, flags=re.IGNORECASE)
    # A weekday that does not fit its date would otherwise move the date.
    spelled = re.sub(r"^[A-Za-z]+day\.?,?\s+|^(?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)\.?,?\s+", "", spelled)
    midnight = datetime(2000, 1, 1)  # noqa: DTZ001  the zone is read apart from this
    try:
        moment: datetime = dateutil_parser.parse(f"{spelled} {words}".strip(), default=midnight, ignoretz=True)
    except (ValueError, OverflowError):
        return None
    return moment


def _offset(zone: str, moment: datetime) -> int | None:
    name = zone.upper().replace("−", "-")
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?", name)
    if match is not None:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return None if minutes > 14 * 60 else (minutes if match[1] == "+" else -minutes)
    if name in _CIVIL:
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        civil = moment.replace(tzinfo=ZoneInfo(_CIVIL[name])).utcoffset()
        return None if civil is None else int(civil.total_seconds() // 60)
    return _FIXED.get(name)


def _with_offset(moment: datetime, minutes: int) -> str:
    return moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))).isoformat()
