"""Figures in a text: numbers, money, percentages, dates and counts, with what they measure.

Number words are read by text2num; digits, signs and units by the patterns below. An ordinal (“the second ferry”), a
name (“F-35”, “No. 2”), a clock time and the word “one” are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimtracker.domain.quantity import Quantity

if TYPE_CHECKING:
    from decimal import Decimal

_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "mln": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12,
    "dozen": 0, "hundred": 2,
}  # fmt: skip
_CURRENCIES = {
    "$": "USD", "US$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₩": "KRW", "₹": "INR", "₽": "RUB", "₴": "UAH", "dollar": "USD",
    "euro": "EUR", "pound": "GBP", "yen": "JPY", "won": "KRW", "rupee": "INR", "ruble": "RUB", "rouble": "RUB", "yuan": "CNY",
    "hryvnia": "UAH", "franc": "CHF", "crown": "crown", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? (?P<year>\d{{4}})\b)?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}})\b)?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?:in|by|since|until|of|from|to|during|before|after) (?P<year>(?:19|20)\d\d)\b(?![.,]\d)", re.IGNORECASE),
)  # fmt: skip
_CLOCK = re.compile(r"\b\d{1,2}:\d\d(?: ?[ap]\.?m\b\.?)?|\b\d{1,2}(?:\.\d\d)? ?[ap]\.?m\b\.?", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,-])(?P<sign>[-−])?(?P<currency>US\$|[$£€¥₩₹₽₴])?\s?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[ -]?(?P<scale>thousand|million|billion|trillion|hundred|dozen|mln|bn|mn|tn|k|m)\b)?"
    r"(?![\d])",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?(?:%|per ?cent(?:age)?(?: points?)?\b|percent\b|pct\b)", re.IGNORECASE)
_POINTS = re.compile(r"\s?(?:percentage|per ?cent) points?\b", re.IGNORECASE)
_DOZEN = re.compile(r"[\s-]dozen\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NEXT = re.compile(
    r"[\s-]*(?:of |more |new |other |additional |further |their |its |our |the |US |U\.S\. )*(?P<word>[^\W\d_]+)"
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_NAMED = re.compile(r"(?:\bNo\.?|\bnumber|#|\b[A-Z]{1,3})[ -]?$")
_RANGE = re.compile(r"\s?(?:and|or|to|[-–—])\s?(?:US\$|[$£€¥₩₹₽₴])?", re.IGNORECASE)
_NO_UNITS = frozenset(
    """and or to in on at by for from with of than as a an the is are was were be been has have had will would could
    can may that which who year-on-year next last this per into over under after before while but if when it he she they
    there here about against between its their his her our your my these those every each all some any""".split()
)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as text2num asks for it."""

    word: str
    gap: bool

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: _Token) -> bool:
        return self.gap

    def not_a_number_part(self) -> bool:
        return False


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text, in order."""
    taken: list[tuple[int, int]] = []
    found = list(_dates(text, taken))
    taken += [match.span() for match in _CLOCK.finditer(text)]
    found += _digits(text, taken)
    found += _words(text, taken)
    return _ranged(text, sorted(found, key=lambda quantity: quantity.start))


def _ranged(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """“Between 10 and 15 ferries”: the first number counts what the second does."""
    for place in range(len(found) - 1, 0, -1):
        first, second = found[place - 1], found[place]
        if not first.unit and second.unit not in {"", "date"} and _RANGE.fullmatch(text, first.end, second.start):
            found[place - 1] = replace(first, unit=second.unit)
    return tuple(found)


def _dates(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["number"]) if parts.get("number") else _MONTHS.get((parts.get("month") or "").lower(), 0)
            day, year = int(parts.get("day") or 0), parts.get("year") or ""
            start, end = (match.start("year"), match.end("year")) if not month else match.span()
            if not _free(taken, start, end) or month > 12 or day > 31 or match[0].startswith("may "):
                continue  # “may 3 ships pass” is no date
            taken.append((start, end))
            value = f"{year or '-'}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
            yield Quantity(value, "date", start, end, text[start:end])


def _digits(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        before = text[max(0, start - 8) : match.start("digits")]
        if not _free(taken, start, end) or _ORDINAL.match(text, end) or _NAMED.search(before):
            continue
        value = _exact(match["digits"].replace(",", ""))
        scale = (match["scale"] or "").lower()
        value = value * 12 if scale == "dozen" else value.scaleb(_SCALES.get(scale, 0))
        value = -value if match["sign"] else value
        currency = _CURRENCIES.get((match["currency"] or "").upper(), "")
        yield _measured(text, (start, end), value, currency, taken)


def _words(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    from text_to_num import find_numbers  # noqa: PLC0415  where nobody compares figures, it takes memory for nothing

    matches = list(_WORD.finditer(text))
    tokens = [
        _Token(match[0], bool(index) and not text[matches[index - 1].end() : match.start()].isspace())
        for index, match in enumerate(matches)
    ]
    for number in find_numbers(tokens, "en", threshold=0.0):
        start, end = matches[number.start].start(), matches[number.end - 1].end()
        if number.is_ordinal or number.value == 1 or not _free(taken, start, end):
            continue
        value = _exact(str(number.value))
        dozen = _DOZEN.match(text, end)
        if dozen is not None:
            value, end = value * 12, dozen.end()
        yield _measured(text, (start, end), value, "", taken)


def _exact(written: str) -> Decimal:
    from decimal import Decimal  # noqa: PLC0415  where nobody compares figures, it takes memory for nothing

    return Decimal(written)


def _measured(
    text: str, place: tuple[int, int], value: Decimal, currency: str, taken: list[tuple[int, int]]
) -> Quantity:
    """A number with what follows it: a percent sign, a currency, or the thing that is counted."""
    start, end = place
    unit = currency
    percent = _PERCENT.match(text, end)
    following = _NEXT.match(text, end)
    if percent is not None:
        unit = "points" if _POINTS.match(text, end) else "%"
        end = percent.end()
    elif not currency and following is not None:
        word = _singular(following["word"].lower())
        if word in _CURRENCIES:
            unit, end = _CURRENCIES[word], following.end()
        elif following["word"].lower() not in _NO_UNITS:
            unit = word
    taken.append((start, end))
    return Quantity(value.normalize(), unit, start, end, text[start:end].strip())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= first or start >= last for first, last in taken)
