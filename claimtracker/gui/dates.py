"""Dates of articles and claims as a person reads them."""

from __future__ import annotations

from datetime import datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_date(published: str) -> str:
    """“4 Nov 2025” of any ISO 8601 date or date-time; a part of a date stays as it is; empty stays empty."""
    try:
        day = datetime.fromisoformat(published)
    except ValueError:
        return published
    return published if len(published) < 10 else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_date(published: str) -> str:
    """“4 Nov 2025, 06:58 −05:00”: with the time and its offset where there are any."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    if len(published) <= 10:
        return short_date(published)
    offset = moment.strftime("%z")
    zone = f" {offset[:3]}:{offset[3:5]}".replace("-", "−") if offset else ""
    return f"{short_date(published)}, {moment:%H:%M}{zone}"


def article_described(source: str, published: str, sentences: int, claims: int | None) -> str:
    """“Coast Wire · 4 Nov 2025 · 14 sentences · 1 claim”: the line under an article's title. None is not known yet."""
    counts = [
        f"{number} {what}" + ("" if number == 1 else "s")
        for number, what in ((sentences, "sentence"), (claims, "claim"))
        if number is not None
    ]
    return " · ".join(part for part in (source, long_date(published) or "undated", *counts) if part)
